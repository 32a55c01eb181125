"""The reader's page: from the link to the papers and to nothing left, in a real browser."""

import io
import json
import re
import subprocess
import time
import unittest
import zipfile

from PIL import Image, ImageChops

from support import (
    ARABIC, IS_DRAWN, PDF, PHOTO, ROOT, SCAN, STORY, Wallet, WebTest, built_site, expect, needs, system)

SITES = ROOT / "Sources/WebApp/site"
STORED = """async () => ({
  cookies: document.cookie, local: localStorage.length, session: sessionStorage.length,
  bases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker?.getRegistrations())?.length ?? 0,
})"""


def from_now(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))


def catalogue(language, site="reader"):
    return json.loads((SITES / site / f"messages/{language}.json").read_text())


class ReaderTest(WebTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wallet = Wallet(cls.server.url)
        cls.texts = catalogue("fr")
        add = lambda file, *options: cls.wallet.add(file, options=options)[0]
        cls.photo = add(PHOTO, "--title", "Accusé de réception", "--valid-until", "2025-01-31")
        cls.pdf = add(PDF, "--title", "Décision", "--valid-until", "2099-12-31")
        cls.scan = add(SCAN, "--title", "Carte <img src=x onerror=alert(1)>")
        cls.story = add(STORY, "--title", "Mon histoire")
        cls.arabic = add(ARABIC, "--title", "مواعيد")

    def share(self, *ids, **options):
        options = {"for": "24h", **options}
        flags = [part for name, value in options.items() for part in (
            [f"--{name}"] if value is True else [f"--{name}", str(value)]) if value is not None]
        return self.wallet.share(*ids, options=flags)

    def visit(self, grant, **options):
        context, watched = self.profile(**options)
        page = context.new_page()
        page.goto(self.here(grant["link"]))
        return page, watched

    @staticmethod
    def here(link):
        """As a phone's camera gives it to its browser."""
        host, fragment = link.split("/G#")
        return host.lower() + "/G#" + fragment

    def text(self, key, **values):
        return self.texts[key].format(**values)

    def button(self, page, key):
        return page.get_by_role("button", name=self.text(key), exact=True)

    def open(self, page):
        self.button(page, "cover.open").click()
        expect(page.locator("section.paper").first).to_be_visible()

    def assertDrawn(self, page, canvas):
        canvas.scroll_into_view_if_needed()
        handle = canvas.element_handle()
        system.until(lambda: handle.evaluate(IS_DRAWN), 120, "the page is drawn")

    def reload(self, page):
        """Once what outlives the page has started."""
        system.until(lambda: page.evaluate("history.state?.keeper ?? false"), 120, "it is kept")
        page.reload()

    def opened(self, grant):
        [report] = [one for one in self.wallet.shares() if one["id"] == grant["id"]]
        return report["opened"]

    def assertWiped(self, page, *titles):
        """Nothing of the documents is in the page, and the core is gone."""
        expect(page.locator("canvas, iframe, section.paper")).to_have_count(0)
        content = page.content()
        for title in titles:
            self.assertNotIn(title, content)
        # What the browser reports arrives while the page is waited for, not in between.
        system.until(
            lambda: page.wait_for_timeout(50) or not page.workers, 120, "the core is ended")


class Opening(ReaderTest):
    def test_from_the_link_to_the_papers(self):
        grant = self.share(self.photo, self.story, purpose="Inscription à l’école")
        page, watched = self.visit(grant)
        expect(page.get_by_text("Inscription à l’école")).to_be_visible()
        expect(page.get_by_text(self.text("cover.discretion"))).to_be_visible()
        self.assertEqual(page.url, self.server.url + "/G")
        self.assertNotIn(grant["link"][-26:], page.content())
        self.assertNotIn("/v1/grants/open", watched.paths())
        self.assertEqual(self.opened(grant), 0)
        self.open(page)
        self.assertDrawn(page, page.locator("canvas").first)
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()
        self.assertEqual(self.opened(grant), 1)
        self.assertEqual(page.evaluate(STORED), {
            "cookies": "", "local": 0, "session": 0, "bases": 0, "caches": 0, "workers": 0})
        self.assertEqual(page.context.cookies(), [])
        for request in watched.requests:
            self.assertNotIn(grant["link"][-26:].lower(), request.url.lower())
            self.assertEqual(request.headers.get("referer", ""), "")
        self.assertQuiet(watched)

    def test_the_first_script_takes_the_key_away(self):
        """Before any other file of the page has come."""
        grant = self.share(self.story)
        context, _ = self.profile()
        seen = []

        def hold(route):
            seen.append(page.url)
            route.continue_()

        page = context.new_page()
        page.route("**/g/**", lambda route: (
            route.continue_() if route.request.url.endswith("/fragment.js") else hold(route)))
        page.goto(self.here(grant["link"]))
        expect(self.button(page, "cover.open")).to_be_visible()
        index = (ROOT / "Sources/WebApp/site/reader/index.html").read_text()
        first = re.search(r"<(script|link|style)\b[^>]*>", index)
        self.assertEqual(first[0], '<script src="/g/fragment.js">')
        self.assertEqual(page.evaluate("location.hash"), "")
        self.assertEqual(page.evaluate("history.length"), 2)  # the empty page, and this one
        self.assertEqual(page.evaluate("linkKey.take()"), "")
        self.assertTrue(seen)

    def test_what_was_asked_ahead_may_never_be_answered(self):
        """Then the core asks by itself."""
        grant = self.share(self.story)
        context, _ = self.profile()
        page = context.new_page()
        asked = []

        def hold_the_first(route):
            asked.append(route)
            if len(asked) > 1:
                route.continue_()

        context.route("**/v1/info", hold_the_first)
        page.goto(self.here(grant["link"]))
        expect(self.button(page, "cover.open")).to_be_visible()
        self.assertEqual(len(asked), 2)
        asked[0].abort()

    def test_looking_and_reloading_use_nothing_up(self):
        grant = self.share(self.story, openings=1)
        page, watched = self.visit(grant)
        for _ in range(2):
            expect(self.button(page, "cover.open")).to_be_visible()
            self.reload(page)
            expect(self.button(page, "cover.open")).to_be_visible()
            page.goto(self.here(grant["link"]))
        self.assertEqual(self.opened(grant), 0)
        self.open(page)
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()
        self.assertQuiet(watched)

    def test_a_lost_answer_is_the_same_opening(self):
        grant = self.share(self.story, openings=1)
        page, _ = self.visit(grant)
        expect(self.button(page, "cover.open")).to_be_visible()

        def lose(route):
            route.fetch()
            route.abort()

        page.context.route("**/v1/grants/open", lose)
        self.button(page, "cover.open").click()
        expect(page.get_by_text(self.text("problem.unreachable"))).to_be_visible()
        page.context.unroute("**/v1/grants/open")
        page.context.route("**/v1/grants/blocks/get", lambda route: route.abort())
        self.button(page, "cover.open").click()
        expect(page.get_by_text(self.text("problem.unreachable"))).to_be_hidden()
        expect(page.get_by_text(self.text("problem.unreachable"))).to_be_visible()
        page.context.unroute("**/v1/grants/blocks/get")
        self.open(page)
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()
        self.assertEqual(self.opened(grant), 1)

    def test_a_code(self):
        grant = self.share(self.story, code=True, purpose="Rendez-vous au guichet 3")
        page, watched = self.visit(grant)
        field = page.get_by_label(self.text("cover.code"), exact=True)
        expect(field).to_be_visible()
        self.assertNotIn("guichet", page.content())
        field.fill("12")
        field.press("Enter")
        expect(page.get_by_text(self.text("cover.code-form"))).to_be_visible()
        self.assertNotIn("/v1/grants/open", watched.paths())
        field.fill("%04d" % ((int(grant["code"]) + 1) % 10_000))
        field.press("Enter")
        expect(page.get_by_text(self.text("cover.refused.one", count=1))).to_be_visible()
        expect(field).to_be_focused()
        page.wait_for_timeout(500)
        # Never tried again by itself: each try counts.
        self.assertEqual(watched.paths().count("/v1/grants/open"), 1)
        field.fill(f" {grant['code'][:2]} {grant['code'][2:]} ")
        self.open(page)
        expect(page.get_by_text("Rendez-vous au guichet 3")).to_be_visible()
        self.assertQuiet(watched, "404")

    def test_five_wrong_codes_look_like_one(self):
        grant = self.share(self.story, code=True)
        wrong = "%04d" % ((int(grant["code"]) + 1) % 10_000)
        page, _ = self.visit(grant)
        field = page.get_by_label(self.text("cover.code"), exact=True)
        for tries in range(1, 6):
            field.fill(wrong)
            field.press("Enter")
            key = "cover.refused.one" if tries == 1 else "cover.refused.other"
            expect(page.get_by_text(self.text(key, count=tries))).to_be_visible()
        field.fill(grant["code"])
        field.press("Enter")
        expect(page.get_by_text(self.text("cover.refused.other", count=6))).to_be_visible()

    def test_who_reads_is_told_to_the_holder_only_if_they_say_so(self):
        for name in ("", "Samira, guichet 3"):
            grant = self.share(self.story)
            page, _ = self.visit(grant)
            page.get_by_text(self.text("cover.reader-summary")).click()
            page.get_by_label(self.text("cover.reader")).fill(name)
            self.open(page)
            [report] = [one for one in self.wallet.shares() if one["id"] == grant["id"]]
            [event] = [one for one in report["events"] if one["kind"] == "opened"]
            self.assertEqual(event["name"] or "", name)

    def test_what_is_over_says_so(self):
        grant = self.share(self.story)
        self.wallet.run("revoke", grant["id"])
        unknown = {"link": grant["link"][:-26] + "A" * 26}
        for one in (grant, unknown):
            page, watched = self.visit(one)
            expect(page.get_by_role("heading", name=self.text("end.over"))).to_be_visible()
            self.assertQuiet(watched, "404")
        page, _ = self.visit({"link": grant["link"][:-1]})
        expect(page.get_by_role("heading", name=self.text("end.invalid"))).to_be_visible()

    def test_with_the_keyboard_alone(self):
        grant = self.share(self.story, self.photo)
        page, _ = self.visit(grant)
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        for _ in range(3):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent") == self.text("cover.open"):
                break
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()


class Reloading(ReaderTest):
    def test_the_papers_are_there_again(self):
        """Without a press, and as the same opening: also the last one."""
        grant = self.share(self.story, code=True, openings=1)
        page, watched = self.visit(grant)
        page.get_by_label(self.text("cover.code"), exact=True).fill(grant["code"])
        self.open(page)
        for _ in range(2):
            expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()
            written = page.evaluate("JSON.stringify([history.state, location.href, document.title])")
            self.assertNotIn(grant["link"][-26:], written.upper())
            self.assertNoCode(grant["code"], written)
            self.reload(page)
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()
        self.assertEqual(self.opened(grant), 1)
        self.assertEqual(page.evaluate(STORED), {
            "cookies": "", "local": 0, "session": 0, "bases": 0, "caches": 0, "workers": 0})
        self.assertQuiet(watched)

    def test_what_was_closed_stays_closed(self):
        page, _ = self.visit(self.share(self.story))
        self.open(page)
        self.button(page, "papers.close").click()
        expect(page.get_by_role("heading", name=self.text("end.closed"))).to_be_visible()
        page.reload()
        expect(page.get_by_label(self.text("type.label"))).to_be_visible()
        self.assertNotIn("Amal", page.content())

    def test_a_copy_of_the_tab_gets_nothing(self):
        """A browser gives it all that is in the history's entry."""
        page, _ = self.visit(self.share(self.story))
        self.open(page)
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()
        state = system.until(lambda: page.evaluate("history.state?.keeper ?? null"), 120, "it is kept")
        copy = page.context.new_page()
        copy.goto(self.server.url + "/G")
        copy.evaluate("(keeper) => history.replaceState({ keeper }, '')", state)
        copy.reload()
        expect(copy.get_by_label(self.text("type.label"))).to_be_visible()
        # Nor a step back to one that was left.
        page.goto("about:blank")
        page.go_back()
        expect(page.get_by_label(self.text("type.label"))).to_be_visible()

    def test_where_the_key_is_lost_it_is_asked_for_and_nothing_is_counted_twice(self):
        # As in browsers that end such a worker with the page.
        grant = self.share(self.story, openings=1)
        context, _ = self.profile()
        context.add_init_script("delete window.SharedWorker")
        page = context.new_page()
        page.goto(self.here(grant["link"]))
        self.open(page)
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()
        page.reload()
        field = page.get_by_label(self.text("type.label"))
        expect(field).to_be_visible()
        expect(page.get_by_text(self.text("type.again"))).to_be_visible()
        self.assertNotIn("Amal", page.content())
        field.fill(grant["link"])
        field.press("Enter")
        self.open(page)
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()
        self.assertEqual(self.opened(grant), 1)


class Typing(ReaderTest):
    def typed(self, text):
        context, watched = self.profile()
        page = context.new_page()
        page.goto(self.server.url + "/G")
        field = page.get_by_label(self.text("type.label"))
        field.fill(text)
        field.press("Enter")
        return page, watched

    def test_the_key_as_it_is_printed(self):
        grant = self.share(self.story)
        key = grant["link"][-26:]
        groups = " ".join(key[i:i + 4] for i in range(0, 26, 4))
        for text in (key, groups, groups.lower(), grant["link"], f" {grant['link'].lower()} ",
                     f"{grant['link'].split('//')[1]}"):
            with self.subTest(text=text):
                page, _ = self.typed(text)
                expect(self.button(page, "cover.open")).to_be_visible()

    def test_look_alikes(self):
        grant = self.share(self.story)
        key = grant["link"][-26:]
        page, _ = self.typed(key.replace("O", "0").replace("B", "8").replace("I", "1"))
        expect(self.button(page, "cover.open")).to_be_visible()

    def test_a_wrong_key_is_not_sent(self):
        for text in ("", "ABC", "A" * 25, "A" * 25 + "B", "A" * 27, "A" * 25 + "?"):
            with self.subTest(text=text):
                page, watched = self.typed(text)
                expect(page.get_by_text(self.text("type.invalid"))).to_be_visible()
                self.assertNotIn("/v1/grants/cover", watched.paths())

    def test_a_link_to_another_place_is_not_followed(self):
        page, watched = self.typed("https://evil.example/G#" + "A" * 26)
        expect(page.get_by_text(
            self.text("type.elsewhere", address="https://evil.example/G"))).to_be_visible()
        self.assertNotIn("/v1/grants/cover", watched.paths())
        self.assertQuiet(watched)

    def test_another_key_in_the_same_tab(self):
        first, second = self.share(self.story, purpose="Un"), self.share(self.arabic, purpose="Deux")
        page, _ = self.visit(first)
        self.open(page)
        page.goto(self.here(second["link"]))
        expect(page.get_by_text("Deux")).to_be_visible()
        self.assertEqual(page.url, self.server.url + "/G")
        self.assertNotIn("Amal", page.content())
        self.open(page)
        self.assertEqual([self.opened(first), self.opened(second)], [1, 1])


class Papers(ReaderTest):
    def test_each_kind_is_shown(self):
        page, watched = self.visit(
            self.share(self.photo, self.pdf, self.scan, self.story, self.arabic))
        self.open(page)
        sections = page.locator("section.paper")
        expect(sections).to_have_count(5)
        for index in range(3):
            sections.nth(index).scroll_into_view_if_needed()
            self.assertDrawn(page, sections.nth(index).locator("canvas").first)
        expect(sections.nth(1).locator("canvas")).to_have_count(3)
        sections.nth(4).scroll_into_view_if_needed()
        expect(sections.nth(4).locator(".viewer-text")).to_have_attribute("dir", "auto")
        expect(sections.nth(4)).to_contain_text("المواعيد")
        # A title is text, whatever it looks like.
        expect(sections.nth(2).get_by_role("heading")).to_have_text(
            "Carte <img src=x onerror=alert(1)>")
        expect(page.locator("main img")).to_have_count(0)
        self.assertQuiet(watched)

    def test_expired_papers_are_marked(self):
        page, _ = self.visit(self.share(self.photo, self.pdf, self.story))
        self.open(page)
        sections = page.locator("section.paper")
        expect(sections.nth(0).locator(".expired")).to_have_text(
            self.text("paper.expired", day="31 janvier 2025"))
        expect(sections.nth(1).locator(".validity")).to_have_text(
            self.text("paper.valid", day="31 décembre 2099"))
        expect(sections.nth(1).locator(".expired")).to_have_count(0)
        expect(sections.nth(2).locator(".validity")).to_have_count(0)

    def test_the_first_is_readable_before_the_rest_has_come(self):
        page, watched = self.visit(self.share(self.story, self.photo, self.scan))
        page.context.route("**/v1/grants/blocks/get", self.hold_after_first())
        self.open(page)
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_visible()
        expect(page.locator("section.paper").nth(1).locator("canvas")).to_have_count(0)

    @staticmethod
    def hold_after_first():
        seen = []

        def handle(route):
            seen.append(route)
            if len(seen) == 1:
                route.continue_()  # and the others never come

        return handle

    def test_what_is_not_shown_is_saved_by_choice_only(self):
        path = self.folder / "page.html"
        path.write_text("<script>window.evil = 1</script><p>bonjour")
        drawing = self.folder / "drawing.svg"
        drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>evil=1</script></svg>')
        liar = self.folder / "liar.jpg"
        liar.write_text("<html><script>window.evil = 1</script>")
        ids = self.wallet.add(path, drawing, liar)
        page, watched = self.visit(self.share(*ids))
        self.open(page)
        for section in page.locator("section.paper").all():
            section.scroll_into_view_if_needed()
            expect(section.get_by_text(self.text("paper.other"))).to_be_visible()
            expect(section.locator("canvas, iframe, .pages svg, .viewer-text")).to_have_count(0)
        self.assertIsNone(page.evaluate("window.evil ?? null"))
        with page.expect_download() as download:
            page.get_by_role("button", name=self.text("paper.save")).first.click()
        self.assertEqual(download.value.path().read_text(), path.read_text())
        self.assertQuiet(watched)

    def test_a_damaged_picture_does_not_stop_the_others(self):
        broken = self.folder / "broken.jpg"
        broken.write_bytes(PHOTO.read_bytes()[:5_000])
        [bad] = self.wallet.add(broken)
        page, _ = self.visit(self.share(bad, self.story))
        self.open(page)
        expect(page.get_by_text(self.text("paper.unreadable")).first).to_be_visible()
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()

    def test_a_script_that_did_not_come_is_asked_for_again(self):
        """What shows PDFs is no part of the page."""
        context, _ = self.profile()
        context.route("**/g/pdf-pages.js", lambda route: route.abort())
        page = context.new_page()
        page.goto(self.here(self.share(self.pdf)["link"]))
        self.open(page)
        expect(page.get_by_text(self.text("problem.unreachable"))).to_be_visible()
        context.unroute("**/g/pdf-pages.js")
        page.get_by_role("button", name=self.text("end.again")).click()
        self.assertDrawn(page, page.locator("canvas").first)

    def test_zoom_and_rotation(self):
        page, _ = self.visit(self.share(self.scan))
        self.open(page)
        canvas = page.locator("canvas").first
        self.assertDrawn(page, canvas)
        before = canvas.bounding_box()
        self.button(page, "paper.larger").click()
        box = lambda: canvas.bounding_box() or {"width": 0, "height": 0}
        system.until(lambda: box()["width"] > before["width"] * 1.3, 120, "larger")
        self.button(page, "paper.smaller").click()
        self.button(page, "paper.rotate").click()
        system.until(
            lambda: (now := box())["width"] and (now["width"] > now["height"])
            != (before["width"] > before["height"]), 120, "turned")

    @needs("pdftotext")
    def test_every_printed_sheet_is_marked(self):
        page, _ = self.visit(self.share(self.pdf, self.story))
        self.open(page)
        for section in page.locator("section.paper").all():
            section.scroll_into_view_if_needed()
            expect(section.locator("canvas, .viewer-text").first).to_be_visible()
        page.evaluate("window.print = () => {}")
        self.button(page, "paper.print").first.click()
        expect(page.locator("section.printed")).to_have_count(1)
        # The dialog being open, what it shows is the first document alone.
        target = self.folder / "print.pdf"
        page.pdf(path=target, format="A4")
        text = subprocess.run(["pdftotext", target, "-"], stdout=subprocess.PIPE, text=True).stdout
        sheets = text.split("\f")[:-1]
        self.assertEqual(len(sheets), 3)
        for sheet in sheets:
            self.assertIn("Copie donnée par la personne, non certifiée", " ".join(sheet.split()))
        self.assertNotIn("Je m’appelle", text)
        self.assertNotIn(self.text("papers.close"), text)

    def test_the_language_changes_under_the_papers(self):
        page, watched = self.visit(self.share(self.story, self.photo))
        self.open(page)
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()
        asked = watched.paths().count("/v1/grants/open")
        for language, name in (("nl", "Nederlands"), ("en", "English"), ("fr", "Français")):
            page.get_by_role("button", name=name).click()
            texts = catalogue(language)
            expect(page.get_by_role("button", name=texts["papers.close"])).to_be_visible()
            expect(page.locator("html")).to_have_attribute("lang", language)
            expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()
            self.assertNotRegex(page.inner_text("body"), r"\b(cover|paper|papers|end)\.[a-z]")
        self.assertEqual(watched.paths().count("/v1/grants/open"), asked)


class AllOfThem(ReaderTest):
    """What is done with all papers at once, those too that nobody scrolled to."""

    @needs("pdftotext", "pdftoppm")
    def test_all_pages_of_all_are_printed(self):
        page, watched = self.visit(self.share(self.pdf, self.photo, self.story, self.scan))
        self.open(page)
        self.assertDrawn(page, page.locator("canvas").first)
        expect(page.locator("section.paper").last.locator("canvas")).to_have_count(0)
        page.evaluate("() => { window.print = () => { window.isPrinted = true; }; }")
        self.button(page, "all.print").click()
        system.until(lambda: page.evaluate("window.isPrinted ?? false"), 120, "it is printed")
        expect(page.locator(".doing")).to_be_hidden()
        expect(self.button(page, "all.print")).to_be_enabled()
        target = self.folder / "print.pdf"
        page.pdf(path=target, format="A4")
        text = subprocess.run(["pdftotext", "-layout", target, "-"], stdout=subprocess.PIPE, text=True).stdout
        sheets = [" ".join(sheet.split()) for sheet in text.split("\f")[:-1]]
        titles = ["Décision", None, None, "Accusé de réception", "Mon histoire", "Carte <img"]
        self.assertEqual(len(sheets), len(titles))
        for title, sheet in zip(titles, sheets):
            self.assertIn("Copie donnée par la personne, non certifiée", sheet)
            if title:
                self.assertTrue(sheet.startswith(title), sheet[:80])
        # Nothing is at a sheet's edge, where printers cut it.
        subprocess.run(["pdftoppm", "-r", "50", "-gray", "-png", target, self.folder / "sheet"], check=True)
        for sheet in sorted(self.folder.glob("sheet-*.png")):
            image = Image.open(sheet)
            left, top, right, bottom = ImageChops.invert(image).point(lambda level: level > 40 and 255).getbbox()
            edges = [left, top, image.width - right, image.height - bottom]
            self.assertGreaterEqual(min(edges) * 25.4 / 50, 10, (sheet.name, edges))
        self.assertQuiet(watched)

    def test_a_print_has_the_paper_s_name_while_it_lasts(self):
        """In Chromium, which writes down no title that comes later than the page."""
        context, _ = self.profile()
        page = context.new_page()
        page.clock.install()
        page.goto(self.here(self.share(self.story, self.photo)["link"]))
        self.open(page)
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()
        page.evaluate("() => { window.print = () => { window.named = document.title; }; }")
        print_ = self.button(page, "paper.print").first
        print_.click()
        # It might be noted in its history yet.
        system.until(lambda: page.evaluate("window.named") == self.text("papers.name"), 120, "its own name")
        page.clock.run_for(10_000)
        print_.click()
        system.until(lambda: page.evaluate("window.named") == "Mon histoire", 120, "the paper's name")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        expect(page).to_have_title(self.text("papers.name"))

    def test_all_are_saved_under_their_own_names(self):
        story, twin, page_ = self.folder / "histoire.txt", self.folder / "histoire2.txt", self.folder / "page.html"
        story.write_text("Un récit.\n")
        twin.write_text("Un autre récit.\n")
        page_.write_text("<script>1</script>")
        ids = [self.wallet.add(file, options=["--title", title])[0] for file, title in (
            (story, "Récit"), (twin, "récit"), (page_, "Page"))]
        page, watched = self.visit(self.share(self.pdf, self.photo, *ids))
        self.open(page)
        expect(page.get_by_text(self.text("all.keeps"))).to_be_visible()
        with page.expect_download() as download:
            self.button(page, "all.save").click()
        self.assertEqual(download.value.suggested_filename, self.text("all.file"))
        expect(page.get_by_text(self.text("all.saved", name=self.text("all.file")))).to_be_visible()
        saved = zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes()))
        self.assertIsNone(saved.testzip())
        self.assertEqual(saved.namelist(), [
            "Décision.pdf", "Accusé de réception.jpg", "Récit.txt", "récit (2).txt", "Page.html.bin"])
        contents = [PDF.read_bytes(), PHOTO.read_bytes(), story.read_bytes(), twin.read_bytes(), page_.read_bytes()]
        self.assertEqual([saved.read(name) for name in saved.namelist()], contents)
        self.assertQuiet(watched)

    def test_one_is_saved_as_it_is(self):
        page, _ = self.visit(self.share(self.photo))
        self.open(page)
        self.assertDrawn(page, page.locator("canvas").first)
        expect(self.button(page, "all.save")).to_have_count(0)
        with page.expect_download() as download:
            self.button(page, "paper.keep").click()
        self.assertEqual(download.value.suggested_filename, "Accusé de réception.jpg")
        self.assertEqual(download.value.path().read_bytes(), PHOTO.read_bytes())

    def test_a_network_that_drops_is_told_and_nothing_is_saved_or_printed(self):
        page, _ = self.visit(self.share(self.photo, self.scan, self.pdf, self.pdf, self.story))
        self.open(page)
        self.assertDrawn(page, page.locator("canvas").first)
        page.evaluate("() => { window.print = () => { window.isPrinted = true; }; }")
        page.context.route("**/v1/grants/blocks/get", lambda route: route.abort())
        for key in ("all.print", "all.save"):
            self.button(page, key).click()
            expect(page.get_by_text(self.text("problem.unreachable"))).to_be_visible()
            expect(self.button(page, key)).to_be_enabled()
            page.context.unroute("**/v1/grants/blocks/get")
            page.get_by_role("button", name=self.text("end.again")).click()
            expect(page.get_by_text(self.text("problem.unreachable"))).to_be_hidden()
            page.context.route("**/v1/grants/blocks/get", lambda route: route.abort())
        self.assertIsNone(page.evaluate("window.isPrinted ?? null"))


