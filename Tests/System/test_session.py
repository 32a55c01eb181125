"""The session of the README: create, add, list, get, share, open, and how a grant ends."""

import datetime
import hashlib
import json
import re
import shutil
import subprocess
import time
import unittest

from moved import HOUR, set_clock
from support import (
    BLOCK, FIXTURES, PAPERS, ROOT, GrantKeys, SystemTest, Wallet, expect, marks, needs, open_grant,
    pde, seconds, takes_long, until)

ID = re.compile(r"[0-9a-f]{32}")
FRENCH = "J’ai dormi chez ma sœur, puis à l’accueil ; le 3, j’étais malade.\n".encode()
ARABIC = "موعد مع المساعدة الاجتماعية يوم ٣ مارس، الساعة 10:30\n".encode()


def words(language):
    text = (ROOT / "Specs/words" / f"{language}.txt").read_text()
    return {line.strip() for line in text.splitlines() if line and not line.startswith("#")}


class Creating(SystemTest):
    def test_create_prints_a_phrase_of_its_language_alone(self):
        cases = [
            ((), "french", None, 6), (("--language", "nl"), "dutch", None, 6),
            (("--language", "en"), "english", None, 6),
            (("--language", "nl"), "dutch", "Zoë van de Brug", 5),
            (("--language", "fr"), "french", "L’Étoile", 5)]
        for options, language, pseudonym, count in cases:
            with self.subTest(language=language, pseudonym=pseudonym):
                wallet = Wallet(self.url, *options, pseudonym=pseudonym)
                self.assertEqual(wallet.created.out.decode(), wallet.phrase + "\n")
                self.assertEqual(len(wallet.phrase.split(" ")), count)
                self.assertLessEqual(set(wallet.phrase.split(" ")), words(language))
                # Of the words that "write it down" and the others say anyway, one may be of the phrase.
                said = set(re.findall(r"\w+", wallet.created.err))
                other = Wallet(self.url, *options, pseudonym=pseudonym)
                said -= set(re.findall(r"\w+", other.created.err))
                self.assertFalse(said & set(wallet.phrase.split()), wallet.created.err)
                self.assertEqual(wallet.list(), [])

    def test_a_pseudonym_and_a_phrase_may_be_typed_in_other_spellings(self):
        wallet = Wallet(self.url, pseudonym="L’Étoile  du Nord")
        id = wallet.note(b"x")
        for pseudonym in ("l'etoile du nord", "L’ETOILE DU NORD"):
            again = pde("list", "--json", url=self.url, phrase=wallet.phrase.upper(),
                        pseudonym=pseudonym)
            self.assertIn(id, expect(again, 0).out.decode())
        expect(pde("list", url=self.url, phrase=wallet.phrase), 2)

    def test_the_pin_that_was_shown_is_taken_and_another_is_not(self):
        wallet = Wallet(self.url)
        pin = re.search(r"--pin ([0-9a-f]{64})", wallet.created.err)[1]
        quiet = expect(wallet.run("list", environment={"PDE_PIN": pin}), 0)
        self.assertNotIn("no pin", quiet.err)
        other = "0" * 63 + ("1" if pin[-1] == "0" else "0")
        self.relay.exchanges.clear()
        expect(wallet.run("list", "--pin", other), 4, "pinned")
        self.assertEqual(self.relay.paths(), ["/v1/info"])

    def test_without_a_pin_it_says_that_it_trusts_the_server(self):
        wallet = Wallet(self.url)
        said = "no pin was given: the server's keys are trusted without a check"
        trusting = expect(wallet.run("list", "--json"), 0, said)
        self.assertEqual(json.loads(trusting.out), [], "on standard error only")
        pin = re.search(r"--pin ([0-9a-f]{64})", trusting.err)[1]
        self.assertNotIn("no pin", expect(wallet.run("list", "--pin", pin), 0).err)


