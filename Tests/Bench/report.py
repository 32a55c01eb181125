"""The one table of the benchmarks, and how things are measured side by side."""

import json
import os
import platform
import statistics
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
BUILT = ROOT / ".build/bench"
SWIFT = ROOT / ".build/release/pde-bench"
SERVER = ROOT / ".build/release/pde-server"


@dataclass
class Row:
    what: str
    ours: str
    baseline: str = ""
    ratio: float | None = None
    #: (">=" or "<=", number), or None for a figure that has none.
    target: tuple[str, float] | None = None
    #: Set where the target is not for the ratio.
    value: float | None = None

    @property
    def verdict(self):
        if self.target is None:
            return ""
        measured = self.ratio if self.value is None else self.value
        relation, limit = self.target
        holds = measured >= limit if relation == ">=" else measured <= limit
        return "ok" if holds else "MISS"

    def cells(self):
        ratio = "" if self.ratio is None else f"{self.ratio:.3f}"
        target = "" if self.target is None else f"{self.target[0]} {self.target[1]:g}"
        return [self.what, self.ours, self.baseline, ratio, target, self.verdict]


class Report:
    def __init__(self):
        self.rows = []
        #: Every single measurement, by name.
        self.samples = {}
        self.notes = []

    def add(self, *args, **kwargs):
        row = Row(*args, **kwargs)
        self.rows.append(row)
        print("  " + "  ".join(cell for cell in row.cells() if cell), flush=True)

    def note(self, text):
        self.notes.append(text)
        print("  " + text, flush=True)

    def table(self):
        lines = [["what", "ours", "baseline", "ratio", "target", ""]]
        lines += [row.cells() for row in self.rows]
        widths = [max(len(line[i]) for line in lines) for i in range(6)]
        text = []
        for line in lines:
            cells = [line[0].ljust(widths[0])]
            cells += [line[i].rjust(widths[i]) for i in range(1, 5)]
            text.append("  ".join(cells + [line[5]]).rstrip())
        text.insert(1, "-" * max(map(len, text)))
        return "\n".join(text + [""] + self.notes)

    def write(self, path, seconds):
        path.parent.mkdir(exist_ok=True)
        rows = [asdict(row) | {"verdict": row.verdict} for row in self.rows]
        path.write_text(
            json.dumps(
                {
                    "machine": f"{platform.machine()}, {os.cpu_count()} cores",
                    "load": os.getloadavg(),
                    "seconds": round(seconds, 1),
                    "rows": rows,
                    "notes": self.notes,
                    "samples": self.samples,
                },
                indent=1,
            )
            + "\n"
        )


def run_json(*command):
    """The line of JSON that a program prints."""
    done = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def interleave(rounds, **bodies):
    """Runs each body once a round, the order turned each time; the results of each by name."""
    results = {name: [] for name in bodies}
    names = list(bodies)
    for turn in range(rounds):
        shift = turn % len(names)
        for name in names[shift:] + names[:shift]:
            results[name].append(bodies[name]())
    return results


def median(values):
    return statistics.median(values)


def paired_ratio(over, under):
    """The median of the ratios of values that were measured one after the other: what the
    machine does besides hits both of a pair."""
    return median([a / b for a, b in zip(over, under)])