class Looks(ReaderTest):
    def test_the_first_page_is_seen_without_scrolling(self):
        page, _ = self.visit(
            self.share(self.photo, self.pdf, self.scan, self.story, self.arabic, purpose="Inscription"),
            viewport={"width": 1366, "height": 768})
        self.open(page)
        canvas = page.locator("canvas").first
        self.assertDrawn(page, canvas)
        page.evaluate("scrollTo(0, 0)")
        box = canvas.bounding_box()
        # Two thirds of the window.
        self.assertLess(box["y"], 768 / 3)
        for key in ("all.print", "all.save", "papers.close"):
            self.assertLess(self.button(page, key).bounding_box()["y"], 500)

    def test_each_screen_has_its_title_and_none_says_what_is_shown(self):
        grant = self.share(self.story, self.photo, purpose="Inscription")
        page, _ = self.visit(grant)
        expect(page).to_have_title(self.text("cover.title"))
        page.get_by_role("button", name="Nederlands").click()
        expect(page).to_have_title(catalogue("nl")["cover.title"])
        page.get_by_role("button", name="Français").click()
        self.open(page)
        expect(page).to_have_title(self.text("papers.name"))
        self.button(page, "papers.close").click()
        expect(page).to_have_title(self.text("end.closed"))
        page.get_by_role("button", name=self.text("end.type")).click()
        expect(page).to_have_title(self.text("type.title"))

    def test_in_a_low_window_nothing_covers_what_has_the_focus(self):
        """1280 x 800 enlarged four times."""
        page, _ = self.visit(self.share(self.story, self.photo), viewport={"width": 320, "height": 200})
        self.open(page)
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()
        names = set()
        for _ in range(40):
            page.keyboard.press("Tab")
            name, is_seen, height = page.evaluate("""() => {
              const one = document.activeElement, box = one.getBoundingClientRect();
              const there = document.elementFromPoint(box.x + box.width / 2, Math.min(box.y + box.height / 2, innerHeight - 2));
              if (one === document.body) return [null, true, 24];
              return [one.textContent, one.contains(there) || there?.contains(one), box.height];
            }""")
            names.add(name)
            self.assertTrue(is_seen, name)
            self.assertGreaterEqual(height, 24, name)
        self.assertIn(self.text("papers.close"), names)
        stays = page.evaluate("""() => [...document.querySelectorAll("body *")].filter((one) =>
          ["sticky", "fixed"].includes(getComputedStyle(one).position)).reduce((sum, one) => sum + one.offsetHeight, 0)""")
        self.assertLess(stays, 20)

    def test_who_offers_it_stands_at_the_foot(self):
        page, watched = self.visit(self.share(self.story))
        foot = page.locator("#foot")
        expect(foot.get_by_text(self.text("foot.what"))).to_be_visible()
        expect(foot.get_by_text(self.text("foot.who", name=f"127.0.0.1:{self.server.port}"))).to_be_visible()
        expect(foot.get_by_role("link", name="0800 35 243")).to_have_attribute("href", "tel:080035243")
        foot.get_by_text(self.text("foot.privacy"), exact=True).click()
        expect(foot.get_by_text(self.text("foot.privacy.device"))).to_be_visible()
        self.open(page)
        page.get_by_role("button", name="English").click()
        expect(foot.get_by_text(catalogue("en")["foot.what"])).to_be_attached()
        self.assertQuiet(watched)

    def test_the_operator_s_words_are_text(self):
        words = {"name": {"fr": "Un service <b>public</b>", "nl": "Een dienst", "en": "A service"},
                 "phone": "02 123 45 67", "privacy": "Voir exemple.be"}
        context, watched = self.profile()
        context.route("**/g/service.json", lambda route: route.fulfill(json=words))
        page = context.new_page()
        page.goto(self.server.url + "/G")
        foot = page.locator("#foot")
        expect(foot.get_by_text("Un service <b>public</b>")).to_be_visible()
        expect(foot.locator("b")).to_have_count(0)
        foot.get_by_text(self.text("foot.privacy"), exact=True).click()
        expect(foot.get_by_text("Voir exemple.be")).to_be_visible()
        page.get_by_role("button", name="Nederlands").click()
        expect(foot.get_by_text("Een dienst")).to_be_visible()
        # Nothing but the page's own where it does not come.
        context.unroute("**/g/service.json")
        context.route("**/g/service.json", lambda route: route.abort())
        page.goto("about:blank")
        page.goto(self.server.url + "/G")
        expect(foot.get_by_text(self.text("foot.what"))).to_be_visible()
        expect(foot.locator("a")).to_have_count(0)


