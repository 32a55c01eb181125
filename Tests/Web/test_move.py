"""Copying and moving documents into another compartment: two phrases, one session, and an end to it."""

import unittest

from holder import Holder
from support import PDF, PHOTO, SCAN, Relay, Wallet, WebTest, expect, system, takes_long, until

# In the page, before anything of it: the names of the calls that the core gets.
RECORD_CALLS = """
  window.calls = [];
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message?.kind === "call") window.calls.push(message.name);
    return post.call(this, message, ...rest);
  };
"""


class MoveTest(WebTest):
    def setUp(self):
        super().setUp()
        self.one, self.other = Wallet(self.server.url), Wallet(self.server.url)
        self.one.add(PHOTO, options=["--title", "Accusé", "--kind", "cpas"])
        self.one.add(PDF, options=["--title", "Décision", "--kind", "cpas", "--valid-until", "2030-01-31"])
        [card] = self.one.add(SCAN, options=["--title", "Carte médicale", "--kind", "sante"])
        system.expect(self.one.run("mask", card), 0)

    def holder(self, language="fr", url=None):
        context, watched = self.profile(locale=f"{language}-BE")
        context.add_init_script(RECORD_CALLS)
        return Holder(context, url or self.server.url, language), watched

    def at_the_phrase(self, holder):
        """From the list to where the other's phrase is asked."""
        holder.tab("list")
        holder.tab("compartment")
        holder.on("compartment")
        holder.press_folded("move.title", "compartment.both")
        holder.on("move")
        expect(holder.main).to_contain_text(holder.text("move.seen"))

    def try_phrase(self, holder, phrase, pseudonym=None):
        if pseudonym:
            holder.choose("open.how.pseudonym")
            holder.field("open.pseudonym").fill(pseudonym)
        holder.type_words(phrase.split())
        holder.press("open.button")

    def open_other(self, holder, wallet=None):
        wallet = wallet or self.other
        self.at_the_phrase(holder)
        self.try_phrase(holder, wallet.phrase, wallet.pseudonym)
        expect(holder.main.locator("h1")).to_have_text(holder.text("move.choose"))

    def choose(self, holder, *titles):
        for title in titles:
            holder.main.locator("label.choice").filter(
                has=holder.page.get_by_text(title, exact=False)).locator("input").check()

    def assertAlert(self, holder, text):
        expect(holder.page.get_by_role("alert")).to_have_text(text)

    def everything(self, wallet):
        return {one["title"]: one for one in wallet.everything()}

    def digits(self, wallet):
        """The last three of a wallet's mark, as `pde` finds it."""
        return system.marks(wallet.run("list"))[-1][-3:]

    def calls(self, holder):
        return holder.page.evaluate("window.calls")

    def assertCloses(self, holder):
        """The other one, after it was opened."""
        until(lambda: "closeSecond" in (calls := self.calls(holder))[calls.index("openSecond"):], 30,
              "the other closes")


