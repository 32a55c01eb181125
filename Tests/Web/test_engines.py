"""The journeys, the reader's page and what is left behind in the other two engines: Firefox, and WebKit,
which every iPhone has. What is the same in all is tested in Chromium; what differs, here."""

import base64
import functools
import io
import pathlib
import subprocess
import tempfile
import unittest
import zipfile

from PIL import Image, ImageChops, ImageDraw, ImageOps, ImageStat

from engines import Firefox, FirefoxProfile, WebKit, printing_to
from holder import Holder, jpegs, scanned
from keyholder import KeyHolder
from reader import Reader
from support import ARABIC, PDF, PHOTO, SCAN, STORY, Wallet, expect, needs, system, until
from test_blackout import BlackoutTest, fraction
from test_journeys import EMPTY, STORED, Journeys, JourneyTest
from test_pictures import exif, written
from test_scan import perspective, rectangle
from test_traces import (
    PLAINTEXT, PURPOSE, TITLE, TracesTest, but_by_chance, found, found_each_time, is_short)

# A picture as it is seen from afar.
SMALL = (48, 64)
# In the page: a canvas as a picture.
PICTURE = """(canvas) => {
  const copy = document.createElement("canvas");
  copy.width = 480;
  copy.height = Math.round(480 * canvas.height / canvas.width);
  copy.getContext("2d").drawImage(canvas, 0, 0, copy.width, copy.height);
  return copy.toDataURL("image/png").split(",")[1];
}"""


def looks(image):
    return image.convert("RGB").resize(SMALL, Image.Resampling.BOX)


def difference(one, other):
    """How far apart two pictures are, in levels of 255 in the mean."""
    return sum(ImageStat.Stat(ImageChops.difference(looks(one), looks(other))).mean) / 3


def photo_itself():
    return ImageOps.exif_transpose(Image.open(PHOTO))


def paper_itself():
    """What is between the four corners with which make_fixtures.py made the photo, as large as it is kept."""
    size, corners = (1410, 1995), ((372, 318), (2712, 214), (2868, 3702), (196, 3640))
    where = perspective(rectangle(*size), corners)
    return photo_itself().transform(size, Image.Transform.PERSPECTIVE, where, Image.Resampling.BICUBIC)


