"""Pictures as people have them: what telephones, scanners and editors write is shown, upright and legible, and kept
without the place; what is hidden is black; what can't be shown is kept all the same."""

import io
import re
import struct
import unittest
import zlib

from PIL import Image, ImageDraw

from holder import HolderTest, jpegs
from reader import Reader
from support import FIXTURES, PDF, expect, until

HEIC = FIXTURES / "photo-gps.heic"
RED, GREEN, BLUE, WHITE = (200, 0, 0), (0, 150, 0), (0, 0, 200), (255, 255, 255)
# Of what a camera writes of itself and of where it was.
TELLING = [b"Exif", b"GPS", b"LampyreCanary", b"NameCanary", b"2026:01:14"]


def flag(width=320, height=200, mode="RGB"):
    """White, a red corner top left, a green one bottom left, a blue one bottom right."""
    image = Image.new(mode, (width, height), "white")
    draw = ImageDraw.Draw(image)
    across, down = width // 4, height // 4
    draw.rectangle((0, 0, across - 1, down - 1), fill=RED)
    draw.rectangle((0, height - down, across - 1, height - 1), fill=GREEN)
    draw.rectangle((width - across, height - down, width - 1, height - 1), fill=BLUE)
    return image


def exif(orientation=1):
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010F] = "LampyreCanary"
    made[0x013B] = "NameCanary"
    made[0x0132] = "2026:01:14 10:00:00"
    made.get_ifd(0x8825).update({1: "N", 2: (50.0, 51.0, 0.0), 3: "E", 4: (4.0, 21.0, 0.0)})
    return made


