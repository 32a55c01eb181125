"""How long a deletion at once takes beside a ledger of ten million records, and beside one of none."""

import contextlib
import hashlib
import os
import sys
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "System"), str(TESTS)]
from space import Space
from support import Server, post

from report import interleave, median, paired_ratio

LOG_RECORDS = 131_072
HEAD = 32


def lengthen(data, count):
    """Appends so many locks of others to the ledger of a stopped server's folder, as Specs/ledger.md says, and
    lets the rows know them."""
    last = max((data / "ledger").glob("log-*"))
    bytes_of_last = last.read_bytes()
    number = int(last.name[4:], 16) + (len(bytes_of_last) - HEAD) // 113
    chain = bytes_of_last[-32:]
    hour = (int(time.time()) // 3_600 * 3_600).to_bytes(8, "big")
    rest = (1).to_bytes(8, "big") + hour + bytes(32)
    for start in range(0, count, LOG_RECORDS):
        links = []
        first = chain
        for index in range(start, min(start + LOG_RECORDS, count)):
            record = b"\1" + index.to_bytes(32, "big") + rest
            chain = hashlib.blake2b(chain + record, digest_size=32).digest()
            links.append(record + chain)
        (data / f"ledger/log-{number:016x}").write_bytes(first + b"".join(links))
        number += len(links)
    return (number - 1).to_bytes(8, "big") + chain


def measure(report, folder, quick):
    count = 300_000 if quick else 10_000_000
    servers = {}
    with contextlib.ExitStack() as stack:
        for name in ("none", "many"):
            home = folder / name
            home.mkdir()
            servers[name] = Server(home)
            stack.callback(servers[name].end)
        many = servers["many"]
        many.stop()
        mark = lengthen(many.data, count)
        with contextlib.closing(many.database()) as database:
            database.execute("UPDATE facts SET value = ? WHERE name = 'ledger'", [mark])
        began = time.monotonic()
        many.start()
        report.note(f"a start with {count:,} records in the ledger: {time.monotonic() - began:.2f} s")

        def delete(name):
            space = Space(servers[name])
            request = space.request("/v1/space/delete", {1: 1}, space.authority)
            began = time.perf_counter()
            status = post(servers[name].port, *request)[0]
            seconds = time.perf_counter() - began
            if status != 204:
                raise SystemExit(f"error: a deletion was answered {status}")
            return seconds * 1_000

        rounds = 10 if quick else 60
        times = interleave(rounds, **{name: lambda name=name: delete(name) for name in servers})
        report.samples["a deletion at once, ms"] = times
        report.add(
            f"a deletion at once, {count:,} records", f"{median(times['many']):.2f} ms",
            f"none: {median(times['none']):.2f} ms", paired_ratio(times["many"], times["none"]),
            ("<=", 1.2))
        report.note(f"the ledger: {sum(os.path.getsize(path) for path in many.data.glob('ledger/log-*')) / 1e6:,.0f} MB")
