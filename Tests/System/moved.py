"""Programs that see another date: the clock that tests move instead of waiting."""

import functools
import pathlib
import shutil
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
HOUR = 3_600
DAY = 86_400


@functools.cache
def library():
    """The library that moves the date, built once for a process."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="pde-moved-"))
    path = folder / "shifted.so"
    subprocess.run(
        ["gcc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", path, HERE / "shifted.c"],
        check=True)
    import atexit
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return path


def moved(seconds):
    """The environment in which a program sees the date moved by so many seconds."""
    return {"LD_PRELOAD": str(library()), "PDE_SHIFT": str(int(seconds))}


def move(server, seconds):
    """Stops a server, and starts it in so many seconds from now (not after where it was before), with the
    operator's word that the clock is right."""
    if server.is_up:
        server.stop()
    if "--accept-clock" not in server.options:
        server.options += ("--accept-clock",)
    server.environment = {**server.environment, **moved(seconds)}
    server.start()


def to_half_past():
    """Seconds from now to the next half hour: far from where an hour begins."""
    return (HOUR // 2 - int(time.time())) % HOUR


def now(seconds):
    return int(time.time()) + int(seconds)
