"""The holder's app as a person uses it: what is pressed and typed, by the texts on the screen."""

import io
import json
import pathlib
import re
import subprocess

from PIL import Image

from support import IS_DRAWN, PATIENCE, ROOT, TimeoutError, Wallet, WebTest, expect, until

MESSAGES = ROOT / "Sources/WebApp/site/holder/messages"
# In the page, before anything of it: what would be printed is written down instead.
RECORD_PRINTS = """
  window.prints = [];
  window.printOnPaper = window.print.bind(window);
  window.print = () => {
    const papers = [...document.querySelectorAll(".paper, .sheet, .pde-sheet")];
    const printed = papers.length > 0 ? papers : [document.body];
    window.prints.push({
      title: document.title, text: printed.map((page) => page.innerText).join(" ")});
  };
"""




def catalogue(language, folder=MESSAGES):
    return json.loads((folder / f"{language}.json").read_text())


# What stands on the page of what is done seldom, by the texts of its tiles.
BEHIND_MORE = {
    **{name: f"nav.{name}" for name in ("share", "shares", "lock", "keys", "help")},
    "masks": "masks.title", "accompany": "masks.accompany", "compartment": "compartment.title",
    "leave": "leave.title", "delete": "delete.button", "removed": "removed.title"}
SENSITIVE = ("sante", "sejour", "justice", "recit")