@needs("pdftoppm")
class Journeying(JourneyTest):
    """Those journeys, and what they leave out."""

    # Whether a shared worker outlives its page: Chromium's.
    outlives = True
    # The same everywhere: bytes that nothing was done to.
    test_the_original_is_kept_when_asked = None

    def test_with_words_and_with_a_card(self):
        context, watched = self.profile(locale="fr-BE")
        holder = KeyHolder(context, self.url)
        words = holder.create()
        holder.add(SCAN, title="Carte", kind="autre")
        holder.add(STORY, title="Adresse", kind="autre")
        card, code = holder.make_card()
        holder.close()
        holder.open(words)
        holder.show("Adresse")
        expect(holder.main).to_contain_text(STORY.read_text().split("\n")[0])
        holder.close()
        holder.try_card(card, code)
        holder.on("list")
        self.assertEqual(sorted(holder.titles()), ["Adresse", "Carte"])
        holder.show("Carte")
        holder.drawn()
        # What is typed wrong opens nothing, and says so.
        holder.close()
        holder.try_words([*words[1:], words[0]])
        holder.refused()
        self.assertQuiet(watched, "404")

    def test_two_columns_begin_at_one_height(self):
        holder, _ = self.holder()
        holder.arrive()
        tops = holder.page.evaluate(
            "[...document.querySelectorAll('.columns > button')].map((one) => one.getBoundingClientRect().top)")
        self.assertEqual(len(tops), 2)
        self.assertEqual(tops[0], tops[1])

    def assertShown(self, reader, number, wanted, most=14):
        reader.drawn(number)
        canvas = reader.papers.nth(number).locator("canvas").first
        coded = canvas.evaluate(PICTURE)
        self.assertLess(difference(Image.open(io.BytesIO(base64.b64decode(coded))), wanted), most)

    def test_what_a_reader_sees(self):
        """Each kind, compared with what other programs make of the same file."""
        wallet = Wallet(self.server.url)
        # As it lies: turned by its container.
        avif = self.folder / "photo.avif"
        picture = photo_itself()
        picture.thumbnail((640, 640))
        avif.write_bytes(written(
            picture.transpose(Image.Transpose.ROTATE_90), "AVIF", exif=exif(6), quality=80))
        ids = [
            wallet.add(file, options=["--title", file.stem, *over])[0] for file, over in (
                (PDF, ["--valid-until", "2025-01-31"]), (PHOTO, ["--valid-until", "2099-12-31"]), (SCAN, []),
                (STORY, []), (ARABIC, []), (avif, []))]
        grant = wallet.share(*ids, options=["--for", "24h", "--code"])
        link = self.url + "/G#" + grant["link"].split("#")[1]
        reader, watched = self.reader(link)
        reader.open(grant["code"])
        self.assertEqual(reader.titles(), [file.stem for file in (PDF, PHOTO, SCAN, STORY, ARABIC, avif)])
        page = self.folder / "page"
        subprocess.run(
            ["pdftoppm", "-r", "60", "-f", "1", "-l", "1", "-singlefile", "-png", PDF, page], check=True)
        self.assertShown(reader, 0, Image.open(f"{page}.png"))
        self.assertShown(reader, 1, photo_itself())
        self.assertShown(reader, 2, Image.open(SCAN))
        for number, file in ((3, STORY), (4, ARABIC)):
            paper = reader.papers.nth(number)
            paper.scroll_into_view_if_needed()
            expect(paper).to_contain_text(file.read_text().split("\n")[0].strip())
        self.assertShown(reader, 5, picture)
        self.assertEqual(
            [paper.locator(".expired").count() for paper in reader.papers.all()], [1, 0, 0, 0, 0, 0])
        self.assertEqual(reader.page.url, self.url + "/G")
        self.assertEqual(reader.page.evaluate(STORED), EMPTY)
        reader.press("papers.close")
        reader.ended("closed")
        self.assertQuiet(watched)

    def test_the_same_link_again_is_the_same_opening(self):
        """In a tab that was loaded again; also the last one."""
        wallet = Wallet(self.server.url)
        [story] = wallet.add(STORY, options=["--title", "Histoire"])
        grant = wallet.share(story, options=["--for", "24h", "--openings", "1"])
        link = self.url + "/G#" + grant["link"].split("#")[1]
        reader, watched = self.reader(link)
        reader.open()
        self.assertEqual(reader.titles(), ["Histoire"])
        if self.outlives:
            until(lambda: reader.page.evaluate("history.state?.keeper ?? false"), 120, "it is kept")
        reader.page.reload()
        if not self.outlives:
            expect(reader.page.get_by_label(reader.text("type.label"))).to_be_visible()
            expect(reader.page.get_by_text(reader.text("type.again"))).to_be_visible()
            reader.page.evaluate("(link) => void (location.href = link)", link)
            reader.open()
        self.assertEqual(reader.titles(), ["Histoire"])
        [report] = wallet.shares()
        self.assertEqual(report["opened"], 1)
        self.assertQuiet(watched)

    def test_a_link_that_is_over_or_cut(self):
        wallet = Wallet(self.server.url)
        [story] = wallet.add(STORY)
        grant = wallet.share(story, options=["--for", "24h"])
        wallet.run("revoke", grant["id"])
        link = self.url + "/G#" + grant["link"].split("#")[1]
        self.reader(link)[0].ended("over")
        self.reader(link[:-1])[0].ended("invalid")


class JourneysInFirefox(Journeying, Journeys):
    engine = Firefox
    outlives = False