def written(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def lying(kind, **options):
    """The flag as a telephone held upright stores it: to be turned by a quarter."""
    return written(flag().transpose(Image.Transpose.ROTATE_90), kind, exif=exif(6), **options)


def scan(pages):
    """Pages as a scanner writes them in one TIFF, each with so many black bars."""
    images = []
    for number in range(1, pages + 1):
        image = Image.new("1", (413, 585), 1)
        draw = ImageDraw.Draw(image)
        for bar in range(number):
            draw.rectangle((40, 60 + 80 * bar, 370, 100 + 80 * bar), fill=0)
        images.append(image)
    return written(images[0], "TIFF", save_all=True, append_images=images[1:], compression="group4")


class PictureTest(HolderTest):
    def kept(self, words):
        """What is in the wallet by its title: media type and bytes."""
        wallet = self.wallet(words)
        return {one["title"]: (one["mediaType"], wallet.get(one["id"])) for one in wallet.everything()}

    def assertNear(self, image, place, colour, message=None):
        """A pixel, in parts of the picture, has nearly a colour."""
        image = image.convert("RGB")
        found = image.getpixel((int(place[0] * image.width), int(place[1] * image.height)))
        self.assertTrue(all(abs(a - b) < 40 for a, b in zip(found, colour)), f"{message}: {found}, not {colour}")

    def assertFlag(self, image, message=None):
        for place, colour in (((0.1, 0.1), RED), ((0.1, 0.9), GREEN), ((0.9, 0.9), BLUE), ((0.9, 0.1), WHITE)):
            self.assertNear(image, place, colour, message)

    def canvas(self, canvas):
        """What a canvas on show has, once it is drawn."""
        expect(canvas).to_be_visible()
        canvas.scroll_into_view_if_needed()
        until(lambda: canvas.evaluate("(canvas) => canvas.width") > 50, 120, "the page is drawn")
        return Image.open(io.BytesIO(bytes(canvas.evaluate("""async (canvas) => {
          const copy = new OffscreenCanvas(canvas.width, canvas.height);
          copy.getContext('2d').drawImage(canvas, 0, 0);
          const blob = await copy.convertToBlob({ type: 'image/png' });
          return [...new Uint8Array(await blob.arrayBuffer())];
        }"""))))


# In front of the pictures' worker: what a browser does that randomises canvases.
NOISE = """
  const noisy = (data) => { for (let i = 0; i < data.length; i += 1) if (i % 4 < 3) data[i] = Math.random() * 256; };
  const read = OffscreenCanvasRenderingContext2D.prototype.getImageData;
  OffscreenCanvasRenderingContext2D.prototype.getImageData = function (...all) {
    const found = read.apply(this, all);
    noisy(found.data);
    return found;
  };
  const written = OffscreenCanvas.prototype.convertToBlob;
  OffscreenCanvas.prototype.convertToBlob = function (...all) {
    const context = this.getContext("2d");
    context.putImageData(context.getImageData(0, 0, this.width, this.height), 0, 0);
    return written.apply(this, all);
  };
"""


class Kinds(PictureTest):
    def test_heic_and_tiff_are_shown_and_kept_as_pictures_that_tell_nothing(self):
        holder, watched = self.holder()
        words = holder.create()
        holder.add(HEIC, title="Photo")
        holder.add(("scan.tif", "image/tiff", scan(3)), title="Scan")
        kept = self.kept(words)
        media_type, photo = kept["Photo"]
        self.assertEqual(media_type, "image/jpeg")
        self.assertFlag(Image.open(io.BytesIO(photo)))
        for part in TELLING:
            self.assertNotIn(part, photo)
        media_type, pages = kept["Scan"]
        self.assertEqual(media_type, "application/pdf")
        pictures = [Image.open(io.BytesIO(one)) for one in jpegs(pages)]
        self.assertEqual([picture.size for picture in pictures], [(413, 585)] * 3)
        for number, picture in enumerate(pictures, 1):
            for bar in range(3):
                self.assertNear(picture, (0.5, (80 + 80 * bar) / 585), (0, 0, 0) if bar < number else WHITE)
        holder.show("Photo")
        self.assertFlag(self.canvas(holder.main.locator("canvas").first))
        self.assertQuiet(watched)

    def test_what_a_paper_tells_is_said_before_it_is_shared(self):
        """Of one that another program kept; what was kept here was cleaned."""
        holder, watched = self.holder()
        words = holder.create()
        holder.add(HEIC, title="Propre", original=True)
        self.wallet(words).add(HEIC, options=["--title", "Bavard"])
        holder.close()
        holder.open(words)
        blocks = re.compile(r"/v1/space/blocks/get$")
        held, is_held = [], [True]
        holder.page.context.route(
            blocks, lambda route: held.append(route) if is_held else route.continue_())
        share = holder.main.get_by_role("button", name=holder.text("preview.make"), exact=True)
        said = holder.main.locator(".preview li").filter(has_text="Bavard").locator(".notice")
        holder.tab("share")
        for title in ("Propre", "Bavard"):
            holder.choose_paper(title)
        holder.press("next")
        holder.end("tomorrow")
        # Pressed before that is known: nothing is shared yet.
        share.click()
        until(lambda: holder.page.wait_for_timeout(50) or held, 120, "a document is asked for")
        is_held.clear()
        for route in held:
            route.continue_()
        expect(said).to_have_text(holder.text("preview.mayTell"))
        expect(said).to_be_focused()
        expect(holder.main.locator(".preview .notice")).to_have_count(1)
        self.assertEqual(self.wallet(words).shares(), [])
        share.click()
        holder.on("share-made")
        self.assertQuiet(watched)

    def test_who_closes_while_papers_are_looked_into_leaves_nothing_running(self):
        holder, _ = self.holder()
        words = holder.create()
        for title in ("Un", "Deux"):
            self.wallet(words).add(HEIC, options=["--title", title])
        holder.close()
        holder.open(words)
        held = []
        holder.page.context.route(
            re.compile(r"/v1/space/blocks/get$"), lambda route: held.append(route))
        holder.tab("share")
        for title in ("Un", "Deux"):
            holder.choose_paper(title)
        holder.press("next")
        holder.end("tomorrow")
        until(lambda: holder.page.wait_for_timeout(50) or held, 120, "a document is asked for")
        holder.close()
        holder.without_workers()
        holder.page.wait_for_timeout(1_000)
        self.assertEqual(holder.page.workers, [])

    def test_a_reader_sees_them_as_they_were_kept(self):
        holder, _ = self.holder()
        holder.create()
        holder.add(HEIC, title="Photo", original=True)
        holder.add(("scan.tif", "image/tiff", scan(2)), title="Scan", original=True)
        share = holder.share("Photo", "Scan", code=False)
        context, watched = self.profile()
        reader = Reader(context, share["link"])
        reader.open(share["code"])
        self.assertEqual(reader.titles(), ["Photo", "Scan"])
        self.assertFlag(self.canvas(reader.papers.nth(0).locator("canvas")))
        expect(reader.papers.nth(1).locator("canvas")).to_have_count(2)
        second = self.canvas(reader.papers.nth(1).locator("canvas").nth(1))
        self.assertNear(second, (0.5, 160 / 585), (0, 0, 0))
        self.assertQuiet(watched)

    def test_what_lies_on_its_side_stands_and_what_is_long_or_white_is_legible(self):
        holder, watched = self.holder()
        words = holder.create()
        clear = Image.new("RGBA", (300, 100), (255, 255, 255, 0))
        ImageDraw.Draw(clear).rectangle((100, 30, 200, 70), fill=(255, 255, 255, 255))
        stray = written(flag(), "JPEG", quality=90)
        files = {
            "jpeg": lying("JPEG", quality=90), "png": lying("PNG"), "webp": lying("WEBP", lossless=True),
            "tiff": written(flag().transpose(Image.Transpose.ROTATE_90), "TIFF", tiffinfo={274: 6}, compression="jpeg"),
            "gif": written(flag(), "GIF"), "bmp": written(flag(), "BMP"),
            "avif": lying("AVIF", quality=90),
            # Bytes between two segments, which decoders pass over.
            "stray": stray[:20] + b"\0\1\2\3\4" + stray[20:],
            "long": written(flag(1_080, 6_000), "PNG"), "clear": written(clear, "PNG"),
            "half": written(Image.new("RGBA", (320, 200), (255, 0, 0, 128)), "TIFF"),
            "grey": written(Image.new("LA", (320, 200), (0, 128)), "TIFF"),
        }
        holder.choose_files(*((f"{name} photo", "", content) for name, content in files.items()))
        holder.choose("prepare.join.many")
        holder.keep()
        kept = {title.split()[0]: Image.open(io.BytesIO(content))
                for title, (_, content) in self.kept(words).items()}
        self.assertEqual(set(kept), set(files))
        for name in ("jpeg", "png", "webp", "tiff", "gif", "bmp", "avif", "stray"):
            self.assertEqual(kept[name].size, (320, 200), name)
            self.assertFlag(kept[name], name)
        self.assertEqual(kept["long"].size, (1_080, 6_000))
        self.assertNear(kept["half"], (0.5, 0.5), (255, 127, 127))
        self.assertNear(kept["grey"], (0.5, 0.5), (127, 127, 127))
        self.assertNear(kept["clear"], (0.5, 0.5), WHITE)
        self.assertNear(kept["clear"], (0.1, 0.1), (48, 48, 48))
        self.assertQuiet(watched)


class Noise(PictureTest):
    """Where a canvas gives noise back."""

    def noisy(self, more=""):
        holder, watched = self.holder()

        def answer(route):
            response = route.fetch()
            route.fulfill(response=response, body=NOISE + more + response.text())

        holder.page.context.route("**/app/image-worker.js", answer)
        return holder, watched

    def test_photos_are_right(self):
        holder, watched = self.noisy()
        words = holder.create()
        holder.choose_files(
            ("jpeg photo", "", lying("JPEG", quality=90)), ("png photo", "", lying("PNG")), ("heic photo", "", HEIC.read_bytes()),
            ("tiff photo", "", scan(1)))
        holder.choose("prepare.join.many")
        holder.keep()
        wallet = self.wallet(words)
        for one in wallet.everything():
            kept = Image.open(io.BytesIO(wallet.get(one["id"])))
            if "tiff" in one["title"]:
                self.assertNear(kept, (0.5, 80 / 585), (0, 0, 0))
                continue
            self.assertEqual(kept.size, (320, 200), one["title"])
            self.assertFlag(kept, one["title"])
        self.assertQuiet(watched)

    def test_what_cannot_be_made_without_a_canvas_is_kept_as_it_is(self):
        holder, watched = self.noisy("delete globalThis.VideoFrame;")
        words = holder.create()
        holder.choose_files(("photo.png", "image/png", lying("PNG")))
        expect(holder.main).to_contain_text(holder.text("prepare.asItIs.canvasChanged"))
        holder.keep(title="Photo")
        media_type, kept = self.kept(words)["Photo"]
        self.assertEqual(media_type, "image/png")
        self.assertEqual(Image.open(io.BytesIO(kept)).tobytes(), Image.open(io.BytesIO(lying("PNG"))).tobytes())
        for part in TELLING[1:]:
            self.assertNotIn(part, kept)
        # It is shown all the same, upright.
        holder.show("Photo")
        self.assertFlag(self.canvas(holder.main.locator("canvas").first))
        self.assertQuiet(watched)


# A copy of a picture with a box on it, or the code of why there is none.
PAINTED = """async ([bytes, boxes]) => {
  const { paintedPage } = await import("/app/images.js");
  try {
    return [...(await paintedPage({ bytes: Uint8Array.from(bytes), page: 0 }, boxes)).bytes];
  } catch (error) {
    return error.code;
  }
}"""
BOX = {"x": 0.2, "y": 0.2, "width": 0.5, "height": 0.3}


class Boxes(PictureTest):
    def painted(self, picture, before=""):
        """What the page makes of a picture with one box; `before` is put in front of the worker."""
        holder, _ = self.holder()
        if before:
            def answer(route):
                response = route.fetch()
                route.fulfill(response=response, body=before + response.text())

            holder.page.context.route("**/app/image-worker.js", answer)
        holder.arrive()
        return holder.page.evaluate(PAINTED, [list(picture), [BOX]])

    def assertHidden(self, made):
        image = Image.open(io.BytesIO(bytes(made))).convert("RGB")
        left, top = int(BOX["x"] * image.width), int(BOX["y"] * image.height)
        right = left + int(BOX["width"] * image.width)
        bottom = top + int(BOX["height"] * image.height)
        self.assertEqual(image.crop((left, top, right, bottom)).getextrema(), ((0, 0),) * 3)
        self.assertNear(image, (0.95, 0.95), BLUE)

    def test_are_black_in_the_copy_of_every_kind_and_where_a_canvas_gives_noise(self):
        photo = written(flag(), "JPEG", quality=90)
        for before in ("", NOISE, NOISE + "delete globalThis.VideoFrame;"):
            with self.subTest(before=before[-30:]):
                self.assertHidden(self.painted(photo, before))
        self.assertHidden(self.painted(HEIC.read_bytes()))
        self.assertEqual(self.painted(written(flag(), "PNG"), NOISE + "delete globalThis.VideoFrame;"), "canvasChanged")

    def test_that_are_not_black_are_refused(self):
        photo = written(flag(), "JPEG", quality=90)
        one_pixel = """
          const written = OffscreenCanvas.prototype.convertToBlob;
          OffscreenCanvas.prototype.convertToBlob = function (...all) {
            const context = this.getContext("2d");
            if (this.width > 64) {
              context.fillStyle = "#fff";
              context.fillRect(this.width * 0.4, this.height * 0.3, 1, 1);
            }
            return written.apply(this, all);
          };
        """
        self.assertEqual(self.painted(photo, one_pixel), "notBlack")


class Texts(PictureTest):
    def keep_as_it_is(self, holder, words, file, why):
        """Keeps a file that is said to have no copy, and finds its bytes in the wallet."""
        name, media_type, content = file
        title = name.partition(".")[0]
        holder.choose_files(file)
        expect(holder.main).to_contain_text(holder.text(f"prepare.asItIs.{why}"))
        holder.keep(title=title)
        self.assertEqual(self.kept(words)[title], (media_type, content))

    def test_of_editors_are_shown_and_what_has_a_program_of_its_own_is_saved(self):
        holder, _ = self.holder()
        holder.create()
        texts = {"Windows": "Décision – 12 €", "UTF-16": "Été à Liège"}
        holder.add(("a.txt", "text/plain", texts["Windows"].encode("cp1252")), title="Windows")
        holder.add(("b.txt", "text/plain", texts["UTF-16"].encode("utf-16")), title="UTF-16")
        for title, text in texts.items():
            holder.show(title)
            expect(holder.main.locator(".viewer-text")).to_have_text(text)
            # Changed, it keeps every letter.
            holder.press("document.editNote")
            expect(holder.field("note.text")).to_have_value(text)
            holder.field("note.text").fill(f"{text} !")
            holder.press("save")
            holder.on("document")
            expect(holder.main.locator(".viewer-text")).to_have_text(f"{text} !")
        # One that is called a text and is none is not.
        holder.add(("c.txt", "text/plain", b"\0\1\2" * 50), title="Aucun")
        holder.show("Aucun")
        holder.press("document.editNote")
        expect(holder.main).to_contain_text(holder.text("error.notText"))
        holder.choose_files(("lettre.rtf", "text/rtf", rb"{\rtf1\ansi Bonjour}"))
        expect(holder.main).to_contain_text(holder.text("prepare.notShown"))

    def test_a_scan_whose_pages_can_not_all_be_read_is_kept_as_it_is(self):
        holder, watched = self.holder()
        words = holder.create()
        cut = bytearray(scan(3))
        # The second page says that the third is behind the file's end.
        at = struct.unpack_from("<I", cut, 4)[0]
        for _ in range(2):
            place = at + 2 + 12 * struct.unpack_from("<H", cut, at)[0]
            at = struct.unpack_from("<I", cut, place)[0]
        struct.pack_into("<I", cut, place, len(cut) + 100)
        holder.choose_files(("scan.tif", "image/tiff", bytes(cut)))
        expect(holder.main).to_contain_text(holder.text("prepare.asItIs.cut"))
        holder.keep(title="Scan")
        self.assertEqual(self.kept(words)["Scan"][0], "image/tiff")
        holder.show("Scan")
        expect(holder.main).to_contain_text(holder.text("document.cut.other", n=2))
        expect(holder.main.locator("canvas")).to_have_count(2)
        self.assertQuiet(watched)

    def test_a_photo_that_is_cut_off_is_kept_as_it_is_and_called_so(self):
        holder, watched = self.holder()
        words = holder.create()
        photo = written(Image.effect_noise((320, 200), 80).convert("RGB"), "JPEG")
        cut = photo[:len(photo) // 2]
        self.keep_as_it_is(holder, words, ("Photo.jpg", "image/jpeg", cut), "truncated")
        holder.show("Photo")
        expect(holder.main).to_contain_text(holder.text("document.truncated"))
        link = holder.share("Photo", code=False)["link"]
        reader = Reader(self.profile()[0], link)
        reader.open()
        expect(reader.papers).to_contain_text(reader.text("paper.truncated"))
        self.assertQuiet(watched)

    def test_what_cannot_be_decoded_is_kept_with_a_word(self):
        holder, watched = self.holder()
        words = holder.create()
        def chunk(name, body):
            return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        head = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
        bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9_000)) + chunk(b"IEND", b"")
        self.keep_as_it_is(holder, words, ("Grande.png", "image/png", bomb), "tooManyPixels")
        self.assertQuiet(watched)


