"""A wallet that sleeps for ten years opens, though its server was restored twice from a backup in between, and hardens
with a newer key."""

import json
import os
import re
import subprocess
import unittest

from moved import DAY, HOUR, move, moved
from support import (
    BIN, PAPERS, Relay, Server, SystemTest, Wallet, expect, marks, needs, open_grant, pde)

YEAR = 365 * DAY


def operate(*arguments, ahead=0):
    """A command of the operator's, in the given time; what it printed."""
    done = subprocess.run(
        [BIN / "pde-server", *map(str, arguments)], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300,
        env={**os.environ, **moved(ahead)})
    if done.returncode:
        raise AssertionError(f"pde-server {arguments[0]} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def card_of(wallet, folder):
    """Makes a card; the environment in which it opens the wallet."""
    code, text = expect(wallet.run("card"), 0).out.decode().split("\n")[:2]
    files = {"PDE_CARD_FILE": folder / "card", "PDE_CODE_FILE": folder / "code"}
    for path, content in zip(files.values(), (text, code)):
        path.write_text(content + "\n")
    return {name: str(path) for name, path in files.items()}


class Operator:
    """A server and what its operator keeps apart from it: backups, the keys, a copy of the ledger."""

    def __init__(self, test):
        self.test = test
        self.folder = test.new_folder()
        self.keys = self.folder / "keys"
        self.backups = self.folder / "backups"
        self.ahead = 0
        self.witness = self.folder / "witness"
        self.witness.touch()
        self.server = Server(self.folder, "--authority", "pde.test", "--witness", self.witness)
        self.relay = Relay(self.server.port)
        test.addCleanup(self.relay.end)
        test.addCleanup(lambda: self.server.end())
        self.keep_keys()

    @property
    def url(self):
        return self.relay.url

    def keep_keys(self):
        self.keys.write_bytes((self.server.data / "server-keys").read_bytes())
        self.keys.chmod(0o600)

    def go_to(self, ahead):
        self.ahead = ahead
        move(self.server, ahead)

    def back_up(self):
        operate("backup", self.backups, "--data", self.server.data, ahead=self.ahead)

    def lose_and_restore(self, ahead):
        """The machine burns; another takes its place, from the newest backup, and the copies of the ledger and its
        witness."""
        self.server.stop()
        old = self.server.data
        self.ahead = ahead
        new = old.with_name(f"data-{ahead}")
        said = operate(
            "restore", self.backups, "--data", new, "--keys", self.keys, "--ledger", old / "ledger",
            "--witness", self.witness, ahead=ahead)
        old.rename(old.with_name(old.name + "-burnt"))
        self.server.data = new
        self.go_to(ahead)
        return said

    def add_epoch(self):
        self.server.stop()
        said = operate("epoch", "add", "--data", self.server.data, ahead=self.ahead)
        self.keep_keys()
        self.server.start()
        return re.search("hash of the list: ([0-9a-f]{64})", said)[1]


@needs("gcc")
class TenYears(SystemTest):
    def test_a_wallet_written_now_opens_in_ten_years_on_a_server_restored_twice(self):
        operator = Operator(self)
        plain = Wallet(operator.url)
        named = Wallet(operator.url, pseudonym="Marguerite")
        pin = re.search("--pin ([0-9a-f]{64})", plain.created.err)[1]
        ids = {wallet: wallet.add(*PAPERS) for wallet in (plain, named)}
        for wallet in ids:
            ids[wallet].append(wallet.note("à bientôt".encode(), "note"))
        grant = plain.share(ids[plain][0])
        card = card_of(plain, self.new_folder())
        shares = expect(named.run("recovery", "prepare"), 0).out.splitlines()
        mark = marks(plain.run("list"))[-1]

        def others():
            """Life goes on: wallets are made, used, and deleted."""
            wallet = Wallet(operator.url)
            wallet.note(b"x")
            return wallet

        before = others()
        operator.go_to(4 * YEAR)
        operator.back_up()
        said = operator.lose_and_restore(4 * YEAR + 2 * HOUR)
        self.assertNotIn("72 hours", said)
        self.assertEqual(len(before.list()), 1)
        after = others()
        newer = operator.add_epoch()
        self.assertNotEqual(newer, pin)
        self.assertEqual(len(after.list()), 1)

        operator.go_to(8 * YEAR)
        operator.back_up()
        operator.lose_and_restore(8 * YEAR + 3 * DAY)
        self.assertEqual(len(after.list()), 1)
        others()

        operator.go_to(10 * YEAR + 2 * DAY)
        code, text = operator.server.check()
        self.assertEqual(code, 0, text)
        # With the old list of keys for a pin it is another's service; with the new one's it is this one.
        self.assertEqual(plain.run("list", "--pin", pin).code, 4)
        opened = expect(plain.run("list", "--json", "--pin", newer), 0)
        self.assertEqual(marks(opened)[0], mark, "not one change since")
        for wallet, own in ids.items():
            self.assertEqual([document["id"] for document in wallet.list()], own)
            for id, path in zip(own, PAPERS):
                self.assertEqual(wallet.get(id), path.read_bytes())
            self.assertEqual(wallet.get(own[-1]).decode(), "à bientôt")
        by_card = expect(pde("list", "--json", url=operator.url, environment=card), 0)
        self.assertEqual([document["id"] for document in json.loads(by_card.out)], ids[plain])
        # The shares open the other one, once they have waited, and give it a new phrase.
        two = b"\n".join(shares[:2]) + b"\n"
        self.assertEqual(pde("recover", url=operator.url, input=two).code, 2)
        operator.go_to(10 * YEAR + 8 * DAY)
        self.assertEqual(pde("recover", url=operator.url, input=two).code, 2)
        operator.go_to(10 * YEAR + 9 * DAY + HOUR)
        done = expect(pde("recover", url=operator.url, input=two), 0)
        self.assertEqual(named.run("list").code, 2, "the old phrase")
        named.phrase, named.pseudonym = done.out.decode().split("\n")[0], None
        self.assertEqual([document["id"] for document in named.list()], ids[named])
        # Its grant ended long ago; it can make another.
        expect(open_grant(grant, operator.url, self.new_folder()), 3)
        folder = self.new_folder()
        expect(open_grant(plain.share(ids[plain][0]), operator.url, folder), 0)
        self.assertIn(PAPERS[0].read_bytes(), [path.read_bytes() for path in folder.iterdir()])

    def test_a_client_of_today_with_a_clock_of_then_opens_as_well(self):
        operator = Operator(self)
        wallet = Wallet(operator.url)
        id = wallet.note(b"x")
        operator.go_to(10 * YEAR)
        for ahead in (0, 10 * YEAR, 30 * YEAR):
            done = wallet.run("get", id, environment=moved(ahead))
            self.assertEqual((done.code, done.out), (0, b"x"), done.err)


if __name__ == "__main__":
    unittest.main()
