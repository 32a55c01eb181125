"""What runs the tests of a folder: its classes side by side, each in a process, and the counts at
the end that `make test` reads.
"""

import argparse
import concurrent.futures
import importlib
import os
import subprocess
import sys
import time
import unittest


class Report(unittest.TestResult):
    """One line a test, the reason under those that failed."""

    def __init__(self):
        super().__init__()
        self.passed = 0
        self.bad = 0
        self.is_bad = False
        self.began = time.monotonic()

    def startTest(self, test):
        super().startTest(test)
        self.began = time.monotonic()
        self.is_bad = False

    def line(self, verdict, test, reason=""):
        name = getattr(test, "_testMethodName", str(test)).removeprefix("test_").replace("_", " ")
        seconds = time.monotonic() - self.began
        print(f"{verdict}  {name} ({seconds:.1f} s){reason}", flush=True)

    def fail(self, test, error):
        # A failed subtest fails its test, once; a failed class fails once too.
        self.bad += 0 if self.is_bad else 1
        self.is_bad = hasattr(test, "_testMethodName") or hasattr(test, "test_case")
        text = self._exc_info_to_string(error, test)
        self.line("FAIL", test, "\n      " + text.strip().replace("\n", "\n      "))

    def addError(self, test, error):
        self.fail(test, error)

    def addFailure(self, test, error):
        self.fail(test, error)

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


def run_unit(unit, names):
    report = Report()
    unittest.TestSuite(tests_of(unit, names)).run(report)
    print(f"counts {report.passed} {report.bad} {len(report.skipped)}")
    return 1 if report.bad else 0


def start_unit(unit, names):
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, sys.argv[0], "--unit", unit, *names], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout, time.monotonic() - began


def main(about, folder, subjects, long=(), jobs=4, programs=None, others=None, alone=()):
    """Runs the tests that the command line names, or all; the exit code.

    `subjects` are the files test_SUBJECT.py of a folder, `long` the classes to begin with, so that all end
    together. `alone` are classes that need the machine to themselves: they come after all others, one by one.
    `programs` has to hold `pde` and `pde-server`. `others`, where no test is named, runs
    what is not Python; it gives how many passed and failed.
    """
    parser = argparse.ArgumentParser(description=about.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="smaller samples")
    parser.add_argument("--jobs", type=int, default=jobs, help="classes at a time")
    parser.add_argument("--unit", help=argparse.SUPPRESS)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    sys.path.insert(0, str(folder))
    if options.unit:
        return run_unit(options.unit, options.names)
    for program in ("pde", "pde-server"):
        if not (programs / program).is_file():
            parser.exit(1, f"there is no {programs / program}: build it, or set PDE_BIN\n")
    if options.quick:
        os.environ["PDE_QUICK"] = "1"
    every = units_of(subjects, long)
    chosen = [unit for unit in every if unit in options.names or unit.split(".")[0] in options.names]
    names = [name for name in options.names if name not in every and name not in subjects]
    units = [unit for unit in chosen or every if tests_of(unit, names)]
    began = time.monotonic()
    counts = [0, 0, 0]
    side_by_side = [unit for unit in units if unit not in alone]
    for units, width in ((side_by_side, options.jobs), ([u for u in units if u in alone], 1)):
        with concurrent.futures.ThreadPoolExecutor(width) as pool:
            running = {pool.submit(start_unit, unit, names): unit for unit in units}
            for done in concurrent.futures.as_completed(running):
                text, seconds = done.result()
                *lines, last = text.strip().splitlines() or [""]
                if last.startswith("counts "):
                    found = [int(number) for number in last.split()[1:]]
                else:
                    lines += [last, f"FAIL  {running[done]} ended without a report"]
                    found = [0, 1, 0]
                counts = [a + b for a, b in zip(counts, found)]
                print(f"\n{running[done]} ({seconds:.0f} s)", *lines, sep="\n", flush=True)
    passed, failed, skipped = counts
    if others and not options.names:
        more = others()
        passed, failed = passed + more[0], failed + more[1]
    print(f"\n{skipped} skipped, {time.monotonic() - began:.0f} s")
    # `make test` reads this line.
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0

