"""A paper is kept, or it is said that it isn't, and nothing is lost: no room, no network, a page that is thrown
away, a page that a browser translates, many papers, titles in any script."""

from support import PHOTO, Wallet, expect
from test_terminal import RelayedTest

FULL = '{"type":"urn:pde:full","status":507}'
SCRIPTS = "Décision الجواز паспорт 护照"
# In the page: what a browser's translation does to each text that may be translated.
TRANSLATE = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.data.trim() && !node.parentElement.closest("[translate=no]:not(html), script, style, title")) texts.push(node);
  }
  for (const text of texts) {
    const outer = document.createElement("font");
    const inner = document.createElement("font");
    inner.textContent = text.data.split("").reverse().join("");
    outer.append(inner);
    text.replaceWith(outer);
  }
  return texts.length;
}"""


class Failing(RelayedTest):
    def check(self, spoil, mend, said):
        """What could not be kept stands there still; pressed again, it is kept once."""
        holder, watched = self.holder()
        words = holder.create()
        holder.choose_files(PHOTO)
        spoil(holder)
        holder.main.locator("button.large").click()
        expect(holder.page.get_by_role("alert")).to_contain_text(holder.text(said))
        expect(holder.main.locator(".paper-shown canvas")).to_be_visible()
        mend(holder)
        holder.main.locator("button.large").click()
        holder.on("kept")
        self.assertEqual(len(self.wallet(words).list()), 1)
        return holder, watched

    def test_no_room_in_the_wallet(self):
        self.check(
            lambda holder: holder.page.context.route("**/v1/space/blocks", lambda route: route.fulfill(
                status=507, content_type="application/problem+json", body=FULL)),
            lambda holder: holder.page.context.unroute("**/v1/space/blocks"), "error.full")

    def test_the_network_goes(self):
        self.check(
            lambda holder: holder.page.context.route("**/v1/space/blocks", lambda route: route.abort()),
            lambda holder: holder.page.context.unroute("**/v1/space/blocks"), "error.unreachable")

    def test_the_network_goes_before_the_last_answer(self):
        """The paper is there, and pressing again does not make two of it."""
        def lose(route):
            route.fetch()
            route.abort()
        self.check(
            lambda holder: holder.page.context.route("**/v1/space/journal", lose),
            lambda holder: holder.page.context.unroute("**/v1/space/journal"), "error.unreachable")


class ThrownAway(RelayedTest):
    def test_while_the_camera_is_open(self):
        holder, watched = self.holder()
        words = holder.create()
        holder.write("Un", title="Premier")
        holder.tab("add")
        with holder.page.expect_file_chooser():
            holder.press("add.files")
        holder.page.reload()
        holder.on("start")
        expect(holder.main).to_contain_text(holder.text("start.thrown"))
        self.assertNotIn("Premier", holder.page.content())
        holder.page.reload()
        holder.on("start")
        expect(holder.main.locator(".tiles, .columns").first).to_be_visible()
        self.assertNotIn(holder.text("start.thrown"), holder.main.inner_text())
        self.assertQuiet(watched)

    def test_a_file_that_was_chosen_is_none(self):
        holder, watched = self.holder()
        holder.create()
        holder.tab("add")
        with holder.page.expect_file_chooser() as chooser:
            holder.press("add.files")
        chooser.value.set_files(PHOTO)
        holder.on("prepare")
        holder.page.reload()
        holder.on("start")
        self.assertNotIn(holder.text("start.thrown"), holder.main.inner_text())
        self.assertQuiet(watched)


class Translated(RelayedTest):
    def test_a_page_that_is_translated_goes_on(self):
        holder, watched = self.holder()
        holder.arrive()

        def translate():
            self.assertGreater(holder.page.evaluate(TRANSLATE), 3)

        translate()
        holder.main.locator(".start-tile").first.click()
        holder.on("create")
        translate()
        holder.main.locator(".actions button").first.click()
        words = holder.words_shown()
        translate()
        self.assertEqual(holder.words_shown(), words)
        holder.main.locator(".actions .main").click()
        for word in words:
            holder.touch(word)
        holder.on("list")
        translate()
        holder.main.locator("#choose-files").set_input_files(PHOTO)
        holder.on("prepare")
        translate()
        holder.main.locator("button.large").click()
        holder.on("kept")
        translate()
        self.assertEqual(len(self.wallet(words).list()), 1)
        self.assertQuiet(watched)


class Many(RelayedTest):
    def test_five_hundred_papers(self):
        wallet = Wallet(self.server.url)
        papers = []
        for number in range(500):
            paper = self.folder / f"papier {number:03}.txt"
            paper.write_text(f"x{number}")
            papers.append(paper)
        wallet.add(*papers)
        holder, watched = self.holder()
        holder.open(wallet.phrase.split())
        self.assertEqual(len(holder.titles()), 500)
        holder.field("list.search").fill("papier 123")
        expect(holder.main.locator(".cards li").first).to_contain_text("papier 123")
        holder.field("list.search").fill("")
        holder.show("papier 499")
        expect(holder.main).to_contain_text("x499")
        self.assertQuiet(watched)

    def test_a_title_in_four_scripts(self):
        holder, watched = self.holder()
        words = holder.create()
        holder.add(PHOTO, title=SCRIPTS)
        self.assertEqual(holder.titles(), [SCRIPTS])
        for part in SCRIPTS.split():
            holder.write("x", title=f"Autre {part[::-1]}")
        [kept] = [one for one in self.wallet(words).list() if one["title"] == SCRIPTS]
        for index in range(6):
            holder.write("y", title=f"Feuille {index}")
        for part in SCRIPTS.split():
            holder.field("list.search").fill(part)
            expect(holder.main.locator(".cards strong").first).to_have_text(SCRIPTS)
        holder.field("list.search").fill("")
        holder.show(SCRIPTS)
        holder.drawn()
        self.assertEqual(kept["title"], SCRIPTS)
        self.assertQuiet(watched)
