"""Masks, copying between compartments, exports, import and deletion."""

import html.parser
import json
import pathlib
import re
import time
import unittest
import urllib.parse

from support import (
    FIXTURES, PAPERS, Answer, SystemTest, Wallet, expect, losing, open_grant, pde, seconds,
    takes_long, until)

PHOTO, NOTIFICATION, SCAN, STORY = PAPERS


def all_documents(wallet):
    return json.loads(expect(wallet.run("list", "--masked", "--json"), 0).out)


class Masks(SystemTest):
    def test_a_masked_document_is_neither_listed_nor_counted_until_it_is_asked_for(self):
        wallet = Wallet(self.url)
        [scan] = wallet.add(SCAN, options=("--kind", "sante"))
        [photo] = wallet.add(PHOTO, options=("--kind", "logement"))
        # Nothing starts masked; and what is said of masks is said of every wallet.
        self.assertEqual([one["id"] for one in wallet.list()], [scan, photo])
        before = expect(wallet.run("list"), 0).err
        expect(wallet.run("mask", scan, "--remind"), 0)
        self.assertEqual([one["id"] for one in wallet.list()], [photo])
        done = expect(wallet.run("list"), 0)
        self.assertNotIn(scan, done.out.decode())
        self.assertIn("--masked", done.err)
        said = [[line for line in text.splitlines() if "--masked" in line] for text in (before, done.err)]
        self.assertEqual(said[0], said[1])
        self.assertEqual(
            [(one["id"], one["masked"]) for one in all_documents(wallet)],
            [(scan, True), (photo, False)])
        self.assertNotIn("masked", wallet.list()[0])
        # The identifier is the deliberate act.
        self.assertEqual(wallet.get(scan), SCAN.read_bytes())

    def test_masks_are_said_of_documents_and_of_kinds(self):
        wallet = Wallet(self.url)
        [scan] = wallet.add(SCAN, options=("--kind", "sante"))
        [photo] = wallet.add(PHOTO, options=("--kind", "logement"))

        def shown():
            return [one["id"] for one in wallet.list()]

        expect(wallet.run("mask", "--kind", "sante"), 0)
        self.assertEqual(shown(), [photo])
        expect(wallet.run("unmask", scan), 0)
        expect(wallet.run("mask", photo), 0)
        self.assertEqual(shown(), [scan])
        expect(wallet.run("mask", scan, photo, "--by-kind"), 0)
        self.assertEqual(shown(), [photo])
        expect(wallet.run("unmask", "--kind", "sante"), 0)
        expect(wallet.run("mask", "--kind", "logement"), 0)
        self.assertEqual(shown(), [scan])
        expect(wallet.run("mask", "0" * 32), 3)
        expect(wallet.run("mask"), 64)
        expect(wallet.run("mask", "--kind", ""), 65)


class Copying(SystemTest):
    def setUp(self):
        super().setUp()
        self.one, self.other = Wallet(self.url), Wallet(self.url)
        self.phrase = self.folder / "other.phrase"
        self.phrase.write_text(self.other.phrase + "\n")

    def test_a_copy_is_a_new_document_of_the_other_compartment(self):
        [scan] = self.one.add(
            SCAN, options=("--title", "Carte", "--kind", "sante", "--valid-until", "2027-02-28"))
        [photo] = self.one.add(PHOTO)
        expect(self.one.run("mask", photo), 0)
        time.sleep(1.1)
        done = expect(self.one.run("copy", scan, photo, "--to", str(self.phrase)), 0)
        copies = done.out.decode().split()
        self.assertFalse(set(copies) & {scan, photo})
        mine, theirs = all_documents(self.one), all_documents(self.other)
        self.assertEqual([one["id"] for one in mine], [scan, photo])
        self.assertEqual([one["id"] for one in theirs], copies)
        for before, after in zip(mine, theirs):
            for name in ("title", "kind", "mediaType", "byteCount", "validUntil", "masked"):
                self.assertEqual(before[name], after[name])
            # An older time would show that there was another compartment.
            self.assertGreater(seconds(after["addedAt"]), seconds(before["addedAt"]))
        self.assertEqual(self.other.get(copies[0]), SCAN.read_bytes())
        self.assertEqual(self.other.get(copies[1]), PHOTO.read_bytes())

    def test_a_move_removes_the_document_once_its_copy_is_stored(self):
        [scan] = self.one.add(SCAN)
        [copied] = expect(
            self.one.run("copy", scan, "--to", str(self.phrase), "--move"), 0).out.decode().split()
        self.assertEqual(self.one.list(), [])
        self.assertEqual(self.other.get(copied), SCAN.read_bytes())

    def test_a_copy_that_is_not_stored_removes_nothing(self):
        [scan] = self.one.add(SCAN)
        appends = []
        self.relay.rule = losing("/v1/space/journal", appends)
        expect(self.one.run("copy", scan, "--to", str(self.phrase), "--move"), 4)
        self.relay.rule = None
        self.assertEqual(len(appends), 1)
        self.assertEqual([one["id"] for one in self.one.list()], [scan])
        self.assertEqual(self.other.list(), [])

    def test_one_compartment_is_not_two(self):
        [scan] = self.one.add(SCAN)
        self.phrase.write_text(self.one.phrase + "\n")
        expect(self.one.run("copy", scan, "--to", str(self.phrase), "--move"), 64)
        self.assertEqual(len(self.one.list()), 1)


