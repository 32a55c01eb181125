"""What the holder prints: nothing at a sheet's edge, where printers cut; a copy says that it is one."""

import html
import pathlib
import re
import subprocess
import tempfile
import unicodedata
import unittest

from engines import Firefox, printing_to
from holder import HolderTest
from support import PDF, expect, needs, until

# 10 mm, in points.
MARGIN = 28.3
WORD = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
# In the page: whether the window's title is the same after a print, and what it is meanwhile.
TITLES = """() => {
  const before = document.title;
  dispatchEvent(new Event("beforeprint"));
  const printing = document.title;
  dispatchEvent(new Event("afterprint"));
  return [before === document.title, printing];
}"""


class MarginsTest(HolderTest):
    def assertHasMargins(self, paper, *texts):
        """Every word of every page has its distance from the edge; the texts are on it."""
        boxes = subprocess.run(
            ["pdftotext", "-bbox", paper, "-"], check=True, stdout=subprocess.PIPE, text=True).stdout
        pages = PAGE.findall(boxes)
        self.assertTrue(pages)
        said = []
        for width, height, content in pages:
            words = WORD.findall(content)
            said += [html.unescape(word[4]) for word in words]
            for left, top, right, bottom, word in words:
                self.assertGreater(float(left), MARGIN, word)
                self.assertGreater(float(top), MARGIN, word)
                self.assertLess(float(right), float(width) - MARGIN, word)
                self.assertLess(float(bottom), float(height) - MARGIN, word)
        text = unicodedata.normalize("NFKC", " ".join(said))  # Some fonts join two letters.
        for one in texts:
            self.assertIn(" ".join(unicodedata.normalize("NFKC", one).split()), text)
        return len(pages)

    def check(self, printed):
        """`printed(page)` prints what the page shows on paper, and gives the file."""
        holder, watched = self.holder()
        holder.arrive()
        words = holder.new_phrase()
        holder.press("phrase.print")
        self.assertHasMargins(printed(holder.page), *words, holder.text("phrase.paper"))
        holder.page.evaluate("() => dispatchEvent(new Event('afterprint'))")
        holder.practise(words)
        holder.on("list")
        copy = holder.text("document.printed")
        # Longer than a sheet: each has its margin.
        holder.write("\n".join(f"Ligne {n} de mon histoire." for n in range(150)), title="Histoire")
        holder.show("Histoire")
        expect(holder.main).to_contain_text("Ligne 149")
        self.assertGreater(self.assertHasMargins(printed(holder.page), copy, "Ligne 0 de", "Ligne 149 de"), 2)
        holder.add(PDF, title="Décision")
        holder.show("Décision")
        holder.drawn()
        self.assertHasMargins(printed(holder.page), copy)
        self.assertQuiet(watched)
        return holder


@needs("pdftotext")
class Margins(MarginsTest):
    def test_everywhere(self):
        def printed(page):
            page.pdf(path=self.folder / "paper.pdf", prefer_css_page_size=True)
            return self.folder / "paper.pdf"
        holder = self.check(printed)
        # The job has the paper's name while it is printed, and the window's at other times.
        holder.page.wait_for_function("() => performance.now() > 10_000")
        self.assertEqual(holder.page.evaluate(TITLES), [True, "Décision"])


@needs("pdftotext")
class MarginsInFirefox(MarginsTest):
    @classmethod
    def engine(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="pde-web-"))
        cls.printed = pathlib.Path(folder) / "printed.pdf"
        return Firefox(**printing_to(cls.printed))

    def test_everywhere(self):
        def is_whole(file):
            return file.is_file() and subprocess.run(
                ["pdfinfo", file], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0

        def printed(page):
            self.printed.unlink(missing_ok=True)
            page.evaluate("() => void window.printOnPaper()")
            until(lambda: is_whole(self.printed), 120, "it is printed")
            return self.printed
        holder = self.check(printed)
        # Firefox writes each title into its history.
        holder.page.wait_for_function("() => performance.now() > 10_000")
        same, printing = holder.page.evaluate(TITLES)
        self.assertTrue(same)
        self.assertNotIn("Décision", printing)


if __name__ == "__main__":
    unittest.main()
