"""Whole journeys through the holder's app and the reader's page, each in a browser profile of
its own, over a real server (requirements J1, J3 without the lock, J6, J7, J9, J10)."""

import datetime
import io
import re
import unittest

from PIL import Image

from holder import Holder, HolderTest
from keyholder import KeyHolder
from reader import Reader
from support import (
    ARABIC, PDF, PHOTO, SCAN, STORY, Wallet, expect, system, until)
from test_screens import JOURNEYS, SCREENS, WORDS

EMPTY = {"cookies": "", "local": 0, "session": 0, "bases": 0, "caches": 0, "workers": 0}
STORED = """async () => ({
  cookies: document.cookie, local: localStorage.length, session: sessionStorage.length,
  bases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker?.getRegistrations())?.length ?? 0,
})"""
# What the photo's EXIF says, and no copy of it may.
METADATA = [b"Exif", b"Lampyre", b"GPS", b"2026:01:14", b"Photoshop", b"http://ns.adobe.com"]


def without_scans(content):
    """A file without what its JPEGs show: three letters are in that much noise by chance."""
    kept, at = b"", 0
    while (start := content.find(b"\xff\xd8\xff", at)) >= 0:
        here = start + 2
        # Over the segments before it, each of which says how long it is.
        while content[here:here + 1] == b"\xff" and content[here + 1:here + 2] not in (b"\xda", b"\xd9"):
            here += 2 + int.from_bytes(content[here + 2:here + 4], "big")
        kept += content[at:here]
        is_scan = content[here:here + 2] == b"\xff\xda"
        end = content.find(b"\xff\xd9", here) if is_scan else here
        at = end if end >= 0 else len(content)
    return kept + content[at:]


def a_day(days):
    return (datetime.date.today() + datetime.timedelta(days=days)).isoformat()


class JourneyTest(HolderTest):
    def reader(self, link, language="fr", **options):
        context, watched = self.profile(locale=f"{language}-BE", **options)
        return Reader(context, link, language), watched

    def assertNoMetadata(self, content):
        for trace in METADATA:
            self.assertNotIn(trace, without_scans(content))

    def assertClosed(self, holder, words, *canaries):
        """Nothing of the wallet is in the page or in storage, and the core is gone."""
        content = holder.page.content()
        self.assertNoPhrase(words, content)
        for canary in canaries:
            self.assertNotIn(canary, content)
        holder.without_workers()
        self.assertEqual(holder.page.evaluate(STORED), EMPTY)
        self.assertEqual(holder.page.context.cookies(), [])


