#!/usr/bin/env python3
"""Writes Sources/Vault/Pseudonym/UnicodeTables.swift, the frozen tables of Specs/pseudonym.md.

    python3.11 Specs/pseudonym/tables.py           # rewrites the file
    python3.11 Specs/pseudonym/tables.py --check   # says whether the file is what it would write

The tables are those of Unicode 14.0.0, for ever: a Python that carries another version is
refused. Run it to check the file, never to move it to another version of Unicode.
"""
import pathlib
import sys
import unicodedata

UNICODE = "14.0.0"
ROOT = pathlib.Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "Sources/Vault/Pseudonym/UnicodeTables.swift"

# Specs/pseudonym.md, "Substitutions": what a keyboard changes by itself, after NFKD and lower case.
SUBSTITUTIONS = {
    # A letter whose upper case is the upper case of another one.
    0x00DF: "ss", 0x0131: "i", 0x03C2: "\u03C3",
    0x1C80: "\u0432", 0x1C81: "\u0434", 0x1C82: "\u043E", 0x1C83: "\u0441", 0x1C84: "\u0442",
    0x1C85: "\u0442", 0x1C86: "\u044A", 0x1C87: "\u0463", 0x1C88: "\uA64B",
    # Letters that French keyboards lack, and that telephones put in.
    0x00E6: "ae", 0x0153: "oe",
    # Typographic apostrophes, quotation marks and dashes.
    0x02BB: "'", 0x02BC: "'", 0x2018: "'", 0x2019: "'", 0x201A: "'", 0x201B: "'",
    0x201C: '"', 0x201D: '"', 0x201E: '"', 0x201F: '"', 0x00AB: '"', 0x00BB: '"',
    0x2010: "-", 0x2012: "-", 0x2013: "-", 0x2014: "--", 0x2212: "-",
    # The white space that NFKD leaves alone.
    0x1680: " ", 0x2028: " ", 0x2029: " ",
    # Joiners, and the choice between a text and an emoji picture: removed.
    0x200C: "", 0x200D: "", 0xFE0E: "", 0xFE0F: "",
}

# Invisible characters that are not Cf: fillers, variation selectors, an empty braille cell.
INVISIBLE = [
    (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x2800, 0x2800), (0x3164, 0x3164),
    (0xFE00, 0xFE0D), (0xFFA0, 0xFFA0), (0xE0100, 0xE01EF),
]

HANGUL = range(0xAC00, 0xD7A4)
STRIPPED = range(0x0300, 0x0370)
PAGE = 16
REFERENCE, REMOVED = 0xD800, 0xFFFF  # see `header`


def fold(character):
    """The images of one character, in canonical order, before composition."""
    text = unicodedata.normalize("NFKD", character)
    text = "".join(one.lower() for one in text)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(SUBSTITUTIONS.get(ord(one), one) for one in text)
    return "".join(one for one in text if ord(one) not in STRIPPED)


def invisible(scalar):
    if SUBSTITUTIONS.get(scalar) == "":
        return False
    return unicodedata.category(chr(scalar)) == "Cf" or any(a <= scalar <= b for a, b in INVISIBLE)


def changes(predicate):
    """The scalars at which `predicate` changes value, starting from False."""
    found, last = [], False
    for scalar in range(0x110000):
        now = bool(predicate(scalar))
        if now != last:
            found.append(scalar)
            last = now
    return found


def units(text):
    encoded = text.encode("utf-16-be")
    return [encoded[i] << 8 | encoded[i + 1] for i in range(0, len(encoded), 2)]


