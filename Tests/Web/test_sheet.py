"""The printed sheet: what `pde share --sheet` writes, and what the web app prints."""

import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from support import ROOT, STORY, Browser, Wallet, needs, system

COMMON = ROOT / "Sources/WebApp/site/common"
# What a copier, a fold and a hand make of a sheet, each worse than one would hand on.
DAMAGES = {
    "blurred": ["-blur", "0x1.6"],
    "turned": ["-background", "white", "-rotate", "7"],
    "grey": ["-level", "0%,160%", "+level", "35%,75%"],
    "noisy": ["-attenuate", "0.6", "+noise", "Gaussian"],
    "folded": ["-fill", "white", "-draw", "line 0,480 1240,500", "-draw", "line 330,0 345,1754"],
    "all of it": [
        "-blur", "0x1.2", "+level", "30%,85%", "-background", "white", "-rotate", "-4",
        "-attenuate", "0.3", "+noise", "Gaussian"],
}
# Every text of a sheet, and the drawing of its code.
TEXTS = """(sheet) => ({
  lines: [...sheet.querySelectorAll("h1, h2, p")].map((line) => line.textContent.trim()),
  code: sheet.querySelector("path").getAttribute("d"),
  languages: [...sheet.querySelectorAll("[lang]")].map((part) => part.lang),
})"""


def scanned(image):
    done = subprocess.run(
        ["zbarimg", "--quiet", "--raw", image], stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True)
    return done.stdout.strip()


def printed_modules(path):
    """The dark modules of a drawing of runs, `M x y h w v1h-wz`."""
    runs = re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path)
    return {(int(x) + i - 4, int(y) - 4) for x, y, width in runs for i in range(int(width))}


