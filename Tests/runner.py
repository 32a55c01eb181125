"""What runs the tests of a folder: its classes side by side, each in a process, and at the end the
ten slowest tests and the counts, which `make test` reads.

Each test runs at two scales, which differ in counts alone: the usual one, and with SCALE=full in the
environment that for which a person would not wait.
"""

import argparse
import concurrent.futures
import contextlib
import fcntl
import gc
import importlib
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import unittest

SCALE = os.environ.get("SCALE") or "usual"
IS_FULL = SCALE == "full"
# Held by every class that runs on this machine; a class that needs it to itself waits for all others.
MACHINE = pathlib.Path(tempfile.gettempdir()) / f"pde-tests-{os.getuid()}.lock"
# A test that takes longer says why, with `takes_long`.
LONG_SECONDS = 20
# A test that takes longer than this does not end: what drives a browser waits for ever for one that hangs.
STUCK_SECONDS = 1_800 if IS_FULL else 700


def scale(name, full, usual):
    """How many times a test does something: `PDE_<name>`, or by the scale of the run."""
    return int(os.environ.get(f"PDE_{name}") or (full if IS_FULL else usual))


def takes_long(reason):
    """Marks a test that takes more than 20 seconds: why it can't take less."""
    def mark(test):
        test.takes_long = reason
        return test
    return mark


class Watchdog:
    """Ends this process where a test does not end, and says where it stood."""

    def __init__(self, name):
        self.timer = None
        self.see(name)

    def see(self, name):
        """From now on it is this that takes its time."""
        self.stop()
        self.timer = threading.Timer(STUCK_SECONDS, self.bite, (name,))
        self.timer.daemon = True
        self.timer.start()

    def stop(self):
        if self.timer:
            self.timer.cancel()

    def bite(self, name):
        print(f"stuck  {name} ({STUCK_SECONDS} s)")
        for frame in sys._current_frames().values():
            traceback.print_stack(frame, limit=12, file=sys.stdout)
        # Playwright has a test wait in a greenlet, which is no thread's frame.
        for one in gc.get_objects():
            if type(one).__name__.endswith("Greenlet") and one.gr_frame:
                traceback.print_stack(one.gr_frame, limit=12, file=sys.stdout)
        sys.stdout.flush()
        end_descendants()
        os._exit(75)


def name_of(test):
    """A test's whole name; its `id` may be something of its own."""
    return f"{type(test).__module__}.{type(test).__qualname__}.{getattr(test, '_testMethodName', test)}"


class Report(unittest.TestResult):
    """One line a test, the reason under those that failed."""

    def __init__(self, watchdog):
        super().__init__()
        self.watchdog = watchdog
        self.passed = 0
        self.bad = 0
        self.is_bad = False
        self.began = time.monotonic()
        # Tests whose tool failed, and not what they test: each begins anew, once.
        self.broken = []
        self.begun_anew = []

    def startTest(self, test):
        super().startTest(test)
        self.watchdog.see(name_of(test))
        self.began = time.monotonic()
        self.is_bad = False

    def stopTest(self, test):
        super().stopTest(test)
        self.watchdog.see(f"after {name_of(test)}")

    def line(self, verdict, test, reason=""):
        method = getattr(test, "_testMethodName", str(test))
        name = method.removeprefix("test_").replace("_", " ")
        seconds = time.monotonic() - self.began
        why = getattr(getattr(test, method, None), "takes_long", "")
        print(f"{verdict}  {name} ({seconds:.1f} s)" + (f" [{why}]" if why else "") + reason, flush=True)

    def fail(self, test, error):
        # A failed subtest fails its test, once; a failed class fails once too.
        self.bad += 0 if self.is_bad else 1
        self.is_bad = hasattr(test, "_testMethodName") or hasattr(test, "test_case")
        text = self._exc_info_to_string(error, test)
        self.line("FAIL", test, "\n      " + text.strip().replace("\n", "\n      "))

    def addError(self, test, error):
        is_tools = getattr(test, "is_of_the_tool", None)
        if test in self.broken:
            return  # What follows from it.
        if is_tools and is_tools(error[1]) and not self.is_bad and test not in self.begun_anew:
            self.broken.append(test)
            self.line("again", test, f": {error[1]}".split("\n")[0])
        else:
            self.fail(test, error)

    def addFailure(self, test, error):
        self.fail(test, error)

    def begin_broken_anew(self):
        self.begun_anew, self.broken = self.broken, []
        unittest.TestSuite(self.begun_anew).run(self)

    def addSubTest(self, test, subtest, error):
        if error:
            print(f"      in {subtest._subDescription()}")
            self.fail(test, error)

    def addSuccess(self, test):
        if not self.is_bad:
            self.passed += 1
            self.line("pass", test)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.line("skip", test, ": " + reason)