class Ending(ReaderTest):
    def test_at_the_end_it_is_wiped(self):
        # As long as it takes here to make a grant and to open it, and more.
        began = time.monotonic()
        self.open(self.visit(self.share(self.story, self.photo))[0])
        term = 12 + 3 * (time.monotonic() - began)
        grant = self.share(self.story, self.photo, **{"for": None, "until": from_now(term)})
        page, _ = self.visit(grant)
        self.open(page)
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()
        expect(page.locator(".left")).to_contain_text("seconde")
        expect(page.get_by_role("heading", name=self.text("end.expired"))).to_be_visible()
        self.assertWiped(page, "Mon histoire", "Amal")

    def test_closing_wipes(self):
        page, _ = self.visit(self.share(self.story, self.photo))
        self.open(page)
        self.button(page, "papers.close").click()
        expect(page.get_by_role("heading", name=self.text("end.closed"))).to_be_visible()
        self.assertWiped(page, "Mon histoire", "Amal")
        self.assertEqual(page.evaluate("location.href"), self.server.url + "/G")

    def test_unattended_it_warns_and_then_is_wiped(self):
        context, _ = self.profile()
        page = context.new_page()
        page.clock.install()
        page.goto(self.here(self.share(self.story)["link"]))
        self.open(page)
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()
        page.clock.run_for(8 * 60_000)
        expect(page.get_by_text(self.text("warning.idle"))).to_be_hidden()
        page.clock.run_for(70_000)
        expect(page.get_by_text(self.text("warning.idle"))).to_be_visible()
        # Somebody is there: it goes on.
        self.button(page, "warning.stay").click()
        expect(page.get_by_text(self.text("warning.idle"))).to_be_hidden()
        page.clock.run_for(9 * 60_000 + 30_000)
        expect(page.get_by_text(self.text("warning.idle"))).to_be_visible()
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()
        page.clock.run_for(31_000)
        expect(page.get_by_role("heading", name=self.text("end.idle"))).to_be_visible()
        self.assertWiped(page, "Mon histoire", "Amal")

    def test_while_somebody_reads_the_rest_can_still_come(self):
        """The service forgets who fetches nothing for ten minutes; a long letter takes longer."""
        context, watched = self.profile()
        page = context.new_page()
        page.clock.install()
        page.goto(self.here(self.share(self.pdf, self.pdf, self.scan, self.story)["link"]))
        self.open(page)
        self.assertDrawn(page, page.locator("canvas").first)
        asked = lambda: watched.paths().count("/v1/grants/blocks/get")

        def is_at_rest():
            before = asked()
            page.wait_for_timeout(3_000)
            return asked() == before

        system.until(is_at_rest, 120, "what is near has come")
        expect(page.locator("section.paper").last.locator(".viewer-text")).to_have_count(0)
        blocks = asked()
        for _ in range(12):
            page.clock.run_for(60_000)
            page.keyboard.press("Shift")
        system.until(
            lambda: page.wait_for_timeout(50) or asked() > blocks, 120, "it is kept open")
        self.assertLessEqual(asked(), blocks + 4)
        page.locator("section.paper").last.scroll_into_view_if_needed()
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()

    def test_a_phone_that_slept_finds_nothing(self):
        """No timer ran meanwhile: the first event after it wipes, and shows nothing before."""
        context, _ = self.profile()
        page = context.new_page()
        page.clock.install()
        page.goto(self.here(self.share(self.story)["link"]))
        self.open(page)
        page.clock.pause_at(time.time() + 3_600)
        page.keyboard.press("a")
        expect(page.get_by_role("heading", name=self.text("end.idle"))).to_be_visible()
        self.assertWiped(page, "Mon histoire", "Amal")

    def test_leaving_wipes_and_coming_back_shows_nothing(self):
        page, _ = self.visit(self.share(self.story))
        self.open(page)
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()
        page.goto("about:blank")
        page.go_back()
        expect(page.get_by_label(self.text("type.label"))).to_be_visible()
        self.assertNotIn("Amal", page.content())

    def test_revoked_under_the_reader_s_eyes(self):
        grant = self.share(self.story, self.photo)
        page, _ = self.visit(grant)
        blocks = "**/v1/grants/blocks/get"
        held = []
        page.context.route(blocks, lambda route: held.append(route))
        self.button(page, "cover.open").click()
        system.until(lambda: page.wait_for_timeout(50) or held, 120, "the first block is asked for")
        self.wallet.run("revoke", grant["id"])
        held[0].continue_()
        expect(page.get_by_role("heading", name=self.text("end.over"))).to_be_visible()
        self.assertWiped(page, "Mon histoire", "Amal")

    def test_a_network_that_drops_is_told_and_tried_again_when_asked(self):
        page, _ = self.visit(self.share(self.story, self.photo))
        expect(self.button(page, "cover.open")).to_be_visible()
        self.open(page)
        expect(page.get_by_text("Je m’appelle Amal").first).to_be_attached()
        # What is shown stays, whatever the network does from now on.
        self.assertDrawn(page, page.locator("canvas").first)


