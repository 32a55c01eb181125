"""Nothing to press for: an appointment from its preparation to the complaint (J3), a stolen bag
(J2), a phrase that was lost (J16)."""

import datetime
import re
import sys
import time
import unittest
import zoneinfo

from keyholder import Calls, KeyHolder
from reader import Reader
from support import PDF, PHOTO, ROOT, Relay, Server, WebTest, expect, needs, system, takes_long, until

sys.path.append(str(ROOT / "Tests/System"))
from moved import move

Answer = system.Answer


class KeysTest(WebTest):
    def holder(self, language="fr", **options):
        context, watched = self.profile(locale=f"{language}-BE", **options)
        return KeyHolder(context, self.url, language), watched

    def reader(self, link):
        context, _ = self.profile()
        return Reader(context, link)

    def assertOver(self, link):
        self.reader(link).ended("over")


class OnAMovedClock(KeysTest):
    """Each test has a server of its own, whose clock it moves."""

    def setUp(self):
        super().setUp()
        self.server = self.enterContext(Server())
        self.relay = Relay(self.server.port)
        self.addCleanup(self.relay.end)
        self.calls = Calls(self.relay)

    @property
    def url(self):
        return self.relay.url

    def move_clock(self, seconds):
        """Starts the server anew so many seconds later than now, at the same address."""
        move(self.server, seconds)


