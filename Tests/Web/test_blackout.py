"""Hiding parts of a document, on a copy: what is under the black is nowhere in what is shared or kept."""

import io
import re
import subprocess
import unittest

from axe_playwright_python.sync_playwright import Axe
from PIL import Image, ImageChops, ImageStat

from holder import HolderTest, drawn, jpegs
from reader import Reader
from support import PDF, PHOTO, expect, system, until
from test_journeys import without_scans

METADATA = [b"Exif", b"Lampyre", b"2026:01:14", b"Photoshop", b"http://ns.adobe.com"]
# What a PDF would keep a text, its author or a file in.
PDF_PARTS = [b"/Font", b"/Info", b"/Metadata", b"/Title", b"/Annot", b"/EmbeddedFile", b"/FlateDecode"]
PAGES = """<!doctype html><title>TITLE-CANARY</title><style>
  section { break-after: page; font: 40px sans-serif; padding: 40px } b { display: block; margin-top: 200px }
</style>""" + "".join(
    f"<section>Page {n} OPEN-CANARY-{n}<b>HIDDEN-CANARY-{n}</b></section>" for n in (1, 2, 3))


def fraction(box):
    """Where a box of the page is, in parts of the page: left, top, width, height."""
    return box.evaluate("""(box) => ['left', 'top', 'width', 'height'].map(
      (side) => parseFloat(box.style[side]) / 100)""")


class BlackoutTest(HolderTest):
    def document(self, pages=PAGES):
        """A PDF with text and metadata, as a browser prints it."""
        with self.browser.profile() as context:
            page = context.new_page()
            page.set_content(pages)
            content = page.pdf(format="A4")
        path = self.folder / "document.pdf"
        path.write_bytes(content)
        return path

    def stage(self, holder):
        """The page to hide parts of, once it is drawn."""
        holder.on("blackout")
        canvas = holder.main.locator(".black-sheet canvas")
        expect(canvas).to_be_visible()
        until(lambda: canvas.evaluate("(canvas) => canvas.width") > 300, 120, "the page is drawn")
        return canvas

    def boxes(self, holder):
        return holder.main.locator(".black-box")

    def draw(self, holder, left, top, right, bottom):
        """Draws with the mouse, from corner to corner, in parts of the page."""
        sheet = holder.main.locator(".black-sheet")
        sheet.evaluate("(sheet) => sheet.parentElement.scrollIntoView({block: 'start'})")
        box = sheet.bounding_box()
        mouse = holder.page.mouse
        at = lambda x, y: (box["x"] + x * box["width"], box["y"] + y * box["height"])
        mouse.move(*at(left, top))
        mouse.down()
        mouse.move(*at((left + right) / 2, (top + bottom) / 2))
        mouse.move(*at(right, bottom))
        mouse.up()

    def shared(self, share):
        """The files of a share, as `pde` saves them."""
        folder = self.folder / "shared"
        folder.mkdir()
        system.expect(system.open_grant({"link": share["link"], "code": share["code"]}, self.server.url, folder), 0)
        return [path.read_bytes() for path in sorted(folder.iterdir())]

    def share_on(self, holder):
        """From the preview to a share that is made."""
        holder.on("share-preview")
        holder.press("preview.make")
        holder.on("share-made")
        return holder.made()

    def preview(self, holder, title):
        holder.tab("share")
        holder.main.locator("label.choice").filter(has_text=title).first.locator("input").check()
        holder.press("next")
        holder.on("share-terms")
        holder.end("tomorrow")
        holder.on("share-preview")

    def assertBlack(self, jpeg, box):
        """Every pixel in the box is black, exactly, and not everything is."""
        image = Image.open(io.BytesIO(jpeg)).convert("RGB")
        left, top, width, height = box
        area = (
            int(left * image.width) + 1, int(top * image.height) + 1,
            int((left + width) * image.width), int((top + height) * image.height))
        self.assertGreater(area[2] - area[0], 5)
        self.assertGreater(area[3] - area[1], 5)
        self.assertEqual(set(image.crop(area).getdata()), {(0, 0, 0)})
        self.assertGreater(ImageStat.Stat(image).mean[0], 60)

    def assertNothingBeside(self, content):
        for trace in METADATA + PDF_PARTS:
            self.assertNotIn(trace, without_scans(content))
        for jpeg in jpegs(content):
            # No segment but JFIF's and the browser's own colour profile, and no comment.
            head = jpeg[:jpeg.index(b"\xff\xda")]
            self.assertIsNone(re.search(rb"\xff[\xe1\xe3-\xef\xfe]|\xff\xe2..(?!ICC_PROFILE\0)", head, re.DOTALL))


