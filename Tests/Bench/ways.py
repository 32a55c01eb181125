"""Opening by each way: phrase, card, recovery shares, and a phrase with two operators.

From a command's start until the wallet's state has come, over loopback: the deadlines of the calls are
in it, as they are for people. What a command does after that is none of the opening.
"""

import sys
import time
from pathlib import Path

from report import median, paired_ratio

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "System"), str(TESTS)]
from second_operator import Second
from support import Relay, Server, Wallet, expect, pde


class Opening:
    """A wallet on a server behind a relay, which tells when the space is open."""

    def __init__(self, folder):
        folder.mkdir()
        self.folder = folder
        self.server = Server(folder)
        #: When the space was first open since the last command began.
        self.opened = None
        self.relay = Relay(self.server.port)
        self.relay.rule = self.answer
        self.wallet = Wallet(self.relay.url)

    def answer(self, request, forward):
        answer = forward()
        if request.path == "/v1/space/open" and self.opened is None:
            self.opened = time.perf_counter()
        return answer

    def seconds(self, command):
        self.opened = None
        began = time.perf_counter()
        expect(command(), 0)
        return self.opened - began

    def end(self):
        self.relay.end()
        self.server.end()


def by_card(opening):
    code, card = expect(opening.wallet.run("card"), 0).out.decode().split("\n")[:2]
    files = {"PDE_CARD_FILE": opening.folder / "card", "PDE_CODE_FILE": opening.folder / "code"}
    for path, text in zip(files.values(), (card, code)):
        path.write_text(text + "\n")
    environment = {name: str(path) for name, path in files.items()}
    return lambda: opening.seconds(
        lambda: pde("list", url=opening.relay.url, environment=environment))


def by_shares(opening):
    """Each time with shares of its own: whoever opens by them gets a new phrase."""
    wallet = Wallet(opening.relay.url)

    def once():
        shares = expect(wallet.run("recovery", "prepare", "--wait", "0h"), 0).out.splitlines()
        done = []

        def recover():
            done.append(pde("recover", url=opening.relay.url, input=b"\n".join(shares[:2]) + b"\n"))
            return done[0]

        took = opening.seconds(recover)
        wallet.phrase = done[0].out.decode().strip()
        return took

    return once


def measure(report, folder, quick):
    one = Opening(folder / "one")
    two = Opening(folder / "two")
    second = Second(folder)
    try:
        second.join(two.server, f"http://127.0.0.1:{second.port}")
        two.wallet.list()  # It moves to the new epoch.
        ways = {
            "phrase": lambda: one.seconds(lambda: one.wallet.run("list")),
            "card": by_card(one),
            "shares": by_shares(one),
            "phrase, two operators": lambda: two.seconds(lambda: two.wallet.run("list")),
        }
        times = {name: [] for name in ways}
        for turn in range(4 if quick else 20):
            for name in list(ways)[:: 1 if turn % 2 else -1]:
                times[name].append(ways[name]())
    finally:
        second.end()
        one.end()
        two.end()
    report.samples["ways"] = times
    phrase = times["phrase"]
    for name, values in times.items():
        if name != "phrase":
            report.add(
                f"open by {name}, by phrase", f"{median(values) * 1e3:.0f} ms",
                f"{median(phrase) * 1e3:.0f} ms", paired_ratio(values, phrase), ("<=", 1.3))