class Keeping(SystemTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wallet = Wallet(cls.url)
        cls.adding = expect(cls.wallet.run("add", *map(str, PAPERS)), 0)
        cls.ids = cls.adding.out.decode().split()
        cls.note_ids = [
            cls.wallet.note(FRENCH, "Mon histoire, suite"), cls.wallet.note(ARABIC, "مواعيد")]

    def test_add_prints_one_id_a_line(self):
        lines = self.adding.out.decode().splitlines()
        self.assertEqual(len(lines), len(PAPERS))
        for line in lines:
            self.assertRegex(line, f"^{ID.pattern}$")
        self.assertEqual(len(set(lines)), len(lines))

    def test_a_file_keeps_its_ending_and_its_title_does_not_have_it(self):
        names = ["Lettre du CPAS.docx", "tableau.ods", "plainte.RTF", "courrier.eml", "IMG_20261129_153000.jpg"]
        contents = [b"PK\x03\x04 a", b"PK\x03\x04 b", b"{\\rtf1 c}", b"From: d", b"\xff\xd8\xff e"]
        folder = self.new_folder()
        for name, content in zip(names, contents):
            (folder / name).write_bytes(content)
        wallet = Wallet(self.url)
        ids = wallet.add(*(folder / name for name in names))
        self.assertEqual(
            [one["title"] for one in wallet.list()],
            ["Lettre du CPAS", "tableau", "plainte", "courrier", "Photo"])
        wanted = {
            "Lettre du CPAS.docx": contents[0], "tableau.ods": contents[1], "plainte.rtf": contents[2],
            "courrier.eml": contents[3], "Photo.jpg": contents[4]}
        shared, clear = self.new_folder(), self.new_folder() / "clear"
        expect(open_grant(wallet.share(*ids), self.url, shared), 0)
        self.assertEqual({path.name: path.read_bytes() for path in shared.iterdir()}, wanted)
        expect(wallet.run("export", str(clear)), 0)
        self.assertEqual(
            {path.name: path.read_bytes() for path in clear.rglob("*") if path.is_file()
             and path.name != "index.html"}, wanted)

    def test_what_would_run_at_a_double_click_does_not(self):
        folder, shared = self.new_folder(), self.new_folder()
        (folder / "facture.exe").write_bytes(b"MZ")
        (folder / "page.html").write_bytes(b"<p>")
        wallet = Wallet(self.url)
        ids = wallet.add(folder / "facture.exe", folder / "page.html")
        expect(open_grant(wallet.share(*ids), self.url, shared), 0)
        self.assertEqual(
            sorted(path.name for path in shared.iterdir()), ["facture.exe.bin", "page.html.bin"])

    def test_list_json_has_exactly_these_fields(self):
        [id] = self.wallet.add(
            FIXTURES / "note-arabe.txt",
            options=("--title", "Ordonnance", "--kind", "médical", "--valid-until", "2027-02-28"))
        found = {document["id"]: document for document in self.wallet.list()}
        fields = ["id", "title", "kind", "mediaType", "byteCount", "addedAt", "validUntil"]
        for document in found.values():
            self.assertEqual(sorted(document), sorted(fields))
            self.assertRegex(document["addedAt"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        types = ["image/jpeg", "application/pdf", "image/png", "text/plain; charset=utf-8"]
        for id_, path, type_ in zip(self.ids, PAPERS, types):
            document = {**found[id_]}
            del document["addedAt"]
            self.assertEqual(document, {
                "id": id_, "title": path.stem, "kind": None, "mediaType": type_,
                "byteCount": path.stat().st_size, "validUntil": None})
        self.assertEqual(
            [found[id][name] for name in ("title", "kind", "validUntil")],
            ["Ordonnance", "médical", "2027-02-28"])
        self.assertEqual([found[id]["title"] for id in self.note_ids],
                         ["Mon histoire, suite", "مواعيد"])
        expect(self.wallet.run("remove", id), 0)

    def test_every_document_comes_back_byte_for_byte(self):
        contents = [path.read_bytes() for path in PAPERS] + [FRENCH, ARABIC]
        for id, content in zip(self.ids + self.note_ids, contents):
            self.assertEqual(self.wallet.get(id), content)
            path = self.folder / id
            expect(self.wallet.run("get", id, "--output", str(path)), 0)
            self.assertEqual(path.read_bytes(), content)
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)

    def test_get_never_overwrites(self):
        path = self.file("mine", b"mine")
        expect(self.wallet.run("get", self.ids[0], "--output", str(path)), 65, "already")
        self.assertEqual(path.read_bytes(), b"mine")
        self.assertEqual(list(self.folder.iterdir()), [path])

    def test_sizes_around_a_block_come_back(self):
        sizes = [1, 130_991, 130_992, 130_993, 2 * 130_992, 2 * 130_992 + 1, 16 * 130_992 + 1]
        files = [
            self.file(str(size), hashlib.shake_128(str(size).encode()).digest(size))
            for size in sizes]
        ids = self.wallet.add(*files)
        for id, path in zip(ids, files):
            self.assertEqual(self.wallet.get(id), path.read_bytes())

    def test_a_removed_document_is_gone_with_its_bytes(self):
        before = self.server.blocks()
        [id] = self.wallet.add(PAPERS[1])
        added = self.server.blocks() - before
        self.assertEqual(len(added), -(-PAPERS[1].stat().st_size // 130_992))
        self.assertTrue(all(path.stat().st_size == BLOCK for path in added))
        expect(self.wallet.run("remove", "--now", id), 0)
        self.assertEqual(self.server.blocks(), before)
        for command in ("get", "remove", "restore"):
            expect(self.wallet.run(command, id), 3)
        expect(self.wallet.run("remove", "--now", id), 3)

    def removed(self, id, *options):
        listed = json.loads(expect(self.wallet.run("removed", "--json", *options), 0).out)
        return [one for one in listed if one["id"] == id]

    def test_a_removed_document_can_be_had_back(self):
        before = self.server.blocks()
        [id] = self.wallet.add(PAPERS[1])
        added = self.server.blocks() - before
        shown = {**{one["id"]: one for one in self.wallet.list()}[id]}
        expect(self.wallet.run("remove", id), 0)
        self.assertNotIn(id, [one["id"] for one in self.wallet.list()])
        for command in ("get", "remove", "share"):
            expect(self.wallet.run(command, id), 3)
        self.assertEqual(self.server.blocks() - before, added)
        [resting] = self.removed(id)
        self.assertEqual((resting["id"], resting["version"], resting["title"], resting["earlierVersion"]),
                         (id, 1, PAPERS[1].stem, False))
        times = [datetime.datetime.fromisoformat(resting[name]) for name in ("removedAt", "until")]
        self.assertEqual(times[1] - times[0], datetime.timedelta(days=30))
        self.assertEqual(
            expect(self.wallet.run("get", id, "--version", "1"), 0).out, PAPERS[1].read_bytes())
        expect(self.wallet.run("restore", id), 0)
        self.assertEqual({one["id"]: one for one in self.wallet.list()}[id], shown)
        self.assertEqual(self.wallet.get(id), PAPERS[1].read_bytes())
        self.assertEqual(self.removed(id), [])
        expect(self.wallet.run("restore", id), 3)
        expect(self.wallet.run("remove", id), 0)
        expect(self.wallet.run("remove", "--now", id), 0)
        self.assertEqual(self.server.blocks(), before)

    def test_what_was_masked_rests_masked(self):
        id = self.wallet.note(b"x")
        expect(self.wallet.run("mask", id), 0)
        expect(self.wallet.run("remove", id), 0)
        self.assertEqual(self.removed(id), [])
        self.assertEqual(len(self.removed(id, "--masked")), 1)
        expect(self.wallet.run("restore", id), 0)
        self.assertNotIn(id, [one["id"] for one in self.wallet.list()])
        expect(self.wallet.run("remove", "--now", id), 0)

    def test_the_mark_at_the_end_is_the_mark_at_the_next_opening(self):
        first = self.wallet.run("note", "--title", "a", input=b"a")
        second = self.wallet.run("list")
        self.assertEqual(len(marks(first)), 2)
        self.assertNotEqual(*marks(first))
        self.assertEqual(marks(second), [marks(first)[1]] * 2)


class Sharing(SystemTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wallet = Wallet(cls.url, "--language", "nl")
        cls.ids = cls.wallet.add(*PAPERS)

    def share_two(self, *options):
        return self.wallet.share(self.ids[1], self.ids[3], options=options)

    def assert_holds_the_two(self, folder):
        self.assertEqual(
            {path.name: path.read_bytes() for path in folder.iterdir()},
            {path.name: path.read_bytes() for path in (PAPERS[1], PAPERS[3])})

    @needs("zbarimg")
    def test_the_png_reads_back_to_the_link_and_opens_exactly_the_two(self):
        image = self.folder / "x.png"
        began = time.time()
        grant = self.share_two("--code", "--for", "1h", "--purpose", "RDV", "--qr", str(image))
        self.assertEqual(
            sorted(grant), sorted(
                ["id", "link", "code", "revocationCode", "expiresAt", "openings"]))
        self.assertRegex(grant["link"], r"^HTTP://127\.0\.0\.1:\d+/G#[A-Z2-7]{26}$")
        self.assertRegex(grant["code"], r"^\d{4}$")
        self.assertRegex(
            grant["revocationCode"],
            r"^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]$")
        self.assertEqual(grant["openings"], 10)
        self.assertAlmostEqual(seconds(grant["expiresAt"]) - began, 3_600, delta=300)
        self.assertEqual(self.read(image), grant["link"])
        done = expect(open_grant(grant, self.url, self.new_folder_for_reading()), 0, "RDV")
        self.assert_holds_the_two(self.reading)
        self.assertIn("written: notification-cpas.pdf", done.err)

    @needs("zbarimg")
    def test_the_svg_reads_back_to_the_link(self):
        image = self.folder / "x.svg"
        grant = self.share_two("--qr", str(image))
        drawn = self.folder / "drawn.png"
        if shutil.which("rsvg-convert"):
            command = ["rsvg-convert", "--width", "600", "--output", drawn, image]
        elif shutil.which("convert"):
            command = ["convert", "-density", "300", image, drawn]
        else:
            self.skipTest("neither rsvg-convert nor convert is installed")
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
        self.assertEqual(self.read(drawn), grant["link"])

    def read(self, image):
        done = subprocess.run(
            ["zbarimg", "--quiet", "--raw", image], check=True, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE)
        return done.stdout.decode().rstrip("\n")

    def new_folder_for_reading(self):
        self.reading = self.new_folder()
        return self.reading

    def refused(self, grant, **rest):
        """Opening is refused with exit 3, and writes nothing."""
        folder = self.new_folder()
        expect(open_grant(grant, self.url, folder, **rest), 3, "no such document or share")
        self.assertEqual(list(folder.iterdir()), [])

    def test_the_opening_over_the_limit_is_refused(self):
        grant = self.share_two("--openings", "2")
        for _ in range(2):
            expect(open_grant(grant, self.url, self.new_folder_for_reading()), 0)
            self.assert_holds_the_two(self.reading)
        self.refused(grant)
        [report] = [share for share in self.wallet.shares() if share["id"] == grant["id"]]
        self.assertEqual(report["opened"], 2)
        self.assertEqual([event["kind"] for event in report["events"]],
                         ["opened", "opened", "usedUp"])

    def test_looking_at_the_cover_counts_no_opening(self):
        grant = self.share_two("--openings", "1", "--code")
        for _ in range(3):
            # Without a code it ends behind the cover.
            expect(pde("open", "--output", str(self.new_folder()), url=self.url,
                       input=grant["link"].encode() + b"\n"), 64)
        expect(open_grant(grant, self.url, self.new_folder_for_reading()), 0)
        self.assert_holds_the_two(self.reading)

    def test_wrong_codes_are_refused_and_the_fifth_ends_the_grant_with_its_bytes(self):
        before = self.server.blocks("grants")
        grant = self.share_two("--code")
        self.assertEqual(len(self.server.blocks("grants") - before), 2)
        wrong = [f"{(int(grant['code']) + step) % 10_000:04}" for step in range(1, 6)]
        for code in wrong[:4]:
            self.refused(grant, code=code)
        expect(open_grant(grant, self.url, self.new_folder_for_reading()), 0)
        self.refused(grant, code=wrong[4])
        self.refused(grant)
        # Those of a grant that was used up before go meanwhile.
        self.assertEqual(self.server.blocks("grants") - before, set())

    def test_a_revoked_grant_is_gone_with_its_bytes_and_its_row(self):
        before = self.server.blocks("grants")
        grant = self.share_two()
        blocks = self.server.blocks("grants") - before
        self.assertEqual(len(blocks), 2)
        pieces = [path.read_bytes()[64:96] for path in blocks]
        keys = GrantKeys(grant["link"])
        with self.server.database("grants") as database:
            row = database.execute(
                "SELECT cover, verifier, rowSalt, folder FROM grants WHERE id = ?",
                [keys.id]).fetchone()
        pieces += [row[0][64:96], *row[1:], keys.id]
        database.close()
        for piece in pieces[:-1]:
            self.assertTrue(self.is_stored(piece), "the search finds what is there")
        expect(self.wallet.run("revoke", grant["id"]), 0)
        self.assertEqual(self.server.blocks("grants") - before, set())
        self.refused(grant)
        # The database's log is emptied by each sweep, and by a clean stop.
        self.assertEqual(self.server.stop(), 0)
        self.assertFalse(any(map(self.is_stored, pieces)))
        self.server.start()
        self.refused(grant)
        expect(self.wallet.run("revoke", grant["id"]), 0)

    @takes_long("a sweep is waited for, which comes each half minute")
    def test_an_expired_grant_is_refused_and_its_bytes_go_within_a_minute(self):
        before = self.server.blocks("grants")
        for ahead in (6, 30, 150):
            at = int(time.time()) + ahead
            text = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
            done = self.wallet.run("share", self.ids[1], self.ids[3], "--json", "--until", text)
            # A slow machine is too late for the first.
            if done.code and time.time() >= at:
                continue
            grant = json.loads(expect(done, 0).out)
            opened = open_grant(grant, self.url, self.new_folder_for_reading())
            if opened.code == 0 or time.time() < at:
                break
        expect(opened, 0)
        self.assertEqual(grant["expiresAt"], text)
        until(lambda: time.time() >= at, 200, "the end of the grant")
        self.refused(grant)
        until(lambda: not self.server.blocks("grants") - before, 60, "its blocks are deleted")
        keys = GrantKeys(grant["link"])
        until(lambda: not self.is_stored(keys.id), 120, "its row is deleted, from the log too")
        [report] = [share for share in self.wallet.shares() if share["id"] == grant["id"]]
        self.assertEqual([event["kind"] for event in report["events"]], ["opened", "expired"])

    def test_nothing_of_a_grant_that_was_cut_while_it_was_made_can_be_opened(self):
        before = self.server.blocks("grants")

        def rule(request, forward):
            if request.path == "/v1/grants/publish":
                raise OSError("cut")
            return forward()

        self.with_rule(rule, lambda: expect(
            self.wallet.run("share", self.ids[3], "--purpose", "cut"), 4))
        [cut] = [share for share in self.wallet.shares() if share["purpose"] == "cut"]
        self.refused(cut)
        expect(self.wallet.run("revoke", cut["id"]), 0)
        self.assertEqual(self.server.blocks("grants") - before, set())

    def is_stored(self, piece):
        return any(piece in path.read_bytes() for path in self.server.files())


@needs("gcc")
class Starting(SystemTest):
    """On a server whose clock is moved."""

    def test_what_expired_while_the_server_was_off_goes_at_its_start(self):
        wallet = Wallet(self.url)
        id = wallet.note(b"x")
        for ahead in (2, 4, 6):
            # The sweep after the one at the start is half a minute later. A machine that is too slow by as
            # much for the first is not for each of three.
            done = wallet.run("share", id, "--json", "--for", "1h", environment=self.server.environment)
            grant = json.loads(expect(done, 0).out)
            keys = GrantKeys(grant["link"])
            self.assertEqual(len(self.server.blocks("grants")), 1)
            set_clock(self.server, ahead * HOUR)
            began = time.monotonic()
            until(lambda: not self.server.blocks("grants"), 120, "its blocks are deleted")
            if time.monotonic() - began < 25:
                break
        self.assertLess(time.monotonic() - began, 25, "by the sweep at the start")
        until(lambda: not any(keys.id in path.read_bytes() for path in self.server.files()), 120,
              "its row is deleted, from the log too")
        expect(open_grant(grant, self.url, self.new_folder()), 3)


if __name__ == "__main__":
    unittest.main()