class JourneysInWebKit(Journeying, Journeys):
    engine = WebKit
    outlives = False

    def test_all_papers_are_saved_and_drawn_for_paper_by_one_press(self):
        """Of several files that are saved at once it keeps the last."""
        wallet = Wallet(self.server.url)
        files = {"Décision.pdf": PDF, "Accusé.jpg": PHOTO, "Histoire.txt": STORY}
        ids = [wallet.add(file, options=["--title", name.split(".")[0]])[0] for name, file in files.items()]
        grant = wallet.share(*ids, options=["--for", "24h"])
        reader, watched = self.reader(self.url + "/G#" + grant["link"].split("#")[1])
        reader.open()
        reader.drawn()
        reader.press("all.save")
        name = reader.text("all.file")
        expect(reader.page.get_by_text(reader.text("all.saved", name=name))).to_be_visible()
        until(lambda: [*reader.page.context.home.rglob(name)], 120, "it is saved")
        [saved] = reader.page.context.home.rglob(name)
        until(lambda: zipfile.is_zipfile(saved), 120, "all of it is saved")
        packed = zipfile.ZipFile(saved)
        self.assertEqual(packed.namelist(), list(files))
        for name, file in files.items():
            self.assertEqual(packed.read(name), file.read_bytes())
        # For paper all of them are drawn, too: further than that its driver does not go.
        reader.page.evaluate("() => { window.print = () => { window.isPrinted = true; }; }")
        reader.press("all.print")
        until(lambda: reader.page.evaluate("() => window.isPrinted ?? false"), 120, "they are printed")
        self.assertEqual(reader.page.locator("section.printed").count(), 3)
        widths = reader.page.evaluate("() => [...document.querySelectorAll('canvas')].map((one) => one.width)")
        self.assertEqual((len(widths), min(widths) > 300), (4, True))
        self.assertQuiet(watched)


class WithoutSIMD(JourneyTest):
    """WebKit of a telephone from before 2023: the plain module does the same."""

    engine = functools.partial(WebKit, JSC_useWasmSIMD="0", JSC_useWebAssemblySIMD="0")

    def test_a_wallet(self):
        relay = system.Relay(self.server.port)
        self.addCleanup(relay.end)
        context, watched = self.profile(locale="fr-BE")
        holder = Holder(context, relay.url)
        words = holder.create()
        holder.add(STORY, title="Adresse", kind="autre")
        holder.close()
        holder.open(words)
        self.assertEqual(holder.titles(), ["Adresse"])
        self.assertIn("/app/holder-plain.wasm", relay.paths())
        self.assertNotIn("/app/holder.wasm", relay.paths())
        self.assertQuiet(watched)


class WithoutWebAssembly(JourneyTest):
    """As in an iPhone's Lockdown Mode, or at Tor Browser's highest level."""

    engine = functools.partial(Firefox, javascript__options__wasm=False)

    def test_it_is_said_before_a_word_is_typed(self):
        holder, _ = self.holder()
        holder.page.goto(holder.url)
        expect(holder.main).to_contain_text(holder.text("blocked.text"))
        expect(holder.main.locator("input, textarea")).to_have_count(0)
        reader, _ = self.reader(self.url + "/G#" + 26 * "A")
        reader.ended("blocked")


