"""The papers that a holder keeps or confides: card, recovery share, stub; as the page prints them."""

import json
import re
import subprocess
import time
import unittest

import qr_codes
from support import ROOT, STORY, Wallet, WebTest, needs, takes_long
from test_sheet import DAMAGES, scanned

SOURCES = ROOT / "Sources/WebApp/site"
CARD = "CMFRGGZDFMZTWQ2LKNNWG23TPOI"
SHARE = "STYPG00010PCTGMMFYJHHFYXX0M0V9JGY9MNADHYVP2NEFVAYXSNGGPV8YBN3XDYBFB"
# 3 March 2026, 13:00 and 18:00 in Brussels.
ENDS, LOCKED = 1_772_539_200, 1_772_557_200
MARK = {"change": 42, "date": ENDS, "digits": 17}
PAPERS = {
    "card": {"card": CARD, "mark": MARK},
    "share": {"share": SHARE},
    "stub": {"shares": [{"revocationCode": "ABCDE-FGHJK-M", "expiry": ENDS},
                        {"revocationCode": "23456-789AB-C", "expiry": ENDS + 3600}],
             "lockedUntil": LOCKED, "mark": MARK},
}
DRAW = """async ([kind, paper, code, languages]) => {
  const { loadSheets, cardSheet, shareSheet, stub, printSheets } = await import("/app/sheets/sheets.js");
  window.print = () => {};  // The dialog stays open until the test has seen what is printed.
  const qr = code && { size: code[0], modules: new Uint8Array(code[1]) };
  const draw = { card: cardSheet, share: shareSheet, stub }[kind];
  window.drawn = draw({ ...paper, qr }, await loadSheets(languages));
  void printSheets([window.drawn]);
}"""


