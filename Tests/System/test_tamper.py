"""Whatever is altered, cut, extended, swapped, replayed, planted or rolled back, on the way or in
the data folder, is told by its exit code, and no byte that is not the holder's is written.

One thing can't be told, by design: a slot's record that is altered is no record at all, and
answers as a wrong phrase does (exit 2), since who asks is nobody until it opens.
"""

import hashlib
import http.client
import os
import random
import shutil
import time
import unittest

from support import (
    BLOCK, IS_FULL, PART, RECORD, Answer, GrantKeys, Relay, Server, SystemTest, Wallet, decode, encode,
    expect, marks, on, open_grant, pde, problem, scale, takes_long)


def flipped(data, at, bit=0):
    return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1:]


def sample(start, end, count, dice):
    """Offsets: the first, the last and some between."""
    inner = range(start + 1, end - 1)
    chosen = {start, end - 1} | set(dice.sample(inner, min(count, len(inner))))
    return sorted(chosen)


class Tampering(SystemTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dice = random.Random(cls.seed())
        cls.wallet = Wallet(cls.url)
        files = [cls.base / name for name in ("large", "small")]
        files[0].write_bytes(os.urandom(3 * PART - 5))
        files[1].write_bytes(b"small\n")
        cls.contents = {path.name: path.read_bytes() for path in files}
        cls.large, cls.small = cls.wallet.add(*files)
        cls.grant = cls.wallet.share(
            cls.large, cls.small, options=("--openings", "10000", "--code"))
        cls.keys = GrantKeys(cls.grant["link"], cls.grant["code"])
        cls.mark = marks(cls.wallet.run("list"))[0]

    @staticmethod
    def seed():
        # Elsewhere at each full run; the usual one flips the same bits each time.
        value = int(os.environ.get("PDE_SEED") or (random.randrange(1 << 32) if IS_FULL else 1))
        print(f"      PDE_SEED={value}", flush=True)
        return value

    def some(self, cases):
        """All cases, or two of them in a quick run."""
        return self.dice.sample(cases, min(len(cases), scale("CASES", 100, 2)))

    def listing(self):
        return self.wallet.run("list")

    def getting(self):
        return self.wallet.run("get", self.large, "--output", str(self.folder / "got"))

    def opening(self):
        return open_grant(self.grant, self.url, self.folder)

    def told(self, run, codes, what):
        """A run ends with one of these codes, with nothing written, or with all of it right
        where 0 is one of them."""
        done = run()
        self.assertIn(done.code, codes, f"{what}: {done.err}")
        left = {path.name: path.read_bytes() for path in self.folder.iterdir()}
        if done.code:
            self.assertEqual(left, {}, what)
            self.assertIn("error: ", done.err)
        else:
            for name, content in left.items():
                self.assertIn(content, self.contents.values(), what)
                (self.folder / name).unlink()
        return done


class OnTheWay(Tampering):
    """Answers altered between server and client."""

    # For each answer, by the way to a field: what altered bytes of it lead to.
    #
    # 2: the signature no longer fits, or the slot does not open, and the server, or the client,
    #    sees nobody. 0: what the client does not use in this command.
    HEAD = {4}

    def fields(self, path):
        """Which codes a flip at an offset of this answer's body may lead to."""
        if path == "/v1/info":
            #      time          authority  reader     epochs  blocks
            return {(1,): {0, 2, 4}, (2,): {2, 4}, (3,): {0, 4}, (4,): {4}, (5,): {0, 4}}
        if path == "/v1/harden":
            return {(): {4}}
        if path == "/v1/slots/read":
            return {(0,): {2}, (1,): {0}}
        if path == "/v1/space/open":
            return {(1,): {0, 4}, (2,): {4, 5}, (3, 6): {5}, (3,): {4, 5}, (4,): {0}, (5,): {0, 4},
                    (6,): {0, 4}}
        if path == "/v1/grants/cover":
            return {(1,): {5}}
        #             keyShare   token      count
        return {(1,): {5}, (2,): {3}, (3,): {4, 5}}

    def each_flip(self, path, run, count):
        answers = []
        self.with_rule(on(path, lambda answer: answers.append(answer.body)), run)
        for left in self.folder.iterdir():
            left.unlink()
        size = len(answers[0])
        offsets = sample(0, size, scale("FLIPS", count, count // 4), self.dice)
        for at in offsets:
            bit = self.dice.randrange(8)
            seen = []

            def change(answer):
                _, fields = decode(answer.body)
                seen.append(self.codes(path, fields, at))
                answer.body = flipped(answer.body, at, bit)

            # What may follow depends on the field, whose place may move between two answers.
            done = self.with_rule(on(path, change), lambda: self.told_any(run))
            self.assertIn(done.code, seen[0], f"{path}: bit {bit} of byte {at} of {size}: {done.err}")

    def codes(self, path, fields, at):
        for field in fields:
            if field.head <= at < field.end:
                rules = self.fields(path)
                for length in range(len(field.path), -1, -1):
                    if field.path[:length] in rules:
                        found = rules[field.path[:length]]
                        # A head that is altered makes another structure.
                        return found if at >= field.start and field.start > field.head \
                            else found | self.HEAD
        return self.HEAD

    def told_any(self, run):
        return self.told(run, {0, 2, 3, 4, 5}, "a flip")

    def test_a_flipped_bit_of_the_service_description_is_told(self):
        self.each_flip("/v1/info", self.listing, 24)

    def test_a_flipped_bit_of_the_hardening_answer_is_told(self):
        self.each_flip("/v1/harden", self.listing, 24)

    def test_a_flipped_bit_of_the_slots_is_told(self):
        self.each_flip("/v1/slots/read", self.listing, 24)

    def test_a_flipped_bit_of_the_opened_space_is_told(self):
        self.each_flip("/v1/space/open", self.listing, 40)

    def test_a_flipped_bit_of_a_cover_is_told(self):
        self.each_flip("/v1/grants/cover", self.opening, 16)

    def test_a_flipped_bit_of_an_opening_is_told(self):
        self.each_flip("/v1/grants/open", self.opening, 16)

    def test_a_flipped_bit_of_blocks_is_told(self):
        for path, run in (("/v1/space/blocks/get", self.getting),
                          ("/v1/grants/blocks/get", self.opening)):
            for at in sample(0, BLOCK, scale("FLIPS", 12, 4), self.dice):
                def change(answer):
                    last = len(answer.body) - BLOCK
                    answer.body = flipped(answer.body, last + at, self.dice.randrange(8))

                with self.subTest(path=path, at=at):
                    self.with_rule(on(path, change), lambda: self.told(run, {5}, at))

    EVERY = {
        "/v1/info": "listing", "/v1/harden": "listing", "/v1/slots/read": "listing",
        "/v1/space/open": "listing", "/v1/space/blocks/get": "getting",
        "/v1/grants/cover": "opening", "/v1/grants/open": "opening",
        "/v1/grants/blocks/get": "opening"}

    def test_a_truncated_or_extended_answer_is_told(self):
        for path, name in self.EVERY.items():
            for what, cut in self.some([("one byte less", lambda body: body[:-1]),
                                        ("half", lambda body: body[:len(body) // 2]),
                                        ("nothing", lambda body: b""),
                                        ("one byte more", lambda body: body + b"\0"),
                                        ("twice", lambda body: body + body)]):
                def change(answer):
                    answer.body = cut(answer.body)

                with self.subTest(path=path, what=what):
                    self.with_rule(
                        on(path, change), lambda: self.told(getattr(self, name), {4}, what))

    def test_swapped_parts_of_an_answer_are_told(self):
        def blocks(answer):
            body = answer.body
            answer.body = body[BLOCK:2 * BLOCK] + body[:BLOCK] + body[2 * BLOCK:]

        def entries(answer):
            value, _ = decode(answer.body)
            value[3][6][1:3] = value[3][6][2:0:-1]
            answer.body = encode(value)

        def slots(answer):
            answer.body = encode(decode(answer.body)[0][::-1])

        for path, change, run, codes in (
                ("/v1/space/blocks/get", blocks, self.getting, {5}),
                ("/v1/space/open", entries, self.listing, {5}),
                ("/v1/slots/read", slots, self.listing, {2})):
            with self.subTest(path=path):
                self.with_rule(on(path, change), lambda: self.told(run, codes, path))

    def test_numbers_at_the_end_of_their_range_are_told(self):
        def integers(value, path=()):
            if isinstance(value, dict):
                for key in value:
                    yield from integers(value[key], path + (key,))
            elif isinstance(value, list):
                for index, inner in enumerate(value):
                    yield from integers(inner, path + (index,))
            elif isinstance(value, int):
                yield path

        def put(value, path, number):
            for key in path[:-1]:
                value = value[key]
            value[path[-1]] = number

        ends = [(1 << 64) - 1, 1 << 63, (1 << 63) - 1, (1 << 32) - 1, 0]
        for path, name in self.EVERY.items():
            answers = []
            self.with_rule(on(path, lambda answer: answers.append(answer.body)),
                           getattr(self, name))
            for left in self.folder.iterdir():
                left.unlink()
            if path.endswith("/blocks/get"):
                continue
            for way in integers(decode(answers[0])[0]):
                for number in ends[:scale("ENDS", 3, 1)]:
                    def change(answer):
                        value, _ = decode(answer.body)
                        put(value, way, number)
                        answer.body = encode(value)

                    with self.subTest(path=path, field=way, number=number):
                        self.with_rule(on(path, change), lambda: self.told_any(getattr(self, name)))

    def test_a_time_at_the_end_of_its_range_harms_no_command(self):
        for number in (0, (1 << 63) - 1, (1 << 64) - 1):
            def rule(request, forward):
                answer = forward()
                if request.path == "/v1/info":
                    value, _ = decode(answer.body)
                    value[1] = number
                    answer.body = encode(value)
                elif request.path == "/v1/harden":
                    # The client's clock goes on, from an end of the range.
                    time.sleep(1.2)
                return answer

            for run in (self.listing, lambda: pde("create", url=self.url),
                        lambda: self.wallet.run("share", self.small, "--for", "7d")):
                with self.subTest(number=number):
                    self.assertIn(self.with_rule(rule, run).code, (0, 2, 4, 5, 65))

    def test_an_old_answer_in_place_of_a_new_one_is_told(self):
        old = {}

        def keep(request, forward):
            answer = forward()
            old.setdefault(request.path, answer)
            return answer

        self.with_rule(keep, lambda: self.told(self.getting, {0}, "kept"))
        self.with_rule(keep, lambda: self.told(self.opening, {0}, "kept"))
        for path, name, codes in (
                # Another blinding: no proof of the old answer fits.
                ("/v1/harden", "listing", {4}),
                # Each opening has a token of its own: that of the old one is still good.
                ("/v1/grants/open", "opening", {0, 3}),
                ("/v1/slots/read", "listing", {0})):
            with self.subTest(path=path):
                self.with_rule(
                    lambda request, forward: old[path] if request.path == path else forward(),
                    lambda: self.told(getattr(self, name), codes, path))

    def test_an_old_journal_on_the_way_shows_in_the_mark(self):
        old = []
        wallet = Wallet(self.url)
        wallet.note(b"one")
        before = self.with_rule(
            on("/v1/space/open", lambda answer: old.append(answer)), lambda: wallet.run("list"))
        wallet.note(b"two")
        after = wallet.run("list")
        rolled = self.with_rule(on("/v1/space/open", lambda _: old[0]), lambda: wallet.run("list"))
        self.assertEqual([before.code, after.code, rolled.code], [0, 0, 0])
        self.assertEqual(marks(rolled), marks(before))
        self.assertNotEqual(marks(rolled), marks(after))
        # Who goes on from there is stopped by the server, or finds what was kept back.
        added = self.with_rule(
            on("/v1/space/open", lambda _: old[0]),
            lambda: wallet.run("note", "--title", "t", input=b"three"))
        expect(added, 0)
        self.assertEqual(len(wallet.list()), 3)

    def test_a_server_of_other_keys_is_told_from_a_wrong_phrase(self):
        other_folder = self.new_folder()
        other = Server(other_folder)
        self.addCleanup(other.end)
        relay = Relay(other.port)
        self.addCleanup(relay.end)

        def elsewhere(request, forward):
            if request.path != "/v1/harden":
                return forward()
            upstream = http.client.HTTPConnection("127.0.0.1", other.port, timeout=120)
            return relay._forward(upstream, request)

        expect(self.with_rule(elsewhere, self.listing), 4, "did not prove")
        # All of another server: its keys are not those of the pin, and nobody is there.
        pin = self.wallet.created.err.split("--pin ")[1][:64]
        expect(self.wallet.run("list", "--pin", pin, url=relay.url), 4, "pinned")
        expect(self.wallet.run("list", url=relay.url), 2)
        # Forged: another proof, another element, an answer for another epoch, none at all.
        for change in (lambda e: e[0].__setitem__(2, os.urandom(64)),
                       lambda e: e[0].__setitem__(2, bytes(64)),
                       lambda e: e[0].__setitem__(1, bytes(32)),
                       lambda e: e[0].__setitem__(1, bytes(31) + b"\x80"),
                       lambda e: e[0].__setitem__(0, 2), lambda e: e.append(e[0]),
                       lambda e: e.clear()):
            def forge(answer):
                value, _ = decode(answer.body)
                change(value)
                answer.body = encode(value)

            expect(self.with_rule(on("/v1/harden", forge), self.listing), 4)

    def test_answers_of_refusal_are_not_taken_for_anything_else(self):
        refusals = {
            "not-found": 404, "malformed": 400, "internal-error": 500, "unavailable": 503,
            "head-moved": 409, "full": 507}
        for path, name in self.EVERY.items():
            for type_, status in self.some(list(refusals.items())):
                refuse = lambda _: Answer(
                    status, [("content-type", "application/problem+json")], problem(type_, status))
                codes = {4, 65} if type_ == "full" else {4}
                if type_ == "not-found":
                    codes = {
                        "/v1/space/open": {2}, "/v1/space/blocks/get": {5},
                        "/v1/grants/cover": {3}, "/v1/grants/open": {3},
                        "/v1/grants/blocks/get": {3}}.get(path, {4})
                with self.subTest(path=path, refusal=type_):
                    self.with_rule(on(path, refuse), lambda: self.told(
                        getattr(self, name), codes, type_))


class AtRest(Tampering):
    """Rows and files altered by who has the machine."""

    def rows(self, name="rows"):
        database = self.server.database(name)
        self.addCleanup(database.close)
        return database

    def altered(self, database, table, column, where, value, run, codes, what):
        """Sets one value, sees what a run says, and puts the old one back."""
        key, keys = where
        [old] = database.execute(f"SELECT {column} FROM {table} WHERE {key}", keys).fetchone()
        set_ = f"UPDATE {table} SET {column} = ? WHERE {key}"
        # A running server has read this column once and knows it until something is written.
        known = column == "verifyKey"
        self.write_beside(set_, [value(old) if callable(value) else value, *keys], database, known)
        try:
            with self.subTest(table=table, column=column, what=what):
                return self.told(run, codes, what)
        finally:
            self.write_beside(set_, [old, *keys], database, known)

    def write_beside(self, statement, values, database, is_known):
        """Writes behind the server's back, while it is down if it `is_known` to it."""
        if is_known:
            self.server.stop()
        database.execute(statement, values)
        if is_known:
            self.server.start()

    def space(self, database):
        """The wallet's row: the one whose journal has three additions and a grant."""
        [id] = database.execute("SELECT id FROM spaces").fetchone()
        return ("id = ?", [id]), id

    def tearDown(self):
        super().tearDown()
        done = self.listing()
        self.assertEqual((done.code, marks(done)[0]), (0, self.mark), "all was put back")
        self.assertEqual(self.told(self.getting, {0}, "put back").code, 0)

    def test_an_altered_slot_is_as_a_wrong_phrase(self):
        database = self.rows()
        slots = database.execute("SELECT place, id, record FROM slots").fetchall()
        for place, _, record in slots:
            for at in sample(0, RECORD, scale("FLIPS", 4, 0), self.dice):
                self.altered(
                    database, "slots", "record", ("place = ?", [place]), flipped(record, at),
                    self.listing, {0, 2}, at)
        # Which of the four is the phrase's shows when it goes.
        codes = [
            self.altered(database, "slots", "id", ("place = ?", [place]), os.urandom(16),
                         self.listing, {0, 2}, "id").code for place, _, _ in slots]
        self.assertEqual(sorted(codes), [0, 0, 0, 2])
        [mine] = [slots[place] for place in range(4) if codes[place] == 2]
        for at in sample(0, RECORD, scale("FLIPS", 16, 4), self.dice):
            self.altered(
                database, "slots", "record", ("place = ?", [mine[0]]), flipped(mine[2], at),
                self.listing, {2}, at)
        other = next(slot for slot in slots if slot[0] != mine[0])
        for record, codes in ((other[2], {2}), (mine[2][:-1], {2, 4}), (mine[2] + b"\0", {2, 4})):
            self.altered(database, "slots", "record", ("place = ?", [mine[0]]), record,
                         self.listing, codes, "record")

    def test_an_altered_row_of_the_space_is_told(self):
        database = self.rows()
        where, _ = self.space(database)
        for column, value, codes in (
                ("generation", lambda old: old + 1, {5}), ("generation", 0, {5}),
                ("headSeq", lambda old: old + 1, {4, 5}), ("headSeq", lambda old: old - 1, {5}),
                ("headSeq", 0, {4, 5}), ("headSeq", 1 << 40, {4, 5}),
                ("headHash", lambda old: flipped(old, 7), {5}), ("headHash", bytes(32), {5}),
                ("baseSeq", 2, {5}), ("baseSeq", 4, {5}), ("baseSeq", 0, {4, 5}),
                ("basePrev", os.urandom(32), {5}),
                ("verifyKey", os.urandom(32), {2}), ("verifyKey", bytes(32), {2})):
            self.altered(database, "spaces", column, where, value, self.listing, codes, value)

    @takes_long("a reading of the wallet for each byte that is altered")
    def test_altered_entries_are_told(self):
        database = self.rows()
        where, id = self.space(database)
        entry = lambda seq: ("spaceId = ? AND seq = ?", [id, seq])
        contents = dict(database.execute("SELECT seq, entry FROM entries WHERE spaceId = ?", [id]))
        self.assertEqual(sorted(contents), [1, 2, 3, 4])
        for seq in contents:
            for at in sample(0, RECORD, scale("FLIPS", 8, 1), self.dice):
                self.altered(
                    database, "entries", "entry", entry(seq),
                    flipped(contents[seq], at, self.dice.randrange(8)), self.listing, {5}, at)
        for seq in contents:
            self.altered(database, "entries", "entry", entry(seq), contents[seq][:-1],
                         self.listing, {4, 5}, "truncated")
            self.altered(database, "entries", "entry", entry(seq), contents[seq] + b"\0",
                         self.listing, {4, 5}, "extended")
            for other in self.some(list(contents)):
                if other != seq:
                    self.altered(database, "entries", "entry", entry(seq), contents[other],
                                 self.listing, {5}, f"{other} again at {seq}")

    def test_swapped_missing_and_planted_entries_are_told(self):
        database = self.rows()
        where, id = self.space(database)
        contents = dict(database.execute("SELECT seq, entry FROM entries WHERE spaceId = ?", [id]))
        put = "UPDATE entries SET entry = ? WHERE spaceId = ? AND seq = ?"
        for first, second in ((1, 2), (2, 3), (3, 4)):
            database.execute(put, [contents[second], id, first])
            database.execute(put, [contents[first], id, second])
            self.told(self.listing, {5}, f"{first} and {second} swapped")
            for seq in (first, second):
                database.execute(put, [contents[seq], id, seq])
        for seq in contents:
            database.execute("DELETE FROM entries WHERE spaceId = ? AND seq = ?", [id, seq])
            self.told(self.listing, {4, 5}, f"{seq} gone")
            database.execute("INSERT INTO entries VALUES (?, ?, ?)", [id, seq, contents[seq]])
        database.execute("DELETE FROM entries WHERE spaceId = ?", [id])
        self.told(self.listing, {4, 5}, "all gone")
        for seq in contents:
            database.execute("INSERT INTO entries VALUES (?, ?, ?)", [id, seq, contents[seq]])
        # One behind the head, with a head that fits it: an old one, and one of nobody.
        for planted in (contents[3], os.urandom(RECORD)):
            database.execute("INSERT INTO entries VALUES (?, 5, ?)", [id, planted])
            self.told(self.listing, {0, 4, 5}, "planted behind the head")
            fitting = hashlib.blake2b(planted, digest_size=32).digest()
            [head] = database.execute("SELECT headHash FROM spaces WHERE id = ?", [id]).fetchone()
            database.execute(
                "UPDATE spaces SET headSeq = 5, headHash = ? WHERE id = ?", [fitting, id])
            self.told(self.listing, {5}, "planted as the head")
            database.execute("UPDATE spaces SET headSeq = 4, headHash = ? WHERE id = ?", [head, id])
            database.execute("DELETE FROM entries WHERE seq = 5")

    def test_a_journal_that_is_cut_back_shows_in_the_mark_and_not_behind_its_floor(self):
        database = self.rows()
        where, id = self.space(database)
        [old] = database.execute("SELECT headHash FROM spaces WHERE id = ?", [id]).fetchone()
        contents = dict(database.execute("SELECT seq, entry FROM entries WHERE spaceId = ?", [id]))
        seen = {self.mark}
        for head in (3, 2, 1):
            hash = hashlib.blake2b(contents[head], digest_size=32).digest()
            database.execute(
                "UPDATE spaces SET headSeq = ?, headHash = ? WHERE id = ?", [head, hash, id])
            database.execute("DELETE FROM entries WHERE seq > ?", [head])
            done = expect(self.listing(), 0, f"change {head},")
            self.assertNotIn(marks(done)[0], seen)
            seen.add(marks(done)[0])
        # Behind the floor: no entry at all.
        database.execute("DELETE FROM entries")
        for base in (0, 1):
            database.execute(
                "UPDATE spaces SET headSeq = 0, baseSeq = ?, headHash = ? WHERE id = ?",
                [base, bytes(32), id])
            self.told(self.listing, {4, 5}, "behind the floor")
        for seq, entry in contents.items():
            database.execute("INSERT INTO entries VALUES (?, ?, ?)", [id, seq, entry])
        database.execute(
            "UPDATE spaces SET headSeq = 4, baseSeq = 1, headHash = ? WHERE id = ?", [old, id])

    def altered_file(self, path, content, run, codes, what):
        old = path.read_bytes()
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
        try:
            with self.subTest(what=what):
                return self.told(run, codes, what)
        finally:
            path.write_bytes(old)

    @takes_long("a reading of the wallet for each byte that is altered")
    def test_altered_blocks_are_told(self):
        for area, run in (("store", self.getting), ("grants", self.opening)):
            blocks = sorted(self.server.blocks(area))
            self.assertEqual(len(blocks), 4)
            touched = [
                self.altered_file(path, flipped(path.read_bytes(), 100), run, {0, 5}, "any").code
                for path in blocks]
            # In the wallet one is the small document's; a grant's are all read.
            self.assertEqual(sorted(touched)[1:], [5, 5, 5])
            self.assertEqual(min(touched), 0 if area == "store" else 5)
            mine = [path for path, code in zip(blocks, touched) if code == 5]
            contents = {path: path.read_bytes() for path in mine}
            for path in mine:
                for at in sample(0, BLOCK, scale("FLIPS", 5, 0), self.dice):
                    self.altered_file(
                        path, flipped(contents[path], at, self.dice.randrange(8)), run, {5}, at)
                for what, content, codes in self.some([
                        ("truncated", contents[path][:-1], {4, 5}), ("empty", b"", {4, 5}),
                        ("extended", contents[path] + b"\0", {0, 4, 5}),
                        ("missing", None, {4, 5}), ("other bytes", os.urandom(BLOCK), {5}),
                        ("zeros", bytes(BLOCK), {5})]):
                    self.altered_file(path, content, run, codes, what)
            for path, other in zip(mine, mine[1:] + mine[:1]):
                self.altered_file(path, contents[other], run, {5}, "another's bytes")

    def test_a_planted_block_is_not_served_and_check_names_it(self):
        path = self.server.data / "store/blocks/a/b" / ("ab" + "0" * 30)
        path.write_bytes(os.urandom(BLOCK))
        database = self.rows()
        _, id = self.space(database)
        planted = os.urandom(16)
        database.execute("INSERT INTO blocks VALUES (?, ?, NULL)", [id, planted])
        self.told(self.listing, {0}, "planted")
        self.told(self.getting, {0}, "planted")
        code, text = self.server.check()
        self.assertEqual(code, 1, text)
        path.unlink()
        database.execute("DELETE FROM blocks WHERE name = ?", [planted])
        self.assertEqual(self.server.check()[0], 0, self.server.check()[1])

    def test_an_altered_grant_is_told(self):
        database = self.rows("grants")
        where = ("id = ?", [self.keys.id])
        [cover] = database.execute("SELECT cover FROM grants WHERE id = ?", where[1]).fetchone()
        for at in sample(0, RECORD, scale("FLIPS", 12, 3), self.dice):
            self.altered(database, "grants", "cover", where, flipped(cover, at), self.opening,
                         {5}, at)
        for column, value, codes in (
                ("cover", cover[:-1], {4, 5}), ("cover", os.urandom(RECORD), {5}),
                ("rowSalt", os.urandom(16), {5}), ("folder", os.urandom(16), {4, 5}),
                ("verifier", os.urandom(32), {3}), ("blockCount", 2, {4, 5}),
                ("blockCount", 8, {4, 5}), ("state", 0, {3}), ("state", 2, {3}),
                ("expiry", 1, {3}), ("openings", 10_000, {0, 3, 4})):
            self.altered(database, "grants", column, where, value, self.opening, codes, value)
        # Wrong codes were counted on the way.
        database.execute("UPDATE grants SET wrongCodes = 0")


class Snapshots(SystemTest):
    """A journal that begins with a snapshot."""

    def test_an_altered_snapshot_is_told(self):
        wallet = Wallet(self.url)
        files = [self.file(str(number), b"%d" % number) for number in range(257)]
        ids = wallet.add(*files[:250])
        before = self.server.blocks()
        ids += wallet.add(*files[250:])
        database = self.server.database()
        self.addCleanup(database.close)
        [base] = database.execute("SELECT baseSeq FROM spaces").fetchone()
        self.assertGreater(base, 1)
        added = self.server.blocks() - before
        self.assertEqual(len(added), 8, "seven documents, one block of the snapshot")
        snapshot = []
        for path in added:
            content = path.read_bytes()
            path.write_bytes(flipped(content, 70_000))
            done = wallet.run("list")
            self.assertIn(done.code, (0, 5), done.err)
            if done.code == 5:
                snapshot.append(path)
            path.write_bytes(content)
        self.assertEqual(len(snapshot), 1)
        [path] = snapshot
        content = path.read_bytes()
        other = next(each for each in added if each != path).read_bytes()
        for what, altered in (
                [(f"flipped at {at}", flipped(content, at)) for at in (0, 31, 32, 63, 64, BLOCK - 1)]
                + [("another's", other), ("cut", content[:-1]), ("zeros", bytes(BLOCK))]):
            with self.subTest(what):
                path.write_bytes(altered)
                done = wallet.run("list")
                self.assertIn(done.code, (4, 5) if what == "cut" else (5,), done.err)
                self.assertEqual(done.out, b"")
        path.unlink()
        self.assertIn(wallet.run("list").code, (4, 5))
        path.write_bytes(content)
        for column, value in (("basePrev", os.urandom(32)), ("baseSeq", base + 1)):
            [old] = database.execute(f"SELECT {column} FROM spaces").fetchone()
            database.execute(f"UPDATE spaces SET {column} = ?", [value])
            expect(wallet.run("list"), 5)
            database.execute(f"UPDATE spaces SET {column} = ?", [old])
        self.assertEqual([document["id"] for document in wallet.list()], ids)


class Rollback(SystemTest):
    def test_a_whole_older_state_opens_with_the_mark_that_it_had(self):
        wallet = Wallet(self.url)
        first = wallet.note(b"first")
        old = marks(wallet.run("list"))[0]
        self.assertEqual(self.server.stop(), 0)
        copy = self.folder / "copy"
        shutil.copytree(self.server.data, copy)
        self.server.start()
        wallet.note(b"second")
        new = marks(wallet.run("list"))[0]
        self.assertNotEqual(old, new)
        self.assertEqual(self.server.stop(), 0)
        shutil.rmtree(self.server.data)
        shutil.copytree(copy, self.server.data)
        self.server.start()
        back = expect(wallet.run("list"), 0)
        self.assertEqual(marks(back)[0], old)
        self.assertEqual([document["id"] for document in wallet.list()], [first])
        # Forked: as many changes as before, other digits.
        wallet.note(b"third")
        forked = marks(wallet.run("list"))[0]
        number = lambda mark: mark.split(",")[0]
        self.assertEqual(number(forked), number(new))
        # One of a thousand has the same digits by chance.
        if forked == new:
            wallet.note(b"fourth")
        self.assertNotEqual(marks(wallet.run("list"))[0], new)

    def test_a_server_with_other_keys_or_without_its_database_does_not_start(self):
        other = Server(self.new_folder())
        other.stop()
        self.assertEqual(self.server.stop(), 0)
        keys = self.server.data / "server-keys"
        mine = keys.read_bytes()
        cases = {
            "other keys": lambda: keys.write_bytes((other.data / "server-keys").read_bytes()),
            "no keys": keys.unlink, "half of the keys": lambda: keys.write_bytes(mine[:-1]),
            "keys for all to read": lambda: keys.chmod(0o644)}
        for what, damage in cases.items():
            damage()
            with self.subTest(what):
                with self.assertRaisesRegex(AssertionError, "the server ended"):
                    self.server.start()
                self.assertEqual(self.server.process.wait(), 1)
            keys.unlink(missing_ok=True)
            keys.write_bytes(mine)
            keys.chmod(0o600)
        rows = self.server.data / "store/rows.sqlite"
        aside = rows.rename(self.folder / "aside")
        with self.assertRaisesRegex(AssertionError, "database"):
            self.server.start()
        aside.rename(rows)
        self.server.start()


if __name__ == "__main__":
    unittest.main()
