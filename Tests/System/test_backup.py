"""Backups and what is restored from them, with and without the ledger; epochs; the second
operator's server. With the real programs."""

import concurrent.futures
import os
import shutil
import signal
import subprocess
import threading
import time
import unittest

from support import (
    BIN, PAPERS, Server, SystemTest, Wallet, decode, encode, expect, open_grant, post, problem,
    scale, until)


def operator(*arguments, code=0):
    """Runs `pde-server`, fails unless it ends with this code; what it said."""
    done = subprocess.run(
        [BIN / "pde-server", *map(str, arguments)], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
    if done.returncode != code:
        raise AssertionError(f"exit {done.returncode} where {code} was due:\n{done.stdout}")
    return done.stdout


def named(answer):
    """An answer whose fields are found by their names in lower case."""
    status, headers, body = answer
    return status, {name.lower(): value for name, value in headers.items()}, body


class Backups(SystemTest):
    """Each test has a server of its own: it ends them."""

    def setUp(self):
        super().setUp()
        self.home = self.new_folder()
        self.witness = self.home / "witness"
        self.witness.touch()
        self.mine = Server(self.home, "--witness", self.witness)
        self.addCleanup(self.mine.end)
        self.backups = self.home / "backups"

    @property
    def address(self):
        return f"http://127.0.0.1:{self.mine.port}"

    def back_up(self):
        return operator("backup", self.backups, "--data", self.mine.data).strip()

    def restore(self, ledger=True, witness=True):
        """Moves the data folder away, as a disk that is lost, and restores another there."""
        self.mine.kill()
        lost = self.home / "lost"
        self.mine.data.rename(lost)
        options = ("--ledger", lost / "ledger") if ledger is True else ()
        if ledger not in (True, False):
            options = ("--ledger", ledger)
        if witness:
            options += ("--witness", self.witness)
        said = operator(
            "restore", self.backups, "--data", self.mine.data, "--keys", lost / "server-keys",
            *options)
        code, found = self.mine.check()
        self.assertEqual((code, found), (0, "clean\n"))
        self.mine.start()
        return said

    def test_a_backup_made_beside_a_server_at_work_is_whole(self):
        stop = threading.Event()
        wallets = [Wallet(self.address) for _ in range(2)]
        kept = [wallet.add(*PAPERS) for wallet in wallets]

        def work(wallet):
            while not stop.is_set():
                id = wallet.add(PAPERS[0])[0]
                expect(wallet.run("remove", "--now", id), 0)

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            workers = [pool.submit(work, wallet) for wallet in wallets]
            names = [self.back_up() for _ in range(scale("BACKUPS", 6, 3)) if not time.sleep(1)]
            stop.set()
            for worker in workers:
                worker.result()
        self.assertEqual(len(set(names)), len(names))
        self.assertEqual(sorted(path.name for path in self.backups.iterdir()), sorted(names))
        for name in names:
            inside = {path.name for path in (self.backups / name).iterdir()}
            self.assertEqual(inside, {"store"})
        said = self.restore()
        self.assertIn(f"restored {names[-1]}", said)
        self.assertNotIn("72 hours", said)
        for wallet, ids in zip(wallets, kept):
            self.assertLessEqual(set(ids), {document["id"] for document in wallet.list()})
            for id, paper in zip(ids, PAPERS):
                self.assertEqual(wallet.get(id), paper.read_bytes())

    def test_a_stopped_servers_folder_is_copied_too(self):
        wallet = Wallet(self.address)
        id = wallet.note(b"kept")
        self.assertEqual(self.mine.stop(), 0)
        self.back_up()
        self.mine.start()
        self.restore()
        self.assertEqual(wallet.get(id), b"kept")

    def test_a_removed_document_is_in_the_backup_before_and_in_none_after(self):
        wallet = Wallet(self.address)
        wallet.note(b"kept")
        known = self.mine.blocks()
        [id] = wallet.add(PAPERS[0])
        added = {path.name: path.read_bytes() for path in self.mine.blocks() - known}
        self.assertGreater(len(added), 1)

        def backed_up():
            """The blocks in a new backup; and all of its bytes."""
            files = [path for path in (self.backups / self.back_up()).rglob("*") if path.is_file()]
            return {path.name: path.read_bytes() for path in files}

        before = backed_up()
        self.assertEqual({name: before.get(name) for name in added}, added)
        expect(wallet.run("remove", "--now", id), 0)
        time.sleep(1.1)  # Backups are named after their second: another one in it is refused.
        after = backed_up()
        self.assertEqual(after.keys() & added.keys(), set())
        self.assertLessEqual({path.name for path in known}, after.keys())
        for piece in [block[at:at + 64] for block in added.values() for at in (0, 70_000)]:
            self.assertFalse(any(piece in content for content in after.values()))

    def test_yesterdays_backup_lifts_no_lock(self):
        locked, other = Wallet(self.address), Wallet(self.address)
        self.back_up()
        expect(locked.run("lock", "--for", "2h"), 0)
        expect(locked.run("list"), 2)
        said = self.restore()
        self.assertNotIn("72 hours", said)
        expect(locked.run("list"), 2)
        expect(other.run("list"), 0)

    def test_yesterdays_backup_revives_no_phrase_and_shuts_nobody_out(self):
        wallet = Wallet(self.address)
        ids = wallet.add(*PAPERS)
        self.back_up()
        old = wallet.phrase
        wallet.phrase = expect(wallet.run("change"), 0).out.decode().split("\n")[0]
        self.restore()
        expect(wallet.run("list", phrase=old), 2)
        self.assertEqual({document["id"] for document in wallet.list()}, set(ids))
        for id, paper in zip(ids, PAPERS):
            self.assertEqual(wallet.get(id), paper.read_bytes())

    def test_without_the_ledger_every_wallet_rests(self):
        wallet = Wallet(self.address)
        self.back_up()
        said = self.restore(ledger=False)
        self.assertIn("every wallet rests for 72 hours", said)
        expect(wallet.run("list"), 2)
        expect(Wallet(self.address).run("list"), 0)
        # The rest is in the new ledger: another restore of the same backup rests too.
        shutil.rmtree(self.home / "lost")
        self.assertNotIn("72 hours", self.restore())
        expect(wallet.run("list"), 2)

    def test_every_wallet_rests_unless_a_witness_says_that_the_ledger_is_whole(self):
        wallet = Wallet(self.address)
        self.back_up()
        expect(wallet.run("change"), 0)
        copy = self.home / "copy"
        shutil.copytree(self.mine.data / "ledger", copy)
        # Of what comes now the copy knows nothing.
        expect(Wallet(self.address).run("lock", "--for", "2h"), 0)
        said = self.restore(ledger=copy)
        self.assertIn("lacks what its witness knows of: every wallet rests for 72 hours", said)
        other = Wallet(self.address)
        expect(other.run("list"), 0)
        expect(wallet.run("list"), 2)
        shutil.rmtree(self.home / "lost")
        said = self.restore(witness=False)
        self.assertIn("no witness says that the ledger is whole: every wallet rests for 72 hours", said)
        shutil.rmtree(self.home / "lost")
        self.assertIn("the ledger is whole", self.restore())

    def test_a_server_that_finds_an_older_disk_lets_every_wallet_rest(self):
        wallet = Wallet(self.address)
        self.mine.stop()
        shutil.copytree(self.mine.data, self.home / "older")
        self.mine.start()
        expect(wallet.run("list"), 0)
        expect(Wallet(self.address).run("lock", "--for", "1m"), 0)
        self.mine.stop()
        shutil.rmtree(self.mine.data)
        (self.home / "older").rename(self.mine.data)
        self.mine.start()
        self.assertIn("this is an older copy: every wallet rests", self.mine.log.read_text())
        expect(wallet.run("list"), 2)

    def test_a_witness_that_is_not_there_is_said(self):
        self.mine.stop()
        self.witness.unlink()
        done = subprocess.run(
            [BIN / "pde-server", "serve", "--data", self.mine.data, "--listen", "127.0.0.1:0",
             "--witness", self.witness], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 1)
        self.assertIn("there is no witness at", done.stderr + done.stdout)

    def test_a_grant_ends_with_a_disaster(self):
        wallet = Wallet(self.address)
        grant = wallet.share(wallet.note(b"shown"))
        self.back_up()
        self.restore()
        expect(open_grant(grant, self.address, self.new_folder()), 3)

    def test_a_restore_takes_no_folder_that_is_used_and_no_keys_that_are_others(self):
        Wallet(self.address)
        self.back_up()
        keys = self.mine.data / "server-keys"
        said = operator(
            "restore", self.backups, "--data", self.mine.data, "--keys", keys, code=1)
        self.assertIn("has files in it", said)
        other = Server(self.new_folder())
        other.end()
        new = self.home / "new"
        said = operator(
            "restore", self.backups, "--data", new, "--keys", other.data / "server-keys", code=1)
        self.assertIn("not those", said)
        said = operator(
            "restore", self.home / "nothing", "--data", new, "--keys", keys, code=1)
        self.assertIn("no backup", said)
        self.assertEqual([path.name for path in self.home.iterdir() if "new" in path.name], [])

    def test_a_server_whose_ledger_is_gone_does_not_start(self):
        self.mine.stop()
        (self.mine.data / "ledger").rename(self.home / "elsewhere")
        with self.assertRaisesRegex(AssertionError, "there is no ledger"):
            self.mine.start()
        self.mine.options = ("--ledger", self.home / "elsewhere")
        self.mine.start()
        Wallet(self.address)

    def test_a_lock_is_in_the_ledger_before_it_is_answered(self):
        """Killed at any moment, the server that starts again holds each lock that it confirmed."""
        confirmed = []
        for _ in range(scale("LEDGER_KILLS", 8, 3)):
            wallets = [Wallet(self.address) for _ in range(4)]

            def lock(wallet):
                if wallet.run("lock", "--for", "1h").code == 0:
                    confirmed.append(wallet)

            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                running = [pool.submit(lock, wallet) for wallet in wallets]
                until(lambda: any(job.done() for job in running), 120, "a lock was answered")
                self.mine.kill()
            self.mine.start()
        self.assertGreater(len(confirmed), 0)
        for wallet in confirmed:
            expect(wallet.run("list"), 2)


class Epochs(SystemTest):
    def test_the_first_start_says_what_the_keys_are_for_and_the_second_does_not(self):
        server = Server(self.new_folder())
        self.addCleanup(server.end)
        said = f"notice made new server keys in {server.data}/server-keys. Without this file no wallet"
        self.assertEqual(server.log.read_text().count(said), 1)
        self.assertEqual(server.stop(), 0)
        server.start()
        self.assertEqual(server.log.read_text().count("made new server keys"), 1, "by the first start")

    def test_an_epoch_is_added_and_older_wallets_open(self):
        home = self.new_folder()
        server = Server(home)
        self.addCleanup(server.end)
        wallet = Wallet(f"http://127.0.0.1:{server.port}")
        said = operator("epoch", "add", "--data", server.data, code=1)
        self.assertIn("another pde-server uses", said)
        server.stop()
        said = operator("epoch", "add", "--data", server.data)
        self.assertEqual([line.split(":")[0] for line in said.splitlines()],
                         ["epoch 1", "epoch 2", "hash of the list"])
        server.start()
        info, _ = decode(post(server.port, "/v1/info", b"", method="GET")[2])
        self.assertEqual([number for number, _ in info[4]], [1, 2])
        expect(wallet.run("list", "--pin", said.split()[-1]), 0)
        server.stop()
        self.assertEqual(server.check(), (0, "clean\n"))

    def test_keys_that_lack_an_epoch_are_refused(self):
        home = self.new_folder()
        server = Server(home)
        self.addCleanup(server.end)
        server.stop()
        before = (server.data / "server-keys").read_bytes()
        operator("epoch", "add", "--data", server.data)
        server.start()
        server.stop()
        (server.data / "server-keys").write_bytes(before)
        with self.assertRaisesRegex(AssertionError, "are not those"):
            server.start()


class HardenOnly(SystemTest):
    """A second operator's server, and what the first tells of it."""

    ORIGIN = "https://wallet.example"

    def setUp(self):
        super().setUp()
        self.home = self.new_folder()
        self.data = self.home / "harden"
        out = (self.home / "out").open("wb")
        self.log = self.home / "log"
        self.process = subprocess.Popen(
            [BIN / "pde-server", "harden-only", "--data", self.data, "--listen", "127.0.0.1:0",
             "--allow-origin", self.ORIGIN],
            stdin=subprocess.DEVNULL, stdout=out, stderr=self.log.open("wb"))
        self.addCleanup(self.process.wait, 120)
        self.addCleanup(self.process.kill)
        said = until(
            lambda: (self.home / "out").read_text() if "\n" in (self.home / "out").read_text()
            else "", 120, "it listens")
        self.port = int(said.rsplit(":", 1)[1])

    def harden(self, tag=bytes(16), kind=0, headers=(), source=None):
        element = bytes.fromhex(self.keys()[2])
        body = encode({1: kind, 2: tag, 3: element, 4: bytes(40)})
        return named(post(self.port, "/v1/harden", body, headers=headers, source=source))

    def keys(self):
        status, _, body = post(self.port, "/v1/info", b"", method="GET")
        self.assertEqual(status, 200)
        info, _ = decode(body)
        self.assertEqual((info[5], info[6]), (0, ""))
        return {number: keys[0].hex() for number, keys in info[4]}

    def test_it_hardens_under_a_key_of_its_own_and_does_nothing_else(self):
        keys = self.keys()
        self.assertEqual(list(keys), [2])
        self.assertIn(f"epoch 2: {keys[2]}", self.log.read_text())
        status, _, body = self.harden()
        self.assertEqual(status, 200)
        (number, evaluated, proof), = decode(body)[0]
        self.assertEqual((number, len(evaluated), len(proof)), (2, 32, 64))
        for path in ("/v1/slots/read", "/v1/spaces", "/v1/space/open", "/v1/grants", "/"):
            status, _, body = post(self.port, path, encode({1: [bytes(16), bytes(16)]}))
            self.assertEqual((status, body), (404, problem("not-found", 404)))

    def test_a_card_has_twenty_tries_and_keeps_none_over_a_restart(self):
        tag = os.urandom(16)
        statuses = [self.harden(tag, 1)[0] for _ in range(22)]
        self.assertEqual(statuses, [200] * 20 + [429] * 2)
        self.assertEqual(self.harden(os.urandom(16), 1)[0], 200)
        self.process.send_signal(signal.SIGTERM)
        self.assertEqual(self.process.wait(120), 0)
        said = operator("epoch", "add", "--data", self.data)
        self.assertIn("epoch 3: ", said)

    def test_only_the_pages_that_were_named_may_read_its_answers(self):
        _, headers, _ = self.harden(headers=[("origin", self.ORIGIN)])
        self.assertEqual(headers["access-control-allow-origin"], self.ORIGIN)
        self.assertIn("pde-challenge", headers["access-control-expose-headers"])
        for origin in ("https://other.example", "null", self.ORIGIN + ".example"):
            _, headers, _ = self.harden(headers=[("origin", origin)])
            self.assertNotIn("access-control-allow-origin", headers)
        status, headers, body = named(post(
            self.port, "/v1/harden", b"", method="OPTIONS",
            headers=[("origin", self.ORIGIN), ("access-control-request-method", "POST"),
                     ("access-control-request-headers", "content-type")]))
        self.assertEqual((status, body), (204, b""))
        self.assertEqual(headers["access-control-allow-headers"], "content-type")
        self.assertEqual(headers["access-control-allow-methods"], "POST")

    def test_the_first_operator_names_it_and_its_key(self):
        server = Server(self.home)
        self.addCleanup(server.end)
        server.stop()
        said = operator(
            "epoch", "add", "--data", server.data, "--second-key", self.keys()[2])
        self.assertIn(self.keys()[2], said)
        operator("epoch", "add", "--data", server.data, "--second-key", "00" * 32, code=1)
        url = f"http://127.0.0.1:{self.port}"
        server.options = ("--second-operator", url)
        server.start()
        info, _ = decode(post(server.port, "/v1/info", b"", method="GET")[2])
        self.assertEqual(info[6], url)
        self.assertEqual([len(keys) for _, keys in info[4]], [1, 2])
        self.assertEqual(info[4][1][1][1].hex(), self.keys()[2])


if __name__ == "__main__":
    unittest.main()
