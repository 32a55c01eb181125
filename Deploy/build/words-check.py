#!/usr/bin/env python3
"""What people read has the words of Specs/glossary.md: none that its table never has, each that it names.

Reads the catalogues of the sites and of the printed sheets, what the operator says, and the texts of `pde`.
Prints what is wrong, a line each, and fails if anything is.
"""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
LANGUAGES = {"fr": "french", "nl": "dutch", "en": "english"}
PLURAL = {"fr": "[sx]?", "nl": "(?:s|en|n)?", "en": "(?:es|s)?"}


def table():
    """The rows: the words of each language, and what it never says."""
    for line in (ROOT / "Specs/glossary.md").read_text().splitlines():
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) != 5 or cells[0] in ("thing", "---"):
            continue
        never = {}
        for part in filter(None, cells[4].split(";")):
            language, words = part.split(":")
            never[language.strip()] = [word.strip() for word in words.split(",")]
        yield dict(zip(LANGUAGES, cells[1:4])), never


def pattern(words, language):
    """The words, whole, with or without the ending of a plural at each."""
    each = r"[\s\u00a0]+".join(re.escape(word) + PLURAL[language] for word in words.split())
    return re.compile(rf"(?<![\w-]){each}(?![\w-])", re.IGNORECASE)


def of_the_sites():
    for path in sorted((ROOT / "Sources/WebApp/site").rglob("*.json")):
        said = json.loads(path.read_text())
        if path.stem in LANGUAGES:
            for key, text in said.items():
                yield path, path.stem, key, str(text)
        elif path.name == "service.json":
            for key, texts in said.items():
                for language, text in texts.items() if isinstance(texts, dict) else ():
                    yield path, language, key, text


def literals(text):
    """The strings of a Swift source, with where they begin; what is interpolated is left out."""
    at = 0
    while (begin := text.find('"', at)) >= 0:
        mark = '"""' if text.startswith('"""', begin) else '"'
        at, said = begin + len(mark), []
        while not text.startswith(mark, at):
            if text.startswith("\\(", at):
                depth = 0
                while True:
                    depth += {"(": 1, ")": -1}.get(text[at], 0)
                    at += 1
                    if depth == 0 and text[at - 1] == ")":
                        break
                said.append(" … ")
            elif text.startswith("\\u{a0}", at):
                said.append(" ")
                at += 6
            elif text[at] == "\\":
                said.append(" ")
                at += 2
            else:
                said.append(text[at])
                at += 1
        at += len(mark)
        yield begin, " ".join("".join(said).split())


def of_pde():
    """Each string of a declaration that is named for a language; of what explains a command, in English."""
    for path in sorted((ROOT / "Sources/pde").rglob("*.swift")):
        text = path.read_text()
        declared = [(one.start(), one[1] or "") for one in re.finditer(
            rf"\b(?:var|func) (?:({'|'.join(LANGUAGES.values())})\b|\w)", text)]
        for begin, said in literals(text):
            inside = [name for start, name in declared if start < begin]
            language = next((code for code, name in LANGUAGES.items() if inside and name == inside[-1]), None)
            if re.search(r"\b(?:help|abstract|discussion): $", text[:begin]):
                language = "en"
            if language:
                yield path, language, f"line {text.count(chr(10), 0, begin) + 1}", said


def main():
    texts = [*of_the_sites(), *of_pde()]
    faults = []
    rows = list(table())
    for _, never in rows:
        for language, words in never.items():
            for word in words:
                found = pattern(word, language)
                faults += [
                    f"{path.relative_to(ROOT)}: {key}: {found.search(text)[0]!r}"
                    for path, said_in, key, text in texts if said_in == language and found.search(text)]
    for words, _ in rows:
        for language, word in words.items():
            if word and not any(
                    said_in == language and pattern(word, language).search(text) for _, said_in, _, text in texts):
                faults.append(f"Specs/glossary.md: {language} {word!r} is in no catalogue")
    print(*faults, f"{len(texts)} texts, {len(rows)} rows", sep="\n")
    return 1 if faults or not texts or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
