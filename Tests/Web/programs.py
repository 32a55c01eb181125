"""Chromium as people start it, by its own command line, and driven from outside: the terminal's
start script of Deploy/kiosk with its policy, and an ordinary profile."""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile

from support import BIN, CHROMIUM, PATIENCE, ROOT, SITE, Error, TimeoutError, until

KIOSK = ROOT / "Deploy/kiosk"
# What a test needs of a browser without a screen, whatever the profile.
DRIVEN = ["--headless=new", "--remote-debugging-port=0", "--accept-lang=fr",
          "--window-size=1280,1000"] + (
    ["--no-sandbox"] if os.geteuid() == 0 else [])


class Program:
    """A browser as a process; `context` is its one window."""

    def __init__(self, playwright, command, environment, find_data):
        self.process = subprocess.Popen(
            command, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)

        def address():
            data = find_data()
            said = data and data / "DevToolsActivePort"
            lines = said.read_text().split("\n") if said and said.is_file() else []
            return lines[0] if len(lines) > 1 else None

        self.port = until(address, 60, "the browser listens")
        self.data = find_data()
        self.connection = self.connect(playwright)
        self.context = self.connection.contexts[0]
        self.context.set_default_timeout(PATIENCE)

    def connect(self, playwright):
        """A browser that is still making its first window may never answer to the first who asks."""
        for is_last in (False, False, True):
            try:
                return playwright.chromium.connect_over_cdp(
                    f"http://127.0.0.1:{self.port}", timeout=PATIENCE / 2)
            except TimeoutError:
                if is_last:
                    raise

    def page(self):
        """The tab that it started with."""
        return until(lambda: [
            page for context in self.connection.contexts for page in context.pages], 30, "a tab")[0]

    def is_up(self):
        return self.browser_process() is not None

    def browser_process(self):
        """The browser's first process, which started the others."""
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:
                continue
            if (f"--user-data-dir={self.data}".encode() in words
                    and not any(word.startswith(b"--type=") for word in words)
                    and b"chromium" in words[0]):
                return int(entry.name)
        return None

    def close(self):
        """As its own menu does."""
        with contextlib.suppress(Error):  # It may be on its way out already.
            self.connection.new_browser_cdp_session().send("Browser.close")
        self.gone()

    def kill(self):
        os.killpg(os.getpgid(self.browser_process()), signal.SIGKILL)
        self.gone()

    def gone(self):
        until(lambda: not self.is_up(), 30, "the browser ends")

    def end(self):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(30)

    def files(self, *more):
        """What is on the disk of it now."""
        return [path for folder in (self.home, *more) for path in folder.rglob("*")
                if path.is_file() and not path.is_symlink()]


class Ordinary(Program):
    """A browser as it comes, with a home and a temporary folder of its own."""

    def __init__(self, playwright, folder):
        self.home = pathlib.Path(folder)
        data = self.home / "data"
        (self.home / "tmp").mkdir(parents=True, exist_ok=True)
        super().__init__(
            playwright,
            [CHROMIUM, *DRIVEN, f"--user-data-dir={data}", "--no-first-run", "--lang=fr",
             "--password-store=basic", "about:blank"],
            {"HOME": str(self.home), "TMPDIR": str(self.home / "tmp"), "LANGUAGE": "fr",
             "XDG_CONFIG_HOME": str(self.home / "config"),
             "XDG_CACHE_HOME": str(self.home / "cache")},
            lambda: data)


class Terminal(Program):
    """A session of the terminal's start script, under its policy where the test may mount one."""

    def __init__(self, playwright, url, folder):
        self.home = pathlib.Path(folder)
        policy = json.loads((KIOSK / "policy.json").read_text())
        # What drives the browser here is what the policy forbids, and the port is another one.
        del policy["DeveloperToolsAvailability"]
        policy["URLAllowlist"] = [url, "about:blank"]
        managed = self.home.parent / f"{self.home.name}-policy.json"
        managed.write_text(json.dumps(policy))
        starter = self.home.parent / f"{self.home.name}-browser"
        # Its own name space: the machine's policies stay as they are.
        starter.write_text(f"""#!/bin/sh
exec unshare --mount sh -c 'mount -t tmpfs none /etc/chromium && mkdir -p /etc/chromium/policies/managed &&
  cp {managed} /etc/chromium/policies/managed/pde.json && exec {CHROMIUM} "$@"' browser "$@"
""")
        starter.chmod(0o700)

        def data():
            sessions = list(self.home.glob("pde-session.*"))
            return sessions[0] / "data" if sessions else None

        super().__init__(
            playwright, [KIOSK / "session"],
            {"XDG_RUNTIME_DIR": str(self.home), "PDE_KIOSK_URL": url, "PDE_BROWSER": str(starter),
             "PDE_SWAP_IS_ENCRYPTED": "yes", "PDE_BROWSER_MORE": " ".join(DRIVEN), "LANGUAGE": "fr"},
            data)

    def hold(self):
        """The start script waits, so that what a browser leaves is there to be searched."""
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self):
        os.kill(self.process.pid, signal.SIGCONT)


class KioskServer:
    """`pde kiosk` over the site, in front of a server. Use it in a `with`."""

    def __init__(self, server):
        hashes = json.loads((SITE / "holder/app/hashes.json").read_text())
        self.process = subprocess.Popen(
            [BIN / "pde", "kiosk", "--site", SITE, "--server", server, "--expect", hashes["hash"],
             "--listen", "127.0.0.1:0"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = re.search(r"http://\S+", self.process.stdout.readline())[0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait(30)
        self.process.stdout.close()


def memory_folder():
    """A folder on a file system in memory, as the start script asks for."""
    return tempfile.mkdtemp(prefix="pde-web-", dir="/dev/shm")


def may_mount():
    """Whether the terminal's policy can be put in place for one process."""
    return bool(os.geteuid() == 0 and shutil.which("unshare")) and subprocess.run(
        ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/etc/chromium"],
        stderr=subprocess.DEVNULL).returncode == 0
