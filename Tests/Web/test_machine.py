"""What a machine lacks or has wrong: no camera, no printer, another clock; a photo that is huge; a line
that breaks answers; a slow line, on which nothing is fetched twice."""

import datetime
import io
import unittest
import zoneinfo

from PIL import Image

from support import PDF, PHOTO, STORY, Wallet, expect
from test_terminal import RelayedTest

BRUSSELS = zoneinfo.ZoneInfo("Europe/Brussels")
BROKEN = b"HTP/ whatever\r\ncontent-length: 3\r\n\r\nabc"


class MachineTest(RelayedTest):
    def here(self, link):
        """The link, through the relay."""
        return f"{self.url}/G#{link.split('#')[1]}"


class Lacking(MachineTest):
    def test_without_a_camera(self):
        holder, watched = self.holder()
        holder.create()
        holder.tab("add")
        holder.press("add.photo")
        holder.on("camera")
        expect(holder.page.get_by_role("alert")).to_have_text(holder.text("error.noCamera"))
        expect(holder.button("camera.take")).to_be_disabled()
        holder.press("back")
        holder.add(PHOTO, title="Du fichier")
        self.assertEqual(holder.titles(), ["Du fichier"])
        self.assertQuiet(watched)

    def test_where_the_browser_has_no_way_to_a_camera(self):
        holder, watched = self.holder()
        holder.page.add_init_script(
            "Object.defineProperty(navigator, 'mediaDevices', {value: undefined})")
        holder.create()
        holder.tab("add")
        # A phone's own program, or a file.
        with holder.page.expect_file_chooser() as chooser:
            holder.press("add.photo")
        chooser.value.set_files(PHOTO)
        holder.on("prepare")
        self.assertQuiet(watched)

    def test_without_a_printer(self):
        """print() does nothing, and nothing tells that it is over."""
        holder, watched = self.holder()
        holder.arrive()
        words = holder.new_phrase()
        holder.press("phrase.print")
        holder.practise(words)
        holder.on("list")
        holder.write("Un texte.", title="Texte")
        share = holder.share("Texte", code=False)
        for _ in range(2):
            holder.press("made.print")
            expect(holder.page.locator(".working")).to_have_count(0)
        holder.press("made.done")
        holder.on("shares")
        holder.close()
        self.assertClosed(holder, words, "Un texte.")

        reader, watched_reader = self.reader(self.here(share["link"]))
        reader.page.evaluate("window.print = () => {}")
        reader.open()
        reader.titles()
        reader.press("paper.print")
        reader.press("papers.close")
        reader.ended("closed")
        self.assertQuiet(watched)
        self.assertQuiet(watched_reader)

    def test_one_paper_is_printed_after_another_that_was_not(self):
        wallet = Wallet(self.server.url)
        ids = wallet.add(STORY, STORY)
        reader, _ = self.reader(wallet.share(*ids, options=["--for", "24h"])["link"])
        reader.page.add_init_script("window.print = () => {}")
        reader.page.evaluate("window.print = () => {}")
        reader.open()
        expect(reader.papers).to_have_count(2)
        for number in range(2):
            paper = reader.papers.nth(number)
            paper.scroll_into_view_if_needed()
            paper.get_by_role("button", name=reader.text("paper.print")).click()
            expect(paper).to_have_class("paper held words printed")
            expect(reader.page.locator("section.printed")).to_have_count(1)


class Photos(MachineTest):
    @staticmethod
    def photo(width, height):
        image = Image.linear_gradient("L").resize((width, height))
        out = io.BytesIO()
        image.save(out, "JPEG", quality=70)
        return out.getvalue()

    def test_of_200_megapixels_becomes_a_legible_copy(self):
        holder, watched = self.holder()
        words = holder.create()
        holder.add(("IMG_0001.jpg", "image/jpeg", self.photo(16_320, 12_240)), title="Grande")
        [document] = self.wallet(words).everything()
        kept = Image.open(io.BytesIO(self.wallet(words).get(document["id"])))
        self.assertEqual(max(kept.size), 2_000)
        holder.show("Grande")
        holder.drawn()
        self.assertQuiet(watched)