@needs("pdftoppm", "pdfinfo", "convert", "zbarimg")
class Sheets(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.base = pathlib.Path(tempfile.mkdtemp(prefix="pde-sheet-"))
        cls.addClassCleanup(shutil.rmtree, cls.base, ignore_errors=True)
        # As long a host as the service of a region would have.
        cls.server = system.Server(cls.base, "--reader", "https://documents.irisnet.example")
        cls.addClassCleanup(cls.server.end)
        cls.wallet = Wallet(f"http://127.0.0.1:{cls.server.port}")
        [cls.document] = cls.wallet.add(STORY)
        cls.browser = cls.enterClassContext(Browser())

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(
            tempfile.TemporaryDirectory(prefix="pde-sheet-")))
        context = self.enterContext(self.browser.profile())
        self.page = context.new_page()
        self.asked = []
        context.on("request", lambda request: self.asked.append(request.url))

    def share(self, *options):
        path = self.folder / "sheet.html"
        grant = self.wallet.share(self.document, options=("--sheet", str(path), *options))
        return grant, path

    def printed(self, path):
        self.page.goto(path.as_uri())
        return self.paper()

    def paper(self):
        """The page as it is printed, in grey at 150 dpi."""
        target = self.folder / "sheet.pdf"
        self.page.pdf(path=target, prefer_css_page_size=True)
        info = subprocess.run(["pdfinfo", target], stdout=subprocess.PIPE, text=True).stdout
        self.assertRegex(info, r"Pages:\s+1\n")
        self.assertRegex(info, r"Page size:\s+59[45][.\d]* x 84[12][.\d]* pts \(A4\)")
        subprocess.run(["pdftoppm", "-gray", "-r", "150", "-singlefile", target,
                        self.folder / "sheet"], check=True)
        return self.folder / "sheet.pgm"

    def unread(self, image, link):
        """The damages after which a code is not read."""
        worse = self.folder / "worse.pgm"
        names = []
        for name, damage in DAMAGES.items():
            subprocess.run(["convert", image, "-seed", "7", *damage, worse], check=True)
            if scanned(worse) != link:
                names.append(name)
        return names

    def assertReadsAfterDamage(self, make):
        """`make` gives a picture and its link. Each link is another, and there may be one in thousands
        that a reader fails at: a sheet that is too small, or too weak, fails at two of them."""
        names = self.unread(*make())
        if names:
            names = sorted(set(names) & set(self.unread(*make())))
        self.assertEqual(names, [])

    def test_the_code_reads_after_a_bad_copier(self):
        for options in ([], ["--purpose", "x" * 230, "--sheet-language", "nl"]):
            with self.subTest(options=options):
                def make():
                    shutil.rmtree(self.folder)
                    self.folder.mkdir()
                    grant, path = self.share(*options)
                    return self.printed(path), grant["link"]

                self.assertReadsAfterDamage(make)

    def test_the_damage_is_such_that_a_smaller_code_would_not_read(self):
        def is_read():
            shutil.rmtree(self.folder)
            self.folder.mkdir()
            grant, path = self.share()
            small = self.folder / "small.pgm"
            subprocess.run(["convert", self.printed(path), "-resize", "22%", "-resize", "454%",
                            *DAMAGES["all of it"], small], check=True)
            return scanned(small) == grant["link"]

        self.assertFalse(is_read() and is_read())

    def test_the_modules_are_large(self):
        _, path = self.share()
        self.page.goto(path.as_uri())
        self.page.emulate_media(media="print")
        box = self.page.evaluate(
            "() => { const b = document.querySelector('.sheet-qr path').getBoundingClientRect();"
            " return [b.width, b.height] }")
        for side in box:
            self.assertGreaterEqual(side / 96 * 25.4, 45)

    def test_it_says_what_it_is_and_how_to_type_it(self):
        grant, path = self.share("--purpose", "Inscription <b>&\"", "--openings", "1")
        self.page.goto(path.as_uri())
        text = self.page.inner_text("body")
        key = grant["link"].split("#")[1]
        groups = " ".join(key[i:i + 4] for i in range(0, 26, 4))
        for part in ("Documents à consulter", "Documenten om te lezen", "documents.irisnet.example/G",
                     groups, grant["revocationCode"], "Inscription <b>&\"", "Peut être ouvert 1 fois"):
            self.assertIn(part, text)
        self.assertEqual(self.page.locator("b").count(), 0)

    def test_a_code_and_what_it_guards_are_not_on_it(self):
        grant, path = self.share("--code", "--purpose", "Rendez-vous secret")
        text = path.read_text()
        self.assertNotIn("Rendez-vous secret", text)
        self.page.goto(path.as_uri())
        visible = self.page.inner_text("body")
        self.assertIn("Un code de 4 chiffres", visible)
        # Four digits may be part of a date by chance; as a word of their own they are the year, or
        # four characters of the key.
        alone = re.findall(r"(?<![\w-])\d{4}(?![\w-])", visible)
        key = grant["link"].split("#")[1]
        groups = {key[i:i + 4] for i in range(0, 26, 4)}
        self.assertLessEqual(set(alone), {grant["expiresAt"][:4]} | groups)
        self.assertNotIn(self.wallet.phrase, text)
        self.assertNotIn(grant["id"], text)
        self.assertNotIn(self.document, text)

    def test_it_runs_and_fetches_nothing(self):
        _, path = self.share()
        self.page.goto(path.as_uri())
        self.assertEqual(self.asked, [path.as_uri()])
        text = path.read_text().lower()
        for part in ("<script", "javascript:", "src=", "href=", "url(", "onload"):
            self.assertNotIn(part, text)
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)

    def test_it_is_neutral(self):
        grant, path = self.share()
        self.page.goto(path.as_uri())
        text = self.page.inner_text("body")
        # Four characters of the key may begin as a word does.
        key = grant["link"].split("#")[1]
        for code in (" ".join(key[i:i + 4] for i in range(0, 26, 4)), grant["revocationCode"]):
            self.assertIn(code, text)
            text = text.replace(code, "")
        text = text.lower()
        for word in ("pde", "porte-documents", "documentenmap", "wallet", "sans-abri", "sdf",
                     "thuisloos", "dakloos", "social", "cpas", "ocmw", "usager", "bénéficiaire",
                     "client", "dossier", "coffre"):
            self.assertNotRegex(text, rf"\b{word}")

    def test_no_file_is_replaced_and_then_nothing_is_shared(self):
        before = len(self.wallet.shares())
        taken = self.folder / "taken.html"
        taken.write_text("mine")
        done = self.wallet.run("share", self.document, "--sheet", str(taken))
        self.assertEqual(done.code, 65)
        self.assertEqual(taken.read_text(), "mine")
        for options in (["--sheet", "x.pdf"], ["--sheet-language", "fr"],
                        ["--sheet", "y.html", "--sheet-language", "fr", "--sheet-language", "fr"]):
            done = self.wallet.run("share", self.document, *options, folder=self.folder)
            self.assertEqual(done.code, 64, options)
        self.assertEqual(len(self.wallet.shares()), before)

    def test_the_web_app_prints_the_same_sheet(self):
        """Texts, looks, code and number of pages; only who draws it differs."""
        for languages in (["fr", "nl"], ["en"]):
            for code in ([], ["--code"]):
                with self.subTest(languages=languages, code=code):
                    def make():
                        shutil.rmtree(self.folder)
                        self.folder.mkdir()
                        chosen = [part for one in languages for part in ("--sheet-language", one)]
                        grant, path = self.share("--purpose", "Inscription", *chosen, *code)
                        self.page.goto(path.as_uri())
                        from_pde = self.page.eval_on_selector(".sheet", TEXTS)
                        self.assertEqual(
                            self.page.text_content("style").strip(),
                            (COMMON / "sheet.css").read_text().strip())
                        from_web = self.drawn_by_the_web_app(grant, from_pde, languages)
                        self.assertEqual(from_web, from_pde)
                        return self.paper(), grant["link"]

                    self.assertReadsAfterDamage(make)

    def drawn_by_the_web_app(self, grant, from_pde, languages):
        """Draws the same grant with sheet.js, in a page that is otherwise full."""
        files = {".js": "text/javascript", ".css": "text/css", ".json": "application/json"}

        def serve(route):
            name = route.request.url.removeprefix("http://app.invalid/")
            file = COMMON / name
            if name == "":
                page = '<!DOCTYPE html><link rel="stylesheet" href="/sheet.css"><h1>app</h1>'
                route.fulfill(body=page * 20, content_type="text/html")
            else:
                route.fulfill(body=file.read_text(), content_type=files[file.suffix])

        dark = printed_modules(from_pde["code"])
        size = 1 + max(x for x, _ in dark)
        mark = re.search(r"\b(\d+), [^,]+, (\d{3})$", from_pde["lines"][-1])
        sheet = {
            "link": grant["link"], "expiry": system.seconds(grant["expiresAt"]),
            "maxOpenings": grant["openings"], "codeDigits": len(grant["code"] or ""),
            "purpose": "Inscription", "name": "", "revocationCode": grant["revocationCode"],
            "mark": {"change": int(mark[1]), "date": system.seconds(grant["expiresAt"]) - 86_400,
                     "digits": int(mark[2])}}
        modules = [int((x, y) in dark) for y in range(size) for x in range(size)]
        self.page.route("http://app.invalid/**", serve)
        self.page.goto("http://app.invalid/")
        self.page.evaluate("""async ([sheet, size, modules, languages]) => {
          const { loadSheetTexts, printSheet } = await import("/sheet.js");
          // The dialog stays open until the test has seen what is printed.
          window.print = () => {};
          const qr = { size, modules: new Uint8Array(modules) };
          void printSheet({ ...sheet, qr }, await loadSheetTexts("/", languages));
        }""", [sheet, size, modules, languages])
        return self.page.eval_on_selector(".sheet", TEXTS)

    def test_both_catalogues_have_the_same_texts(self):
        catalogues = {
            language: json.loads((COMMON / f"sheet/{language}.json").read_text())
            for language in ("fr", "nl", "en")}
        self.assertEqual(*[sorted(catalogues[one]) for one in ("fr", "nl")])
        self.assertEqual(*[sorted(catalogues[one]) for one in ("fr", "en")])
        for texts in catalogues.values():
            self.assertTrue(all(text.strip() for text in texts.values()))


if __name__ == "__main__":
    unittest.main()
