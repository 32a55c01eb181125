"""A wallet in one file, and bringing it together with a wallet at the service."""

import itertools
import json
import sqlite3
import unittest

from support import FIXTURES, PAPERS, ROOT, Answer, Crash, SystemTest, Wallet, expect, needs, pde

PHOTO, NOTIFICATION, SCAN, STORY = PAPERS


class LocalFile:
    """A local vault file, and the commands on it."""

    def __init__(self, folder, name="wallet.local"):
        self.path = folder / name
        self.words = folder / f"{name}.phrase"
        done = expect(pde("local", "create", str(self.path)), 0)
        self.words.write_bytes(done.out)
        self.created = done

    def run(self, command, *arguments, **rest):
        environment = {"PDE_LOCAL_PHRASE_FILE": str(self.words), **rest.pop("environment", {})}
        return pde("local", command, str(self.path), *arguments, environment=environment, **rest)

    def add(self, *files, options=()):
        return expect(self.run("add", *map(str, files), *options), 0).out.decode().split()

    def list(self):
        return json.loads(expect(self.run("list", "--masked", "--json"), 0).out)

    def get(self, id):
        return expect(self.run("get", id), 0).out

    def sync(self, wallet, *options, code=0, text=""):
        return expect(
            self.run("sync", *options, url=wallet.url, phrase=wallet.phrase), code, text).err


class Alone(SystemTest):
    def test_a_file_keeps_documents_without_a_server(self):
        file = LocalFile(self.folder)
        self.assertEqual(len(file.created.out.decode().split()), 7)
        self.assertEqual(file.path.stat().st_mode & 0o777, 0o600)
        ids = file.add(*PAPERS)
        [scan] = file.add(SCAN, options=("--title", "Carte", "--kind", "sante"))
        self.assertEqual([one["id"] for one in file.list()], ids + [scan])
        for id, paper in zip(ids, PAPERS):
            self.assertEqual(file.get(id), paper.read_bytes())
        shown = json.loads(expect(file.run("list", "--json"), 0).out)
        self.assertEqual([one["id"] for one in shown], ids + [scan])
        expect(file.run("remove", ids[0]), 0)
        self.assertEqual([one["id"] for one in file.list()], ids[1:] + [scan])
        expect(file.run("get", ids[0]), 3)
        # Many changes: a snapshot is made, and what came before goes.
        small = self.file("small", b"x")
        for _ in range(2):
            file.add(*[small] * 130)
        self.assertEqual(len(file.list()), len(ids) + 260)
        database = sqlite3.connect(file.path)
        self.assertLess(database.execute("SELECT count(*) FROM entries").fetchone()[0], 256)
        database.close()

    def test_the_file_has_the_tables_of_the_spec(self):
        def tables(database):
            found = database.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
            database.close()
            return [(name, "".join((sql or "").split())) for name, sql in found]

        text = (ROOT / "Specs/local.md").read_text()
        written = sqlite3.connect(":memory:")
        written.executescript(text[text.index("    CREATE TABLE"):text.index("| column |")])
        made = sqlite3.connect(LocalFile(self.folder).path)
        for pragma, value in (("application_id", 0x70646531), ("user_version", 1)):
            self.assertEqual(made.execute(f"PRAGMA {pragma}").fetchone(), (value,))
        self.assertEqual(tables(made), tables(written))

    def test_no_plaintext_is_in_the_file(self):
        file = LocalFile(self.folder)
        file.add(STORY, options=("--title", "Un titre secret", "--person", "Amina"))
        data = file.path.read_bytes()
        words = file.words.read_bytes().split()
        # Two at a time: one alone may be a word of the tables, as "bloc" is, or four letters in noise.
        for text in (STORY.read_bytes()[:40], b"Un titre secret", b"Amina", b"text/plain",
                     *map(b" ".join, zip(words, words[1:]))):
            self.assertNotIn(text, data)

    def test_other_words_and_other_files_are_refused(self):
        file = LocalFile(self.folder)
        words = file.words.read_text().split()
        file.words.write_text(" ".join(words[::-1]) + "\n")
        expect(file.run("list"), 2)
        file.words.write_text(" ".join(words[:6]) + "\n")
        expect(file.run("list"), 65)
        file.words.write_text(" ".join(words) + "\n")
        expect(file.run("list"), 0)
        expect(pde("local", "create", str(file.path)), 65)
        for content in (b"", b"x" * 5_000):
            other = self.file("other", content)
            expect(pde("local", "list", str(other), environment={
                "PDE_LOCAL_PHRASE_FILE": str(file.words)}), 65)
        expect(pde("local", "list", str(self.folder / "nothing"), environment={
            "PDE_LOCAL_PHRASE_FILE": str(file.words)}), 65)

    def test_what_is_altered_in_the_file_is_found(self):
        file = LocalFile(self.folder)
        [scan] = file.add(SCAN)
        good = file.path.read_bytes()

        def altered(sql):
            file.path.write_bytes(good)
            database = sqlite3.connect(file.path, isolation_level=None)
            database.execute(sql)
            database.close()

        changed = "CAST(substr({0}, 1, 99) || x'00' || substr({0}, 101) AS BLOB)"
        for sql in (f"UPDATE entries SET entry = {changed.format('entry')} WHERE seq = 2",
                    "DELETE FROM entries WHERE seq = 1",
                    f"UPDATE vault SET record = {changed.format('record')}"):
            altered(sql)
            expect(file.run("list"), 5)
        for sql in (f"UPDATE blocks SET block = {changed.format('block')}", "DELETE FROM blocks"):
            altered(sql)
            expect(file.run("get", scan), 5)
        altered("UPDATE vault SET keyCheck = zeroblob(32)")
        expect(file.run("list"), 2)