class Holder:
    """One person at one tab."""

    def __init__(self, context, url, language="fr", page=None):
        self.url = url
        self.texts = catalogue(language)
        self.language = language
        self.page = page or context.new_page()
        self.page.add_init_script(RECORD_PRINTS)

    def text(self, key, **values):
        return self.texts[key].format(**values)

    @property
    def main(self):
        return self.page.locator("main")

    def button(self, key, within=None, **values):
        return (within or self.main).get_by_role(
            "button", name=self.text(key, **values), exact=True)

    def press(self, key, within=None, **values):
        self.button(key, within, **values).click()

    def press_folded(self, key, fold):
        """A button that is folded away below some words."""
        self.main.locator("summary").filter(has_text=self.text(fold)).first.click()
        self.press(key)

    def answer(self, key):
        """Presses a button of the question that is asked."""
        self.press(key, self.page.get_by_role("dialog"))

    def tab(self, name):
        """Goes there by the menu: of what is done seldom, by its page of tiles."""
        menu = self.page.get_by_role("navigation")
        if name in BEHIND_MORE and self.button("nav.more", menu).count():
            self.press("nav.more", menu)
            self.on("more")
            self.press(BEHIND_MORE[name])
        else:
            self.press(f"nav.{name}", menu)

    def on(self, screen):
        """Waits for a screen, at rest."""
        try:
            # In the page, at each of its frames: asked from outside it is seen up to a second later.
            self.page.wait_for_function(
                "(screen) => document.body?.dataset.screen === screen"
                " && !document.querySelector('.working')", arg=screen)
        except TimeoutError as error:
            raise AssertionError(
                f"no screen {screen!r} at rest: {error}\nThe page says:\n{self.main.inner_text()}"
            ) from None

    def field(self, key, **values):
        return self.main.get_by_label(self.text(key, **values), exact=True)

    def choose(self, key):
        """One of several, or a box to tick, by its words."""
        self.main.locator("label.choice").filter(
            has_text=re.compile("^" + re.escape(self.text(key)))).locator("input").check()

    # Opening and closing

    def arrive(self):
        self.page.goto(self.url)
        self.on("start")

    def new_phrase(self, pseudonym=None):
        """From the first screen to the words."""
        self.press("start.create")
        expect(self.main).to_contain_text(self.text("know.not"))
        expect(self.main).to_contain_text(self.text("know.seen"))
        if pseudonym:
            self.press("create.otherWays")
            self.choose("create.how.pseudonym")
            self.field("open.pseudonym").fill(pseudonym)
        self.press("next")
        return self.words_shown(5 if pseudonym else 6)

    def words_shown(self, count=6):
        expect(self.main.locator("ol.phrase li")).to_have_count(count)
        return self.main.locator("ol.phrase strong").all_inner_texts()

    def type_words(self, words):
        for number, word in enumerate(words, 1):
            self.field("word.number", n=number).fill(word)

    def create(self, pseudonym=None):
        self.arrive()
        words = self.new_phrase(pseudonym)
        self.practise(words)
        self.on("list")
        return words

    def practise(self, words):
        """From the words on the screen: each is touched in its order, among all."""
        self.press("phrase.noted")
        for number, word in enumerate(words, 1):
            expect(self.main).to_contain_text(self.text("practise.which", n=number))
            self.touch(word)

    def touch(self, word):
        self.main.locator(".word-tile:enabled").filter(has_text=re.compile(f"^{word}$")).first.click()

    def open(self, words, pseudonym=None):
        self.arrive()
        self.open_here(words, pseudonym)

    def open_here(self, words, pseudonym=None):
        """From the first screen."""
        self.press("start.open")
        if pseudonym:
            self.choose("open.how.pseudonym")
            self.field("open.pseudonym").fill(pseudonym)
        self.type_words(words)
        self.press("open.button")
        self.on("list")

    def close(self):
        self.tab("close")
        self.on("closed")

    def without_workers(self):
        """Waits until the core and the image worker are gone."""
        def ended():
            self.page.wait_for_timeout(20)  # Playwright hears of it only while it waits.
            return not self.page.workers
        until(ended, 120, "the workers are ended")

    def mark(self):
        return self.page.locator("p.mark span").first.inner_text()

    # Documents

    def choose_files(self, *files):
        """Files, as paths or as (name, type, bytes)."""
        self.tab("add")
        if not isinstance(files[0], tuple):
            files = [pathlib.Path(file) for file in files]
        else:
            files = [{"name": name, "mimeType": kind, "buffer": content}
                     for name, kind, content in files]
        self.main.locator("#choose-files").set_input_files(files)
        self.on("prepare")
        expect(self.main.get_by_text(self.text("prepare.reading"))).to_have_count(0)

    def add(self, *files, title=None, kind=None, person=None, until=None, separate=False,
            original=False, hide=False):
        self.choose_files(*files)
        if separate:
            self.choose("prepare.join.many")
        if original:
            self.main.locator("summary").click()
            self.choose("prepare.keep")
        self.keep(title, kind, person, until, hide)

    def keep(self, title=None, kind=None, person=None, until=None, hide=False):
        """Keeps what was chosen, and says what it is, if that is to be said."""
        self.main.locator("button.large").click()
        self.on("kept")
        if not (title or kind or person or until):
            self.press("kept.done")
            return self.on("list")
        self.press("details.title")
        self.on("details")
        if title:
            self.field("field.title").fill(title)
        if kind:
            self.choose(f"kind.{kind}")
        if person:
            self.field("field.person").fill(person)
        if until:
            self.field("field.validUntil").fill(until)
        self.press("save")
        if kind in SENSITIVE:
            self.answer(f"masks.askNew.{'yes' if hide else 'no'}")
        self.on("list")

    def write(self, text, title=None):
        self.tab("add")
        self.press("add.note")
        if title:
            self.field("field.title").fill(title)
        self.field("note.text").fill(text)
        self.press("save")
        self.on("document")
        self.tab("list")

    def titles(self):
        return self.main.locator(".cards strong").all_inner_texts()

    def show(self, title):
        self.tab("list")
        self.main.locator(".cards button").filter(
            has=self.page.get_by_text(title, exact=True)).click()
        self.on("document")

    def drawn(self):
        """The first picture of the document on show, once it is there: its width and height."""
        return drawn(self.main.locator("canvas").first)

    # Advice

    def advised(self, **answers):
        """Answers the four questions, from the first to what they come to."""
        for question, answer in answers.items():
            self.choose(f"advice.{question}.{answer}")
            self.press("next")
            expect(self.main).not_to_contain_text(self.text(f"advice.{question}"))
        expect(self.main.locator("h1")).to_have_text(self.text("advice.result"))

    # Sharing

    def choose_paper(self, title):
        self.main.locator("label.choice").filter(
            has=self.page.get_by_text(title, exact=False)).first.locator("input").check()

    def share(self, *titles, purpose=None, code=None, once=False, name=None, until=None):
        """Makes a grant as far as its last screen; what that says."""
        self.tab("share")
        for title in titles:
            self.choose_paper(title)
        self.press("next")
        self.on("share-terms")
        self.terms(purpose, name, once, code)
        self.end(until or "tomorrow")
        self.on("share-preview")
        self.make_share()
        return self.made()

    def terms(self, purpose=None, name=None, once=False, code=None):
        """What is said seldom of a share, in its fold."""
        if not (purpose or name or once or code is not None):
            return
        self.main.locator("details.more-terms summary").click()
        if purpose:
            self.field("terms.purpose").fill(purpose)
        if name:
            self.field("terms.name").fill(name)
        if once:
            self.choose("terms.openings.once")
        if code is not None:
            self.main.locator("label.choice").filter(
                has_text=self.text("terms.code")).locator("input").set_checked(code)

    def end(self, until):
        """The one press that says when it ends."""
        self.main.locator(f"[data-until={until}]").click()

    def make_share(self):
        """As a person does, who presses again when a paper tells more than it shows."""
        self.told_first("preview.make")
        self.on("share-made")

    def told_first(self, button):
        """Presses what makes a share; once more where a paper tells more than it shows."""
        for _ in range(2):
            self.press(button)
            self.page.wait_for_function(
                "() => document.querySelector('main .qr svg') !== null"
                " || document.activeElement?.matches('.preview .notice')")
            if self.page.evaluate("document.querySelector('main .qr svg') !== null"):
                break

    def made(self):
        """What the last screen of sharing shows: the link as its code is scanned, and the codes."""
        square = self.main.locator(".qr svg")
        expect(square).to_be_visible()
        square.evaluate("(square) => square.scrollIntoView({block: 'center'})")
        big = self.main.locator("p.big")
        typed = self.main.locator("p.typed").all_text_contents()
        return {
            "link": until(lambda: read_off(square.screenshot()), PATIENCE / 1000, "the code is read"),
            "code": big.inner_text() if big.count() else None,
            "address": typed[0], "groups": typed[1], "revocation": typed[2],
        }


