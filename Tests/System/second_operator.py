"""A second operator's server."""

import re
import subprocess

from support import BIN, held_port, until


class Second:
    """`pde-server harden-only` on a folder and a port of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.port, self.hold = held_port()
        self.start()

    def start(self):
        said = self.folder / "second.out"
        before = said.stat().st_size if said.exists() else 0
        out = said.open("ab")
        self.log = self.folder / "second.log"
        self.process = subprocess.Popen(
            [BIN / "pde-server", "harden-only", "--data", self.folder / "harden",
             "--listen", f"127.0.0.1:{self.port}"],
            stdin=subprocess.DEVNULL, stdout=out, stderr=self.log.open("ab"),
            start_new_session=True)

        def listening():
            text = said.read_text()[before:]
            found = re.findall("http://127.0.0.1:([0-9]+)\n", text)
            return self.process.poll() is None and found and found[-1]

        self.port = int(until(listening, 120, "the second operator listens"))

    @property
    def key(self):
        said = self.log.read_text() + (self.folder / "second.out").read_text()
        return re.findall("epoch 2: ([0-9a-f]{64})", said)[0]

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(120)

    def join(self, server, url):
        """From its next start `server` hardens with this one too, which it names by `url`."""
        server.stop()
        added = subprocess.run(
            [BIN / "pde-server", "epoch", "add", "--data", server.data, "--second-key", self.key],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=120)
        if added.returncode:
            raise AssertionError(added.stdout)
        server.options = (*server.options, "--second-operator", url)
        server.start()