class Page(html.parser.HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.links, self.language = set(), [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.tags.add(tag)
        self.language = attributes.get("lang", self.language)
        if tag == "a":
            self.links.append(urllib.parse.unquote(attributes["href"]))


class Exporting(SystemTest):
    def setUp(self):
        super().setUp()
        self.wallet = Wallet(self.url)
        self.file = self.folder / "wallet.pde"
        self.words = self.folder / "export.phrase"

    def fill(self):
        """A wallet with all kinds of things: its documents, and their bytes."""
        self.wallet.add(*PAPERS, FIXTURES / "note-arabe.txt")
        self.wallet.add(SCAN, options=(
            "--title", "Carte <médicale>", "--kind", "sante", "--person", "Amina",
            "--valid-until", "2027-02-28"))
        large = self.folder / "large"
        large.write_bytes(bytes(range(256)) * 4_000)
        [removed] = self.wallet.add(large)
        expect(self.wallet.run("remove", removed), 0)
        self.wallet.add(large)
        documents = all_documents(self.wallet)
        expect(self.wallet.run("mask", documents[0]["id"]), 0)
        expect(self.wallet.run("mask", documents[1]["id"], "--remind"), 0)
        expect(self.wallet.run("mask", "--kind", "logement", "--kind", "sante"), 0)
        documents = all_documents(self.wallet)
        return documents, [self.wallet.get(one["id"]) for one in documents]

    def export(self):
        done = expect(self.wallet.run("export", "--sealed", str(self.file)), 0)
        self.words.write_bytes(done.out)
        return done

    def import_into(self, wallet, file=None):
        return wallet.run(
            "import", str(file or self.file),
            environment={"PDE_EXPORT_PHRASE_FILE": str(self.words)})

    def test_export_delete_import_gives_the_same_wallet(self):
        documents, contents = self.fill()
        done = self.export()
        self.assertEqual(len(done.out.decode().split()), 7)
        self.assertEqual(done.out.count(b"\n"), 1)
        self.assertEqual((self.file.stat().st_size - 64) % 131_072, 0)
        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)
        expect(self.wallet.run("delete", "--now"), 0)
        new = Wallet(self.url, "--language", "nl")
        said = expect(self.import_into(new), 0).err
        self.assertIn(f"documents added: {len(documents)}; there already, left as they are: 0", said)
        self.assertEqual(all_documents(new), documents)
        self.assertEqual([new.get(one["id"]) for one in documents], contents)
        # A second time nothing is added, and what was changed meanwhile stays.
        expect(new.run("describe", documents[0]["id"], "--title", "Autre"), 0)
        said = expect(self.import_into(new), 0).err
        self.assertIn(f"documents added: 0; there already, left as they are: {len(documents)}", said)
        self.assertEqual(all_documents(new)[0]["title"], "Autre")
        # What was removed comes back.
        expect(new.run("remove", documents[1]["id"]), 0)
        said = expect(self.import_into(new), 0).err
        self.assertIn("documents added: 1;", said)
        self.assertEqual(new.get(documents[1]["id"]), contents[1])

    def test_what_was_exported_opens_whatever_was_locked_or_changed_since(self):
        [scan] = self.wallet.add(SCAN)
        self.export()
        self.wallet.phrase = expect(self.wallet.run("change"), 0).out.decode().strip()
        expect(self.wallet.run("lock", "--for", "2h"), 0)
        expect(self.wallet.run("list"), 2)
        new = Wallet(self.url)
        expect(self.import_into(new), 0)
        self.assertEqual(new.get(scan), SCAN.read_bytes())

    def test_what_was_shared_can_be_revoked_after_an_import(self):
        [scan] = self.wallet.add(SCAN)
        ended = self.wallet.share(scan)
        expect(self.wallet.run("revoke", ended["id"]), 0)
        grant = self.wallet.share(scan, options=("--for", "2h", "--purpose", "CPAS"))
        self.export()
        new = Wallet(self.url)
        self.assertIn("shares taken over: 1", expect(self.import_into(new), 0).err)
        self.assertEqual([one["id"] for one in new.shares()], [grant["id"]])
        self.assertIn("shares taken over: 0", expect(self.import_into(new), 0).err)
        expect(open_grant(grant, self.url, self.folder), 0)
        self.assertEqual([one["opened"] for one in new.shares()], [1])
        expect(new.run("revoke", grant["id"]), 0)
        (self.folder / "again").mkdir()
        expect(open_grant(grant, self.url, self.folder / "again"), 3)

    def test_a_file_that_is_not_whole_imports_nothing(self):
        self.fill()
        self.export()
        data, bad = self.file.read_bytes(), self.folder / "bad.pde"
        new = Wallet(self.url)
        middle = 64 + 3 * 131_072 + 50_000
        for name, changed, code in [
                ("cut at a block", data[:-131_072], 5), ("cut inside one", data[:-1], 5),
                ("cut in its head", data[:50], 65), ("empty", b"", 65),
                ("altered", data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1:], 5),
                ("altered at its end", data[:-1] + bytes([data[-1] ^ 1]), 5),
                ("longer", data + bytes(131_072), 5), ("another salt", data[:17] + bytes(
                    [data[17] ^ 1]) + data[18:], 2)]:
            with self.subTest(name):
                bad.write_bytes(changed)
                expect(self.import_into(new, bad), code)
                self.assertEqual(all_documents(new), [])
        expect(self.import_into(new, self.folder), 65)
        expect(self.import_into(new, self.folder / "nothing"), 65)
        self.words.write_text("abeille " * 7 + "\n")
        expect(self.import_into(new), 2)
        self.words.write_text("abeille " * 6 + "\n")
        expect(self.import_into(new), 65)
        self.assertEqual(all_documents(new), [])

    def test_an_import_that_was_cut_goes_on(self):
        documents, contents = self.fill()
        self.export()
        new = Wallet(self.url)
        count = 0

        def cut(request, forward):
            nonlocal count
            count += request.path == "/v1/space/journal"
            if count > 3:
                return Answer.html(502)
            return forward()

        self.relay.rule = cut
        expect(self.import_into(new), 4)
        self.relay.rule = None
        self.assertGreater(len(documents), len(all_documents(new)))
        expect(self.import_into(new), 0)
        self.assertEqual(all_documents(new), documents)
        self.assertEqual([new.get(one["id"]) for one in documents], contents)

    def test_no_file_is_made_over_another_or_of_a_part(self):
        documents, _ = self.fill()
        self.file.write_bytes(b"mine")
        expect(self.wallet.run("export", "--sealed", str(self.file)), 65)
        self.assertEqual(self.file.read_bytes(), b"mine")
        self.file.unlink()

        def cut(request, forward):
            return Answer.html(502) if request.path == "/v1/space/blocks/get" else forward()

        self.relay.rule = cut
        done = expect(self.wallet.run("export", "--sealed", str(self.file)), 4)
        self.relay.rule = None
        self.assertEqual(done.out, b"")
        self.assertFalse(self.file.exists())
        self.assertEqual(list(self.folder.glob("*.part")) + list(self.folder.glob(".*.part")), [])

    def test_an_export_in_the_clear_is_a_folder_that_anything_reads(self):
        documents, contents = self.fill()
        for title in ("../../evil", "<script>alert(1)</script>", "CON", "notification-cpas.pdf"):
            self.wallet.add(NOTIFICATION, options=("--title", title))
        documents = all_documents(self.wallet)
        contents = [self.wallet.get(one["id"]) for one in documents]
        folder = self.folder / "clear"
        said = expect(self.wallet.run("export", str(folder), "--language", "nl"), 0).err
        self.assertIn("hidden documents too", said)
        text = (folder / "index.html").read_text()
        page = Page(text)
        self.assertEqual(page.language, "nl")
        self.assertFalse(page.tags & {"script", "img", "link", "iframe"})
        self.assertNotIn("<script", text)
        self.assertEqual(len(page.links), len(documents))
        files = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
        self.assertEqual(
            files, {pathlib.Path("index.html"), *(pathlib.Path(link) for link in page.links)})
        self.assertEqual(
            sorted((folder / link).read_bytes() for link in page.links), sorted(contents))
        self.assertEqual({path.parent.name for path in files} - {"clear", ""}, {
            "Gezondheid", "Andere"})
        self.assertEqual(
            (folder / "Andere/notification-cpas (2).pdf").read_bytes(), NOTIFICATION.read_bytes())
        self.assertTrue((folder / "Andere/_CON.pdf").exists())
        self.assertFalse((self.folder / "evil").exists())
        self.assertIn("verborgen", text)
        self.assertIn("Carte &lt;médicale&gt;", text)
        # Never into a folder that is there.
        expect(self.wallet.run("export", str(folder)), 65)
        expect(self.wallet.run("export"), 64)
        expect(self.wallet.run("export", str(folder), "--sealed", "x"), 64)

    def test_one_damaged_document_does_not_keep_the_others(self):
        [scan] = self.wallet.add(SCAN)
        before = self.server.blocks()
        [photo] = self.wallet.add(PHOTO)
        for path in self.server.blocks() - before:
            block = bytearray(path.read_bytes())
            block[100] ^= 1
            path.write_bytes(block)
        folder = self.folder / "clear"
        expect(self.wallet.run("export", str(folder), "--language", "en"), 5)
        page = Page((folder / "index.html").read_text())
        self.assertEqual(page.links, ["Other/carte-sante-scan.png"])
        self.assertIn("could not be read", (folder / "index.html").read_text())
        expect(self.wallet.run("export", "--sealed", str(self.file)), 5)
        self.assertFalse(self.file.exists())


