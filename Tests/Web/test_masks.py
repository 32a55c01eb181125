"""Masks and accompanied mode: what is masked is nowhere in the page before it is asked for."""

import datetime
import json
import re
import time
import unittest

from holder import HolderTest
from support import PDF, PHOTO, SCAN, Wallet, expect, system

MASKED = "Rapport-canari du docteur"
SHOWN = "Composition de ménage"
WORDS_OF_MASKED = [MASKED, "Personne-canari", "texte-canari-42"]


def strings_of(page):
    """All that the page's scripts hold, as a heap snapshot writes it: every string of every object."""
    session = page.context.new_cdp_session(page)
    chunks = []
    session.on("HeapProfiler.addHeapSnapshotChunk", lambda event: chunks.append(event["chunk"]))
    session.send("HeapProfiler.enable")
    # What left the page goes in more than one round: its drawings hold on to their buttons for one.
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
        page.wait_for_timeout(200)
    session.send("HeapProfiler.takeHeapSnapshot", {"reportProgress": False})
    session.detach()
    return "\n".join(json.loads("".join(chunks))["strings"])


class MasksTest(HolderTest):
    def filled(self):
        """A wallet with a masked paper, a masked note and one that shows; its words."""
        wallet = Wallet(self.server.url)
        wallet.add(SCAN, options=["--title", MASKED, "--kind", "sante", "--person", WORDS_OF_MASKED[1]])
        note = self.folder / "note.txt"
        note.write_text(WORDS_OF_MASKED[2])
        wallet.add(note, options=["--title", "Note-canari", "--kind", "recit"])
        wallet.add(PHOTO, options=["--title", SHOWN, "--kind", "identite"])
        system.expect(wallet.run("mask", "--kind", "sante", "--kind", "recit"), 0)
        return wallet.phrase.split()

    def show(self, holder, title):
        """As `Holder.show`, without telling the page's driver of the title, which would keep it there."""
        holder.tab("list")
        holder.main.locator(".cards button").nth(holder.titles().index(title)).click()
        holder.on("document")

    def assertNoTrace(self, holder, seconds=0):
        """`seconds`: what was shown may take so long to go; what never was, is never there."""
        content = holder.page.content()
        for canary in WORDS_OF_MASKED:
            self.assertNotIn(canary, content)
        deadline = time.monotonic() + seconds
        while True:
            held = strings_of(holder.page)
            self.assertTrue(SHOWN in held)  # what is searched below would be found
            traces = [line[:200] for line in held.split("\n") if any(one in line for one in WORDS_OF_MASKED)]
            if not traces or time.monotonic() >= deadline:
                break
        self.assertEqual(traces, [])

    def hold(self, holder, name="masks.show", seconds=2.1):
        """Holds a button down with the mouse, on a clock that is passed on."""
        button = holder.button(name)
        button.scroll_into_view_if_needed()
        box = button.bounding_box()
        holder.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        holder.page.mouse.down()
        holder.page.clock.run_for(int(seconds * 1000))
        holder.page.mouse.up()


