"""For everyone: every screen in three languages under axe, narrow, from right to left and in forced
colours; and a wallet made and shared with the keyboard alone."""

import unittest

from axe_playwright_python.sync_playwright import Axe

from engines import Firefox, WebKit
from holder import Holder
from reader import Reader
from support import IS_FULL, PHOTO, ROOT, Wallet, WebTest, expect, takes_long, until
from tour import tour_holder, tour_reader

SHOTS = ROOT / ".build/web/shots"
# 1280 px wide at 400 %, and a small phone.
NARROW = (320, 360)
# What is wider than the page, by its own words.
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && (box.right > width + 1 || box.left < -1);
  }).map((one) => one.outerHTML.slice(0, 120));
}"""
# What a key leads to: each has the focus in turn, and what of it is in the window is looked for where it lies.
COVERED = """async () => {
  const wrong = (one) => {
    const box = one.getBoundingClientRect();
    const [left, right] = [Math.max(0, box.left), Math.min(innerWidth, box.right)];
    const [top, bottom] = [Math.max(0, box.top), Math.min(innerHeight, box.bottom)];
    if (right <= left || bottom <= top) return "not in the window";
    const isSeen = ([x, y]) => {
      const seen = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      return seen && (seen.contains(one) || one.contains(seen) || one.closest("label")?.contains(seen));
    };
    const places = [0.1, 0.3, 0.5, 0.7, 0.9].flatMap((x) => [0.1, 0.5, 0.9].map((y) => [x, y]));
    return places.every(isSeen) ? "" : "covered";
  };
  const bad = [];
  for (const one of document.querySelectorAll("button, input, select, textarea, summary")) {
    if (!one.checkVisibility({visibilityProperty: true}) || one.disabled || one.closest("[inert]") || one.tabIndex < 0) continue;
    if (one.type === "file") continue;
    one.focus();
    if (document.activeElement !== one) continue;
    // WebKit scrolls there with one of its next frames.
    for (let i = 0; i < 9 && wrong(one); i += 1) await new Promise(requestAnimationFrame);
    if (wrong(one)) bad.push(`${wrong(one)}: ${one.outerHTML.slice(0, 120)}`);
  }
  return bad;
}"""
# What stays where it is while the page scrolls, and what of the page it lies upon.
UPON = """() => {
  const stays = (one) => ["fixed", "sticky"].includes(getComputedStyle(one).position);
  const all = [...document.querySelectorAll("body *")].filter((one) => one.checkVisibility());
  const fixed = all.filter((one) => stays(one) && getComputedStyle(one).opacity !== "0");
  return fixed.flatMap((over) => {
    const {left, right} = over.getBoundingClientRect();
    return all.filter((one) => !one.contains(over) && !over.contains(one))
      .filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width > 1 && box.right > left + 1 && box.left < right - 1;
      })
      .map((one) => `${over.outerHTML.slice(0, 60)} lies upon ${one.outerHTML.slice(0, 80)}`);
  });
}"""
# In the page: the distances that a reader may ask for (WCAG 1.4.12), or as they were.
SPACED = """(wanted) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    + " p { margin-block-end: 2em !important; }");
  document.adoptedStyleSheets = wanted ? [sheet] : [];
}"""
# Smaller than 44 pixels a side, where a finger or a shaking hand is to meet it; a box or circle to tick is met by its words too.
SMALL = """() => [...document.querySelectorAll("button, a[href], input, select, textarea, summary")]
  .filter((one) => one.checkVisibility({visibilityProperty: true}) && !one.closest("[inert]") && one.type !== "file")
  .filter((one) => {
    const {width, height} = (one.closest("label") ?? one).getBoundingClientRect();
    return Math.min(width, height) < 44;
  }).map((one) => one.outerHTML.slice(0, 120))"""


class Screens(WebTest):
    """Each looked at in each way; at the full scale kept as pictures, in .build/web/shots."""

    def look(self, page, name):
        self.seen += 1
        label = f"{self.language}-{self.seen:02}-{name}"
        # What axe looks for is the same in each language: once a screen, or in all of them.
        if self.language == "fr" or IS_FULL:
            with self.subTest(screen=label):
                results = self.axe.run(page, options={"resultTypes": ["violations"]}).response
                self.assertEqual(
                    [(one["id"], [node["html"][:160] for node in one["nodes"]])
                     for one in results["violations"]], [])
        self.shoot(page, label)
        for direction in ("ltr", "rtl"):
            page.evaluate("(direction) => { document.documentElement.dir = direction; }", direction)
            # Each language breaks its lines elsewhere; at the usual scale in the narrower page alone.
            for width in NARROW if self.language == "fr" or IS_FULL else NARROW[:1]:
                page.set_viewport_size({"width": width, "height": 640})
                with self.subTest(screen=label, width=width, direction=direction):
                    self.assertEqual(page.evaluate(TOO_WIDE), [])
            if self.language == "fr":
                self.shoot(page, f"{label}-narrow-{direction}")
        if self.language == "fr":
            page.set_viewport_size({"width": NARROW[0], "height": 640})
            page.evaluate(SPACED, True)
            with self.subTest(screen=label, spaced=True):
                self.assertEqual(page.evaluate(TOO_WIDE), [])
            page.evaluate(SPACED, False)
        page.set_viewport_size({"width": 1280, "height": 900})
        if self.language == "fr":
            self.shoot(page, f"{label}-rtl")
            page.evaluate("document.documentElement.dir = 'ltr'")
            page.emulate_media(forced_colors="active")
            self.shoot(page, f"{label}-forced")
            page.emulate_media(forced_colors="none")
        page.evaluate("document.documentElement.dir = 'ltr'")

    def shoot(self, page, label):
        if not IS_FULL:
            return
        page.screenshot(path=SHOTS / f"{label}.png", animations="disabled")

    def check(self, language):
        self.language, self.seen, self.axe = language, 0, Axe()
        SHOTS.mkdir(parents=True, exist_ok=True)
        for old in SHOTS.glob(f"{language}-*"):
            old.unlink()
        options = {"locale": f"{language}-BE", "viewport": {"width": 1280, "height": 900}}
        context, watched = self.profile(**options)
        holder = Holder(context, self.server.url, language)
        holder.page.clock.install()
        shares = tour_holder(holder, lambda name: self.look(holder.page, name))
        other, _ = self.profile(**options)
        tour_reader(other, shares, language, self.look)
        self.assertQuiet(watched)

    @takes_long("every screen of both sites")
    def test_in_french(self):
        self.check("fr")

    @takes_long("every screen of both sites")
    def test_in_dutch(self):
        self.check("nl")

    @takes_long("every screen of both sites")
    def test_in_english(self):
        self.check("en")


class Low(WebTest):
    """A window of 320 x 200, as one of 1280 x 800 that is enlarged four times."""

    width = 320

    def look(self, page, name):
        with self.subTest(screen=name):
            self.assertEqual(page.evaluate(COVERED), [])
            self.assertEqual(page.evaluate(UPON), [])
            self.assertEqual(page.evaluate(TOO_WIDE), [])
            self.assertEqual(page.evaluate(SMALL), [])
            self.assertTrue(page.evaluate("""() => {
              const {top, bottom, left, right} = document.querySelector("#quick-exit").getBoundingClientRect();
              return top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
            }"""), "the way out is in the window")
            self.titles.setdefault(page.evaluate("document.title"), set()).add(name)

    def test_nothing_lies_upon_what_is_there(self):
        self.titles = {}
        context, watched = self.profile(viewport={"width": self.width, "height": 200})
        holder = Holder(context, self.server.url)
        page = holder.page
        holder.arrive()
        self.look(page, "start")
        holder.press("start.open")
        holder.on("open")
        self.look(page, "open")
        holder.press("start.lost")
        holder.on("recover")
        self.look(page, "recover")
        holder.arrive()
        holder.press("start.create")
        holder.on("create")
        self.look(page, "create: know")
        holder.press("next")
        words = holder.words_shown()
        self.look(page, "create: words")
        holder.press("phrase.noted")
        expect(holder.main.locator(".word-tile")).to_have_count(6)
        self.look(page, "create: practise")
        for word in words:
            holder.touch(word)
        holder.on("list")
        self.look(page, "list: empty")
        holder.choose_files(PHOTO)
        self.look(page, "prepare")
        holder.press("paper.corners")
        expect(holder.main.locator(".corner-handle")).to_have_count(4)
        self.look(page, "prepare: corners")
        holder.press("cancel")
        holder.main.locator("button.large").click()
        holder.on("kept")
        self.look(page, "kept")
        holder.press("kept.done")
        holder.on("list")
        [title] = holder.titles()
        holder.show(title)
        holder.drawn()
        self.look(page, "document")
        holder.press("document.hide")
        holder.on("blackout")
        holder.press("blackout.add")
        self.look(page, "blackout")
        holder.press("cancel")
        holder.on("document")
        holder.tab("meeting")
        holder.on("meeting")
        self.look(page, "meeting: papers")
        holder.choose_paper(title)
        holder.press("next")
        self.look(page, "meeting: end")
        holder.end("tomorrow")
        self.look(page, "meeting: look")
        holder.told_first("meeting.make.lock")
        self.look(page, "meeting: ready")
        holder.tab("lock")
        holder.on("lock")
        self.look(page, "lock")
        self.assertEqual({title: names for title, names in self.titles.items() if len(names) > 1}, {})
        self.assertQuiet(watched)


class LowInFirefox(Low):
    engine = Firefox


class LowInWebKit(Low):
    engine = WebKit
    width = 500  # its window is never narrower


class Keyboard(WebTest):
    """Tab, arrows, space, enter and letters; no other way in."""

    def reach(self, page, words, limit=150):
        """Presses Tab until what has the focus is named so."""
        for _ in range(limit):
            page.keyboard.press("Tab")
            name = page.evaluate("""() => {
              const one = document.activeElement;
              return (one.getAttribute("aria-label") ?? (one.labels?.[0] ?? one).innerText ?? "").trim();
            }""")
            if name == words or name.startswith(words + "\n"):
                box = page.evaluate("""() => {
                  const {top, bottom} = document.activeElement.getBoundingClientRect();
                  return bottom > 0 && top < innerHeight;
                }""")
                self.assertTrue(box, f"{words!r} is in view when it has the focus")
                return
        self.fail(f"no way to {words!r} with Tab")

    def press(self, page, words, key="Enter"):
        self.reach(page, words)
        page.keyboard.press(key)

    def test_a_first_wallet_and_a_share(self):
        context, watched = self.profile()
        holder = Holder(context, self.server.url)
        page, text = holder.page, holder.text
        holder.arrive()
        self.press(page, text("start.create"))
        self.press(page, text("next"))
        words = holder.words_shown()
        self.press(page, text("phrase.noted"))
        for word in words:
            self.press(page, word)
        holder.on("list")
        # A file, by the button that asks for one.
        self.press(page, text("nav.add"))
        with page.expect_file_chooser() as chooser:
            self.press(page, text("add.files"))
        chooser.value.set_files(PHOTO)
        holder.on("prepare")
        self.press(page, text("prepare.save.one"))
        holder.on("kept")
        self.press(page, text("details.title"))
        self.reach(page, text("field.title"))
        page.keyboard.press("Control+A")
        page.keyboard.type("Accusé")
        self.press(page, text("save"))
        holder.on("list")
        self.assertEqual(holder.titles(), ["Accusé"])
        self.press(page, text("nav.more"))
        self.press(page, text("nav.share"))
        self.press(page, "Accusé", "Space")
        self.press(page, text("next"))
        holder.on("share-terms")
        self.press(page, text("terms.until.tomorrow"))
        holder.on("share-preview")
        self.press(page, text("preview.make"))
        holder.on("share-made")
        share = holder.made()
        other, watched_reader = self.profile()
        reader = Reader(other, share["link"])
        if share["code"]:
            self.reach(reader.page, reader.text("cover.code"))
            reader.page.keyboard.type(share["code"])
            reader.page.keyboard.press("Enter")
        else:
            self.press(reader.page, reader.text("cover.open"))
        self.assertEqual(reader.titles(), ["Accusé"])
        self.press(reader.page, reader.text("papers.close"))
        reader.ended("closed")
        self.press(page, text("made.done"))
        self.press(page, text("shares.noPurpose"))
        self.press(page, text("revoke.button"))
        self.press(page, text("revoke.yes"))
        expect(holder.main).to_contain_text(text("grant.revoked"))
        self.press(page, text("nav.close"))
        holder.on("closed")
        self.assertQuiet(watched)
        self.assertQuiet(watched_reader)

    def test_a_code_and_the_sheet(self):
        context, watched = self.profile()
        holder = Holder(context, self.server.url)
        page, text = holder.page, holder.text
        holder.create()
        holder.write("Un texte.", title="Histoire")
        self.press(page, text("nav.more"))
        self.press(page, text("nav.share"))
        self.press(page, "Histoire", "Space")
        self.press(page, text("next"))
        holder.on("share-terms")
        self.press(page, text("prepare.more"))
        self.press(page, text("terms.code"), "Space")
        expect(holder.main.locator("label.choice").filter(
            has_text=text("terms.code")).locator("input")).to_be_checked()
        holder.main.locator("h1").evaluate("(heading) => heading.focus()")
        self.press(page, text("terms.until.tomorrow"))
        holder.on("share-preview")
        self.press(page, text("preview.make"))
        holder.on("share-made")
        share = holder.made()
        self.press(page, text("made.print"))
        until(lambda: page.evaluate("window.prints.length"), 120, "the sheet is printed")
        [sheet] = page.evaluate("window.prints")
        self.assertIn(share["groups"], sheet["text"].replace("\u00a0", " "))
        # The dialog is closed: the page is there again, and the way on with it.
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        self.press(page, text("made.stop"))
        expect(holder.main.get_by_text(share["revocation"])).to_be_visible()

        other, watched_reader = self.profile()
        reader = Reader(other, share["link"])
        expect(reader.page.get_by_role("heading", level=1)).to_be_focused()
        self.reach(reader.page, reader.text("cover.code"))
        wrong = "0000" if share["code"] != "0000" else "1111"
        reader.page.keyboard.type(wrong)
        reader.page.keyboard.press("Enter")
        expect(reader.page.get_by_text(reader.text("cover.refused.one", count=1))).to_be_visible()
        # The field has the focus, and what is typed takes the place of what was wrong.
        expect(reader.page.get_by_label(reader.text("cover.code"), exact=True)).to_be_focused()
        reader.page.keyboard.type(share["code"])
        reader.page.keyboard.press("Enter")
        self.assertEqual(reader.titles(), ["Histoire"])
        reader.page.evaluate("window.print = () => (window.printed = true)")
        self.press(reader.page, reader.text("paper.print"))
        until(lambda: reader.page.evaluate("window.printed"), 120, "the paper is printed")
        self.press(reader.page, reader.text("papers.close"))
        reader.ended("closed")
        self.assertQuiet(watched)
        self.assertQuiet(watched_reader, "404")

    def test_a_document_into_another_compartment(self):
        one, other = Wallet(self.url), Wallet(self.url)
        one.note(b"Un texte.", title="Histoire")
        context, watched = self.profile()
        holder = Holder(context, self.server.url)
        page, text = holder.page, holder.text
        holder.open(one.phrase.split())
        self.press(page, text("nav.more"))
        self.press(page, text("compartment.title"))
        holder.on("compartment")
        self.press(page, text("compartment.both"))
        self.press(page, text("move.title"))
        holder.on("move")
        self.reach(page, text("word.number", n=1))
        for word in other.phrase.split():
            page.keyboard.type(word)
            page.keyboard.press("Enter")
        expect(holder.main.locator("h1")).to_have_text(text("move.choose"))
        expect(holder.main.locator("h1")).to_be_focused()
        self.press(page, "Histoire", "Space")
        self.press(page, text("move.move"))
        expect(holder.main.locator("h1")).to_have_text(text("move.done"))
        expect(holder.main.locator("h1")).to_be_focused()
        self.press(page, text("back.list"))
        holder.on("list")
        self.assertEqual(holder.titles(), [])
        self.assertEqual([document["title"] for document in other.everything()], ["Histoire"])
        self.assertQuiet(watched)


class Translation(WebTest):
    """A browser that translates a page sends its text to whoever translates."""

    def test_both_pages_refuse_it(self):
        """In each language, with what a script made of the page; none of their parts takes it back."""
        for path in ("/", "/G"):
            for language in ("fr", "nl", "en"):
                with self.subTest(path=path, language=language):
                    context, _ = self.profile(locale=language)
                    page = context.new_page()
                    page.goto(self.url + path)
                    expect(page.locator("h1")).to_be_visible()
                    self.assertEqual(page.evaluate("document.documentElement.lang"), language)
                    self.assertFalse(page.evaluate("document.documentElement.translate"))
                    self.assertEqual(page.locator("[translate]:not([translate=no])").count(), 0)
                    self.assertEqual(
                        page.locator("meta[name=google]").get_attribute("content"), "notranslate")


if __name__ == "__main__":
    unittest.main()
