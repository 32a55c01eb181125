"""Many at the same moment: openings are counted exactly, and no addition is lost."""

import collections
import concurrent.futures
import http.client
import os
import threading
import unittest

from support import (
    PART, GrantKeys, SystemTest, Wallet, decode, encode, expect, fresh_source, scale)


def all_at_once(port, path, bodies):
    """Posts each body on a connection of its own, all released together: the statuses and
    the bodies of the answers."""
    barrier = threading.Barrier(len(bodies))

    def one(body):
        connection = http.client.HTTPConnection(
            "127.0.0.1", port, timeout=120, source_address=(fresh_source(), 0))
        try:
            connection.connect()
            barrier.wait(120)
            connection.request("POST", path, body)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    with concurrent.futures.ThreadPoolExecutor(len(bodies)) as pool:
        return list(pool.map(one, bodies))


class Openings(SystemTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.wallet = Wallet(cls.url)
        cls.id = cls.wallet.note(os.urandom(PART))

    def opened(self, grant):
        [report] = [share for share in self.wallet.shares() if share["id"] == grant["id"]]
        return report["opened"]

    def test_of_64_parallel_openings_of_one_exactly_one_succeeds(self):
        for round in range(scale("OPENING_ROUNDS", 20, 4)):
            grant = self.wallet.share(self.id, options=("--openings", "1"))
            keys = GrantKeys(grant["link"])
            answers = all_at_once(
                self.server.port, "/v1/grants/open", [keys.open_request() for _ in range(64)])
            statuses = collections.Counter(status for status, _ in answers)
            self.assertEqual(statuses, {200: 1, 404: 63}, f"round {round}")
            self.assertEqual(len({body for status, body in answers if status == 404}), 1)
        self.assertEqual(self.opened(grant), 1)

    def test_of_64_parallel_openings_of_seven_exactly_seven_succeed(self):
        grant = self.wallet.share(self.id, options=("--openings", "7"))
        keys = GrantKeys(grant["link"])
        answers = all_at_once(
            self.server.port, "/v1/grants/open", [keys.open_request() for _ in range(64)])
        self.assertEqual(sum(status == 200 for status, _ in answers), 7)
        self.assertEqual(self.opened(grant), 7)

    def test_one_opening_that_is_repeated_64_times_counts_once_and_has_one_token(self):
        grant = self.wallet.share(self.id, options=("--openings", "2"))
        keys = GrantKeys(grant["link"])
        body = keys.open_request()
        answers = all_at_once(self.server.port, "/v1/grants/open", [body] * 64)
        self.assertEqual({status for status, _ in answers}, {200})
        self.assertEqual(self.opened(grant), 1)
        tokens = [decode(body)[0][2] for _, body in answers]
        wants = [encode({1: token, 2: [0]}) for token in tokens]
        fetched = all_at_once(self.server.port, "/v1/grants/blocks/get", wants)
        self.assertEqual(sum(status == 200 for status, _ in fetched), 1)

    def test_64_parallel_wrong_codes_are_counted_as_five_and_end_the_grant(self):
        grant = self.wallet.share(self.id, options=("--code",))
        wrong = [
            GrantKeys(grant["link"], code).open_request()
            for code in (f"{number:04}" for number in range(65)) if code != grant["code"]][:64]
        answers = all_at_once(self.server.port, "/v1/grants/open", wrong)
        self.assertEqual({status for status, _ in answers}, {404})
        [report] = [share for share in self.wallet.shares() if share["id"] == grant["id"]]
        self.assertEqual([event["kind"] for event in report["events"]],
                         ["wrongCode"] * 5 + ["deletedAfterWrongCodes"])
        right = GrantKeys(grant["link"], grant["code"]).open_request()
        self.assertEqual(all_at_once(self.server.port, "/v1/grants/open", [right])[0][0], 404)


class Adding(SystemTest):
    def adding(self, wallet, count, name):
        files = [self.file(f"{name}-{number}", f"{name} {number}".encode())
                 for number in range(count)]
        return wallet.run("add", *map(str, files))

    def test_two_clients_that_add_at_the_same_time_lose_nothing(self):
        count = scale("ADDITIONS", 100, 30)
        wallet = Wallet(self.url)
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            done = list(pool.map(lambda name: self.adding(wallet, count, name), "ab"))
        ids = {}
        for result, name in zip(done, "ab"):
            printed = expect(result, 0).out.decode().split()
            ids.update({id: f"{name} {number}" for number, id in enumerate(printed)})
        self.assertEqual(len(ids), 2 * count)
        listed = wallet.list()
        self.assertEqual(sorted(document["id"] for document in listed), sorted(ids))
        for id in list(ids)[::count // 3]:
            self.assertEqual(wallet.get(id).decode(), ids[id])

    def test_over_a_snapshot_what_was_acknowledged_is_listed(self):
        wallet = Wallet(self.url)
        first = expect(self.adding(wallet, 235, "first"), 0).out.decode().split()
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            done = list(pool.map(lambda name: self.adding(wallet, 20, name), "abc"))
        printed = list(first)
        for result in done:
            printed += result.out.decode().split()
            if result.code:
                # Its entries in between are gone into another's snapshot.
                expect(result, 4, "changed elsewhere")
        listed = [document["id"] for document in wallet.list()]
        self.assertEqual(len(set(listed)), len(listed))
        self.assertLessEqual(set(printed), set(listed))
        self.assertLessEqual(len(listed), len(printed) + 3)
        database = self.server.database()
        base = database.execute("SELECT max(baseSeq) FROM spaces").fetchone()[0]
        database.close()
        self.assertGreater(base, 1, "there was a snapshot")
        self.assertEqual(wallet.get(printed[-1]), wallet.get(printed[-1]))


if __name__ == "__main__":
    unittest.main()