class Masks(MasksTest):
    def test_what_is_masked_leaves_no_trace(self):
        words = self.filled()
        holder, watched = self.holder()
        holder.page.clock.install()
        holder.open(words)
        self.assertEqual(holder.titles(), [SHOWN])
        holder.tab("share")
        expect(holder.main.locator("label.choice")).to_have_count(1)
        self.assertNoTrace(holder)
        # A short press shows nothing and says so.
        holder.tab("list")
        holder.press("masks.title")
        holder.on("masks")
        self.hold(holder, seconds=1)
        expect(holder.main).to_contain_text(holder.text("hold.short"))
        self.assertNoTrace(holder)
        self.hold(holder)
        holder.on("list")
        self.assertEqual(sorted(holder.titles()), sorted([MASKED, "Note-canari", SHOWN]))
        expect(holder.main).to_contain_text(holder.text("masks.shown.other", n=2))
        self.show(holder, MASKED)
        holder.drawn()
        holder.tab("list")
        holder.press("masks.hideAgain")
        expect(holder.main.locator(".cards li")).to_have_count(1)
        self.assertEqual(holder.titles(), [SHOWN])
        self.assertNoTrace(holder, 60)
        self.assertQuiet(watched)

    def test_a_search_finds_nothing_that_is_masked(self):
        words = self.filled()
        self.wallet(words).add(*[PDF] * 6)
        holder, watched = self.holder()
        holder.open(words)
        for text in ("canari", "sante", "docteur"):
            holder.field("list.search").fill(text)
            expect(holder.main).to_contain_text(holder.text("list.found.one", n=0))  # French counts none as one
            expect(holder.main).to_contain_text(holder.text("masks.notListed"))
        self.assertNoTrace(holder)
        self.assertQuiet(watched)

    def test_with_the_keyboard_and_without_holding(self):
        words = self.filled()
        holder, watched = self.holder()
        page = holder.page
        page.clock.install()
        holder.open(words)
        holder.press("masks.title")
        holder.on("masks")
        holder.button("masks.show").focus()
        page.keyboard.down("Enter")
        page.clock.run_for(500)
        page.keyboard.up("Enter")
        page.clock.run_for(5000)
        self.assertEqual(page.evaluate("document.body.dataset.screen"), "masks")
        page.keyboard.down("Space")
        page.clock.run_for(2100)
        page.keyboard.up("Space")
        holder.on("list")
        self.assertEqual(len(holder.titles()), 3)
        holder.press("masks.hideAgain")
        holder.on("list")
        holder.press("masks.title")
        holder.press("hold.cannot")
        holder.answer("no")
        self.assertEqual(page.evaluate("document.body.dataset.screen"), "masks")
        holder.press("hold.cannot")
        holder.answer("masks.ask.yes")
        holder.on("list")
        self.assertEqual(len(holder.titles()), 3)
        self.assertQuiet(watched)

    def test_masking_one_and_choosing_kinds(self):
        """One paper is masked, another no more; another kind; all of it there at the next opening."""
        words = self.filled()
        holder, watched = self.holder()
        holder.page.clock.install()
        holder.open(words)
        holder.show(SHOWN)
        holder.press("masks.mask")
        holder.on("list")
        self.assertEqual(holder.titles(), [])
        expect(holder.button("list.first")).to_be_visible()
        expect(holder.main).to_contain_text(holder.text("masks.notListed"))
        holder.press("masks.title")
        self.hold(holder)
        holder.on("list")
        self.show(holder, MASKED)
        holder.press("masks.unmask")
        holder.on("list")
        self.assertEqual(holder.titles(), [MASKED])
        holder.press("masks.title")
        holder.choose("kind.identite")
        holder.main.locator("label.choice").filter(
            has_text=re.compile("^" + re.escape(holder.text("kind.recit")))).locator("input").uncheck()
        holder.press("save")
        holder.on("list")
        holder.close()
        again, _ = self.holder()
        again.page.clock.install()
        again.open(words)
        self.assertEqual(sorted(again.titles()), sorted([MASKED, "Note-canari"]))
        again.press("masks.title")
        expect(again.main.locator("label.choice").filter(
            has_text=re.compile("^" + re.escape(again.text("kind.identite")))).locator("input")).to_be_checked()
        self.assertQuiet(watched)

    def test_the_way_is_the_same_when_nothing_is_masked(self):
        holder, watched = self.holder()
        holder.page.clock.install()
        holder.create()
        holder.press("masks.title")
        self.hold(holder)
        holder.on("list")
        expect(holder.main).to_contain_text(holder.text("masks.none"))
        self.assertQuiet(watched)

    def test_a_paper_that_was_just_kept_is_in_the_list_and_hidden_only_where_that_is_wished(self):
        """Of health, residence, justice and one's own words: it is asked for once, and whether its end may be
        reminded of; what the list says is the same in each case."""
        holder, watched = self.holder()
        words = holder.create()
        soon = (datetime.date.today() + datetime.timedelta(days=10)).isoformat()
        said = []
        for answer, title in (("no", "Laissé"), ("yes", "Caché"), ("remind", "Rappelé")):
            holder.choose_files(PDF)
            holder.press("prepare.save.one")
            holder.on("kept")
            holder.press("details.title")
            holder.field("field.title").fill(title)
            holder.field("field.validUntil").fill(soon)
            holder.choose("kind.sante")
            holder.press("save")
            holder.answer(f"masks.askNew.{answer}")
            holder.on("list")
            said.append(holder.main.locator(".masks-hint").inner_text())
        self.assertEqual(holder.titles(), ["Laissé"])
        self.assertEqual(len(set(said)), 1)
        holder.close()
        again, _ = self.holder()
        again.open(words)
        self.assertEqual(again.titles(), ["Laissé"])
        reminders = again.main.locator(".reminders li").all_inner_texts()
        self.assertEqual(len(reminders), 2)
        self.assertIn("Laissé", reminders[0])
        self.assertNotIn("Rappelé", again.page.content())
        self.assertTrue(reminders[1].startswith(again.text("masks.ends", date="").rstrip(". ")), reminders[1])
        # An ordinary kind is not asked about.
        again.choose_files(PHOTO)
        again.press("prepare.save.one")
        again.on("kept")
        again.main.locator("[data-kind=cpas]").click()
        again.on("list")
        self.assertQuiet(watched)

    def test_removed_and_then_hidden(self):
        """What is about to be removed when all is hidden again is removed."""
        words = self.filled()
        holder, watched = self.holder()
        holder.page.clock.install()
        holder.open(words)
        holder.press("masks.title")
        self.hold(holder)
        holder.on("list")
        self.show(holder, MASKED)
        holder.press("document.remove")
        holder.on("list")
        self.assertIn(MASKED, holder.main.inner_text())
        holder.press("masks.hideAgain")
        expect(holder.main.locator(".cards li")).to_have_count(1)
        self.assertNoTrace(holder, 60)
        listed = system.expect(self.wallet(words).run("list", "--json", "--masked"), 0)
        self.assertEqual(
            sorted(one["title"] for one in json.loads(listed.out)), sorted(["Note-canari", SHOWN]))
        self.assertQuiet(watched)


