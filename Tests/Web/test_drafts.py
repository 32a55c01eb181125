"""What is being written is not lost, however the session ends."""

import unittest

from support import expect
from test_terminal import TITLE, RelayedTest


class Drafts(RelayedTest):
    def begin(self, holder, text):
        holder.tab("add")
        holder.press("add.note")
        holder.field("note.text").fill(text)

    def draft(self, holder):
        return holder.text("draft.title", title=holder.text("note.form.story"))

    def assertDraft(self, words, text):
        """The next one who opens finds it, goes on, and it becomes a note like any other."""
        again, _ = self.holder()
        again.open(words)
        self.assertEqual(sorted(again.titles()), sorted([self.draft(again), TITLE]))
        again.show(self.draft(again))
        again.press("document.editNote")
        expect(again.field("note.text")).to_have_value(text)
        again.field("note.text").fill(text + " et fini")
        again.press("save")
        again.on("document")
        expect(again.main).to_contain_text(text + " et fini")
        again.tab("list")
        self.assertEqual(sorted(again.titles()), sorted([again.text("note.form.story"), TITLE]))

    def test_it_locks_while_a_note_is_written(self):
        holder, watched, words = self.open_wallet()
        self.begin(holder, "À moitié écrit")
        holder.page.clock.fast_forward(181_000)
        holder.on("closed")
        self.assertClosed(holder, words, "moitié")
        self.assertQuiet(watched)
        self.assertDraft(words, "À moitié écrit")

    def test_closing_keeps_what_was_just_written(self):
        holder, watched, words = self.open_wallet()
        self.begin(holder, "Les premiers mots")
        holder.close()
        self.assertQuiet(watched)
        self.assertDraft(words, "Les premiers mots")

    def test_a_tab_that_dies_has_kept_it(self):
        holder, _, words = self.open_wallet()
        self.begin(holder, "Les premiers mots")
        holder.page.clock.fast_forward(4_000)
        expect(holder.main).to_contain_text(holder.text("draft.kept"))
        holder.page.close()
        self.assertDraft(words, "Les premiers mots")

    def test_another_screen_keeps_it_and_a_save_leaves_no_draft(self):
        holder, watched, _ = self.open_wallet()
        self.begin(holder, "Les premiers mots")
        holder.tab("list")
        expect(holder.main.locator(".cards")).to_contain_text(TITLE)
        holder.tab("add")
        holder.tab("list")
        expect(holder.main.locator(".cards")).to_contain_text(self.draft(holder))
        self.begin(holder, "Autre chose")
        holder.page.clock.fast_forward(4_000)
        expect(holder.main).to_contain_text(holder.text("draft.kept"))
        holder.press("save")
        holder.on("document")
        holder.tab("list")
        self.assertEqual(
            sorted(holder.titles()), sorted([self.draft(holder), holder.text("note.form.story"), TITLE]))
        self.assertQuiet(watched)

    def test_what_is_given_up_leaves_no_draft(self):
        holder, watched, _ = self.open_wallet()
        self.begin(holder, "Les premiers mots")
        holder.page.clock.fast_forward(4_000)
        expect(holder.main).to_contain_text(holder.text("draft.kept"))
        holder.press("cancel")
        holder.answer("note.leave.yes")
        holder.on("add")
        holder.tab("list")
        self.assertEqual(holder.titles(), [TITLE])
        self.assertQuiet(watched)

    def test_a_note_stays_as_it_is_until_its_change_is_saved(self):
        holder, watched, words = self.open_wallet()
        holder.show(TITLE)
        holder.press("document.editNote")
        expect(holder.field("note.text")).to_have_value("Un texte à moi.")
        holder.field("note.text").fill("Autrement")
        holder.close()
        self.assertQuiet(watched)
        again, _ = self.holder()
        again.open(words)
        draft = again.text("draft.title", title=TITLE)
        self.assertEqual(sorted(again.titles()), sorted([draft, TITLE]))
        again.show(TITLE)
        expect(again.main).to_contain_text("Un texte à moi.")

    def test_a_draft_is_no_more_seen_than_what_it_is_of(self):
        holder, watched, words = self.open_wallet()
        holder.show(TITLE)
        holder.press("masks.mask")
        holder.on("list")
        holder.press("masks.title")
        holder.press("hold.cannot")
        holder.answer("masks.ask.yes")
        holder.on("list")
        holder.show(TITLE)
        holder.press("document.editNote")
        expect(holder.field("note.text")).to_have_value("Un texte à moi.")
        holder.field("note.text").fill("Autrement")
        holder.close()
        self.assertQuiet(watched)
        again, _ = self.holder()
        again.open(words)
        self.assertEqual(again.titles(), [])
        self.assertEqual(len(self.wallet(words).everything()), 2)

    def assertTriedAgain(self, holder, words, calls):
        """It is said that it isn't kept; once `calls` are answered again, it is, and once."""
        expect(holder.main).to_contain_text(holder.text("draft.notKept"))
        holder.page.context.unroute(calls)
        holder.page.clock.fast_forward(16_000)
        expect(holder.main).to_contain_text(holder.text("draft.kept"))
        holder.page.close()
        self.assertDraft(words, "Les premiers mots")

    def test_what_the_network_did_not_take_is_tried_again(self):
        holder, _, words = self.open_wallet()
        holder.page.context.route("**/v1/**", lambda route: route.abort())
        self.begin(holder, "Les premiers mots")
        holder.page.clock.fast_forward(4_000)
        self.assertTriedAgain(holder, words, "**/v1/**")

    def test_what_was_taken_without_an_answer_is_kept_once(self):
        holder, _, words = self.open_wallet()

        def lose(route):
            route.fetch()
            route.abort()
        holder.page.context.route("**/v1/space/journal", lose)
        self.begin(holder, "Les premiers mots")
        holder.page.clock.fast_forward(4_000)
        # The page asks once more by itself, on a clock that stands.
        for _ in range(3):
            holder.page.clock.fast_forward(2_000)
        self.assertTriedAgain(holder, words, "**/v1/space/journal")

    def test_a_browser_asks_before_it_leaves_what_is_not_kept(self):
        holder, _, _ = self.open_wallet()
        asked = []
        holder.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        holder.page.reload()
        self.assertEqual(asked, [])
        holder, _, _ = self.open_wallet()
        holder.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        self.begin(holder, "Les premiers mots")
        holder.field("note.text").press("End")
        holder.page.reload()
        self.assertEqual(asked, ["beforeunload"])


if __name__ == "__main__":
    unittest.main()
