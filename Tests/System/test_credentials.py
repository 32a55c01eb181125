"""What opens a wallet beside its phrase: a card with six digits, recovery shares; locks, a wallet
prepared for somebody, a change of everything that is cut off anywhere, two operators."""

import contextlib
import itertools
import random
import re
import subprocess
import time

from moved import HOUR, move, now, set_clock
from second_operator import Second
from space import Space
from support import (
    BIN, Answer, Relay, Server, SystemTest, Wallet, dead, expect, marks, needs, on, open_grant, pde,
    problem, scale, takes_long)


class Credentials(SystemTest):
    def setUp(self):
        super().setUp()
        # Another test of the class may have moved the server already: it never goes back.
        self.before = getattr(self.server, "hours", 0)

    def card(self, wallet, *options):
        """Makes a card; what opens the wallet with it."""
        out = expect(wallet.run("card", *options), 0).out.decode().split()
        self.assertRegex(out[0], "^[0-9]{6}$")
        self.assertRegex(out[1], "^C[A-Z2-7]{26}$")
        return out[1], out[0]

    def by_card(self, card, code, *arguments, **rest):
        folder = self.new_folder()
        (folder / "card").write_text(card + "\n")
        (folder / "code").write_text(code + "\n")
        return pde(
            *arguments, url=rest.pop("url", self.url),
            environment={"PDE_CARD_FILE": str(folder / "card"), "PDE_CODE_FILE": str(folder / "code")},
            **rest)

    def recover(self, shares, **rest):
        return pde("recover", url=self.url, input="\n".join(shares).encode() + b"\n", **rest)

    def prepare(self, wallet, *options):
        out = expect(wallet.run("recovery", "prepare", *options), 0).out.decode().split("\n")
        return [line for line in out if line]

    def asked(self, run):
        """The paths and sizes of what a run asks up to the opening of the space."""
        self.relay.exchanges.clear()
        run()
        return [
            (request.method, request.path, len(request.body))
            for request in self.relay.requests if "/space/" not in request.path]

    def move(self, hours):
        """Starts the server again, so many hours later."""
        self.server.hours = self.before + hours
        move(self.server, self.server.hours * HOUR)


class Cards(Credentials):
    def test_a_card_opens_with_its_code_and_not_without(self):
        wallet = Wallet(self.url)
        id = wallet.note(b"kept")
        card, code = self.card(wallet)
        self.assertEqual(expect(self.by_card(card, code, "get", id), 0).out, b"kept")
        wrong = f"{(int(code) + 1) % 1_000_000:06}"
        refused = expect(self.by_card(card, wrong, "list"), 2)
        plain = expect(pde("list", url=self.url, phrase=" ".join(wallet.phrase.split()[::-1])), 2)
        self.assertEqual(
            [line for line in refused.err.splitlines() if "pin" not in line],
            [line for line in plain.err.splitlines() if "pin" not in line])
        # What can't be a card or a code is found before anything is sent.
        self.relay.exchanges.clear()
        expect(self.by_card(card[:-1], code, "list"), 65)
        expect(self.by_card(card, code[:-1], "list"), 65)
        self.assertEqual(self.relay.exchanges, [])

    def test_a_new_card_voids_the_old_one_and_void_voids_it(self):
        wallet = Wallet(self.url)
        first, second = self.card(wallet), self.card(wallet)
        expect(self.by_card(*first, "list"), 2)
        # A card can void itself.
        expect(self.by_card(*second, "card", "--void"), 0)
        expect(self.by_card(*second, "list"), 2)
        wallet.list()

    def test_an_opening_asks_the_same_whatever_it_is_with(self):
        wallet = Wallet(self.url)
        card = self.card(wallet)
        shares = self.prepare(wallet, "--wait", "30d")
        words = self.asked(lambda: expect(wallet.run("list"), 0))
        self.assertEqual([path for _, path, _ in words], ["/v1/info", "/v1/harden", "/v1/slots/read"])
        self.assertEqual(self.asked(lambda: expect(self.by_card(*card, "list"), 0)), words)
        self.assertEqual(self.asked(lambda: expect(self.recover(shares[:2]), 2)), words)

    def test_wrong_codes_run_out_and_the_phrase_opens_all_the_same(self):
        wallet = Wallet(self.url)
        card, code = self.card(wallet)
        # Making it asked once already; an opening fills the counter up.
        wallet.list()
        wrong = [f"{(int(code) + i) % 1_000_000:06}" for i in range(1, 7)]
        codes = [self.by_card(card, one, "list").code for one in wrong]
        self.assertEqual(codes, [2] * 5 + [75])
        expect(self.by_card(card, code, "list"), 75)
        # Who opens it with the phrase fills the card's counter up again.
        wallet.list()
        expect(self.by_card(card, code, "list"), 0)

    def test_a_qr_code_of_a_card_goes_to_a_file_and_its_text_nowhere(self):
        wallet = Wallet(self.url)
        image = self.new_folder() / "card.svg"
        out = expect(wallet.run("card", "--qr", str(image)), 0).out.decode().split()
        self.assertEqual(len(out), 1)
        self.assertIn("<svg", image.read_text())


