"""Guessing: a wrong phrase, an unknown pseudonym and a wallet that never was are one and the same;
who guesses fast is slowed; and nobody is shut out by another's guesses."""

import base64
import collections
import concurrent.futures
import ctypes
import ctypes.util
import hashlib
import http.client
import itertools
import re
import threading
import time
import unittest

from support import (
    Relay, Server, SystemTest, Wallet, encode, pde, post, problem, raw, scale, until)


def words_apart(phrase):
    """Another phrase of as many list words."""
    words = phrase.split()
    return " ".join(words[1:] + words[:1])


class OneAnswer(SystemTest):
    def trace(self, run, relay=None):
        """What a run says, what it asked and what it was answered, without what is random."""
        relay = relay or self.relay
        relay.exchanges.clear()
        done = run()
        asked = [
            (request.method, request.path, len(request.body),
             sorted((name.lower(), len(value)) for name, value in request.headers))
            for request, _ in relay.exchanges]
        answered = [
            (answer.status, len(answer.body), sorted(name.lower() for name, _ in answer.headers))
            for _, answer in relay.exchanges]
        said = re.sub("[0-9a-f]{64}", "HASH", done.err)
        return done.code, done.out, said, asked, answered

    def test_a_wrong_phrase_an_unknown_pseudonym_and_no_wallet_at_all_are_alike(self):
        named = Wallet(self.url, pseudonym="Marguerite")
        plain = Wallet(self.url, "--language", "nl")
        never = Server(self.new_folder())
        self.addCleanup(never.end)
        relay = Relay(never.port)
        self.addCleanup(relay.end)
        six, five = plain.phrase, named.phrase
        runs = {
            "wrong phrase": (words_apart(six), None, self.relay),
            "wrong phrase of a pseudonym": (words_apart(five), "Marguerite", self.relay),
            "unknown pseudonym": (five, "Margarethe", self.relay),
            "no pseudonym": (five, None, self.relay),
            "a pseudonym too much": (six, "Marguerite", self.relay),
            "never created": (six, None, relay), "never created, named": (five, "x", relay)}
        traces = {}
        for name, (phrase, pseudonym, relay_) in runs.items():
            for command in (["list"], ["get", "0" * 32]):
                traces[name, command[0]] = self.trace(
                    lambda: pde(*command, url=relay_.url, phrase=phrase, pseudonym=pseudonym), relay_)
        first = next(iter(traces.values()))
        self.assertEqual(first[0], 2)
        self.assertEqual([request[1] for request in first[3]],
                         ["/v1/info", "/v1/harden", "/v1/slots/read"])
        for name, trace in traces.items():
            self.assertEqual(trace, first, name)
        # The right one asks and is answered alike as long as it is not known.
        right = self.trace(lambda: named.run("list"))
        self.assertEqual(right[0], 0)
        self.assertEqual([part[:3] for part in right[3:5]], [part[:3] for part in first[3:5]])

    def test_reading_the_same_slot_again_gives_the_same_bytes_whether_it_is_there_or_not(self):
        wallet = Wallet(self.url)
        ids = []
        database = self.server.database()
        ids.append(database.execute("SELECT id FROM slots WHERE waitHours = 0").fetchone()[0])
        ids.append(database.execute("SELECT id FROM slots WHERE waitHours > 0").fetchone()[0])
        database.close()
        ids += [bytes(16), b"\xff" * 16]
        answers = [post(self.server.port, "/v1/slots/read", encode({1: ids})) for _ in range(3)]
        self.assertEqual({answer[0] for answer in answers}, {200})
        self.assertEqual(len({answer[2] for answer in answers}), 1)
        self.assertEqual(len(answers[0][2]), 1 + 4 * (3 + 1_024))
        self.server.stop()
        self.server.start()
        again = post(self.server.port, "/v1/slots/read", encode({1: ids}))
        self.assertEqual(again[2], answers[0][2], "after a restart too")
        self.assertEqual(wallet.list(), [])

    def test_what_is_not_there_is_answered_alike(self):
        answers = [
            post(self.server.port, "/v1/grants/cover", encode({1: bytes(16), 2: bytes(40)})),
            post(self.server.port, "/v1/grants/open",
                 encode({1: bytes(16), 2: bytes(32), 3: bytes(16), 4: bytes(256)})),
            post(self.server.port, "/v1/grants/blocks/get", encode({1: bytes(32), 2: [0]})),
            post(self.server.port, "/v1/grants/publish",
                 encode({1: bytes(32), 2: bytes(1_024), 3: 1, 4: 1})),
            raw(self.server.port, b"GET /v1/nothing HTTP/1.1\r\nhost: x\r\n\r\n")]
        for status, headers, body in answers:
            self.assertEqual((status, body), (404, problem("not-found", 404)))
            self.assertEqual(
                sorted(headers), sorted(answers[0][1]), "the same fields")
        revoked = post(self.server.port, "/v1/revoke", encode({1: b"0123456789", 2: bytes(40)}))
        self.assertEqual((revoked[0], revoked[2]), (204, b""))
        receipts = post(self.server.port, "/v1/receipts",
                        encode({1: bytes(16), 2: bytes(32), 3: bytes(40)}))
        self.assertEqual((receipts[0], receipts[2]), (200, b"\x80"))


