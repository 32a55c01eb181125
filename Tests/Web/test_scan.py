"""A photo of a paper: straightened by itself, by its four corners, turned, with more contrast, and kept with its other pages."""

import contextlib
import io
import json
import random
import subprocess
import unittest

from PIL import Image, ImageDraw, ImageFilter

from engines import Firefox, WebKit
from holder import jpegs
from support import PDF, expect, needs, until
from test_pictures import BLUE, GREEN, NOISE, RED, TELLING, WHITE, PictureTest, exif, written

SIZE = (900, 1200)
# Of the paper on the photo: upper left, upper right, lower right, lower left.
CORNERS = ((150, 140), (742, 110), (800, 1010), (96, 1050))
DARK = (70, 55, 45)
# Where the squares on the paper are, and what they are. The fourth is as white as the rest.
SQUARES = (((0.2, 0.17), RED), ((0.2, 0.83), GREEN), ((0.8, 0.83), BLUE), ((0.8, 0.17), WHITE))

# In the page: what is drawn there, as a PNG.
PICTURE = """async () => {
  const canvas = document.querySelector(".paper-shown canvas");
  if (!canvas) return null;
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  copy.getContext("2d").drawImage(canvas, 0, 0);
  const blob = await copy.convertToBlob({type: "image/png"});
  return [...new Uint8Array(await blob.arrayBuffer())];
}"""
MARGINS = ((0.03, 0.02), (0.97, 0.02), (0.97, 0.98), (0.03, 0.98))
# With more contrast colours have more of themselves.
CLEAR = {RED: (230, 0, 0), GREEN: (0, 150, 0), BLUE: (0, 0, 230), WHITE: WHITE}


def table():
    """What the paper lies on."""
    seeded = random.Random(7)
    small = Image.new("RGB", (90, 120))
    small.putdata([tuple(part + seeded.randrange(-14, 14) for part in DARK) for _ in range(90 * 120)])
    return small.resize(SIZE, Image.Resampling.BICUBIC)


def paper():
    width, height = 840, 1188
    made = Image.new("RGB", (width, height), (240, 240, 236))
    draw = ImageDraw.Draw(made)
    for (left, top), colour in SQUARES[:3]:
        draw.rectangle(((left - 0.08) * width, (top - 0.06) * height, (left + 0.08) * width, (top + 0.06) * height), fill=colour)
    for line in range(12):
        draw.rectangle((250, 420 + 30 * line, 560 + 7 * line, 430 + 30 * line), fill=(60, 60, 66))
    return made


def rectangle(width, height):
    return ((0, 0), (width, 0), (width, height), (0, height))


def perspective(those, others):
    """What Pillow wants to be told of four points and where each of them is taken from: eight equations, solved."""
    rows = []
    for (x, y), (u, v) in zip(those, others):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for i in range(8):
        best = max(range(i, 8), key=lambda n: abs(rows[n][i]))
        rows[i], rows[best] = rows[best], rows[i]
        rows[i] = [value / rows[i][i] for value in rows[i]]
        for n in range(8):
            if n != i:
                rows[n] = [a - rows[n][i] * b for a, b in zip(rows[n], rows[i])]
    return [row[8] for row in rows]


def photo(shadow=False):
    """As a telephone stores it: on its side, with the place and the time."""
    sheet, where = paper(), Image.Transform.PERSPECTIVE
    numbers = perspective(CORNERS, rectangle(*sheet.size))
    mask = Image.new("L", sheet.size, 255).transform(SIZE, where, numbers)
    made = Image.composite(sheet.transform(SIZE, where, numbers, Image.Resampling.BICUBIC), table(), mask)
    if shadow:
        dim = Image.new("L", SIZE, 255)
        ImageDraw.Draw(dim).polygon(((900, 300), (900, 1200), (200, 1200)), fill=150)
        made = Image.composite(made, Image.new("RGB", SIZE), dim.filter(ImageFilter.GaussianBlur(60)))
    made = made.filter(ImageFilter.GaussianBlur(1))
    return written(made.transpose(Image.Transpose.ROTATE_90), "JPEG", quality=92, exif=exif(6))


def table_alone():
    return written(table(), "JPEG", quality=92, exif=exif(1))


