"""Sealing and opening, file to file: the Swift code, a C program that does the same, age."""

import filecmp
import os
import random
import subprocess
import time

from report import BUILT, SWIFT, interleave, median, paired_ratio, run_json

BYTES = 25_000_000
MANY = 1_000
MANY_BYTES = 50_000


def measure(report, folder, quick):
    plain = folder / "plain"
    plain.write_bytes(os.urandom(BYTES))
    for name, program in (("ours", SWIFT), ("c", BUILT / "seal")):
        run_json(program, "seal", plain, folder / f"{name}.sealed")
    # What one sealed, the other opens.
    run_json(BUILT / "seal", "open", BYTES, folder / "ours.sealed", folder / "ours.opened")
    run_json(SWIFT, "open", BYTES, folder / "c.sealed", folder / "c.opened")
    for name in ("ours", "c"):
        if not filecmp.cmp(plain, folder / f"{name}.opened", shallow=False):
            raise SystemExit(f"error: what {name} sealed does not open with the other")
    key = folder / "age.key"
    made = subprocess.run(["age-keygen", "-o", key], check=True, capture_output=True, text=True)
    recipient = made.stderr.split()[-1]

    rounds = 5 if quick else 25
    large(report, folder, rounds, plain, key, recipient)
    many(report, folder, 3 if quick else 9)


def timed(command):
    """(seconds inside the program or None, seconds of the whole command)."""
    start = time.perf_counter()
    done = subprocess.run(
        [str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True)
    whole = time.perf_counter() - start
    return (float(done.stdout.split()[-1].rstrip("}")) if done.stdout else None, whole)


def large(report, folder, rounds, plain, key, recipient):
    out = folder / "out"
    commands = {
        "seal": {
            "ours": [SWIFT, "seal", plain, out],
            "c": [BUILT / "seal", "seal", plain, out],
            "age": ["age", "-r", recipient, "-o", out, plain],
        },
        "open": {
            "ours": [SWIFT, "open", BYTES, folder / "c.sealed", out],
            "c": [BUILT / "seal", "open", BYTES, folder / "c.sealed", out],
            "age": ["age", "-d", "-i", key, "-o", out, folder / "age.sealed"],
        },
    }
    subprocess.run(["age", "-r", recipient, "-o", folder / "age.sealed", plain], check=True)
    for verb, programs in commands.items():
        results = interleave(
            rounds, **{name: lambda c=command: timed(c) for name, command in programs.items()})
        report.samples[f"{verb} 25 MB"] = results
        inside = {name: [r[0] for r in results[name]] for name in ("ours", "c")}
        whole = {name: [r[1] for r in values] for name, values in results.items()}
        rate = lambda seconds: f"{BYTES / 1e6 / median(seconds):.0f} MB/s"
        report.add(
            f"{verb} 25 MB, C program", rate(inside["ours"]), rate(inside["c"]),
            paired_ratio(inside["c"], inside["ours"]), (">=", 0.95))
        report.add(
            f"{verb} 25 MB, whole command, C program", rate(whole["ours"]), rate(whole["c"]),
            paired_ratio(whole["c"], whole["ours"]))
        report.add(
            f"{verb} 25 MB, whole command, age", rate(whole["ours"]), rate(whole["age"]),
            paired_ratio(whole["age"], whole["ours"]))


def many(report, folder, rounds):
    inputs = [folder / f"many-{i}" for i in range(MANY)]
    for path in inputs:
        path.write_bytes(random.randbytes(MANY_BYTES))
    sealed = {path: path.with_suffix(".sealed") for path in inputs}
    opened = {path: path.with_suffix(".opened") for path in inputs}

    def pairs(sources, targets):
        return [path for source in sources for path in (source, targets[source])]

    out = {sealed[path]: opened[path] for path in inputs}
    for verb, arguments in (
        ("seal", ["seal", *pairs(inputs, sealed)]),
        ("open", ["open", MANY_BYTES, *pairs(out, out)]),
    ):
        results = interleave(
            rounds,
            ours=lambda: timed([SWIFT, *arguments])[0],
            c=lambda: timed([BUILT / "seal", *arguments])[0])
        report.samples[f"{verb} 1,000 files"] = results
        report.add(
            f"{verb} 1,000 files of 50 kB, C program", f"{median(results['ours']):.3f} s",
            f"{median(results['c']):.3f} s", paired_ratio(results["ours"], results["c"]),
            ("<=", 2))
