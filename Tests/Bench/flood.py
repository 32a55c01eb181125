"""One holder beside everybody who wants to keep them out: sixty seconds of floods at once, on a disk of one gigabyte.

The attackers are processes of their own, of the lowest priority (theirs would be other machines), on loopback, and end by
themselves. Asked of the service: that nothing that the holder does fails, and how long its answers take, without the work
that it may ask for.
"""

import collections
import contextlib
import multiprocessing
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "System"), str(TESTS)]
from space import Space, element
from support import BLOCK, Relay, Server, Wallet, encode, expect, open_grant

SITE = TESTS.parent / ".build/site"
CONNECTIONS = 1_000


def sent(path, body, fields, method="POST"):
    lines = [f"{method} {path} HTTP/1.1", "host: x", *(f"{name}: {value}" for name, value in fields)]
    return "\r\n".join([*lines, f"content-length: {len(body)}", "", ""]).encode() + body


class Attack:
    """Threads that repeat something until the time is over, each from a source; what came back is counted."""

    def __init__(self, port, end, seen):
        self.port, self.end, self.seen = port, end, seen

    def repeat(self, make, source):
        """One connection that sends `make()` again and again."""
        while time.time() < self.end:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 10, (source, 0)) as connection:
                    stream = connection.makefile("rb")
                    while time.time() < self.end:
                        connection.sendall(make())
                        status = int(stream.readline().split()[1])
                        length = 0
                        while line := stream.readline().strip():
                            name, _, value = line.partition(b":")
                            if name.lower() == b"content-length":
                                length = int(value)
                        stream.read(length)
                        self.seen[status] += 1
            except (OSError, IndexError, ValueError):
                self.seen["broken"] += 1
                time.sleep(0.05)

    def run(self, bodies):
        threads = [threading.Thread(target=self.repeat, args=body, daemon=True) for body in bodies]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(max(0, self.end - time.time()) + 15)


def ledger(attack, server):
    """A change of nothing sent again and again, on 48 connections; and terms set and taken back by five wallets."""
    spaces = [Space(server) for _ in range(5)]
    authority = spaces[0].authority
    path, body, _, _, fields = spaces[0].request("/v1/space/delete", {1: 0}, authority)
    recorded = sent(path, body, fields)
    terms = iter(range(1, 1 << 40))

    def term(space):
        at = int(time.time()) + 86_400 + next(terms) if next(terms) % 3 else 0
        path, body, _, _, fields = space.request("/v1/space/delete", {1: at}, authority)
        return sent(path, body, fields)

    attack.run(
        [(lambda: recorded, "127.2.1.1")] * 48
        + [(lambda space=space: term(space), f"127.2.{2 + index}.1") for index, space in enumerate(spaces)])


def space(attack, server):
    """Five wallets, made without work, that fill the disk."""
    spaces = [Space(server) for _ in range(5)]
    authority = spaces[0].authority

    def put(space):
        body = b"".join(os.urandom(16) + bytes(BLOCK) for _ in range(16))
        fields = space.sign("/v1/space/blocks", body, authority, "PUT")
        return sent("/v1/space/blocks", body, fields, "PUT")

    attack.run([(lambda space=space: put(space), "127.3.1.1") for space in spaces])


def work(attack, server):
    """Hardening from sixty prefixes, without work."""
    def harden():
        return sent("/v1/harden", encode({1: 0, 2: bytes(16), 3: element(), 4: bytes(40)}), [])

    attack.run([(harden, f"127.4.{index}.1") for index in range(60)])


def connections(attack, server):
    """Connections that never finish: heads, uploads one byte short, files of the site that nobody reads."""
    space = Space(server)
    authority = space.authority
    body = os.urandom(16) + bytes(BLOCK)
    held = []
    while time.time() < attack.end:
        if len(held) < CONNECTIONS:
            index = len(held)
            try:
                connection = socket.create_connection(
                    ("127.0.0.1", attack.port), 5, (f"127.5.{index % 5}.1", 0))
                connection.settimeout(5)
                if index % 3 == 0:
                    connection.sendall(b"POST /v1/harden HTTP/1.1\r\nhost: x\r\nx-")
                elif index % 3 == 1:
                    fields = space.sign("/v1/space/blocks", body, authority, "PUT")
                    connection.sendall(sent("/v1/space/blocks", body, fields, "PUT")[:-1])
                else:
                    connection.sendall(attack.page * 3)
                held.append(connection)
                attack.seen["opened"] += 1
            except OSError:
                attack.seen["broken"] += 1
                time.sleep(0.02)
        else:
            time.sleep(0.2)
    for connection in held:
        connection.close()


ATTACKS = (ledger, space, work, connections)


def attack_process(function, server, end, page, said):
    os.nice(19)
    seen = collections.Counter()
    attack = Attack(server.port, end, seen)
    attack.page = page
    try:
        function(attack, server)
    finally:
        said.put((function.__name__, {str(key): count for key, count in seen.items()}))