class WithRandomisedCanvases(BlackoutTest):
    """As in Tor Browser: what a canvas gives back is noise. What is kept is right, or as it was."""

    engine = functools.partial(Firefox, privacy__resistFingerprinting=True)

    def english(self):
        # Nor does such a browser tell its languages.
        context, _ = self.profile(locale="en-US", viewport={"width": 1000, "height": 1700})
        return Holder(context, self.url, "en")

    def assertThePhoto(self, content, most=6):
        kept = Image.open(io.BytesIO(content))
        self.assertLess(difference(kept, paper_itself()), most)
        # Noise is gone from afar, and seen from near by.
        near = lambda image: image.convert("L").resize((750, 1000), Image.Resampling.BILINEAR)
        [mean] = ImageStat.Stat(ImageChops.difference(near(kept), near(paper_itself()))).mean
        self.assertLess(mean, most)

    def test_a_photo(self):
        holder = self.english()
        words = holder.create()
        holder.add(PHOTO, title="Receipt", kind="autre")
        [document] = self.wallet(words).everything()
        content = self.wallet(words).get(document["id"])
        if content != PHOTO.read_bytes():
            self.assertThePhoto(content)
            self.assertLess(len(content), 900_000)
        holder.show("Receipt")
        # What the canvas itself gives is noise: what is seen counts.
        canvas = holder.main.locator("canvas").first
        seen = lambda: Image.open(io.BytesIO(canvas.screenshot()))
        until(lambda: difference(seen(), paper_itself()) < 14, 120, "the photo is seen")

    def test_a_copy_with_a_hidden_part(self):
        """It is black where it has to be, or there is none."""
        holder = self.english()
        words = holder.create()
        holder.add(PHOTO, title="Receipt", kind="autre")
        holder.show("Receipt")
        holder.press("document.hide")
        self.stage(holder)
        holder.press("blackout.add")
        place = fraction(self.boxes(holder).first)
        holder.press("blackout.share")
        alert = holder.page.get_by_role("alert")
        until(lambda: holder.page.evaluate("document.body.dataset.screen") == "share-terms" or alert.count(),
              120, "a copy, or a refusal")
        if alert.count():
            self.assertEqual(len(self.wallet(words).everything()), 1)
            return
        holder.on("share-terms")
        holder.end("tomorrow")
        share = self.share_on(holder)
        [content] = self.shared(share)
        [jpeg] = jpegs(content)
        self.assertBlack(jpeg, place)
        image, wanted = Image.open(io.BytesIO(jpeg)).convert("RGB"), paper_itself()
        left, top, width, height = place
        for one in (image, wanted):
            ImageDraw.Draw(one).rectangle(
                (left * one.width - 2, top * one.height - 2, (left + width) * one.width + 2,
                 (top + height) * one.height + 2), fill="black")
        self.assertLess(difference(image, wanted), 6)


