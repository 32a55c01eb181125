"""What was removed or written over can be had back for 30 days."""

from test_masks import MasksTest
from support import SCAN, expect, system


class Removed(MasksTest):
    def removed(self, holder):
        holder.tab("removed")
        holder.on("removed")
        return holder.main.locator("[data-removed] h2").all_inner_texts()

    def remove(self, holder, title):
        holder.show(title)
        holder.press("document.remove")
        holder.on("list")
        expect(holder.main).to_contain_text(holder.text("removed.text", title=title))

    def begin(self):
        holder, watched = self.holder()
        holder.page.clock.install()
        return holder, watched, holder.create()

    def settle(self, holder):
        """The seconds in which it can be undone in the list."""
        holder.page.clock.fast_forward(11_000)
        expect(holder.main.get_by_text(holder.text("removed.undo"))).to_have_count(0)

    def test_a_paper_is_put_back_as_it_was(self):
        holder, watched, words = self.begin()
        holder.add(SCAN, title="Carte", kind="sante")
        holder.write("Un", title="Premier")
        self.remove(holder, "Carte")
        self.settle(holder)
        holder.close()
        holder.open(words)
        self.assertEqual(holder.titles(), ["Premier"])
        self.assertEqual(self.removed(holder), ["Carte"])
        holder.press("removed.undo")
        holder.on("document")
        expect(holder.page.locator("body > [aria-live]")).to_have_text(holder.text("removed.done"))
        holder.drawn()
        holder.tab("list")
        self.assertEqual(sorted(holder.titles()), ["Carte", "Premier"])
        # It has its picture again once it was seen.
        expect(holder.main.locator(".thumbnail canvas")).to_have_count(1)
        self.assertEqual(self.removed(holder), [])
        expect(holder.main).to_contain_text(holder.text("removed.none"))
        self.assertQuiet(watched)

    def test_a_paper_goes_for_good(self):
        holder, watched, words = self.begin()
        for title in ("Un", "Deux", "Trois"):
            holder.write(title, title=title)
        for title in ("Un", "Deux", "Trois"):
            self.remove(holder, title)
            self.settle(holder)
        self.assertEqual(self.removed(holder), ["Trois", "Deux", "Un"])
        holder.press("removed.forget", holder.main.locator("[data-removed]").nth(1))
        holder.answer("no")
        self.assertEqual(self.removed(holder), ["Trois", "Deux", "Un"])
        holder.press("removed.forget", holder.main.locator("[data-removed]").nth(1))
        holder.answer("removed.forget")
        expect(holder.main.locator("[data-removed]")).to_have_count(2)
        holder.press("removed.forgetAll")
        holder.answer("removed.forget")
        expect(holder.main.locator("[data-removed]")).to_have_count(0)
        holder.close()
        self.assertEqual(holder.mark()[-3:], system.marks(self.wallet(words).run("list"))[-1][-3:])
        holder.open(words)
        self.assertEqual(self.removed(holder), [])
        self.assertQuiet(watched)

    def test_who_looks_on_sees_no_hidden_paper(self):
        holder, watched, words = self.begin()
        holder.write("Un", title="Secret")
        holder.show("Secret")
        holder.press("masks.mask")
        holder.on("list")
        holder.press("masks.title")
        self.hold(holder)
        holder.on("list")
        self.remove(holder, "Secret")
        self.settle(holder)
        holder.close()
        holder.open(words)
        self.assertEqual(self.removed(holder), [])
        self.assertNotIn("Secret", holder.page.content())
        expect(holder.main).to_contain_text(holder.text("masks.notListed"))
        holder.press("masks.title")
        self.hold(holder)
        holder.on("list")
        self.assertEqual(self.removed(holder), ["Secret"])
        self.assertQuiet(watched)

    def test_in_company_none_shows(self):
        holder, watched, words = self.begin()
        holder.write("Un", title="Premier")
        self.remove(holder, "Premier")
        self.settle(holder)
        holder.tab("accompany")
        holder.on("list")
        self.assertEqual(self.removed(holder), [])
        expect(holder.main).to_contain_text(holder.text("removed.accompanied"))
        self.assertQuiet(watched)


class Versions(MasksTest):
    def change(self, holder, title, text):
        holder.show(title)
        holder.press("document.editNote")
        holder.field("note.text").fill(text)
        holder.press("save")
        holder.on("document")

    def test_an_earlier_text_is_read_and_taken_again(self):
        holder, watched = self.holder()
        words = holder.create()
        holder.write("Le texte d’hier", title="Histoire")
        holder.show("Histoire")
        expect(holder.button("versions.title")).to_have_count(0)
        self.change(holder, "Histoire", "Le texte d’aujourd’hui")
        holder.press("versions.title")
        holder.on("versions")
        folds = holder.main.locator("details")
        expect(folds).to_have_count(1)
        folds.locator("summary").click()
        expect(folds).to_contain_text("Le texte d’hier")
        holder.press("versions.take")
        holder.on("document")
        expect(holder.main).to_contain_text("Le texte d’hier")
        holder.press("versions.title")
        expect(holder.main.locator("details")).to_have_count(2)
        holder.close()
        holder.open(words)
        holder.show("Histoire")
        expect(holder.main).to_contain_text("Le texte d’hier")
        self.assertQuiet(watched)

    def test_a_draft_leaves_none(self):
        holder, watched = self.holder()
        holder.page.clock.install()
        holder.create()
        holder.tab("add")
        holder.press("add.note")
        for text in ("Un", "Un deux", "Un deux trois"):
            holder.field("note.text").fill(text)
            holder.page.clock.fast_forward(4_000)
            expect(holder.main).to_contain_text(holder.text("draft.kept"))
        holder.press("save")
        holder.on("document")
        expect(holder.button("versions.title")).to_have_count(0)
        holder.tab("removed")
        holder.on("removed")
        expect(holder.main).to_contain_text(holder.text("removed.none"))
        self.assertQuiet(watched)
