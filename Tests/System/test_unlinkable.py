"""Compartments: nothing on the server says which are of one person, nor whether a change was of
somebody's other compartment or of somebody else."""

import calendar
import collections
import contextlib
import os
import pathlib
import random
import re
import tempfile
import threading
import time
import unittest

import randomness
from moved import DAY, move
from population import Population, add_bytes
from support import (
    BLOCK, PART, RECORD, Relay, Server, SystemTest, Wallet, expect, needs, scale, takes_long, until)

# Standard deviations from what a random assignment gives: once in 10^11 times by chance.
FAR = 7


def tables(database):
    """The names of its tables."""
    return [name for name, in database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]


def columns(database, table):
    return [row[1] for row in database.execute(f"PRAGMA table_info({table})")]


def rows_of_spaces(database):
    """Of each table that names spaces: {column: {space: values}}."""
    found = {}
    for table in tables(database):
        names = columns(database, table)
        key = "id" if table == "spaces" else "spaceId"
        if key not in names:
            continue
        values = {name: collections.defaultdict(list) for name in names if name != key}
        for row in database.execute(f"SELECT * FROM {table}"):
            each = dict(zip(names, row))
            for name in values:
                values[name][each[key]].append(each[name])
        found[table] = values
    return found


class Together(SystemTest):
    """200 wallets of 1, 2 or 3 compartments, made in a random order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.day = time.time() // 86_400
        cls.seed = int(os.environ.get("PDE_SEED") or random.randrange(1 << 30))
        print(f"      PDE_SEED={cls.seed}")
        dice = random.Random(cls.seed)
        cls.people = Population(cls.server, scale("PERSONS", 200, 60), dice)
        cls.spaces = [each.space for each in cls.people.compartments]
        cls.pairs = cls.people.pairs()

    def database(self):
        database = self.server.database()
        self.addCleanup(database.close)
        return database

    def distance(self, values, pairs):
        return sum(abs(values[a] - values[b]) for a, b in pairs)

    def tie(self, values, times=400):
        """How much nearer to each other a person's compartments are by these numbers than if
        the persons were dealt out anew, in standard deviations."""
        dice = random.Random(self.seed)
        order = list(range(len(values)))
        chance = []
        for _ in range(times):
            dice.shuffle(order)
            chance.append(self.distance([values[place] for place in order], self.pairs))
        return randomness.sigmas(self.distance(values, self.pairs), chance)

    def test_all_are_there_and_some_are_of_one_person(self):
        stored = {row[0] for row in self.database().execute("SELECT id FROM spaces")}
        self.assertEqual(stored, set(self.spaces))
        self.assertGreater(len(self.pairs), self.people.persons // 2)

    def test_no_two_compartments_share_a_value(self):
        """Identifiers, keys, hashes, records: each is of one space only. Zeros are no value."""
        database = self.database()
        for table, values in rows_of_spaces(database).items():
            for column, by_space in values.items():
                owner = {}
                for space, found in by_space.items():
                    for value in found:
                        if isinstance(value, bytes) and any(value):
                            self.assertGreaterEqual(len(value), 16, (table, column))
                            self.assertIs(owner.setdefault(value, space), space, (table, column))
                        self.assertNotIsInstance(value, str, (table, column))

    def test_what_names_no_space_ties_no_more_than_the_rows_of_one(self):
        """Such as counters of cards: a value stands in at most four rows, those of one space."""
        database = self.database()
        for table in tables(database):
            names = columns(database, table)
            if table in ("spaces", "facts", "epochs") or "spaceId" in names:
                continue
            for name in names:
                for value, count in database.execute(
                        f"SELECT {name}, count(*) FROM {table} WHERE typeof({name}) = 'blob' "
                        f"GROUP BY {name}"):
                    self.assertLessEqual(count, 4, (table, name))
                    self.assertGreaterEqual(len(value), 16, (table, name))

    def numbers(self):
        """What a thief can count or read of each space, by name: one number for each."""
        database = self.database()
        found = {}
        for table, values in rows_of_spaces(database).items():
            for column, by_space in values.items():
                found[f"rows of {table}"] = [len(by_space[space]) for space in self.spaces]
                for kind, of in (("sum", sum), ("least", min), ("most", max)):
                    integers = [
                        [value for value in by_space[space] if isinstance(value, int)]
                        for space in self.spaces]
                    if any(integers):
                        found[f"{kind} of {table}.{column}"] = [
                            of(each) if each else -1 for each in integers]
        content = (self.server.data / "store/rows.sqlite").read_bytes()
        found["place in the file"] = [content.find(space) for space in self.spaces]
        for number, space in enumerate(sorted(self.spaces)):
            found.setdefault("place in the table", [0] * len(self.spaces))[
                self.spaces.index(space)] = number
        return found

    def test_no_number_tells_whose_a_compartment_is(self):
        found = self.numbers()
        self.assertIn("sum of spaces.headSeq", found)
        self.assertIn("rows of blocks", found)
        ties = {name: self.tie(values) for name, values in found.items() if len(set(values)) > 1}
        self.assertGreaterEqual(len(ties), 6, ties)
        self.assertEqual({n: t for n, t in ties.items() if abs(t) > FAR}, {})
        # One that does tell is found: the number of the person, known badly.
        dice = random.Random(self.seed)
        planted = [each.person + dice.gauss(0, self.people.persons / 20)
                   for each in self.people.compartments]
        self.assertLess(self.tie(planted), -FAR)

    def test_rows_have_no_order_of_their_own_and_no_times_but_coarse_ones(self):
        database = self.database()
        for table in tables(database):
            sql, = database.execute(
                "SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()
            self.assertIn("WITHOUT ROWID", sql, table)
        ids = [row[0] for row in database.execute("SELECT id FROM spaces")]
        self.assertEqual(ids, sorted(ids))
        given = {"deleteAt", "lockedUntil", "requestedAt"}
        for table, values in rows_of_spaces(database).items():
            for column, by_space in values.items():
                for value in [value for found in by_space.values() for value in found]:
                    if isinstance(value, int) and 1 << 30 < value < 1 << 33 and column not in given:
                        self.assertEqual(value % 3_600, 0, (table, column))
        # No card was tried: its counter does not say when it was made.
        self.assertEqual(database.execute("SELECT DISTINCT tokens, hour FROM cards").fetchall(), [(5, 0)])
        # Nothing was locked, waits or is to go.
        for column in given:
            self.assertEqual(
                {value for values in rows_of_spaces(database).values() if column in values
                 for found in values[column].values() for value in found}, {0}, column)

    def test_the_file_keeps_no_order_in_which_wallets_were_made(self):
        """The rows lie as in a copy that is written row by row in the order of their random
        identifiers: then their places say nothing more than these."""
        rows = self.server.data / "store/rows.sqlite"
        copy = self.folder / "copy.sqlite"
        self.server.stop()
        database = self.database()
        keys = dict(database.execute("SELECT id, verifyKey FROM spaces"))
        database.execute("VACUUM INTO ?", (str(copy),))
        database.close()

        def order_in(path):
            content = path.read_bytes()
            # The two stand side by side in the row and nowhere else.
            return sorted(keys, key=lambda space: content.find(space + keys[space]))

        # What was made today lies there as it came: this is found.
        wanted = order_in(copy)
        if time.time() // 86_400 == self.day:
            self.assertNotEqual(order_in(rows), wanted)
        # Each start, and each night, writes the rows anew.
        self.server.start()
        until(lambda: order_in(rows) == wanted, 120, "the rows are written anew")

    def test_blocks_have_random_names_one_size_and_one_time(self):
        files = self.server.blocks()
        stored, = self.database().execute("SELECT count(*) FROM blocks").fetchone()
        self.assertEqual(len(files), stored)
        self.assertEqual({path.stat().st_size for path in files}, {BLOCK})
        self.assertEqual({path.stat().st_mtime_ns for path in files}, {0})
        self.assertEqual({path.stat().st_mode & 0o7777 for path in files}, {0o600})
        for path in files:
            self.assertRegex(path.name, "^[0-9a-f]{32}$")
        names = [bytes.fromhex(path.name) for path in files]
        if len(names) >= 80:
            self.assertEqual(randomness.place_faults(names), [])
        # Folders are of names, not of spaces: as many as chance fills.
        folders = collections.Counter(path.parent for path in files)
        self.assertLess(max(folders.values()), 12 + 4 * len(files) / 256, folders)

    def test_the_log_has_the_same_line_for_each(self):
        lines = [line.split() for line in self.server.log.read_text().splitlines()]
        made = [line for line in lines if line[1:4] == ["info", "POST", "/v1/spaces"]]
        self.assertGreaterEqual(len(made), len(self.spaces))
        self.assertEqual({tuple(line[1:6]) for line in made},
                         {("info", "POST", "/v1/spaces", "201", "0")})
        for line in lines:
            self.assertRegex(line[0], r"^\d{4}-\d\d-\d\dT\d\d:\d\dZ$")
            self.assertIsNone(re.search("[0-9a-f]{16}|127\\.", " ".join(line)), line)


@needs("ent", "dieharder")
class Random(SystemTest):
    """What is stored passes tests of randomness, however regular what was put in is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seal()

    @classmethod
    def seal(cls):
        """Zeros and one sentence, over and over, in some wallets; grants of them."""
        least = randomness.LEAST + (2 << 20)
        sizes = [least // 3, least // 3, least // 3 + PART]
        for number in range(24):
            wallet = Wallet(cls.url)
            if number < len(sizes):
                text = b"Le meme texte, encore et encore. " if number else bytes(33)
                content = (text * (sizes[number] // 33 + 1))[:sizes[number]]
                wallet.share(add_bytes(wallet, content))
            elif number == len(sizes):
                # Many small documents: entries and blocks for a count at each place.
                paper = pathlib.Path(cls.base) / "x"
                paper.write_bytes(b"x")
                for _ in range(4):
                    wallet.add(*[paper] * 40)

    def records(self, name, sql):
        database = self.server.database(name)
        try:
            return [row[0] for row in database.execute(sql)]
        finally:
            database.close()

    def assert_random(self, records, dieharder=False):
        path = self.folder / "bytes"
        path.write_bytes(b"".join(records))
        self.assertEqual(randomness.place_faults(records), [])
        self.assertEqual(randomness.ent_faults(path), [])
        if dieharder:
            self.assertEqual(randomness.dieharder_faults(path), [])

    def test_slots(self):
        self.assert_random(self.records("rows", "SELECT record FROM slots"))

    def test_entries(self):
        self.assert_random(self.records("rows", "SELECT entry FROM entries"))

    def test_identifiers(self):
        ids = self.records("rows", "SELECT id FROM slots")
        self.assert_random(ids)

    @takes_long("tests of randomness over megabytes")
    def test_blocks_of_wallets(self):
        blocks = [path.read_bytes() for path in self.server.blocks()]
        self.assert_random(blocks, dieharder=True)

    def test_blocks_of_grants(self):
        blocks = [path.read_bytes() for path in self.server.blocks("grants")]
        self.assert_random(blocks)

    def test_the_tests_find_what_is_not_random(self):
        noise = [os.urandom(RECORD) for _ in range(1_000)]
        self.assertEqual(randomness.place_faults(noise), [])
        # A byte that says the version, in front; a flag in the last bit, mostly set.
        self.assertEqual(
            randomness.place_faults([b"\1" + record[1:] for record in noise]), [0])
        flagged = [record[:-1] + bytes([record[-1] | (number % 3 > 0)])
                   for number, record in enumerate(noise)]
        self.assertEqual(randomness.place_faults(flagged), [RECORD - 1])
        path = self.folder / "bytes"
        for name, content in {
                "a bit too seldom": bytes(byte & 0x7F if place % 50 == 0 else byte for place, byte in
                                          enumerate(b"".join(noise))),
                "a text": b"Le meme texte, encore et encore. " * 40_000,
                "a counter": b"".join(number.to_bytes(4, "big") for number in range(250_000))}.items():
            path.write_bytes(content)
            self.assertNotEqual(randomness.ent_faults(path), [], name)
        # Bytes that ent likes: each value as often, and no two neighbours alike in sum.
        whole = os.urandom(1 << 16) * (randomness.LEAST >> 16)
        path.write_bytes(whole + os.urandom(1 << 21))
        self.assertNotEqual(randomness.dieharder_faults(path), [])


# Dumps


def dump(server):
    """Every row of every table, by its key; and the names of the files of blocks."""
    found = {}
    for name in ("rows", "grants"):
        database = server.database(name)
        for table in tables(database):
            info = database.execute(f"PRAGMA table_info({table})").fetchall()
            keys = [row[0] for row in info if row[5]]
            # Changed once a month, by each wallet's first opening: two dumps may have its end between them.
            month = [row[0] for row in info if row[1] == "lastOpenedMonth"]
            found[table] = {
                tuple(row[place] for place in keys): [
                    value for place, value in enumerate(row) if place not in month]
                for row in database.execute(f"SELECT * FROM {table}")}
        database.close()
    for area in ("store", "grants"):
        found[f"files of {area}"] = {path.name: path for path in server.blocks(area)}
    return found


def changes(before, after):
    """How many rows came, went or changed, by table."""
    return {
        table: sum(before[table].get(key) != after[table].get(key)
                   for key in before[table].keys() | after[table].keys())
        for table in after}


def nearest_mean(known, unknown):
    """What each of `unknown` is taken for: the label whose mean is nearest, in units of each
    column's spread."""
    names = sorted(known[0][0])
    spread = {}
    for name in names:
        values = [vector[name] for vector, _ in known]
        middle = sum(values) / len(values)
        spread[name] = (sum((value - middle) ** 2 for value in values) / len(values)) ** 0.5 or 1
    means = {
        label: {name: sum(v[name] for v, l in known if l == label)
                / max(1, sum(l == label for _, l in known)) for name in names}
        for label in {label for _, label in known}}

    def distance(vector, mean):
        return sum(((vector[name] - mean[name]) / spread[name]) ** 2 for name in names)

    return [min(sorted(means), key=lambda label: distance(vector, means[label]))
            for vector in unknown]


@needs("gcc")
class Reading(SystemTest):
    """On a server whose clock is moved."""

    def rows(self):
        """All that rows.sqlite has, but what the server notes of itself."""
        with contextlib.closing(self.server.database()) as database:
            return {table: set(database.execute(f"SELECT * FROM {table}"))
                    for table in tables(database) if table != "facts"}

    def times(self):
        return {path.name: (path.stat().st_atime_ns, path.stat().st_mtime_ns)
                for path in self.server.blocks()}

    def test_opening_shows_the_month_and_reading_shows_nothing(self):
        wallet = Wallet(self.url)
        id = add_bytes(wallet, os.urandom(2 * PART))
        # The 10th of next month, at noon.
        year, month, *_ = time.gmtime()
        noon = calendar.timegm((year + month // 12, month % 12 + 1, 10, 12, 0, 0))
        start = noon - int(time.time())
        found = []
        for day in (0, 2, 31):
            move(self.server, start + day * DAY)
            wallet.list()
            found.append(self.rows())
        first, second, later = found
        self.assertEqual(first, second)
        changed = {table for table in first if first[table] != later[table]}
        self.assertEqual(changed, {"spaces"}, "another month is seen")

        # A file system that notes readings at all notes this one.
        probe = self.file("probe", b"x")
        os.utime(probe, (0, 0))
        probe.read_bytes()
        if not probe.stat().st_atime:
            print("      this file system notes no reading")
        before = self.times()
        self.assertEqual(set(before.values()), {(0, 0)})
        # Once as after a start, and once from memory.
        for _ in range(2):
            wallet.get(id)
            self.assertEqual(self.rows(), later)
            self.assertEqual(self.times(), before)


class InBetween(unittest.TestCase):
    """Between two dumps somebody used their everyday compartment, and then either their hidden
    one or somebody else used a wallet of theirs. Who has both dumps can't tell which."""

    USES = ("list", "note", "add", "remove", "share")

    def use(self, wallet, kind, dice):
        if kind == "list":
            wallet.list()
        elif kind == "note":
            wallet.note(os.urandom(100))
        elif kind == "add":
            add_bytes(wallet, os.urandom(PART * dice.randrange(1, 3) - 1))
        elif kind == "remove":
            # Each removes one block that it had before.
            expect(wallet.run("remove", "--now", wallet.spare.pop()), 0)
        else:
            wallet.share(wallet.paper)

    def pairs(self, folder, count, seed, found):
        """Runs on a server of its own: (kinds of use, what changed, which it was)."""
        dice = random.Random(seed)
        server = Server(folder)
        relay = Relay(server.port)
        try:
            wallets = {name: Wallet(relay.url) for name in ("everyday", "hidden", "other")}
            labels = ["hidden", "other"] * (count // 2)
            dice.shuffle(labels)
            plan = [(dice.choice(self.USES), dice.choice(self.USES), label, dice.random())
                    for label in labels]
            for wallet in wallets.values():
                wallet.paper = wallet.note(b"x")
                wallet.spare = []
            for name in wallets:
                removed = sum((name == "everyday" and a == "remove") + (name == label and b == "remove")
                              for a, b, label, _ in plan)
                for number in range(0, removed, 20):
                    papers = [folder / f"{name}-{each}" for each in range(number, min(number + 20, removed))]
                    for path in papers:
                        path.write_bytes(os.urandom(10))
                    wallets[name].spare += wallets[name].add(*papers)
            for first, second, label, chance in plan:
                before = dump(server)
                self.use(wallets["everyday"], first, random.Random(chance))
                self.use(wallets[label], second, random.Random(chance))
                found.append((first, second, changes(before, dump(server)), label, chance))
        finally:
            relay.end()
            server.end()

    @takes_long("many pairs of wallets, each with a database to compare")
    def test_a_guess_from_the_changed_rows_is_as_good_as_a_coin(self):
        seed = int(os.environ.get("PDE_SEED") or random.randrange(1 << 30))
        print(f"      PDE_SEED={seed}")
        count = scale("PAIRS", 100, 30)
        known, unknown, errors = [], [], []
        with tempfile.TemporaryDirectory(prefix="pde-dumps-") as base:

            def run(number, into):
                folder = pathlib.Path(base) / str(number)
                folder.mkdir()
                try:
                    self.pairs(folder, count, seed + number, into)
                except BaseException as error:
                    errors.append(error)

            threads = [threading.Thread(target=run, args=pair)
                       for pair in ((0, known), (1, unknown))]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        if errors:
            raise errors[0]
        self.assertEqual((len(known), len(unknown)), (count, count))
        # The same uses change as many rows of each table, whoever's they are. The hour and minute of the
        # server itself, which it writes down each minute, are in facts.
        seen = {}
        for first, second, changed, label, chance in known + unknown:
            sizes = random.Random(chance).randrange(1, 3) if "add" in (first, second) else 0
            changed = {table: number for table, number in changed.items() if table != "facts"}
            self.assertEqual(seen.setdefault((first, second, sizes), changed), changed,
                             (first, second, label))
        self.assertGreater(len({tuple(changed.values()) for changed in seen.values()}), 4)
        # And so a guess is right as often as a coin. Of 100 coins 40 to 60 fall on one side in 96 of a hundred
        # runs; outside of 26 to 74, 4.8 standard deviations, less than once in half a million.
        guesses = nearest_mean(
            [(changed, label) for *_, changed, label, _ in known],
            [changed for *_, changed, label, _ in unknown])
        right = sum(guess == label for guess, (*_, label, _) in zip(guesses, unknown))
        print(f"      of {count} guesses {right} were right")
        self.assertLessEqual(abs(right - count / 2), 4.8 * count ** 0.5 / 2, right)

    def test_the_guess_finds_a_difference(self):
        dice = random.Random(5)
        def vector(label):
            return {"entries": dice.randrange(1, 6) + (label == "hidden"), "blocks": dice.randrange(4)}
        labels = [dice.choice(("hidden", "other")) for _ in range(400)]
        known = [(vector(label), label) for label in labels]
        guesses = nearest_mean(known, [vector(label) for label in labels])
        right = sum(guess == label for guess, label in zip(guesses, labels))
        self.assertGreater(right, 220)


if __name__ == "__main__":
    unittest.main()
