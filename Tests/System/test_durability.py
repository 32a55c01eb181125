"""What was acknowledged survives: the server is killed again and again in the middle of uploads
and appends, and its calls to the system are seen to come in the order that a power cut asks for.
"""

import collections
import os
import pathlib
import random
import re
import tempfile
import threading
import time
import unittest

from support import (
    PART, Relay, Server, SystemTest, Wallet, expect, needs, open_grant, pde, scale, takes_long,
    until)


class Adder(threading.Thread):
    """Adds files to a wallet until it is told to stop, whatever happens to the server."""

    def __init__(self, wallet, folder, number):
        super().__init__(daemon=True)
        self.wallet, self.folder, self.number = wallet, folder, number
        self.acknowledged = {}
        self.stopping = threading.Event()
        self.strange = []

    def run(self):
        dice = random.Random(self.number)
        round = 0
        while not self.stopping.is_set():
            round += 1
            files = []
            for index in range(6):
                size = dice.choice([1, 300, PART, PART + 1, 3 * PART, 9 * PART])
                path = self.folder / f"paper {self.number}-{round}-{index}.bin"
                path.write_bytes(path.name.encode() + os.urandom(size))
                files.append(path)
            done = self.wallet.run("add", *map(str, files))
            printed = done.out.decode().split()
            # Complete lines only: pde itself was never killed.
            for id, path in zip(printed, files):
                self.acknowledged[id] = path
            for path in files[len(printed):]:
                path.unlink()
            if done.code not in (0, 4):
                self.strange.append(done)
                return


