"""What is in memory stays there: no core dump, and server keys that are never swapped."""

import os
import pathlib
import re
import resource
import signal
import subprocess
import unittest

from support import BIN, SystemTest, until


def unlimited():
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


class Dumps(SystemTest):
    def assert_leaves_no_core(self, command, is_up):
        folder = self.new_folder()
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, preexec_fn=unlimited)
        self.addCleanup(process.kill)
        until(lambda: is_up(process), 120, "the program runs")
        limits = pathlib.Path(f"/proc/{process.pid}/limits").read_text()
        self.assertRegex(limits, r"Max core file size +0 +0 ")
        process.send_signal(signal.SIGABRT)
        ended = until(
            lambda: [found for found in [os.waitpid(process.pid, os.WNOHANG)] if found[0]], 120,
            "it ends")
        status = ended[0][1]
        process.returncode = -signal.SIGABRT
        process.stdin.close()
        process.stdout.close()
        self.assertEqual(os.WTERMSIG(status), signal.SIGABRT)
        self.assertFalse(os.WCOREDUMP(status))
        self.assertEqual([path for path in folder.rglob("core*")], [])

    def test_a_server_that_ends_badly_leaves_no_core(self):
        data = self.new_folder() / "data"
        self.assert_leaves_no_core(
            [BIN / "pde-server", "serve", "--data", data, "--listen", "127.0.0.1:0"],
            lambda process: b"listening" in process.stdout.readline())

    def test_a_command_that_ends_badly_leaves_no_core(self):
        # It waits for a link.
        self.assert_leaves_no_core(
            [BIN / "pde", "open"],
            lambda process: re.search(
                r"Max core file size +0 ", pathlib.Path(f"/proc/{process.pid}/limits").read_text()))

    def test_the_server_keys_are_locked(self):
        status = pathlib.Path(f"/proc/{self.server.process.pid}/status").read_text()
        self.assertGreater(int(re.search(r"VmLck:\s+(\d+) kB", status)[1]), 0)
        self.assertNotIn("swap", self.server.log.read_text())


if __name__ == "__main__":
    unittest.main()