class Journeys(JourneyTest):
    def test_j1_a_first_wallet_without_a_name(self):
        holder, watched = self.holder()
        holder.arrive()
        words = holder.new_phrase()
        holder.press("phrase.print")
        [printed] = holder.page.evaluate("window.prints")
        self.assertEqual(printed["title"], ".")
        for word in words:
            self.assertIn(word, printed["text"])
        holder.press("phrase.noted")
        # Their order is not on the screen while they are touched, and a wrong one is named.
        self.assertEqual(sorted(holder.main.locator(".word-tile").all_inner_texts()), sorted(words))
        holder.touch(next(word for word in words if word != words[0]))
        expect(holder.page.get_by_role("alert")).to_have_text(holder.text("practise.wrong", n=1))
        for word in words:
            holder.touch(word)
        holder.on("list")
        expect(holder.main).to_contain_text(holder.text("list.created"))

        holder.add(PHOTO, title="Accusé de réception", kind="cpas")
        self.assertEqual(holder.titles(), ["Accusé de réception"])
        holder.show("Accusé de réception")
        width, height = holder.drawn()
        self.assertGreater(height, width)  # upright, as the photo's EXIF had it
        holder.tab("list")
        thumbnail = holder.main.locator(".thumbnail canvas")
        expect(thumbnail).to_have_count(1)
        holder.close()
        closing = holder.mark()
        self.assertClosed(holder, words, "Accusé")

        again, watched_again = self.holder()
        again.open(words)
        self.assertEqual(again.titles(), ["Accusé de réception"])
        again.tab("help")
        again.main.locator("summary").filter(has_text=again.text("help.mark")).click()
        self.assertEqual(again.mark(), closing)
        [document] = self.wallet(words).everything()
        self.assertEqual(document["title"], "Accusé de réception")
        kept = self.wallet(words).get(document["id"])
        self.assertNoMetadata(kept)
        image = Image.open(io.BytesIO(kept))
        self.assertGreater(image.height, image.width)
        self.assertLess(len(kept), 900_000)
        self.assertGreaterEqual(max(image.size), 1_600)
        self.assertQuiet(watched)
        self.assertQuiet(watched_again)

    def test_a_slow_press_is_not_lost(self):
        """What helps with a word goes when its box is left: not from under the button that is pressed."""
        with self.browser.profile() as context:
            holder = Holder(context, self.url)
            words = holder.create()
            holder.close()
            holder.arrive()
            holder.press("start.open")
            holder.type_words(words)
            suggestion = holder.main.locator(".suggestion")
            expect(suggestion.first).to_be_visible()
            button = holder.main.get_by_role("button", name=holder.text("open.button"), exact=True)
            button.hover()
            holder.page.mouse.down()
            holder.page.wait_for_timeout(700)
            expect(suggestion.first).to_be_visible()
            holder.page.mouse.up()
            holder.on("list")

    def test_j3_two_papers_for_an_appointment(self):
        holder, watched = self.holder()
        words = holder.create()
        holder.add(PHOTO, title="Accusé de réception", kind="cpas")
        holder.add(PDF, title="Décision", kind="cpas", until="2025-06-30")
        holder.write("Je m’appelle Amal.", title="Mon histoire")
        share = holder.share(
            "Accusé de réception", "Décision", purpose="Rendez-vous au CPAS", code=True)
        self.assertRegex(share["code"], "^[0-9]{4,6}$")
        host, key = share["link"].split("#")
        self.assertEqual(share["groups"].replace(" ", ""), key)
        self.assertEqual(share["address"].lower() + "#" + key, host.lower() + "#" + key)
        holder.press("made.print")
        until(lambda: holder.page.evaluate("window.prints.length"), 120, "the sheet is printed")
        [sheet] = holder.page.evaluate("window.prints")
        said = sheet["text"].replace("\u00a0", " ")
        self.assertIn(share["groups"], said)
        self.assertIn(share["revocation"], said)
        for kept_back in ("Accusé", "Décision", "histoire"):
            self.assertNotIn(kept_back, said)
        # Four characters of the key may be digits.
        self.assertNoCode(share["code"], said.replace(share["groups"], "").replace(share["revocation"], ""))

        reader, watched_reader = self.reader(share["link"])
        expect(reader.page.get_by_text(reader.text("cover.discretion"))).to_be_visible()
        # Behind a code, the cover says nothing.
        self.assertNotIn("Rendez-vous au CPAS", reader.page.content())
        wrong = "0000" if share["code"] != "0000" else "1111"
        reader.open(wrong.ljust(len(share["code"]), "0"))
        expect(reader.page.locator(".problem")).to_contain_text("5")
        reader.open(share["code"], name="Permanence sociale")
        self.assertEqual(reader.titles(), ["Accusé de réception", "Décision"])
        reader.drawn(0)
        reader.drawn(1)
        content = reader.page.content()
        self.assertNotIn("Mon histoire", content)
        self.assertIn("Rendez-vous au CPAS", content)
        expect(reader.papers.nth(1)).to_contain_text("2025")

        holder.press("made.done")
        holder.main.locator("button.document").click()
        holder.on("grant")
        events = holder.main.locator(".events")
        expect(events).to_contain_text(holder.text("receipt.wrongCode"))
        expect(events).to_contain_text(holder.text("receipt.opened"))
        expect(events).to_contain_text("Permanence sociale")
        holder.press("revoke.button")
        holder.answer("revoke.yes")
        expect(holder.main).to_contain_text(holder.text("grant.revoked"))

        late, _ = self.reader(share["link"])
        late.ended("over")
        holder.close()
        self.assertClosed(holder, words, key)
        self.assertNoCode(share["code"], holder.page.content())
        self.assertQuiet(watched)
        # A wrong code is a 404, which the browser reports.
        self.assertQuiet(watched_reader, "404")

    def test_j6_a_card_for_the_hospital(self):
        """A holder who speaks Dutch; a standing share of one paper; the renewal is told to the
        holder at opening and to nobody else."""
        holder, watched = self.holder("nl")
        words = holder.create()
        holder.add(SCAN, title="Medische kaart", kind="sante", until=a_day(20))
        holder.write("Mijn verhaal.", title="Mijn verhaal")
        share = holder.share("Medische kaart", until="month", code=False)
        self.assertIsNone(share["code"])
        holder.close()
        for language in ("fr", "en"):
            reader, watched_reader = self.reader(share["link"], language)
            reader.open()
            self.assertEqual(reader.titles(), ["Medische kaart"])
            reader.drawn()
            reader.press("papers.close")
            reader.ended("closed")
            self.assertQuiet(watched_reader)
        again, watched_again = self.holder("nl")
        again.open(words)
        expect(again.main.locator(".reminders")).to_contain_text("Medische kaart")
        again.tab("shares")
        again.main.locator("button.document").click()
        expect(again.main.locator(".events li").filter(
            has_text=again.text("receipt.opened"))).to_have_count(2)
        self.assertQuiet(watched)
        self.assertQuiet(watched_again)

    def test_j7_photos_in_a_hurry(self):
        """Several photos become one document without place or time; a quick exit; weeks later
        all is there."""
        holder, watched = self.holder()
        words = holder.create(pseudonym="Étoile du matin")
        content = PHOTO.read_bytes()
        photos = [(f"IMG_2026011{n}.jpg", "image/jpeg", content) for n in range(3)]
        holder.add(*photos, title="Papiers des enfants", kind="famille", person="Lina")
        self.assertEqual(holder.titles(), ["Papiers des enfants"])
        holder.add(*photos[:2], separate=True)
        self.assertEqual(len(holder.titles()), 3)
        for _ in range(3):
            holder.page.keyboard.press("Shift")
        holder.page.wait_for_url("**/app/weather.html")
        self.assertNotIn("Papiers", holder.page.content())

        again, watched_again = self.holder()
        again.open([word.upper() for word in words], pseudonym="etoile  du MATIN")
        again.show("Papiers des enfants")
        expect(again.main.locator("canvas")).to_have_count(3)
        again.drawn()
        wallet = self.wallet(words, "Étoile du matin")
        documents = wallet.everything()
        self.assertEqual(len(documents), 3)
        for document in documents:
            kept = wallet.get(document["id"])
            self.assertNoMetadata(kept)
            self.assertNotIn(b"IMG_2026", kept)
            for jpeg in re.findall(rb"\xff\xd8\xff.*?\xff\xd9", kept, re.DOTALL):
                self.assertNotIn(b"\xff\xe1", jpeg[:1_000])
        self.assertQuiet(watched)
        self.assertQuiet(watched_again)

    def test_j7_a_harmless_compartment_and_an_address_in_black(self):
        """An everyday compartment beside the one with the complaint; weeks later the lawyer gets the
        complaint, without the address of the shelter."""
        holder, watched = self.holder()
        words = holder.create()
        holder.add(PHOTO, title="Plainte", kind="justice", hide=True)
        holder.tab("compartment")
        holder.press("compartment.create")
        holder.on("closed")
        holder.press("closed.create")
        holder.press("next")
        everyday = holder.words_shown()
        holder.practise(everyday)
        holder.on("list")
        holder.add(PDF, title="Abonnement", kind="autre")
        for _ in range(3):
            holder.page.keyboard.press("Shift")
        holder.page.wait_for_url("**/app/weather.html")

        # What he finds, when he makes her open: a compartment like any other.
        seen, watched_seen = self.holder()
        seen.open(everyday)
        self.assertEqual(seen.titles(), ["Abonnement"])
        self.assertNotIn("Plainte", seen.page.content())
        seen.close()

        late, watched_late = self.holder(viewport={"width": 1280, "height": 1000})
        late.open(words)
        self.assertEqual(late.titles(), [])  # it is hidden until she asks for it
        late.press("masks.title")
        late.press("hold.cannot")
        late.answer("masks.ask.yes")
        late.on("list")
        late.show("Plainte")
        late.press("document.hide")
        late.on("blackout")
        canvas = late.main.locator(".black-sheet canvas")
        until(lambda: canvas.evaluate("(canvas) => canvas.width") > 300, 120, "the page is drawn")
        late.press("blackout.add")
        late.press("blackout.share")
        late.on("share-terms")
        late.terms(purpose="Avocate")
        late.end("tomorrow")
        late.on("share-preview")
        late.press("preview.make")
        late.on("share-made")
        share = late.made()
        reader, watched_reader = self.reader(share["link"])
        reader.open(share["code"])
        self.assertEqual(reader.titles(), ["Plainte"])
        reader.drawn()
        for one in (watched, watched_seen, watched_late, watched_reader):
            self.assertQuiet(one)

    def assertFewWords(self, holder, name):
        words = holder.page.evaluate(WORDS)
        with self.subTest(screen=name, language=holder.language):
            self.assertLessEqual(len(words), min(60, int(SCREENS[name][4])), " ".join(words))

    def j9(self, language):
        """Somebody prepares a wallet, and whose papers they are opens it on the same page; it ends in the list."""
        context, watched = self.profile(locale=f"{language}-BE")
        holder = KeyHolder(context, self.url, language)

        def both(step):
            """What each of the two does now."""
            for who in ("helper", "person"):
                expect(holder.main.get_by_role("heading", name=holder.text(f"prepared.{who}"), exact=True)).to_be_visible()
                expect(holder.main).to_contain_text(holder.text(f"prepared.{who}.{step}"))

        done = []

        def gesture(do, *what):
            done.append(what)
            do(*what)

        holder.arrive()
        gesture(holder.press, "start.create")
        gesture(holder.press, "create.otherWays")
        gesture(holder.choose, "create.prepared")
        self.assertFewWords(holder, "create: how")
        gesture(holder.press, "next")
        words = holder.words_shown()
        both("words")
        self.assertFewWords(holder, "create: prepared")
        # Nothing on it is said to who only helps.
        expect(holder.main).not_to_contain_text(holder.text("phrase.alone"))
        gesture(holder.press, "phrase.print")
        [paper] = holder.page.evaluate("window.prints")
        for text in (*words, *(holder.text(f"create.prepared.paper.{n}") for n in (1, 2, 3))):
            self.assertIn(text, paper["text"])
        gesture(holder.press, "prepared.ready")
        holder.on("closed")
        both("closed")
        self.assertFewWords(holder, "closed: prepared")
        self.assertNoPhrase(words, holder.page.content())
        holder.without_workers()

        gesture(holder.press, "open.title")
        holder.on("open")
        holder.type_words(words)
        done += words
        self.assertFewWords(holder, "open")
        gesture(holder.press, "open.button")
        holder.on("change")
        both("change")
        self.assertFewWords(holder, "change: prepared")
        expect(holder.page.get_by_role("navigation").get_by_role("button")).to_have_count(2)
        holder.tab("help")
        holder.main.locator("button.main").click()
        holder.on("change")
        for _ in range(2):
            gesture(holder.press, "next")
        fresh = holder.words_shown()
        gesture(holder.press, "phrase.noted")
        for word in fresh:
            gesture(holder.touch, word)
        self.assertFalse(set(fresh) == set(words))
        holder.on("list")
        expect(holder.main).to_contain_text(holder.text("list.created"))
        self.assertFewWords(holder, "list: empty")
        gesture(holder.main.locator("#choose-files").set_input_files, PHOTO)
        holder.on("prepare")
        gesture(holder.press, "prepare.save.one")
        holder.on("kept")
        gesture(holder.press, "kept.done")
        holder.on("list")
        [title] = holder.titles()
        self.assertTrue(holder.page.evaluate(
            "() => document.querySelector('.cards li').getBoundingClientRect().bottom <= innerHeight"), "is it seen at once")
        self.assertFewWords(holder, "list")
        self.assertLessEqual(len(done), int(JOURNEYS["J9"][3]))
        holder.close()
        self.assertQuiet(watched)
        return words, fresh, title

    def test_j9_a_wallet_prepared_for_somebody(self):
        words, fresh, title = self.j9("fr")
        # The words of the paper open nothing any more.
        context, _ = self.profile(locale="nl-BE")
        helper = KeyHolder(context, self.url, "nl")
        helper.try_words(words)
        helper.refused()
        person, watched = self.holder()
        person.open(fresh)
        self.assertEqual(person.titles(), [title])
        self.assertQuiet(watched)

    def test_j9_in_dutch_and_in_english(self):
        for language in ("nl", "en"):
            self.j9(language)

    def test_j10_coming_of_age(self):
        """What the young person does not want is removed, what hurts is masked, and two services each
        get a share of their own that tells nothing of the other."""
        holder, watched = self.holder()
        words = holder.create()
        holder.add(PDF, title="Inscription à l’école", kind="famille")
        holder.add(SCAN, title="Carte médicale", kind="sante")
        holder.add(PHOTO, title="Ancien rapport", kind="famille")
        holder.write("Ce que je ne veux plus raconter.", title="Avant")
        holder.show("Avant")
        holder.press("document.remove")
        holder.show("Ancien rapport")
        holder.press("masks.mask")
        holder.on("list")
        self.assertEqual(sorted(holder.titles()), ["Carte médicale", "Inscription à l’école"])
        for purpose in ("CPAS", "Aide à la jeunesse"):
            holder.share("Inscription à l’école", purpose=purpose, code=False)
        holder.close()
        wallet = self.wallet(words)
        shares = wallet.shares()
        self.assertEqual({one["purpose"] for one in shares}, {"CPAS", "Aide à la jeunesse"})
        again, watched_again = self.holder()
        again.open(words)
        self.assertEqual(sorted(again.titles()), ["Carte médicale", "Inscription à l’école"])
        again.press("masks.title")
        again.press("hold.cannot")
        again.answer("masks.ask.yes")
        again.on("list")
        self.assertEqual(
            sorted(again.titles()), sorted(["Inscription à l’école", "Carte médicale", "Ancien rapport"]))
        self.assertQuiet(watched)
        self.assertQuiet(watched_again)

    def test_the_original_is_kept_when_asked(self):
        holder, _ = self.holder()
        words = holder.create()
        holder.add(PHOTO, title="Original", original=True)
        wallet = self.wallet(words)
        [document] = wallet.everything()
        kept = wallet.get(document["id"])
        # Every pixel as it was, and turned as it was; but not where it was taken, when, and with what.
        original, found = Image.open(PHOTO), Image.open(io.BytesIO(kept))
        self.assertEqual(found.tobytes(), original.tobytes())
        self.assertEqual(dict(found.getexif()), {0x0112: 6})
        for told in (b"Lampyre", b"2026:01:14"):
            self.assertIn(told, PHOTO.read_bytes())
            self.assertNotIn(told, kept)