class ScanTest(PictureTest):
    def begin(self, *files, language="fr", **options):
        holder, watched = self.holder(language, **options)
        words = holder.create()
        holder.choose_files(*((name, "image/jpeg", content) for name, content in files))
        return holder, watched, words

    def shown(self, holder):
        """The picture as it is now, whatever takes its place meanwhile."""
        made = holder.page.evaluate(PICTURE)
        self.assertTrue(made, "no picture is shown")
        return Image.open(io.BytesIO(bytes(made)))

    def assertPaper(self, image, turns=0):
        """The paper alone, turned by so many quarters."""
        for place, colour in SQUARES:
            for _ in range(turns):
                place = (1 - place[1], place[0])
            self.assertNear(image, place, colour)
        for place in MARGINS:
            self.assertNear(image, place, WHITE)
        width, height = image.size if turns % 2 == 0 else image.size[::-1]
        self.assertAlmostEqual(height / width, 1188 / 840, delta=0.2)

    def assertClear(self, image):
        for place, colour in SQUARES:
            self.assertNear(image, place, CLEAR[colour])
        for place in MARGINS:
            found = image.convert("RGB").getpixel((int(place[0] * image.width), int(place[1] * image.height)))
            self.assertGreater(min(found), 240)

    def assertWhole(self, image):
        self.assertEqual(image.size, SIZE)
        for place in MARGINS:
            self.assertNear(image, place, DARK)

    def until_shown(self, holder, check):
        """The picture comes when it is drawn."""
        def is_so():
            try:
                check(self.shown(holder))
            except AssertionError:
                return False
            return True
        with contextlib.suppress(AssertionError):
            until(is_so, 30, "it is so")
        check(self.shown(holder))

    def set_corners(self, holder):
        """To the photo with its handles; where they are, in parts of it."""
        holder.press("paper.corners")
        expect(holder.main.locator(".corner-handle")).to_have_count(4)
        until(lambda: holder.main.locator(".corner-sheet canvas").evaluate("(canvas) => canvas.width") > 400, 60, "the photo is drawn")
        return self.places(holder)

    def places(self, holder):
        return holder.page.evaluate("""() => {
          const sheet = document.querySelector(".corner-sheet").getBoundingClientRect();
          return [...document.querySelectorAll(".corner-handle")].map((one) => {
            const {x, y, width, height} = one.getBoundingClientRect();
            return [(x + width / 2 - sheet.x) / sheet.width, (y + height / 2 - sheet.y) / sheet.height];
          });
        }""")

    def drag(self, holder, corner, to):
        """One handle to a place on the photo, in parts of it."""
        page = holder.page
        holder.main.locator(".corner-stage").evaluate("(one) => one.scrollIntoView({block: 'start', behavior: 'instant'})")
        page.evaluate("scrollBy(0, -150)")
        sheet = holder.main.locator(".corner-sheet").bounding_box()
        [x, y] = self.places(holder)[corner]
        # Not by its middle: the corner keeps its distance from the finger.
        start = (sheet["x"] + x * sheet["width"] + 9, sheet["y"] + y * sheet["height"] - 7)
        end = (sheet["x"] + to[0] * sheet["width"] + 9, sheet["y"] + to[1] * sheet["height"] - 7)
        page.mouse.move(*start)
        page.mouse.down()
        page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        page.mouse.move(*end)
        page.mouse.up()

    def assertPlace(self, found, wanted, delta=0.02):
        for one, other in zip(found, wanted):
            self.assertAlmostEqual(one, other, delta=delta)