def tests_of(unit, names):
    """The tests of a class, or those of them that have one of the names in theirs."""
    suite = unittest.defaultTestLoader.loadTestsFromName(f"test_{unit}")
    return [test for test in suite if not names or any(name in test.id() for name in names)]


def units_of(subjects, long):
    units = [
        f"{subject}.{name}" for subject in subjects
        for name, value in vars(importlib.import_module(f"test_{subject}")).items()
        if isinstance(value, type) and issubclass(value, unittest.TestCase)
        and value.__module__ == f"test_{subject}"]
    return sorted(units, key=lambda unit: long.index(unit) if unit in long else len(long))


def run_unit(unit, names, is_alone):
    before = processor_seconds()
    with MACHINE.open("w") as machine:
        fcntl.flock(machine, fcntl.LOCK_EX if is_alone else fcntl.LOCK_SH)
        watchdog = Watchdog(f"the beginning of {unit}")
        report = Report(watchdog)
        unittest.TestSuite(tests_of(unit, names)).run(report)
        report.begin_broken_anew()
        watchdog.stop()
    print(f"      {processor_seconds() - before:.0f} s of processors")
    print(f"counts {report.passed} {report.bad} {len(report.skipped)}", flush=True)


def processor_seconds():
    """What this process has taken, and those that it started and that have ended."""
    return sum(os.times()[:4])


class Worker:
    """A process that runs classes, one after the other; what they share stays between them."""

    def __init__(self, names):
        self.process = subprocess.Popen(
            [sys.executable, sys.argv[0], "--worker", *names], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            # Programs that share a picture's rows out among threads wait for them by turning round,
            # which beside other tests takes more time than it saves.
            env={**os.environ, "OMP_NUM_THREADS": "1"})

    def run(self, unit):
        """What a class says, to its counts; less if the process ended before."""
        lines = []
        try:
            print(unit, file=self.process.stdin, flush=True)
            for line in self.process.stdout:
                lines.append(line.rstrip("\n"))
                if line.startswith("counts "):
                    break
        except OSError:
            pass
        return lines

    def end(self):
        self.process.stdin.close()
        self.process.stdout.close()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:  # A browser that hangs is waited for when it is to close, too.
            end_descendants(self.process.pid)
            self.process.kill()
            self.process.wait()


def work(names, alone):
    """Runs the classes that standard input names, a line each."""
    # A run that is stopped gets one of them after the other.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        for line in sys.stdin:
            run_unit(line.strip(), names, line.strip() in alone)
    except KeyboardInterrupt:
        return 130
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        end_descendants()
    return 0


def end_descendants(ancestor=None):
    """Ends what a process, by default this one, started and did not end: servers and browsers."""
    ancestor = ancestor or os.getpid()
    parents = {}
    for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(status.parent.name)] = int(status.read_text().rsplit(")", 1)[1].split()[1])
    mine = {ancestor}
    while more := {one for one, parent in parents.items() if parent in mine} - mine:
        mine |= more
    for one in mine - {ancestor}:
        with contextlib.suppress(OSError):
            os.kill(one, signal.SIGKILL)


class Crew:
    """As many workers as threads, for `keeps` classes each or for one."""

    def __init__(self, names, keeps):
        self.names, self.keeps = names, keeps
        self.mine = threading.local()
        self.all = []

    def run(self, unit):
        """What a class says, and the seconds it took. One that stuck begins anew, once, in another process."""
        began = time.monotonic()
        lines = self.run_once(unit)
        if any(line.startswith("stuck  ") for line in lines):
            lines = [line for line in lines if not line.startswith("pass ")] + self.run_once(unit)
        return lines, time.monotonic() - began

    def run_once(self, unit):
        worker = getattr(self.mine, "worker", None)
        if worker is None:
            worker = self.mine.worker = Worker(self.names)
            self.all.append(worker)
        lines = worker.run(unit)
        if not self.keeps or not lines or not lines[-1].startswith("counts "):
            self.mine.worker = None
            worker.end()
        return lines

    def end(self):
        for worker in self.all:
            if worker.process.returncode is None:
                worker.end()


