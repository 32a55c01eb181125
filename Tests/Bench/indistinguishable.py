#!/usr/bin/env python3
"""Can the time tell a wrong phrase from an unknown pseudonym, from a wallet that never was?

    Tests/Bench/indistinguishable.py [--tries N]

Runs `pde list` N times (200) for each of the three, in a random order, over the programs in
PDE_BIN, and reports for each pair the probability that times so different come from one
distribution (Mann and Whitney's rank test, two-sided): of the whole command, and of the answers
to harden and slots/read as seen by a relay. Then raw: N readings of the slots of a phrase, of a card
and of shares, of a wallet that is there, of one that is locked, and of none; and N calls of a session left open,
of a space that is locked, that is gone, and that never was. A report, not a test: of the many
probabilities some are small by chance; what counts is one that is small in every run.
"""

import argparse
import collections
import itertools
import math
import pathlib
import random
import statistics
import sys
import tempfile
import time

sys.dont_write_bytecode = True
TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "System"), str(TESTS)]
from space import Space
from support import Relay, Server, Wallet, encode, expect, pde, post, problem


def rank_test(first, second):
    """The two-sided probability of Mann and Whitney's U, by its normal approximation with
    ties corrected: good from some twenty values on."""
    values = sorted([(value, 0) for value in first] + [(value, 1) for value in second])
    total, ranks, ties, at = len(values), 0.0, 0.0, 0
    while at < total:
        end = at
        while end < total and values[end][0] == values[at][0]:
            end += 1
        ranks += (at + end + 1) / 2 * sum(kind == 0 for _, kind in values[at:end])
        ties += (end - at) ** 3 - (end - at)
        at = end
    n, m = len(first), len(second)
    u = ranks - n * (n + 1) / 2
    variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)))
    return math.erfc(abs(u - n * m / 2) / math.sqrt(2 * variance)) if variance else 1.0


def show(title, times):
    print(f"\n{title} (ms)")
    for name, values in times.items():
        tenths = statistics.quantiles(values, n=10)
        print(f"  {name:28} median {statistics.median(values):8.2f}   "
              f"tenth {tenths[0]:8.2f}   nine tenths {tenths[8]:8.2f}")
    for first, second in itertools.combinations(times, 2):
        print(f"  {first} / {second}: p = {rank_test(times[first], times[second]):.3f}")


class Ways:
    """Commands that don't get in, by the reason; each ends with exit code 2."""

    def __init__(self, server, url, folder):
        self.server, self.url, self.folder = server, url, folder
        named = Wallet(url, pseudonym="Marguerite")
        never = pde("create", url=url, pseudonym="x").out.decode().split()
        words = named.phrase.split()
        locked, other = Wallet(url), Wallet(url)
        (right, held), (code, card) = (
            expect(wallet.run("card"), 0).out.decode().split("\n")[:2] for wallet in (locked, other))
        mine, void = (expect(wallet.run("recovery", "prepare", "--wait", "0h"), 0).out
                      for wallet in (locked, other))
        expect(other.run("recovery", "stop"), 0)
        expect(locked.run("lock", "--for", "72h"), 0)
        wrong = f"{(int(code) + 1) % 1_000_000:06}"
        self.cases = {
            "wrong phrase": lambda: self.phrase(words[1:] + words[:1], "Marguerite"),
            "unknown pseudonym": lambda: self.phrase(words, "Margarethe"),
            "never created": lambda: self.phrase(never[::-1], "Aloysius"),
            "locked": lambda: self.phrase(locked.phrase.split()),
            "locked, card": lambda: self.card(held, right),
            "wrong code": lambda: self.card(card, wrong)}
        # A command of its own: shares are never asked for with a phrase.
        self.shares = {
            "void shares": lambda: self.recover(void), "locked, shares": lambda: self.recover(mine)}

    def refill(self):
        """The counters are full again, by the operator's hand: these are not tries of a thief.
        Before every case, as a row that was just written has to be read anew."""
        database = self.server.database()
        database.execute("UPDATE cards SET tokens = 5")
        database.close()

    def phrase(self, words, pseudonym=None):
        self.refill()
        return pde("list", url=self.url, phrase=" ".join(words), pseudonym=pseudonym)

    def card(self, text, code):
        self.refill()
        files = {"PDE_CARD_FILE": self.folder / "card", "PDE_CODE_FILE": self.folder / "code"}
        for path, content in zip(files.values(), (text, code)):
            path.write_text(content + "\n")
        return pde("list", url=self.url, environment={name: str(path) for name, path in files.items()})

    def recover(self, shares):
        self.refill()
        return pde("recover", url=self.url, input=b"\n".join(shares.splitlines()[:2]) + b"\n")