class Recovery(Credentials):
    def test_every_pair_opens_after_the_wait_and_no_single_share(self):
        wallet = Wallet(self.url)
        id = wallet.note(b"kept")
        shares = self.prepare(wallet, "--wait", "0h")
        self.assertEqual(len(shares), 3)
        for share in shares:
            expect(self.recover([share]), 65)
        expect(self.recover([shares[0], shares[0]]), 65)
        slip = shares[1][:-1] + ("0" if shares[1][-1] != "0" else "1")
        expect(self.recover([shares[0], slip]), 65)
        phrase = wallet.phrase
        for pair in itertools.permutations(range(3), 2):
            recovered = expect(self.recover([shares[i] for i in pair]), 0).out.decode().strip()
            expect(pde("list", url=self.url, phrase=phrase), 2)
            phrase = recovered
            # The shares are void: nothing but a new preparation brings them back.
            expect(self.recover([shares[i] for i in pair]), 2)
            wallet.phrase = phrase
            self.assertEqual(wallet.get(id), b"kept")
            shares = self.prepare(wallet, "--wait", "0h")

    def test_the_rows_do_not_tell_whether_recovery_was_prepared(self):
        """One of four slots waits, for as long, and waits for nobody yet."""
        def rows():
            with contextlib.closing(self.server.database()) as database:
                return database.execute(
                    "SELECT spaceId, waitHours, requestedAt, length(record) FROM slots").fetchall()

        waits = []
        for options in (None, (), ("--wait", "30d")):
            known = {space for space, *_ in rows()}
            wallet = Wallet(self.url)
            if options is not None:
                self.prepare(wallet, *options)
            waits.append(sorted(row for space, *row in rows() if space not in known))
        without, usual, long = waits
        self.assertEqual(without, [[0, 0, 1_024]] * 3 + [[168, 0, 1_024]])
        self.assertEqual(usual, without)
        # Who chose another wait shows that.
        self.assertEqual(long, [[0, 0, 1_024]] * 3 + [[720, 0, 1_024]])

    def test_shares_of_two_sets_do_not_mix(self):
        wallet = Wallet(self.url)
        older, newer = self.prepare(wallet), self.prepare(wallet)
        expect(self.recover([older[0], newer[1]]), 65)
        expect(self.recover(older[:2]), 2)

    @needs("gcc")
    def test_it_waits_and_the_owner_sees_it_and_stops_it(self):
        wallet = Wallet(self.url)
        stopped = Wallet(self.url)
        shares, others = (self.prepare(one, "--wait", "24h") for one in (wallet, stopped))
        status = lambda one: expect(one.run("recovery", "status"), 0).out.decode()
        self.assertIn("24 hours", status(wallet))
        self.assertNotIn("somebody tried", wallet.run("list").err)
        for one in (shares, others):
            expect(self.recover(one[1:]), 2)
            expect(self.recover(one[1:]), 2)
        for one in (wallet, stopped):
            self.assertIn("somebody tried the recovery sheets", expect(one.run("list"), 0).err)
        expect(stopped.run("recovery", "stop"), 0)
        self.assertNotIn("somebody tried", stopped.run("list").err)
        self.assertIn("no recovery", status(stopped))

        self.move(23)
        expect(self.recover(shares[1:]), 2)
        self.move(25)
        recovered = expect(self.recover(shares[:2] + [shares[2]]), 0)
        expect(self.recover(others[:2]), 2)
        expect(wallet.run("list"), 2)
        wallet.phrase = recovered.out.decode().strip()
        self.assertNotIn("somebody tried", expect(wallet.run("list"), 0).err)
        expect(stopped.run("list"), 0)

    @needs("gcc")
    def test_a_lock_stops_the_clock_of_a_wait(self):
        wallet = Wallet(self.url)
        shares = self.prepare(wallet, "--wait", "24h")
        expect(self.recover(shares[:2]), 2)
        expect(wallet.run("lock", "--for", "48h"), 0)
        expect(self.recover(shares[:2]), 2)
        self.move(49)
        expect(self.recover(shares[:2]), 2)
        self.assertIn("somebody tried", expect(wallet.run("list"), 0).err)
        self.move(73)
        expect(self.recover(shares[:2]), 0)


