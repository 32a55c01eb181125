#!/usr/bin/env python3
"""Compares Specs/Vectors/README.md with the vectors: each operation with its files, fields and errors.

Prints what one has and the other has not, a line each, and fails if there is anything.
"""

import json
import pathlib
import re
import sys

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "Specs/Vectors"
TEXT = (FOLDER / "README.md").read_text()


def names(cell):
    return set(re.findall(r"`([\w.*]+)`", cell))


def cells(line):
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def table(head):
    """The rows of the table that has this head."""
    lines = TEXT.split(head + "\n", 1)[1].split("\n\n", 1)[0].splitlines()[1:]
    return [cells(line) for line in lines]


errors = {name: names(row[1]) for row in table("| error | |") for name in names(row[0])}
told = {
    name: (set(row[1].split(", ")), *map(names, row[2:5]))
    for row in table("| operation | files | input | output | errors | |") for name in names(row[0])}
messages = {name for row in table("| operation | rule |") for name in names(row[0])}

faults, found, used = [], {}, set()
for file in sorted(FOLDER.glob("*.json")):
    for vector in json.loads(file.read_text())["vectors"]:
        operation, error = vector["operation"], vector["expect"]
        if operation.startswith("message."):
            used.add(operation)
            if operation not in messages:
                faults.append(f"{operation} is not in the README")
            operation = "message.*"
        seen = found.setdefault(operation, (set(), set(), set(), set()))
        seen[0].add(file.stem)
        seen[1].update(vector["input"])
        if error == "ok":
            seen[2].update(vector.get("output", {}), vector.get("intermediate", {}))
            continue
        seen[3].add(error)
        used.add(error)
        if error not in errors:
            faults.append(f"{error} is no error of the README")
        for field in set(vector.get("output", {})) - errors.get(error, set()):
            faults.append(f"{error} has {field}, of which the README knows nothing")

for operation in sorted(found.keys() | told.keys()):
    nothing = (set(), set(), set(), set())
    for what, seen, written in zip(
            ("file", "input", "output", "error"), found.get(operation, nothing), told.get(operation, nothing)):
        faults += [f"{operation}: {what} {name} is not in the README" for name in sorted(seen - written)]
        faults += [f"{operation}: {what} {name} is in no vector" for name in sorted(written - seen)]

faults += [f"{name} is in no vector" for name in sorted((errors.keys() | messages) - used)]
print("\n".join(sorted(set(faults))))
sys.exit(bool(faults))