class Hiding(BlackoutTest):
    def test_a_photo_with_the_mouse(self):
        holder, watched = self.holder(viewport={"width": 1280, "height": 1000})
        words = holder.create()
        holder.add(PHOTO, title="Attestation", kind="adresse")
        [document] = self.wallet(words).list()
        before = self.wallet(words).get(document["id"])
        self.preview(holder, "Attestation")
        holder.press("preview.hide.of", title="Attestation")
        self.stage(holder)
        holder.press("blackout.share")
        expect(holder.page.get_by_role("alert")).to_have_text(holder.text("error.nothingHidden"))
        self.draw(holder, 0.2, 0.1, 0.6, 0.2)
        self.draw(holder, 0.5, 0.35, 0.8, 0.42)
        self.draw(holder, 0.1, 0.25, 0.4, 0.3)
        expect(self.boxes(holder)).to_have_count(3)
        holder.press("blackout.undo")
        expect(self.boxes(holder)).to_have_count(2)
        places = [fraction(box) for box in self.boxes(holder).all()]
        self.assertAlmostEqual(places[0][0], 0.2, 2)
        self.assertAlmostEqual(places[0][2], 0.4, 2)
        holder.press("blackout.share")
        holder.on("share-preview")
        expect(holder.main.locator(".shared")).to_contain_text(holder.text("preview.hidden"))
        share = self.share_on(holder)
        [content] = self.shared(share)
        for place in places:
            self.assertBlack(content, place)
        self.assertNothingBeside(content)
        # Beside the boxes the copy is as the document was.
        whole = Image.open(io.BytesIO(before)).convert("RGB")
        copy = Image.open(io.BytesIO(content)).convert("RGB").resize(whole.size)
        low = (0, int(whole.height * 0.5), whole.width, whole.height)
        difference = ImageChops.difference(whole.crop(low), copy.crop(low))
        self.assertLess(max(ImageStat.Stat(difference).mean), 4)
        # The document itself is what it was, and the only one.
        [after] = self.wallet(words).list()
        self.assertEqual(after["id"], document["id"])
        self.assertEqual(self.wallet(words).get(document["id"]), before)
        other, watched_reader = self.profile()
        reader = Reader(other, share["link"])
        reader.open(share["code"])
        self.assertEqual(reader.titles(), ["Attestation"])
        reader.drawn()
        self.assertQuiet(watched)
        self.assertQuiet(watched_reader)

    def test_a_document_of_several_pages(self):
        path = self.document()
        shown = subprocess.run(["pdftotext", path, "-"], stdout=subprocess.PIPE, text=True).stdout
        self.assertIn("HIDDEN-CANARY-1", shown)  # what is searched below can be found
        holder, watched = self.holder(viewport={"width": 1280, "height": 1000})
        holder.create()
        holder.add(path, title="Décision", kind="cpas")
        holder.show("Décision")
        holder.press("document.hide")
        self.stage(holder)
        self.draw(holder, 0.02, 0.2, 0.9, 0.5)
        first = fraction(self.boxes(holder).first)
        holder.press("blackout.after")
        expect(holder.main).to_contain_text(holder.text("document.page", page=2, count=3))
        expect(self.boxes(holder)).to_have_count(0)
        holder.main.locator(".black-more summary").click()
        holder.choose("blackout.leaveOut")
        expect(holder.main).to_contain_text(holder.text("blackout.isOut"))
        holder.press("blackout.before")
        expect(self.boxes(holder)).to_have_count(1)
        holder.field("field.title").fill("Décision, en partie")
        holder.press("blackout.share")
        holder.on("share-terms")
        holder.end("tomorrow")
        holder.main.get_by_role("button", name=holder.text("preview.look.of", title="Décision, en partie")).click()
        expect(holder.main.locator(".viewer-page")).to_have_count(2)
        drawn(holder.main.locator(".viewer-page canvas").first)
        self.assertNotIn("CANARY", holder.main.inner_text())
        share = self.share_on(holder)
        [content] = self.shared(share)
        self.assertTrue(content.startswith(b"%PDF-"))
        self.assertNothingBeside(content)
        self.assertNotIn(b"CANARY", content)
        copy = self.folder / "copy.pdf"
        copy.write_bytes(content)
        info = subprocess.run(["pdfinfo", copy], stdout=subprocess.PIPE, text=True).stdout
        self.assertRegex(info, r"Pages: +2\n")
        self.assertNotIn("Title", info)
        text = subprocess.run(["pdftotext", copy, "-"], stdout=subprocess.PIPE, text=True).stdout
        self.assertEqual(text.strip(), "")
        pages = jpegs(content)
        self.assertEqual(len(pages), 2)
        self.assertBlack(pages[0], first)
        # The second page that is left is the third: nothing is black on it.
        last = Image.open(io.BytesIO(pages[1])).convert("L")
        self.assertLess(sum(last.histogram()[:20]) / (last.width * last.height), 0.05)
        other, watched_reader = self.profile()
        reader = Reader(other, share["link"])
        reader.open(share["code"])
        self.assertEqual(reader.titles(), ["Décision, en partie"])
        reader.drawn()
        self.assertNotIn("CANARY", reader.page.content())
        self.assertQuiet(watched)
        self.assertQuiet(watched_reader)

    def test_every_page_left_out(self):
        path = self.document()
        holder, _ = self.holder()
        holder.create()
        holder.add(path, title="Décision")
        holder.show("Décision")
        holder.press("document.hide")
        self.stage(holder)
        holder.main.locator(".black-more summary").click()
        for page in (1, 2, 3):
            holder.choose("blackout.leaveOut")
            expect(holder.main).to_contain_text(holder.text("blackout.isOut"))
            if page < 3:
                holder.press("blackout.after")
                expect(holder.main).not_to_contain_text(holder.text("blackout.isOut"))
        for action in ("blackout.share", "blackout.keep"):
            holder.press(action)
            expect(holder.page.get_by_role("alert")).to_have_text(holder.text("error.nothingLeft"))
        holder.press("blackout.undo")
        holder.press("blackout.keep")
        holder.on("document")
        expect(holder.main.locator("canvas")).to_have_count(1)

    def test_with_the_keyboard_alone(self):
        holder, watched = self.holder()
        words = holder.create()
        holder.add(PDF, title="Décision", kind="cpas", person="Lina", until="2030-01-31")
        holder.show("Décision")
        holder.press("document.hide")
        self.stage(holder)
        page = holder.page
        add = holder.button("blackout.add")
        add.focus()
        page.keyboard.press("Enter")
        box = self.boxes(holder).first
        expect(box).to_be_focused()
        start = fraction(box)
        for key in ("ArrowUp", "ArrowUp", "ArrowRight", "ArrowRight", "ArrowRight"):
            page.keyboard.press(key)
        moved = fraction(box)
        self.assertAlmostEqual(moved[0], start[0] + 0.03, 5)
        self.assertAlmostEqual(moved[1], start[1] - 0.02, 5)
        page.keyboard.down("Shift")
        for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft"):
            page.keyboard.press(key)
        page.keyboard.up("Shift")
        grown = fraction(box)
        self.assertAlmostEqual(grown[2], start[2], 5)
        self.assertAlmostEqual(grown[3], start[3] + 0.02, 5)
        expect(box).to_have_attribute("aria-label", holder.text(
            "blackout.box", n=1,
            **{side: int(part * 100 + 0.5) for side, part in zip(("left", "top", "width", "height"), grown)}))
        # Moves of one kind are undone together; a box that was removed comes back.
        page.keyboard.press("Delete")
        expect(self.boxes(holder)).to_have_count(0)
        page.keyboard.press("Control+z")
        expect(self.boxes(holder)).to_have_count(1)
        self.assertEqual(fraction(self.boxes(holder).first), grown)
        # The buttons do as the keys.
        self.boxes(holder).first.focus()
        holder.button("blackout.down").focus()
        for _ in range(4):
            page.keyboard.press("Enter")
        holder.button("blackout.wider").focus()
        page.keyboard.press("Enter")
        expect(holder.button("blackout.wider")).to_be_focused()
        last = fraction(self.boxes(holder).first)
        self.assertAlmostEqual(last[1], grown[1] + 0.04, 5)
        self.assertAlmostEqual(last[2], grown[2] + 0.01, 5)
        holder.button("blackout.keep").focus()
        page.keyboard.press("Enter")
        holder.on("document")
        name = holder.text("blackout.copyOf", title="Décision")
        expect(holder.main.locator("h1")).to_have_text(name)
        expect(holder.main).to_contain_text("Lina")
        holder.drawn()
        documents = {one["title"]: one for one in self.wallet(words).list()}
        self.assertEqual(set(documents), {"Décision", name})
        copy = documents[name]
        self.assertEqual((copy["kind"], copy["validUntil"]), ("cpas", "2030-01-31"))
        content = self.wallet(words).get(copy["id"])
        self.assertNothingBeside(content)
        self.assertBlack(jpegs(content)[0], last)
        self.assertEqual(self.wallet(words).get(documents["Décision"]["id"]), PDF.read_bytes())
        self.assertQuiet(watched)

    def test_from_corner_to_corner_in_few_keys(self):
        holder, _ = self.holder()
        holder.create()
        holder.add(PDF, title="Décision")
        holder.show("Décision")
        holder.press("document.hide")
        self.stage(holder)
        page, box = holder.page, self.boxes(holder).first
        holder.press("blackout.add")
        expect(box).to_be_focused()
        for _ in range(10):
            page.keyboard.press("PageUp")
        page.keyboard.press("Home")
        self.assertEqual(fraction(box)[:2], [0, 0])
        for key in ("End", *["PageDown"] * 10):
            page.keyboard.press(key)
        left, top, width, height = fraction(box)
        self.assertAlmostEqual(left + width, 1, 5)
        self.assertAlmostEqual(top + height, 1, 5)
        page.keyboard.press("PageUp")
        self.assertAlmostEqual(fraction(box)[1], top - 0.1, 5)
        # With Shift the same keys change its size: as wide as the page, and taller by one step.
        for key in ("Shift+Home", "Shift+PageDown", "Shift+PageDown", "Shift+PageUp"):
            page.keyboard.press(key)
        self.assertAlmostEqual(fraction(box)[2], 1, 5)
        self.assertAlmostEqual(fraction(box)[3], height + 0.1, 5)
        for key in ("Shift+ArrowLeft", "ArrowRight", "Shift+ArrowLeft", "Shift+End"):
            page.keyboard.press(key)
        left, _, width, _ = fraction(box)
        self.assertAlmostEqual(left + width, 1, 5)
        expect(box).to_be_in_viewport()

    def test_with_a_finger(self):
        """A tap puts a box; a finger moves it, pulls its corner, and elsewhere scrolls."""
        holder, watched = self.holder(
            viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
        words = holder.create()
        holder.add(PHOTO, title="Attestation")
        holder.show("Attestation")
        holder.press("document.hide")
        self.stage(holder)
        page = holder.page
        touch = page.context.new_cdp_session(page)

        def drag(start, end):
            point = lambda x, y: [{"x": x, "y": y}]
            touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": point(*start)})
            for part in (0.3, 0.6, 1):
                where = [start[i] + (end[i] - start[i]) * part for i in (0, 1)]
                touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": point(*where)})
            touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

        sheet = holder.main.locator(".black-sheet")
        sheet.evaluate("(sheet) => sheet.parentElement.scrollIntoView({block: 'center'})")
        place = sheet.bounding_box()
        at = (place["x"] + place["width"] * 0.4, place["y"] + 120)
        page.touchscreen.tap(*at)
        expect(self.boxes(holder)).to_have_count(1)
        start = fraction(self.boxes(holder).first)
        self.assertAlmostEqual(start[0] + start[2] / 2, 0.4, 1)
        box = self.boxes(holder).first.bounding_box()
        middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        drag(middle, (middle[0] + 40, middle[1] + 30))
        moved = fraction(self.boxes(holder).first)
        self.assertAlmostEqual(moved[0], start[0] + 40 / place["width"], 2)
        self.assertEqual(moved[2:], start[2:])
        corner = self.boxes(holder).first.locator(".black-handle").bounding_box()
        hold = (corner["x"] + corner["width"] / 2, corner["y"] + corner["height"] / 2)
        drag(hold, (hold[0] + 30, hold[1] + 50))
        pulled = fraction(self.boxes(holder).first)
        self.assertEqual(pulled[:2], moved[:2])
        self.assertAlmostEqual(pulled[2], moved[2] + 30 / place["width"], 2)
        # A finger that moves over the page scrolls, and draws nothing.
        low = (place["x"] + place["width"] * 0.5, place["y"] + 330)
        drag(low, (low[0], low[1] - 150))
        expect(self.boxes(holder)).to_have_count(1)
        holder.press("blackout.keep")
        holder.on("document")
        documents = {one["title"]: one for one in self.wallet(words).list()}
        content = self.wallet(words).get(documents[holder.text("blackout.copyOf", title="Attestation")]["id"])
        self.assertBlack(content, pulled)
        self.assertQuiet(watched)

    def test_enlarged_narrow_and_from_right_to_left(self):
        """1280 px at 400 %, a small window with a scrollbar, each in both directions, and with the page enlarged:
        what is drawn is where it was drawn."""
        holder, watched = self.holder()
        holder.create()
        holder.add(PHOTO, title="Attestation")
        holder.show("Attestation")
        axe = Axe()
        page = holder.page
        for width in (1100, 1185, 1200, 1265, 1350):
            page.set_viewport_size({"width": width, "height": 640})
            tops = page.locator(".top nav .tab").evaluate_all("(all) => all.map((tab) => tab.offsetTop)")
            self.assertEqual(tops.count(tops[-1]), 5, f"{width}: no entry of the menu is on a line of its own")
        for width, height in ((320, 256), (345, 640)):
            for direction in ("ltr", "rtl"):
                with self.subTest(width=width, direction=direction):
                    page.set_viewport_size({"width": width, "height": height})
                    page.evaluate("(way) => { document.documentElement.dir = way; }", direction)
                    # At this height the bar covers what is only just in view.
                    hide = holder.button("document.hide")
                    hide.evaluate("(button) => button.scrollIntoView({block: 'center'})")
                    hide.click()
                    self.stage(holder)
                    sheet = holder.main.locator(".black-sheet")
                    sheet.evaluate("(sheet) => sheet.parentElement.scrollIntoView({block: 'center'})")
                    place = sheet.bounding_box()
                    seen = sheet.locator("xpath=..").bounding_box()
                    bar = page.locator(".bar").bounding_box()
                    y = max(seen["y"], bar["y"] + bar["height"]) + 25
                    page.mouse.move(place["x"] + place["width"] * 0.25, y)
                    page.mouse.down()
                    page.mouse.move(place["x"] + place["width"] * 0.5, y + 20)
                    page.mouse.move(place["x"] + place["width"] * 0.75, y + 60)
                    page.mouse.up()
                    box = self.boxes(holder).first
                    left, _, wide, _ = fraction(box)
                    self.assertAlmostEqual(left, 0.25, 1)
                    self.assertAlmostEqual(wide, 0.5, 1)
                    on_screen = box.bounding_box()
                    self.assertAlmostEqual(on_screen["x"], place["x"] + place["width"] * 0.25, delta=4)
                    page.keyboard.press("ArrowRight")
                    self.assertGreater(box.bounding_box()["x"], on_screen["x"])
                    self.assertEqual(page.evaluate(
                        "document.documentElement.scrollWidth - document.documentElement.clientWidth"), 0)
                    results = axe.run(page, options={"resultTypes": ["violations"]}).response
                    self.assertEqual([one["id"] for one in results["violations"]], [])
                    for _ in range(2):
                        holder.button("document.larger").evaluate("(button) => button.click()")
                    self.assertGreater(sheet.bounding_box()["width"], place["width"] * 1.9)
                    self.assertAlmostEqual(
                        box.bounding_box()["width"] / sheet.bounding_box()["width"], wide, delta=0.02)
                    holder.button("cancel").evaluate("(button) => button.click()")
                    holder.on("document")
        self.assertQuiet(watched)


if __name__ == "__main__":
    unittest.main()
