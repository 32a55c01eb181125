"""Papers of every kind as every engine shows them: drawn as other programs draw them, read as they were written, or
with the one sentence that is true of them."""

import base64
import io
import struct
import unittest

from PIL import Image, ImageChops, ImageOps, ImageStat

import pdf_files
from engines import Firefox, WebKit
from support import PDF, WebTest, needs
from test_pdf import as_poppler
from test_pictures import HEIC, TELLING, exif, flag, lying, scan, written

# In the page: a paper is opened as the viewers do. What it is, and one page of it.
LOOK = """async ({data, page}) => {
  const { openDocument } = await import('/app/viewer.js');
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  try {
    const opened = await openDocument(bytes, '');
    if (opened.type !== 'pages') return {type: opened.type, text: opened.text};
    const pages = opened.pages;
    const bitmap = await pages.draw(page, 600, 0);
    const canvas = document.createElement('canvas');
    canvas.width = bitmap.width;
    canvas.height = bitmap.height;
    canvas.getContext('2d').drawImage(bitmap, 0, 0);
    pages.close();
    return {type: 'pages', count: pages.pageCount, isCut: pages.isCut, stands: pages.stands ?? null,
      isSomethingMissing: pages.isSomethingMissing ?? false, isTruncated: pages.isTruncated ?? false, picture: canvas.toDataURL('image/png').split(',')[1]};
  } catch (error) {
    return {problem: error.code ?? String(error)};
  }
}"""

# In the page: what is kept of a picture as it is, and its legible copy.
KEEP = """async (data) => {
  const { cleaned, legibleCopy } = await import('/app/images.js');
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  const coded = (bytes) => btoa(Array.from(bytes, (one) => String.fromCharCode(one)).join(''));
  const { bytes: original, mayTell } = await cleaned(bytes);
  return {original: coded(original), mayTell, copy: coded((await legibleCopy(bytes)).bytes)};
}"""


def lying_in(kind, orientation, **options):
    """The flag, stored so that it stands once it is turned as it says."""
    for turn in (None, *Image.Transpose):
        stored = flag() if turn is None else flag().transpose(turn)
        content = written(stored, kind, exif=exif(orientation), **options)
        shown = ImageOps.exif_transpose(Image.open(io.BytesIO(content)))
        if shown.size == flag().size and apart(shown, flag()) < 3:
            return content
    raise AssertionError(orientation)


def said_behind(png):
    """A PNG whose EXIF stands behind its picture, as ImageMagick writes it."""
    at = png.index(b"eXIf") - 4
    end = at + 12 + int.from_bytes(png[at:at + 4])
    last = png.index(b"IEND") - 4
    assert end < last
    return png[:at] + png[end:last] + png[at:end] + png[last:]


def told(content):
    """What a file tells of those who made it; that there was something once, its container may say."""
    return [part for part in TELLING if part != b"Exif" and part in content]