class Accompanied(MasksTest):
    def test_titles_are_shown_one_by_one(self):
        words = self.filled()
        holder, watched = self.holder()
        holder.arrive()
        holder.press("start.open")
        holder.choose("masks.accompany")
        holder.type_words(words)
        holder.press("open.button")
        holder.on("list")
        expect(holder.main).to_contain_text(holder.text("masks.accompanied"))
        self.assertEqual(holder.titles(), [holder.text("masks.hidden")])
        self.assertNotIn(SHOWN, holder.page.content())
        expect(holder.main.locator(".thumbnail canvas")).to_have_count(0)
        holder.tab("share")
        expect(holder.main).to_contain_text(holder.text("masks.hiddenToShare"))
        holder.tab("list")
        holder.main.locator("button.document").first.click()
        expect(holder.main.locator(".cards strong").first).to_have_text(SHOWN)
        expect(holder.main.locator("button.document").first).to_be_focused()
        holder.tab("share")
        expect(holder.main.locator("label.choice")).to_have_count(1)
        holder.show(SHOWN)
        holder.press("masks.hide")
        holder.on("list")
        self.assertEqual(holder.titles(), [holder.text("masks.hidden")])
        # Nothing on the screen ends it.
        expect(holder.button("masks.accompany")).to_have_count(0)
        holder.close()
        again, _ = self.holder()
        again.open(words)
        self.assertEqual(again.titles(), [SHOWN])
        self.assertQuiet(watched)

    def test_begun_from_the_list(self):
        words = self.filled()
        holder, watched = self.holder()
        holder.open(words)
        holder.share(SHOWN, purpose="Objet-canari", code=False)
        holder.tab("list")
        holder.tab("accompany")
        expect(holder.main).to_contain_text(holder.text("masks.accompanied"))
        self.assertEqual(holder.titles(), [holder.text("masks.hidden")])
        self.assertNotIn(SHOWN, holder.page.content())
        holder.tab("shares")
        expect(holder.main.locator("button.document")).to_have_count(1)
        self.assertNotIn("Objet-canari", holder.page.content())
        holder.main.locator("button.document").first.click()
        holder.on("grant")
        expect(holder.main).to_contain_text("Objet-canari")
        self.assertNotIn(SHOWN, holder.page.content())
        self.assertQuiet(watched)


if __name__ == "__main__":
    unittest.main()
