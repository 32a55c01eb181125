#!/usr/bin/env python3
"""Writes Specs/Vectors/pseudonym.json: Specs/pseudonym.md done a second time, without the tables.

    python3.11 Specs/pseudonym/vectors.py           # rewrites the file
    python3.11 Specs/pseudonym/vectors.py --check   # says whether the file is what it would write

Whole strings go through `unicodedata`, where the Swift code puts one scalar at a time through its
own tables; the two share nothing but the text of the specification.
"""
import json
import pathlib
import sys
import unicodedata as u

if u.unidata_version != "14.0.0":
    sys.exit(f"this needs Unicode 14.0.0; here is {u.unidata_version}")

OUTPUT = pathlib.Path(__file__).resolve().parents[1] / "Vectors/pseudonym.json"

LETTERS = str.maketrans({"ß": "ss", "ı": "i", "ς": "σ", "æ": "ae", "œ": "oe"})
CYRILLIC = str.maketrans("ᲀᲁᲂᲃᲄᲅᲆᲇᲈ", "вдосттъѣꙋ")
APOSTROPHES = dict.fromkeys(map(ord, "ʻʼ‘’‚‛"), "'")
QUOTES = dict.fromkeys(map(ord, "“”„‟«»"), '"')
DASHES = {0x2010: "-", 0x2012: "-", 0x2013: "-", 0x2014: "--", 0x2212: "-"}
REMOVED = "\u200c\u200d\ufe0e\ufe0f"
ACCENTS = {point: None for point in range(0x300, 0x370)}
REFUSED_AS_INVISIBLE = (
    "\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE0E))) + "".join(map(chr, range(0xE0100, 0xE01F0)))
)


class Refused(Exception):
    def __init__(self, name, offset=None):
        self.name, self.offset = name, offset


def canonical(data):
    if len(data) > 1024:
        raise Refused("tooLong")
    try:
        text, ill = data.decode("utf-8"), None
    except UnicodeDecodeError as error:
        text, ill = data[:error.start].decode("utf-8"), error.start
    offset = 0
    for one in text:
        category = u.category(one)
        if category == "Cc":
            raise Refused("control", offset)
        if category == "Co":
            raise Refused("privateUse", offset)
        if category == "Cn":
            raise Refused("unassigned", offset)
        if one in "\ufffc\ufffd":
            raise Refused("illFormed", offset)
        if (category == "Cf" and one not in REMOVED) or one in REFUSED_AS_INVISIBLE:
            raise Refused("invisible", offset)
        offset += len(one.encode())
    if ill is not None:
        raise Refused("illFormed", ill)
    for one in REMOVED:
        text = text.replace(one, "")
    text = u.normalize("NFKD", text)
    text = "".join(one.lower() for one in text)  # one by one: no final sigma
    text = u.normalize("NFKD", text)
    for table in (LETTERS, CYRILLIC, APOSTROPHES, QUOTES, DASHES, ACCENTS):
        text = text.translate(table)
    # Not `split()`, which also cuts at U+001C and others that cannot be here.
    for space in "\u1680\u2028\u2029":
        text = text.replace(space, " ")
    text = " ".join(part for part in text.split(" ") if part)
    text = u.normalize("NFC", text)
    if not text:
        raise Refused("empty")
    if len(text) > 64:
        raise Refused("tooLong")
    return text.encode("utf-8")


