"""Whether bytes could be random: `ent`, tests of Debian's `dieharder`, and what stands at each place.

Each limit is so wide that random bytes fail the whole less than once in a million times.
"""

import re
import statistics
import subprocess

# Standard deviations: 2e-9 on both sides.
SIGMA = 6
# dieharder's tests and their options, so that none takes more than LEAST bytes and begins anew.
LEAST = 24_000_000
DIEHARDER = [
    ("100", "-t 100000 -p 20"), ("102", "-t 100000 -p 20"), ("15", "-t 100000 -p 20"),
    ("2", "-t 10000 -p 8"), ("3", "-t 25000 -p 20"), ("4", "-t 2097152 -p 2"),
    ("8", "-t 256000 -p 12")]


def ent_faults(path):
    """What `ent` finds too far from chance, as bytes and as bits."""
    faults = []
    for options, values in (([], 256), (["-b"], 2)):
        done = subprocess.run(
            ["ent", "-t", *options, path], check=True, stdout=subprocess.PIPE, text=True)
        names, found = (line.split(",") for line in done.stdout.splitlines()[:2])
        found = dict(zip(names[1:], map(float, found[1:])))
        count = next(value for name, value in found.items() if name.startswith("File-"))
        freedom = values - 1
        spread = ((values ** 2 - 1) / 12) ** 0.5
        inside = 3.141592653589793 / 4
        tries = count / (6 if values == 256 else 48)
        # Chi-square by Wilson and Hilferty; the others are means of many.
        far = {
            "Chi-square": ((found["Chi-square"] / freedom) ** (1 / 3) - (1 - 2 / 9 / freedom))
            / (2 / 9 / freedom) ** 0.5,
            "Mean": (found["Mean"] - freedom / 2) / spread * count ** 0.5,
            "Monte-Carlo-Pi": (found["Monte-Carlo-Pi"] / 4 - inside)
            / (inside * (1 - inside) / tries) ** 0.5,
            "Serial-Correlation": found["Serial-Correlation"] * count ** 0.5}
        for name, sigmas in far.items():
            # One degree of freedom has a longer tail on one side only.
            if abs(sigmas) > SIGMA + (values == 2):
                faults.append(f"ent{' '.join(['', *options])}: {name} is {sigmas:+.1f} sigmas off")
    return faults


def dieharder_faults(path):
    """What `dieharder` finds too unlikely: less than 5e-9 for one of its some 40 figures."""
    faults = []
    for test, options in DIEHARDER:
        done = subprocess.run(
            ["dieharder", "-g", "201", "-f", path, "-d", test, *options.split()],
            check=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if "rewound" in done.stdout:
            raise AssertionError(f"too few bytes for dieharder -d {test}:\n{done.stdout}")
        figures = re.findall(r"^ *(\w+)\|[^|]*\|[^|]*\|[^|]*\|([0-9.]+)\|", done.stdout, re.M)
        if not figures:
            raise AssertionError(f"dieharder -d {test} gave no figure:\n{done.stdout}")
        faults += [f"dieharder: {name} {figure}" for name, figure in figures if float(figure) == 0]
    return faults


def ones(records):
    """How often each bit is set in records of one length: the counts as binary numbers in
    planes, one big integer for each binary digit, so that all places are counted at once."""
    planes = []
    for record in records:
        carry = int.from_bytes(record, "big")
        for index, plane in enumerate(planes):
            planes[index], carry = plane ^ carry, plane & carry
            if not carry:
                break
        if carry:
            planes.append(carry)
    return planes


def place_faults(records):
    """The bytes of records at whose place a bit is too often, or too seldom, set.

    By Hoeffding a bit is 8 sigmas off once in 4e13 times.
    """
    length, count = len(records[0]), len(records)
    if any(len(record) != length for record in records):
        raise AssertionError("records of more than one length")
    if count < 80:
        raise AssertionError(f"{count} records are too few")
    limit = 4 * count ** 0.5
    low, high = int(count / 2 - limit), int(count / 2 + limit) + 1
    planes = ones(records)
    every = (1 << 8 * length) - 1
    off = at_most(planes, low, every) | every ^ at_most(planes, high, every)
    return sorted({length - 1 - bit // 8 for bit in bits(off)})


def at_most(planes, number, every):
    """The places where the count in the planes is at most a number."""
    below, equal = 0, every
    for index in reversed(range(len(planes))):
        if number >> index & 1:
            below |= equal & ~planes[index]
            equal &= planes[index]
        else:
            equal &= ~planes[index]
    return every if number >> len(planes) else (below | equal) & every


def bits(number):
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low


def sigmas(observed, chance):
    """How far a value is from what chance gave."""
    spread = statistics.pstdev(chance)
    return (observed - statistics.fmean(chance)) / spread if spread else 0.0