class Appointment(OnAMovedClock):
    @needs("gcc")
    @takes_long("a whole appointment, by several persons")
    def test_j3_from_preparation_to_complaint(self):
        # The day before, alone.
        holder, watched = self.holder()
        words = holder.create()
        holder.add(PHOTO, title="Accusé de réception", kind="cpas")
        holder.add(PDF, title="Décision", kind="cpas")
        holder.write("Ce que je garde pour moi.", title="Mon histoire")
        card, code = holder.make_card()
        shares = holder.prepare_recovery()
        elsewhere, watched_elsewhere = self.holder()
        elsewhere.open(words)
        sharing, watched_sharing = self.holder()
        sharing.open(words)
        sheet = holder.meeting(
            "Accusé de réception", "Décision", purpose="Rendez-vous au CPAS")
        holder.press("made.print")
        until(lambda: holder.page.evaluate("window.prints.length"), 120, "the sheet is printed")
        [printed] = holder.page.evaluate("window.prints")
        self.assertIn(sheet["revocation"], printed["text"])
        self.assertNotIn("histoire", printed["text"])
        # Tomorrow's last minute, in Brussels, whatever the zone of this machine.
        self.assertIn("23:59", holder.main.inner_text())
        self.assertIn("23:59", printed["text"])
        holder.lock()
        locked = holder.main.inner_text()
        self.assertNotIn("23:59", holder.page.content())
        holder.without_workers()

        # What a page and a line show when nothing is there: other words, another card, others'
        # shares; and sessions whose wallet was deleted.
        other, _ = self.holder()
        other_words = other.create()
        other.add(PHOTO, title="A", kind="cpas")
        other_card, other_code = other.make_card()
        other_shares = other.prepare_recovery()
        orphan, _ = self.holder()
        orphan.open(other_words)
        orphan_sharing, _ = self.holder()
        orphan_sharing.open(other_words)
        other.delete()

        # At the counter: whatever is tried fails as if nothing were there.
        wrong, absent = {}, {}
        counter, watched_counter = self.holder()
        tries = {
            "words": (counter.try_words, (other_words,), (words,)),
            "card": (counter.try_card, (other_card, other_code), (card, code)),
            "shares": (counter.try_shares, other_shares[:2], shares[:2]),
        }
        for way, (attempt, absent_ones, right_ones) in tries.items():
            self.calls.take()
            attempt(*absent_ones)
            wrong[way] = counter.refused(), self.calls.take()
            attempt(*right_ones)
            absent[way] = counter.refused(), self.calls.take()
        self.assertEqual(wrong, absent)
        self.assertEqual(
            [call[0] for call in wrong["words"][1]],
            ["/v1/info", "/v1/harden", "/v1/slots/read"])
        # All three ways make the same calls, of the same sizes.
        self.assertEqual(wrong["words"][1], wrong["card"][1])
        self.assertEqual(wrong["words"][1], wrong["shares"][1])

        # A session left open elsewhere ends at its next call, also in the middle of sharing.
        ends = []
        for one, two, title in (
                (elsewhere, sharing, "Accusé de réception"), (orphan, orphan_sharing, "A")):
            one.tab("list")
            self.calls.take()
            one.tab("add")
            one.press("add.note")
            one.field("note.text").fill("Une note de trop")
            one.press("save")
            one.on("closed")
            ends.append((one.main.inner_text(), self.calls.take()))
            self.assertNotIn("Une note de trop", one.page.content())
            one.without_workers()
            # The same photo in both wallets, which the preview looks into.
            two.tab("share")
            two.choose_paper(title)
            two.press("next")
            two.on("share-terms")
            self.calls.take()
            two.end("tomorrow")
            two.on("closed")
            two.without_workers()
            # Its blocks are asked for side by side.
            ends.append((two.main.inner_text(), sorted(self.calls.take())))
        self.assertEqual(ends[0], ends[2])
        self.assertEqual(ends[1], ends[3])
        self.assertEqual({text for text, _ in ends}, {locked})

        # The sheet is read all along; then it is stopped with the stub's code, and a complaint.
        reader = self.reader(sheet["link"])
        reader.open()
        self.assertEqual(reader.titles(), ["Accusé de réception", "Décision"])
        reader.drawn(0)
        holder.stop_by_code(sheet["revocation"].lower())
        self.assertOver(sheet["link"])
        holder.arrive()
        holder.press("start.help")
        holder.main.get_by_role("button", name=holder.text("help.pressed")).click()
        holder.on("complaints")
        for level in ("service", "authority", "ombuds"):
            expect(holder.main).to_contain_text(holder.text(f"complaints.{level}"))

        # After the lock all of them open.
        self.move_clock(3 * 86_400)
        counter.try_card(card, code)
        counter.on("list")
        counter.close()
        counter.try_words(words)
        counter.on("list")
        self.assertEqual(sorted(counter.titles()), ["Accusé de réception", "Décision", "Mon histoire"])
        counter.close()
        counter.try_shares(*shares[1:])
        counter.on("change")
        expect(counter.main).to_contain_text(counter.text("change.text.recovered"))
        counter.press("close.button")
        counter.on("closed")
        self.assertQuiet(watched)
        # The browser reports what was not found; nothing else.
        for one in (watched_elsewhere, watched_sharing, watched_counter):
            self.assertQuiet(one, "404")

    @needs("gcc")
    def test_a_lock_in_three_touches(self):
        holder, watched = self.holder("nl")
        words = holder.create()
        holder.tab("lock")
        holder.on("lock")
        for n in range(1, 6):
            expect(holder.main).to_contain_text(holder.text(f"lock.means.{n}"))
        # Nothing is chosen by itself: what a lock does can't be undone.
        for button in ("stub.print", "lock.button"):
            holder.press(button)
            expect(holder.main).to_contain_text(holder.text("error.noAnswer"))
            self.assertEqual(holder.page.evaluate("window.prints"), [])
        expect(holder.main).to_contain_text(holder.text("lock.notYet"))
        holder.choose("lock.today")
        holder.press("stub.print")
        until(lambda: holder.page.evaluate("window.prints.length"), 120, "the stub is printed")
        [stub] = holder.page.evaluate("window.prints")
        # In the day's last ten minutes, ten minutes from now.
        now = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Brussels"))
        self.assertRegex(stub["text"], "23:59" if (now.hour, now.minute) < (23, 45) else r"\d\d:\d\d")
        self.assertEqual(stub["title"], ".")  # what a spooler keeps
        self.assertRegex(stub["text"], r"\b\d{3}\b")  # the mark's digits
        # More than 72 hours are not asked of the service.
        holder.choose("terms.until.other")
        holder.field("terms.day").fill(time.strftime("%Y-%m-%d", time.gmtime(time.time() + 5 * 86_400)))
        self.calls.take()
        holder.press("lock.button")
        expect(holder.main).to_contain_text(holder.text("lock.wrong"))
        self.assertEqual(self.calls.take(), [])
        holder.choose("lock.hours")
        holder.press("lock.button")
        holder.answer("no")
        holder.on("lock")
        holder.lock()
        expect(holder.main).to_contain_text(holder.text("closed.ended"))
        holder.try_words(words)
        holder.refused()
        self.move_clock(3_600)
        holder.try_words(words)
        holder.refused()
        self.move_clock(2 * 3_600 + 60)
        holder.try_words(words)
        holder.on("list")
        self.assertQuiet(watched)

    def test_an_appointment_without_a_lock(self):
        holder, watched = self.holder("en")
        words = holder.create()
        holder.add(PDF, title="Lease", kind="logement")
        sheet = holder.meeting("Lease", purpose="Lawyer", code=True, lock="meeting.make")
        self.assertRegex(sheet["code"], "^[0-9]{4,6}$")
        expect(holder.main).not_to_contain_text(holder.text("lock.notYet"))
        holder.press("close.button")
        holder.on("closed")
        reader = self.reader(sheet["link"])
        reader.open(sheet["code"])
        self.assertEqual(reader.titles(), ["Lease"])
        holder.open(words)
        self.assertQuiet(watched)


    def test_who_was_away_hears_that_it_is_not_locked(self):
        holder, watched = self.holder()
        holder.page.clock.install()
        words = holder.create()
        holder.add(PDF, title="Papier", kind="cpas")
        holder.meeting("Papier", purpose="École")
        holder.page.clock.fast_forward(181_000)
        holder.on("closed")
        expect(holder.main).to_contain_text(holder.text("closed.unlocked"))
        holder.try_words(words)
        holder.on("list")
        self.assertQuiet(watched)


