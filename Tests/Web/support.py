"""What the tests in a real browser stand on: a server with the site, a browser with profiles of
its own, and an eye on what its pages do.

The server, `pde` and the wallets are those of Tests/System/support.py. Chromium is Debian's,
driven by Playwright. Everything stays on 127.0.0.1 and in temporary folders.
"""

import contextlib
import importlib.util
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

from playwright.sync_api import Error, TimeoutError, expect, sync_playwright

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
os.environ.setdefault("PDE_BIN", str(ROOT / ".build/release"))


def _load_system_support():
    # Under a name of its own: both files are called support.
    spec = importlib.util.spec_from_file_location(
        "system_support", ROOT / "Tests/System/support.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


system = _load_system_support()
BIN, FIXTURES, QUICK = system.BIN, system.FIXTURES, system.QUICK
Wallet, pde, until, needs, Relay = (
    system.Wallet, system.pde, system.until, system.needs, system.Relay)
PHOTO = FIXTURES / "attestation-photo.jpg"
SCAN = FIXTURES / "carte-sante-scan.png"
PDF = FIXTURES / "notification-cpas.pdf"
STORY = FIXTURES / "mon-histoire.txt"
ARABIC = FIXTURES / "note-arabe.txt"

# Where the site was built; PDE_SITE takes another.
SITE = pathlib.Path(os.environ.get("PDE_SITE") or ROOT / ".build/site").resolve()
CHROMIUM = os.environ.get("PDE_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
# Generous: the machine may be busy, and a wait ends as soon as what it waits for is there.
PATIENCE = int(os.environ.get("PDE_PATIENCE") or 60_000)
expect.set_options(timeout=PATIENCE)


# Whether a canvas shows something: many colours, seen from afar.
IS_DRAWN = """(canvas) => {
  if (canvas.width < 50) return false;
  const copy = document.createElement("canvas");
  copy.width = copy.height = 64;
  const context = copy.getContext("2d");
  context.drawImage(canvas, 0, 0, 64, 64);
  return new Set(new Uint32Array(context.getImageData(0, 0, 64, 64).data.buffer)).size > 20;
}"""


def built_site():
    """The site's folder, built first if it is not there."""
    if not (SITE / "reader/g/hashes.json").is_file():
        subprocess.run([ROOT / "Deploy/build/site.sh"], check=True, cwd=ROOT)
    return SITE


class Server(system.Server):
    """`pde-server serve` with the site, on a free port and a data folder of its own.

    Use it in a `with`; it is stopped by its process id, and its folder goes.
    """

    def __init__(self, *options, site=None, folder=None):
        self.base = pathlib.Path(folder or tempfile.mkdtemp(prefix="pde-web-"))
        self.is_owner = folder is None
        super().__init__(self.base, "--site", site or built_site(), *options)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()
        if self.is_owner:
            shutil.rmtree(self.base, ignore_errors=True)


class Browser:
    """Debian's Chromium, headless. Use it in a `with`.

    `profile()` gives a browser context whose pages nobody else sees; `on_disk()` one whose
    folder can be searched afterwards.
    """

    def __init__(self, *arguments):
        self.arguments = [
            "--disable-dev-shm-usage", "--disable-background-networking",
            "--disable-component-update", "--no-default-browser-check",
            *(["--no-sandbox"] if os.geteuid() == 0 else []), *arguments]

    def __enter__(self):
        self._stack = contextlib.ExitStack()
        self.playwright = self._stack.enter_context(sync_playwright())
        self._browser = None
        return self

    def __exit__(self, *_):
        self._stack.close()

    @property
    def browser(self):
        if self._browser is None:
            self._browser = self.playwright.chromium.launch(
                executable_path=CHROMIUM, args=self.arguments)
            self._stack.callback(self._browser.close)
        return self._browser

    @contextlib.contextmanager
    def profile(self, **options):
        """A fresh profile; `locale="fr-BE"`, `viewport={...}` and the like as Playwright has them."""
        options.setdefault("locale", "fr-BE")
        context = self.browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        try:
            yield context
        finally:
            context.close()

    @contextlib.contextmanager
    def on_disk(self, folder, **options):
        """A profile in a folder; the browser is a process of its own."""
        options.setdefault("locale", "fr-BE")
        context = self.playwright.chromium.launch_persistent_context(
            str(folder), executable_path=CHROMIUM, args=self.arguments, **options)
        context.set_default_timeout(PATIENCE)
        try:
            yield context
        finally:
            context.close()


class Watched:
    """What a context's pages did: requests, and what went wrong in them.

    Chromium reports blocked content (CSP, COEP) and exceptions on the console: a page that
    does as it should leaves both lists empty.
    """

    def __init__(self, context):
        self.requests = []
        self.problems = []
        context.on("request", lambda request: self.requests.append(request))
        context.on("console", self._console)
        context.on("weberror", lambda error: self.problems.append(str(error.error)))

    def _console(self, message):
        # A policy may name what this version of the browser has not: nothing is wrong with it.
        if "Permissions-Policy header: Unrecognized feature" in message.text:
            return
        if message.type in ("error", "warning"):
            self.problems.append(message.text)

    def paths(self):
        return [urllib.parse.urlsplit(request.url).path for request in self.requests]

    def foreign(self, origin):
        """The addresses that are not of `origin`."""
        own = (origin + "/", "about:", "data:", "blob:")
        return [request.url for request in self.requests if not request.url.startswith(own)]


class WebTest(unittest.TestCase):
    """Tests over one server and one browser, which a class shares."""

    # The tests are a place with many people: the sixth wallet of an hour would otherwise cost its
    # browser half a minute of work.
    server_options = ("--place", "127.0.0.1")

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(*cls.server_options))
        cls.browser = cls.enterClassContext(Browser())

    @property
    def url(self):
        """Where the pages of the tests come from."""
        return self.server.url

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(
            tempfile.TemporaryDirectory(prefix="pde-web-")))

    def profile(self, **options):
        """A context for this test, and what its pages did."""
        context = self.enterContext(self.browser.profile(**options))
        return context, Watched(context)

    def assertQuiet(self, watched, *expected):
        """Nothing went wrong in the pages, but for what contains one of `expected`."""
        bad = [text for text in watched.problems if not any(part in text for part in expected)]
        self.assertEqual(bad, [])
        self.assertEqual(watched.foreign(self.url), [])
