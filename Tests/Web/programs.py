"""Chromium as people start it, by its own command line, and driven from outside: the terminal's
start script of Deploy/kiosk with its policy, without a screen or on one, and an ordinary profile."""

import contextlib
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import tempfile

from support import BIN, CHROMIUM, PATIENCE, ROOT, SITE, Error, TimeoutError, until

KIOSK = ROOT / "Deploy/kiosk"
# What a test needs of a browser, whatever the profile.
DRIVEN = ["--remote-debugging-port=0", "--accept-lang=fr", "--window-size=1280,1000"] + (
    ["--no-sandbox"] if os.geteuid() == 0 else [])
WITHOUT_SCREEN = ["--headless=new"]
NOBODY = 65534


def persistently(ask):
    """What a browser answers that is still making its first window: it may never, to the first who asks."""
    for _ in range(2):
        with contextlib.suppress(TimeoutError):
            return ask()
    return ask()


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

        self.port = until(address, 120, "the browser listens")
        self.data = find_data()
        self.playwright = playwright
        persistently(self.connect)

    def connect(self):
        self.connection = self.playwright.chromium.connect_over_cdp(
            f"http://127.0.0.1:{self.port}", timeout=40_000)
        self.context = self.connection.contexts[0]
        self.context.set_default_timeout(PATIENCE)

    def page(self):
        """The tab that it started with."""
        return until(lambda: [
            page for context in self.connection.contexts for page in context.pages], 120, "a tab")[0]

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
        until(lambda: not self.is_up(), 120, "the browser ends")

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
            [CHROMIUM, *DRIVEN, *WITHOUT_SCREEN, f"--user-data-dir={data}", "--no-first-run", "--lang=fr",
             "--password-store=basic", "about:blank"],
            {"HOME": str(self.home), "TMPDIR": str(self.home / "tmp"), "LANGUAGE": "fr",
             "XDG_CONFIG_HOME": str(self.home / "config"),
             "XDG_CACHE_HOME": str(self.home / "cache")},
            lambda: data)


class Terminal(Program):
    """A session of the terminal's start script, under its policy."""

    def __init__(self, playwright, url, folder):
        self.home, self.url = pathlib.Path(folder), url
        # What is not of the session, and for everybody to read.
        self.aside = pathlib.Path(tempfile.mkdtemp(prefix="pde-terminal-"))
        self.aside.chmod(0o755)
        command, more = self.command()
        super().__init__(
            playwright, command,
            {"XDG_RUNTIME_DIR": str(self.home), "PDE_KIOSK_URL": url, "PDE_SWAP_IS_ENCRYPTED": "yes",
             "LANGUAGE": "fr", **more},
            self.session_data)

    def command(self):
        """The start script, and its browser under the policy; what the environment has besides."""
        starter = self.aside / "browser"
        starter.write_text(
            f'#!/bin/sh\nexec {shlex.join([*self.under_policy(), CHROMIUM])} "$@"\n')
        starter.chmod(0o755)
        return [KIOSK / "session"], {
            "PDE_BROWSER": str(starter), "PDE_BROWSER_MORE": " ".join(DRIVEN + WITHOUT_SCREEN),
            "WAYLAND_DISPLAY": ""}

    def under_policy(self):
        """The words before a command that has the policy in place, in a name space of its own: the
        machine's policies stay as they are."""
        policy = json.loads((KIOSK / "policy.json").read_text())
        # What drives the browser here is what the policy forbids, and the port is another one.
        del policy["DeveloperToolsAvailability"]
        policy["URLAllowlist"] = [self.url, "about:blank"]
        managed = self.aside / "policy.json"
        managed.write_text(json.dumps(policy))
        return ["unshare", "--mount", "sh", "-c",
                "mount -t tmpfs none /etc/chromium && mkdir -p /etc/chromium/policies/managed"
                ' && cp "$0" /etc/chromium/policies/managed/pde.json && exec "$@"', str(managed)]

    def page(self):
        """The tab that it started with, once its page is there: going elsewhere before would be broken
        off by it."""
        def arrived():
            page = super(Terminal, self).page()
            try:
                page.wait_for_url(lambda address: address.startswith(self.url), timeout=40_000)
            except TimeoutError:
                self.connection.close()
                self.connect()
                raise
            return page
        return persistently(arrived)

    def session_data(self):
        sessions = list(self.home.glob("pde-session.*"))
        return sessions[0] / "data" if sessions else None

    def end(self):
        super().end()
        shutil.rmtree(self.aside, ignore_errors=True)

    def hold(self):
        """The start script waits, so that what a browser leaves is there to be searched."""
        os.kill(self.process.pid, signal.SIGSTOP)

    def go_on(self):
        os.kill(self.process.pid, signal.SIGCONT)


class TerminalOnScreen(Terminal):
    """A session as pde-session.service starts it: in cage, with the terminal's keyboard. Cage shows
    it on a `Screen`, whose keys are those of an American keyboard.

    Of what holds keys back, `without` leaves out one or both: "app" (the browser's own list) and
    "keymap".
    """

    def __init__(self, playwright, url, folder, screen, without=()):
        self.screen, self.without = screen, without
        super().__init__(playwright, url, folder)

    def command(self):
        # Cage runs for no root, and nobody else may read the tests' own folder.
        os.chown(self.home, NOBODY, NOBODY)
        shutil.copytree(KIOSK / "xkb", self.aside / "xkb")
        session = self.aside / "session"
        flag = "--force-app-mode\n"
        text = (KIOSK / "session").read_text()
        session.write_text(text.replace(flag, "\n") if "app" in self.without else text)
        session.chmod(0o755)
        starts, environment = service("pde-session")
        words = [str(session) if word.endswith("/session") else word for word in starts]
        environment |= {
            "XKB_CONFIG_EXTRA_PATH": str(self.aside / "xkb"), "XKB_DEFAULT_LAYOUT": "us",
            "DISPLAY": self.screen.display, "WLR_BACKENDS": "x11", "WLR_RENDERER": "pixman",
            "PDE_BROWSER": CHROMIUM, "PDE_BROWSER_MORE": " ".join(DRIVEN)}
        if "keymap" in self.without:
            environment["XKB_DEFAULT_RULES"] = "evdev"
        return [*self.under_policy(), "setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}",
                "--clear-groups", *words], environment


def service(name):
    """What a unit of the terminal starts, as words, and with what in its environment."""
    lines = [line.partition("=") for line in (KIOSK / f"{name}.service").read_text().splitlines()]
    values = {}
    for key, _, value in lines:
        values.setdefault(key, []).append(value)
    words = [word for value in values.get("Environment", []) for word in shlex.split(value)]
    return shlex.split(values["ExecStart"][-1]), dict(word.split("=", 1) for word in words)


class Screen:
    """An X server whose screen is in memory: what it shows is a file, and a key that is pressed on it
    comes as from a keyboard. Use it in a `with`."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pde-screen-"))
        reading, writing = os.pipe()
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x1000x24", "-fbdir",
             self.folder, "-nolisten", "tcp"],
            pass_fds=[writing], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        os.close(writing)
        with open(reading) as said:
            self.display = f":{int(said.readline())}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def picture(self):
        return (self.folder / "Xvfb_screen0").read_bytes()

    def do(self, *words):
        """What xdotool calls it: `key ctrl+t`, `mousemove 10 20 click 3`."""
        subprocess.run(
            ["xdotool", *map(str, words)], env={**os.environ, "DISPLAY": self.display}, check=True)

    def press(self, keys):
        """Keys that are held together are joined by +, those one after the other by a space."""
        self.do("key", *keys.split())


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
