"""PDFs of kinds that people have: drawn as another program draws them, and what is not drawn is said."""

import base64
import io
import subprocess
import unittest

from PIL import Image, ImageChops, ImageStat

import pdf_files
from holder import Holder
from reader import Reader
from support import PATIENCE, PDF, WebTest, expect, needs, takes_long, until

# In the page: a PDF is opened as its viewers do. Its first page as a picture, and what is said of it.
OPEN = """async ({data, password, width}) => {
  const { PDFPages } = await import('/app/pdf-pages.js');
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  try {
    const pages = await PDFPages.open(bytes, password);
    const bitmap = await pages.draw(1, width);
    const canvas = document.createElement('canvas');
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext('2d').drawImage(bitmap, 0, 0);
    const text = await pages.text(1);
    pages.close();
    return {picture: canvas.toDataURL('image/png'), text, count: pages.pageCount, stands: pages.stands,
      isSomethingMissing: pages.isSomethingMissing};
  } catch (error) {
    return {problem: error.code ?? String(error)};
  }
}"""
WIDTH = 600


def as_poppler(content, width, height):
    done = subprocess.run(
        ["pdftoppm", "-f", "1", "-l", "1", "-singlefile", "-gray", "-scale-to-x", str(width),
         "-scale-to-y", str(height), "-"], input=content, stdout=subprocess.PIPE, check=True)
    return Image.open(io.BytesIO(done.stdout)).convert("L")


def has_chinese_font():
    return bool(subprocess.check_output(["fc-list", ":lang=ja"]).strip())


def shown(place):
    """Waits for a page in a place."""
    canvas = place.locator("canvas").first
    until(lambda: canvas.evaluate("(canvas) => canvas.width > 50"), PATIENCE / 1000, "the page is drawn")