def fold_tables():
    folded = {}
    for scalar in range(0x110000):
        character = chr(scalar)
        if scalar in HANGUL or unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs"):
            continue
        if invisible(scalar):
            continue
        image = fold(character)
        if image != character:
            folded[scalar] = image
    pages = sorted({scalar // PAGE for scalar in folded})
    sequences, offsets = [], {}
    cells = []
    for page in pages:
        for scalar in range(page * PAGE, page * PAGE + PAGE):
            image = folded.get(scalar)
            if image is None:
                cells.append(0)
            elif image == "":
                cells.append(REMOVED)
            elif len(image) == 1 and ord(image) < 0x10000:
                assert not REFERENCE <= ord(image) < 0xF900 and ord(image) != REMOVED
                cells.append(ord(image))
            else:
                if image not in offsets:
                    offsets[image] = len(sequences)
                    sequences += units(image) + [0]
                assert REFERENCE + offsets[image] < 0xF900
                cells.append(REFERENCE + offsets[image])
    return pages, cells, sequences


def ordering():
    found, last = [], 0
    for scalar in range(0x110000):
        now = 0 if scalar in STRIPPED else unicodedata.combining(chr(scalar))
        if now != last:
            found.append(scalar << 8 | now)
            last = now
    return found


def compositions():
    found = []
    for scalar in range(0x110000):
        character = chr(scalar)
        if scalar in HANGUL or unicodedata.normalize("NFC", character) != character:
            continue
        whole = unicodedata.normalize("NFD", character)
        if whole == character or any(ord(one) in STRIPPED for one in whole):
            continue
        first, second = (int(part, 16) for part in unicodedata.decomposition(character).split())
        found.append((first, second, scalar))
    return [value for entry in sorted(found) for value in entry]


HEADER = """\
// swift-format-ignore-file
// Generated by Specs/pseudonym/tables.py from Unicode %s. FROZEN: part of the format of every
// vault (Specs/pseudonym.md). Another value here locks people out for ever.

/// The tables of Unicode %s which the canonical form of a pseudonym needs.
package enum UnicodeTables {
"""


def literal(name, kind, width, values, doc):
    lines = [f"  /// {line}" for line in doc]
    lines.append(f"  package static let {name}: [{kind}] = [")
    line = "   "
    for value in values:
        item = f" {hex(value) if width is None else '0x%0*X' % (width, value)},"
        if len(line) + len(item) > 100:
            lines.append(line)
            line = "   "
        line += item
    lines += [line, "  ]"]
    return "\n".join(lines) + "\n"


def generate():
    assigned = changes(lambda s: unicodedata.category(chr(s)) != "Cn")
    pages, cells, sequences = fold_tables()
    tables = [
        ("assignedInPlane0", "UInt16", 4, [s for s in assigned if s < 0x10000],
         ["Where \u201cassigned\u201d begins and ends, by turns, in U+0000 to U+FFFF."]),
        ("assignedInPlane1", "UInt16", 4, [s - 0x10000 for s in assigned if s >> 16 == 1],
         ["The same in U+10000 to U+1FFFF, without the leading 1."]),
        ("assignedAbove", "UInt32", 6, [s for s in assigned if s > 0x1FFFF],
         ["The same from U+20000."]),
        ("invisible", "UInt32", 6, changes(invisible),
         ["Where the refused invisible characters begin and end, by turns."]),
        ("foldPages", "UInt16", 4, pages,
         ["The groups of 16 scalars (scalar / 16) of which at least one changes, in order."]),
        ("foldCells", "UInt16", 4, cells,
         ["16 cells for each group. 0: the scalar stays. 0xFFFF: it is removed. From 0xD800 to",
          "0xF8FF: it becomes `foldSequences` from that number less 0xD800. Else: its image."]),
        ("foldSequences", "UInt16", 4, sequences,
         ["Images in UTF-16, each closed by 0."]),
        ("combiningClasses", "UInt32", 7, ordering(),
         ["Scalar * 256 + the combining class from there on; U+0300 to U+036F are left out."]),
        ("compositions", "UInt32", 5, compositions(),
         ["First scalar, second scalar, composed scalar; in the order of the first two."]),
    ]
    # The alternation must restart at "unassigned" with each plane.
    assert len(tables[0][3]) % 2 == 0 and len(tables[1][3]) % 2 == 0
    body = "\n".join(literal(*table) for table in tables)
    size = sum(len(t[3]) * (2 if t[1] == "UInt16" else 4) for t in tables)
    for table in tables:
        print(f"{table[0]}: {len(table[3])} of {table[1]}", file=sys.stderr)
    print(f"{size} bytes", file=sys.stderr)
    return HEADER % (UNICODE, UNICODE) + body + "}\n"


def main():
    if unicodedata.unidata_version != UNICODE:
        sys.exit(f"this needs Unicode {UNICODE}; here is {unicodedata.unidata_version}")
    text = generate()
    if "--check" in sys.argv[1:]:
        if OUTPUT.read_text(encoding="utf-8") != text:
            sys.exit(f"{OUTPUT} is NOT what this program writes")
        print("the same")
    else:
        OUTPUT.write_text(text, encoding="utf-8")


main()