class Between(MoveTest):
    def test_copied_and_moved(self):
        holder, watched = self.holder()
        holder.open(self.one.phrase.split())
        before = self.digits(self.other)
        self.open_other(holder)
        self.assertEqual(holder.mark()[-3:], before)
        # A masked document is not there to be chosen, and nothing says that there is one.
        self.assertEqual(holder.main.locator("label.choice").count(), 2)
        self.assertNotIn("Carte médicale", holder.page.content())
        holder.press("move.copy")
        self.assertAlert(holder, holder.text("error.nothingChosen"))
        self.choose(holder, "Décision")
        holder.press("move.copy")
        expect(holder.main.locator("h1")).to_have_text(holder.text("move.done"))
        expect(holder.main).to_contain_text(holder.text("move.copied.one", n=1))
        expect(holder.main).to_contain_text("Décision")
        self.assertEqual(holder.mark()[-3:], self.digits(self.other))
        self.assertEqual(self.calls(holder)[-1], "closeSecond")
        mine, theirs = self.everything(self.one), self.everything(self.other)
        self.assertEqual(set(mine), {"Accusé", "Décision", "Carte médicale"})
        self.assertEqual(set(theirs), {"Décision"})
        self.assertNotEqual(mine["Décision"]["id"], theirs["Décision"]["id"])
        self.assertEqual(theirs["Décision"]["validUntil"], "2030-01-31")
        self.assertEqual(self.other.get(theirs["Décision"]["id"]), PDF.read_bytes())

        # Both that are left, and the other one with a pseudonym.
        third = Wallet(self.server.url, pseudonym="Étoile")
        self.open_other(holder, third)
        self.choose(holder, "Accusé", "Décision")
        holder.press("move.move")
        expect(holder.main.locator("h1")).to_have_text(holder.text("move.done"))
        expect(holder.main).to_contain_text(holder.text("move.moved.other", n=2))
        holder.press("back.list")
        holder.on("list")
        self.assertEqual(holder.titles(), [])
        self.assertEqual(set(self.everything(self.one)), {"Carte médicale"})
        moved = self.everything(third)
        self.assertEqual(set(moved), {"Accusé", "Décision"})
        self.assertEqual(third.get(moved["Accusé"]["id"]), PHOTO.read_bytes())
        # With nothing to choose, no phrase is asked.
        holder.tab("compartment")
        holder.press_folded("move.title", "compartment.both")
        holder.on("move")
        self.assertEqual(holder.button("open.button").count(), 0)
        holder.close()
        there, watched_there = self.holder()
        there.open(third.phrase.split(), "Étoile")
        self.assertEqual(sorted(there.titles()), ["Accusé", "Décision"])
        there.show("Accusé")
        there.drawn()
        self.assertQuiet(watched)
        self.assertQuiet(watched_there)

    def test_a_wrong_phrase_is_answered_as_at_opening(self):
        absent = " ".join([*self.other.phrase.split()[1:], self.other.phrase.split()[0]])
        at_opening, watched_opening = self.holder()
        at_opening.arrive()
        at_opening.press("start.open")
        self.try_phrase(at_opening, absent)
        said = at_opening.text("error.noSuchWallet")
        self.assertAlert(at_opening, said)
        holder, watched = self.holder()
        holder.open(self.one.phrase.split())
        self.at_the_phrase(holder)
        self.try_phrase(holder, absent)
        self.assertAlert(holder, said)
        # A locked one says the same.
        locked = Wallet(self.server.url)
        system.expect(locked.run("lock", "--for", "1h"), 0)
        self.at_the_phrase(holder)
        self.try_phrase(holder, locked.phrase)
        self.assertAlert(holder, said)
        # The session goes on; its own phrase, and one that another may know, open nothing beside it.
        self.at_the_phrase(holder)
        self.try_phrase(holder, self.one.phrase)
        self.assertAlert(holder, holder.text("error.sameCompartment"))
        prepared = Wallet(self.server.url, "--prepared")
        self.at_the_phrase(holder)
        self.try_phrase(holder, prepared.phrase)
        self.assertAlert(holder, holder.text("error.otherPrepared"))
        holder.main.locator("input.secret").first.fill("xyzxyz")
        holder.press("open.button")
        self.assertAlert(holder, holder.text("error.wordMissing"))
        holder.press("back")
        holder.on("compartment")
        holder.tab("list")
        self.assertEqual(sorted(holder.titles()), ["Accusé", "Décision"])
        self.assertQuiet(watched, "404")
        self.assertQuiet(watched_opening, "404")

    @takes_long("each way of leaving, with two wallets open")
    def test_the_other_closes_however_one_leaves(self):
        holder, watched = self.holder()
        holder.page.clock.install()
        holder.open(self.one.phrase.split())
        for leave in (
                lambda: holder.press("cancel"), lambda: holder.tab("share"),
                lambda: (holder.tab("list"), holder.tab("lock"))):
            self.open_other(holder)
            self.assertEqual(self.calls(holder)[-1], "openSecond")
            leave()
            self.assertCloses(holder)
            holder.page.evaluate("window.calls.length = 0")
        # Another language is no leaving.
        self.open_other(holder)
        holder.page.locator("#language").select_option("en")
        expect(holder.main.locator("h1")).to_have_text("Which documents?")
        self.assertNotIn("closeSecond", self.calls(holder))
        holder.page.locator("#language").select_option("fr")
        holder.page.clock.fast_forward(181_000)
        holder.on("closed")
        self.assertCloses(holder)
        holder.without_workers()
        self.assertNotIn("Décision", holder.page.content())

        quick, watched_quick = self.holder()
        quick.open(self.one.phrase.split())
        self.open_other(quick)
        for _ in range(3):
            quick.page.keyboard.press("Shift")
        quick.page.wait_for_url("**/app/weather.html")
        quick.without_workers()
        self.assertEqual(self.everything(self.other), {})
        self.assertQuiet(watched)
        self.assertQuiet(watched_quick)


class Cut(MoveTest):
    def setUp(self):
        super().setUp()
        self.relay = Relay(self.server.port)
        self.addCleanup(self.relay.end)

    @property
    def url(self):
        return self.relay.url

    def test_a_move_without_an_answer_removes_nothing(self):
        holder, _ = self.holder(url=self.relay.url)
        holder.open(self.one.phrase.split())
        self.open_other(holder)
        self.choose(holder, "Décision")
        appends = []
        self.relay.rule = system.losing("/v1/space/journal", appends)
        holder.press("move.move")
        self.assertAlert(holder, holder.text("error.nonsense"))
        expect(holder.main).to_contain_text(holder.text("move.stopped"))
        self.relay.rule = None
        self.assertTrue(appends)
        self.assertIn("Décision", self.everything(self.one))
        self.assertEqual(self.everything(self.other), {})
        # What was chosen is chosen still, and the other is open.
        expect(holder.main.locator("label.choice input:checked")).to_have_count(1)
        holder.press("move.move")
        expect(holder.main.locator("h1")).to_have_text(holder.text("move.done"))
        self.assertEqual(set(self.everything(self.one)), {"Accusé", "Carte médicale"})
        self.assertEqual(set(self.everything(self.other)), {"Décision"})

    def test_the_other_is_locked_meanwhile(self):
        holder, _ = self.holder(url=self.relay.url)
        holder.open(self.one.phrase.split())
        self.open_other(holder)
        system.expect(self.other.run("lock", "--for", "1h"), 0)
        self.choose(holder, "Décision")
        holder.press("move.move")
        self.assertAlert(holder, holder.text("error.otherGone"))
        self.assertEqual(self.calls(holder)[-1], "closeSecond")
        # One's own is open as before.
        holder.tab("list")
        self.assertEqual(sorted(holder.titles()), ["Accusé", "Décision"])


if __name__ == "__main__":
    unittest.main()
