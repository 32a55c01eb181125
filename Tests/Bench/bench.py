"""Runs the benchmarks; Tests/Bench/run builds what they need and calls this."""

import shutil
import sys
import tempfile
import time
from pathlib import Path

import answers
import flood
import indistinguishable
import ledger
import module
import sealing
import service
import wallet
import ways
import web
from report import ROOT, Report

PARTS = {
    "sealing": sealing.measure,
    "wallet": wallet.measure,
    "ways": ways.measure,
    "service": service.measure,
    "ledger": ledger.measure,
    "flood": flood.measure,
    "module": module.measure,
    "answers": answers.measure,
    "alike": indistinguishable.measure,
    "web": web.measure,
}


def main():
    arguments = sys.argv[1:]
    quick = "--quick" in arguments
    names = [name for name in arguments if name != "--quick"] or list(PARTS)
    for name in names:
        if name not in PARTS:
            sys.exit(f"error: no part '{name}': {', '.join(PARTS)}")
    report = Report()
    start = time.monotonic()
    # On the disk, where a server's data are: a folder in memory would make syncs free.
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT / ".build/bench"))
    try:
        for name in names:
            print(f"== {name}", flush=True)
            (folder / name).mkdir()
            PARTS[name](report, folder / name, quick)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    seconds = time.monotonic() - start
    report.write(ROOT / ".build/bench.json", seconds)
    print(f"\n{report.table()}\n\n{seconds:.0f} seconds; all samples in .build/bench.json")


main()
