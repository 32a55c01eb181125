"""The server sees nothing: neither in what it stores and logs, nor in what it is made of."""

import base64
import json
import os
import pathlib
import random
import re
import subprocess
import unittest
import urllib.parse

from canaries import forms, search
from support import (
    BIN, PAPERS, ROOT, GrantKeys, SystemTest, Wallet, encode, expect, needs, open_grant, post)

# What of libsodium opens something: an AEAD, a box, a stream of messages, a bare cipher over
# given bytes. crypto_sign_open only checks a signature.
DECRYPTING = re.compile(
    r"crypto_(?!sign)\w*(?:_decrypt(?:_\w+)?|_open(?:_\w+)?|_pull|_xor(?:_\w+)?)")


class Blindness(SystemTest):
    SOURCE = "127.77.88.99"

    def session(self):
        """A session of which every secret is a marker; the markers."""
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
        expect(wallet.run("list", phrase=" ".join(wallet.phrase.split()[::-1])), 2)
        headers = [("user-agent", words["agent"]), ("x-forwarded-for", "203.0.113.77"),
                   ("referer", "http://x/" + words["head"]), ("cookie", words["head"])]
        element = bytes.fromhex(
            "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76")
        harden = encode({1: 0, 2: bytes(16), 3: element, 4: bytes(40)})
        for method, path, body in (("GET", "/v1/info", b""), ("POST", "/v1/harden", harden),
                                   ("POST", "/v1/harden", b"bad"), ("PUT", "/v1/harden", b""),
                                   ("GET", "/" + words["head"], b""),
                                   ("POST", "/v1/grants/cover", encode({1: bytes(16)}))):
            post(self.server.port, path, body, self.SOURCE, method, headers)
        markers = {name: word.encode() for name, word in words.items()}
        markers["pseudonym, canonical"] = words["pseudonym"].lower().encode()
        markers["phrase"] = wallet.phrase.encode()
        parts = wallet.phrase.split()
        for index, pair in enumerate(zip(parts, parts[1:])):
            markers[f"words {index + 1}, {index + 2}"] = " ".join(pair).encode()
        for index, word in enumerate(parts):
            if len(word) >= 6:
                markers[f"word {index + 1}"] = word.encode()
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
        for address in (self.SOURCE, "203.0.113.77"):
            markers["address " + address] = address.encode()
            markers["address in bytes " + address] = bytes(map(int, address.split(".")))
        return markers

    def everything(self):
        return self.server.files() + [self.server.log, self.server.log.with_suffix(".out")]

    def test_nothing_of_a_session_is_stored_or_logged(self):
        for _ in range(3):
            # Four digits may stand in a log by chance: as a size, a year or a port.
            markers = self.session()
            if not search([self.server.log], {"code": markers["code"]}):
                break
        self.assertGreater(len(self.server.blocks()), 25)
        self.assertGreater(len(self.server.blocks("grants")), 20)
        self.assertIn("POST /v1/grants/open", self.server.log.read_text())
        self.assertEqual(search(self.everything(), markers), [])
        self.assertEqual(self.server.stop(), 0)
        self.assertEqual(search(self.everything(), markers), [])
        names = "\0".join(str(path) for path in self.server.files()).encode()
        for name, marker in markers.items():
            for form, needle in forms(marker).items():
                self.assertFalse(len(needle) > 5 and needle in names, (name, form))
        self.server.start()

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
        self.assertEqual(search([self.file("noise", os.urandom(1 << 20))], markers), [])

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
        # The secrets stand behind the heads 58 20.
        parts = [secret[at + 2:at + 34] for at in range(len(secret)) if secret[at:at + 2] == b"\x58\x20"]
        self.assertGreaterEqual(len(parts), 3)
        self.assertEqual(search(others, {str(i): part for i, part in enumerate(parts)}), [])


class Construction(unittest.TestCase):
    @needs("nm")
    def test_the_release_server_imports_no_decrypting_function(self):
        folder = os.environ.get("PDE_RELEASE_BIN")
        if not folder:
            self.skipTest("PDE_RELEASE_BIN names no folder of release programs")
        imported = self.imports(pathlib.Path(folder) / "pde-server")
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
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300)
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


if __name__ == "__main__":
    unittest.main()
