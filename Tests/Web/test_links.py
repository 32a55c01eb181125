"""Links as they arrive, in the address bar and in the field, and what people meet where there is none."""

import subprocess
import unittest
import urllib.parse

from holder import drawn
from support import expect, needs
from test_reader import ReaderTest, catalogue

# Before any script of the page: as settings of some browsers have it.
WITHOUT = "delete window.WebAssembly"
REFUSED = """WebAssembly.Module = class { constructor() { throw new WebAssembly.CompileError('by policy'); } };
WebAssembly.compile = async () => { throw new WebAssembly.CompileError('by policy'); };"""
SOFT, NO_WIDTH, LONG_HYPHEN = "\u00ad", "\u200b", "\u2011"


class Arriving(ReaderTest):
    def setUp(self):
        super().setUp()
        self.context, self.watched = self.profile()
        self.page = self.context.new_page()

    def go(self, rest):
        """Goes to an address of the page's host, as another page than the one that is there."""
        self.page.goto("about:blank")
        self.page.goto(self.server.url + rest)

    def sent(self):
        return [urllib.parse.unquote(request.url).upper() for request in self.watched.requests]

    def test_the_address_bar(self):
        key = self.share(self.story, purpose="Un guichet")["link"][-26:]
        middle = lambda sign: key[:9] + sign + key[9:]
        for rest in (
                f"/g#{key.lower()})", f'/G#{key}",', f"/G#{key}%20%20.", f"/G#{key}&utm_source=mail",
                f"/G#{key}#:~:text=Amal", f"/G?fbclid=Iw0A-x#{key}", f"/G/#{key}", f"/G#{middle(SOFT)}{NO_WIDTH}",
                f"/G#{middle(LONG_HYPHEN)}", f"/G#{middle(' ')}"):
            with self.subTest(rest=rest.replace(key, "KEY")):
                self.go(rest)
                expect(self.page.get_by_text("Un guichet")).to_be_visible()
                self.assertNotIn(key, urllib.parse.unquote(self.page.url).upper())
        self.assertFalse([url for url in self.sent() if key in url])
        self.assertQuiet(self.watched)

    def test_a_mark_that_was_encoded_has_sent_the_key_and_opens(self):
        for before, there in (("/G%23", "/G"), ("/g?fbclid=Iw0A%23", "/g")):
            grant = self.share(self.story, openings=1)
            key = grant["link"][-26:]
            self.go(before + key)
            expect(self.button(self.page, "cover.open")).to_be_visible()
            self.assertEqual(self.page.url, self.server.url + there)
            self.open(self.page)
            self.assertEqual(self.opened(grant), 1)
            # With the request for the page, and never again.
            self.assertEqual(len([url for url in self.sent() if key in url]), 1)
            self.assertNotIn(key, self.server.log.read_text().upper())

    def test_the_field(self):
        grant = self.share(self.story, purpose="Un guichet")
        key, place = grant["link"][-26:], self.server.url
        for typed in (
                f"Voici le lien : {place}/g#{key}. Merci, Amal", f"<{place}/G/#{key}>", f"{key[:13]}{SOFT}{key[13:]},",
                f"« {place.split('//')[1]}/g%23{key.lower()} »", f"{place}/G?fbclid=x#{key}&utm_source=x"):
            with self.subTest(typed=typed.replace(key, "KEY")):
                self.go("/G")
                field = self.page.get_by_label(self.text("type.label"))
                field.fill(typed)
                field.press("Enter")
                expect(self.page.get_by_text("Un guichet")).to_be_visible()
        self.assertFalse([url for url in self.sent() if key in url])
        self.assertQuiet(self.watched)

    def test_a_cut_key_says_what_to_do(self):
        key = self.share(self.story)["link"][-26:]
        for rest in (f"/G#{key[:20]}.", f"/G#{key}A", f"/G%23{key[:-1]}"):
            with self.subTest(rest=rest.replace(key, "KEY")):
                self.go(rest)
                expect(self.page.get_by_role("heading", name=self.text("end.invalid"))).to_be_visible()
                self.assertEqual(self.page.url, self.server.url + "/G")
        self.assertNotIn("/v1/grants/cover", self.watched.paths())

    def test_the_same_link_after_a_reload_is_the_same_opening(self):
        """In the address bar it makes a new entry of the tab's history. With another in between, too."""
        grant, other = self.share(self.story, openings=1), self.share(self.arabic, openings=1, purpose="Deux")
        self.context.add_init_script("delete window.SharedWorker")
        for one in (grant, grant, other, grant, other):
            self.page.goto(self.here(one["link"]))
            self.open(self.page)
            shown = "Je m’appelle Amal" if one is grant else "المواعيد"
            expect(self.page.get_by_text(shown).first).to_be_attached()
            self.page.reload()
            expect(self.page.get_by_label(self.text("type.label"))).to_be_visible()
        self.assertEqual([self.opened(grant), self.opened(other)], [1, 1])

    def test_where_nothing_is_a_person_is_told_so(self):
        for path in ("/nothing", "/GG", "/g/nothing"):
            answer = self.page.goto(self.server.url + path)
            self.assertEqual(answer.status, 404)
            self.assertEqual(answer.headers["cache-control"], "no-store")
            expect(self.page.locator("section")).to_have_count(3)
            self.assertEqual(
                self.page.locator("section").evaluate_all("all => all.map(({ lang }) => lang)"), ["fr", "nl", "en"])
            expect(self.page.locator("a, form, script")).to_have_count(0)
        asked = self.page.request.get(self.server.url + "/nothing", headers={"accept": "*/*"})
        self.assertEqual(asked.headers["content-type"], "application/problem+json")
        self.assertQuiet(self.watched, "404")

    def test_a_browser_without_web_assembly_is_told_before_a_word_is_typed(self):
        link = self.here(self.share(self.story, openings=1)["link"])
        holder = catalogue("fr", "holder")
        for script in (WITHOUT, REFUSED):
            context, watched = self.profile()
            context.add_init_script(script)
            page = context.new_page()
            for address in (self.server.url + "/G", link):
                page.goto("about:blank")
                page.goto(address)
                expect(page.get_by_role("heading", name=self.text("end.blocked"))).to_be_visible()
                expect(page.locator("input, main button")).to_have_count(0)
                self.assertEqual(page.evaluate("location.hash"), "")
            page.goto(self.server.url + "/")
            expect(page.get_by_text(holder["blocked.text"])).to_be_visible()
            page.get_by_role("button", name=holder["start.help"]).click()
            expect(page.get_by_role("heading", name=holder["help.title"])).to_be_visible()
            self.assertQuiet(watched)


