"""What is wrong with files, texts, words, links, networks, disks, clocks and requests: a clear
message, the right exit code, nothing lost and nothing half-written."""

import base64
import collections
import concurrent.futures
import hashlib
import json
import os
import random
import re
import socket
import subprocess
import threading
import time
import unittest

from support import (
    BLOCK, PAPERS, PART, ROOT, Answer, Relay, Server, SystemTest, Wallet, encode, expect,
    fresh_source, head, marks, needs, on, open_grant, pde, post, problem, raw, scale, seconds,
    takes_long, until)

is_root = os.geteuid() == 0


class Files(SystemTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wallet = Wallet(cls.url)
        cls.wallet.note(b"kept", "kept")
        cls.state = cls.wallet.list()

    def refused(self, *arguments, code=65, text="", **rest):
        """The command is refused, before any request, and nothing was added."""
        self.relay.exchanges.clear()
        result = expect(self.wallet.run(*arguments, **rest), code, text)
        self.assertEqual(result.out, b"")
        self.assertEqual(self.relay.paths(), [])
        return result

    def tearDown(self):
        super().tearDown()
        self.assertEqual(self.wallet.list(), self.state)

    def test_an_empty_file_is_refused(self):
        self.refused("add", str(self.file("empty", b"")), text="empty")

    def test_an_empty_note_is_refused(self):
        self.refused("note", "--title", "t", input=b"", text="empty")

    def test_a_file_of_25_000_001_bytes_is_refused_and_one_less_is_taken(self):
        path = self.folder / "large"
        with path.open("wb") as file:
            file.truncate(25_000_001)
        self.refused("add", str(path), text="25,000,000")
        with path.open("rb+") as file:
            file.truncate(25_000_000)
        [id] = self.wallet.add(path)
        self.assertEqual(self.wallet.get(id), bytes(25_000_000))
        expect(self.wallet.run("remove", "--now", id), 0)

    def test_a_note_of_25_000_001_bytes_is_refused(self):
        self.refused("note", "--title", "t", input=b"x" * 25_000_001, text="25,000,000")

    def test_a_folder_a_pipe_and_a_device_are_refused(self):
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        for path in (self.folder, pipe, "/dev/zero"):
            with self.subTest(path=path):
                self.refused("add", str(path), text="folder or a device")

    def test_a_missing_file_is_refused(self):
        self.refused("add", str(self.folder / "missing"), text="can't be read")

    @unittest.skipUnless(is_root, "takes root, to run pde as somebody else")
    @needs("setpriv")
    def test_an_unreadable_file_is_refused(self):
        path = self.file("secret", b"x")
        path.chmod(0o600)
        nobody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
        for folder in (self.base, self.folder):
            folder.chmod(0o755)
        result = pde("add", str(path), url=self.url, wrapper=nobody)
        expect(result, 65, "can't be read")

    def test_one_bad_file_among_several_adds_none(self):
        good = self.file("good", b"good")
        self.refused("add", str(good), str(self.folder / "missing"), str(good))

    def test_a_title_with_several_files_is_refused(self):
        good = self.file("good", b"good")
        self.refused("add", str(good), str(good), "--title", "t", code=64)

    def test_a_file_that_changes_while_it_is_sent_is_not_added(self):
        changes = {
            "longer": lambda path: path.open("ab").write(b"x"),
            "shorter": lambda path: os.truncate(path, 3 * PART),
            "same size": lambda path: path.open("rb+").write(b"x")}
        for name, change in changes.items():
            with self.subTest(name):
                path = self.file(name, os.urandom(20 * PART))
                touched = []

                def rule(request, forward):
                    if request.path == "/v1/space/blocks" and not touched:
                        touched.append(True)
                        change(path)
                    return forward()

                result = self.with_rule(rule, lambda: self.wallet.run("add", str(path)))
                expect(result, 65, "changed while it was read")
                self.assertEqual(result.out, b"")
                self.assertTrue(touched)
                self.assertEqual(*marks(result)[:1] * 2)


class Texts(SystemTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wallet = Wallet(cls.url)

    STEERING = {
        "newline": "a\nb", "return": "a\rb", "escape": "a\x1b[2Jb", "tab": "a\tb",
        "delete": "a\x7fb", "C1": "a\u0085b", "override": "photo\u202egpj.exe",
        "isolate": "a\u2066b", "mark": "a\u200fb", "separator": "a\u2028b",
        "invisible": "a\u200bb", "only a newline": "\n"}
    HARMLESS = ["../../evil", "constructor", "__proto__", "..", ".hidden", "/etc/passwd",
                "a\\b:c", "-rf", "CON", "é" * 120, "  x ", "%2e%2e%2f"]

    def test_a_title_that_steers_is_refused(self):
        path = self.file("x", b"x")
        for name, title in self.STEERING.items():
            with self.subTest(name):
                self.relay.exchanges.clear()
                for command in (("add", str(path), "--title", title),
                                ("note", "--title", title),
                                ("add", str(path), "--kind", title)):
                    expect(self.wallet.run(*command, input=b"x"), 65, "do not show")
                self.assertEqual(self.relay.paths(), [])

    def test_a_file_name_that_is_no_title_becomes_one(self):
        """Never a refusal: what can't stand in a line is left out."""
        names = {
            b"a\nb.txt": "a b", "a\u202eb".encode(): "ab", b"a\x1b[2Jb": "a [2Jb",
            "so\u00adcial.odt".encode(): "social", b"caf\xe9 \xff.txt": "caf",
            b"caf\xe9 \xfe.txt": "caf", b"x" * 250: "x" * 240,
            b"IMG_20261129_101112.jpg": "Document"}
        folder = self.new_folder()
        for name in names:
            (folder / os.fsdecode(name)).write_bytes(b"of " + name)
        ids = self.wallet.add(*(folder / os.fsdecode(name) for name in names))
        found = {one["id"]: one["title"] for one in self.wallet.list()}
        self.assertEqual([found[id] for id in ids], list(names.values()))
        for id, name in zip(ids, names):
            self.assertEqual(self.wallet.run("get", id).out, b"of " + name)

    def test_a_purpose_that_steers_is_refused(self):
        id = self.wallet.note(b"x")
        for purpose in ("a\nb", "a\u202eb", "x" * 241):
            expect(self.wallet.run("share", id, "--purpose", purpose), 65)
        self.assertEqual(self.wallet.shares(), [])

    def test_a_title_of_10_000_characters_is_refused(self):
        path = self.file("x", b"x")
        for title in ("x" * 10_000, "x" * 241, "é" * 121):
            expect(self.wallet.run("add", str(path), "--title", title), 65, "240")
        expect(self.wallet.run("add", str(path), "--title", ""), 65, "empty")
        expect(self.wallet.run("add", str(path), "--kind", "k" * 33), 65, "32")

    def test_a_text_that_is_not_utf8_is_refused_or_kept_as_it_is(self):
        path = self.file("x", b"x")
        result = self.wallet.run("add", str(path), "--title", b"a\xffb")
        if result.code == 0:
            self.assertNotIn("\ufffd", [d["title"] for d in self.wallet.list()])
        else:
            expect(result, 65)

    def test_no_title_leaves_the_folder_of_open(self):
        names = self.HARMLESS + ["same", "same"]
        ids = [self.wallet.note(f"{index}".encode(), name) for index, name in enumerate(names)]
        found = {document["id"]: document["title"] for document in self.wallet.list()}
        self.assertEqual([found[id] for id in ids], names)
        inside = self.new_folder() / "inside"
        inside.mkdir()
        around = lambda: sorted(path for path in self.base.rglob("*") if inside not in path.parents)
        before = [path for path in around() if self.server.data not in path.parents]
        grant = self.wallet.share(*ids)
        expect(open_grant(grant, self.url, inside), 0)
        self.assertEqual(
            [path for path in around() if self.server.data not in path.parents], before)
        written = list(inside.iterdir())
        self.assertEqual(
            sorted(path.read_bytes() for path in written),
            sorted(f"{index}".encode() for index in range(len(names))))
        for path in written:
            self.assertTrue(path.is_file() and not path.is_symlink())
            self.assertFalse(path.name.startswith("."), path.name)
        # Again into the same folder: nothing is overwritten, each gets a name that is free.
        before = {path: (path.stat().st_ino, path.read_bytes()) for path in written}
        expect(open_grant(grant, self.url, inside), 0)
        again = set(inside.iterdir()) - set(written)
        self.assertEqual(
            {path: (path.stat().st_ino, path.read_bytes()) for path in written}, before)
        self.assertEqual(
            sorted(path.read_bytes() for path in again),
            sorted(path.read_bytes() for path in written))

    def test_open_writes_through_no_link_that_lies_there(self):
        id = self.wallet.note(b"new", "report")
        grant = self.wallet.share(id)
        target = self.file("target", b"old")
        inside = self.new_folder()
        (inside / "report.txt").symlink_to(target)
        expect(open_grant(grant, self.url, inside), 0)
        self.assertEqual(target.read_bytes(), b"old")
        self.assertTrue((inside / "report.txt").is_symlink())
        self.assertEqual((inside / "report (2).txt").read_bytes(), b"new")

    def test_open_makes_its_folder(self):
        grant = self.wallet.share(self.wallet.note(b"new", "report"))
        inside = self.new_folder() / "of today"
        expect(open_grant(grant, self.url, inside), 0)
        self.assertEqual((inside / "report.txt").read_bytes(), b"new")
        self.assertEqual(inside.stat().st_mode & 0o777, 0o700)


class Words(SystemTest):
    def sent_nothing(self, result, text):
        expect(result, 65, text)
        self.assertEqual(self.relay.paths(), [])
        return result

    def test_a_mistyped_word_is_repaired_before_any_request(self):
        wallet = Wallet(self.url, "--language", "en")
        self.relay.exchanges.clear()
        words = wallet.phrase.split()
        lists = {
            word for name in ("french", "dutch", "english")
            for word in (ROOT / f"Specs/words/{name}.txt").read_text().split()}
        for position, word in enumerate(words):
            for typed in (word[:3] + "q" + word[3:], word[:-1] + "qq", word[1:2] + word[:1] + word[2:]):
                if typed in lists:
                    continue  # As "maple" and "ample", or "llama" itself.
                wrong = " ".join(words[:position] + [typed] + words[position + 1:])
                self.sent_nothing(self.wallet_list(wrong), f"word {position + 1} ")
            wrong = " ".join(words[:position] + [word[:3] + "q" + word[3:]] + words[position + 1:])
            result = self.sent_nothing(self.wallet_list(wrong), "")
            self.assertIn(word, result.err, "the right word is offered")
            self.relay.exchanges.clear()
        self.assertNotIn(" ".join(words), result.err)

    def wallet_list(self, phrase, *options):
        return pde("list", *options, url=self.url, phrase=phrase)

    def test_too_few_and_too_many_words_are_refused(self):
        word = (ROOT / "Specs/words/french.txt").read_text().split()[-1]
        for count in (0, 1, 4, 8, 300):
            self.sent_nothing(self.wallet_list(" ".join([word] * count)), "")

    def test_a_phrase_of_other_bytes_is_refused(self):
        path = self.folder / "phrase"
        for content in (b"\xff\xfe" * 20, b"\0" * 100, "слово " .encode() * 6, b"x" * 100_000):
            path.write_bytes(content)
            result = pde("list", url=self.url, environment={"PDE_PHRASE_FILE": str(path)})
            self.sent_nothing(result, "")

    def test_a_phrase_file_as_editors_and_people_write_it_opens(self):
        phrase = Wallet(self.url).phrase
        listed = "\r\n".join(f"{number}. {word}" for number, word in enumerate(phrase.split(), 1))
        path = self.folder / "phrase"
        for content in (
                (phrase + "\r\n").encode("utf-8-sig"), phrase.encode("utf-16"), phrase.encode("utf-16-le"),
                ("\ufeff" + phrase + "\n").encode("utf-16-be"), phrase.replace(" ", "\u00a0").encode(),
                f"« {phrase.upper()} »\nmore\n".encode(), listed.encode(), listed.encode("utf-16")):
            with self.subTest(content=content[:12]):
                path.write_bytes(content)
                path.chmod(0o600)
                expect(pde("list", url=self.url, environment={"PDE_PHRASE_FILE": str(path)}), 0)

    def test_a_pseudonym_that_cannot_be_used_is_refused(self):
        word = (ROOT / "Specs/words/dutch.txt").read_text().split()[-1]
        bad = ["a\u0378b", "a\u202eb", "a\x01b", "\ue000", "   ", word, word.upper(), "x" * 65,
               "\ud83d\udc68".encode("utf-16", "surrogatepass").decode("utf-16") + "\u200d\u0378"]
        for pseudonym in bad:
            with self.subTest(pseudonym=pseudonym):
                result = pde("create", url=self.url, pseudonym=pseudonym)
                self.sent_nothing(result, "pseudonym")
                self.assertEqual(result.out, b"")

    def test_no_terminal_and_no_file_is_said(self):
        expect(pde("list", url=self.url), 64, "terminal")
        missing = {"PDE_PHRASE_FILE": str(self.folder / "missing")}
        expect(pde("list", url=self.url, environment=missing), 65, "PDE_PHRASE_FILE")
        self.assertEqual(self.relay.paths(), [])

    def test_a_secret_that_others_can_read_is_refused_with_what_to_type(self):
        phrase = " ".join((ROOT / "Specs/words/french.txt").read_text().split()[-6:])
        file = self.folder / "secret"
        file.write_text(phrase + "\n")
        for name in ("PDE_PHRASE_FILE", "PDE_CARD_FILE", "PDE_PSEUDONYM_FILE"):
            for mode in (0o640, 0o604, 0o620):
                file.chmod(mode)
                result = pde("list", url=self.url, environment={name: str(file)})
                self.sent_nothing(result, "chmod 600")
        file.chmod(0o600)
        expect(pde("list", url=self.url, environment={"PDE_PHRASE_FILE": str(file)}), 2)

    def test_a_pseudonym_is_no_argument_and_no_variable(self):
        phrase = " ".join((ROOT / "Specs/words/french.txt").read_text().split()[-5:])
        expect(pde("list", "--pseudonym", "Marguerite", url=self.url, phrase=phrase), 64)
        named = {"PDE_PSEUDONYM": "Marguerite"}
        expect(pde("list", url=self.url, phrase=phrase, environment=named), 64, "PDE_PSEUDONYM_FILE")
        # Asked for, and there is no terminal.
        expect(pde("list", "--pseudonym", url=self.url, phrase=phrase), 64, "terminal")
        self.assertEqual(self.relay.paths(), [])

    def test_what_is_typed_wrong_is_a_matter_of_usage(self):
        phrase = " ".join((ROOT / "Specs/words/french.txt").read_text().split()[-6:])
        for arguments in (["get", "x"], ["get", "../" * 10], ["get", "f" * 31], ["get", "G" * 32],
                          ["share", "f" * 31], ["revoke", ""], ["frobnicate"], ["list", "--no"],
                          ["share", "f" * 32, "--for", "1w"], ["share", "f" * 32, "--for", "0h"],
                          ["share", "f" * 32, "--for", "-1h"],
                          ["share", "f" * 32, "--until", "tomorrow"],
                          ["share", "f" * 32, "--until", "2026-02-30T00:00:00Z"],
                          ["share", "f" * 32, "--for", "1h", "--until", "2030-01-01T00:00:00Z"],
                          ["share", "f" * 32, "--openings", "0"],
                          ["share", "f" * 32, "--openings", "10001"],
                          ["share", "f" * 32, "--qr", "x.jpg"],
                          ["list", "--server", "ftp://x"], ["list", "--pin", "12"],
                          ["add", "x", "--valid-until", "2026-02-30"]):
            with self.subTest(arguments):
                expect(pde(*arguments, url=self.url, phrase=phrase), 64)
        self.assertEqual(self.relay.paths(), [])


class Networks(SystemTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wallet = Wallet(cls.url)
        cls.ids = cls.wallet.add(*PAPERS[1:])
        cls.grant = cls.wallet.share(*cls.ids[:2], options=("--openings", "10000"))
        cls.state = cls.wallet.list()

    OPENING = ["/v1/info", "/v1/harden", "/v1/slots/read", "/v1/space/open"]
    READING = ["/v1/info", "/v1/grants/cover", "/v1/grants/open", "/v1/grants/blocks/get"]

    @staticmethod
    def faults():
        def cut(answer):
            answer.raw = head(200, [], len(answer.body)) + answer.body[:len(answer.body) // 2]

        def longer(answer):
            answer.raw = head(200, [], len(answer.body) + 100) + answer.body

        def shorter(answer):
            answer.raw = head(200, [], max(len(answer.body) - 10, 0)) + answer.body

        def reset(answer):
            answer.raw = b""

        def noise(answer):
            answer.raw = os.urandom(300)

        def huge(answer):
            answer.raw = head(200, [], 1 << 40) + bytes(64 << 20)

        def redirect(answer):
            return Answer(302, [("location", "http://127.0.0.1:1/")], b"")

        return {
            "HTML": lambda _: Answer.html(), "HTML with 502": lambda _: Answer.html(502),
            "cut": cut, "a length too long": longer, "a length too short": shorter,
            "nothing": reset, "noise": noise, "an empty answer": lambda _: Answer(200, [], b""),
            "a redirect": redirect, "a huge answer": huge,
            "an unknown problem": lambda _: Answer(
                418, [("content-type", "application/problem+json")], b'{"type":"x"}')}

    def matrix(self, paths, run):
        """Each fault at each call: exit 4, and `run` says what must hold besides."""
        cases = [(path, name) for path in paths for name in self.faults()]
        for path, name in random.sample(cases, scale("FAULTS", len(cases), len(cases) // 4)):
            with self.subTest(path=path, fault=name):
                done = self.with_rule(on(path, self.faults()[name]), run)
                expect(done, 4, "error: ")

    @takes_long("a document is fetched for each fault")
    def test_faults_while_a_document_is_fetched_leave_no_file(self):
        folder = self.new_folder()
        arguments = ("get", self.ids[1], "--output", str(folder / "x"))
        self.matrix(self.OPENING + ["/v1/space/blocks/get"], lambda: self.wallet.run(*arguments))
        self.assertEqual(list(folder.iterdir()), [])

    def test_faults_while_a_grant_is_read_leave_no_file(self):
        folder = self.new_folder()
        self.matrix(self.READING, lambda: open_grant(self.grant, self.url, folder))
        self.assertEqual(list(folder.iterdir()), [])

    def test_faults_while_a_document_is_added_leave_it_whole_or_not_there(self):
        path = self.file("x", os.urandom(PART + 1))
        self.matrix(["/v1/space/blocks", "/v1/space/journal"],
                    lambda: self.wallet.run("add", str(path)))
        for document in self.wallet.list():
            if document["title"] == "x":
                self.assertEqual(self.wallet.get(document["id"]), path.read_bytes())
                expect(self.wallet.run("remove", "--now", document["id"]), 0)
        self.assertEqual(self.wallet.list(), self.state)

    @takes_long("a grant is made for each fault")
    def test_faults_while_a_grant_is_made_leave_none_that_the_wallet_does_not_know(self):
        self.matrix(["/v1/grants", "/v1/grants/blocks", "/v1/grants/publish"],
                    lambda: self.wallet.run("share", self.ids[2], "--purpose", "faulty"))
        with self.server.database("grants") as database:
            live = database.execute("SELECT count(*) FROM grants WHERE state != 0").fetchone()[0]
        database.close()
        known = [grant for grant in self.wallet.shares() if grant["purpose"] == "faulty"]
        self.assertLessEqual(live, len(known) + 1)
        for grant in known:
            expect(self.wallet.run("revoke", grant["id"]), 0)

    def test_another_objects_bytes_are_told(self):
        other = [None]

        def keep(answer):
            other[0] = answer.body

        [small] = [d["id"] for d in self.state if d["title"] == "mon-histoire"]
        [large] = [d["id"] for d in self.state if d["title"] == "notification-cpas"]
        self.with_rule(on("/v1/space/blocks/get", keep), lambda: self.wallet.get(large))

        def swap(answer):
            answer.body = other[0][:len(answer.body)]

        path = self.folder / "x"
        result = self.with_rule(
            on("/v1/space/blocks/get", swap),
            lambda: self.wallet.run("get", small, "--output", str(path)))
        expect(result, 5, "damage")
        self.assertFalse(path.exists())
        expect(self.with_rule(
            on("/v1/space/blocks/get", swap), lambda: self.wallet.run("get", small)), 5)

    def test_a_server_that_is_down_is_said(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{unused.getsockname()[1]}"
            for run in (lambda: pde("create", url=url),
                        lambda: self.wallet.run("list", url=url),
                        lambda: open_grant(self.grant, url, self.folder)):
                expect(run(), 4, "can't be reached")
        expect(self.wallet.run("list", url="http://does-not-exist.invalid"), 4)

    def test_a_429_without_work_says_when_to_come_back(self):
        busy = lambda _: Answer(429, [("retry-after", "77")], problem("too-many-calls", 429))
        for path in ("/v1/harden", "/v1/slots/read", "/v1/space/open"):
            result = self.with_rule(on(path, busy), lambda: self.wallet.run("list"))
            expect(result, 75, "77 seconds")

    def test_work_that_would_take_for_ever_is_not_begun(self):
        # 23 bits are the most; each of these would have been begun, without a word.
        for bits in (24, 27, 34, 60):
            challenge = base64.b64encode(bytes([bits]) + bytes(31)).decode()
            busy = lambda _: Answer(
                429, [("retry-after", "9"), ("pde-challenge", f":{challenge}:")],
                problem("too-many-calls", 429))
            expect(self.with_rule(on("/v1/harden", busy), lambda: self.wallet.run("list")), 4)


class SlowNetworks(SystemTest):
    @takes_long("half a minute of silence is what is tested")
    def test_a_slow_server_is_waited_for_and_a_silent_one_is_given_up(self):
        wallet = Wallet(self.url)

        def slow(answer):
            time.sleep(3)

        def silent(answer):
            released.wait(200)

        released = threading.Event()
        expect(self.with_rule(on("/v1/harden", slow), lambda: wallet.run("list")), 0)
        expect(self.with_rule(on("/v1/harden", silent), lambda: wallet.run("list")), 4)
        released.set()

    @takes_long("half a minute of silence is what is tested")
    def test_a_server_that_trickles_is_given_up(self):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            def drip():
                connection, _ = listener.accept()
                try:
                    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 10000\r\n\r\n")
                    while True:
                        connection.sendall(b"x")
                        time.sleep(2)
                except OSError:
                    connection.close()

            with concurrent.futures.ThreadPoolExecutor(1) as pool:
                pool.submit(drip)
                url = f"http://127.0.0.1:{listener.getsockname()[1]}"
                expect(pde("create", url=url), 4)


class Disks(SystemTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wallet = Wallet(cls.url)
        cls.ids = cls.wallet.add(PAPERS[0], PAPERS[3])
        cls.grant = cls.wallet.share(*cls.ids)

    def small_disk(self, size):
        if not is_root:
            self.skipTest("takes root, to mount a small disk")
        folder = self.new_folder()
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder],
            stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            self.skipTest(f"no small disk can be mounted: {done.stderr.strip()}")
        self.addCleanup(subprocess.run, ["umount", "--lazy", folder])
        return folder

    def test_a_full_disk_of_the_client_leaves_nothing_half_written(self):
        folder = self.small_disk("1m")
        expect(self.wallet.run("get", self.ids[0], "--output", str(folder / "x")), 74, "full")
        self.assertEqual(list(folder.iterdir()), [])
        expect(open_grant(self.grant, self.url, folder), 74, "full")
        self.assertEqual(list(folder.iterdir()), [])

    def test_a_limit_on_files_is_as_a_full_disk(self):
        limited = ("prlimit", f"--fsize={1 << 20}")
        result = self.wallet.run(
            "get", self.ids[0], "--output", str(self.folder / "x"), wrapper=limited)
        expect(result, 74, "full")
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_standard_output_that_is_full_or_closed_is_said(self):
        with open("/dev/full", "wb") as full:
            expect(self.wallet.run("get", self.ids[0], stdout=full), 74)
            expect(self.wallet.run("list", stdout=full), 74)
        reading, writing = os.pipe()
        os.close(reading)
        try:
            expect(self.wallet.run("get", self.ids[0], stdout=writing), 74)
        finally:
            os.close(writing)

    def test_a_folder_that_cannot_be_written_counts_no_opening(self):
        before = self.opened()
        for folder in (self.folder / "missing/too", PAPERS[0]):
            expect(open_grant(self.grant, self.url, folder), 65, "--output")
        self.assertEqual(self.opened(), before)

    def opened(self):
        return next(g["opened"] for g in self.wallet.shares() if g["id"] == self.grant["id"])

    def test_a_full_disk_of_the_server_loses_nothing_and_it_goes_on_when_there_is_room(self):
        folder = self.small_disk("24m")
        server = Server(folder)
        self.addCleanup(server.end)
        relay = Relay(server.port)
        self.addCleanup(relay.end)
        wallet = Wallet(relay.url)
        files = [self.file(f"{number}", os.urandom(8 * PART)) for number in range(40)]
        result = expect(wallet.run("add", *map(str, files)), 4)
        kept = {id: path.read_bytes() for id, path in zip(result.out.decode().split(), files)}
        self.assertGreater(len(kept), 3)
        for number in range(20):
            result = wallet.run("note", "--title", "small", input=b"x%d" % number)
            if result.code:
                break
            kept[result.out.decode().strip()] = b"x%d" % number
        for _ in range(2):
            expect(wallet.run("add", str(files[-1])), 4)
            expect(wallet.run("note", "--title", "t", input=b"x"), 4)
        self.assertTrue(server.is_up)
        self.assertEqual([d["id"] for d in wallet.list()], list(kept))
        subprocess.run(["mount", "-o", "remount,size=64m", folder], check=True)

        def added():
            done = wallet.run("add", str(files[-1]))
            return done.out.decode().split() if done.code == 0 else None

        # The server looks at its room once a second.
        [id] = until(added, 60, "there is room")
        kept[id] = files[-1].read_bytes()
        for id in list(kept)[::5] + [id]:
            self.assertEqual(wallet.get(id), kept[id])
        self.assertEqual(server.check(), (0, server.check()[1]))
        self.assertEqual(server.stop(), 0)


class Clocks(SystemTest):
    @needs("faketime")
    def test_a_clock_of_the_client_that_is_an_hour_off_does_not_matter(self):
        for shift in ("-1h", "+1h", "-400d", "+20y"):
            with self.subTest(shift):
                faked = {"wrapper": ("faketime", "-f", shift)}
                probe = subprocess.run(
                    ["faketime", "-f", shift, "date", "+%s"], stdout=subprocess.PIPE)
                self.assertGreater(abs(int(probe.stdout) - time.time()), 3_500)
                result = expect(pde("create", url=self.url, **faked), 0)
                phrase = result.out.decode().strip()
                run = lambda *a, **k: pde(*a, url=self.url, phrase=phrase, **faked, **k)
                id = expect(run("note", "--title", "t", input=b"t"), 0).out.decode().strip()
                listed = expect(run("list", "--json"), 0).out.decode()
                at = re.search(r'"addedAt" : "(.*?)"', listed)[1]
                # What is shifted by the least is so by an hour.
                self.assertAlmostEqual(seconds(at), time.time(), delta=600)
                made = expect(run("share", id, "--for", "10m", "--json"), 0).out
                grant = json.loads(made)
                self.assertAlmostEqual(seconds(grant["expiresAt"]), time.time() + 600, delta=500)
                expect(open_grant(grant, self.url, self.new_folder(), **faked), 0)


class Links(SystemTest):
    ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

    def test_a_link_with_one_character_wrong_opens_nothing_and_counts_nothing(self):
        wallet = Wallet(self.url)
        grant = wallet.share(wallet.note(b"x"), options=("--code",))
        start, secret = grant["link"].split("#")
        dice = random.Random(7)
        for position, right in enumerate(secret):
            if position % scale("LINK_STEP", 1, 5) and position != 25:
                continue
            wrong = dice.choice(self.ALPHABET.replace(right, ""))
            for character in (wrong, dice.choice("9-é=&")):
                typed = secret[:position] + character + secret[position + 1:]
                folder = self.new_folder()
                result = open_grant({**grant, "link": f"{start}#{typed}"}, self.url, folder)
                spelled = character in self.ALPHABET and (
                    position < 25 or self.ALPHABET.index(character) % 4 == 0)
                with self.subTest(position=position, character=character):
                    expect(result, 3 if spelled else 65)
                    self.assertEqual(list(folder.iterdir()), [])
        self.assertEqual(wallet.shares()[0]["events"], [])
        expect(open_grant(grant, self.url, self.new_folder()), 0)

    def test_a_link_as_it_arrives_opens(self):
        wallet = Wallet(self.url)
        link = wallet.share(wallet.note(b"x"))["link"]
        place, secret = link.split("#")
        for number, typed in enumerate((
                f"<{link}>", f"Voici le lien : {link}.", f"\ufeff{link}&utm_source=mail", f"({link.lower()}), merci",
                f"{place.lower()}?fbclid=x#{secret}", f"{place}%23{secret}", f"{place}/#{secret}#:~:text=x",
                f"{place}#{secret[:13]}\u00ad{secret[13:]}\u200b", f"{place}#{secret[:13]}\u2011{secret[13:]}")):
            with self.subTest(typed=typed):
                folder = self.folder / f"opened-{number}"
                expect(pde("open", "--output", folder, url=self.url, input=typed.encode() + b"\n"), 0)
                self.assertEqual([one.read_bytes() for one in folder.iterdir()], [b"x"])

    def test_what_is_no_link_is_refused_before_any_request(self):
        secret = "A" * 26
        for typed in ("", "x", secret, f"http://h/G#{secret}A", f"http://h/G#{secret[1:]}",
                      f"ftp://h/G#{secret}", f"http://h/X#{secret}", f"http:///G#{secret}",
                      f"http://h/../G#{secret}", f"http://a@h/G#{secret}", "x" * 10_000,
                      f"http://h\x1b[2J/G#{secret}"):
            with self.subTest(typed=typed[:60]):
                result = pde("open", url=self.url, input=typed.encode() + b"\n")
                self.assertIn(result.code, (64, 65))
                self.assertNotIn("\x1b", result.err)
        self.assertEqual(self.relay.paths(), [])

    def test_a_code_that_is_none_is_refused_and_not_counted(self):
        wallet = Wallet(self.url)
        grant = wallet.share(wallet.note(b"x"), options=("--code",))
        for code in ("123", "1234567", "12a4", "١٢٣٤"):
            result = open_grant(grant, self.url, self.folder, code=code)
            expect(result, 65, "4 to 6 digits")
        self.assertEqual(wallet.shares()[0]["events"], [])


class Requests(SystemTest):
    """What no client of ours sends: the status, the one body of it, and a server that goes on."""

    UNSIGNED = ["/v1/harden", "/v1/slots/read", "/v1/grants/publish", "/v1/grants/cover",
                "/v1/grants/open", "/v1/grants/blocks/get", "/v1/revoke", "/v1/receipts"]
    SIGNED = ["/v1/space/open", "/v1/space/journal/get", "/v1/space/journal",
              "/v1/space/blocks/get", "/v1/space/delete", "/v1/grants"]

    def tearDown(self):
        super().tearDown()
        status, _, _ = raw(self.server.port, b"GET /v1/info HTTP/1.1\r\nhost: x\r\n\r\n")
        self.assertEqual(status, 200, "the server still answers")

    def assert_problem(self, answer, name, status):
        self.assertEqual(answer[0], status)
        self.assertEqual(answer[2], problem(name, status))
        headers = {key.lower(): value for key, value in answer[1].items()}
        self.assertEqual(headers["content-type"], "application/problem+json")

    def test_a_body_over_the_limit_is_refused(self):
        for path in self.UNSIGNED:
            answer = post(self.server.port, path, bytes(16_385))
            self.assert_problem(answer, "too-large", 413)
            # Only announced, never sent.
            request = f"POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: {1 << 40}\r\n\r\n"
            self.assert_problem(raw(self.server.port, request.encode()), "too-large", 413)
            # Without a length.
            request = f"POST {path} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
            chunks = b"4000\r\n" + bytes(0x4000) + b"\r\n"
            answer = raw(self.server.port, request.encode() + 4 * chunks + b"0\r\n\r\n")
            self.assert_problem(answer, "too-large", 413)

    def test_bodies_of_blocks_that_are_no_blocks_are_refused(self):
        for path, lead, prefix in (("/v1/space/blocks", 0, 16), ("/v1/grants/blocks", 32, 2)):
            frame = prefix + BLOCK
            for length in (0, 1, lead, lead + 1, lead + frame - 1, lead + frame + 1):
                answer = post(self.server.port, path, bytes(length), method="PUT")
                self.assert_problem(answer, "malformed", 400)
            answer = post(self.server.port, path, bytes(lead + 17 * frame), method="PUT")
            self.assert_problem(answer, "too-large", 413)

    def test_a_header_bomb_is_refused(self):
        bombs = {
            "a long field": b"x: " + b"a" * 100_000, "a long name": b"a" * 100_000 + b": x",
            "many fields": b"\r\n".join(b"x%d: y" % i for i in range(5_000)),
            "a fold": b"x: a\r\n" + b" b\r\n" * 5_000, "no end": b"a" * 1_000_000}
        for name, bomb in bombs.items():
            with self.subTest(name):
                request = b"GET /v1/info HTTP/1.1\r\nhost: x\r\n" + bomb + b"\r\n\r\n"
                status, _, body = raw(self.server.port, request)
                self.assertIn(status, (None, 400, 431))
                self.assertLess(len(body), 200)

    def test_a_path_outside_the_grammar_is_not_there(self):
        paths = ["/", "/v1", "/v1/", "/v1/info/", "//v1/info", "/v1//info", "/v1/info?", "/V1/info",
                 "/v1/info?x=1", "/v1/%69nfo", "/v1/x/../info", "/v1/./info", "/v1/info;x", "/v1/info%00",
                 "/v2/info", "/favicon.ico", "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd",
                 "/" + "a" * 4_000, "/v1/space", "/v1/space/unlock", "/v1/lock"]
        for path in paths:
            for method in ("GET", "POST"):
                with self.subTest(path=path[:50], method=method):
                    self.assert_problem(
                        post(self.server.port, path, b"", method=method), "not-found", 404)
        for path, expected in {
                "*": (404,), "info": (None, 400), "http://x/v1/info": (421,),
                "/v1/info\xff": (None, 400, 404)}.items():
            status, _, _ = post(self.server.port, path, b"", method="GET")
            self.assertIn(status, expected, path)

    def test_a_query_names_nothing(self):
        for path in self.UNSIGNED + self.SIGNED:
            self.assert_problem(
                post(self.server.port, path + "?id=1", b"\xa0"), "not-found", 404)

    def test_another_method_is_refused(self):
        for path in ["/v1/info"] + self.UNSIGNED + self.SIGNED + ["/v1/space/blocks"]:
            allowed = "GET" if path == "/v1/info" else "PUT" if path.endswith("/blocks") else "POST"
            for method in {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"} - {allowed}:
                answer = post(self.server.port, path, b"", method=method)
                self.assert_problem(answer, "method-not-allowed", 405)

    def test_a_body_outside_the_grammar_is_refused(self):
        zeros = bytes(16)
        good = encode({1: 0, 2: zeros, 3: b"\xe0" + bytes(31), 4: bytes(40)})
        bodies = [b"", b"\x00", b"\xff", b"\xf6", b"{}", b"\xa0\x00", b"\xbf\xff", b"\x9f\xff",
                  b"\xa1\x18\x01\x00", b"\xa1\x01\xf9\x00\x00", b"\xc0\x01", b"\x9b" + b"\xff" * 8,
                  b"\xbb" + b"\xff" * 8, b"\x5b" + b"\x7f" * 8, b"\x81" * 10_000, good[:-1],
                  good + b"\x00", os.urandom(200)]
        for path in self.UNSIGNED:
            for body in bodies:
                with self.subTest(path=path, body=body[:20]):
                    self.assert_problem(post(self.server.port, path, body), "malformed", 400)

    def test_elements_that_are_none_are_refused(self):
        bad = [bytes(32), b"\xff" * 32, b"\x01" + bytes(31), bytes(31) + b"\x80",
               # Of the group's order, p itself and above it, and one with the sign set.
               bytes.fromhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
               bytes.fromhex("f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
               bytes.fromhex("0100000000000000000000000000000000000000000000000000000000000080")]
        for element in bad:
            body = encode({1: 0, 2: bytes(16), 3: element, 4: bytes(40)})
            self.assert_problem(post(self.server.port, "/v1/harden", body), "malformed", 400)
        element = bytes.fromhex(
            "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76")
        for fields in ({1: 2}, {1: 0, 2: b"\x01" * 16}):
            body = encode({1: 0, 2: bytes(16), 3: element, 4: bytes(40), **fields})
            self.assert_problem(post(self.server.port, "/v1/harden", body), "malformed", 400)

    def test_signatures_that_are_none_are_refused_and_wrong_ones_find_nothing(self):
        def fields(**changed):
            digest = base64.b64encode(hashlib.sha512(b"\xa0").digest()).decode()
            values = {
                "content-digest": f"sha-512=:{digest}:",
                "signature-input":
                    'pde=("@method" "@authority" "@path" "content-digest");'
                    f'created={int(time.time())};nonce="{"7" * 32}";keyid="{"5" * 32}";tag="pde1"',
                "signature": f"pde=:{base64.b64encode(bytes(64)).decode()}:"}
            values.update({name.replace("_", "-"): value for name, value in changed.items()})
            return [(name, value) for name, value in values.items() if value is not None]

        for path in self.SIGNED:
            self.assert_problem(
                post(self.server.port, path, b"\xa0", headers=fields()), "not-found", 404)
        good = fields()[1][1]
        for changed in ({"signature": None}, {"signature_input": None}, {"content_digest": None},
                        {"signature": "pde=:AAAA:"}, {"content_digest": "sha-256=:AAAA:"},
                        {"signature_input": good + ";x=1"},
                        {"signature_input": good.replace("created=", "created=0")},
                        {"signature_input": good.replace('"@path" ', "")},
                        {"signature_input": good.replace("5" * 32, "5" * 31)},
                        {"signature_input": good.replace("5" * 32, "A" * 32)},
                        {"signature_input": good.replace("7" * 32, "7" * 31)},
                        {"signature_input": good.replace(f';nonce="{"7" * 32}"', "")},
                        {"signature_input": good.replace("pde1", "pde2")},
                        {"signature_input": "pde=" + "(" * 4_000}):
            answer = post(self.server.port, "/v1/space/open", b"\xa0", headers=fields(**changed))
            with self.subTest(changed):
                self.assert_problem(answer, "malformed", 400)

    def test_requests_that_are_no_http_are_refused(self):
        for request in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + os.urandom(500),
                        b"GET /v1/info\r\n\r\n", b"\r\n" * 1_000, b"\0" * 10_000,
                        b"GET /v1/info HTTP/9.9\r\nhost: x\r\n\r\n",
                        b"POST /v1/harden HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n",
                        b"POST /v1/harden HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n"
                        b"content-length: 2\r\n\r\nxx",
                        b"POST /v1/harden HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n"
                        b"transfer-encoding: chunked\r\n\r\n0\r\n\r\n",
                        b"POST /v1/harden HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
                        b"ffffffffffffffffff\r\n"):
            with self.subTest(request=request[:40]):
                try:
                    status, _, body = raw(self.server.port, request, timeout=3)
                except TimeoutError:
                    continue  # It waits for more, as it may.
                self.assertNotIn(status, (200, 204, 500))
                self.assertLess(len(body), 200)

    def test_connections_that_never_finish_keep_nobody_out(self):
        lazy = []
        try:
            for index in range(300):
                connection = socket.create_connection(
                    ("127.0.0.1", self.server.port), 120, (fresh_source(), 0))
                connection.sendall(
                    b"POST /v1/harden HTTP/1.1\r\nhost: x\r\ncontent-length: 105\r\n"
                    + (b"\r\nhalf" if index % 2 else b"x-"))
                lazy.append(connection)
            wallet = Wallet(self.url)
            self.assertEqual(wallet.list(), [])
        finally:
            for connection in lazy:
                connection.close()

    def test_a_recorded_request_sent_again_changes_nothing(self):
        wallet = Wallet(self.url)
        self.relay.exchanges.clear()
        id = wallet.note(b"x")
        recorded = list(self.relay.requests)
        state = wallet.list()
        answers = {}
        for request in recorded:
            if request.path.startswith("/v1/space"):
                answers[request.path] = self.replay(request)
        self.assertEqual(answers, {
            "/v1/space/open": 409, "/v1/space/blocks": 409, "/v1/space/journal": 409})
        append = next(r for r in recorded if r.path == "/v1/space/journal")
        # Neither for another call, nor with another body, nor another's name.
        self.assertEqual(self.replay(append._replace(path="/v1/space/delete")), 404)
        self.assertEqual(self.replay(append._replace(path="/v1/space/open")), 404)
        self.assertEqual(self.replay(append._replace(body=append.body[:-1] + b"\x01")), 409)
        self.assertEqual(wallet.list(), state)
        self.assertEqual(wallet.get(id), b"x")

    def replay(self, request):
        lines = [f"{request.method} {request.path} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in request.headers]
        return raw(self.server.port, "\r\n".join(lines + ["", ""]).encode() + request.body)[0]

    def test_what_is_between_may_send_a_request_twice(self):
        """A proxy that tries again on a connection that was closed: the client gets the second's answer, to each
        first attempt."""
        wallet = Wallet(self.url)
        attempts = collections.Counter()

        def twice(request, forward):
            if not request.path.startswith("/v1/space/"):
                return forward()
            attempts[request.path] += 1
            if attempts[request.path] % 2:
                self.assertLess(forward().status, 300)
                answer = forward()
                self.assertEqual(answer.body, problem("signature-used", 409))
                return answer
            return forward()

        self.relay.rule = twice
        try:
            [id] = wallet.add(self.file("x", b"kept"))
            self.assertEqual(wallet.get(id), b"kept")
            self.assertEqual([document["id"] for document in wallet.list()], [id])
            phrase = expect(wallet.run("change"), 0).out.decode().split("\n")[0]
            wallet.phrase = phrase
            grant = wallet.share(id)
            expect(open_grant(grant, self.url, self.new_folder()), 0)
        finally:
            self.relay.rule = None
        self.assertLessEqual({"/v1/space/open", "/v1/space/blocks", "/v1/space/journal", "/v1/space/rekey"}, set(attempts))


if __name__ == "__main__":
    unittest.main()