class WithPde(JourneyTest):
    """One wallet, for the browser and for `pde`."""

    def test_a_wallet_of_pde_in_the_browser(self):
        for pseudonym in (None, "Zoë du canal"):
            with self.subTest(pseudonym=pseudonym):
                wallet = Wallet(self.server.url, pseudonym=pseudonym)
                [photo] = wallet.add(PHOTO, options=["--title", "Photo", "--kind", "cpas"])
                wallet.add(PDF, ARABIC, STORY)
                wallet.note("Une note de pde.".encode(), title="Note de pde")
                grant = wallet.share(photo, options=["--for", "24h", "--purpose", "École"])
                holder, watched = self.holder()
                holder.open(wallet.phrase.split(), pseudonym)
                self.assertEqual(len(holder.titles()), 5)
                holder.show("Note de pde")
                expect(holder.main).to_contain_text("Une note de pde.")
                holder.show("Photo")
                holder.drawn()
                holder.tab("shares")
                expect(holder.main).to_contain_text("École")
                holder.press("revokeAll.button")
                holder.answer("revokeAll.yes")
                expect(holder.main).to_contain_text(holder.text("shares.noneLive"))
                late, _ = self.reader(grant["link"])
                late.ended("over")
                self.assertQuiet(watched)

    def test_a_wallet_of_the_browser_in_pde(self):
        holder, watched = self.holder("en")
        words = holder.create()
        holder.add(PDF, title="Decision", kind="cpas", person="Lina", until="2030-01-31")
        holder.write("First words", title="My story")
        holder.show("My story")
        holder.press("document.editNote")
        expect(holder.field("note.text")).to_have_value("First words")
        holder.field("note.text").fill("Other words\nwith é and ع")
        holder.press("save")
        holder.on("document")
        share = holder.share("Decision", code=True, name="Amal")
        wallet = self.wallet(words)
        documents = {one["title"]: one for one in wallet.everything()}
        decision, story = documents["Decision"], documents["My story"]
        self.assertEqual(wallet.get(decision["id"]), PDF.read_bytes())
        self.assertEqual(wallet.get(story["id"]).decode(), "Other words\nwith é and ع")
        self.assertEqual(decision["validUntil"], "2030-01-31")
        opened = system.open_grant(
            {"link": share["link"], "code": share["code"]}, self.server.url, self.folder)
        system.expect(opened, 0)
        [file] = self.folder.iterdir()
        self.assertEqual(file.read_bytes(), PDF.read_bytes())
        again, _ = self.holder("en")
        again.open(words)
        expect(again.main.locator(".cards").first).to_contain_text("Lina")
        # Both at once: what pde adds is there after the browser's next change.
        wallet.note(b"From pde", title="From pde")
        holder.write("From the browser", title="From the browser")
        titles = {one["title"] for one in wallet.everything()}
        self.assertLessEqual({"From pde", "From the browser"}, titles)
        self.assertQuiet(watched)

    def test_removing_renaming_and_deleting(self):
        holder, watched = self.holder()
        words = holder.create()
        wallet = self.wallet(words)
        holder.write("Un", title="Premier")
        holder.write("Deux", title="Second")
        holder.show("Premier")
        holder.press("document.edit")
        holder.field("field.title").fill("Renommé")
        holder.press("save")
        holder.on("document")
        holder.press("document.remove")
        expect(holder.main).to_contain_text(holder.text("removed.text", title="Renommé"))
        self.assertEqual(holder.titles(), ["Second"])
        holder.press("removed.undo")
        self.assertEqual(sorted(holder.titles()), ["Renommé", "Second"])
        holder.show("Second")
        holder.press("document.remove")
        holder.close()
        self.assertEqual([one["title"] for one in wallet.everything()], ["Renommé"])
        holder.open(words)
        holder.tab("delete")
        holder.choose("delete.when.now")
        holder.choose("delete.sure")
        holder.main.locator("button.danger").click()
        holder.answer("delete.yes")
        holder.on("closed")
        gone = wallet.run("list")
        self.assertNotEqual(gone.code, 0)
        self.assertQuiet(watched)


if __name__ == "__main__":
    unittest.main()