class Scans(ScanTest):
    def test_it_is_found_turned_cleared_and_whole_again(self):
        holder, watched, _ = self.begin(("photo.jpg", photo()))
        self.until_shown(holder, self.assertPaper)
        holder.press("document.turn")
        self.until_shown(holder, lambda image: self.assertPaper(image, turns=1))
        for _ in range(3):
            holder.press("document.turn")
        self.until_shown(holder, self.assertPaper)
        contrast = holder.button("paper.contrast")
        expect(contrast).to_have_attribute("aria-pressed", "false")
        contrast.click()
        expect(contrast).to_have_attribute("aria-pressed", "true")
        self.until_shown(holder, self.assertClear)
        contrast.click()
        expect(contrast).to_have_attribute("aria-pressed", "false")
        holder.press("paper.whole")
        self.until_shown(holder, self.assertWhole)
        expect(holder.button("paper.whole")).to_have_count(0)
        # As it was found.
        for place, (x, y) in zip(self.set_corners(holder), CORNERS):
            self.assertPlace(place, (x / SIZE[0], y / SIZE[1]))
        holder.press("paper.done")
        self.until_shown(holder, self.assertPaper)
        self.assertQuiet(watched)

    def test_its_corners_are_dragged_moved_with_the_keys_and_stay_on_the_photo(self):
        holder, watched, _ = self.begin(("photo.jpg", photo()))
        self.until_shown(holder, self.assertPaper)
        found = self.set_corners(holder)
        for box in holder.page.evaluate("""() => [...document.querySelectorAll(".corner-handle")].map((one) => {
              const {width, height} = one.getBoundingClientRect();
              return [width, height, one.getAttribute("aria-label").length, one.tabIndex];
            })"""):
            self.assertGreaterEqual(min(box[:2]), 44)
            self.assertGreater(box[2], 20)
            self.assertEqual(box[3], 0)
        self.drag(holder, 0, (0.3, 0.3))
        self.assertPlace(self.places(holder)[0], (0.3, 0.3))
        # Beyond the photo there is none of it.
        self.drag(holder, 2, (1.04, 0.9))
        self.assertPlace(self.places(holder)[2], (1, 0.9))
        # Not across the others: the paper would be a bow.
        self.drag(holder, 3, (0.9, 0.12))
        self.assertGreater(self.places(holder)[3][1] - self.places(holder)[1][1], 0)
        holder.press("cancel")
        self.until_shown(holder, self.assertPaper)
        self.assertEqual(json.dumps(self.set_corners(holder)), json.dumps(found))
        handle = holder.main.locator(".corner-handle").first
        handle.focus()
        [x, y] = found[0]
        holder.page.keyboard.press("ArrowRight")
        holder.page.keyboard.press("Shift+ArrowDown")
        self.assertPlace(self.places(holder)[0], (x + 0.005, y + 0.05), 0.003)
        for _ in range(6):
            holder.page.keyboard.press("Shift+ArrowLeft")
        self.assertPlace(self.places(holder)[0], (0, y + 0.05), 0.003)
        label = holder.text("paper.corner.topLeft", left=0, top=round((y + 0.05) * 100))
        expect(handle).to_have_attribute("aria-label", label)
        for _ in range(6):
            holder.page.keyboard.press("Shift+ArrowUp")
        holder.press("paper.done")
        # From the photo's own corner: the table is seen there.
        self.until_shown(holder, lambda image: self.assertNear(image, (0.02, 0.02), DARK))
        self.assertQuiet(watched)

    def test_the_nearest_corner_goes_where_the_photo_is_touched(self):
        holder, watched, _ = self.begin(("photo.jpg", photo()))
        self.set_corners(holder)
        sheet = holder.main.locator(".corner-sheet")
        box = sheet.bounding_box()
        sheet.click(position={"x": box["width"] * 0.7, "y": box["height"] * 0.65})
        self.assertPlace(self.places(holder)[2], (0.7, 0.65))
        self.assertQuiet(watched)

    def test_a_photo_without_a_paper_stays_as_it_is_and_corners_can_be_set(self):
        holder, watched, words = self.begin(("photo.jpg", table_alone()))
        self.until_shown(holder, self.assertWhole)
        expect(holder.button("paper.whole")).to_have_count(0)
        self.set_corners(holder)
        self.drag(holder, 1, (0.5, 0.1))
        self.drag(holder, 2, (0.5, 0.9))
        holder.press("paper.done")
        self.until_shown(holder, lambda image: self.assertLess(image.width, 500))
        holder.keep(title="Table")
        _, kept = self.kept(words)["Table"]
        self.assertLess(Image.open(io.BytesIO(kept)).width, 500)
        self.assertQuiet(watched)

    def test_a_picture_of_a_screen_and_a_pdf_are_not_cut(self):
        holder, _ = self.holder()
        holder.create()
        upright = Image.open(io.BytesIO(photo())).transpose(Image.Transpose.ROTATE_270)
        holder.choose_files(("écran.png", "image/png", written(upright, "PNG")))
        self.until_shown(holder, self.assertWhole)
        holder.choose_files(PDF)
        expect(holder.main.locator(".paper-shown canvas")).to_be_visible()
        for key in ("paper.corners", "document.turn", "paper.contrast", "paper.add"):
            expect(holder.button(key)).to_have_count(0)

    def test_the_original_is_the_whole_photo_without_its_place(self):
        holder, _, words = self.begin(("photo.jpg", photo()))
        holder.main.locator("summary").click()
        holder.choose("prepare.keep")
        holder.keep(title="Photo")
        _, kept = self.kept(words)["Photo"]
        self.assertEqual(Image.open(io.BytesIO(kept)).size, SIZE[::-1])
        for part in TELLING[1:]:
            self.assertNotIn(part, kept)

    def test_separate_papers_stay_separate_while_one_is_changed(self):
        holder, watched, words = self.begin(("un.jpg", photo()), ("deux.jpg", table_alone()))
        holder.choose("prepare.join.many")
        holder.main.get_by_role("button", name=holder.text("prepare.change.of", name="un.jpg"), exact=True).click()
        self.until_shown(holder, self.assertPaper)
        holder.press("paper.whole")
        self.until_shown(holder, self.assertWhole)
        holder.press("paper.done")
        holder.keep()
        kept = self.kept(words)
        self.assertEqual({media_type for media_type, _ in kept.values()}, {"image/jpeg"})
        self.assertEqual([Image.open(io.BytesIO(content)).size for _, content in kept.values()], [SIZE] * 2)
        self.assertQuiet(watched)

    def test_without_what_straightens_a_photo_is_kept_as_it_is(self):
        holder, _ = self.holder()
        words = holder.create()
        holder.page.route("**/app/paper-tools.js*", lambda route: route.abort())
        holder.choose_files(("photo.jpg", "image/jpeg", photo()))
        self.until_shown(holder, self.assertWhole)
        holder.keep(title="Photo")
        self.assertEqual(Image.open(io.BytesIO(self.kept(words)["Photo"][1])).size, SIZE)


