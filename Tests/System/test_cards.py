"""Trying the codes of a card, as who holds its QR code and not its six digits can: five times, then once in two
hours, however many cards they have and whatever wallets they make. An element stands for a code:
the server can't tell one from another."""

import collections
import concurrent.futures
import itertools
import os
import time
import unittest

from moved import HOUR, move, to_half_past
from space import Space, element
from support import SystemTest, encode, fresh_source, needs, post, scale, takes_long


@needs("gcc")
class Trying(SystemTest):
    """Each test on a server of its own, whose clock is moved."""

    def setUp(self):
        super().setUp()
        self.ahead = to_half_past()
        move(self.server, self.ahead)

    def pass_time(self, seconds):
        self.ahead += seconds
        move(self.server, self.ahead)

    def attempt(self, tag):
        """One code, from a source that nobody had before: the status."""
        body = encode({1: 1, 2: tag, 3: element(), 4: bytes(40)})
        status, headers, answer = post(self.server.port, "/v1/harden", body, fresh_source())
        if status == 429:
            headers = {name.lower(): value for name, value in headers.items()}
            # Alike for every tag: no work helps, and it does not say how long there is to wait.
            self.assertNotIn("pde-challenge", headers)
            self.assertEqual(headers["retry-after"], "7200")
        else:
            self.assertEqual(status, 200)
            self.assertGreater(len(answer), 100)
        return status

    def good(self, tag, tries):
        """How many of some tries, one after the other, are answered: first the good ones."""
        found = [self.attempt(tag) for _ in range(tries)]
        self.assertEqual(found, sorted(found))
        return found.count(200)

    def test_five_codes_then_one_in_two_hours(self):
        tag = os.urandom(16)
        self.assertEqual(self.good(tag, 8), 5)
        self.assertEqual(self.good(os.urandom(16), 1), 1, "another card is another card")
        self.pass_time(HOUR)
        self.assertEqual(self.good(tag, 2), 0, "an hour, and a restart")
        for _ in range(3):
            self.pass_time(2 * HOUR)
            self.assertEqual(self.good(tag, 3), 1)
        self.pass_time(4 * HOUR)
        self.assertEqual(self.good(tag, 3), 2)
        self.pass_time(30 * HOUR)
        self.assertEqual(self.good(tag, 8), 5, "five is the most that gather")

    def test_codes_tried_side_by_side_are_five_as_well(self):
        with concurrent.futures.ThreadPoolExecutor(24) as pool:
            for tag in [os.urandom(16) for _ in range(4)]:
                found = collections.Counter(pool.map(self.attempt, [tag] * 24))
                self.assertEqual(found, {200: 5, 429: 19})

    def test_a_thief_who_makes_a_wallet_with_the_tag_gains_no_try(self):
        tag = os.urandom(16)
        owner = Space(self.server, [tag], self.ahead)
        self.assertEqual(self.good(tag, 6), 5)
        thieves = [Space(self.server, [tag] * count, self.ahead) for count in (1, 4)]
        self.assertEqual(self.good(tag, 1), 0, "once they are made")
        for thief in thieves:
            self.assertEqual(thief.open(), 200)
            self.assertEqual(self.good(tag, 1), 0, "once they are opened")
            self.assertEqual(thief.call("/v1/space/delete", {1: 1})[0], 204)
            self.assertEqual(self.good(tag, 1), 0, "once they are gone")
        self.assertEqual(owner.open(), 200)
        self.assertEqual(self.good(tag, 6), 5, "who opens the wallet that made the card")

    def test_a_thief_who_was_there_before_the_theft_gains_no_try_of_another_card(self):
        mine, stolen = os.urandom(16), os.urandom(16)
        thief = Space(self.server, [mine], self.ahead)
        Space(self.server, [stolen], self.ahead)
        self.assertEqual(self.good(stolen, 6), 5)
        self.assertEqual(thief.open(), 200)
        self.assertEqual((self.good(stolen, 1), self.good(mine, 6)), (0, 5))

    @takes_long("six tries of each of many cards")
    def test_many_cards_attacked_at_once_have_five_tries_each(self):
        count = scale("CARDS", 1_000, 60)
        tags = [os.urandom(16) for _ in range(count)]
        turns = itertools.chain.from_iterable([tags] * 6)
        # Below the hundred a second beyond which everybody is asked for work.
        began = time.monotonic()
        found = collections.defaultdict(list)

        def one(place, tag):
            time.sleep(max(0.0, began + place / 70 - time.monotonic()))
            found[tag].append(self.attempt(tag))

        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            for done in [pool.submit(one, *turn) for turn in enumerate(turns)]:
                done.result()
        self.assertEqual({tuple(sorted(each)) for each in found.values()}, {(200,) * 5 + (429,)})
        self.assertEqual(len(found), count)
        # And after it each has its own wait.
        self.pass_time(2 * HOUR)
        self.assertEqual([self.good(tag, 2) for tag in tags[::count // 5]], [1] * len(tags[::count // 5]))


if __name__ == "__main__":
    unittest.main()
