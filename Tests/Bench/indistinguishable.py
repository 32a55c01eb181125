#!/usr/bin/env python3
"""Can the time tell a wrong phrase from an unknown pseudonym, from a wallet that never was?

    Tests/Bench/indistinguishable.py [--tries N]

Runs `pde list` N times (200) for each of the three, in a random order, over the programs in
PDE_BIN, and reports for each pair the probability that times so different come from one
distribution (Mann and Whitney's rank test, two-sided): of the whole command, and of the answers
to harden and slots/read as seen by a relay. Then raw: N readings of a slot that is there and is
not served, of one that is there, and of one that is not. A report, not a test: of the many
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
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "System"))
from support import Relay, Server, Wallet, encode, expect, pde, post


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


def report(title, times):
    print(f"\n{title} (ms)")
    for name, values in times.items():
        tenths = statistics.quantiles(values, n=10)
        print(f"  {name:28} median {statistics.median(values):8.2f}   "
              f"tenth {tenths[0]:8.2f}   nine tenths {tenths[8]:8.2f}")
    for first, second in itertools.combinations(times, 2):
        print(f"  {first} / {second}: p = {rank_test(times[first], times[second]):.3f}")


def commands(server, tries):
    relay = Relay(server.port)
    answered = collections.defaultdict(list)

    def measured(request, forward):
        began = time.perf_counter()
        answer = forward()
        answered[request.path].append((time.perf_counter() - began) * 1_000)
        return answer

    wallet = Wallet(relay.url, pseudonym="Marguerite")
    never = pde("create", "--pseudonym", "x", url=relay.url).out.decode().split()
    words = wallet.phrase.split()
    cases = {
        "wrong phrase": (words[1:] + words[:1], "Marguerite"),
        "unknown pseudonym": (words, "Margarethe"),
        "never created": (never[::-1], "Aloysius")}
    relay.rule = measured
    times = {path: {name: [] for name in cases} for path in ("all", "/v1/harden", "/v1/slots/read")}
    order = [name for name in cases for _ in range(tries)]
    random.shuffle(order)
    for name in order:
        phrase, pseudonym = cases[name]
        answered.clear()
        began = time.perf_counter()
        expect(pde("list", "--pseudonym", pseudonym, url=relay.url, phrase=" ".join(phrase)), 2)
        times["all"][name].append((time.perf_counter() - began) * 1_000)
        for path in ("/v1/harden", "/v1/slots/read"):
            times[path][name] += answered[path]
    relay.end()
    for path, found in times.items():
        report("pde list" if path == "all" else f"the answer to {path}", found)


def slots(server, tries):
    database = server.database()
    there = database.execute("SELECT id FROM slots WHERE waitHours = 0").fetchone()[0]
    waiting = database.execute("SELECT id FROM slots WHERE waitHours > 0").fetchone()[0]
    database.close()
    cases = {
        "a slot that is there": lambda: there, "one that waits": lambda: waiting,
        "one that is not": lambda: random.randbytes(16)}
    times = {name: [] for name in cases}
    order = [name for name in cases for _ in range(tries)]
    random.shuffle(order)
    for name in order:
        body = encode({1: [cases[name](), random.randbytes(16)]})
        began = time.perf_counter()
        status, _, answer = post(server.port, "/v1/slots/read", body)
        times[name].append((time.perf_counter() - began) * 1_000)
        assert (status, len(answer)) == (200, 1 + 2 * (3 + 1_024))
    report("reading a slot", times)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tries", type=int, default=200)
    tries = parser.parse_args().tries
    # The test of the test: two equal distributions, and two that are not.
    noise = lambda shift: [random.gauss(shift, 1) for _ in range(200)]
    if rank_test(noise(0), noise(0)) < 1e-6 or rank_test(noise(0), noise(1)) > 1e-3:
        sys.exit("the rank test is wrong")
    with tempfile.TemporaryDirectory(prefix="pde-rank-") as folder:
        server = Server(pathlib.Path(folder))
        try:
            commands(server, tries)
            slots(server, tries)
        finally:
            server.end()


if __name__ == "__main__":
    main()