def apart(one, other):
    """How far apart two pictures are, in levels of 255 in the mean; each seen half as large, as edges differ."""
    size = (other.width // 2, other.height // 2)
    one, other = (picture.convert("RGB").resize(size, Image.Resampling.BOX) for picture in (one, other))
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


class Corpus(WebTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        context = cls.enterClassContext(cls.browser.profile())
        cls.page = context.new_page()
        cls.page.goto(cls.server.url)
        cls.page.wait_for_function("() => document.body?.dataset.screen === 'start'")

    def look(self, content, page=1):
        said = self.page.evaluate(LOOK, {"data": base64.b64encode(content).decode(), "page": page})
        if "picture" in said:
            said["picture"] = Image.open(io.BytesIO(base64.b64decode(said["picture"])))
        return said

    def test_pictures_stand_and_have_their_colours(self):
        half = Image.new("RGBA", (320, 200), (255, 0, 0, 128))
        files = {
            **{f"jpeg {turn}": (lying_in("JPEG", turn, quality=90), flag()) for turn in range(1, 9)},
            "png": (lying("PNG"), flag()),
            "png, said behind": (said_behind(lying("PNG")), flag()),
            "webp": (lying("WEBP", lossless=True), flag()),
            "avif": (lying("AVIF", quality=90), flag()),
            "heic": (HEIC.read_bytes(), flag()),
            "gif": (written(flag(), "GIF"), flag()),
            "bmp": (written(flag(), "BMP"), flag()),
            "tiff lzw": (written(flag(), "TIFF", compression="tiff_lzw"), flag()),
            "tiff jpeg": (written(flag().transpose(Image.Transpose.ROTATE_90), "TIFF", tiffinfo={274: 6},
                                  compression="jpeg"), flag()),
            "tiff half clear": (written(half, "TIFF"), Image.new("RGB", (320, 200), (255, 127, 127))),
            "cmyk": (written(flag().convert("CMYK"), "JPEG", quality=90), flag()),
        }
        for name, (content, wanted) in files.items():
            with self.subTest(name):
                said = self.look(content)
                self.assertEqual(said["type"], "pages")
                self.assertEqual(said["picture"].size, wanted.size)
                self.assertLess(apart(said["picture"], wanted), 8)
                self.assertFalse(said["isSomethingMissing"])
                self.assertFalse(said["isTruncated"])

    def test_a_picture_whose_file_ends_early_is_not_taken_for_the_whole(self):
        noise = Image.effect_noise((320, 200), 80).convert("RGB")
        animated = written(noise, "GIF", save_all=True, append_images=[flag()])
        for name, content in {
                "jpeg": written(noise, "JPEG"), "progressive jpeg": written(noise, "JPEG", progressive=True),
                "jpeg in pieces": written(noise, "JPEG", restart_marker_rows=1),
                "png": written(noise, "PNG"), "gif": written(noise, "GIF"), "bmp": written(noise, "BMP"),
                "webp": written(noise, "WEBP"), "webp lossless": written(noise, "WEBP", lossless=True),
                "avif": written(noise, "AVIF"), "tiff": written(noise, "TIFF"), "heic": HEIC.read_bytes()}.items():
            for part in (0.5, 0.98):
                with self.subTest(name, part=part):
                    said = self.look(content[:int(len(content) * part)])
                    self.assertTrue(said.get("isTruncated") or said.get("problem") == "unreadable", said)
                    if "picture" in said:
                        # Not an empty page beside the sentence.
                        self.assertGreater(sum(ImageStat.Stat(said["picture"].convert("RGB")).stddev), 20)
                    if "jpeg" in name:
                        self.assertIn("picture", said)
            if "jpeg" in name:
                # Nothing but its end is missing: it is whole.
                with self.subTest(name, part="all but the end"):
                    said = self.look(content[:-2])
                    self.assertFalse(said["isTruncated"])
                    self.assertLess(apart(said["picture"], noise), 8)
            for more in (b"", b"\0" * 100, written(flag(), "JPEG")):
                with self.subTest(name, more=len(more)):
                    self.assertFalse(self.look(content + more).get("isTruncated"))
        # What follows the picture that is shown may be cut.
        self.assertFalse(self.look(animated[:-20])["isTruncated"])

    def test_a_fax_is_as_high_as_its_page(self):
        page = Image.new("1", (1728, 1100), 1)
        page.paste(0, (0, 0, 1728, 550))
        for name, resolution, wanted in (("standard", (204, 98), 1728 / 2290), ("superfine", (204, 391), 3312 / 1100),
                                         ("square", (200, 200), 1728 / 1100), ("none of it", (204, 1), 1728 / 1100)):
            with self.subTest(name):
                picture = self.look(written(page, "TIFF", compression="group4", dpi=resolution))["picture"]
                self.assertAlmostEqual(picture.width / picture.height, wanted, delta=0.02)
                above, below = (picture.crop((0, int(picture.height * part), picture.width, int(picture.height * (part + 0.4))))
                                for part in (0.05, 0.55))
                self.assertLess(max(above.convert("L").getdata()), 20)
                self.assertGreater(min(below.convert("L").getdata()), 235)

    def test_a_size_that_a_head_does_not_say_is_not_too_large(self):
        """The short head of OS/2, and a GIF that leaves it to its picture: shown, or unreadable to this browser."""
        rows = b"".join(bytes([40, 80, 120]) * 64 for _ in range(40))
        os2 = b"BM" + struct.pack("<IHHI", 26 + len(rows), 0, 0, 26) + struct.pack("<IHHHH", 12, 64, 40, 1, 24) + rows
        gif = bytearray(written(flag(), "GIF"))
        gif[6:10] = bytes(4)
        for name, content in (("bmp", os2), ("gif", bytes(gif))):
            with self.subTest(name):
                said = self.look(content)
                self.assertIn(said.get("problem", "shown"), ("shown", "unreadable"))

    def test_what_is_kept_tells_neither_place_nor_device_nor_time(self):
        telling = {"heic": HEIC.read_bytes(), "tiff": written(flag(), "TIFF", exif=exif())} | {
            kind.lower(): written(flag(), kind, exif=exif()) for kind in ("JPEG", "PNG", "WEBP", "AVIF")}
        for name, content in telling.items():
            with self.subTest(name):
                self.assertTrue(told(content), "it tells nothing by itself")
                kept = self.page.evaluate(KEEP, base64.b64encode(content).decode())
                self.assertFalse(kept["mayTell"])
                self.assertEqual(told(base64.b64decode(kept["original"])), [])
                self.assertEqual(told(base64.b64decode(kept["copy"])), [])

    def test_a_scan_of_several_pages_has_them_all(self):
        wanted = Image.open(io.BytesIO(scan(3)))
        for number in (1, 2, 3):
            wanted.seek(number - 1)
            said = self.look(scan(3), number)
            self.assertEqual((said["count"], said["isCut"]), (3, False))
            self.assertLess(apart(said["picture"], wanted), 8)

    @needs("pdftoppm")
    def test_pdfs_are_drawn_as_poppler_draws_them(self):
        for name, content, most in (
                ("text", PDF.read_bytes(), 5), ("a scan", pdf_files.scan(2_000), 3),
                ("a stencil", pdf_files.scan(2_000, is_stencil=True), 3),
                ("jpeg 2000", pdf_files.photo(320, 200, written(flag(), "JPEG2000"), "JPX"), 15),
                ("an update", pdf_files.updated(pdf_files.pdf(pdf_files.NOTHING)), 2),
                ("values without appearance", pdf_files.form(), 2)):
            with self.subTest(name):
                said = self.look(content)
                theirs = as_poppler(content, *said["picture"].size)
                self.assertLess(apart(said["picture"], theirs), most)
                self.assertLess(most, 255 - ImageStat.Stat(theirs).mean[0], "a page without ink would pass")
                self.assertFalse(said["isSomethingMissing"])
                self.assertFalse(said["isTruncated"])

    def test_a_pdf_that_is_not_whole_is_not_taken_for_the_whole(self):
        noise = Image.effect_noise((320, 200), 80).convert("RGB")
        whole = pdf_files.updated(pdf_files.pdf(pdf_files.NOTHING))
        for name, content in {
                "whole": pdf_files.photo(320, 200, written(noise, "JPEG")),
                "lines behind it": whole + b"\r\n\0\0\n",
                "a picture without its end mark": pdf_files.photo(320, 200, written(noise, "JPEG")[:-2])}.items():
            with self.subTest(name):
                self.assertFalse(self.look(content)["isTruncated"])
        for name, content in {
                "a picture": pdf_files.photo(320, 200, written(noise, "JPEG")[:5_000]),
                "a picture of several passes": pdf_files.photo(320, 200, written(noise, "JPEG", progressive=True)[:5_000]),
                "an update": whole[:-100]}.items():
            with self.subTest(name):
                self.assertTrue(self.look(content)["isTruncated"])

    def test_what_is_not_shown_is_called_what_it_is(self):
        for name, content, expected in (
                ("a locked pdf", pdf_files.LOCKED, {"problem": "password"}),
                ("a pdf without pages", pdf_files.pageless(), {"problem": "empty"}),
                ("a damaged pdf", b"%PDF-1.7\n" + b"\0" * 500, {"problem": "unreadable"}),
                ("a form of another program", pdf_files.placeholder(), {"stands": "form"}),
                ("a portfolio", pdf_files.portfolio(), {"stands": "files"}),
                ("a broken picture in a pdf", pdf_files.broken_picture(), {"isSomethingMissing": True}),
                ("an unknown filter in a pdf", pdf_files.unknown_filter(), {"isSomethingMissing": True}),
                *((f"a pdf's {name} without appearance", pdf_files.annotated(name), {"isSomethingMissing": True})
                  for name in ("Stamp", "Text", "FileAttachment", "Circle")),
                ("a choice without appearance", pdf_files.annotated("Widget", "/FT /Btn /Ff 32768 /T (a) /V /Yes /AS /Yes"),
                 {"isSomethingMissing": True}),
                *((f"a pdf's {name}", content, {"isSomethingMissing": False}) for name, content in {
                    "link": pdf_files.annotated("Link"), "hidden stamp": pdf_files.annotated("Stamp").replace(b"/F 4", b"/F 2"),
                    "line": pdf_files.annotated("Line", "/L [40 60 200 150] /C [1 0 0]"),
                    "empty choice": pdf_files.annotated("Widget", "/FT /Btn /Ff 32768 /T (a) /V /Off /AS /Off")}.items()),
                ("a jpeg of nothing", b"\xff\xd8\xff\xe0" + b"\0" * 200, {"problem": "unreadable"}),
                ("a letter of an office", b"PK\3\4" + b"\0" * 200, {"type": "other"}),
                ("rtf", b"{\\rtf1 a}", {"type": "other"}),
                ("a mail", b"From: a@asso.example\r\nSubject: b\r\nMIME-Version: 1.0\r\n\r\nc", {"type": "other"})):
            with self.subTest(name):
                said = self.look(content)
                self.assertEqual({key: said.get(key) for key in expected}, expected, said)

    def test_texts_are_read_as_they_were_written(self):
        text = "Reçu le 3 août : « déjà payé » – 12 €\nمرحبا"
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
            with self.subTest(encoding):
                wanted = text.split("\n")[0] if encoding == "cp1252" else text
                self.assertEqual(self.look(wanted.encode(encoding)), {"type": "text", "text": wanted})


class CorpusInFirefox(Corpus):
    engine = Firefox


class CorpusInWebKit(Corpus):
    engine = WebKit


if __name__ == "__main__":
    unittest.main()