def commands(server, tries):
    relay = Relay(server.port)
    answered = collections.defaultdict(list)

    def measured(request, forward):
        began = time.perf_counter()
        answer = forward()
        answered[request.path].append((time.perf_counter() - began) * 1_000)
        return answer

    with tempfile.TemporaryDirectory(prefix="pde-ways-") as folder:
        ways = Ways(server, relay.url, pathlib.Path(folder))
        relay.rule = measured
        groups = {"pde list": ways.cases, "pde recover": ways.shares}
        every = ways.cases | ways.shares
        command_of = {way: name for name, cases in groups.items() for way in cases.values()}

        def run(way):
            answered.clear()
            relay.exchanges.clear()
            began = time.perf_counter()
            done = way()
            took = time.perf_counter() - began
            expect(done, 2)
            shapes[command_of[way]].add(tuple(
                (request.path, len(request.body), answer.status, len(answer.body))
                for request, answer in relay.exchanges))
            for path in paths:
                paths[path].append((way, answered[path]))
            return took

        paths = {"/v1/harden": [], "/v1/slots/read": []}
        shapes = {command: set() for command in groups}
        # All in one order: what else the machine does at the time falls on each alike.
        times = in_turn(every, tries, run)
        found = {command: {name: times[name] for name in cases} for command, cases in groups.items()}
        # The same calls, of the same sizes, and answers of the same.
        assert all(len(each) == 1 for each in shapes.values()), shapes
    relay.end()
    for path, each in paths.items():
        found[f"the answer to {path}"] = {
            name: [value for way, values in each if way is case for value in values]
            for name, case in every.items()
            if any(way is case and values for way, values in each)}
    return found


def in_turn(cases, tries, measure):
    """The times of each case, in a random order of all: `measure(case)` gives seconds."""
    times = {name: [] for name in cases}
    order = [name for name in cases for _ in range(tries)]
    random.shuffle(order)
    for name in order:
        times[name].append(measure(cases[name]) * 1_000)
    return times


def lock(server, *spaces):
    """Locks spaces for two days, by the operator's hand: what the call does is tested elsewhere."""
    database = server.database()
    for space in spaces:
        database.execute(
            "UPDATE spaces SET lockedUntil = ? WHERE id = ?", (int(time.time()) + 172_800, space.id))
    database.close()


def slots(server, tries):
    """Reading the slots of a phrase, of a card and of shares, of a wallet that is there, of one that
    is locked, and of none."""
    there, locked, both = (Space(server) for _ in range(3))
    # The same words in two wallets, the older one locked.
    younger = Space(server, slots=[[both.slots[1][0], *slot[1:]] if place == 1 else slot
                                   for place, slot in enumerate(Space.random_slots())])
    lock(server, locked, both)
    cases = {
        "no wallet": lambda: random.randbytes(16),
        "there": lambda: there.slots[1][0], "there, card": lambda: there.slots[2][0],
        "there, shares wait": lambda: there.slots[0][0],
        "locked": lambda: locked.slots[1][0], "locked, card": lambda: locked.slots[2][0],
        "locked, shares": lambda: locked.slots[0][0],
        "locked, another behind it": lambda: younger.slots[1][0]}

    def read(case):
        body = encode({1: [case(), random.randbytes(16)]})
        began = time.perf_counter()
        status, _, answer = post(server.port, "/v1/slots/read", body)
        took = time.perf_counter() - began
        assert (status, len(answer)) == (200, 1 + 2 * (3 + 1_024))
        return took

    return {"reading a slot": in_turn(cases, tries, read)}


def sessions(server, tries):
    """A session left open: its calls of a locked space, and of one that never was, or is gone."""
    locked, gone, never, other = (Space(server) for _ in range(4))
    for space in (gone, never):
        assert space.call("/v1/space/delete", {1: 1})[0] == 204
    never.id = random.randbytes(16)
    other.secret = Space(server).secret
    lock(server, locked)
    server.stop()
    server.start()
    cases = {"locked": locked, "deleted": gone, "never there": never, "another's key": other}

    def opening(space):
        authority = space.authority
        signed = space.request("/v1/space/open", {}, authority)
        began = time.perf_counter()
        status, headers, body = post(server.port, *signed)
        took = time.perf_counter() - began
        assert (status, body) == (404, problem("not-found", 404)), (status, body)
        return took

    return {"a session left open": in_turn(cases, tries, opening)}


def everything(folder, tries):
    """All of it on a server of its own: {what was timed: {case: times}}."""
    server = Server(folder)
    try:
        return commands(server, tries) | slots(server, tries) | sessions(server, tries)
    finally:
        server.end()


def measure(report, folder, quick):
    """As a part of the benchmarks."""
    found = everything(folder, 40 if quick else 200)
    report.samples["alike"] = found
    for title, times in found.items():
        pairs = {pair: rank_test(*(times[name] for name in pair))
                 for pair in itertools.combinations(times, 2)}
        (first, second), least = min(pairs.items(), key=lambda item: item[1])
        # The product, as in answers.py: many comparisons give many chances of a small p.
        product = min(1.0, least * len(pairs))
        report.add(
            f"{title}, {len(times)} cases: smallest p of {len(pairs)} rank tests, times {len(pairs)}",
            f"{product:.3f}", f"{first}, {second}", target=(">=", 0.05), value=product)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tries", type=int, default=200)
    tries = parser.parse_args().tries
    # The test of the test: two equal distributions, and two that are not.
    noise = lambda shift: [random.gauss(shift, 1) for _ in range(200)]
    if rank_test(noise(0), noise(0)) < 1e-6 or rank_test(noise(0), noise(1)) > 1e-3:
        sys.exit("the rank test is wrong")
    with tempfile.TemporaryDirectory(prefix="pde-rank-") as folder:
        for title, times in everything(pathlib.Path(folder), tries).items():
            show(title, times)


if __name__ == "__main__":
    main()
