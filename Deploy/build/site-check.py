#!/usr/bin/env python3
"""Looks at the built sites: what can be seen without a browser.

    site-check.py CHECK FOLDER [BYTES]

CHECK is the name of a function below; FOLDER is a tree, such as .build/site/holder. Prints what
is wrong, a line each, and fails if anything is.
"""

import html.parser
import json
import pathlib
import re
import sys

NOT_OURS = ("pdf.js", "pdf.worker.js", "qr.copyright.txt")
# Its one script is allowed by its hash (Specs/site.md, "Headers").
FRAME = "pdf-frame.html"
# Words that the interface never has (DESIGN: "Words"), and, where others look on, never says.
FORBIDDEN = {
    "fr": r"usag[eè]re?s?|bénéficiaires?|client(e|s|es)?|SDF|dossiers?|coffres?-forts?",
    "nl": r"gebruik(st)?ers?|begunstigden?|(cliënt|klant)(e|en)?|dossiers?|(brand)?kluis|kluizen",
    "en": r"beneficiar(y|ies)|clients?|vaults?|dossiers?|case files?",
}
NO_HOME = {
    "fr": r"sans[- ](abris?|domicile|logement|chez[- ]soi)|abri de nuit",
    "nl": r"(dak|thuis)lo(os|zen?|osheid)|nachtopvang",
    "en": r"homeless(ness)?|rough sleepers?|night shelters?",
}
# What runs text as code, keeps something on the terminal, or takes the page elsewhere.
NEVER = (
    r"\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\bsrcdoc\b|DOMParser|setHTMLUnsafe"
    r"|\beval\(|\bnew Function\b|set(Timeout|Interval)\(\s*['\"`]"
    r"|setAttribute\(\s*['\"](style|on\w+)['\"]|\.cssText\b"
    r"|\b(local|session)Storage\b|\bindexedDB\b|document\.cookie|\bcaches\b|\bserviceWorker\b"
    r"|\bsendBeacon\b|\bWebSocket\b|\bEventSource\b|window\.name\b")
SHOWN = r"textContent|innerText|placeholder|title|ariaLabel|alt|label"


def ours(tree, *suffixes):
    return [
        path for path in sorted(tree.rglob("*"))
        if path.suffix in suffixes and path.name not in NOT_OURS and path.name != "hashes.json"]


def without_comments(text):
    return re.sub(r"/\*.*?\*/|(?<![:'\"`\\])//[^\n]*", " ", text, flags=re.DOTALL)


class Page(html.parser.HTMLParser):
    """Scripts, references and text of a page."""

    def __init__(self, text):
        super().__init__()
        self.references, self.faults, self.texts, self.inside = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        if tag == "script" and "src" not in names or tag == "style":
            self.faults.append(f"inline {tag}")
        for name, value in attributes:
            if name == "style" or name.startswith("on"):
                self.faults.append(f"attribute {name}")
            if name in ("alt", "title", "placeholder", "aria-label") and value:
                self.texts.append(value)
            if name in ("src", "href") and tag != "a":
                self.references.append(value)
        if tag not in ("meta", "link", "img", "input", "br", "hr"):
            self.inside.append(tag)

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not {"title", "noscript", "script"} & set(self.inside):
            self.texts.append(data.strip())


def served(tree, path):
    """The path at which a file of the tree is."""
    return "/" + str(path.relative_to(tree))


def references(tree, path):
    """What a file of the tree says that the browser loads with it."""
    text = path.read_text()
    if path.suffix == ".html":
        found = Page(text).references
    elif path.suffix == ".css":
        found = re.findall(r"url\(\s*['\"]?([^'\")]+)", text)
    else:
        text = without_comments(text)
        found = re.findall(
            r"(?:^|\n)\s*(?:import|(?:import|export)\b[^'\"();=]*\bfrom)\s*['\"]([^'\"]+)['\"]", text)
    folder = "/" + str(next(tree.rglob("hashes.json")).parent.relative_to(tree))
    base = folder if path.name == "index.html" else served(tree, path.parent)
    for reference in found:
        reference = reference.split("#")[0]
        if reference and not reference.startswith("data:"):
            absolute = pathlib.PurePosixPath(base, reference)
            yield "/" + "/".join(resolve(absolute.parts[1:]))


def resolve(parts):
    done = []
    for part in parts:
        if part == "..":
            done = done[:-1]
        elif part != ".":
            done.append(part)
    return done


def references_exist(tree):
    """Everything that is loaded is of this tree; nothing names another host or the other site."""
    other = "/g/" if tree.name == "holder" else "/app/"
    present = {served(tree, path) for path in tree.rglob("*")}
    for path in ours(tree, ".html", ".css", ".js", ".json", ".svg"):
        text = path.read_text()
        if path.suffix in (".html", ".css", ".js"):
            for reference in references(tree, path):
                if reference not in present:
                    yield f"{path}: no {reference}"
        code = without_comments(text) if path.suffix in (".js", ".css") else text
        if path.suffix in (".html", ".css", ".js"):
            for name in re.findall(rf"['\"`(]({other}[\w./-]+)", code):
                yield f"{path}: {name} is the other site's"
        for url in re.findall(r"(?:https?|wss?):\\?/\\?/[\w.-]+\.\w+", code):
            if path.suffix != ".json" and "//www.w3.org" not in url:
                yield f"{path}: {url}"