class Drawing(WebTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.context = cls.enterClassContext(cls.browser.profile())
        cls.tab = cls.new_tab()

    @classmethod
    def new_tab(cls, broken=None):
        """A tab at the first screen; `broken` is a script of pdf.js that this browser can't read."""
        tab = cls.context.new_page()
        if broken:
            tab.route(f"**/pdf/{broken}.js", lambda route: route.fulfill(
                body="no script at all (", content_type="text/javascript"))
        tab.goto(cls.server.url)
        # While the page starts it replaces what is on it, the frames too.
        tab.wait_for_function("() => document.body?.dataset.screen === 'start'")
        return tab

    def opened(self, content, password="", tab=None):
        said = (tab or self.tab).evaluate(OPEN, {
            "data": base64.b64encode(content).decode(), "password": password, "width": WIDTH})
        if "picture" in said:
            png = base64.b64decode(said["picture"].partition(",")[2])
            said["picture"] = Image.open(io.BytesIO(png)).convert("L")
        return said

    def assertDrawn(self, content, most, tab=None):
        """The first page is as poppler draws it: by so much of 255 another, at most, on the mean."""
        said = self.opened(content, tab=tab)
        self.assertIn("picture", said)
        ours = said["picture"]
        theirs = as_poppler(content, *ours.size)
        # Half as large, as edges differ.
        size = (ours.width // 2, ours.height // 2)
        one, other = (picture.resize(size, Image.BOX) for picture in (ours, theirs))
        ink = 255 - ImageStat.Stat(theirs).mean[0]
        self.assertLess(ImageStat.Stat(ImageChops.difference(one, other)).mean[0], most)
        self.assertLess(most, ink, "a page without ink would pass")
        self.assertFalse(said["isSomethingMissing"])
        return said

    @needs("pdftoppm")
    def test_pages_are_drawn_as_poppler_draws_them(self):
        for name, content, most in (
                ("text", PDF.read_bytes(), 5),
                ("67 million pixels", pdf_files.scan(8200), 3),
                ("67 million pixels of a stencil", pdf_files.scan(8200, is_stencil=True), 3),
                ("values without appearance", pdf_files.form(), 2)):
            with self.subTest(name):
                self.assertDrawn(content, most)

    @needs("pdftoppm")
    def test_a_browser_that_cannot_run_pdf_js_of_today_takes_the_older_one(self):
        for name in ("pdf", "pdf.worker"):
            with self.subTest(name):
                tab = self.new_tab(broken=name)
                asked = []
                tab.on("request", lambda request: asked.append(request.url))
                said = self.assertDrawn(PDF.read_bytes(), 5, tab)
                self.assertEqual(said["count"], 3)
                self.assertTrue(any("/pdf/old/pdf.js" in url for url in asked))
                self.assertEqual(self.opened(pdf_files.LOCKED, tab=tab)["problem"], "password")
                tab.close()

    def test_what_a_page_lacks_is_known(self):
        for name, content, expected in (
                ("everything there", pdf_files.drawing(b"BT /F1 24 Tf 20 200 Td (All) Tj ET"), False),
                ("a picture", pdf_files.broken_picture(), True),
                ("a filter", pdf_files.unknown_filter(), True),
                ("a font", pdf_files.FONTLESS, not has_chinese_font())):
            with self.subTest(name):
                said = self.opened(content)
                self.assertEqual(said.get("isSomethingMissing"), expected, said)

    def test_why_a_document_is_not_shown_is_known(self):
        for name, content, password, expected in (
                ("no password", pdf_files.LOCKED, "", {"problem": "password"}),
                ("wrong password", pdf_files.LOCKED, "Secret", {"problem": "wrongPassword"}),
                ("no pages", pdf_files.pageless(), "", {"problem": "empty"}),
                ("damaged", b"%PDF-1.7\n" + b"\0" * 500, "", {"problem": "unreadable"}),
                ("a form of another program", pdf_files.placeholder(), "", {"stands": "form"}),
                ("a portfolio", pdf_files.portfolio(), "", {"stands": "files"}),
                ("right password", pdf_files.LOCKED, "secret", {"count": 1, "stands": None})):
            with self.subTest(name):
                said = self.opened(content, password)
                self.assertEqual({key: said.get(key) for key in expected}, expected, said)

    def test_a_frame_gets_no_other_file(self):
        """What is asked for in the frame's name is a file of pdf.js, or nothing."""
        asked = []
        self.tab.on("request", lambda request: asked.append(request.url))
        answers = self.tab.evaluate("""async (data) => {
          const { PDFPages } = await import('/app/pdf-pages.js');
          // The page's ends of the ports that it makes.
          const ends = [];
          const Channel = MessageChannel;
          globalThis.MessageChannel = class extends Channel {
            constructor() { super(); ends.push(this.port1); }
          };
          const pages = await PDFPages.open(Uint8Array.from(atob(data), (one) => one.charCodeAt(0)));
          globalThis.MessageChannel = Channel;
          const [port] = ends;
          const answers = [];
          port.postMessage = ({asked, bytes}) => answers.push([asked, bytes?.length ?? 0]);
          for (const asks of ['../pin.json', 'wasm/../../pin.json', 'fonts/a.html', 'cmaps/H.bcmap']) {
            await port.onmessage({data: {asks}});
          }
          while (answers.length < 4) await new Promise((again) => setTimeout(again, 20));
          pages.close();
          return answers;
        }""", base64.b64encode(pdf_files.portfolio()).decode())
        self.assertEqual([name for name, size in answers if size], ["cmaps/H.bcmap"])
        self.assertFalse([url for url in asked if url.endswith(("pin.json", "/a.html"))])


class Telling(WebTest):
    """The sentences, in the wallet and to who reads."""

    @takes_long("kept twice, looked at, shared and read, each with a wrong password first")
    def test_a_password_is_asked_for_where_it_is_needed(self):
        context, watched = self.profile()
        holder = Holder(context, self.url)
        holder.create()
        holder.choose_files(("lettre.pdf", "application/pdf", pdf_files.LOCKED))
        # As it is, unless the person says otherwise.
        holder.keep(title="Lettre")

        holder.choose_files(("lettre.pdf", "application/pdf", pdf_files.LOCKED))
        holder.choose("prepare.locked.open")
        holder.field("password.field").fill("wrong")
        holder.main.locator("button.large").click()
        expect(holder.main.get_by_text(holder.text("error.wrongPassword"))).to_be_visible()
        holder.field("password.field").fill("secret")
        holder.keep(title="Sans")
        holder.show("Sans")
        shown(holder.main)

        holder.show("Lettre")
        expect(holder.button("document.save")).to_be_visible()
        holder.field("password.field").fill("wrong")
        holder.press("password.open")
        expect(holder.main.get_by_text(holder.text("error.wrongPassword"))).to_be_visible()
        holder.field("password.field").fill("secret")
        holder.field("password.field").press("Enter")
        shown(holder.main)

        share = holder.share("Lettre", code=False)
        other, watched_reader = self.profile()
        reader = Reader(other, share["link"])
        reader.open()
        field = reader.page.get_by_label(reader.text("paper.password.field"), exact=True)
        field.fill("wrong")
        reader.press("paper.password.open")
        expect(reader.page.get_by_text(reader.text("paper.password.wrong"))).to_be_visible()
        with reader.page.expect_download() as download:
            reader.press("paper.saveFile")
        with open(download.value.path(), "rb") as saved:
            self.assertEqual(saved.read(), pdf_files.LOCKED)
        field.fill("secret")
        reader.press("paper.password.open")
        shown(reader.papers.first)
        self.assertQuiet(watched)
        self.assertQuiet(watched_reader)

    @takes_long("four papers kept, looked at, shared and read")
    def test_what_is_not_shown_is_said(self):
        papers = {
            "missing": pdf_files.unknown_filter(), "form": pdf_files.placeholder(),
            "files": pdf_files.portfolio(), "empty": pdf_files.pageless()}
        context, watched = self.profile()
        holder = Holder(context, self.url)
        holder.create()
        for kind, content in papers.items():
            holder.add((f"{kind}.pdf", "application/pdf", content), title=kind)
            holder.show(kind)
            key = "error.empty" if kind == "empty" else f"document.{kind}"
            expect(holder.main.get_by_text(holder.text(key))).to_be_visible()
            expect(holder.button("document.save").first).to_be_visible()
        share = holder.share(*papers, code=False)
        other, watched_reader = self.profile()
        reader = Reader(other, share["link"])
        reader.open()
        self.assertEqual(sorted(reader.titles()), sorted(papers))
        for paper in reader.papers.all():
            paper.scroll_into_view_if_needed()
            kind = paper.locator("h2").inner_text()
            expect(paper.get_by_text(reader.text(f"paper.{kind}"))).to_be_visible()
            expect(paper.get_by_role("button", name=reader.text("paper.saveFile"))).to_be_visible()
        self.assertQuiet(watched)
        self.assertQuiet(watched_reader)


if __name__ == "__main__":
    unittest.main()
