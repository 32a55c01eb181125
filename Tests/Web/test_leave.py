"""Leaving: everything taken along in the clear or sealed, brought back, and deleted, now or later."""

import json
import re
import unittest
import zipfile

from holder import HolderTest
from reader import Reader
from support import PDF, PHOTO, SCAN, Wallet, expect, system

DAY = 86_400


class LeaveTest(HolderTest):
    def filled(self):
        """A wallet with papers of three kinds, one of them masked."""
        wallet = Wallet(self.server.url)
        wallet.add(PHOTO, options=["--title", "Accusé / récépissé", "--kind", "cpas"])
        wallet.add(PDF, options=["--title", "Décision", "--kind", "cpas", "--person", "Lina", "--valid-until", "2030-01-31"])
        [card] = wallet.add(SCAN, options=["--title", "Carte médicale", "--kind", "sante"])
        system.expect(wallet.run("mask", card), 0)
        return wallet

    def everything(self, wallet):
        listed = json.loads(system.expect(wallet.run("list", "--json", "--masked"), 0).out)
        return {one["title"]: (one["kind"], one["validUntil"], wallet.get(one["id"])) for one in listed}

    def leave(self, holder):
        holder.tab("leave")
        holder.on("leave")

    def sealed(self, holder):
        """A sealed export: its file and its words."""
        self.leave(holder)
        with holder.page.expect_download() as download:
            holder.press("leave.sealed.button")
        holder.on("leave")
        expect(holder.main.locator("ol.phrase li")).to_have_count(7)
        words = holder.main.locator("ol.phrase strong").all_inner_texts()
        path = self.folder / download.value.suggested_filename
        download.value.save_as(path)
        holder.press("leave.words.noted")
        expect(holder.main).to_contain_text(holder.text("leave.text"))
        return path, words

    def bring_back(self, holder, path, words):
        self.leave(holder)
        holder.press("leave.import.button")
        holder.main.locator("#choose-export").set_input_files(path)
        holder.type_words(words)
        holder.press("leave.import.take")


class Taking(LeaveTest):
    def test_in_the_clear(self):
        wallet = self.filled()
        holder, watched = self.holder(accept_downloads=True)
        holder.open(wallet.phrase.split())
        self.leave(holder)
        expect(holder.main).to_contain_text(holder.text("leave.masked"))
        holder.press("leave.clear.button")
        holder.answer("no")
        holder.press("leave.clear.button")
        with holder.page.expect_download() as download:
            holder.answer("leave.clear.yes")
        path = self.folder / download.value.suggested_filename
        download.value.save_as(path)
        self.assertEqual(path.name, "documents.zip")
        archive = zipfile.ZipFile(path)
        self.assertIsNone(archive.testzip())
        names = archive.namelist()
        self.assertIn("index.html", names)
        social, health = holder.text("kind.cpas"), holder.text("kind.sante")
        self.assertEqual(set(names) - {"index.html"}, {
            f"{social}/Accusé _ récépissé.jpg", f"{social}/Décision.pdf", f"{health}/Carte médicale.png"})
        self.assertEqual(archive.read(f"{social}/Décision.pdf"), PDF.read_bytes())
        self.assertEqual(archive.read(f"{health}/Carte médicale.png"), SCAN.read_bytes())
        self.assertTrue(all(one.compress_type == zipfile.ZIP_STORED for one in archive.infolist()))
        index = archive.read("index.html").decode()
        self.assertIn('lang="fr"', index)
        self.assertIn("Décision", index)
        self.assertIn("31 janvier 2030", index)
        self.assertIn(holder.text("leave.index.masked"), index)
        # The page reads by itself: every link leads to a file that is there.
        folder = self.folder / "unpacked"
        archive.extractall(folder)
        with self.browser.profile() as context:
            page = context.new_page()
            page.goto((folder / "index.html").as_uri())
            links = page.eval_on_selector_all("a", "(links) => links.map((one) => decodeURI(one.getAttribute('href')))")
        self.assertEqual(set(links), set(names) - {"index.html"})
        self.assertQuiet(watched)

    def test_sealed_deleted_and_brought_back(self):
        """The wallet is the same afterwards; the script and `pde` read the file too."""
        wallet = self.filled()
        before = self.everything(wallet)
        holder, watched = self.holder(accept_downloads=True)
        holder.open(wallet.phrase.split())
        path, words = self.sealed(holder)
        self.assertEqual(path.name, "documents.pde")
        content = path.read_bytes()
        self.assertEqual((len(content) - 64) % 131_072, 0)
        # Long ones: four bytes are in three megabytes of noise by chance.
        traces = [file.read_bytes()[at:at + 40] for file in (PHOTO, PDF, SCAN) for at in (0, 1_000, 100_000)]
        for trace in (*traces, b"cision", " ".join(words[:2]).encode()):
            self.assertNotIn(trace, content)
        # At the words only once, and nowhere else in the page.
        self.assertNoPhrase(words, holder.main.inner_text())
        holder.tab("delete")
        holder.choose("delete.when.now")
        holder.choose("delete.sure")
        holder.main.locator("button.danger").click()
        holder.answer("delete.yes")
        holder.on("closed")
        self.assertNotEqual(wallet.run("list").code, 0)

        other, watched_other = self.holder("nl")
        new = other.create()
        self.bring_back(other, path, words)
        expect(other.main).to_contain_text(other.text("leave.added.other", n=3))
        other.tab("list")
        self.assertEqual(sorted(other.titles()), ["Accusé / récépissé", "Décision"])
        self.assertEqual(self.everything(self.wallet(new)), before)
        # Once more adds nothing.
        self.bring_back(other, path, words)
        expect(other.main).to_contain_text(other.text("leave.alreadyThere.other", n=3))
        self.assertEqual(self.everything(self.wallet(new)), before)
        self.assertQuiet(watched)
        self.assertQuiet(watched_other)

    def test_files_that_are_none(self):
        """Other words, another file, a file cut or altered: said, and nothing is taken over."""
        wallet = self.filled()
        holder, watched = self.holder(accept_downloads=True)
        holder.open(wallet.phrase.split())
        path, words = self.sealed(holder)
        content = path.read_bytes()
        holder.close()
        other, _ = self.holder()
        new = other.create()
        swapped = [words[1], words[0], *words[2:]] if words[0] != words[1] else [words[2], *words[1:]]
        altered = bytearray(content)
        altered[64 + 70_000] ^= 1
        last = bytearray(content)
        last[-5] ^= 1
        for name, bytes_, typed, error in (
            ("words", content, swapped, "error.wrongWords"),
            ("photo", PHOTO.read_bytes(), words, "error.invalid.exportFile"),
            ("empty", b"", words, "error.invalid.exportFile"),
            ("cut", content[:-131_072], words, "error.damaged"),
            ("half", content[:-1_000], words, "error.damaged"),
            ("longer", content + content[-131_072:], words, "error.damaged"),
            ("altered", bytes(altered), words, "error.damaged"),
            ("last", bytes(last), words, "error.damaged"),
        ):
            with self.subTest(file=name):
                bad = self.folder / f"{name}.pde"
                bad.write_bytes(bytes_)
                self.bring_back(other, bad, typed)
                expect(other.page.get_by_role("alert")).to_have_text(other.text(error))
        self.assertEqual(self.everything(self.wallet(new)), {})
        self.assertQuiet(watched)


