"""What Specs/screens.md says of the screens: their words, what may be pressed, and the gestures of the journeys."""

import json
import os
import re
import unittest

from engines import Firefox, WebKit
from holder import HolderTest
from keyholder import KeyHolder
from support import PHOTO, ROOT, SCAN, expect

SPEC = (ROOT / "Specs/screens.md").read_text()
NAMES = (ROOT / "Sources/WebApp/site/holder/screens.js").read_text()
# In the page: the words that show, in the menu too, without what the person wrote and what is folded away.
WORDS = r"""() => {
  const without = "select, script, [translate=no], strong[dir], .visually-hidden, .looked-at, .working";
  const shown = (element) => [...element.childNodes].map((node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(without)) return "";
    if (!node.checkVisibility({visibilityProperty: true})) return "";
    if (node.localName === "details" && !node.open) return ` ${shown(node.querySelector("summary"))} `;
    return ` ${shown(node)} `;
  }).join("");
  return shown(document.body).split(/\s+/).filter((word) => /\p{L}/u.test(word));
}"""
# In the page: what may be pressed on the screen, by its words; not the papers and words themselves.
PRESSED = """() => [...document.querySelectorAll("main button, main summary")]
  .filter((one) => one.checkVisibility({visibilityProperty: true}))
  .filter((one) => !one.closest("details:not([open]) > :not(summary)"))
  .filter((one) => !one.matches(".card, .kind-tile, .word-tile, .suggestion, [data-until]"))
  .map((one) => one.innerText.trim().replace(/\\s+/g, " "))"""


def table(heading):
    """The rows of the table below a heading, by their first column."""
    text = SPEC.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")]
            for line in text.splitlines() if line.startswith("| ")]
    return {row[0]: row for row in rows[2:]}


SCREENS = table("Holder's screens")
JOURNEYS = table("Journeys")


class Spec(unittest.TestCase):
    def test_each_screen_is_in_it_and_no_other(self):
        names = set(re.findall(r"^  '?([a-z-]+)'?: (?:async \(\)|\w+Screen)", NAMES, re.MULTILINE))
        self.assertGreater(len(names), 30)
        self.assertEqual({name.split(":")[0] for name in SCREENS}, names)

    def test_each_way_leads_to_a_screen(self):
        for name, (_, _, _, ways, _) in SCREENS.items():
            for way in filter(None, re.split(r",\s*", ways)):
                self.assertIn(way, SCREENS, f"from {name}")


