"""A shared terminal: locking, leaving, coming back; and what a browser or a network may lack."""

import re
import unittest

from holder import Holder
from support import PHOTO, Relay, expect
from test_journeys import STORED, EMPTY, JourneyTest

TITLE = "Quittance Mirabelle"


class RelayedTest(JourneyTest):
    """Between the page and the service stands a relay: each connection has a source of its own, as
    many wallets of one source would be asked for work."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.relay = Relay(cls.server.port)
        cls.addClassCleanup(cls.relay.end)

    @property
    def url(self):
        return self.relay.url

    def holder(self, **options):
        context, watched = self.profile(**options)
        return Holder(context, self.url), watched

    def open_wallet(self):
        context, watched = self.profile()
        holder = Holder(context, self.url)
        holder.page.clock.install()
        words = holder.create()
        holder.write("Un texte à moi.", title=TITLE)
        return holder, watched, words


class Locking(RelayedTest):
    def test_it_warns_and_locks_after_three_minutes(self):
        holder, watched, words = self.open_wallet()
        warning = holder.page.get_by_role("alertdialog")
        # With the time that goes on by itself meanwhile, up to nine seconds of it.
        holder.page.clock.fast_forward(109_000)
        expect(warning).to_have_count(0)
        expect(holder.page.locator(".countdown")).to_contain_text("1:")
        holder.page.clock.fast_forward(12_000)
        expect(warning).to_be_visible()
        # A hand that brushes the mouse does not keep it open; the answer does.
        holder.page.mouse.move(5, 5)
        holder.page.mouse.click(5, 400)
        expect(warning).to_be_visible()
        holder.press("lock.warning.stay", warning)
        expect(warning).to_have_count(0)
        holder.page.clock.fast_forward(100_000)
        holder.on("list")
        holder.page.clock.fast_forward(81_000)
        holder.on("closed")
        expect(holder.main).to_contain_text(holder.text("closed.idle"))
        self.assertClosed(holder, words, TITLE)
        self.assertQuiet(watched)

    def test_it_stays_open_for_a_quarter_of_an_hour_where_that_is_asked_for(self):
        holder, _, _ = self.open_wallet()
        warning = holder.page.get_by_role("alertdialog")
        holder.page.clock.fast_forward(130_000)
        holder.press("lock.warning.longer", warning)
        expect(warning).to_have_count(0)
        # What is done meanwhile does not make it less.
        holder.tab("add")
        holder.page.clock.fast_forward(800_000)
        holder.on("add")
        expect(warning).to_have_count(0)
        holder.page.clock.fast_forward(101_000)
        holder.on("closed")

    def test_it_does_not_lock_while_a_file_is_chosen(self):
        holder, _, _ = self.open_wallet()
        holder.tab("add")
        with holder.page.expect_file_chooser() as chooser:
            holder.press("add.files")
        # A phone's camera takes the page's place, and its clock goes on.
        holder.page.clock.fast_forward(400_000)
        holder.on("add")
        chooser.value.set_files(PHOTO)
        holder.on("prepare")
        holder.page.clock.fast_forward(181_000)
        holder.on("closed")

    def test_it_locks_though_a_file_is_still_to_be_chosen(self):
        holder, _, _ = self.open_wallet()
        holder.tab("add")
        with holder.page.expect_file_chooser():
            holder.press("add.files")
        holder.page.clock.fast_forward(601_000)
        holder.on("closed")

    def test_a_reload_closes(self):
        holder, _, words = self.open_wallet()
        holder.page.reload()
        holder.on("start")
        self.assertNotIn(TITLE, holder.page.content())

    def test_back_and_forward_close(self):
        holder, _, _ = self.open_wallet()
        page = holder.page
        page.goto("about:blank")
        page.go_back()
        holder.on("start")
        self.assertNotIn(TITLE, page.content())
        self.assertEqual(page.evaluate(STORED), EMPTY)

    def test_screens_are_not_in_the_history(self):
        holder, _, _ = self.open_wallet()
        before = holder.page.evaluate("history.length")
        holder.show(TITLE)
        holder.tab("shares")
        self.assertEqual(holder.page.evaluate("history.length"), before)
        self.assertEqual(
            holder.page.title(),
            holder.text("page.title", screen=holder.text("shares.title"), app=holder.text("app.name")))
        self.assertEqual(holder.page.url, self.url + "/")

    def test_the_browsers_back_goes_back(self):
        holder, watched, words = self.open_wallet()
        holder.show(TITLE)
        holder.page.go_back()
        holder.on("list")
        holder.tab("add")
        holder.press("add.note")
        holder.field("note.text").fill("À moitié écrit")
        holder.page.go_back()
        holder.answer("note.leave.yes")
        holder.on("add")
        holder.page.go_back()
        holder.on("list")
        # From the list it leads out: that is asked.
        holder.page.go_back()
        expect(holder.page.get_by_role("dialog")).to_contain_text(holder.text("back.closes"))
        holder.press("no", holder.page.get_by_role("dialog"))
        holder.on("list")
        holder.page.go_back()
        holder.answer("nav.close")
        holder.on("closed")
        self.assertEqual(holder.page.url, self.url + "/")
        self.assertQuiet(watched)
        # A session that begins in the same page has it too.
        holder.press("closed.again")
        holder.open_here(words)
        holder.show(TITLE)
        holder.page.go_back()
        holder.on("list")

    def test_quick_exit(self):
        for way in ("button", "shift"):
            with self.subTest(way=way):
                holder, _, _ = self.open_wallet()
                page = holder.page
                holder.show(TITLE)
                entries = page.evaluate("history.length")
                if way == "button":
                    page.locator("#quick-exit").click()
                else:
                    for _ in range(3):
                        page.keyboard.press("Shift")
                page.wait_for_url("**/app/weather.html")
                self.assertEqual(page.evaluate("[history.length, history.state, scrollX, document.referrer, opener]"),
                                 [entries, None, 0, "", None])
                self.assertEqual(page.title(), "Météo · Weer · Weather")
                self.assertEqual(page.evaluate(STORED), EMPTY)
                self.assertNotIn(TITLE, page.content())
                # Below lies an ordinary page too, and then what was there before.
                for below in ("**/app/weather.html", "about:blank"):
                    page.go_back()
                    page.wait_for_url(below)
                    self.assertNotIn(TITLE, page.content())

    def test_a_quick_exit_asks_nobody_else_and_needs_no_script(self):
        holder, watched = self.holder()
        holder.arrive()
        holder.page.wait_for_load_state("networkidle")  # what the start asks the service
        asked = []
        holder.page.on("request", lambda request: asked.append(request.url.removeprefix(self.url)))
        holder.page.locator("#quick-exit").click()
        holder.page.wait_for_url("**/app/weather.html")
        expect(holder.page.locator("h1")).to_have_count(3)
        self.assertEqual(holder.page.locator("script, a[href], img, form, iframe").count(), 0)
        self.assertEqual(
            {one for one in asked if not one.startswith("data:")},
            {"/app/weather.html", "/app/weather.css", "/app/tokens.css"})
        self.assertQuiet(watched)

    def test_a_quick_exit_leads_where_the_operator_says(self):
        for said, leads in (("https://news.example/today", "https://news.example/today"),
                            ("http://news.example/", None), ("javascript:alert(1)", None), (7, None)):
            with self.subTest(said=said):
                context, _ = self.profile()
                seen = []
                context.route("**/app/service.json", lambda route: route.fulfill(json={"exit": said}))
                context.route("https://news.example/**", lambda route: (
                    seen.append(route.request.all_headers()),
                    route.fulfill(content_type="text/html", body="<title>News</title>")))
                holder = Holder(context, self.url)
                with holder.page.expect_response("**/app/service.json"):
                    holder.arrive()
                holder.page.wait_for_timeout(300)
                holder.page.locator("#quick-exit").click()
                holder.page.wait_for_url(leads or "**/app/weather.html")
                self.assertEqual(len(seen), 1 if leads else 0)
                for headers in seen:
                    self.assertNotIn("referer", headers)

    def test_a_quick_exit_without_a_network_names_no_page(self):
        context, _ = self.profile()
        holder = Holder(context, self.url)
        holder.arrive()
        context.set_offline(True)
        holder.page.locator("#quick-exit").click()
        holder.page.wait_for_url("about:blank")

    def test_a_picture_that_arrives_late_starts_no_worker(self):
        context, watched = self.profile()
        holder = Holder(context, self.url)
        holder.create()
        holder.close()
        holder.without_workers()
        late = """async () => {
          const { decodeImage } = await import("/app/images.js");
          return decodeImage(new Uint8Array(100), 100).then(() => "decoded", (error) => error.code);
        }"""
        self.assertEqual(holder.page.evaluate(late), "unreadable")
        holder.page.wait_for_timeout(300)  # Playwright hears of workers only while it waits.
        self.assertEqual(holder.page.workers, [])
        self.assertQuiet(watched)

    def test_capitals_are_not_a_quick_exit(self):
        holder, _, _ = self.open_wallet()
        holder.tab("add")
        holder.press("add.note")
        text = holder.field("note.text")
        text.fill("")
        text.focus()
        for letter in "ABCDE":
            holder.page.keyboard.down("Shift")
            holder.page.keyboard.press(letter)
            holder.page.keyboard.up("Shift")
        expect(text).to_have_value("ABCDE")
        holder.on("note")

    def test_the_way_out_stays_on_a_small_screen(self):
        context, _ = self.profile(viewport={"width": 360, "height": 560})
        holder = Holder(context, self.url)
        holder.create()
        holder.choose_files(PHOTO)
        holder.page.evaluate("scrollTo(0, document.body.scrollHeight)")
        expect(holder.page.locator("#quick-exit")).to_be_in_viewport()


class Lacking(RelayedTest):
    """What a browser may lack, and what people type."""

    def test_without_webassembly(self):
        """Where the page has it and its worker has not, it is said when the core is needed."""
        context, _ = self.profile()

        def without(route):
            answer = route.fetch()
            route.fulfill(response=answer, body="delete globalThis.WebAssembly;\n" + answer.text())

        context.route("**/core-worker.js", without)
        holder = Holder(context, self.url)
        holder.page.goto(self.url)
        holder.press("start.create")
        holder.press("next")
        holder.press("next")
        expect(holder.page.get_by_role("alert")).to_have_text(holder.text("error.unsupported"))

    def test_without_javascript(self):
        context, _ = self.profile(java_script_enabled=False)
        page = context.new_page()
        for path in ("/", "/G"):
            page.goto(self.url + path)
            said = page.locator("noscript")
            self.assertGreater(said.evaluate("(said) => said.getBoundingClientRect().height"), 0)
            self.assertIn("JavaScript", said.evaluate("(said) => said.textContent"))

    def test_with_cookies_and_storage_refused(self):
        context, watched = self.profile()
        context.add_init_script("""
          for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
            Object.defineProperty(window, name, {get() { throw new DOMException("no", "SecurityError"); }});
          }
          Object.defineProperty(Document.prototype, "cookie", {
            get() { throw new DOMException("no", "SecurityError"); },
            set() { throw new DOMException("no", "SecurityError"); }});
        """)
        holder = Holder(context, self.url)
        holder.create()
        holder.add(PHOTO, title=TITLE)
        holder.close()
        self.assertQuiet(watched)

    def test_a_phrase_as_people_paste_it(self):
        first, _ = self.holder()
        words = first.create()
        first.close()
        plain = " ".join(words)
        forms = [
            plain.upper(), f"  {plain.replace(' ', '   ')}\u00a0", plain.replace(" ", "\n"),
            ", ".join(words), " ".join(f"{n}. {word}" for n, word in enumerate(words, 1)),
            re.sub("e", "é", plain, count=1), plain.replace(" ", " - "),
            "« \u2022\u00a0" + " \u2022\u00a0".join(f"{word[:2]}\u00ad{word[2:]}\u200b" for word in words) + " »"]
        for form in forms:
            with self.subTest(form=form):
                holder, _ = self.holder()
                holder.arrive()
                holder.press("start.open")
                if "\n" in form:
                    # A field drops the ends of lines before a script can see them: only the paste itself has them.
                    holder.field("word.number", n=1).evaluate("""(field, text) => {
                      const clipboardData = new DataTransfer();
                      clipboardData.setData("text/plain", text);
                      field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
                    }""", form)
                else:
                    holder.field("word.number", n=1).fill(form)
                expect(holder.field("word.number", n=6)).to_have_value(words[5])
                holder.press("open.button")
                holder.on("list")
                holder.page.context.close()

    def test_a_wrong_phrase_says_what_to_do(self):
        holder, _ = self.holder()
        holder.arrive()
        words = holder.new_phrase()  # of no wallet
        holder.arrive()
        holder.press("start.open")
        holder.type_words(words)
        holder.press("open.button")
        expect(holder.page.get_by_role("alert")).to_have_text(holder.text("error.noSuchWallet"))
        # The words stay, to be corrected.
        expect(holder.field("word.number", n=6)).to_have_value(words[5])

    def test_two_tabs(self):
        context, _ = self.profile()
        one, two = Holder(context, self.url), Holder(context, self.url)
        words = one.create()
        two.open(words)
        one.write("Un", title="De l’un")
        two.write("Deux", title="De l’autre")
        one.write("Trois", title="Encore")
        one.close()
        two.close()
        documents = self.wallet(words).everything()
        self.assertEqual(
            sorted(document["title"] for document in documents), ["De l’autre", "De l’un", "Encore"])


class Network(RelayedTest):
    """The relay fails."""

    def test_an_upload_that_is_cut_is_tried_again_and_nothing_is_double(self):
        holder, _ = self.holder()
        words = holder.create()
        self.cut = 3

        def rule(request, forward):
            if request.path == "/v1/space/blocks" and self.cut:
                self.cut -= 1
                answer = forward()  # It arrives; the answer does not.
                answer.raw = b""
                return answer
            return forward()

        self.relay.rule = rule
        self.addCleanup(setattr, self.relay, "rule", None)
        holder.choose_files(PHOTO)
        save = holder.main.locator("button.large")
        for _ in range(6):
            save.click()
            expect(holder.page.locator(".working")).to_have_count(0)
            if holder.page.locator("body").get_attribute("data-screen") == "kept":
                break
            # What went wrong is said, and what was chosen is still there.
            expect(holder.page.get_by_role("alert")).to_have_text(holder.text("error.unreachable"))
            expect(holder.main.locator(".paper-shown canvas")).to_be_visible()
        self.assertLess(self.cut, 3, "an upload was cut")
        holder.press("kept.done")
        holder.on("list")
        self.assertEqual(len(holder.titles()), 1)
        self.assertEqual(len(self.wallet(words).everything()), 1)

    def test_a_service_that_is_gone_is_said_and_comes_back(self):
        holder, _ = self.holder()
        words = holder.create()
        holder.write("Un", title=TITLE)

        def rule(request, forward):
            answer = forward()
            answer.raw = b""
            return answer

        self.relay.rule = rule
        self.addCleanup(setattr, self.relay, "rule", None)
        holder.main.locator(".cards button").first.click()
        expect(holder.page.get_by_role("alert")).to_have_text(
            holder.text("error.unreachable"), timeout=90_000)
        # Help works without the network, once loaded.
        holder.tab("help")
        expect(holder.main).to_contain_text("0800 35 243")
        self.relay.rule = None
        holder.show(TITLE)
        expect(holder.main).to_contain_text("Un")
        self.assertEqual(len(words), 6)


if __name__ == "__main__":
    unittest.main()
