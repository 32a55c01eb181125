"""The other two engines, as `support.Browser` is Chromium: Debian's Firefox, driven by Playwright, and
WebKit, which is that of every iPhone, in Debian's MiniBrowser, by WebDriver.

In Firefox Playwright hears nothing of downloads and of workers, and can't take a request's place.
"""

import contextlib
import functools
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

import lz4.block
import support
import webdriver
from programs import Screen

FIREFOX = os.environ.get("PDE_FIREFOX") or "/usr/lib/firefox-esr/firefox-esr"
MINIBROWSER = os.environ.get("PDE_MINIBROWSER") or next(
    (str(path) for path in pathlib.Path("/usr/lib").glob("*/webkit*gtk-*/MiniBrowser")), "MiniBrowser")
WEBKIT_DRIVER = shutil.which("WebKitWebDriver") or "/usr/bin/WebKitWebDriver"


_running = {}
support.let_go_of_browsers.append(_running.clear)


def _firefox(preferences):
    """The one that runs with these preferences; those with others are ended, as each takes some memory."""
    running = _running.get(preferences)
    if running is None or not running.is_connected():
        for other in list(_running):
            _running.pop(other).close()
        running = _running[preferences] = support._playwright().firefox.launch(
            channel="moz-firefox", executable_path=FIREFOX, firefox_user_prefs=dict(preferences))
    return running


def printing_to(path):
    """The preferences of a Firefox that prints into a file without asking."""
    printer = "print__printer_Mozilla_Save_to_PDF__print_to_file"
    return {"print__always_print_silent": True, "print_printer": "Mozilla Save to PDF",
            printer: True, f"{printer}name": str(path)}


class Firefox(support.Browser):
    """Debian's Firefox, headless, with preferences. Use it as `Browser`."""

    def __init__(self, **preferences):
        super().__init__()
        # A preference's name has points.
        self.preferences = tuple(sorted(
            (name.replace("__", "."), value) for name, value in preferences.items()))

    @property
    def browser(self):
        return _firefox(self.preferences)


@functools.cache
def _screen():
    return support._kept.enter_context(Screen())


@functools.cache
def _languages():
    """A folder of locales: a language is told to WebKit by nothing else, and it looks at their names
    alone."""
    folder = pathlib.Path(support._kept.enter_context(
        tempfile.TemporaryDirectory(prefix="pde-web-")))
    [common] = [path for path in pathlib.Path("/usr/lib/locale").iterdir() if path.name.lower() == "c.utf8"]
    for language in ("fr_BE", "nl_BE", "en_BE"):
        shutil.copytree(common, folder / f"{language}.UTF-8")
    return folder