class Arriving(PictureTest):
    """What looks at papers is fetched when one comes. Where it doesn't arrive, that is said, not that the paper is
    damaged; and it is asked for again."""

    def test_nothing_is_said_of_a_paper_that_nobody_looked_at(self):
        holder, _ = self.holder()
        context = holder.page.context
        context.route("**/app/image-worker.js", lambda route: route.abort())
        words = holder.create()
        photo = written(flag(), "JPEG", quality=90)
        for missing, file in (
                ("image-worker.js", ("photo.jpg", "image/jpeg", photo)),
                ("heif.wasm", ("photo.heic", "image/heic", HEIC.read_bytes())),
                ("pdf/pdf.js", ("lettre.pdf", "application/pdf", PDF.read_bytes()))):
            with self.subTest(missing):
                lost = []
                context.route(f"**/app/{missing}", lambda route: (lost.append(1), route.abort()))
                holder.choose_files(file)
                expect(holder.main).to_contain_text(holder.text("error.unreachable"))
                for word in ("error.unreadable", "prepare.keptAsItIs"):
                    expect(holder.main).not_to_contain_text(holder.text(word))
                self.assertTrue(lost)
                context.unroute(f"**/app/{missing}")
                holder.choose_files(file)
                expect(holder.main).not_to_contain_text(holder.text("error.unreachable"))
                expect(holder.main.locator("img, canvas").first).to_be_visible()
        self.assertEqual(self.kept(words), {})

    def test_a_reader_is_told_and_asks_again(self):
        holder, _ = self.holder()
        holder.create()
        holder.add(HEIC, title="Photo", original=True)
        link = holder.share("Photo", code=False, once=True)["link"]
        context, _ = self.profile()
        for missing in ("image-worker.js", "heif.wasm"):
            context.route(f"**/g/{missing}", lambda route: route.abort())
        reader = Reader(context, link)
        told = reader.page.get_by_text(reader.text("problem.unreachable"))
        reader.open()
        for missing in ("image-worker.js", "heif.wasm"):
            expect(reader.papers).to_have_count(1)
            expect(told).to_be_visible()
            expect(reader.papers).not_to_contain_text(reader.text("paper.unreadable"))
            context.unroute(f"**/g/{missing}")
            reader.press("end.again")
            expect(told).to_be_hidden()
        self.assertFlag(self.canvas(reader.papers.locator("canvas").first))


if __name__ == "__main__":
    unittest.main()