class Locks(Credentials):
    @needs("gcc")
    def test_no_restart_with_any_clock_shortens_a_lock(self):
        wallet = Wallet(self.url)
        expect(wallet.run("lock", "--for", "72h"), 0)
        set_clock(self.server, (self.before + 73) * HOUR)
        expect(wallet.run("list"), 2)
        set_clock(self.server, (self.before + 24 * 365) * HOUR)
        expect(wallet.run("list"), 2)
        set_clock(self.server, (self.before - 48) * HOUR)
        expect(wallet.run("list"), 2)
        set_clock(self.server, self.before * HOUR)
        self.move(71)
        expect(wallet.run("list"), 2)
        self.move(73)
        self.assertEqual(wallet.list(), [])

    @needs("gcc")
    def test_a_locked_wallet_is_as_one_that_never_was(self):
        wallet = Wallet(self.url)
        grant = wallet.share(wallet.note(b"shown"))
        card = self.card(wallet)
        shares = self.prepare(wallet, "--wait", "0h")
        self.assertRegex(expect(wallet.run("lock", "--for", "2h"), 0).err, "locked until 20")
        never = pde("list", url=self.url, phrase=" ".join(wallet.phrase.split()[::-1]))
        said = lambda result: [line for line in result.err.splitlines() if "pin" not in line]
        locked = expect(wallet.run("list"), 2)
        self.assertEqual(said(locked), said(never))
        expect(self.by_card(*card, "list"), 2)
        expect(self.recover(shares[:2]), 2)
        expect(wallet.run("lock", "--for", "1m"), 2)
        # What was shared before is read on.
        expect(open_grant(grant, self.url, self.new_folder()), 0)
        self.server.stop()
        self.server.start()
        expect(wallet.run("list"), 2)
        self.move(3)
        self.assertEqual(len(wallet.list()), 1)
        expect(self.by_card(*card, "list"), 0)

    @needs("gcc")
    def test_a_locked_space_is_not_made_again(self):
        """The same request, signed anew, is done where the answer to the first was lost; during a lock it is
        answered as for a space of somebody else's."""
        self.move(0)
        space = Space(self.server, ahead=self.server.hours * HOUR)
        again = lambda: space.call("/v1/spaces", space.creation)
        self.assertEqual(again()[0], 201)
        self.assertEqual(space.lock(now((self.server.hours + 2) * HOUR)), 204)
        status, _, body = again()
        self.assertEqual((status, body), (404, problem("not-found", 404)))
        other = Space(self.server, ahead=self.server.hours * HOUR)
        other.id, taken = space.id, {**other.creation, 1: space.id}
        self.assertEqual(other.call("/v1/spaces", taken)[::2], (status, body))
        self.move(3)
        space.ahead = self.server.hours * HOUR
        self.assertEqual((again()[0], space.open()), (201, 200))

    def test_an_end_that_is_none_is_refused_and_nothing_is_locked(self):
        wallet = Wallet(self.url)
        expect(wallet.run("lock", "--for", "73h"), 65)
        expect(wallet.run("lock", "--until", "2020-01-01T00:00:00Z"), 65)
        expect(wallet.run("lock", "--for", "0h"), 64)
        expect(wallet.run("lock", "--for", "1h", "--until", "2026-01-01T00:00:00Z"), 64)
        wallet.list()