@needs("pdftoppm", "pdfinfo")
class Pages(ScanTest):
    """In each engine."""

    def test_front_and_back_are_one_document(self):
        holder, watched, words = self.begin(("recto.jpg", photo(shadow=True)))
        self.until_shown(holder, self.assertPaperInShadow)
        holder.press("paper.contrast")
        self.until_shown(holder, self.assertClear)
        # By hand, and back to what was found.
        before = self.set_corners(holder)
        self.drag(holder, 1, (0.6, 0.3))
        self.assertPlace(self.places(holder)[1], (0.6, 0.3))
        self.drag(holder, 1, before[1])
        holder.main.locator(".corner-handle").nth(1).focus()
        holder.page.keyboard.press("ArrowRight")
        holder.page.keyboard.press("ArrowLeft")
        self.assertPlace(self.places(holder)[1], before[1], 0.01)
        holder.press("paper.done")
        self.until_shown(holder, self.assertClear)
        holder.main.locator("#add-page").set_input_files(
            [{"name": "verso.jpg", "mimeType": "image/jpeg", "buffer": photo()}])
        holder.on("prepare")
        expect(holder.main.locator(".pages li")).to_have_count(2)
        holder.main.get_by_role("button", name=holder.text("prepare.change.of", name="verso.jpg"), exact=True).click()
        holder.press("document.turn")
        self.until_shown(holder, lambda image: self.assertPaper(image, turns=1))
        holder.press("paper.done")
        expect(holder.main.locator(".pages li")).to_have_count(2)
        holder.keep(title="Recto verso")
        media_type, content = self.kept(words)["Recto verso"]
        self.assertEqual(media_type, "application/pdf")
        for part in TELLING:
            self.assertNotIn(part, content)
        file = self.folder / "pages.pdf"
        file.write_bytes(content)
        said = subprocess.run(["pdfinfo", file], check=True, capture_output=True, text=True)
        self.assertEqual(said.stderr, "")
        self.assertRegex(said.stdout, r"Pages: +2\n")
        subprocess.run(["pdftoppm", "-r", "50", "-png", file, self.folder / "page"], check=True)
        self.assertEqual(len(list(self.folder.glob("page-*.png"))), 2)
        first, second = (Image.open(io.BytesIO(one)) for one in jpegs(content))
        self.assertClear(first)
        self.assertPaper(second, turns=1)
        holder.show("Recto verso")
        expect(holder.main.locator(".viewer canvas, canvas")).to_have_count(2)
        holder.drawn()
        self.assertQuiet(watched)

    def assertPaperInShadow(self, image):
        self.assertNear(image, (0.2, 0.17), RED)
        self.assertNear(image, (0.03, 0.02), (240, 240, 236))
        self.assertLess(max(image.convert("RGB").getpixel((int(image.width * 0.97), int(image.height * 0.97)))), 200)


class PagesInFirefox(Pages):
    engine = Firefox


class PagesInWebKit(Pages):
    engine = WebKit


class WhereACanvasGivesNoise(ScanTest):
    def test_the_paper_is_right(self):
        holder, watched = self.holder()

        def answer(route):
            response = route.fetch()
            route.fulfill(response=response, body=NOISE + response.text())

        holder.page.context.route("**/app/image-worker.js", answer)
        words = holder.create()
        holder.choose_files(("photo.jpg", "image/jpeg", photo()))
        holder.press("document.turn")
        holder.on("prepare")
        holder.keep(title="Papier")
        _, kept = self.kept(words)["Papier"]
        self.assertPaper(Image.open(io.BytesIO(kept)), turns=1)
        for part in TELLING:
            self.assertNotIn(part, kept)
        self.assertQuiet(watched)


if __name__ == "__main__":
    unittest.main()