@needs("pdftoppm", "pdftotext", "pdfinfo", "zbarimg")
class OnPaper(JourneyTest):
    """A sheet as Firefox prints it, which has no margin boxes and other fonts."""

    @classmethod
    def engine(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="pde-web-"))
        cls.printed = pathlib.Path(folder) / "printed.pdf"
        return Firefox(**printing_to(cls.printed))

    def pages(self):
        """What was printed, a text for each page."""
        until(lambda: self.printed.is_file() and subprocess.run(
            ["pdfinfo", self.printed], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0,
            120, "it is printed")
        text = subprocess.run(
            ["pdftotext", self.printed, "-"], check=True, stdout=subprocess.PIPE, text=True).stdout
        return text.split("\f")[:-1]

    def test_all_papers_of_a_share(self):
        self.printed.unlink(missing_ok=True)
        wallet = Wallet(self.server.url)
        ids = [wallet.add(file, options=["--title", title])[0] for file, title in (
            (PDF, "Décision"), (PHOTO, "Accusé"), (STORY, "Histoire"))]
        grant = wallet.share(*ids, options=["--for", "24h"])
        reader, watched = self.reader(self.url + "/G#" + grant["link"].split("#")[1])
        reader.open()
        reader.drawn()
        reader.press("all.print")
        pages = self.pages()
        self.assertEqual(len(pages), 3 + 1 + 1)
        for page in pages:
            self.assertIn("Copie donnée par la personne", " ".join(page.split()))
        # The page's title is in its history; so a paper's is in no print's name.
        self.assertEqual(reader.page.title(), reader.text("papers.name"))
        self.assertQuiet(watched)

    def test_a_sheet(self):
        self.printed.unlink(missing_ok=True)
        holder, watched = self.holder()
        holder.create()
        holder.add(STORY, title="Histoire", kind="autre")
        share = holder.share("Histoire", purpose="Guichet", code=True)
        holder.page.evaluate("() => { window.print = window.printOnPaper; }")
        holder.press("made.print")
        [text] = self.pages()
        self.assertIn(share["groups"], text)
        self.assertNotIn("Histoire", text)
        self.assertNoCode(share["code"], text.replace(share["groups"], "").replace(share["revocation"], ""))
        paper = self.folder / "paper"
        subprocess.run(["pdftoppm", "-r", "150", "-png", "-singlefile", self.printed, paper], check=True)
        self.assertEqual(scanned(pathlib.Path(f"{paper}.png").read_bytes()), share["link"])
        self.assertQuiet(watched)


class TracesInFirefox(TracesTest):
    """What Firefox writes down in a profile, as people have it."""

    engine = Firefox

    def ordinary(self):
        folder = tempfile.mkdtemp(prefix="profile-", dir=self.folder)
        browser = FirefoxProfile(pathlib.Path(folder) / "home")
        self.addCleanup(browser.end)
        # To be looked at, should the test fail.
        said = self.browser.open[browser.context] = []
        self.addCleanup(self.browser.open.pop, browser.context)
        browser.context.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        browser.context.on("weberror", lambda error: said.append(f"exception: {error.error}"))
        return browser

    def baseline(self):
        """The files of a profile in which nothing was typed."""
        browser = self.ordinary()
        browser.page().goto(self.url)
        browser.close()
        return browser.files()

    def check(self, look):
        self.assertEqual(found_each_time(look), [])

    def look(self, ending):
        browser = self.ordinary()
        holder, canaries = self.journey(browser, self.url)
        # Open tabs are written down, with what is typed in them: two times since then.
        tabs = browser.data / "sessionstore-backups/recovery.jsonlz4"
        until(tabs.is_file, 120, "open tabs are written down")
        self.finish(browser, holder, ending)
        files = browser.files()
        address = {"address": f"127.0.0.1:{self.server.port}".encode()}
        names = {name for name, _, _ in found(files, address)}
        self.assertTrue([name for name in names if name.startswith("places.sqlite")])
        self.assertTrue([name for name in names if "-sessionstore" in name or "-recovery" in name],
                        "what is packed is searched too")
        hits = but_by_chance(found(files, canaries), self.baseline, canaries)
        return hits, lambda name: is_short(canaries[name])

    def test_after_an_exit(self):
        self.check(lambda: self.look("exit"))

    def test_after_a_killed_browser(self):
        self.check(lambda: self.look("killed browser"))

    def test_what_a_reader_s_browser_keeps(self):
        """The link with its key, as in Chromium (SECURITY.md), and nothing of what was read."""
        self.check(self.look_at_reader)

    def look_at_reader(self):
        wallet = Wallet(self.server.url)
        file = self.folder / "note.txt"
        file.write_text(PLAINTEXT)
        [note] = wallet.add(file, options=["--title", TITLE])
        grant = wallet.share(note, options=["--for", "24h", "--code", "--purpose", PURPOSE])
        browser = self.ordinary()
        reader = Reader(browser.context, grant["link"])
        reader.open(grant["code"])
        self.assertEqual(reader.titles(), [TITLE])
        # It notes each title that a page has: what is printed has another's name here.
        reader.page.evaluate("() => { window.print = () => {}; }")
        reader.press("paper.print")
        reader.page.reload()
        expect(reader.page.get_by_label(reader.text("type.label"))).to_be_visible()
        reader.page.evaluate("(link) => void (location.href = link)", grant["link"])
        reader.open(grant["code"])
        self.assertEqual(reader.titles(), [TITLE])
        reader.press("papers.close")
        reader.ended("closed")
        browser.close()
        canaries = {"title": TITLE, "plaintext": PLAINTEXT, "purpose": PURPOSE, "code": grant["code"]}
        canaries = {name: text.encode() for name, text in canaries.items()}
        hits = found(browser.files(), canaries)
        key = {"key": grant["link"].split("#")[1].encode()}
        self.assertIn("places.sqlite", {name for name, _, _ in found(browser.files(), key)})
        return (but_by_chance(hits, self.baseline, canaries), lambda name: is_short(canaries[name]))


del Journeys, BlackoutTest, JourneyTest, TracesTest

if __name__ == "__main__":
    unittest.main()
