"""Programs that see another date: the clock that tests move instead of waiting."""

import contextlib
import time

from preloaded import library

HOUR = 3_600
DAY = 86_400


def moved(seconds):
    """The environment in which a program sees the date moved by so many seconds."""
    return {"LD_PRELOAD": str(library("shifted")), "PDE_SHIFT": str(int(seconds))}


def set_clock(server, seconds):
    """Stops a server, and starts it with a clock that is so many seconds from now (not from where it was
    before), with the operator's word that it is right. It was off for as long."""
    if server.is_up:
        server.stop()
    if "--accept-clock" not in server.options:
        server.options += ("--accept-clock",)
    server.environment = {**server.environment, **moved(seconds)}
    server.start()


def move(server, seconds):
    """As if the server had run until so many seconds from now: the clock is set, and it has served as much."""
    if server.is_up:
        server.stop()
    before = int(server.environment.get("PDE_SHIFT", 0))
    with contextlib.closing(server.database()) as database:
        served = int.from_bytes(
            database.execute("SELECT value FROM facts WHERE name = 'served'").fetchone()[0], "big")
        database.execute(
            "UPDATE facts SET value = ? WHERE name = 'served'",
            [(served + int(seconds) - before).to_bytes(8, "big")])
    set_clock(server, seconds)


def to_half_past():
    """Seconds from now to the next half hour: far from where an hour begins."""
    return (HOUR // 2 - int(time.time())) % HOUR


def now(seconds):
    return int(time.time()) + int(seconds)