class Lost(OnAMovedClock):
    @needs("gcc")
    @takes_long("a whole recovery, with its wait and its veto")
    def test_j16_a_forgotten_phrase(self):
        holder, watched = self.holder()
        words = holder.create()
        holder.add(PDF, title="Un papier", kind="cpas")
        shares = holder.prepare_recovery("recovery.days.other", n=3)
        holder.close()
        helper, watched_helper = self.holder()
        self.calls.take()
        # One share is not enough, one with a slip is told, two of the same are.
        helper.try_shares(shares[0])
        expect(helper.page.get_by_role("alert")).to_have_text(
            helper.text("error.invalid.tooFewShares"))
        slip = ("0" if shares[0][0] != "0" else "1") + shares[0][1:]
        helper.try_shares(slip, shares[1])
        expect(helper.main).to_contain_text(helper.text("recover.share.wrong"))
        helper.try_shares(shares[0], shares[0].lower().replace(" ", "-"))
        expect(helper.page.get_by_role("alert")).to_have_text(
            helper.text("error.invalid.shareTwice"))
        self.assertEqual({call[0] for call in self.calls.take()}, {"/v1/info"})
        # The wait begins; the page says what it says of nothing.
        helper.try_shares(*shares[:2])
        helper.refused()
        # Who has the phrase sees it, and stops it: the shares are void.
        holder.open(words)
        expect(holder.main).to_contain_text(holder.text("attempt.stop.text"))
        holder.press("attempt.stop")
        expect(holder.main).to_contain_text(holder.text("keys.done.stopped"))
        self.move_clock(3 * 86_400 + 3_600)
        helper.try_shares(*shares[:2])
        helper.refused()
        # Prepared again. This time the phrase is lost indeed.
        holder.open(words)
        expect(holder.main).not_to_contain_text(holder.text("attempt.stop.text"))
        shares = holder.prepare_recovery("recovery.days.other", n=3)
        holder.close()
        helper.try_shares(*shares[1:])
        helper.refused()
        self.move_clock(6 * 86_400)
        helper.try_shares(*shares[1:])
        helper.refused()
        self.move_clock(6 * 86_400 + 7_200)
        helper.try_shares(shares[2].replace(" ", ""), shares[0])
        helper.on("change")
        # Nothing goes before a new phrase.
        expect(helper.page.get_by_role("navigation").get_by_role("button")).to_have_count(2)
        self.assertNotIn("Un papier", helper.page.content())
        fresh = helper.new_words()
        helper.on("keys")
        helper.tab("list")
        self.assertEqual(helper.titles(), ["Un papier"])
        helper.close()
        helper.try_words(words)
        helper.refused()
        helper.try_shares(*shares[:2])
        helper.refused()
        helper.try_words(fresh)
        helper.on("list")
        self.assertQuiet(watched)
        self.assertQuiet(watched_helper)

    def test_with_nothing_prepared_the_page_is_honest(self):
        holder, watched = self.holder("en")
        holder.arrive()
        holder.press("start.open")
        holder.press("start.lost")
        holder.on("recover")
        holder.main.locator("summary").filter(has_text=holder.text("recover.none")).click()
        expect(holder.main).to_contain_text(holder.text("open.forgotten.text"))
        self.assertQuiet(watched)