@needs("pdftoppm", "pdfinfo", "convert", "zbarimg")
class Sheets(WebTest):
    def draw(self, kind, languages=("fr", "nl"), paper=None):
        """Draws one in the app's page, which has much else; what it says."""
        context, self.watched = self.profile()
        self.page = context.new_page()
        self.page.goto(self.url)
        paper = paper or PAPERS[kind]
        text = paper.get(kind) if kind != "stub" else None
        code = qr_codes.modules(text) if text else None
        self.page.evaluate(DRAW, [kind, paper, code, list(languages)])
        self.page.emulate_media(media="print")
        return self.page.locator(".sheet").inner_text()

    def paper(self):
        """The page as it is printed, in grey at 150 dpi."""
        target = self.folder / "paper.pdf"
        self.page.pdf(path=target, prefer_css_page_size=True)
        info = subprocess.run(["pdfinfo", target], stdout=subprocess.PIPE, text=True).stdout
        self.assertRegex(info, r"Pages:\s+1\n")
        self.assertRegex(info, r"Page size:\s+59[45][.\d]* x 84[12][.\d]* pts \(A4\)")
        subprocess.run(["pdftoppm", "-gray", "-r", "150", "-singlefile", target,
                        self.folder / "paper"], check=True)
        return self.folder / "paper.pgm"

    @takes_long("every code of every sheet, folded, blurred and turned")
    def test_the_codes_read_after_a_fold_and_a_bad_copier(self):
        for kind, text in (("card", CARD), ("share", SHARE)):
            for languages in (("fr", "nl"), ("en",)):
                self.draw(kind, languages)
                image = self.paper()
                for name, damage in DAMAGES.items():
                    with self.subTest(kind=kind, languages=languages, damage=name):
                        worse = self.folder / "worse.pgm"
                        # Codes of large modules: looked at from further away, as the
                        # readers do too (qr-worker.js, a hand that holds a telephone).
                        subprocess.run(
                            ["convert", image, "-seed", "7", *damage, "-resize", "60%", worse],
                            check=True)
                        self.assertEqual(scanned(worse), text)

    def test_a_card_without_its_code_beside_it(self):
        said = self.draw("card")
        for group in re.findall(".{1,4}", CARD[1:]):
            self.assertIn(group, said)
        self.assertIn("changement 42, 3 mars 2026, 017", said)
        self.assertNotRegex(said, r"(?<!\d)\d{6}(?!\d)")
        box = self.page.locator(".sheet-card-front").bounding_box()
        for side, wanted in (("width", 85.6), ("height", 54)):
            self.assertAlmostEqual(box[side] / 96 * 25.4, wanted, delta=0.3)
        # Back to back when folded: nothing but the mark is on it.
        back = self.page.locator(".sheet-card-back").inner_text().split("\n")
        self.assertEqual(len([line for line in back if line.strip()]), 2)

    def test_a_share_says_neither_whose_nor_how_many(self):
        said = self.draw("share")
        for group in re.findall(".{6}", SHARE[1:]):
            self.assertIn(group, said)
        words = said
        for group in re.findall(".{6}", SHARE[1:]):
            words = words.replace(group, "")
        self.assertNotRegex(words, r"\d")

    def test_a_stub_says_what_ends_when(self):
        said = self.draw("stub")
        for part in ("ABCDE-FGHJK-M", "23456-789AB-C", "Verrouillé au moins jusqu’au 3 mars 2026, 18:00",
                     "Minstens vergrendeld tot 3 maart 2026, 18:00", "Jusqu’au 3 mars 2026, 13:00",
                     "Jusqu’au 3 mars 2026, 14:00", "wijziging 42"):
            self.assertIn(part, said)
        self.paper()

    def test_they_are_neutral(self):
        for kind in PAPERS:
            for languages in (("fr", "nl"), ("en",)):
                said = self.draw(kind, languages).lower()
                for word in ("pde", "porte-documents", "documentenmap", "wallet", "sans-abri", "sdf",
                             "thuisloos", "dakloos", "social", "cpas", "ocmw", "usager", "client",
                             "bénéficiaire", "dossier", "coffre", "http", "127.0.0.1"):
                    self.assertNotRegex(said, rf"\b{word}")

    def test_nothing_of_them_stays_in_the_page(self):
        self.draw("share")
        self.page.evaluate("dispatchEvent(new Event('afterprint'))")
        self.page.wait_for_function("!document.querySelector('.sheet')")
        self.assertEqual(self.page.evaluate("document.documentElement.className"), "")
        self.assertQuiet(self.watched)

    def test_the_command_line_writes_the_same_card_and_stub(self):
        """Texts and codes; only who draws them differs."""
        wallet = Wallet(self.url)
        [document] = wallet.add(STORY)
        grant = wallet.share(document, options=())
        card, stub = self.folder / "card.html", self.folder / "stub.html"
        made = wallet.run("card", "--sheet", str(card))
        self.assertEqual(made.code, 0, made.err)
        today = int(time.time())
        self.assertRegex(made.out, rb"^\d{6}\n$")
        self.assertNotIn(made.out.strip().decode(), card.read_text())
        locked = wallet.run("lock", "--for", "1h", "--stub", str(stub), "--sheet-language", "en")
        self.assertEqual(locked.code, 0, locked.err)

        page = self.enterContext(self.browser.profile()).new_page()
        read = """(page) => ({
          lines: [...page.querySelectorAll("h1, h2, p, .sheet-card-text div")].map((line) =>
            line.textContent.trim()),
          code: page.querySelector("path")?.getAttribute("d"),
        })"""
        page.goto(card.as_uri())
        from_pde = page.eval_on_selector(".sheet", read)
        groups = [line for line in from_pde["lines"] if re.fullmatch(r"([A-Z2-7]{2,4} ?)+", line)]
        text = "C" + "".join(groups).replace(" ", "")
        self.assertRegex(text, r"^C[A-Z2-7]{26}$")
        mark = re.search(r"changement (\d+), .*, (\d{3})$", "\n".join(from_pde["lines"]), re.M)
        self.draw("card", paper={"card": text, "mark": {
            "change": int(mark[1]), "digits": mark[2],
            "date": today}})
        from_web = self.page.eval_on_selector(".sheet", read)
        self.assertEqual(from_web, from_pde)

        page.goto(stub.as_uri())
        said = page.inner_text("body")
        for part in (grant["revocationCode"], "Locked until", "Until then nothing opens"):
            self.assertIn(part, said)
        for path in (card, stub):
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
            for part in ("<script", "src=", "href=", "url("):
                self.assertNotIn(part, path.read_text().lower())

    def test_the_command_line_has_the_same_looks(self):
        style = (ROOT / "Sources/pde/Sheet/Paper+Style.swift").read_text()
        rules = style.split('#"""\n')[1].split('"""#')[0]
        written = "\n".join(line.strip() for line in rules.splitlines()).strip()
        wanted = (SOURCES / "holder/sheets/sheets.css").read_text()
        self.assertEqual(written, "\n".join(line.strip() for line in wanted.splitlines()).strip())

    def test_the_command_line_has_the_same_texts(self):
        source = (ROOT / "Sources/pde/Sheet/PaperLine.swift").read_text()
        for language in ("fr", "nl", "en"):
            texts = json.loads((SOURCES / f"holder/sheets/{language}.json").read_text())
            for key, text in texts.items():
                with self.subTest(language=language, key=key):
                    wanted = text.replace("{", "\\(").replace("}", ")")
                    self.assertIn(wanted, re.sub(r" \\\n\s*", " ", source))


if __name__ == "__main__":
    unittest.main()