TEST_LINE = re.compile(r"(?:pass|FAIL)  (.+?) \(([0-9.]+) s\)(?: \[(.*)\])?$")


def slowest(tests, count=10):
    """What to say of the slowest of (seconds, class, name, reason) tests."""
    lines = [f"{seconds:7.1f} s  {unit}: {name}" + (
        f" [{why}]" if why else " [no reason given]" if seconds > LONG_SECONDS else "")
        for seconds, unit, name, why in sorted(tests, reverse=True)[:count]]
    return ["the slowest:", *lines]


def main(
        about, folder, subjects, long=(), jobs=4, programs=None, others=None, alone=(), keeps=False):
    """Runs the tests that the command line names, or all; the exit code.

    `subjects` are the files test_SUBJECT.py of a folder, `long` the classes to begin with, so that all end
    together. `alone` are classes that need the machine to themselves: they come after all others, one by one.
    `programs` has to hold `pde` and `pde-server`. `others`, where no test is named, runs
    what is not Python, beside them; it gives what it says, how many passed and how many failed. With `keeps` a process runs many classes,
    so that they can share what takes long to start.
    """
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--list", action="store_true", help="print the names of the tests")
    parser.add_argument("--jobs", type=int, default=jobs, help="classes at a time")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    sys.path.insert(0, str(folder))
    if options.worker:
        return work(options.names, alone)
    if SCALE not in ("usual", "full"):
        parser.exit(64, f"SCALE is usual or full, and not {SCALE!r}\n")
    if options.list:
        for unit in sorted(units_of(subjects, ())):
            for test in tests_of(unit, []):
                print(f"{unit}.{test.id().rsplit('.', 1)[1]}")
        return 0
    for program in ("pde", "pde-server"):
        if not (programs / program).is_file():
            parser.exit(1, f"there is no {programs / program}: build it, or set PDE_BIN\n")
    every = units_of(subjects, long)
    chosen = [unit for unit in every if unit in options.names or unit.split(".")[0] in options.names]
    names = [name for name in options.names if name not in every and name not in subjects]
    units = [unit for unit in chosen or every if tests_of(unit, names)]
    began = time.monotonic()
    counts = [0, 0, 0]
    tests = []
    side_by_side = [unit for unit in units if unit not in alone]
    crew = Crew(names, keeps)
    beside = concurrent.futures.ThreadPoolExecutor(1)
    more = beside.submit(others) if others and not options.names else None
    for units, width in ((side_by_side, options.jobs), ([u for u in units if u in alone], 1)):
        with concurrent.futures.ThreadPoolExecutor(width) as pool:
            running = {pool.submit(crew.run, unit): unit for unit in units}
            for done in concurrent.futures.as_completed(running):
                lines, seconds = done.result()
                if lines and lines[-1].startswith("counts "):
                    found = [int(number) for number in lines.pop().split()[1:]]
                else:
                    lines += [f"FAIL  {running[done]} ended without a report"]
                    found = [0, 1, 0]
                counts = [a + b for a, b in zip(counts, found)]
                print(f"\n{running[done]} ({seconds:.0f} s)", *lines, sep="\n", flush=True)
                tests += [(float(found[2]), running[done], found[1], found[3] or "")
                          for found in map(TEST_LINE.match, lines) if found]
    crew.end()
    if more:
        text, *found = more.result()
        print(text)
        counts = [a + b for a, b in zip(counts, [*found, 0])]
    passed, failed, skipped = counts
    print("", *slowest(tests), sep="\n")
    print(f"\n{skipped} skipped, {time.monotonic() - began:.0f} s")
    # `make test` reads this line.
    print(f"{SCALE}: {passed} passed, {failed} failed")
    return 1 if failed or not passed else 0