def is_killed(file, call, number, command, *arguments, **rest):
    """Runs a command whose process is killed as it makes a call to the system, the one of this number;
    False if it came to its end before."""
    strace = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}",
              "-e", f"inject={call}:signal=KILL:when={number}")
    try:
        expect(file.run(command, *arguments, wrapper=strace, **rest), 0)
        return False
    except Crash as crash:
        if "(-9)" not in str(crash):
            raise
        return True


class Killed(SystemTest):
    """At the calls that a power cut would fall between: what writes, what makes durable, and what
    commits by removing the journal."""

    CALLS = (("pwrite64", 12), ("fdatasync", 1), ("unlink", 1))

    @needs("strace")
    def test_a_document_is_there_whole_or_not_at_all(self):
        file = LocalFile(self.folder)
        [kept] = file.add(STORY)
        known = {kept}
        for call, every in self.CALLS:
            killed = 0
            for number in itertools.count(1, every):
                was_killed = is_killed(file, call, number, "add", str(SCAN))
                killed += was_killed
                now = {one["id"] for one in file.list()}
                self.assertLessEqual(known, now, f"{call} {number}")
                self.assertLessEqual(len(now - known), 1, f"{call} {number}")
                for id in now - known:
                    self.assertEqual(file.get(id), SCAN.read_bytes(), f"{call} {number}")
                added, known = len(now - known), now
                if not was_killed:
                    self.assertEqual(added, 1)
                    break
            self.assertGreater(killed, 0, call)
            self.assertEqual(file.get(kept), STORY.read_bytes())

    @needs("strace")
    def test_bringing_together_goes_on_where_it_was_killed(self):
        wallet = Wallet(self.url)
        file = LocalFile(self.folder)
        here, there = file.add(STORY, SCAN), wallet.add(PHOTO)
        expect(wallet.run("mask", there[0]), 0)
        killed = 0
        for number in itertools.count(1, 2):
            if not is_killed(file, "fdatasync", number, "sync", url=wallet.url, phrase=wallet.phrase):
                break
            killed += 1
        self.assertGreater(killed, 2)
        both = {one["id"]: one for one in file.list()}
        self.assertEqual(set(both), {*here, *there})
        theirs = json.loads(expect(wallet.run("list", "--masked", "--json"), 0).out)
        self.assertEqual({one["id"]: one for one in theirs}, both)
        for id, paper in zip([*here, *there], (STORY, SCAN, PHOTO)):
            self.assertEqual(file.get(id), paper.read_bytes())
            self.assertEqual(wallet.get(id), paper.read_bytes())