class OnPaper(ReaderTest):
    @needs("pdftotext")
    def test_every_sheet_is_marked_and_none_is_empty(self):
        """Printed from the browser's menu."""
        page = self.shown(self.share(self.story, self.pdf))
        target = self.folder / "print.pdf"
        page.pdf(path=target, format="A4")
        sheets = subprocess.run(
            ["pdftotext", "-layout", target, "-"], stdout=subprocess.PIPE, text=True).stdout.split("\f")[:-1]
        self.assertGreater(len(sheets), 3)
        self.assertIn("Mon histoire", sheets[0])
        for sheet in sheets:
            # Below all else.
            self.assertIn("Copie donnée par la personne", sheet.strip().split("\n")[-1])

    @needs("pdftotext")
    def test_what_the_browser_s_menu_leaves_out_is_said_on_paper(self):
        letter = self.folder / "lettre.rtf"
        letter.write_bytes(b"{\\rtf1 Lettre}")
        other = self.wallet.add(letter, options=["--title", "Lettre"])[0]
        grant = self.share(self.pdf, self.photo, other)
        context, _ = self.profile()
        page = context.new_page()
        page.goto(self.here(grant["link"]))
        self.open(page)
        papers = page.locator("section.paper")
        drawn(papers.first.locator("canvas").first)
        # Neither its further pages nor the papers below have been near the screen.
        text = self.printed(page)
        said = {key: " ".join(self.text(key).split()) for key in ("print.pages", "print.absent", "print.other")}
        self.assertIn(said["print.pages"], text)
        self.assertIn(said["print.absent"], text)
        self.assertNotIn(said["print.other"], text)
        expect(page.get_by_text(self.text("print.absent")).first).to_be_hidden()
        drawn(papers.nth(1).locator("canvas"))
        papers.nth(2).scroll_into_view_if_needed()
        expect(papers.nth(2)).to_contain_text(self.text("paper.other"))
        text = self.printed(page)
        self.assertNotIn(said["print.absent"], text)
        self.assertIn(said["print.other"], text)
        # By its own button all of it is there.
        page.evaluate("window.print = () => {}")
        self.button(page, "paper.print").first.click()
        expect(page.locator("section.printed")).to_have_count(1)
        self.assertNotIn(said["print.pages"], self.printed(page))

    def printed(self, page):
        target = self.folder / "print.pdf"
        page.pdf(path=target, format="A4")
        return " ".join(subprocess.run(["pdftotext", target, "-"], stdout=subprocess.PIPE, text=True).stdout.split())

    def test_where_margins_have_no_text_the_mark_is_fixed_on_every_sheet(self):
        """As in Firefox and WebKit."""
        page = self.shown(self.share(self.pdf, self.story), "delete window.CSSMarginRule")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")
        mark = page.locator(".foot-mark")
        expect(mark).to_contain_text("Copie donnée par la personne, non certifiée")
        expect(mark).to_have_css("position", "fixed")
        expect(mark).to_have_css("bottom", "0px")
        expect(mark).to_be_visible()
        # A text leaves room for it on each sheet.
        story = page.locator("section.paper").nth(1)
        expect(story).to_have_css("display", "table")
        expect(story.locator(".foot-room")).to_have_css("display", "table-footer-group")
        self.assertGreater(story.locator(".foot-room").bounding_box()["height"], mark.bounding_box()["height"])
        # What is not printed alone is not there at all.
        page.evaluate("window.print = () => {}")
        page.emulate_media(media="screen")
        self.button(page, "paper.print").first.click()
        expect(page.locator("section.printed")).to_have_count(1)
        page.emulate_media(media="print")
        expect(story).to_be_hidden()
        page.emulate_media(media="screen")
        expect(mark).to_be_hidden()
        self.button(page, "papers.close").click()
        expect(mark).to_have_count(0)

    def shown(self, grant, script=""):
        """A page with all its papers drawn."""
        context, _ = self.profile()
        context.add_init_script(script)
        page = context.new_page()
        page.goto(self.here(grant["link"]))
        self.open(page)
        for section in page.locator("section.paper").all():
            section.scroll_into_view_if_needed()
            expect(section.locator("canvas, .viewer-text").first).to_be_visible()
            for canvas in section.locator("canvas").all():
                drawn(canvas)
        return page

    def test_each_line_has_its_own_direction(self):
        mixed = self.folder / "mixed.txt"
        mixed.write_text("Bonjour\nالموعد يوم 3 مارس\nמחר\nMerci\n")
        [note] = self.wallet.add(mixed, options=("--title", "Mixte"))
        page, _ = self.visit(self.share(note))
        self.open(page)
        lines = page.locator(".viewer-text").evaluate("""(text) => {
          const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
          const edges = text.getBoundingClientRect(), middle = (edges.left + edges.right) / 2, found = [];
          for (let node; (node = walker.nextNode());) {
            for (const { index, 0: line } of node.data.matchAll(/[^\\n]+/g)) {
              const range = document.createRange();
              range.setStart(node, index);
              range.setEnd(node, index + line.length);
              const { left, right } = range.getBoundingClientRect();
              found.push(left > middle ? "right" : right < middle ? "left" : "both");
            }
          }
          return found;
        }""")
        self.assertEqual(lines, ["left", "right", "right", "left"])


if __name__ == "__main__":
    unittest.main()
