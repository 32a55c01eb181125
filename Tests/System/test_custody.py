"""`pde custody`: a file, such as the server keys, in shares of which some get it back."""

import itertools
import os
import subprocess

from support import BIN, SystemTest


class Custody(SystemTest):
    def custody(self, *words):
        return subprocess.run(
            [BIN / "pde", "custody", *map(str, words)], cwd=self.folder,
            env=os.environ | {"LC_ALL": "C"}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=120)

    def split(self, content, shares=3, threshold=2):
        file = self.folder / "keys"
        file.write_bytes(content)
        done = self.custody(
            "split", file, "--shares", shares, "--threshold", threshold, "--output", "out")
        self.assertEqual(done.returncode, 0, done.stderr)
        paths = [self.folder / line for line in done.stdout.split()]
        self.assertEqual(
            [path.name for path in paths], [f"share-{i + 1}" for i in range(shares)])
        return paths

    def join(self, *paths, code=0):
        target = self.folder / "back"
        target.unlink(missing_ok=True)
        done = self.custody("join", *paths, "--output", target)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(target.exists(), code == 0)
        return target.read_bytes() if code == 0 else done.stderr

    def test_the_servers_own_keys_come_back_from_every_pair_and_from_no_single_share(self):
        content = (self.server.data / "server-keys").read_bytes()
        paths = self.split(content)
        for pair in itertools.permutations(paths, 2):
            self.assertEqual(self.join(*pair), content)
        self.assertEqual(self.join(*paths), content)
        self.assertEqual((self.folder / "back").stat().st_mode & 0o777, 0o600)
        for path in paths:
            self.assertIn("not enough texts; given: 1, needed: 2", self.join(path, code=65))
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
            self.assertNotIn(content[8:40], path.read_bytes())
            self.assertLessEqual(max(map(len, path.read_text().splitlines())), 67)
        self.assertEqual((self.folder / "out").stat().st_mode & 0o777, 0o700)

    def test_any_length_and_many_shares(self):
        for size in (1, 47, 48, 49, 1_000_003):
            content = os.urandom(size)
            paths = self.split(content, 5, 3)
            self.assertEqual(self.join(*paths[1:4]), content)
            for path in paths:
                path.unlink()
        content = os.urandom(100)
        paths = self.split(content, 16, 8)
        self.assertEqual(self.join(*paths[::2]), content)
        self.join(*paths[:7], code=65)

    def test_what_does_not_belong_together_is_told_apart(self):
        first = [path.read_bytes() for path in self.split(b"first")]
        while True:
            for path in (self.folder / "out").iterdir():
                path.unlink()
            second = self.split(b"second")
            # Sets are told apart by 15 bits, of which two may have the same.
            if second[0].read_bytes()[:4] != first[0][:4]:
                break
        other = self.folder / "other"
        other.write_bytes(first[0])
        self.assertIn("text 2 does not belong", self.join(second[0], other, code=65))
        self.assertIn("text 2 was given already", self.join(second[0], second[0], code=65))
        text = second[1].read_text()
        other.write_text(text[:20] + ("7" if text[20] != "7" else "8") + text[21:])
        self.assertIn("text 2 has a wrong character", self.join(second[0], other, code=5))
        # A damaged copy of the sealed file is no loss while another is good.
        other.write_text(text[:100] + ("A" if text[100] != "A" else "B") + text[101:])
        self.assertEqual(self.join(other, second[0]), b"second")
        self.assertIn("piece 1 has a damaged copy", self.custody(
            "join", other, second[2], "--output", "again").stderr)

    def test_nothing_is_replaced_and_nothing_half_written(self):
        file = self.folder / "keys"
        file.write_bytes(b"x" * 500)
        (self.folder / "out").mkdir()
        taken = self.folder / "out/share-2"
        taken.write_text("mine")
        done = self.custody("split", file, "--output", "out")
        self.assertEqual(done.returncode, 65, done.stderr)
        self.assertEqual([path.name for path in (self.folder / "out").iterdir()], ["share-2"])
        self.assertEqual(taken.read_text(), "mine")
        taken.unlink()
        paths = self.split(b"x")
        done = self.custody("join", *paths, "--output", file)
        self.assertEqual((done.returncode, file.read_bytes()), (65, b"x"))

    def test_input_that_can_not_be(self):
        file = self.folder / "keys"
        for words in (["--shares", "1"], ["--shares", "17"], ["--threshold", "1"],
                      ["--shares", "2", "--threshold", "3"], ["--threshold", "0"]):
            file.write_bytes(b"x")
            done = self.custody("split", file, *words, "--output", "out")
            self.assertEqual(done.returncode, 64, words)
        for content in (b"", b"x" * (16 * 1024 * 1024 + 1)):
            file.write_bytes(content)
            self.assertEqual(self.custody("split", file, "--output", "out").returncode, 65)
        self.assertEqual(self.custody("split", "missing", "--output", "out").returncode, 65)
        self.assertFalse((self.folder / "out").exists())