@contextlib.contextmanager
def disk(folder):
    """A file system of one gigabyte, in a file on the disk, so that syncs are real."""
    image, place = folder / "disk.img", folder / "disk"
    place.mkdir()
    with image.open("wb") as file:
        file.truncate(1 << 30)
    subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True)
    mounted = subprocess.run(["mount", "-o", "loop", image, place], stderr=subprocess.PIPE)
    if mounted.returncode:
        # Without loop devices: in memory.
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1g", "tmpfs", place], check=True)
    try:
        yield place, "ext4" if not mounted.returncode else "tmpfs"
    finally:
        subprocess.run(["umount", "-l", place], check=True)
        image.unlink()


class Holder:
    """Opens, adds, shares, revokes and locks, each as a person would; the answers' times are the relay's."""

    def __init__(self, server, folder):
        self.relay = Relay(server.port)
        self.relay.rule = self.timed
        self.folder = folder
        self.times = []
        self.failures = []
        self.paper = folder / "paper"
        self.paper.write_bytes(os.urandom(1_000_000))

    def timed(self, request, forward):
        began = time.perf_counter()
        answer = forward()
        # What is asked to work first is answered at once; its work is the holder's.
        if answer.status != 429:
            self.times.append((request.path, time.perf_counter() - began))
        return answer

    def go(self, until, most=10 ** 6):
        rounds = 0
        while time.time() < until and rounds < most:
            rounds += 1
            try:
                wallet = Wallet(self.relay.url)
                [id] = wallet.add(self.paper)
                expect(wallet.run("list"), 0)
                grant = wallet.share(id)
                folder = self.folder / f"out-{time.time_ns()}"
                folder.mkdir()
                expect(open_grant(grant, self.relay.url, folder), 0)
                expect(wallet.run("revoke", grant["id"]), 0)
                expect(wallet.run("lock", "--for", "1h"), 0)
                expect(wallet.run("list"), 2)
            except Exception as error:
                self.failures.append(f"{type(error).__name__}: {error}")
        return rounds


def p99(times):
    return statistics.quantiles([seconds for _, seconds in times], n=100)[98] * 1_000


def memory(server, name):
    text = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(next(line for line in text.splitlines() if line.startswith(name)).split()[1]) / 1_000


def measure(report, folder, quick):
    seconds = 10 if quick else 60
    if os.geteuid():
        return report.note("the flood needs a file system of its own, and so root")
    with disk(folder) as (place, kind):
        server = Server(place, "--site", SITE)
        try:
            idle = Holder(server, folder)
            rounds = idle.go(time.time() + seconds / 2)
            if idle.failures:
                raise SystemExit(f"error: idle: {idle.failures[0]}")
            largest = max((SITE / "holder").rglob("*.wasm"), key=lambda path: path.stat().st_size)
            page = f"GET /{largest.relative_to(SITE / 'holder')} HTTP/1.1\r\nhost: x\r\n\r\n".encode()
            before = memory(server, "VmRSS")
            end = time.time() + seconds
            said = multiprocessing.Queue()
            processes = [
                multiprocessing.Process(target=attack_process, args=(each, server, end, page, said), daemon=True)
                for each in ATTACKS]
            for process in processes:
                process.start()
            time.sleep(2)
            beside = Holder(server, folder)
            done = beside.go(end - 2)
            results = dict(said.get(timeout=60) for _ in processes)
            for process in processes:
                process.join(30)
            for name, seen in sorted(results.items()):
                report.note(f"  {name}: " + ", ".join(f"{key} {count:,}" for key, count in sorted(seen.items())))
            used = sum(path.stat().st_size for path in server.data.rglob("*") if path.is_file()) / 1e6
            grown = sum(path.stat().st_size for path in (server.data / "ledger").rglob("*") if path.is_file()) / 1e6
            report.note(f"on {kind}: {used:,.0f} MB of files, {grown:.1f} MB of them the ledger; "
                        f"memory {before:.0f} MB before, {memory(server, 'VmHWM'):.0f} MB at most")
            report.note(f"rounds of a holder: {rounds} idle, {done} in the flood, {len(beside.failures)} of them failed")
            for failure in beside.failures[:5]:
                report.note("  " + failure.replace("\n", " ")[:300])
            report.samples["answers to the holder, idle"] = idle.times
            report.samples["answers to the holder, in the flood"] = beside.times
            report.add("p99 of the answers to a holder in a flood", f"{p99(beside.times):.0f} ms",
                       f"idle: {p99(idle.times):.0f} ms", p99(beside.times) / p99(idle.times), ("<=", 3))
            report.add("what failed of a holder in a flood", str(len(beside.failures)), target=("<=", 0),
                       value=len(beside.failures))
            report.add("memory in a flood", f"{memory(server, 'VmHWM'):.0f} MB", target=("<=", 96),
                       value=memory(server, "VmHWM"))
        finally:
            server.end()