class WebKit:
    """WebKit in Debian's MiniBrowser, on a screen in memory. Use it as `Browser`.

    Each profile is a browser of its own, with a home folder of its own. `variables` are of its environment.
    """

    def __init__(self, **variables):
        self.variables = variables
        self.open = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def driver(self, home, locale):
        from selenium.webdriver import WebKitGTK
        from selenium.webdriver.webkitgtk.options import Options
        from selenium.webdriver.webkitgtk.service import Service
        options = Options()
        options.binary_location = MINIBROWSER
        options.add_argument("--automation")
        (home / "tmp").mkdir(parents=True)
        language = locale.replace("-", "_") + ".UTF-8"
        return WebKitGTK(options=options, service=Service(
            executable_path=WEBKIT_DRIVER, log_output=str(home / "driver.log"), env={
                **os.environ, "DISPLAY": _screen().display, "HOME": str(home), "TMPDIR": str(home / "tmp"),
                **{f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CONFIG", "CACHE", "DATA")},
                "LOCPATH": str(_languages()), "LANG": language, "LC_ALL": language, "LANGUAGE": language,
                "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "NO_AT_BRIDGE": "1",
                # Without a graphics card the window is black at times otherwise.
                "WEBKIT_DISABLE_DMABUF_RENDERER": "1", "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
                "GSETTINGS_BACKEND": "memory", **self.variables}))

    @contextlib.contextmanager
    def profile(self, locale="fr-BE", viewport=None):
        """A fresh profile, with the options that the tests give Playwright."""
        with tempfile.TemporaryDirectory(prefix="pde-web-", ignore_cleanup_errors=True) as folder:
            home = pathlib.Path(folder)
            driver = self.driver(home, locale)
            context = webdriver.Context(
                driver, support.PATIENCE, viewport or {"width": 1280, "height": 720},
                lambda: threads_of(driver.service.process.pid, "WebCore: Worker"))
            context.home = home
            with support.noted(self.open, context):
                yield context


def threads_of(program, name):
    """The threads with a name of a process and of those that it started."""
    children = {}
    for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parent = int(status.read_text().rsplit(")", 1)[1].split()[1])
            children.setdefault(parent, []).append(int(status.parent.name))
    found, waiting = [], [program]
    while waiting:
        one = waiting.pop()
        waiting += children.get(one, [])
        for thread in pathlib.Path(f"/proc/{one}/task").glob("*/comm"):
            with contextlib.suppress(OSError):
                if thread.read_text().strip() == name:
                    found.append(name)
    return found



class FirefoxProfile:
    """Firefox with a profile in a folder, as it comes: history, open tabs, forms and caches are written
    down, and sooner than elsewhere. Driven by Marionette, as Playwright gives it a profile of its own."""

    PREFERENCES = {
        "browser.sessionstore.interval": 500, "browser.sessionstore.resume_from_crash": True,
        "browser.shell.checkDefaultBrowser": False, "datareporting.policy.dataSubmissionEnabled": False,
        "app.normandy.enabled": False, "app.update.disabledForTesting": True, "browser.startup.page": 0,
        "intl.locale.requested": "", "intl.accept_languages": "fr-BE, fr",
        # Files can be chosen from outside.
        "dom.file.createInChild": True, "marionette.port": 0, "remote.prefs.recommended": False}

    def __init__(self, folder):
        self.home = pathlib.Path(folder)
        self.data = self.home / "profile"
        self.data.mkdir(parents=True)
        (self.home / "tmp").mkdir()
        (self.data / "user.js").write_text("".join(
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in self.PREFERENCES.items()))
        self.process = subprocess.Popen(
            [FIREFOX, "--headless", "--marionette", "--no-remote", "--profile", self.data, "about:blank"],
            env={**os.environ, "HOME": str(self.home), "TMPDIR": str(self.home / "tmp"),
                 "MOZ_CRASHREPORTER_DISABLE": "1",
                 **{f"XDG_{name}_HOME": str(self.home / name.lower()) for name in ("CONFIG", "CACHE", "DATA")}},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        said = self.data / "MarionetteActivePort"
        port = support.until(lambda: said.is_file() and said.read_text().strip(), 120, "the browser listens")
        self.driver = webdriver.Marionette(int(port))
        self.context = webdriver.Context(self.driver, support.PATIENCE)

    def page(self):
        return self.context.new_page()

    def is_up(self):
        return self.process.poll() is None

    def close(self):
        """As its own menu does."""
        if self.is_up():
            self.driver.end()
            self.process.wait(120)
        self.context.temporary.cleanup()

    def kill(self):
        self.process.kill()
        self.process.wait(120)
        self.close()

    def end(self):
        self.kill()

    def files(self):
        """What is on the disk of it now; and what is packed there, unpacked."""
        found = [path for path in self.home.rglob("*") if path.is_file() and not path.is_symlink()]
        unpacked = pathlib.Path(tempfile.mkdtemp(prefix="unpacked-", dir=self.home.parent))
        for number, path in enumerate(found[:]):
            packed = path.read_bytes()
            if packed.startswith(b"mozLz40\0"):
                copy = unpacked / f"{number}-{path.name}"
                copy.write_bytes(lz4.block.decompress(packed[8:]))
                found.append(copy)
        return found
