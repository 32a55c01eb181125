"""The README's session, run as it is written there; only the address and the programs' folder
are this test's own."""

import os
import re
import subprocess
import unittest

from support import BIN, ROOT, SystemTest, needs


class Readme(SystemTest):
    @needs("zbarimg")
    def test_every_command_of_the_session_does_what_the_readme_says(self):
        blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
        session = next(block for block in blocks if "pde create" in block)
        script = session.replace(
            'PATH="$PWD/.build/release:$PATH"', f'PATH="{BIN}:$PATH"'
        ).replace("http://127.0.0.1:8080", self.url)
        self.assertNotEqual(script, session)
        folder = self.new_folder()
        result = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=ROOT, env=os.environ | {"TMPDIR": str(folder), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("exit code 3", result.stdout)
        self.assertIn("Décision du CPAS", result.stdout)
        received = next(folder.glob("*/received"))
        contents = sorted(path.read_bytes() for path in received.iterdir())
        expected = sorted(
            (ROOT / "Tests/Fixtures" / name).read_bytes()
            for name in ("attestation-photo.jpg", "notification-cpas.pdf"))
        self.assertEqual(contents, expected)

    def test_every_make_goal_of_the_readme_exists(self):
        goals = set(re.findall(r"\bmake ([a-z]+)", (ROOT / "README.md").read_text()))
        makefile = (ROOT / "Makefile").read_text()
        self.assertTrue(goals >= {"run", "test", "bench"})
        for goal in goals:
            with self.subTest(goal=goal):
                self.assertRegex(makefile, rf"(?m)^{goal}:")


if __name__ == "__main__":
    unittest.main()