def fnv(state, data):
    for byte in data:
        state = (state ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return state


def outcome(data):
    """What a digest takes in: the form and 00, or the name of the error and 01."""
    try:
        return canonical(data) + b"\0"
    except Refused as refused:
        return refused.name.encode() + b"\1"


def every_scalar():
    state = 0xCBF29CE484222325
    for scalar in [*range(0xD800), *range(0xE000, 0x110000)]:
        data = chr(scalar).encode()
        result = outcome(data)
        state = fnv(state, result)
        if result.endswith(b"\0"):
            assert canonical(result[:-1]) == result[:-1], hex(scalar)
            raised = chr(scalar).upper().encode()
            if outcome(raised) != result:
                NOT_RAISED.add(chr(scalar))
    return f"{state:016x}"


NOT_RAISED = set()
MASK = 0xFFFFFFFFFFFFFFFF
# (first scalar, how many): the parts of Unicode where order and composition matter.
ALPHABETS = [
    (0x20, 95), (0xC0, 384), (0x300, 112), (0x370, 144), (0x400, 256), (0x591, 160), (0x600, 256),
    (0x900, 384), (0xD00, 128), (0x1000, 160), (0x1100, 512), (0x1E00, 512), (0x2000, 112),
    (0x3040, 192), (0xAC00, 11172), (0xF900, 512), (0xFB00, 768), (0xFE70, 400), (0x11080, 320),
    (0x1D400, 1024), (0x1F300, 1024),
]


def random_strings(seed, count):
    """SplitMix64 draws, in order: the length, then for each scalar its alphabet and its place."""
    state, digest, accepted = seed, 0xCBF29CE484222325, 0

    def draw():
        nonlocal state
        state = state + 0x9E3779B97F4A7C15 & MASK
        z = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ z >> 27) * 0x94D049BB133111EB & MASK
        return z ^ z >> 31

    for _ in range(count):
        text = ""
        home = draw() % len(ALPHABETS)
        for _ in range(1 + draw() % 12):
            pick = draw()
            # Two in three from one alphabet; the others from any.
            first, size = ALPHABETS[home if pick % 3 else pick // 3 % len(ALPHABETS)]
            text += chr(first + draw() % size)
        result = outcome(text.encode())
        digest = fnv(digest, result)
        if result.endswith(b"\0"):
            accepted += 1
            assert canonical(result[:-1]) == result[:-1], text
    assert accepted > count // 2, accepted
    return f"{digest:016x}"


VECTORS = []


def case(name, comment, data, expected):
    """`expected`: the canonical text, or the name of an error. It is checked, not only recorded."""
    data = data if isinstance(data, bytes) else data.encode("utf-8")
    entry = {"name": name, "comment": comment, "operation": "pseudonym",
             "input": {"typed": data.hex()}}
    try:
        form = canonical(data)
        assert form.decode() == expected, (name, form.decode())
        entry |= {"expect": "ok", "output": {"canonical": form.hex()}}
    except Refused as refused:
        assert refused.name == expected, (name, refused.name)
        entry["expect"] = refused.name
        if refused.offset is not None:
            entry["output"] = {"offset": refused.offset}
    VECTORS.append(entry)


def cases():
    ok = case
    ok("plain", "already canonical", "amal", "amal")
    ok("capitals", "lower case", "AMAL", "amal")
    ok("accent-composed", "the accent goes", "Élodie", "elodie")
    ok("accent-decomposed", "e and U+0301: the same form", "E\u0301lodie", "elodie")
    ok("spaces", "ends trimmed, runs made one", "  Amal   Diallo ", "amal diallo")
    ok("no-break-space", "U+00A0, U+202F, U+3000 are spaces", "a\u00a0b\u202fc\u3000d", "a b c d")
    ok("other-spaces", "U+1680, U+2028, U+2029 are spaces", "a\u1680b\u2028c\u2029d", "a b c d")
    ok("lone-accent-is-space", "U+00B4 decomposes to a space and an accent", "l\u00b4eau", "l eau")
    ok("apostrophes", "typographic and typed", "l\u2019eau d\u02bc\u2018", "l'eau d''")
    ok("quotes-and-dashes", "em dash is two hyphens", "\u00ab a \u2013 b\u2014c \u201d",
       '" a - b--c "')
    ok("oe-and-ae", "as on a keyboard without them", "C\u0152UR \u00c6quo \u01fd", "coeur aequo ae")
    ok("sharp-s", "both cases give ss", "Stra\u00dfe STRA\u1e9eE STRASSE",
       "strasse strasse strasse")
    ok("turkish-i", "dotted and dotless give i", "I\u015eIK \u0131\u015f\u0131k \u0130i",
       "isik isik ii")
    ok("sigma", "final sigma is sigma", "\u039f\u0394\u039f\u03a3 \u03bf\u03b4\u03bf\u03c2",
       "\u03bf\u03b4\u03bf\u03c3 \u03bf\u03b4\u03bf\u03c3")
    ok("cyrillic", "short i loses its breve, as every accent",
       "\u0410\u043d\u0434\u0440\u0435\u0439 \u1c80",
       "\u0430\u043d\u0434\u0440\u0435\u0438 \u0432")
    ok("arabic-hamza", "alef with hamza stays: U+0653 to U+0655 are not stripped",
       "\u0627\u0654\u0645\u0644 \u0623\u0645\u0644", "\u0623\u0645\u0644 \u0623\u0645\u0644")
    ok("arabic-vowels", "harakat stay, in canonical order", "\u0628\u0651\u064e",
       "\u0628\u064e\u0651")
    ok("arabic-presentation", "presentation forms become letters", "\ufefb\ufe8e",
       "\u0644\u0627\u0627")
    ok("persian-joiner", "U+200C is removed", "\u0645\u06cc\u200c\u0631\u0648\u0645",
       "\u0645\u06cc\u0631\u0648\u0645")
    ok("devanagari", "nukta forms stay decomposed", "\u0958\u093f", "\u0915\u093c\u093f")
    ok("hangul-jamo", "composed", "\u1112\u1161\u11ab\uae00", "\ud55c\uae00")
    ok("hangul-halfwidth", "halfwidth jamo compose too", "\uffa1\uffc2", "\uac00")
    ok("hangul-accent-between", "what was stripped no longer separates", "\u1100\u0301\u1161",
       "\uac00")
    ok("kana-voiced", "U+3099 composes; it is not stripped", "\u304b\u3099\uff76\uff9e",
       "\u304c\u30ac")
    ok("fullwidth", "compatibility forms", "\uff21\uff4d\uff41\uff4c\uff11\u2460\u00bd",
       "amal111\u20442")
    ok("mathematical", "styled letters, capitals among them", "\U0001d400\U0001d55e\U0001d608",
       "ama")
    ok("ligature-with-spaces", "one scalar gives 18", "\ufdfa",
       "\u0635\u0644\u0649 \u0627\u0644\u0644\u0647 "
       "\u0639\u0644\u064a\u0647 \u0648\u0633\u0644\u0645")
    ok("emoji-sequence", "the joiner and U+FE0F are removed",
       "\U0001f469\u200d\U0001f467 \u2764\ufe0f",
       "\U0001f469\U0001f467 \u2764")
    ok("cjk-compatibility", "an ideograph beyond U+FFFF", "\U0002f800\U0002f803",
       "\u4e3d\U00020122")
    ok("supplementary-composition", "Kaithi, U+11099 and U+110BA", "\U00011099\U000110ba",
       "\U0001109a")
    ok("64-scalars", "the longest form", "\u00c9" * 64, "e" * 64)
    ok("64-scalars-256-bytes", "four bytes each", "\U0001f600" * 64, "\U0001f600" * 64)
    ok("1024-bytes", "the longest input", "a" + "\u0301" * 511 + "b", "ab")

    bad = case
    bad("nothing", "no byte", "", "empty")
    bad("only-spaces", "nothing left", " \u00a0 ", "empty")
    bad("only-accents", "nothing left", "\u0301\u0308", "empty")
    bad("only-joiners", "nothing left", "\u200d\u200c\ufe0f", "empty")
    bad("only-diaeresis", "a space and an accent", "\u00a8", "empty")
    bad("65-scalars", "one too many", "a" * 65, "tooLong")
    bad("65-scalars-expanded", "4 ligatures give 72", "\ufdfa" * 4, "tooLong")
    bad("65-scalars-sharp-s", "33 letters give 66", "\u00df" * 33, "tooLong")
    bad("1025-bytes", "refused before it is read", "a" + "\u0301" * 512, "tooLong")
    bad("1025-bytes-ill-formed", "the length comes first", b"\xff" * 1025, "tooLong")
    bad("tab", "U+0009", "amal\tdiallo", "control")
    bad("line-end", "the caller takes it off", "amal\n", "control")
    bad("nul", "U+0000", "\0amal", "control")
    bad("delete", "U+007F", "amal\x7f", "control")
    bad("next-line", "U+0085, white space but a control", "a\u0085b", "control")
    bad("right-to-left-override", "U+202E", "\u202eamal", "invisible")
    bad("right-to-left-mark", "U+200F", "\u0623\u0645\u0644\u200f", "invisible")
    bad("arabic-letter-mark", "U+061C", "\u061c\u0623", "invisible")
    bad("isolate", "U+2066", "\u2066amal\u2069", "invisible")
    bad("zero-width-space", "U+200B", "am\u200bal", "invisible")
    bad("byte-order-mark", "U+FEFF", "\ufeffamal", "invisible")
    bad("soft-hyphen", "U+00AD", "am\u00adal", "invisible")
    bad("word-joiner", "U+2060", "am\u2060al", "invisible")
    bad("hangul-filler", "U+3164, a letter that does not show", "\u3164", "invisible")
    bad("braille-blank", "U+2800, a symbol that does not show", "a\u2800", "invisible")
    bad("variation-selector", "U+FE00", "\u4e00\ufe00", "invisible")
    bad("ideographic-variation", "U+E0100", "\u845b\U000e0100", "invisible")
    bad("tag", "U+E0067, in the flag of England", "\U0001f3f4\U000e0067", "invisible")
    bad("private-use", "U+F8FF, an apple on some screens", "amal\uf8ff", "privateUse")
    bad("private-use-plane-16", "U+10FFFD", "\U0010fffd", "privateUse")
    bad("unassigned", "U+0378", "a\u0378", "unassigned")
    bad("assigned-later", "U+1FAE8, of Unicode 15", "\U0001fae8", "unassigned")
    bad("assigned-later-letter", "U+A7DC, of Unicode 16", "\ua7dc", "unassigned")
    bad("noncharacter", "U+FFFF", "\uffff", "unassigned")
    bad("noncharacter-arabic", "U+FDD0", "\ufdd0", "unassigned")
    bad("last-code-point", "U+10FFFF", "\U0010ffff", "unassigned")
    bad("lone-continuation", "80", b"a\x80", "illFormed")
    bad("truncated", "E2 80", b"amal\xe2\x80", "illFormed")
    bad("overlong", "C0 AF", b"\xc0\xaf", "illFormed")
    bad("overlong-3", "E0 80 AF", b"\xe0\x80\xaf", "illFormed")
    bad("overlong-4", "F0 80 80 AF", b"\xf0\x80\x80\xaf", "illFormed")
    bad("surrogate", "ED A0 80", b"\xed\xa0\x80", "illFormed")
    bad("beyond-unicode", "F4 90 80 80", b"\xf4\x90\x80\x80", "illFormed")
    bad("latin-1", "E9 alone", "\u00e9lodie".encode("latin-1"), "illFormed")
    bad("utf-16", "FF FE", "amal".encode("utf-16"), "illFormed")
    bad("replacement-character", "U+FFFD: something was lost", "am\ufffdal", "illFormed")
    bad("object-replacement", "U+FFFC: a picture was pasted", "\ufffc", "illFormed")
    bad("first-fault", "the first from the left", b"ab\xe2\x80\x8b\xff", "invisible")


def main():
    cases()
    seed, count = 20260101, 20000
    document = {
        "spec": "Specs/pseudonym.md",
        "version": "1",
        "unicode": "14.0.0",
        "digests": {
            "everyScalar": every_scalar(),
            "randomStrings": {
                "seed": seed, "count": count, "fnv1a64": random_strings(seed, count),
                "alphabets": " ".join(f"{first}+{size}" for first, size in ALPHABETS),
            },
        },
        "vectors": VECTORS,
    }
    good = sum(entry["expect"] == "ok" for entry in VECTORS)
    print(f"{good} accepted, {len(VECTORS) - good} refused", file=sys.stderr)
    print(f"upper case gives another form: {len(NOT_RAISED)}: "
          + " ".join(f"{ord(one):04X}" for one in sorted(NOT_RAISED)), file=sys.stderr)
    text = json.dumps(document, indent=2) + "\n"
    if "--check" in sys.argv[1:]:
        if OUTPUT.read_text(encoding="utf-8") != text:
            sys.exit(f"{OUTPUT} is NOT what this program writes")
        print("the same")
    else:
        OUTPUT.write_text(text, encoding="utf-8")


main()
