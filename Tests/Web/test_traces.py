"""What a browser keeps after a journey: nothing on a terminal, and in an ordinary profile no more
than SECURITY.md says."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1]))
from canaries import search
from holder import Holder
from programs import KioskServer, Ordinary, Terminal, may_mount, memory_folder
from reader import Reader
from support import PHOTO, ROOT, Server, WebTest, takes_long, until

PLAINTEXT = "Zirkonium-Traubenkern habite ici"
TITLE = "Quittance Mirabelle 7731"
PSEUDONYM = "Xanthippe du Quai"
PURPOSE = "Rendez-vous Pampelune"


class TracesTest(WebTest):
    def journey(self, browser, url):
        """A wallet, a note, a photo and a share in a window; the holder, and what must not stay."""
        holder = Holder(browser.context, url, page=browser.page())
        if hasattr(holder.page, "clock"):
            holder.page.clock.install()
        words = holder.create(pseudonym=PSEUDONYM)
        holder.write(PLAINTEXT, title=TITLE)
        holder.show(TITLE)
        holder.add(PHOTO, title=f"{TITLE} photo")
        share = holder.share(f"{TITLE} photo", purpose=PURPOSE, code=True)
        holder.press_folded("made.copy", "prepare.more")
        holder.tab("list")
        canaries = {
            "plaintext": PLAINTEXT, "title": TITLE, "pseudonym": PSEUDONYM, "purpose": PURPOSE,
            "fragment": share["link"].split("#")[1], "fragment, small": share["link"].split("#")[1].lower(),
            "code": share["code"], "revocation code": share["revocation"],
            **{f"words with {between!r}": between.join(words) for between in " ,+-\n"},
            **{f"word {n}": word for n, word in enumerate(words, 1)},
        }
        return holder, {name: text.encode() for name, text in canaries.items()}

    def finish(self, browser, holder, ending):
        """Ends the journey in one of the ways, and then the browser."""
        page = holder.page
        if ending == "exit":
            holder.close()
        elif ending == "quick exit":
            page.locator("#quick-exit").click()
            page.wait_for_url("**/app/weather.html")
        elif ending == "idle":
            page.clock.fast_forward(181_000)
            holder.on("closed")
        elif ending == "closed tab":
            page.close()
        if ending == "killed browser":
            browser.kill()
        elif browser.is_up():
            browser.close()


def is_short(text):
    """Whether a text is found by chance in files of some megabytes."""
    return len(text) < 10


def found(files, canaries):
    """Where a canary is. A short one is found by chance: it counts where it stands alone, as text."""
    files = list(files)
    short = {name: text for name, text in canaries.items() if is_short(text)}
    hits = search(files, {name: text for name, text in canaries.items() if name not in short})
    for path in files:
        content = path.read_bytes()
        for name, text in short.items():
            for form in (text, text.decode().encode("utf-16-le")):
                at = content.find(form)
                while at >= 0:
                    around = content[max(0, at - 1):at] + content[at + len(form):at + len(form) + 1]
                    if not around.isalnum():
                        hits.append((path.name, name, "alone"))
                        break
                    at = content.find(form, at + 1)
    return hits


def but_by_chance(hits, before, canaries):
    """Without what is short and in the browser's own files, before anything was typed."""
    if not hits:
        return hits
    short = {name: text for name, text in canaries.items() if is_short(text)}
    known = {name for _, name, _ in found(before(), short)}
    return [hit for hit in hits if hit[1] not in known]


def found_each_time(look):
    """What `look`, a journey of its own each time, finds that is not there by chance.

    A browser's files are full of identifiers, and four digits, or a short word, stand alone in one
    of them now and then: in some hundredth of all journeys. What leaks does so in every journey; so
    where nothing longer was found, what counts is what three, each with another code and other words,
    find all.
    """
    hits = None
    for _ in range(3):
        more, is_short = look()
        if not all(is_short(name) for _, name, _ in more):
            return more
        names = {name.split()[0] for _, name, _ in more}
        hits = [hit for hit in (more if hits is None else hits) if hit[1].split()[0] in names]
        if not hits:
            break
    return hits


