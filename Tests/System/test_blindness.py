"""The server sees nothing: neither in what it stores and logs, nor in what it is made of."""

import base64
import contextlib
import itertools
import json
import os
import random
import re
import subprocess
import unittest
import urllib.parse

from canaries import forms, search
from support import (
    BIN, PAPERS, ROOT, GrantKeys, SystemTest, Wallet, base32, encode, expect, needs, open_grant, post)

# What of libsodium opens something: an AEAD, a box, a stream of messages, a bare cipher over
# given bytes. crypto_sign_open only checks a signature.
DECRYPTING = re.compile(
    r"crypto_(?!sign)\w*(?:_decrypt(?:_\w+)?|_open(?:_\w+)?|_pull|_xor(?:_\w+)?)")


class Blindness(SystemTest):
    numbers = itertools.count(77)

    def session(self):
        """A session of which every secret is a marker; the markers."""
        number = next(self.numbers)
        source, claimed = f"127.{number}.88.99", f"203.0.113.{number}"
        dice = random.Random()
        mark = lambda: "Quetzal" + "".join(dice.choices("bcdfghjkmnpqrstvwxz", k=9))
        names = ["title", "kind", "purpose", "file name", "text", "agent", "pseudonym", "head"]
        words = {name: mark() for name in names}
        words["title"] += " œ’été"
        wallet = Wallet(self.url, pseudonym=words["pseudonym"] + " Été")
        paper = self.file(words["file name"] + ".txt", (words["text"] + "\n").encode() * 9_000)
        ids = wallet.add(*PAPERS, paper)
        ids += wallet.add(paper, options=("--title", words["title"], "--kind", words["kind"]))
        ids.append(wallet.note(words["text"].encode(), words["title"]))
        wallet.list()
        grant = wallet.share(ids[0], *ids[3:], options=("--code", "--purpose", words["purpose"]))
        plain = wallet.share(ids[4], options=("--purpose", words["purpose"]))
        for each in (grant, plain):
            expect(open_grant(each, self.url, self.new_folder()), 0)
        wrong = f"{(int(grant['code']) + 1) % 10_000:04}"
        expect(open_grant(grant, self.url, self.folder, code=wrong), 3)
        wallet.shares()
        expect(wallet.run("remove", ids[1]), 0)
        expect(wallet.run("removed", "--json"), 0)
        expect(wallet.run("restore", ids[1]), 0)
        expect(wallet.run("remove", "--now", ids[1]), 0)
        expect(wallet.run("list", phrase=" ".join(wallet.phrase.split()[::-1])), 2)
        digits, card = expect(wallet.run("card"), 0).out.decode().split()
        shares = expect(wallet.run("recovery", "prepare"), 0).out.decode().split()
        changed = expect(wallet.run("change"), 0).out.decode().strip()
        headers = [("user-agent", words["agent"]), ("x-forwarded-for", claimed),
                   ("referer", "http://x/" + words["head"]), ("cookie", words["head"])]
        element = bytes.fromhex(
            "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76")
        harden = encode({1: 0, 2: bytes(16), 3: element, 4: bytes(40)})
        for method, path, body in (("GET", "/v1/info", b""), ("POST", "/v1/harden", harden),
                                   ("POST", "/v1/harden", b"bad"), ("PUT", "/v1/harden", b""),
                                   ("GET", "/" + words["head"], b""),
                                   ("POST", "/v1/grants/cover", encode({1: bytes(16)}))):
            post(self.server.port, path, body, source, method, headers)
        markers = {name: word.encode() for name, word in words.items()}
        markers["pseudonym, canonical"] = words["pseudonym"].lower().encode()
        for which, phrase in (("first", wallet.phrase), ("second", changed)):
            markers[f"{which} phrase"] = phrase.encode()
            parts = phrase.split()
            for index, pair in enumerate(zip(parts, parts[1:])):
                markers[f"words {index + 1}, {index + 2} of the {which}"] = " ".join(pair).encode()
            for index, word in enumerate(parts):
                if len(word) >= 6:
                    markers[f"word {index + 1} of the {which}"] = word.encode()
        markers["digits of the card"], markers["card"] = digits.encode(), card.encode()
        markers["card, in bytes"] = base32(card[1:])
        for index, share in enumerate(shares):
            markers[f"recovery share {index + 1}"] = share.encode()
        for index, path in enumerate(PAPERS):
            content = path.read_bytes()
            markers[f"name of {path.name}"] = path.name.encode()
            for at in (0, len(content) // 3, len(content) - 40):
                markers[f"{path.name} at {at}"] = content[at:at + 40]
        markers["code"] = grant["code"].encode()
        for name, each in (("coded", grant), ("plain", plain)):
            markers[f"{name} link"] = each["link"].split("#")[1].encode()
            markers[f"{name} secret"] = GrantKeys(each["link"]).secret
            markers[f"{name} authenticator"] = GrantKeys(
                each["link"], each["code"] or "").open_auth
            markers[f"{name} revocation"] = each["revocationCode"].encode()
            markers[f"{name} revocation, as sent"] = (
                each["revocationCode"][:-2].replace("-", "").encode())
        markers["media type"] = b"application/pdf"
        for address in (source, claimed):
            markers["address " + address] = address.encode()
            markers["address in bytes " + address] = bytes(map(int, address.split(".")))
        return markers

    def everything(self):
        return self.server.files() + [self.server.log, self.server.log.with_suffix(".out")]

    @staticmethod
    def is_chance(found, markers):
        """Whether all that was found may be there by chance: a word of a phrase may be one of the tables'
        ("ration" is in "generation"), four digits may be a port, four bytes an address in noise."""
        return all(name.startswith("word ") or len(forms(markers[name])[form]) < 6
                   for _, name, form in found)

    def test_nothing_of_a_session_is_stored_or_logged(self):
        for _ in range(3):
            # By chance once in some fifty sessions, and not in three, each with secrets of its own.
            markers = self.session()
            found = search(self.everything(), markers)
            if not found or not self.is_chance(found, markers):
                break
        self.assertGreater(len(self.server.blocks()), 25)
        self.assertGreater(len(self.server.blocks("grants")), 20)
        self.assertIn("POST /v1/grants/open", self.server.log.read_text())
        self.assertEqual(search(self.everything(), markers), [])
        self.assert_backup_and_ledger_have_none(markers)
        self.assertEqual(self.server.stop(), 0)
        self.assertEqual(search(self.everything(), markers), [])
        names = "\0".join(str(path) for path in self.server.files()).encode()
        for name, marker in markers.items():
            for form, needle in forms(marker).items():
                self.assertFalse(len(needle) > 5 and needle in names, (name, form))
        self.server.start()

    def assert_backup_and_ledger_have_none(self, markers):
        """What leaves the machine: a backup made beside the server, and the ledger after changed credentials."""
        folder = self.folder / "backups"
        subprocess.run(
            [BIN / "pde-server", "backup", folder, "--data", self.server.data], check=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=300)
        files = [path for path in folder.rglob("*") if path.is_file()]
        # Its blocks are those that were searched.
        stored = {path.name: path for path in self.server.blocks()}
        blocks = [path for path in files if path.name in stored]
        self.assertEqual(len(blocks), len(stored))
        for path in blocks:
            self.assertEqual(path.read_bytes(), stored[path.name].read_bytes())
        backup = [path for path in files if path.name not in stored]
        ledger = [path for path in (self.server.data / "ledger").rglob("*") if path.is_file()]
        with contextlib.closing(self.server.database()) as database:
            records = {str(place): record[:64] for place, (record,) in enumerate(
                database.execute("SELECT record FROM slots"))}
        for place, files in (("backup", backup), ("ledger", ledger)):
            self.assertTrue(search(files, records), f"the search of the {place} finds what is there")
            self.assertEqual(search(files, markers), [], place)

    def test_the_search_finds_what_is_planted_in_every_form(self):
        markers = {
            "text": "Quetzalcoatl œ".encode(), "bytes": bytes.fromhex("8f00ff10a7c3d9e21b"),
            "short": b"4711"}
        for name, marker in markers.items():
            for form, needle in forms(marker).items():
                for at in range(3):
                    noise = os.urandom(3_000 + at)
                    path = self.file("planted", noise + needle + noise)
                    self.assertIn(("planted", name, form), search([path], {name: marker}))
        # Base64 of a whole in which the marker begins anywhere.
        for at in range(9):
            whole = os.urandom(at) + markers["text"] + os.urandom(7)
            for coded in (base64.b64encode(whole), base64.urlsafe_b64encode(whole)):
                path = self.file("planted", coded)
                self.assertTrue(search([path], {"text": markers["text"]}), (at, coded))
        # Always the same noise: four digits are in one of some two thousand.
        noise = random.Random(4).randbytes(1 << 20)
        self.assertEqual(search([self.file("noise", noise)], markers), [])

    def test_no_grant_points_to_a_wallet(self):
        wallet = Wallet(self.url)
        wallet.share(wallet.note(b"x" * 200_000), options=("--openings", "5"))
        database = self.server.database()
        spaces = [row[0] for row in database.execute("SELECT id FROM spaces")]
        keys = [row[0] for row in database.execute("SELECT verifyKey FROM spaces")]
        names = [row[0] for row in database.execute("SELECT name FROM blocks")]
        database.close()
        files = [path for path in self.server.files() if "grants" in path.parts]
        self.assertTrue(files)
        markers = {f"{i}": marker for i, marker in enumerate(spaces + keys + names)}
        self.assertEqual(search(files, markers), [])
        rows = [path for path in self.server.files() if path.name.startswith("rows.sqlite")]
        self.assertTrue(search(rows, {"space": spaces[0]}), "the search finds what is there")

    def test_no_block_of_a_grant_is_of_its_wallet_or_of_another_grant(self):
        """Nor are 32 bytes of it, wherever they begin; and no value of a grant's rows is another's."""
        before = self.server.blocks(), self.server.blocks("grants")
        wallet = Wallet(self.url)
        # The same bytes in each block, which anything that is not encrypted anew would show.
        id = wallet.note(bytes(200_000))
        stored = self.server.blocks() - before[0]
        grants, blocks = [], []
        for _ in range(2):
            known = self.server.blocks("grants")
            grants.append(wallet.share(id, options=("--openings", "5")))
            blocks.append(self.server.blocks("grants") - known)
        self.assertEqual([len(each) for each in (stored, *blocks)], [2, 2, 2])
        pieces = [self.pieces(each) for each in (stored, *blocks)]
        for one, other in itertools.combinations(pieces, 2):
            self.assertEqual(len(one & other), 0)
        # The check itself: of a block that is in both, some are.
        self.assertGreater(len(pieces[0] & self.pieces([next(iter(stored)), *blocks[0]])), 130_000)
        for name in ("id", "link", "revocationCode"):
            self.assertNotEqual(grants[0][name], grants[1][name])
        for grant in grants:
            expect(open_grant(grant, self.url, self.new_folder()), 0)
        one, other = (self.values_of(GrantKeys(grant["link"]).id) for grant in grants)
        # Identifier, verifier, salt, folder, two tags, cover; of an opening its nonce and token; of a receipt
        # its key; of an event its name.
        self.assertGreaterEqual(min(len(one), len(other)), 11)
        self.assertEqual(one & other, set())

    @staticmethod
    def pieces(paths):
        """The 32 bytes at each place of some files, as numbers that tell them apart."""
        found = set()
        for path in paths:
            content = path.read_bytes()
            found |= {hash(content[at:at + 32]) for at in range(len(content) - 31)}
        return found

    def values_of(self, id):
        """Each byte string of 16 bytes or more in the rows of a grant, its openings and its receipt."""
        with contextlib.closing(self.server.database("grants")) as database:
            receipt, = database.execute("SELECT receiptId FROM grants WHERE id = ?", [id]).fetchone()
            rows = []
            for table, column, key in (
                    ("grants", "id", id), ("grantBlocks", "grantId", id), ("openings", "grantId", id),
                    ("receipts", "id", receipt), ("events", "receiptId", receipt)):
                found = database.execute(f"SELECT * FROM {table} WHERE {column} = ?", [key]).fetchall()
                # A published grant has no blocks left to wait for.
                self.assertTrue(found or table == "grantBlocks", table)
                rows += found
        return {value for row in rows for value in row if isinstance(value, bytes) and len(value) >= 16}

    def test_what_is_stored_has_three_shapes(self):
        sizes = {1, 100, 130_992, 130_993}
        wallet = Wallet(self.url)
        ids = wallet.add(*[self.file(str(size), os.urandom(size)) for size in sizes])
        wallet.share(*ids)
        for area in ("store", "grants"):
            blocks = self.server.blocks(area)
            self.assertTrue(blocks)
            self.assertEqual({path.stat().st_size for path in blocks}, {131_072})
            self.assertEqual({path.stat().st_mtime for path in blocks}, {0.0})
            self.assertTrue(all(re.fullmatch("[0-9a-f]{32}", path.name) for path in blocks))

    def test_the_log_has_method_route_status_bytes_and_duration_only(self):
        line = re.compile(
            r"\d{4}-\d\d-\d\dT\d\d:\d\dZ info (\?|GET|HEAD|PUT|POST) (-|holder|reader|/v1/[a-z/]+) \d{3} \d+ \d+0?ms")
        lines = self.server.log.read_text().splitlines()
        strange = [text for text in lines if not line.fullmatch(text) and " notice " not in text]
        self.assertEqual(strange, [])
        sizes = {int(text.split()[5]) for text in lines if " info " in text}
        self.assertTrue(all(size & (size - 1) == 0 for size in sizes), "sizes are rounded")

    def test_the_keys_are_for_their_owner_alone(self):
        keys = self.server.data / "server-keys"
        self.assertEqual(keys.stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.server.data.stat().st_mode & 0o077, 0)
        secret = keys.read_bytes()
        others = [path for path in self.everything() if path != keys]
        # The secrets stand behind the heads 58 20; by chance two such bytes are near the end of the last.
        parts = [secret[at + 2:at + 34] for at in range(len(secret)) if secret[at:at + 2] == b"\x58\x20"]
        parts = [part for part in parts if len(part) == 32]
        self.assertGreaterEqual(len(parts), 3)
        self.assertEqual(search(others, {str(i): part for i, part in enumerate(parts)}), [])


class Construction(unittest.TestCase):
    @needs("nm")
    def test_the_release_server_imports_no_decrypting_function(self):
        imported = self.imports(BIN / "pde-server")
        self.assertTrue(any(name.startswith("crypto_generichash") for name in imported))
        self.assertEqual(self.decrypting(imported), [])

    @needs("nm")
    def test_the_symbol_check_finds_what_decrypts_in_the_client(self):
        imported = self.imports(BIN / "pde")
        self.assertTrue(self.decrypting(imported), sorted(imported)[:40])

    @staticmethod
    def imports(program):
        done = subprocess.run(
            ["nm", "--dynamic", "--undefined-only", program], check=True,
            stdout=subprocess.PIPE, text=True)
        return {line.split()[-1].split("@")[0] for line in done.stdout.splitlines()}

    @staticmethod
    def decrypting(imported):
        return sorted(
            name for name in imported if DECRYPTING.fullmatch(name))

    @needs("swift")
    def test_the_server_depends_on_neither_vault_nor_share(self):
        done = subprocess.run(
            ["swift", "package", "describe", "--type", "json"], cwd=ROOT,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=900)
        self.assertEqual(done.returncode, 0, done.stderr.decode()[-2_000:])
        targets = {target["name"]: target for target in json.loads(done.stdout)["targets"]}
        self.assertIn("Vault", self.reached(targets, "pde"), "the walk finds what is there")
        for name in ("BlindServer", "pde-server"):
            reached = self.reached(targets, name)
            self.assertIn("Wire", reached)
            self.assertEqual(reached & {"Vault", "Share", "Client"}, set())

    @staticmethod
    def reached(targets, name):
        found, waiting = set(), [name]
        while waiting:
            for next_ in targets.get(waiting.pop(), {}).get("target_dependencies", []):
                if next_ not in found:
                    found.add(next_)
                    waiting.append(next_)
        return found

    def test_the_sources_of_the_server_import_nothing_that_opens(self):
        for path in [*(ROOT / "Sources/BlindServer").rglob("*.swift"),
                     *(ROOT / "Sources/pde-server").rglob("*.swift")]:
            imported = re.findall(r"^\s*(?:\w+ )?import (\w+)", path.read_text(), re.MULTILINE)
            self.assertEqual(set(imported) & {"Vault", "Share", "Client", "CSodium"}, set(), path)

    def test_what_libsodium_has_is_called_in_one_module(self):
        """Elsewhere memory is wiped with it, where JavaScript wrote, and nothing else."""
        called = {}
        for path in (ROOT / "Sources").rglob("*"):
            if path.suffix not in (".swift", ".h", ".c"):
                continue
            module = path.relative_to(ROOT / "Sources").parts[0]
            text = path.read_text()
            names = set(re.findall(r"\b(?:sodium|crypto|randombytes)_\w+", text))
            if re.search(r"\bimport\s+(?:\w+\s+)?CSodium\b|include\s*[<\"]sodium", text) or names:
                called.setdefault(module, set()).update(names)
        self.assertGreater(len(called.pop("Sodium")), 30)
        # The header that the module reads.
        self.assertEqual(called.pop("CSodium"), set())
        self.assertEqual(called, {"WebApp": {"sodium_memzero"}})


if __name__ == "__main__":
    unittest.main()