class Prepared(Credentials):
    def test_its_holder_changes_everything_first(self):
        wallet = Wallet(self.url, "--prepared")
        for command in (("list",), ("note", "--title", "t"), ("card",), ("lock",)):
            self.assertIn("pde change", expect(wallet.run(*command, input=b"x"), 65).err)
        made = wallet.phrase
        wallet.phrase = expect(wallet.run("change"), 0).out.decode().strip()
        expect(pde("list", url=self.url, phrase=made), 2)
        self.assertEqual(wallet.list(), [])
        wallet.note(b"mine")


class Change(Credentials):
    def opens(self, phrase):
        code = pde("list", url=self.server_url, phrase=phrase).code
        self.assertIn(code, (0, 2))
        return code == 0

    @property
    def server_url(self):
        # Beside the relay's rule, and from another source each time.
        return self.direct.url

    def setUp(self):
        super().setUp()
        self.direct = Relay(self.server.port)
        self.addCleanup(self.direct.end)

    def test_everything_is_new_and_what_was_shared_ends_when_asked(self):
        wallet = Wallet(self.url)
        id = wallet.note(b"kept")
        card, shares = self.card(wallet), self.prepare(wallet, "--wait", "0h")
        grant = wallet.share(id)
        old = wallet.phrase
        wallet.phrase = expect(wallet.run("change"), 0).out.decode().strip()
        self.assertEqual(len(wallet.phrase.split()), 6)
        expect(pde("list", url=self.url, phrase=old), 2)
        expect(self.by_card(*card, "list"), 2)
        expect(self.recover(shares[:2]), 2)
        expect(open_grant(grant, self.url, self.new_folder()), 0)
        self.assertEqual(wallet.get(id), b"kept")
        changed = expect(wallet.run("change", "--seen"), 0)
        wallet.phrase = changed.out.decode().strip()
        expect(open_grant(grant, self.url, self.new_folder()), 3)
        self.assertEqual(wallet.get(id), b"kept")
        before, after = marks(changed)
        self.assertEqual(expect(wallet.run("list"), 0).err.count(after), 2)

    @takes_long("a wallet is made and changed for each answer")
    def test_an_answer_that_is_no_done_says_nothing_of_what_happened(self):
        busy = [("retry-after", "5")]
        for answer in (
                Answer(500, [], problem("internal-error", 500)), Answer.html(), Answer.html(502),
                Answer(429, busy, problem("too-many-calls", 429)), Answer(507, [], problem("full", 507)),
                Answer(409, [], problem("slots-moved", 409))):
            for is_taken in (True, False):
                with self.subTest(status=answer.status, taken=is_taken):
                    wallet = Wallet(self.server_url)
                    wallet.url = self.url

                    def rule(request, forward):
                        if request.path != "/v1/space/rekey":
                            return forward()
                        if is_taken:
                            forward()
                        return answer

                    result = self.with_rule(rule, lambda: wallet.run("change"))
                    new = result.out.decode().split("\n")[0]
                    expect(pde("list", url=self.url, phrase=new), 0 if is_taken else 2)
                    expect(wallet.run("list"), 2 if is_taken else 0)
                    if is_taken:
                        expect(result, 0, "changed")
                    else:
                        self.assertNotEqual(result.code, 0)

    @takes_long("a wallet is made and changed for each place of the cut")
    def test_cut_off_anywhere_exactly_one_of_the_two_opens(self):
        counted = Wallet(self.url)
        counted.note(b"x")
        self.relay.exchanges.clear()
        expect(counted.run("change"), 0)
        steps = self.relay.paths()
        self.assertEqual(steps.count("/v1/space/rekey"), 1)
        outcomes = set()
        cases = list(itertools.product(
            range(1, len(steps)), ((False, True), (True, True), (True, False))))
        # Always where it is decided, and at some or all of the other calls.
        decided = [case for case in cases if steps[case[0]] == "/v1/space/rekey"]
        others = [case for case in cases if case not in decided]
        for step, (is_taken, is_cut) in decided + random.sample(
                others, scale("CUTS", len(others), min(len(others), 6))):
            with self.subTest(step=steps[step], number=step, taken=is_taken, cut=is_cut):
                wallet = Wallet(self.server_url)
                wallet.url = self.url
                expect(wallet.run("note", "--title", "t", url=self.server_url, input=b"kept"), 0)
                seen = itertools.count()

                def rule(request, forward):
                    number = next(seen)
                    if number < step or (number > step and not is_cut):
                        return forward()
                    # The line goes dead: before this request, or after it was taken.
                    return dead(forward() if is_taken and number == step else None)

                done = self.with_rule(rule, lambda: wallet.run("change"))
                self.assertIn(done.code, (0, 4), done.err)
                printed = done.out.decode().strip()
                is_new = bool(printed) and self.opens(printed)
                is_old = self.opens(wallet.phrase)
                self.assertNotEqual(is_old, is_new, done.err)
                if done.code == 0:
                    self.assertTrue(is_new)
                wallet.phrase = printed if is_new else wallet.phrase
                self.assertEqual(len(wallet.list(url=self.server_url)), 1)
                outcomes.add((done.code, is_new))
        # All three come about: not changed; changed, and told; changed, and the client can't know.
        self.assertEqual(outcomes, {(4, False), (0, True), (4, True)})

    def test_a_card_whose_answer_was_lost_is_the_old_one_or_the_new_one(self):
        wallet = Wallet(self.url)
        old = self.card(wallet)
        lost = self.with_rule(
            on("/v1/space/slots", lambda answer: dead()), lambda: wallet.run("card"))
        expect(lost, 4)
        code, card = lost.out.decode().split()
        # It was taken.
        expect(self.by_card(card, code, "list"), 0)
        expect(self.by_card(*old, "list"), 2)
        never = self.with_rule(
            lambda request, forward: dead() if request.path == "/v1/space/slots" else forward(),
            lambda: wallet.run("card"))
        other, another = expect(never, 4).out.decode().split()
        expect(self.by_card(another, other, "list"), 2)
        expect(self.by_card(card, code, "list"), 0)
        # And nothing that follows is confused by it.
        self.prepare(wallet, "--wait", "0h")
        expect(self.by_card(card, code, "card", "--void"), 0)
        expect(wallet.run("recovery", "status"), 0)


