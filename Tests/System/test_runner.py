"""What runs the tests: one that does not end is ended, and said."""

import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

from support import BIN

TESTS = pathlib.Path(__file__).resolve().parents[1]
RUN = f"""
import pathlib, sys
sys.path.insert(0, {str(TESTS)!r})
sys.dont_write_bytecode = True
import runner
runner.STUCK_SECONDS = 5
sys.exit(runner.main("Stuck.", pathlib.Path(__file__).parent, ["stuck"], programs=pathlib.Path({str(BIN)!r})))
"""
STUCK = """
import pathlib, time, unittest
class Once(unittest.TestCase):
    def test_a_tool_that_hangs_once(self):
        seen = pathlib.Path(__file__).parent / "seen"
        if not seen.exists():
            seen.touch()
            time.sleep(600)
    def test_beside_it(self):
        pass
class Always(unittest.TestCase):
    def test_what_never_ends(self):
        time.sleep(600)
"""


class Runner(unittest.TestCase):
    def test_a_test_that_does_not_end_begins_anew_once_and_then_has_failed(self):
        with tempfile.TemporaryDirectory(prefix="pde-runner-") as folder:
            run = pathlib.Path(folder) / "run.py"
            run.write_text(RUN)
            (run.parent / "test_stuck.py").write_text(textwrap.dedent(STUCK))
            done = subprocess.run(
                [sys.executable, run], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120,
                stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 1, done.stdout)
        self.assertEqual(done.stdout.count("stuck  test_stuck.Once.test_a_tool_that_hangs_once (5 s)"), 1)
        self.assertEqual(done.stdout.count("stuck  test_stuck.Always.test_what_never_ends (5 s)"), 2)
        self.assertIn("in test_what_never_ends", done.stdout)
        self.assertIn("FAIL  stuck.Always ended without a report", done.stdout)
        self.assertIn("2 passed, 1 failed", done.stdout.splitlines()[-1])