class Keys(KeysTest):
    @takes_long("a whole theft, from the lock to new keys")
    def test_j2_a_stolen_bag(self):
        holder, watched = self.holder()
        words = holder.create(pseudonym="Étoile du matin")
        holder.add(PDF, title="Carte d’identité", kind="identite")
        holder.add(PHOTO, title="Décision", kind="cpas")
        card, code = holder.make_card()
        shares = holder.prepare_recovery()
        stolen = [
            holder.share("Carte d’identité", purpose="Hôpital", code=False),
            holder.share("Décision", purpose="École", code=False)]
        holder.close()
        # The bag is gone, with the card, two sheets and a share; pseudonym and words are known by heart.
        again, watched_again = self.holder()
        again.open(words, "etoile du MATIN")
        again.show("Carte d’identité")
        again.press("document.print")
        until(lambda: again.page.evaluate("window.prints.length"), 120, "a copy is printed")
        again.tab("shares")
        again.press("revokeAll.button")
        again.answer("revokeAll.yes")
        expect(again.main).to_contain_text(again.text("shares.noneLive"))
        for sheet in stolen:
            self.assertOver(sheet["link"])
        fresh = again.change()
        # What became void is made anew at once.
        expect(again.button("card.another")).to_be_visible()
        again.press("recovery.another")
        new_shares = again.take_shares()
        declared = again.share("Carte d’identité", purpose="Déclaration de perte", code=False)
        reader = self.reader(declared["link"])
        reader.open()
        self.assertEqual(reader.titles(), ["Carte d’identité"])
        again.close()
        thief, watched_thief = self.holder()
        thief.try_card(card, code)
        thief.refused()
        thief.try_shares(*shares[:2])
        thief.refused()
        thief.try_words(words, "Étoile du matin")
        thief.refused()
        thief.open(fresh)
        self.assertEqual(sorted(thief.titles()), ["Carte d’identité", "Décision"])
        thief.tab("keys")
        expect(thief.main).to_contain_text(thief.text("keys.card.none"))
        expect(thief.main).to_contain_text(thief.text("keys.recovery.has"))
        thief.close()
        # The new shares do open; new words are due then, before anything else.
        late, watched_late = self.holder()
        late.try_shares(*new_shares[1:])
        late.on("change")
        for one in (watched, watched_again, watched_thief, watched_late):
            self.assertQuiet(one)

    def test_j7_he_may_have_seen_the_words(self):
        """Weeks after she left: everything is changed, and what he may have kept is worth nothing."""
        holder, watched = self.holder()
        words = holder.create()
        holder.add(PHOTO, title="Plainte", kind="famille")
        shares = holder.prepare_recovery()
        sheet = holder.share("Plainte", purpose="Avocate", code=False)
        holder.close()
        shelter, watched_shelter = self.holder()
        shelter.open(words)
        fresh = shelter.change()
        self.assertNotEqual(words, fresh)
        shelter.press("card.another")
        shelter.on("card")
        shelter.press("back")
        shelter.on("keys")
        shelter.tab("list")
        self.assertEqual(shelter.titles(), ["Plainte"])
        shelter.close()
        self.assertOver(sheet["link"])
        he, watched_him = self.holder()
        he.try_words(words)
        absent = he.refused()
        he.try_shares(*shares[:2])
        he.refused()
        # As if there never had been anything.
        he.try_words([*words[1:], words[0]])
        self.assertEqual(he.refused(), absent)
        she, watched_her = self.holder()
        she.open(fresh)
        self.assertEqual(she.titles(), ["Plainte"])
        for one in (watched, watched_shelter, watched_him, watched_her):
            self.assertQuiet(one)

    def test_advice_leads_on(self):
        """What it comes to has a button to where that is done, with a wallet open; and none without."""
        holder, watched = self.holder()
        holder.arrive()
        holder.press("start.help")
        holder.press("advice.title")
        holder.advised(lose="seldom", remember="digits", trust="several", look="service")
        self.assertEqual(holder.button("card.make").count(), 0)
        self.assertEqual(holder.button("change.button").count(), 0)
        holder.create()

        def advice(**answers):
            holder.tab("help")
            holder.press("advice.title")
            holder.on("advice")
            holder.advised(**answers)

        several = {"lose": "seldom", "remember": "digits", "trust": "several", "look": "service"}
        nobody = {"lose": "seldom", "remember": "words", "trust": "nobody", "look": "near"}
        for answers, button, screen in (
                (several, "card.make", "card"), (several, "recovery.prepare", "recovery"),
                (several, "change.button", "change"), (several, "meeting.title", "meeting"),
                (nobody, "recovery.prepare", "recovery"), (nobody, "compartment.title", "compartment")):
            advice(**answers)
            holder.press(button)
            holder.on(screen)
        self.assertQuiet(watched)

    def test_a_card(self):
        holder, watched = self.holder()
        words = holder.create()
        holder.tab("keys")
        holder.on("keys")
        holder.press("card.make")
        holder.on("card")
        holder.press("card.make")
        expect(holder.main.locator("p.big")).to_have_text(re.compile("^[0-9]{6}$"))
        code = holder.main.locator("p.big").inner_text()
        holder.press("card.print")
        until(lambda: holder.page.evaluate("window.prints.length"), 120, "the card is printed")
        [paper] = holder.page.evaluate("window.prints")
        self.assertNotIn(code, paper["text"])
        # It is tried once before it counts.
        holder.press("phrase.noted")
        self.assertNotIn(code, holder.main.inner_text())
        holder.field("card.digits").fill("000000" if code != "000000" else "111111")
        holder.press("card.finish")
        expect(holder.main).to_contain_text(holder.text("card.practise.wrong"))
        holder.tab("keys")
        expect(holder.main).to_contain_text(holder.text("keys.card.none"))
        card, code = holder.make_card()
        holder.close()
        # A scanner that types, and Enter; then the digits, and Enter.
        holder.press("closed.again")
        holder.on("start")
        holder.press("start.open")
        holder.press("start.card")
        holder.field("open.card.characters").focus()
        holder.page.keyboard.type(card.replace(" ", "").lower())
        holder.page.keyboard.press("Enter")
        holder.page.keyboard.type(code)
        holder.page.keyboard.press("Enter")
        holder.on("list")
        # A second card voids the first.
        second, second_code = holder.make_card()
        holder.close()
        holder.try_card(card, code)
        page = holder.refused()
        holder.try_card(second, "000000" if second_code != "000000" else "111111")
        self.assertEqual(holder.refused(), page)
        holder.try_card(second, second_code)
        holder.on("list")
        holder.tab("keys")
        holder.press("card.void")
        holder.answer("card.void.yes")
        expect(holder.main).to_contain_text(holder.text("keys.done.voided"))
        holder.close()
        holder.try_card(second, second_code)
        self.assertEqual(holder.refused(), page)
        holder.open(words)
        self.assertQuiet(watched)

