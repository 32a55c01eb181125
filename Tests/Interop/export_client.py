#!/usr/bin/env python3
"""Opens a sealed export, from Specs/export.md alone and without any service:

    export_client.py FILE PHRASE_FILE FOLDER      the seven words in the first line of PHRASE_FILE

writes the documents and thumbnails into a new FOLDER, prints JSON, ends with the exit codes of Specs/README.md. The shapes
and the seal are those of pde_client.py. Not for real exports: no constant time, nothing wiped from memory."""
import json, os, pathlib, sys
import nacl.pwhash.argon2id
from pde_client import (BLOCK, DATE, ENDING, GRANT, ID, K, KINDS, PART, TIME, Line, Many, Num, Stop, date, decode, demand, encode,
                        phrase, save, unseal)
MAGIC, HEAD, LONGEST = b"pde1 sealed exp\n", 64, 67_108_864
ITEM = (ID, range(3), Line(240, 1), Line(32), Line(80), Line(100, 1), ENDING, TIME, DATE, Num(25_000_000))
MANIFEST = (TIME, range(3), KINDS, Many(ITEM, 0, 1_000_000), Many((*GRANT, Many(ID, 1, 512), TIME), 0, 1_000_000))


def parts(file, size, key):
    """The parts of the stream, one block in memory at a time."""
    count = -(-(size - HEAD) // BLOCK)
    for i in range(count):
        part = unseal(key, "pde1/export", encode([i, int(i == count - 1)]), file.read(BLOCK))
        demand(part is not None and len(part) == PART, 5, f"block {i} is not the one that was written there")
        yield part


class Stream:
    def __init__(self, parts):
        self.parts, self.left = parts, b""

    def take(self, count):
        while len(self.left) < count:
            part = next(self.parts, None)
            demand(part is not None, 5, "the file ends too early")
            self.left += part
        taken, self.left = self.left[:count], self.left[count:]
        return taken

    def number(self, count):
        return int.from_bytes(self.take(count), "big")

    def end(self):
        demand(next(self.parts, None) is None and not any(self.left) and len(self.left) < PART, 5,
               "something stands behind the end")


def main(path, words, folder):
    W = phrase(pathlib.Path(words).read_text().split("\n")[0])
    demand(W.count(b" ") == 6, 65, "a sealed file has seven words")
    size = os.path.getsize(path)
    with open(path, "rb") as file:
        head = file.read(HEAD)
        demand(len(head) == HEAD and head.startswith(MAGIC), 65, "this is no sealed export")
        stretched = nacl.pwhash.argon2id.kdf(32, W, head[16:32], opslimit=3, memlimit=67_108_864)
        demand(head[32:] == K(stretched, "pde1/export/check"), 2, "not the words of this file")
        stream = Stream(parts(file, size, K(stretched, "pde1/export/key")))
        length = stream.number(4)
        demand(length <= LONGEST, 5, "a manifest that is too long")
        made, language, kinds, items, grants = decode(stream.take(length), MANIFEST, "the manifest")
        demand(len({i[0] for i in items}) == len(items) and len({g[0] for g in grants}) == len(grants)
               and len(set(kinds)) == len(kinds), 5, "something twice")
        folder = pathlib.Path(folder)
        folder.mkdir(0o700)
        listed = []
        for n, (id, mask, title, kind, person, mediaType, ending, addedAt, until, length) in enumerate(items, 1):
            image = stream.take(stream.number(2))
            demand(len(image) <= 32_768, 5, "a thumbnail that is too large")
            data = stream.take(length)
            listed.append(dict(id=id.hex(), mask=mask, title=title, kind=kind, person=person, mediaType=mediaType,
                               ending=ending, addedAt=addedAt, validUntil=date(until), byteCount=length, thumbnailBytes=len(image),
                               file=save(folder, n, title, data, ending)))
            image and save(folder, n, "thumbnail", image)
        stream.end()
    print(json.dumps(dict(exportedAt=made, language=language, maskedKinds=kinds, documents=listed,
                          grants=[g[0].hex() for g in grants]), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:]) if len(sys.argv) == 4 else sys.exit(__doc__)
    except Stop as stop:
        sys.exit(print(stop.args[1], file=sys.stderr) or stop.args[0])