class Killing(SystemTest):
    ADDERS = 3
    CHANGES = ("/v1/space/blocks", "/v1/space/journal")

    @takes_long("each kill is a start, and a wallet read")
    def test_everything_acknowledged_is_there_after_each_of_many_kills(self):
        kills = scale("KILLS", 100, 12)
        dice = random.Random()
        # A wallet for each adder, so that none waits for another.
        wallets = [Wallet(self.url) for _ in range(self.ADDERS)]
        adders = [Adder(wallet, self.folder, n) for n, wallet in enumerate(wallets)]
        for adder in adders:
            adder.start()
        hit = collections.Counter()
        try:
            # On until each has enough that was acknowledged between the kills, and enough kills
            # met each of the two changes: which one a kill meets is a throw of dice.
            for round in range(5 * kills):
                if (round >= kills and all(len(a.acknowledged) > kills // 5 for a in adders)
                        and all(hit[path] > kills // 5 for path in self.CHANGES)):
                    break
                wanted = self.CHANGES[round % 2]
                until(lambda: self.relay.in_flight[wanted] or self.over(adders), 120,
                      f"{wanted} is on its way")
                time.sleep(dice.random() * (0.03 if round % 2 == 0 else 0.008))
                for path in self.CHANGES:
                    hit[path] += self.relay.in_flight[path] > 0
                self.server.kill()
                self.assertEqual(self.over(adders), [])
                if round % 10 == 9:
                    # What a crash left behind, before a start puts it in order.
                    code, text = self.server.check()
                    self.assertIn(code, (0, 1), text)
                self.server.start()
        finally:
            for adder in adders:
                adder.stopping.set()
        for adder in adders:
            adder.join(600)
        # Else it was killed between the requests, and shows nothing.
        for path in self.CHANGES:
            self.assertGreater(hit[path], kills // 5, f"{kills} kills: {hit}")
        self.assertEqual(self.server.check()[0], 0, self.server.check()[1])
        for adder in adders:
            self.assertGreater(len(adder.acknowledged), kills // 5)
            self.verify(adder)
        self.assertEqual(self.server.stop(), 0)
        self.assertEqual(self.server.check()[0], 0, self.server.check()[1])
        self.server.start()

    @staticmethod
    def over(adders):
        return [done for adder in adders for done in adder.strange]

    def verify(self, adder):
        """Every acknowledged document is listed and comes back byte for byte: all at once,
        through a grant, which reads each of their blocks."""
        documents = adder.wallet.list()
        listed = {document["id"]: document["title"] for document in documents}
        self.assertEqual(
            {id: listed.get(id) for id in adder.acknowledged},
            {id: path.stem for id, path in adder.acknowledged.items()})
        ids, size, total = [], 0, 0
        sizes = {document["id"]: document["byteCount"] for document in documents}
        for id in [*adder.acknowledged, None]:
            if id is None or size + sizes[id] > 200 << 20 or len(ids) == 500:
                grant = adder.wallet.share(*ids)
                folder = self.new_folder()
                expect(open_grant(grant, self.url, folder), 0)
                for each in ids:
                    path = adder.acknowledged[each]
                    self.assertEqual((folder / path.name).read_bytes(), path.read_bytes())
                expect(adder.wallet.run("revoke", grant["id"]), 0)
                total += len(ids)
                ids, size = [], 0
            if id:
                ids.append(id)
                size += sizes[id]
        self.assertEqual(total, len(adder.acknowledged))

    def test_a_kill_while_wallets_are_created_leaves_each_whole_or_not_there(self):
        for _ in range(scale("CREATE_KILLS", 8, 3)):
            results = []

            def create():
                results.append(pde("create", url=self.url))

            makers = [threading.Thread(target=create) for _ in range(3)]
            for maker in makers:
                maker.start()
            until(lambda: self.relay.in_flight["/v1/spaces"] or not any(
                maker.is_alive() for maker in makers), 120, "a creation is on its way")
            self.server.kill()
            for maker in makers:
                maker.join(240)
            self.server.start()
            for done in results:
                if done.code == 0:
                    phrase = done.out.decode().strip()
                    expect(pde("list", url=self.url, phrase=phrase), 0)
                else:
                    expect(done, 4)
                    self.assertEqual(done.out, b"")
        self.assertEqual(self.server.check()[0], 0, self.server.check()[1])

    def test_a_restart_ends_cleanly_while_a_request_is_on_its_way(self):
        wallet = Wallet(self.url)
        path = self.file("x", os.urandom(60 * PART))
        results = []
        adding = threading.Thread(target=lambda: results.append(wallet.run("add", str(path))))
        adding.start()
        until(lambda: self.relay.in_flight["/v1/space/blocks"], 120, "an upload is on its way")
        self.assertEqual(self.server.stop(), 0)
        adding.join(240)
        self.server.start()
        if results[0].code == 0:
            self.assertEqual(wallet.get(results[0].out.decode().strip()), path.read_bytes())
        else:
            expect(results[0], 4)
            self.assertEqual(wallet.list(), [])

    def test_check_finds_what_is_damaged(self):
        wallet = Wallet(self.url)
        [id] = wallet.add(self.file("x", os.urandom(3 * PART)))
        self.assertEqual(self.server.check()[0], 0, self.server.check()[1])
        block = max(self.server.blocks())
        content = block.read_bytes()
        for damage in (lambda: block.write_bytes(content[:-1]), lambda: block.unlink()):
            damage()
            code, text = self.server.check()
            self.assertEqual(code, 1, text)
            self.assertTrue(text.strip())
            block.write_bytes(content)
        self.assertEqual(self.server.check()[0], 0, self.server.check()[1])


# What strace says

CALL = re.compile(r"(?P<thread>\d+) +(?P<name>\w+)\((?P<rest>.*)")
RESUMED = re.compile(r"(?P<thread>\d+) +<\.\.\. (?P<name>\w+) resumed>(?P<rest>.*)")


def calls(trace):
    """The calls of a trace in the order in which they were done; an answer counts from when
    it was begun to be sent, all else from when it had returned."""
    begun = {}
    for line in trace.splitlines():
        if found := CALL.match(line):
            thread, name, rest = found.group("thread", "name", "rest")
            unfinished = "<unfinished ...>" in rest
            if '"HTTP/1.1 ' in rest:
                yield name, rest
            elif unfinished:
                begun[thread] = rest
            else:
                yield name, rest
        elif found := RESUMED.match(line):
            thread, name, rest = found.group("thread", "name", "rest")
            if thread in begun:
                yield name, begun.pop(thread).replace("<unfinished ...>", "") + rest


def order_faults(calls):
    """What of the order is wrong, and how often it was right: for each block its file is synced,
    renamed, its folder is synced, then the database's log, and only then the answer goes."""
    faults, right = [], collections.Counter()
    synced, folders, log = set(), set(), 0
    waiting = {}
    written_log = False
    for name, rest in calls:
        paths = re.findall(r"<(/[^>]*)>", rest)
        if name in ("fsync", "fdatasync"):
            if not rest.rstrip().endswith("= 0"):
                faults.append(f"{name} failed: {rest}")
            synced.add(paths[0])
            if paths[0].endswith("rows.sqlite-wal"):
                written_log = False
            for block, folder in list(waiting.items()):
                if paths[0] == folder:
                    del waiting[block]
                    right["folder"] += 1
        elif name.startswith("rename") and re.search(r'[0-9a-f]{32}"', rest):
            names = re.findall(r'"([^"]*)"', rest)
            source, target = (f"{path}/{name}" for path, name in zip(paths, names))
            if source in synced:
                right["file"] += 1
            else:
                faults.append(f"renamed before it was synced: {source}")
            waiting[target] = target.rpartition("/")[0]
        elif name in ("pwrite64", "write") and paths and paths[0].endswith("rows.sqlite-wal"):
            if waiting:
                faults.append(f"rows written before the folder was synced: {waiting}")
            written_log = True
            right["rows"] += 1
        elif '"HTTP/1.1 204' in rest:
            if waiting or written_log:
                faults.append("answered before all was synced")
            right["answer"] += 1
    return faults, right


PROMISES = re.compile(r"/witness$|/data/ledger/|/data/store/rows\.sqlite-wal$|/data/grants/grants\.sqlite-wal$")
KINDS = ["/witness", "/ledger/log-", "/ledger/what/", "rows.sqlite-wal", "grants.sqlite-wal"]


def promise_faults(calls):
    """Where an answer was begun while something that was written for it was not synced, and how often each was:
    the ledger's logs, what it keeps of credentials with the folder, the witness, the logs of both databases."""
    faults, right = [], collections.Counter()
    waiting = set()
    for name, rest in calls:
        found = re.search(r"<(/[^>]*)>", rest)
        path = found[1] if found else ""
        if name in ("fsync", "fdatasync") and path in waiting:
            waiting.remove(path)
            right.update(kind for kind in KINDS if kind in path)
        elif name in ("pwrite64", "write", "pwritev", "writev") and PROMISES.search(path):
            waiting.add(path)
            if "/what/" in path:
                waiting.add(path.rpartition("/")[0])
        elif '"HTTP/1.1 2' in rest:
            if waiting:
                faults.append(f"answered before it was synced: {sorted(waiting)}")
            right["answer"] += 1
    return faults, right


def first_sweep_is_over(trace):
    """Whether the sweep at a server's start, which belongs to no call, was done: the ledger's folder is the
    last that it syncs."""
    serving = False
    for name, rest in calls(trace):
        serving |= '"listening on' in rest
        if serving and name == "fsync" and re.search(r"/data/ledger>\) += 0", rest):
            return True
    return False


class Syncing(unittest.TestCase):
    @staticmethod
    def make_and_use(wallet, folder):
        path = folder / "x"
        path.write_bytes(os.urandom(3 * PART))
        [id] = wallet.add(path)
        wallet.note(b"x")
        expect(wallet.run("remove", "--now", id), 0)

    @staticmethod
    def promise(wallet, folder):
        grant = wallet.share(wallet.note(b"x"))
        expect(open_grant(grant, wallet.url, folder), 0)
        expect(wallet.run("revoke", grant["id"]), 0)
        expect(wallet.run("card"), 0)
        wallet.phrase = expect(wallet.run("change"), 0).out.decode().strip()
        expect(wallet.run("lock", "--for", "2h"), 0)

    def traced(self, use):
        """What a server of its own did for a wallet that is made and used."""
        with tempfile.TemporaryDirectory(prefix="pde-trace-") as folder:
            folder = pathlib.Path(folder)
            trace = folder / "trace"
            (folder / "witness").touch()
            server = Server(folder, "--witness", folder / "witness", wrapper=(
                "strace", "-D", "-f", "-y", "-s", "16", "-o", str(trace), "-e",
                "trace=fsync,fdatasync,rename,renameat,renameat2,write,pwrite64,pwritev,"
                "writev,sendto,sendmsg"))
            relay = Relay(server.port)
            try:
                until(lambda: first_sweep_is_over(trace.read_text()), 120, "the first sweep is over")
                wallet = Wallet(relay.url)
                use(wallet, folder)
                self.assertEqual(server.stop(), 0)
            finally:
                relay.end()
                server.end()
            text = until(lambda: trace.read_text() if "+++ exited" in trace.read_text() else "",
                         120, "the trace is whole")
        return list(calls(text))

    @needs("strace")
    def test_each_answer_follows_the_syncs_of_file_folder_and_log(self):
        for _ in range(2):
            found = self.traced(self.make_and_use)
            faults, right = order_faults(found)
            # After a minute the server writes down the time: should an answer go just then, it looks
            # like a fault, and not twice.
            if not faults:
                break
        self.assertEqual(faults, [])
        # Four blocks in two uploads, three appends.
        self.assertEqual((right["file"], right["folder"]), (4, 4), right)
        self.assertGreaterEqual(right["rows"], 5)
        self.assertEqual(right["answer"], 5)
        # The check itself: without the syncs of one kind it finds faults.
        for what, fault in (("/data/tmp/", "renamed before"), ("/blocks/", "rows written before"),
                            ("rows.sqlite-wal", "answered before")):
            cut = [(name, rest) for name, rest in found
                   if not (name.endswith("sync") and what in rest)]
            self.assertLess(len(cut), len(found))
            self.assertTrue(any(text.startswith(fault) for text in order_faults(cut)[0]), what)

    @needs("strace")
    def test_a_promise_is_synced_in_ledger_witness_and_rows_before_it_is_answered(self):
        for _ in range(2):
            found = self.traced(self.promise)
            faults, right = promise_faults(found)
            # Should the server write down the time just when an answer goes, as above.
            if not faults:
                break
        self.assertEqual(faults, [])
        # A lock, a card and a change are in the ledger; what the last two wrote too, each a file in a folder.
        for kind, least in zip(KINDS, (3, 3, 4, 5, 3)):
            self.assertGreaterEqual(right[kind], least, right)
        # The check itself: without the syncs of one kind it finds faults.
        for what in KINDS:
            cut = [(name, rest) for name, rest in found if not (name.endswith("sync") and what in rest)]
            self.assertLess(len(cut), len(found))
            self.assertTrue(promise_faults(cut)[0], what)


if __name__ == "__main__":
    unittest.main()