class Clocks(MachineTest):
    """Times are those of Brussels, wherever a machine believes to be."""

    def test_a_share_ends_at_the_same_time_for_both(self):
        holder, _ = self.holder(timezone_id="America/New_York")
        words = holder.create()
        holder.write("Un texte.", title="Texte")
        share = holder.share("Texte", code=False, until="tomorrow")
        # At midnight a minute more may have begun.
        tomorrow = datetime.datetime.now(BRUSSELS).date() + datetime.timedelta(days=1)
        [grant] = self.wallet(words).shares()
        end = datetime.datetime.fromisoformat(grant["expiresAt"].replace("Z", "+00:00")).astimezone(BRUSSELS)
        self.assertEqual((end.hour, end.minute), (23, 59))
        self.assertIn((end.date() - tomorrow).days, (0, -1))
        expect(holder.main).to_contain_text("23:59")
        for zone in ("Asia/Tokyo", "America/New_York"):
            reader, _ = self.reader(share["link"], timezone_id=zone)
            expect(reader.page.locator("dl.facts")).to_contain_text("23:59")
            expect(reader.page.locator("dl.facts")).to_contain_text(f"{end.day} ")

    def test_a_chosen_end_is_meant_as_brussels_has_it(self):
        context, _ = self.profile(timezone_id="Pacific/Auckland")
        page = context.new_page()
        page.goto(self.url)
        # 2026: winter, summer, the days on which the clocks change, and the hour that there is not.
        for day, time, seconds in (
                ("2026-01-15", "18:00", 1768496400), ("2026-07-15", "18:00", 1784131200),
                ("2026-03-29", "01:59", 1774745940), ("2026-03-29", "03:00", 1774746000),
                ("2026-03-29", "02:30", 1774747800), ("2026-10-25", "00:30", 1792881000),
                ("2026-10-25", "03:00", 1792893600), ("2026-12-31", "23:59", 1798757940)):
            with self.subTest(day=day, time=time):
                found = page.evaluate(
                    "async ([day, time]) => (await import('/app/brussels.js')).timeOf(day, time)",
                    [day, time])
                self.assertEqual(found, seconds)
        days = page.evaluate("""async () => {
          const { dayOf, daysAfter } = await import('/app/brussels.js');
          return [dayOf(1784152799), dayOf(1784152800), daysAfter('2026-10-24', 2), daysAfter('2026-12-31', 1)];
        }""")
        self.assertEqual(days, ["2026-07-15", "2026-07-16", "2026-10-26", "2027-01-01"])
        self.assertIsNone(page.evaluate(
            "async () => JSON.parse(JSON.stringify((await import('/app/brussels.js')).timeOf('', '18:00')))"))


class Line(MachineTest):
    def break_answers(self, path, count):
        self.left = count

        def rule(request, forward):
            answer = forward()
            if request.path == path and self.left:
                self.left -= 1
                answer.raw = BROKEN
            return answer

        self.relay.rule = rule
        self.addCleanup(setattr, self.relay, "rule", None)

    def test_a_broken_status_line_is_asked_again(self):
        holder, _ = self.holder()
        words = holder.create()
        self.break_answers("/v1/space/journal", 1)
        holder.write("Un texte.", title="Texte")
        self.assertEqual(self.left, 0)
        self.assertEqual([one["title"] for one in self.wallet(words).everything()], ["Texte"])
        self.break_answers("/v1/grants/open", 1)
        share = holder.share("Texte", code=False, once=True)
        reader, _ = self.reader(self.here(share["link"]))
        reader.open()
        self.assertEqual(reader.titles(), ["Texte"])
        self.assertEqual(self.left, 0)
        holder.press("made.done")
        [report] = self.wallet(words).shares()
        self.assertEqual(report["opened"], 1)

    def test_a_line_that_breaks_every_answer_is_said(self):
        wallet = Wallet(self.server.url)
        [story] = wallet.add(STORY)
        share = wallet.share(story, options=["--for", "24h"])
        reader, _ = self.reader(self.here(share["link"]))
        expect(reader.page.get_by_text(reader.text("cover.discretion"))).to_be_visible()
        self.break_answers("/v1/grants/open", 100)
        reader.open()
        expect(reader.page.get_by_text(reader.text("problem.unreachable"))).to_be_visible()
        self.relay.rule = None
        reader.open()
        self.assertEqual(len(reader.titles()), 1)

    def test_what_draws_pdfs_comes_once_for_all_of_them(self):
        wallet = Wallet(self.server.url)
        ids = wallet.add(PDF, PDF, PDF)
        share = wallet.share(*ids, options=["--for", "24h"])
        reader, watched = self.reader(self.here(share["link"]))
        reader.open()
        for number in range(3):
            reader.papers.nth(number).scroll_into_view_if_needed()
            reader.drawn(number)
        for name in ("/g/pdf/pdf.js", "/g/pdf/pdf.worker.js"):
            self.assertEqual(watched.paths().count(name), 1)


class Notes(MachineTest):
    def test_that_begin_with_a_tag_are_text(self):
        for text in ("<b>Salut</b> & à demain", "\n <img src=x onerror=top.ran=1>", "<3 Amal"):
            with self.subTest(text=text):
                holder, watched = self.holder()
                holder.create()
                holder.write(text, title="Note")
                holder.show("Note")
                expect(holder.main).to_contain_text(text.strip())
                share = holder.share("Note", code=False)
                reader, watched_reader = self.reader(self.here(share["link"]))
                reader.open()
                expect(reader.papers).to_contain_text(text.strip())
                for page in (holder.page, reader.page):
                    self.assertIsNone(page.evaluate("window.ran ?? null"))
                self.assertQuiet(watched)
                self.assertQuiet(watched_reader)


if __name__ == "__main__":
    unittest.main()