class Killed(OnAMovedClock):
    @takes_long("each call of a change is killed in turn")
    def test_a_change_that_is_killed_is_old_or_new(self):
        """The one request of it: never sent; sent, and then the page is gone; sent, and no
        answer comes back."""
        for ending in ("before", "after", "lost"):
            with self.subTest(ending=ending):
                holder, _ = self.holder()
                words = holder.create()
                holder.add(PDF, title="Un papier", kind="cpas")
                holder.tab("keys")
                holder.press("change.button")
                holder.on("change")
                fresh = holder.new_words()
                sent = []

                def cut(request, forward, ending=ending, sent=sent):
                    if request.path != "/v1/space/rekey":
                        return forward()
                    if ending != "before":
                        forward()
                    sent.append(ending)
                    answer = Answer(500, [], b"")
                    answer.raw = b""
                    return answer

                self.relay.rule = cut
                self.addCleanup(setattr, self.relay, "rule", None)
                until(lambda: holder.page.wait_for_timeout(20) or sent, 120, "it is asked")
                if ending == "lost":
                    holder.on("keys")
                    holder.tab("list")
                    self.assertEqual(holder.titles(), ["Un papier"])
                    holder.add(PDF, title="Un autre", kind="cpas")
                holder.page.close()
                # The rule stays: what a page sent before it closed may come after that.
                opens, fails = (words, fresh) if ending == "before" else (fresh, words)
                after, watched = self.holder()
                after.try_words(fails)
                after.refused()
                after.open(opens)
                self.assertIn("Un papier", after.titles())
                self.assertQuiet(watched)


if __name__ == "__main__":
    unittest.main()