class Deleting(LeaveTest):
    def delete(self, holder, when):
        holder.tab("delete")
        holder.on("delete")
        holder.main.locator("label.choice").filter(
            has_text=re.compile("^" + re.escape(when))).locator("input").check()
        holder.choose("delete.sure")
        holder.main.locator("button.danger").click()

    def test_at_once(self):
        """Nothing of it is on the server afterwards; a share of it has ended."""
        wallet = self.filled()
        holder, watched = self.holder()
        holder.open(wallet.phrase.split())
        share = holder.share("Décision", code=False)
        self.delete(holder, holder.text("delete.when.now"))
        holder.answer("delete.yes")
        holder.on("closed")
        expect(holder.main).to_contain_text(holder.text("closed.deleted"))
        self.assertNotEqual(wallet.run("list").code, 0)
        other, _ = self.profile()
        late = Reader(other, share["link"])
        late.ended("over")
        blocks = [path for path in (self.server.base).rglob("*") if path.is_file() and path.stat().st_size == 131_072]
        self.assertEqual(blocks, [])
        self.assertQuiet(watched)

    def test_later_seen_and_cancelled(self):
        wallet = self.filled()
        words = wallet.phrase.split()
        holder, watched = self.holder()
        holder.open(words)
        share = holder.share("Décision", until="month", code=False)
        # Not today, of which there may be a minute left.
        short = holder.share("Décision", until="tomorrow", code=False)
        self.delete(holder, holder.text("delete.when.days", n=7))
        holder.answer("delete.yes.later")
        holder.on("list")
        said = holder.text("delete.planned", time="").split(":")[0]
        expect(holder.main).to_contain_text(said)
        holder.close()
        # The share that would outlive the wallet has ended; the other goes on.
        other, _ = self.profile()
        Reader(other, share["link"]).ended("over")
        alive = Reader(other, short["link"])
        alive.open()
        self.assertEqual(alive.titles(), ["Décision"])
        # It is seen at the next opening, and cancelled.
        again, watched_again = self.holder()
        again.open(words)
        expect(again.main).to_contain_text(said)
        again.press("delete.keep")
        again.on("list")
        expect(again.main.locator(".notice.warning")).to_have_count(0)
        again.close()
        third, _ = self.holder()
        third.open(words)
        expect(third.main.locator(".notice.warning")).to_have_count(0)
        self.assertEqual(len(self.everything(wallet)), 3)
        self.assertQuiet(watched)
        self.assertQuiet(watched_again)


class Compartments(LeaveTest):
    def test_another_compartment(self):
        """The session ends first; the two open each by its phrase, and neither knows of the other."""
        wallet = self.filled()
        holder, watched = self.holder()
        holder.open(wallet.phrase.split())
        holder.tab("compartment")
        holder.on("compartment")
        before = len(watched.requests)
        holder.press("compartment.create")
        holder.on("closed")
        expect(holder.main).to_contain_text(holder.text("closed.another"))
        holder.without_workers()
        self.assertNotIn("Décision", holder.page.content())
        self.assertEqual([request.url for request in watched.requests[before:] if "/v1/space" in request.url], [])
        holder.press("closed.create")
        holder.on("create")
        holder.press("next")
        new = holder.words_shown()
        holder.practise(new)
        holder.on("list")
        expect(holder.main).to_contain_text(holder.text("list.created"))
        holder.write("Autre", title="Autre papier")
        self.assertNotIn("Décision", holder.page.content())
        holder.close()
        holder.open(wallet.phrase.split())
        self.assertEqual(sorted(holder.titles()), ["Accusé / récépissé", "Décision"])
        self.assertQuiet(watched)


if __name__ == "__main__":
    unittest.main()