class HolderTest(WebTest):
    """Tests of the holder's app."""

    def holder(self, language="fr", **options):
        context, watched = self.profile(**{"locale": f"{language}-BE", **options})
        return Holder(context, self.server.url, language), watched

    def wallet(self, words, pseudonym=None):
        """The same wallet, for `pde`."""
        wallet = Wallet.__new__(Wallet)
        wallet.url, wallet.pseudonym, wallet.phrase = self.server.url, pseudonym, " ".join(words)
        return wallet


def jpegs(content):
    """The pictures in a PDF of pictures, or the one that it is."""
    if content.startswith(b"\xff\xd8"):
        return [content]
    return [found[1] for found in re.finditer(
        rb"/DCTDecode /Length \d+ >>\nstream\n(.*?)\nendstream", content, re.DOTALL)]


def drawn(canvas):
    """Waits until a canvas shows more than one colour; its width and height."""
    canvas.scroll_into_view_if_needed()
    until(lambda: canvas.evaluate(IS_DRAWN), PATIENCE / 1000, "the page is drawn")
    return canvas.evaluate("(canvas) => [canvas.width, canvas.height]")


def scanned(picture):
    """What a phone's camera reads off a picture."""
    read = read_off(picture)
    assert read, "zbarimg reads nothing"
    return read


def read_off(picture):
    """What it reads, held nearer should it read nothing; nothing if there is no code."""
    for scale in (1, 2, 3):
        image = Image.open(io.BytesIO(picture))
        nearer = io.BytesIO()
        image.resize((image.width * scale, image.height * scale)).save(nearer, "PNG")
        done = subprocess.run(
            ["zbarimg", "--quiet", "--raw", "--oneshot", "-"], input=nearer.getvalue(),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        if done.returncode == 0:
            break
    return done.stdout.decode().strip()
