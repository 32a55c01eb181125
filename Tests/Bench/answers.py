"""Whether the answers to a wrong phrase, an unknown pseudonym and a wallet that was never made
can be told apart by their times, statuses or sizes; and what reads a slot that is there.

At the level of the calls: what the stretching yields is random to the server in every case. Each
try is one `harden` and one `slots/read`, in a random order of the kinds. Of whole commands,
indistinguishable.py reports the same.
"""

import ctypes
import ctypes.util
import itertools
import os
import random
import socket
import subprocess
import threading
import time

from indistinguishable import rank_test
from report import SWIFT, median
from service import running_server

TRIES = 200
#: The last two show that not even a slot that is there tells by its time.
KINDS = ("wrong phrase", "unknown pseudonym", "never created", "right phrase", "waiting slot")
WORKERS = 4
#: A source has 20 calls before it is slowed.
TRIES_PER_SOURCE = 16

sodium = ctypes.CDLL(ctypes.util.find_library("sodium"))


def element():
    point = ctypes.create_string_buffer(32)
    sodium.crypto_core_ristretto255_random(point)
    return point.raw


def harden_body():
    # {1: 0, 2: 16 zeros, 3: element, 4: 40 zeros}
    return (
        b"\xa4\x01\x00\x02\x50" + bytes(16) + b"\x03\x58\x20" + element()
        + b"\x04\x58\x28" + bytes(40))


def slots_body(first):
    return b"\xa1\x01\x82\x50" + first + b"\x50" + os.urandom(16)


def call(connection, port, path, body):
    """(seconds, status, bytes) of one call."""
    head = (
        f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncontent-type: application/cbor\r\n"
        f"content-length: {len(body)}\r\n\r\n")
    request = head.encode() + body
    start = time.perf_counter()
    connection.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(65536)
    length = int(answer.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    whole = answer.index(b"\r\n\r\n") + 4 + length
    while len(answer) < whole:
        answer += connection.recv(65536)
    return time.perf_counter() - start, int(answer.split()[1]), len(answer)


def measure(report, folder, quick):
    tries = 40 if quick else TRIES
    with running_server(folder) as server:
        space = folder / "space"
        subprocess.run([SWIFT, "space", server.origin, space], check=True)
        idle, waiting = (bytes.fromhex(line) for line in space.read_text().split()[4:6])
        results = run_tries(server.port, tries, {"right phrase": idle, "waiting slot": waiting})
    report.samples["answers"] = results
    for name in ("harden", "slots/read"):
        compare(report, name, {kind: results[kind][name] for kind in KINDS})


def run_tries(port, tries, slots):
    plan = [kind for kind in KINDS for _ in range(tries)]
    random.shuffle(plan)
    results = {kind: {"harden": [], "slots/read": []} for kind in KINDS}
    failures = []

    def work(number):
        mine = plan[number::WORKERS]
        try:
            for start in range(0, len(mine), TRIES_PER_SOURCE):
                source = (f"127.{100 + number}.{start // TRIES_PER_SOURCE}.1", 0)
                with socket.create_connection(("127.0.0.1", port), 10, source) as connection:
                    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    for kind in mine[start : start + TRIES_PER_SOURCE]:
                        body = slots_body(slots.get(kind) or os.urandom(16))
                        for name, payload in (("harden", harden_body()), ("slots/read", body)):
                            results[kind][name].append(
                                call(connection, port, f"/v1/{name}", payload))
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return results


def compare(report, name, samples):
    shapes = {(status, size) for values in samples.values() for _, status, size in values}
    times = {kind: [seconds for seconds, _, _ in values] for kind, values in samples.items()}
    pairs = {
        (a, b): rank_test(times[a], times[b]) for a, b in itertools.combinations(times, 2)}
    (a, b), least = min(pairs.items(), key=lambda item: item[1])
    middle = ", ".join(f"{median(values) * 1e3:.2f}" for values in times.values())
    report.note(
        f"{name}: medians {middle} ms ({', '.join(KINDS)}); p-values "
        + ", ".join(f"{p:.2f}" for p in pairs.values()))
    # The product, as ten comparisons give ten chances of a small p (Bonferroni).
    report.add(
        f"{name}: kinds of answer, status and size", f"{len(shapes)}",
        target=("<=", 1), value=len(shapes))
    report.add(
        f"{name}: smallest p of {len(pairs)} rank tests, times {len(pairs)}",
        f"{min(1.0, least * len(pairs)):.3f}", f"{a}, {b}", target=(">=", 0.05),
        value=min(1.0, least * len(pairs)))