class ScreensTest(HolderTest):
    def begin(self, language="fr", **options):
        context, watched = self.profile(locale=f"{language}-BE", **options)
        self.seen = {}
        self.gestures = 0
        return KeyHolder(context, self.url, language), watched

    def look(self, holder, name):
        """A screen as the table has it: its words, and what may be pressed."""
        _, _, controls, _, most = SCREENS[name]
        words = holder.page.evaluate(WORDS)
        self.seen[name] = len(words)
        with self.subTest(screen=name, language=holder.language):
            self.assertLessEqual(len(words), int(most), " ".join(words))
            allowed = {" ".join(holder.text(key, n="").split()) for key in re.split(r",\s*", controls) if key}
            for said in holder.page.evaluate(PRESSED):
                self.assertIn(re.sub(r"\d+ ?", "", said), {re.sub(r"\d+ ?", "", one) for one in allowed})

    def gesture(self, do):
        self.gestures += 1
        do()

    def j1(self, holder):
        """From the address to the first paper, kept and closed."""
        holder.arrive()
        self.look(holder, "start")
        self.gesture(lambda: holder.press("start.create"))
        holder.on("create")
        self.look(holder, "create: know")
        self.gesture(lambda: holder.press("next"))
        words = holder.words_shown()
        self.look(holder, "create: words")
        self.gesture(lambda: holder.press("phrase.noted"))
        expect(holder.main.locator(".word-tile")).to_have_count(6)
        self.look(holder, "create: practise")
        for word in words:
            self.gesture(lambda: holder.touch(word))
        holder.on("list")
        self.look(holder, "list: empty")
        self.gesture(lambda: holder.main.locator("#choose-files").set_input_files(PHOTO))
        holder.on("prepare")
        expect(holder.main.locator(".paper-shown canvas")).to_be_visible()
        self.look(holder, "prepare")
        # A way that nobody has to go.
        holder.press("paper.corners")
        expect(holder.main.locator(".corner-handle")).to_have_count(4)
        self.look(holder, "prepare: corners")
        holder.press("cancel")
        self.gesture(lambda: holder.press("prepare.save.one"))
        holder.on("kept")
        self.look(holder, "kept")
        self.gesture(lambda: holder.tab("close"))
        holder.on("closed")
        self.look(holder, "closed")
        self.assertLessEqual(self.gestures, int(JOURNEYS["J1"][3]))
        return words

    def j3(self, holder, title):
        """From the open wallet to a sheet that is printed and a wallet that is locked."""
        self.gestures = 0
        self.gesture(lambda: holder.tab("meeting"))
        holder.on("meeting")
        self.look(holder, "meeting: papers")
        self.gesture(lambda: holder.choose_paper(title))
        self.gesture(lambda: holder.press("next"))
        self.look(holder, "meeting: end")
        self.gesture(lambda: holder.end("tomorrow"))
        expect(holder.main.locator("h1")).to_have_text(holder.text("preview.title"))
        self.look(holder, "meeting: look")
        self.gesture(lambda: holder.press("meeting.make.lock"))
        expect(holder.main.locator(".qr svg")).to_be_visible()
        self.look(holder, "meeting: ready")
        self.gesture(lambda: holder.press("made.print"))
        holder.page.wait_for_function("() => window.prints.length === 1")
        self.gesture(lambda: holder.press("lock.button"))
        holder.on("closed")
        self.look(holder, "closed")
        self.assertLessEqual(self.gestures, int(JOURNEYS["J3"][3]))

    def two_pages(self, holder):
        """One of them, to be changed alone."""
        holder.choose_files(PHOTO, SCAN)
        self.look(holder, "prepare")
        holder.main.get_by_role("button", name=holder.text("prepare.change.of", name=PHOTO.name), exact=True).click()
        expect(holder.main.locator(".paper-shown canvas")).to_be_visible()
        self.look(holder, "prepare: page")

    def check(self, language):
        holder, watched = self.begin(language)
        words = self.j1(holder)
        holder.open(words)
        self.look(holder, "list")
        [title] = holder.titles()
        self.two_pages(holder)
        holder.tab("list")
        holder.on("list")
        self.j3(holder, title)
        if os.environ.get("PDE_COUNT"):
            print(language, json.dumps(self.seen))
        self.assertQuiet(watched)


class Counted(ScreensTest):
    def test_in_french(self):
        self.check("fr")

    def test_in_dutch(self):
        self.check("nl")

    def test_in_english(self):
        self.check("en")

    def test_of_two_hundred_papers_the_first_is_seen_at_once(self):
        from support import Wallet
        wallet = Wallet(self.url)
        paper = self.folder / "paper.txt"
        paper.write_text("x")
        wallet.add(*[paper] * 200)
        holder, _ = self.begin(viewport={"width": 360, "height": 740})
        holder.open(wallet.phrase.split())
        box = holder.main.locator(".cards li").first.bounding_box()
        self.assertLess(box["y"] + 60, 740)
        # What stays while the page goes by has two lines: the way out with what is beside it, and the time.
        self.assertLess(holder.page.locator(".bar").bounding_box()["height"], 120)
        self.assertEqual(holder.page.evaluate("scrollY"), 0)


class CountedInFirefox(ScreensTest):
    engine = Firefox

    def test_in_french(self):
        self.check("fr")


class CountedInWebKit(ScreensTest):
    engine = WebKit

    def test_in_french(self):
        self.check("fr")


if __name__ == "__main__":
    unittest.main()