# Guessing without the stretching


def elements(count):
    """Random elements of ristretto255, as who guesses would blind them."""
    name = ctypes.util.find_library("sodium") or "libsodium.so.23"
    sodium = ctypes.CDLL(name)
    if sodium.sodium_init() < 0:
        raise OSError("libsodium does not start")
    found = []
    for _ in range(count):
        out = ctypes.create_string_buffer(32)
        sodium.crypto_core_ristretto255_random(out)
        found.append(out.raw)
    return found


def guess(element):
    return encode({1: 0, 2: bytes(16), 3: element, 4: bytes(40)})


Outcome = collections.namedtuple("Outcome", "status challenge retry")


def send(connection, body):
    connection.request("POST", "/v1/harden", body)
    answer = connection.getresponse()
    answer.read()
    field = answer.getheader("pde-challenge")
    challenge = base64.b64decode(field.strip(":")) if field else None
    return Outcome(answer.status, challenge, answer.getheader("retry-after"))


def connect(port, source):
    return http.client.HTTPConnection("127.0.0.1", port, timeout=120, source_address=(source, 0))


class Slowing(SystemTest):
    # What is shown is the work; a source's pace would keep the flood from coming at all.
    server_options = ("--calls-per-source", "1000000")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wallet = Wallet(cls.url, pseudonym="Marguerite")
        cls.bodies = itertools.cycle([guess(element) for element in elements(300)])
        cls.lock = threading.Lock()

    def next_body(self):
        with self.lock:
            return next(self.bodies)

    def owner_list(self):
        """The owner lists from elsewhere: how often it had to ask for its hardening."""
        self.relay.exchanges.clear()
        self.wallet.list()
        asked = [(r, a) for r, a in self.relay.exchanges if r.path == "/v1/harden"]
        self.assertEqual(asked[-1][1].status, 200)
        return asked

    def test_1_ten_thousand_guesses_of_one_source_are_slowed_and_the_owner_opens_at_once(self):
        count = scale("GUESSES", 10_000, 2_000)
        began = time.monotonic()
        owners = []

        def attack(share):
            # One prefix: the addresses of a /24 are one source.
            connection = connect(self.server.port, f"127.9.1.{10 + share}")
            outcomes = [send(connection, self.next_body()) for _ in range(count // 8)]
            connection.close()
            return outcomes

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            running = [pool.submit(attack, share) for share in range(8)]
            while not all(each.done() for each in running):
                owners.append(len(self.owner_list()))
            outcomes = [outcome for each in running for outcome in each.result()]
        seconds = time.monotonic() - began
        statuses = collections.Counter(outcome.status for outcome in outcomes)
        self.assertEqual(set(statuses), {200, 429})
        self.assertEqual(sum(statuses.values()), count // 8 * 8)
        # 20 at once, then 10 a minute.
        self.assertGreaterEqual(statuses[200], 20)
        self.assertLessEqual(statuses[200], 20 + seconds / 6 + 1)
        for outcome in outcomes:
            if outcome.status == 429:
                self.assertIsNotNone(outcome.challenge)
                self.assertEqual((len(outcome.challenge), outcome.challenge[0]), (32, 22))
                self.assertTrue(1 <= int(outcome.retry) <= 60, outcome.retry)
        self.assertEqual(set(owners), {1}, "the owner was asked for no work")
        self.assertEqual(len(self.owner_list()), 1)

    def test_2_a_flood_of_many_sources_makes_everybody_work_and_the_owner_opens_after_it(self):
        prefixes = [f"127.{200 + number // 250}.{number % 250}" for number in range(500)]
        stop = threading.Event()
        outcomes = collections.Counter()
        bits = set()
        turn = itertools.count()
        began = time.monotonic()

        def attack():
            while not stop.is_set():
                with self.lock:
                    number = next(turn)
                # 200 a second in all: an answer that is no refusal comes after 60 ms at the earliest, so
                # that pauses between them would leave little more than the 100 that are a flood.
                time.sleep(max(0.0, began + number / 200 - time.monotonic()))
                source = prefixes[number % len(prefixes)]
                connection = connect(self.server.port, f"{source}.7")
                try:
                    outcome = send(connection, self.next_body())
                finally:
                    connection.close()
                outcomes[outcome.status] += 1
                if outcome.challenge:
                    bits.add(outcome.challenge[0])

        with concurrent.futures.ThreadPoolExecutor(24) as pool:
            try:
                attackers = [pool.submit(attack) for _ in range(24)]
                until(lambda: outcomes[429] > 100 or any(a.done() for a in attackers), 120,
                      "the flood is noticed")
                # From a source that has made no guess: it is asked for work, and does it.
                asked = self.owner_list()
            finally:
                stop.set()
            for attacker in attackers:
                attacker.result()
        self.assertEqual(set(outcomes), {200, 429})
        self.assertTrue(bits and min(bits) >= 22 and max(bits) <= 26, bits)
        self.assertEqual([answer.status for _, answer in asked], [429, 200])
        worked = asked[1][0].body
        self.assertNotEqual(worked[-40:], bytes(40))
        self.assert_is_work(worked, dict(asked[0][1].headers))
        # Work is good once: sent again it is as none.
        self.assertEqual(self.flooded(worked), 429)

    def flooded(self, body):
        """What a request with used work is answered, from a source that has no token left."""
        connection = connect(self.server.port, "127.9.2.1")
        try:
            # More than its twenty tokens, which a refusal in a flood takes as well.
            statuses = [send(connection, self.next_body()).status for _ in range(30)]
            self.assertEqual(statuses[-1], 429, "the source always had a token")
            return send(connection, body).status
        finally:
            connection.close()

    def assert_is_work(self, body, headers):
        """S6: H(32, "pde1/work/try", challenge || hash of the body || nonce) has the zeros."""
        headers = {name.lower(): value for name, value in headers.items()}
        challenge = base64.b64decode(headers["pde-challenge"].strip(":"))
        self.assertEqual(body[-40:-8], challenge)
        hash = hashlib.blake2b(body[:-40] + bytes(40), digest_size=32).digest()
        label = b"pde1/work/try"
        tried = hashlib.blake2b(
            bytes([len(label)]) + label + challenge + hash + body[-8:], digest_size=32).digest()
        self.assertLess(int.from_bytes(tried, "big"), 1 << 256 - challenge[0])

    def test_3_the_owner_with_no_token_left_works_and_opens(self):
        source = "127.9.3.1"
        connection = connect(self.server.port, source)
        until(lambda: send(connection, self.next_body()).status == 429, 120, "no token is left")
        connection.close()
        # The owner at the same counter: through a relay that has this source.
        answered = []

        def from_there(request, forward):
            if request.path != "/v1/harden":
                return forward()
            upstream = connect(self.server.port, source)
            try:
                # One comes back each six seconds, which the owner's words take on a slow machine.
                while not answered and send(upstream, self.next_body()).status != 429:
                    pass
                answered.append(self.relay._forward(upstream, request))
            finally:
                upstream.close()
            return answered[-1]

        self.with_rule(from_there, self.wallet.list)
        self.assertEqual([answer.status for answer in answered], [429, 200])

    def test_4_work_of_others_and_too_little_of_it_is_refused(self):
        connection = connect(self.server.port, "127.9.4.1")
        until(lambda: send(connection, self.next_body()).status == 429, 120, "no token is left")
        challenge = send(connection, self.next_body()).challenge
        body = self.next_body()
        easy = bytes([1]) + challenge[1:]
        for work in (challenge + bytes(8), easy + bytes(8), bytes([0]) + bytes(39)):
            # A nonce that fits by chance: one in four million for the first.
            self.assertEqual(send(connection, body[:-40] + work).status, 429)
        connection.close()


if __name__ == "__main__":
    unittest.main()
