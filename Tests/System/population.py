"""A server with many wallets, of one, two or three compartments each, and whose each of them is: what only the
test knows."""

import concurrent.futures
import os
import tempfile
import threading

from support import PART, Relay, Wallet, decode


def add_bytes(wallet, content):
    """Adds a document with this content; its identifier."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        [id] = wallet.add(file.name)
    return id


class Compartment:
    """One of a person's compartments, made and used by `pde`."""

    def __init__(self, person, relay, papers):
        self.person = person
        self.wallet = Wallet(relay.url)
        self.space = decode(relay.exchanges[-1][0].body)[0][1]
        relay.exchanges.clear()
        if papers:
            add_bytes(self.wallet, os.urandom(PART * papers - 1))


class Population:
    """Persons with compartments, made in a random order, some at a time. Each has some papers,
    by chance and not by whose it is."""

    def __init__(self, server, persons, dice, workers=4):
        plan = [person for person in range(persons) for _ in range(dice.randrange(1, 4))]
        dice.shuffle(plan)
        orders = iter([(person, dice.choice((0, 0, 1, 2))) for person in plan])
        self.persons = persons
        # In the order in which they were made.
        self.compartments = []
        lock = threading.Lock()

        def work():
            relay = Relay(server.port)
            try:
                while True:
                    with lock:
                        order = next(orders, None)
                    if order is None:
                        return
                    made = Compartment(order[0], relay, order[1])
                    with lock:
                        self.compartments.append(made)
            finally:
                relay.end()

        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            for done in [pool.submit(work) for _ in range(workers)]:
                done.result()

    def pairs(self):
        """The pairs of places in `compartments` that are of one person."""
        places = {}
        for place, each in enumerate(self.compartments):
            places.setdefault(each.person, []).append(place)
        return [(a, b) for own in places.values() for i, a in enumerate(own) for b in own[:i]]