class TwoOperators(Credentials):
    """Each test begins with a wallet of one operator's time."""

    def setUp(self):
        super().setUp()
        folder = self.new_folder()
        self.second = Second(folder)
        self.addCleanup(self.second.end)
        self.between = Relay(self.second.port)
        self.addCleanup(self.between.end)
        self.own = Server(folder)
        self.addCleanup(self.own.end)
        self.front = Relay(self.own.port)
        self.addCleanup(self.front.end)
        self.wallet = Wallet(self.front.url)
        self.id = self.wallet.note(b"kept")
        self.code_card = self.card(self.wallet)
        self.second.join(self.own, self.between.url)

    def slots(self):
        database = self.own.database()
        try:
            return database.execute("SELECT * FROM slots ORDER BY 1").fetchall()
        finally:
            database.close()

    def test_a_wallet_moves_to_the_new_epoch_as_it_is_opened(self):
        before = self.slots()
        self.front.exchanges.clear()
        # Without a pin the epoch could be somebody's in the middle: it opens, and nothing moves.
        unpinned = expect(self.wallet.run("list"), 0)
        pin = re.search("--pin ([0-9a-f]{64})", unpinned.err)[1]
        self.assertEqual(self.slots(), before)
        self.assertNotIn("/v1/space/slots", self.front.paths())
        self.assertEqual(self.between.paths(), ["/v1/harden"])
        expect(self.wallet.run("list", "--pin", pin), 0)
        self.assertEqual(self.front.paths().count("/v1/space/slots"), 1)
        self.assertEqual(self.between.paths(), ["/v1/harden"] * 2)
        after = self.slots()
        self.assertEqual(len(set(before) - set(after)), 1)
        self.front.exchanges.clear()
        expect(self.wallet.run("list", "--pin", pin), 0)
        self.assertEqual(self.wallet.get(self.id), b"kept")
        self.assertNotIn("/v1/space/slots", self.front.paths())
        # The card moves when it is used.
        for _ in range(2):
            expect(self.by_card(*self.code_card, "list", "--pin", pin, url=self.front.url), 0)
        self.assertEqual(len(set(after) - set(self.slots())), 1)
        self.assertEqual(Wallet(self.front.url).list(), [])

    def test_a_server_whose_second_operator_is_not_named_does_not_start_unless_told(self):
        named = self.own.options
        self.own.stop()
        done = subprocess.run(
            [BIN / "pde-server", "serve", "--data", self.own.data, "--listen", "127.0.0.1:0"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            timeout=120)
        self.assertEqual(done.returncode, 1)
        self.assertIn("--second-operator", done.stderr)
        for options in (("--without-second-operator",), named):
            self.own.options = options
            self.own.start()
            self.own.stop()
        self.own.start()
        self.assertEqual(self.wallet.get(self.id), b"kept")

    def test_one_that_is_down_or_lies_is_named_and_the_phrase_is_not_blamed(self):
        self.wallet.list()

        def lie(answer):
            answer.body = answer.body[:-1] + bytes([answer.body[-1] ^ 1])

        self.between.rule = on("/v1/harden", lie)
        said = expect(self.wallet.run("list"), 4).err
        self.assertIn("second hardening service did not prove", said)
        self.between.rule = lambda request, forward: Answer.html()
        self.assertIn(
            "second hardening service does not answer", expect(self.wallet.run("list"), 4).err)
        self.between.rule = None
        self.second.end()
        said = expect(self.wallet.run("list"), 4).err
        self.assertIn("second hardening service does not answer", said)
        self.assertNotIn("wrong words", said)
        self.second.start()
        self.wallet.list()

    @takes_long("half a minute of silence is what is tested")
    def test_one_that_is_slow_is_waited_for_and_not_for_ever(self):
        self.wallet.list()

        def late(seconds):
            def rule(request, forward):
                time.sleep(seconds)
                return forward()
            return rule

        self.between.rule = late(3)
        self.wallet.list()
        self.between.rule = late(45)
        self.assertIn(
            "second hardening service does not answer", expect(self.wallet.run("list"), 4).err)

    def test_shares_open_without_either(self):
        shares = self.prepare(self.wallet, "--wait", "0h")
        self.second.end()
        done = pde(
            "recover", url=self.front.url, input="\n".join(shares[:2]).encode() + b"\n")
        # It opens, and can't set a new phrase while one of the two is away.
        self.assertIn("second hardening service does not answer", expect(done, 4).err)
        self.second.start()
        done = expect(
            pde("recover", url=self.front.url, input="\n".join(shares[:2]).encode() + b"\n"), 0)
        self.wallet.phrase = done.out.decode().strip()
        self.assertEqual(self.wallet.get(self.id), b"kept")