class OnATerminal(TracesTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if not may_mount():
            raise unittest.SkipTest("mounting the terminal's policy takes root")
        cls.kiosk = cls.enterClassContext(KioskServer(cls.server.url))
        # What a browser's own files say before anything was typed: the words of a phrase are words.
        cls.before = pathlib.Path(tempfile.mkdtemp(prefix="pde-web-"))
        cls.addClassCleanup(shutil.rmtree, cls.before, ignore_errors=True)
        browser = cls.terminal(cls.addClassCleanup)
        browser.page()
        browser.hold()
        browser.close()
        for number, path in enumerate(browser.files()):
            shutil.copy(path, cls.before / f"{number}-{path.name}")
        browser.go_on()

    @classmethod
    def terminal(cls, at_end):
        folder = memory_folder()
        at_end(shutil.rmtree, folder, ignore_errors=True)
        browser = Terminal(cls.browser.playwright, cls.kiosk.url, folder)
        at_end(browser.end)
        return browser

    def check(self, ending):
        self.assertEqual(found_each_time(lambda: self.look(ending)), [])

    def look(self, ending):
        browser = self.terminal(self.addCleanup)
        holder, canaries = self.journey(browser, self.kiosk.url)
        session = browser.data.parent
        browser.hold()
        try:
            self.finish(browser, holder, ending)
            files = browser.files()
            self.assertTrue(files, "there is something to search")
            hits = but_by_chance(found(files, canaries), self.before.iterdir, canaries)
        finally:
            browser.go_on()
        until(lambda: not session.exists(), 120, "the session is wiped")
        self.assertEqual(list(browser.home.iterdir()), [])
        return hits, lambda name: is_short(canaries[name])

    def test_after_an_exit(self):
        self.check("exit")

    def test_after_a_quick_exit(self):
        self.check("quick exit")

    def test_after_the_idle_time(self):
        self.check("idle")

    def test_after_a_closed_tab(self):
        self.check("closed tab")

    def test_after_a_killed_browser(self):
        self.check("killed browser")

    def test_the_policy_is_in_force(self):
        """No other address, no download: so the runs above are under it."""
        browser = self.terminal(self.addCleanup)
        page = browser.page()
        with self.assertRaises(Exception) as caught:
            page.goto(self.server.url)
        self.assertIn("ERR_BLOCKED_BY_ADMINISTRATOR", str(caught.exception))
        browser.close()


class InAnOrdinaryProfile(TracesTest):
    def ordinary(self):
        """A browser with a profile that was never used."""
        folder = tempfile.mkdtemp(prefix="profile-", dir=self.folder)
        browser = Ordinary(self.browser.playwright, pathlib.Path(folder))
        self.addCleanup(browser.end)
        return browser

    def baseline(self, url):
        """The files of a profile in which nothing was typed."""
        browser = self.ordinary()
        page = browser.context.new_page()
        page.goto(url)
        browser.close()
        return browser.files()

    def check(self, ending):
        self.assertEqual(found_each_time(lambda: self.look(ending)), [])

    def look(self, ending):
        browser = self.ordinary()
        holder, canaries = self.journey(browser, self.server.url)
        self.finish(browser, holder, ending)
        hits = found(browser.files(), canaries)
        # What it does keep, and SECURITY.md says: that the page was visited.
        address = {"address": f"127.0.0.1:{self.server.port}".encode()}
        self.assertTrue(found(browser.files(), address))
        return (but_by_chance(hits, lambda: self.baseline(self.server.url), canaries),
                lambda name: is_short(canaries[name]))

    def test_after_an_exit(self):
        self.check("exit")

    def test_after_a_quick_exit(self):
        self.check("quick exit")

    def test_after_a_killed_browser(self):
        self.check("killed browser")

    def test_what_a_reader_s_browser_keeps(self):
        """Nothing of what was read, nor the code; but the link with its key, which a browser notes
        down before the page's first script can take it away (SECURITY.md)."""
        self.assertEqual(found_each_time(self.look_at_reader), [])

    def look_at_reader(self):
        browser = self.ordinary()
        with self.browser.profile() as context:
            holder = Holder(context, self.server.url)
            holder.create()
            holder.write(PLAINTEXT, title=TITLE)
            share = holder.share(TITLE, purpose=PURPOSE, code=True)
        reader = Reader(browser.context, share["link"])
        reader.open(share["code"])
        self.assertEqual(reader.titles(), [TITLE])
        # What the page has over a reload is in memory.
        until(lambda: reader.page.evaluate("history.state?.keeper ?? false"), 120, "it is kept")
        reader.page.reload()
        self.assertEqual(reader.titles(), [TITLE])
        reader.press("papers.close")
        reader.ended("closed")
        browser.close()
        canaries = {"title": TITLE, "plaintext": PLAINTEXT, "purpose": PURPOSE, "code": share["code"]}
        canaries = {name: text.encode() for name, text in canaries.items()}
        hits = found(browser.files(), canaries)
        key = {"key": share["link"].split("#")[1].encode()}
        self.assertIn("History", {name for name, _, _ in found(browser.files(), key)})
        return (but_by_chance(hits, lambda: self.baseline(self.server.url), canaries),
                lambda name: is_short(canaries[name]))

    @takes_long("a site is built, and a whole journey made in it")
    def test_a_page_that_leaks_is_caught(self):
        """The same journey in a site that was changed to write down what is typed."""
        sources, site = self.folder / "sources", self.folder / "leaky/site"
        shutil.copytree(ROOT / "Sources/WebApp/site", sources)
        site.parent.mkdir()
        (site.parent / "site-compressed").symlink_to(ROOT / ".build/site-compressed")
        with (sources / "holder/main.js").open("a") as main:
            main.write("""
addEventListener('input', (event) => {
  const typed = /** @type {HTMLInputElement} */ (event.target);
  localStorage.setItem(typed.id, typed.value);
}, true);
""")
        subprocess.run(
            [ROOT / "Deploy/build/site.sh", site], check=True, stdout=subprocess.DEVNULL,
            env={**os.environ, "SITE_SOURCES": str(sources)})
        server = self.enterContext(Server(site=site))
        browser = self.ordinary()
        holder, canaries = self.journey(browser, server.url)
        self.finish(browser, holder, "exit")
        caught = {name for _, name, _ in found(browser.files(), canaries)}
        self.assertLessEqual({"plaintext", "title", "pseudonym"}, caught)


if __name__ == "__main__":
    unittest.main()