def blobs(server, name):
    """Every byte string of at least 16 bytes in one of the server's databases."""
    found = set()
    database = server.database(name)
    tables = [row[0] for row in database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
    for table in tables:
        for row in database.execute(f'SELECT * FROM "{table}"'):
            found |= {bytes(x) for x in row if isinstance(x, bytes) and len(x) >= 16}
    database.close()
    return found


class Deleting(SystemTest):
    def test_after_a_deletion_no_byte_of_the_wallet_is_on_the_server(self):
        Wallet(self.url).add(SCAN)
        before = blobs(self.server, "rows"), blobs(self.server, "grants")
        files = self.server.blocks() | self.server.blocks("grants")
        wallet = Wallet(self.url)
        ids = wallet.add(*PAPERS)
        grant = wallet.share(*ids)
        expect(open_grant(grant, self.url, self.folder), 0)
        mine = blobs(self.server, "rows") - before[0]
        granted = blobs(self.server, "grants") - before[1]
        blocks = (self.server.blocks() | self.server.blocks("grants")) - files
        contents = [path.read_bytes() for path in blocks]
        self.assertGreater(len(blocks), len(PAPERS))
        # Four slots, and an entry for each change.
        self.assertGreaterEqual(len([blob for blob in mine if len(blob) == 1_024]), 9)
        self.assertTrue(granted)
        expect(wallet.run("delete", "--now"), 0, "deleted")
        expect(wallet.run("list"), 2)
        expect(pde("open", url=self.url, input=(grant["link"] + "\n").encode(),
                   folder=self.folder), 3)
        left = (self.server.blocks() | self.server.blocks("grants")) - files
        self.assertEqual(left, set())
        self.assertEqual(blobs(self.server, "rows") & mine, set())
        # For 30 days there is, of each grant, the row of its receipt: random, and nobody's.
        kept = blobs(self.server, "grants") - before[1]
        self.assertTrue(all(len(blob) < 512 for blob in kept))
        self.server.stop()
        for path in self.server.files():
            data = path.read_bytes()
            for blob in mine | (granted - kept):
                self.assertNotIn(blob[:64], data, path)
            for block in contents:
                self.assertNotIn(block[:64], data, path)
        self.server.start()

    def test_a_deletion_at_a_time_is_the_holder_s_to_see_and_to_cancel(self):
        wallet = Wallet(self.url)
        [scan] = wallet.add(SCAN)
        short, long = (wallet.share(scan, options=("--for", term)) for term in ("1h", "20d"))
        done = expect(wallet.run("delete"), 0)
        at = re.search(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", done.err)[0]
        self.assertAlmostEqual(seconds(at), time.time() + 7 * 86_400, delta=600)
        # What would outlive the wallet is revoked.
        self.assertEqual([bool(one["revokedAt"]) for one in wallet.shares()], [False, True])
        self.assertIn(at, expect(wallet.run("list"), 0).err)
        self.assertEqual(wallet.get(scan), SCAN.read_bytes())
        expect(wallet.run("delete", "--cancel"), 0)
        self.assertNotIn("delete", expect(wallet.run("list"), 0).err)
        expect(wallet.run("delete", "--at", "2000-01-01T00:00:00Z"), 65)
        expect(wallet.run("delete", "--at", "tomorrow"), 64)
        expect(wallet.run("delete", "--now", "--cancel"), 64)

    @takes_long("a sweep is waited for, which comes each half minute")
    def test_a_deletion_takes_place_at_its_time(self):
        wallet = Wallet(self.url)
        before = self.server.blocks()
        wallet.add(SCAN)
        blocks = self.server.blocks() - before
        self.assertTrue(blocks)
        for ahead in (5, 25, 125):
            end = int(time.time()) + ahead
            at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(end))
            done = wallet.run("delete", "--at", at)
            # A slow machine is too late for the first.
            if done.code == 0 or time.time() < end:
                break
        expect(done, 0)
        until(lambda: not blocks & self.server.blocks(), 300, "the wallet's blocks are gone")
        expect(wallet.run("list"), 2)


if __name__ == "__main__":
    unittest.main()
