"""What the tests in a real browser stand on: a server with the site, a browser with profiles of
its own, and an eye on what its pages do.

The server, `pde` and the wallets are those of Tests/System/support.py. Chromium is Debian's,
driven by Playwright; two other engines are in engines.py. Everything stays on 127.0.0.1 and in temporary
folders.
"""

import atexit
import base64
import contextlib
import datetime
import functools
import hashlib
import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.parse

from playwright.sync_api import Error, TimeoutError, sync_playwright
from playwright.sync_api import expect as expect_of_playwright

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
BIN, FIXTURES = system.BIN, system.FIXTURES
IS_FULL, scale, takes_long = system.IS_FULL, system.scale, system.takes_long
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
# The same engine without windows, bars and what else a person's browser has: a third less to do. The
# browser as people start it is in programs.py. PDE_CHROMIUM takes another for both.
SHELL = os.environ.get("PDE_CHROMIUM") or shutil.which("chromium-headless-shell") or CHROMIUM
# What is left of tests that failed.
FAILURES = ROOT / ".build/web/failures"
# Generous: the machine may be busy, and a wait ends as soon as what it waits for is there.
PATIENCE = int(os.environ.get("PDE_PATIENCE") or 120_000)
expect_of_playwright.set_options(timeout=PATIENCE)
# What Playwright says when a browser's own doing crossed with what it was told, or its connection is gone.
LOST_BROWSER = (
    "interrupted by another navigation", "Connection closed", "Target page, context or browser has been closed")


def expect(found, *message):
    """Playwright's, also of what another driver found."""
    return found.expected() if hasattr(found, "expected") else expect_of_playwright(found, *message)


# Whether a canvas shows something: many colours, seen from afar.
IS_DRAWN = """(canvas) => {
  if (canvas.width < 50) return false;
  const copy = document.createElement("canvas");
  copy.width = copy.height = 64;
  const context = copy.getContext("2d");
  context.drawImage(canvas, 0, 0, 64, 64);
  return new Set(new Uint32Array(context.getImageData(0, 0, 64, 64).data.buffer)).size > 20;
}"""


@functools.cache
def own_texts():
    """All that the pages have by themselves: what they show, and the names in their scripts."""
    files = (ROOT / "Sources/WebApp/site").rglob("*")
    return "\n".join(file.read_text() for file in files if file.suffix in (".html", ".css", ".js", ".json"))


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


_kept = contextlib.ExitStack()
atexit.register(_kept.close)


@functools.cache
def _playwright():
    return _kept.enter_context(sync_playwright())


@functools.cache
def _launched(program, arguments):
    return _playwright().chromium.launch(executable_path=program, args=arguments)


# What lets go of the browsers that a process keeps; engines.py has others.
let_go_of_browsers = [_launched.cache_clear]


@contextlib.contextmanager
def noted(contexts, context):
    """A context among those that are open, with what its pages say, until it is closed."""
    said = contexts[context] = []
    context.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    context.on("weberror", lambda error: said.append(f"exception: {error.error}"))
    try:
        yield context
    finally:
        del contexts[context]
        context.close()


class Browser:
    """Debian's Chromium, headless. Use it in a `with`.

    One process of it serves all tests of a Python process that ask for the same arguments.
    `profile()` gives a browser context whose pages nobody else sees.
    """

    def __init__(self, *arguments, program=SHELL):
        self.program = program
        self.arguments = (
            "--disable-dev-shm-usage", "--disable-background-networking",
            "--disable-component-update", "--no-default-browser-check",
            *(["--no-sandbox"] if os.geteuid() == 0 else []), *arguments)
        # The contexts that are open, and what their pages said on the console.
        self.open = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    @property
    def playwright(self):
        return _playwright()

    @property
    def browser(self):
        if not _launched(self.program, self.arguments).is_connected():
            _launched.cache_clear()
        return _launched(self.program, self.arguments)

    @contextlib.contextmanager
    def profile(self, **options):
        """A fresh profile; `locale="fr-BE"`, `viewport={...}` and the like as Playwright has them."""
        options.setdefault("locale", "fr-BE")
        context = self.browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        with noted(self.open, context):
            yield context


# As a policy's report names it.
STYLE_OF_PICTURES = base64.b64encode(hashlib.sha256(b"body {}").digest()).decode()


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
        context.on("weberror", lambda error: self._went_wrong(str(error.error)))

    def _console(self, message):
        if message.type in ("error", "warning"):
            self._went_wrong(message.text)

    def _went_wrong(self, text):
        # A policy may name what this version of the browser has not: nothing is wrong with it. And where
        # a picture is taken of a page, Playwright writes a style into it, which Firefox blocks and reports.
        if "Permissions-Policy header: Unrecognized feature" in text or STYLE_OF_PICTURES in text:
            return
        self.problems.append(text)

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

    # One of engines.py takes another.
    engine = Browser

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server(*cls.server_options))
        cls.browser = cls.enterClassContext(cls.engine())

    @property
    def url(self):
        """Where the pages of the tests come from."""
        return self.server.url

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(
            tempfile.TemporaryDirectory(prefix="pde-web-")))

    @staticmethod
    def is_of_the_tool(error):
        """Whether what drives the browser failed, and not what is tested: such a test begins anew, once."""
        return type(error) is Error and any(text in error.message for text in LOST_BROWSER)

    def tearDown(self):
        super().tearDown()
        # Now, as the contexts are closed by what follows.
        if getattr(self._outcome.result, "is_bad", False):
            self.keep_what_failed()
            # One that hangs would have every later test wait, too.
            for let_go in let_go_of_browsers:
                let_go()

    def keep_what_failed(self):
        """Pictures of the open pages, what they said, and the server's log, for who looks into it."""
        folder = FAILURES / self.id()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for number, (context, said) in enumerate(self.browser.open.items(), 1):
            (folder / f"{number}-console.txt").write_text("\n".join(said) + "\n")
            for place, page in enumerate(context.pages, 1):
                with contextlib.suppress(Error):
                    page.screenshot(path=folder / f"{number}-{place}.png", timeout=5_000)
        server = getattr(self, "server", None)
        if server and server.log.is_file():
            shutil.copy(server.log, folder / "server.log")
        print(f"      pages, console and server's log: {folder.relative_to(ROOT)}", flush=True)

    def profile(self, **options):
        """A context for this test, and what its pages did."""
        context = self.enterContext(self.browser.profile(**options))
        return context, Watched(context)

    def assertNoPhrase(self, words, text):
        """A phrase isn't in a text, nor three words of it that the site doesn't have itself.

        Its words are words of the language: of a page's own, such as "page" or "document", one or two are
        there by chance in one run of eight, three in one of five thousand. Of others, a title or a date may
        have one: three are there once in a million times.
        """
        there = [word for word in words if word in text]
        self.assertNotEqual(there, list(words), "the phrase is there")
        self.assertLess(
            sum(word not in own_texts() for word in there), 3, "words of the phrase are there")

    def assertNoCode(self, code, text):
        """A code isn't in a text as a number, which a year or the number of the help is by chance."""
        others = {str(datetime.date.today().year + more) for more in (0, 1)} | {"0800"}
        self.assertNotIn(code, set(re.findall(r"\d+", text)) - others)

    def assertQuiet(self, watched, *expected):
        """Nothing went wrong in the pages, but for what contains one of `expected`."""
        bad = [text for text in watched.problems if not any(part in text for part in expected)]
        self.assertEqual(bad, [])
        self.assertEqual(watched.foreign(self.url), [])