class Together(SystemTest):
    def setUp(self):
        super().setUp()
        self.file_ = LocalFile(self.folder)
        self.wallet = Wallet(self.url)

    def documents(self):
        return json.loads(expect(self.wallet.run("list", "--masked", "--json"), 0).out)

    def assert_same(self):
        """Both have the same documents, to the byte."""
        mine, theirs = self.file_.list(), self.documents()
        self.assertEqual(
            sorted(mine, key=lambda one: one["id"]), sorted(theirs, key=lambda one: one["id"]))
        for one in mine:
            self.assertEqual(self.file_.get(one["id"]), self.wallet.get(one["id"]))
        return {one["id"]: one for one in mine}

    def assert_nothing_to_do(self):
        self.assertIn(
            "added here 0, at the service 0; changed here 0, at the service 0; "
            "removed here 0, at the service 0; kept twice 0", self.file_.sync(self.wallet))

    def test_what_one_side_has_the_other_gets(self):
        here = self.file_.add(PHOTO, STORY)
        there = self.wallet.add(SCAN, options=("--kind", "sante", "--valid-until", "2027-02-28"))
        expect(self.wallet.run("mask", there[0]), 0)
        self.file_.sync(self.wallet, text="added here 1, at the service 2")
        self.assertEqual(set(self.assert_same()), {*here, *there})
        self.assert_nothing_to_do()

    def test_a_change_on_one_side_goes_to_the_other(self):
        [scan, photo] = self.wallet.add(SCAN, PHOTO)
        self.file_.sync(self.wallet)
        expect(self.wallet.run("describe", scan, "--title", "Carte", "--person", "Amina"), 0)
        expect(self.wallet.run("mask", photo), 0)
        self.file_.sync(self.wallet, text="changed here 1, at the service 0")
        both = self.assert_same()
        self.assertEqual(both[scan]["title"], "Carte")
        self.assertTrue(both[photo]["masked"])
        self.assert_nothing_to_do()

    def test_a_removal_on_one_side_goes_to_the_other(self):
        [scan, photo] = self.wallet.add(SCAN, PHOTO)
        self.file_.sync(self.wallet)
        expect(self.wallet.run("remove", scan), 0)
        expect(self.file_.run("remove", photo), 0)
        self.file_.sync(self.wallet, text="removed here 1, at the service 1")
        self.assertEqual(self.assert_same(), {})
        self.assert_nothing_to_do()

    def test_a_change_goes_before_a_removal(self):
        [scan] = self.wallet.add(SCAN)
        self.file_.sync(self.wallet)
        expect(self.wallet.run("describe", scan, "--title", "Carte"), 0)
        expect(self.file_.run("remove", scan), 0)
        self.file_.sync(self.wallet, text="added here 1")
        self.assertEqual(self.assert_same()[scan]["title"], "Carte")
        self.assert_nothing_to_do()

    def test_what_was_changed_on_both_sides_is_kept_twice(self):
        [scan] = self.wallet.add(SCAN)
        self.file_.sync(self.wallet)
        expect(self.wallet.run("describe", scan, "--title", "Au service"), 0)
        expect(self.file_.run("describe", scan, "--title", "Ici"), 0)
        self.file_.sync(self.wallet, text="kept twice 1")
        both = self.assert_same()
        self.assertEqual(sorted(one["title"] for one in both.values()), ["Au service", "Ici (2)"])
        self.assertEqual(both[scan]["title"], "Au service")
        self.assert_nothing_to_do()

    def test_the_same_change_on_both_sides_is_one(self):
        [scan] = self.wallet.add(SCAN)
        self.file_.sync(self.wallet)
        expect(self.wallet.run("describe", scan, "--title", "Carte"), 0)
        expect(self.file_.run("describe", scan, "--title", "Carte"), 0)
        self.file_.sync(self.wallet, text="kept twice 0")
        self.assertEqual(len(self.assert_same()), 1)

    def test_what_is_cut_goes_on(self):
        self.wallet.add(*PAPERS, FIXTURES / "note-arabe.txt")
        calls = []

        def cut(request, forward):
            calls.append(request.path)
            if calls.count("/v1/space/blocks/get") > 3:
                return Answer.html(502)
            return forward()

        self.relay.rule = cut
        self.file_.sync(self.wallet, code=4)
        self.relay.rule = None
        self.assertLess(0, len(self.file_.list()))
        self.assertLess(len(self.file_.list()), 5)
        self.file_.sync(self.wallet)
        self.assertEqual(len(self.assert_same()), 5)
        self.assert_nothing_to_do()

    def test_a_file_belongs_to_one_wallet(self):
        self.file_.add(SCAN)
        self.file_.sync(self.wallet)
        other = Wallet(self.url)
        self.file_.sync(other, code=65)
        self.assertEqual(other.list(), [])
        self.file_.sync(other, "--other-wallet")
        self.assertEqual([one["title"] for one in other.list()], [SCAN.stem])


if __name__ == "__main__":
    unittest.main()
