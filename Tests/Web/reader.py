"""The reader's page as a person uses it."""

from holder import catalogue, drawn
from support import PATIENCE, ROOT, expect, until

MESSAGES = ROOT / "Sources/WebApp/site/reader/messages"


class Reader:
    """One reader at one tab, with a link as a phone's camera gives it."""

    def __init__(self, context, link, language="fr"):
        self.texts = catalogue(language, MESSAGES)
        self.page = context.new_page()
        place, key = link.split("#")
        self.page.goto(f"{place[:-2].lower()}/G#{key}")

    def text(self, key, **values):
        return self.texts[key].format(**values)

    def press(self, key):
        self.page.get_by_role("button", name=self.text(key), exact=True).click()

    @property
    def papers(self):
        return self.page.locator("section.paper")

    def open(self, code=None, name=None):
        """Presses the one button, and waits for what comes of it."""
        if name:
            self.page.get_by_text(self.text("cover.reader-summary")).click()
            self.page.get_by_label(self.text("cover.reader"), exact=True).fill(name)
        if code:
            self.page.get_by_label(self.text("cover.code"), exact=True).fill(code)
        self.press("cover.open")

    def titles(self):
        expect(self.papers.first).to_be_visible()
        return self.papers.locator("h2").all_inner_texts()

    def drawn(self, number=0):
        paper = self.papers.nth(number)
        canvas = paper.locator("canvas")

        def is_fetched():
            # Nothing is that nobody is near; and what is above, once it is drawn, pushes it away.
            paper.scroll_into_view_if_needed()
            return canvas.count()
        until(is_fetched, PATIENCE / 1000, "the paper is fetched")
        return drawn(canvas.first)

    def ended(self, why):
        expect(self.page.get_by_role("heading", name=self.text(f"end.{why}"))).to_be_visible()
        expect(self.papers).to_have_count(0)
