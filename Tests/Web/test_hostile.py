"""Documents are hostile: through upload, view, share and read nothing of them runs, no request leaves
but the calls of the service, and the page goes on."""

import contextlib
import io
import unittest

from PIL import Image

from hostile_files import HTML, SVG, hostile_files
from holder import Holder
from reader import Reader
from support import PHOTO, Error, WebTest, expect, takes_long, until

RAN = "() => Boolean(globalThis.ran)"


class Hostile(WebTest):
    def watch(self, page):
        """Dialogs, new windows and downloads that nobody asked for."""
        self.events = getattr(self, "events", [])

        def dialog(one):
            self.events.append(("dialog", one.message))
            one.dismiss()

        page.on("dialog", dialog)
        page.on("popup", lambda one: self.events.append(("popup", one.url)))
        page.on("download", lambda one: self.events.append(("download", one.suggested_filename)))

    def assertNothingRan(self, page, watched, index):
        self.assertEqual(self.events, [])
        for frame in page.frames:
            # The frame of a PDF goes when its pages are drawn or it fails; what it did to the
            # page around it, and its requests, are seen all the same.
            with contextlib.suppress(Error):
                self.assertFalse(frame.evaluate(RAN), frame.url)
        self.assertFalse(page.evaluate(RAN))
        self.assertEqual([path for path in watched.paths() if "pwned" in path], [])
        self.assertEqual(watched.foreign(self.server.url), [])
        self.assertEqual(page.url, self.server.url + index)

    def small_photo(self):
        image = Image.open(PHOTO)
        image.thumbnail((600, 600))
        out = io.BytesIO()
        image.save(out, "JPEG")
        return out.getvalue()

    @takes_long("two dozen files, each chosen, kept, shown and read")
    def test_nothing_runs(self):
        context, watched = self.profile()
        holder = Holder(context, self.server.url)
        page = holder.page
        self.watch(page)
        holder.create()
        kept = []
        for name, kind, content in hostile_files(self.small_photo()):
            with self.subTest(file=name):
                holder.choose_files((name, kind, content))
                self.assertNothingRan(page, watched, "/")
                if holder.main.locator("button.large").count() == 0:
                    # It was refused, with its name and a reason, and the page goes on.
                    expect(holder.main.locator(".notice.warning")).to_contain_text(name[:4])
                    continue
                title = f"Papier {len(kept) + 1}"
                holder.keep(title=title)
                kept.append(title)
                holder.show(title)
                page.wait_for_timeout(300)
                self.assertNothingRan(page, watched, "/")
        # What can't be shown is kept all the same.
        self.assertGreater(len(kept), 20)
        holder.tab("list")
        self.assertEqual(sorted(holder.titles()), sorted(kept))

        share = holder.share(*kept[:1], code=False)
        holder.tab("share")
        for box in holder.main.locator("label.choice input").all():
            box.check()
        holder.press("next")
        holder.on("share-terms")
        holder.end("tomorrow")
        for look in holder.main.locator(".shared li button:first-child").all():
            look.click()
            expect(page.locator(".working")).to_have_count(0)
        self.assertNothingRan(page, watched, "/")
        holder.press("preview.make")
        holder.on("share-made")
        share = holder.made()

        other, watched_reader = self.profile()
        reader = Reader(other, share["link"])
        self.watch(reader.page)
        reader.open(share["code"])
        self.assertEqual(len(reader.titles()), len(kept))
        for paper in reader.papers.all():
            paper.scroll_into_view_if_needed()
            reader.page.wait_for_timeout(400)
            self.assertNothingRan(reader.page, watched_reader, "/G")
        reader.press("papers.close")
        reader.ended("closed")
        holder.close()

    def test_names_and_texts_are_shown_as_they_are(self):
        marked = "<img src=x onerror=top.ran=1><b>{n}</b>"
        context, watched = self.profile()
        holder = Holder(context, self.server.url)
        self.watch(holder.page)
        words = holder.create(pseudonym="Zoé")
        holder.write("Texte " + marked, title=marked)
        self.assertEqual(holder.titles(), [marked])
        share = holder.share(marked, purpose=marked, name=marked, code=False)
        self.assertNothingRan(holder.page, watched, "/")
        other, watched_reader = self.profile()
        reader = Reader(other, share["link"])
        self.watch(reader.page)
        expect(reader.page.get_by_text(marked).first).to_be_visible()
        reader.open(name=marked)
        self.assertEqual(reader.titles(), [marked])
        expect(reader.page.get_by_text("Texte " + marked).first).to_be_attached()
        self.assertNothingRan(reader.page, watched_reader, "/G")
        holder.press("made.done")
        holder.main.locator("button.document").first.click()
        holder.on("grant")
        expect(holder.main.locator(".events")).to_contain_text(marked)
        self.assertEqual(holder.page.locator("main img, main b").count(), 0)
        self.assertNothingRan(holder.page, watched, "/")
        self.assertEqual(len(words), 5)

    def test_the_files_do_what_they_are_for(self):
        """Where nothing stops them: so that silence above means something."""
        for name, content in (("page.html", HTML), ("drawing.svg", SVG)):
            with self.subTest(file=name):
                context, watched = self.profile()
                page = context.new_page()
                dialogs = []

                def dialog(one):
                    dialogs.append(one.message)
                    one.dismiss()

                page.on("dialog", dialog)
                kind = "text/html" if name.endswith("html") else "image/svg+xml"
                context.route("http://hostile.invalid/**", lambda route: route.fulfill(
                    body=content, content_type=kind) if name in route.request.url else route.abort())
                page.goto(f"http://hostile.invalid/{name}", wait_until="commit")
                until(lambda: page.wait_for_timeout(50) or (
                    dialogs and any("pwned" in path for path in watched.paths())), 120, "it runs")


if __name__ == "__main__":
    unittest.main()
