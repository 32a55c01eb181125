"""A holder with more than a phrase: locks, cards, recovery shares, everything changed."""

import re

from holder import Holder
from support import expect


class KeyHolder(Holder):
    # Meetings and locks

    def meeting(self, *titles, purpose, code=False, lock="meeting.make.lock"):
        """Prepares an appointment on its one page; what its sheet says."""
        self.tab("meeting")
        self.on("meeting")
        for title in titles:
            self.main.locator("label.choice").filter(
                has=self.page.get_by_text(title, exact=False)).first.locator("input").check()
        self.press("next")
        expect(self.main.locator("h1")).to_have_text(self.text("meeting.end"))
        self.terms(purpose=purpose, code=code)
        self.end("tomorrow")
        expect(self.main.locator("h1")).to_have_text(self.text("preview.title"))
        self.told_first(lock)
        expect(self.main.locator("h1")).to_have_text(self.text("meeting.ready"))
        return self.made()

    def lock(self):
        """From what stands at the end of a preparation, or from the page of locks, which asks once more."""
        is_asked = self.page.locator("body").get_attribute("data-screen") == "lock"
        self.press("lock.button")
        if is_asked:
            self.answer("lock.yes")
        self.on("closed")

    def stop_by_code(self, code):
        self.arrive()
        self.press("start.stop")
        self.on("stop")
        # Without its last character it is shown whole first, as nothing else would find a mistake.
        self.field("stop.code").fill(code[:-2])
        self.press("revoke.button")
        expect(self.page.get_by_role("dialog")).to_contain_text(code.upper())
        self.answer("no")
        self.field("stop.code").fill(code)
        self.press("revoke.button")
        expect(self.main).to_contain_text(self.text("stop.done"))

    # What opens a wallet

    def make_card(self):
        """Makes a card; its characters, and its code."""
        self.tab("keys")
        self.on("keys")
        self.main.get_by_role("button", name=self.text("card.make")).or_(
            self.main.get_by_role("button", name=self.text("card.another"))).first.click()
        self.on("card")
        self.press("card.make")
        expect(self.main.locator(".qr svg")).to_be_visible()
        card = self.main.locator("p.typed").inner_text()
        code = self.main.locator("p.big").inner_text()
        self.press("phrase.noted")
        self.field("card.digits").fill(code)
        self.press("card.finish")
        self.on("keys")
        expect(self.main).to_contain_text(self.text("keys.done.card"))
        return card, code

    def prepare_recovery(self, days="recovery.wait.zero", **values):
        """Prepares recovery, two of three; the shares as they are printed."""
        self.tab("keys")
        self.on("keys")
        self.main.get_by_role("button", name=self.text("recovery.prepare")).or_(
            self.main.get_by_role("button", name=self.text("recovery.another"))).first.click()
        return self.take_shares(days, **values)

    def take_shares(self, days="recovery.wait.zero", **values):
        """The same, from the page that says what recovery is."""
        self.on("recovery")
        self.press("next")
        self.main.locator("summary").filter(has_text=self.text("recovery.wait")).click()
        self.main.locator("label.choice").filter(
            has_text=self.text(days, **values)).first.locator("input").check()
        self.press("next")
        shares = []
        for number in (1, 2, 3):
            expect(self.main.locator("h1")).to_have_text(
                self.text("recovery.share", n=number, count=3))
            expect(self.main.locator(".qr svg")).to_be_visible()
            shares.append(self.main.locator("p.typed").inner_text())
            self.press("recovery.next" if number < 3 else "recovery.finish")
        self.on("keys")
        expect(self.main).to_contain_text(self.text("keys.done.recovery"))
        return shares

    def new_words(self):
        """From the reasons for a change to the new words, all changed."""
        self.press("next")
        self.press("next")
        words = self.words_shown()
        self.practise(words)
        return words

    def change(self, button="change.seen"):
        self.tab("keys")
        self.press(button)
        self.on("change")
        words = self.new_words()
        self.on("keys")
        expect(self.main).to_contain_text(self.text("keys.done.changed"))
        return words

    def delete(self):
        self.tab("delete")
        self.main.locator("label.choice").filter(
            has_text=re.compile("^" + re.escape(self.text("delete.when.now")))).locator("input").check()
        self.choose("delete.sure")
        self.main.locator("button.danger").click()
        self.answer("delete.yes")
        self.on("closed")

    # Tries, which may fail

    def try_words(self, words, pseudonym=None):
        self.arrive()
        self.press("start.open")
        self.on("open")
        if pseudonym:
            self.choose("open.how.pseudonym")
            self.field("open.pseudonym").fill(pseudonym)
        self.type_words(words)
        self.press("open.button")

    def try_card(self, card, code):
        self.arrive()
        self.press("start.open")
        self.press("start.card")
        self.on("open-card")
        self.field("open.card.characters").fill(card)
        self.field("card.digits").fill(code)
        self.press("open.button")

    def try_shares(self, *shares):
        self.arrive()
        self.press("start.open")
        self.press("start.lost")
        self.on("recover")
        for number, share in enumerate(shares, 1):
            self.field("recover.share", n=number).fill(share)
        self.press("recover.button")

    def refused(self):
        """Waits until nothing opened; what is on the page."""
        expect(self.page.get_by_role("alert")).to_have_text(self.text("error.noSuchWallet"))
        return self.main.inner_text()


class Calls:
    """What an onlooker on the line sees of a page's calls, written down by a relay."""

    def __init__(self, relay):
        self.relay = relay
        self.start = 0

    def take(self):
        """Those since the last time: path, sizes of the bodies, status, names of the headers."""
        exchanges = self.relay.exchanges[self.start:]
        self.start += len(exchanges)
        return [
            (request.path, len(request.body), answer.status, len(answer.body),
             sorted(name.lower() for name, _ in request.headers),
             sorted(name.lower() for name, _ in answer.headers))
            for request, answer in exchanges if request.path.startswith("/v1/")]