class Weight(ReaderTest):
    def test_all_but_blocks_weighs_at_most_80_kB(self):
        grant = self.share(self.photo)
        context, _ = self.profile()
        page = context.new_page()
        sizes = {}

        def arrived(response):
            path = response.url.removeprefix(self.server.url)
            if path != "/v1/grants/blocks/get":
                sizes[path] = int(response.headers.get("content-length", 0))

        context.on("response", arrived)
        page.goto(self.here(grant["link"]))
        self.open(page)
        self.assertDrawn(page, page.locator("canvas").first)
        # Nothing that only a PDF needs.
        self.assertFalse([path for path in sizes if "pdf.js" in path or "pdf.worker" in path])
        self.assertIn("/g/reader.wasm", sizes)
        # Of a shared worker Playwright hears nothing.
        sizes["/g/keeper.js"] = (built_site() / "reader/g/keeper.js.br").stat().st_size
        self.assertLessEqual(sum(sizes.values()), 80_000, sizes)

    def test_no_block_comes_that_holds_nothing_of_the_documents(self):
        """Of a bundle of 32 blocks, the photo and what stands before it fill 19."""
        page, watched = self.visit(self.share(self.photo))
        self.open(page)
        self.assertDrawn(page, page.locator("canvas").first)
        asked = [one for one in watched.requests if one.url.endswith("/v1/grants/blocks/get")]
        received = sum(int(one.response().headers["content-length"]) for one in asked)
        needed = -(-(PHOTO.stat().st_size + 200) // system.PART)
        self.assertEqual(received, needed * system.BLOCK)


class Files(unittest.TestCase):
    def test_the_catalogues_have_the_same_texts(self):
        french, dutch, english = map(catalogue, ("fr", "nl", "en"))
        self.assertEqual(french.keys(), dutch.keys())
        self.assertEqual(french.keys(), english.keys())
        for key, text in french.items():
            for other in (dutch, english):
                self.assertEqual(
                    sorted(re.findall(r"\{\w+\}", text)), sorted(re.findall(r"\{\w+\}", other[key])), key)

    def test_nothing_says_what_kind_of_service_it_is(self):
        folder = ROOT / "Sources/WebApp/site/reader"
        shown = [folder / "index.html", *(folder / "messages").glob("*.json")]
        for file in shown:
            text = re.sub(r"<[^>]*>", " ", file.read_text().lower())
            for word in ("pde", "porte-documents", "documentenmap", "wallet", "sans-abri", "homeless",
                         "dakloos", "thuisloos", "usager", "bénéficiaire", "client", "sdf", "dossier",
                         "coffre"):
                self.assertNotRegex(text, rf"\b{word}", file.name)

    def test_no_way_leads_to_the_wallet(self):
        folder = ROOT / "Sources/WebApp/site/reader"
        for file in folder.rglob("*"):
            if file.is_file():
                self.assertNotRegex(file.read_text(), r"/app/|holder|href=\"/\"", file.name)


if __name__ == "__main__":
    unittest.main()