def nothing_dangerous(tree):
    for path in ours(tree, ".html"):
        faults = Page(path.read_text()).faults
        if path.name == FRAME and faults == ["inline script"]:
            faults = []
        for fault in faults:
            yield f"{path}: {fault}"
    for path in ours(tree, ".svg"):
        if re.search(r"<script|<foreignObject|<style|\son\w+=|href=['\"](?!#)", path.read_text()):
            yield f"{path}: more than drawing"
    for path in ours(tree, ".js"):
        for found in re.finditer(NEVER, without_comments(path.read_text())):
            yield f"{path}: {found.group()}"


def text_is_in_catalogues(tree):
    for path in ours(tree, ".html"):
        text = path.read_text()
        # A page that nothing runs in has no catalogue: it says all of it in each language.
        if "<script" not in text and re.findall(r'<section lang="(\w+)"', text) == ["fr", "nl", "en"]:
            continue
        for text in Page(text).texts:
            yield f"{path}: {text}"
    for path in ours(tree, ".js"):
        code = without_comments(path.read_text())
        words = rf"\b({SHOWN})\s*[=:]\s*['\"`](?=[^'\"`$]*[^\W\d_]{{2}})[^'\"`]* [^'\"`]*"
        for found in re.finditer(words, code):
            yield f"{path}: {found.group()}"
        for found in re.finditer(r"['\"`][^'\"`\n]*[À-ÖØ-öø-ÿ’«»][^'\"`\n]*", code):
            # A range of characters is no text; a language says its name in itself.
            if not re.search(r"[À-ÿ]-[À-ÿ]", found.group()) and found.group()[1:] != "Français":
                yield f"{path}: {found.group()}"


def catalogues(tree):
    """The folders of catalogues, each with its languages."""
    folders = sorted({path.parent for path in tree.rglob("fr.json")})
    if not folders:
        yield tree, None
    for folder in folders:
        yield folder, {
            language: json.loads((folder / f"{language}.json").read_text())
            for language in FORBIDDEN if (folder / f"{language}.json").exists()}


def placeholders(text):
    return sorted(set(re.findall(r"\{\w+\}", text)))


def catalogues_agree(tree):
    for folder, found in catalogues(tree):
        if found is None or set(found) != set(FORBIDDEN):
            yield f"{folder}: not the three languages"
            continue
        every = set().union(*found.values())
        for key in sorted(every):
            texts = {language: texts.get(key) for language, texts in found.items()}
            for language, text in texts.items():
                # French has a plural for millions that the others don't have.
                if not isinstance(text, str) or not text.strip():
                    if not (key.endswith(".many") and language != "fr"):
                        yield f"{folder}: {language} lacks {key}"
            held = {tuple(placeholders(text)) for text in texts.values() if isinstance(text, str)}
            # "One paper" needs no number.
            if len(held) > 1 and not key.endswith((".one", ".zero")):
                yield f"{folder}: {key} has other placeholders in another language"


def words_are_ours(tree):
    # What the operator says at the foot of the reader's page; one text for all languages is in each.
    for path in tree.rglob("service.json"):
        for key, said in json.loads(path.read_text()).items():
            for language in FORBIDDEN:
                text = said.get(language, "") if isinstance(said, dict) else said
                for word in re.finditer(
                        rf"(?<![\w-])({FORBIDDEN[language]}|{NO_HOME[language]})(?![\w-])", text, re.IGNORECASE):
                    yield f"{path}: {language} {key}: {word.group()}"
    for folder, found in catalogues(tree):
        # What a reader or a finder of a sheet sees.
        is_shared = tree.name == "reader" or folder.name in ("sheet", "sheets")
        for language, texts in (found or {}).items():
            words = FORBIDDEN[language] + ("|" + NO_HOME[language] if is_shared else "")
            for key, text in texts.items():
                for word in re.finditer(rf"(?<![\w-])({words})(?![\w-])", str(text), re.IGNORECASE):
                    yield f"{folder}: {language} {key}: {word.group()}"


def exit_is_a_page(tree):
    """Where a quick exit leads: nowhere else, or to a page that comes encrypted (Specs/site.md, "The operator's words")."""
    address = json.loads((tree / "app/service.json").read_text())["exit"]
    if not isinstance(address, str) or address and not re.match(r"https://[^/\s]+(/\S*)?$", address):
        yield f"service.json: no address that begins with https: {address!r}"


def first_visit(tree, most):
    """What a first visit loads, compressed: the page, what it and those name, its module, and the
    longest catalogue. What is imported later, when it is needed, is not in it."""
    seen, waiting = set(), [tree / "index.html"]
    folder = next(tree.rglob("hashes.json")).parent
    waiting += [folder / "core-worker.js", folder / f"{tree.name}.wasm"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        if not path.exists():
            yield f"no {served(tree, path)}"
            continue
        seen.add(path)
        if path.suffix in (".html", ".css", ".js"):
            waiting += [tree / reference[1:] for reference in references(tree, path)]
    messages = sorted((folder / "messages").glob("??.json"), key=size, reverse=True)
    seen |= set(messages[:1])
    for path in sorted(seen):
        print(f"{size(path):8} {served(tree, path)}")
    total = sum(map(size, seen))
    print(f"{total:8} in all, at most {most}")
    if total > int(most):
        yield "too much"


def size(path):
    """As it is sent: compressed where there is such a form."""
    brotli = path.with_name(path.name + ".br")
    return (brotli if brotli.exists() else path).stat().st_size


def main():
    check, tree, *rest = sys.argv[1:]
    faults = list(globals()[check](pathlib.Path(tree), *rest))
    print(*faults, sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
