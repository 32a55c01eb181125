#!/usr/bin/env python3
"""A second client of the porte-documents électronique, written from Specs/ alone. It only reads:
    pde_client.py wallet SERVER PHRASE_FILE FOLDER      pseudonym in PDE_PSEUDONYM_FILE, pin in PDE_PIN
    pde_client.py grant  SERVER LINK_FILE FOLDER        the link, and its code in a second line
writes the documents into a new FOLDER, prints JSON, ends with the exit codes of Specs/README.md. Needs PyNaCl, cbor2,
libsodium.so.23. Each part names its spec. Not for real wallets: no constant time, nothing wiped from memory."""
import base64, contextlib, ctypes, datetime, difflib, hashlib, hmac, http.client, itertools, json, os, pathlib, re
import secrets, sys, time, unicodedata, urllib.parse
import cbor2, nacl.bindings, nacl.exceptions, nacl.pwhash.argon2id, nacl.signing
ZERO, BLOCK, PART, U32, U64, LATEST = bytes(32), 131_072, 130_992, 2**32 - 1, 2**64 - 1, 253_402_300_799
NO_WALLET, NO_GRANT = (2, "wrong phrase or no such wallet"), (3, "no such grant, or ended, or a wrong code")
class Stop(Exception): pass  # ends the program with (exit code, what a person is told)
class Gone(Stop): pass  # what the server promised is not there: perhaps another session made a snapshot
def demand(holds, code, what, kind=Stop):  # gives None, so that "demand(...) or x" is x
    if not holds:
        raise kind(code, what)
# --- encoding.md. A shape is a test, a tuple (an array), a dict (a map) or a range of numbers -----------------------
def Bytes(n): return lambda x: type(x) is bytes and len(x) == n
def Num(most=U64, least=0): return lambda x: type(x) is int and least <= x <= most
def Many(shape, a=0, b=U32): return lambda x: type(x) is list and a <= len(x) <= b and all(fits(one, shape) for one in x)
def Text(pattern): return lambda x: type(x) is str and re.fullmatch(pattern, x, re.ASCII) is not None
BAD = re.compile("[\0-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
def Line(most, least=0): return lambda x: type(x) is str and least <= len(x.encode()) <= most and not BAD.search(x)
def fits(x, shape):
    if isinstance(shape, tuple):
        return type(x) is list and len(x) == len(shape) and all(map(fits, x, shape))
    if isinstance(shape, dict):
        return type(x) is dict and x.keys() == shape.keys() and all(fits(x[k], shape[k]) for k in x)
    return type(x) is int and x in shape if isinstance(shape, range) else shape(x)
def encode(x): return cbor2.dumps(x, canonical=True)
def decode(data, shape, what, code=5):  # only the deterministic form, which encoded again is equal
    with contextlib.suppress(Exception):  # cbor2 raises many kinds
        if encode(x := cbor2.loads(data)) == data and fits(x, shape):
            return x
    raise Stop(code, f"{what}: not of its form")
def unpad(data, shape, what):
    end = 2 + int.from_bytes(data[:2], "big")
    demand(end <= len(data) and not any(data[end:]), 5, f"{what}: a padding not of its form")
    return decode(data[2:end], shape, what)
def labelled(label, data): return bytes([len(label)]) + label.encode() + data  # --- derivation.md ----------------
def K(key, label, data=b""): return hashlib.blake2b(labelled(label, data), key=key, digest_size=32).digest()
def H(n, label, data): return hashlib.blake2b(labelled(label, data), digest_size=n).digest()
WORDS = [w for l in (pathlib.Path(__file__).parents[2] / "Specs/words").glob("*.txt") for w in l.read_text().split()]
SPELLING = {c: unicodedata.normalize("NFD", chr(c).lower())[0] for c in (*range(65, 91), *range(0xC0, 0x100), 0x178)}
SPELLING |= dict.fromkeys(range(0x300, 0x370)) | dict(zip(map(ord, "æœßĳðøþÆŒẞĲÐØÞ"), "ae oe ss ij d o th".split() * 2))
def phrase(typed):
    parts = re.split("[\0-/:-@[-`{-\x7f\xa1-\xbf\u2000-\u2bff]+", plain(typed.encode()).decode().translate(SPELLING))
    words = [w for w in (part.strip("0123456789") for part in parts) if w]
    for w in set(words).difference(WORDS):
        raise Stop(65, f"“{w}” is no word of the lists; near it: {difflib.get_close_matches(w, WORDS)}")
    return demand(5 <= len(words) <= 7, 65, "a phrase has 5 to 7 words") or " ".join(words).encode()
def stretch(W, P): return nacl.pwhash.argon2id.kdf(32, W, H(16, "pde1/salt", P), opslimit=3, memlimit=67_108_864)
# --- pseudonym.md: by Python's tables, which MUST be those of Unicode 14.0.0 ----------------------------------------
LIKE = {"ς": "σ", "ı": "i", "ß": "ss", "œ": "oe", "æ": "ae", "—": "--"} | dict.fromkeys("ʻʼ‘’‚‛", "'") | dict.fromkeys(
    "“”„‟«»", '"') | dict.fromkeys("\u2010\u2012\u2013\u2212", "-") | dict(zip("ᲀᲁᲂᲃᲄᲅᲆᲇᲈ", "вдосттъѣꙋ"))
HIDDEN = re.compile("[\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0d\uffa0\U000e0100-\U000e01ef]")
FAULTS = {"Cc": "control", "Co": "privateUse", "Cn": "unassigned", "Cf": "invisible"}
def pseudonym(typed):
    demand(unicodedata.unidata_version == "14.0.0", 65, "a pseudonym needs Python 3.11, with Unicode 14.0.0")
    demand(len(typed) <= 1024, 65, "tooLong")
    text = typed.decode(errors="replace")  # what is ill-formed is U+FFFD then, which is refused
    for c in text:
        fault = "illFormed" if c in "\ufffc\ufffd" else FAULTS.get(unicodedata.category(c))
        demand(c in "\u200c\u200d" or not (fault or HIDDEN.match(c)), 65, fault or "invisible")
    text = unicodedata.normalize("NFKD", re.sub("[\u200c\u200d\ufe0e\ufe0f]", "", text))
    text = unicodedata.normalize("NFKD", "".join(c.lower() for c in text))  # each alone: no final-sigma rule
    text = re.sub("[\u0300-\u036f]", "", "".join(LIKE.get(c, c) for c in text))
    text = unicodedata.normalize("NFC", re.sub("[ \u1680\u2028\u2029]+", " ", text).strip(" "))
    demand(0 < len(text) <= 64, 65, "tooLong" if text else "empty")
    return demand(text not in WORDS, 65, "a pseudonym must not be a word of the lists") or text.encode()
def unseal(key, label, context, sealed):  # --- sealing.md: the message, or None if it is truncated or does not authenticate
    h = hashlib.blake2b(labelled(label, sealed[:32] + H(32, "pde1/ctx", context)), key=key, digest_size=64).digest()
    if len(sealed) >= 80 and hmac.compare_digest(h[:32], sealed[32:64]):
        with contextlib.suppress(nacl.exceptions.CryptoError):
            return nacl.bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[64:], b"", bytes(24), h[32:])
# --- hardening.md: POPRF(ristretto255, SHA-512) of RFC 9497 ---------------------------------------------------------
lib, ORDER = ctypes.CDLL("libsodium.so.23"), 2**252 + 27742317777372353535851937790883648493
INFO, SUITE = b"pde1/" + bytes(17), b"OPRFV1-\x02-ristretto255-SHA512"
def group(name, *arguments):
    done = getattr(lib, name)(out := ctypes.create_string_buffer(32), *arguments) == 0
    return demand(done, 4, "hardening: an element is not valid") or out.raw
def times(n, P): return group("crypto_scalarmult_ristretto255", n.to_bytes(32, "little"), P)
def base(n): return group("crypto_scalarmult_ristretto255_base", n.to_bytes(32, "little"))
def plus(P, Q): return group("crypto_core_ristretto255_add", P, Q)
def element(P):  # the identity is no element
    return demand(P != ZERO and lib.crypto_core_ristretto255_is_valid_point(P) == 1, 4, "hardening: no element") or P
def framed(*parts): return b"".join(len(p).to_bytes(2, "big") + p for p in parts)
def number(data): return int.from_bytes(data, "little")
def expand(message, tag):  # expand_message_xmd of RFC 9380 with SHA-512, to 64 bytes
    tag += SUITE + bytes([len(tag + SUITE)])
    return hashlib.sha512(hashlib.sha512(bytes(128) + message + b"\0\x40\0" + tag).digest() + b"\1" + tag).digest()
def to_scalar(message): return number(expand(message, b"HashToScalar-")) % ORDER
def blinded(x, blind): return times(blind, group("crypto_core_ristretto255_from_hash", expand(x, b"HashToGroup-")))
def verified(pk, Z, asked, proof):  # whether the key of pk made Z of the element asked: RFC 9497, VerifyProof
    tweaked = element(plus(element(pk), base(to_scalar(b"Info" + framed(INFO)))))
    seed = hashlib.sha512(framed(tweaked, b"Seed-" + SUITE)).digest()
    d = to_scalar(framed(seed) + bytes(2) + framed(element(Z), asked) + b"Composite")
    c, s, M, N = number(proof[:32]), number(proof[32:]), times(d, Z), times(d, asked)
    t2, t3 = plus(base(s), times(c, tweaked)), plus(times(s, M), times(c, N))
    return max(c, s) < ORDER and c == to_scalar(framed(tweaked, M, N, t2, t3) + b"Challenge")
def final(x, blind, Z): return hashlib.sha512(framed(x, INFO, times(pow(blind, -1, ORDER), Z)) + b"Finalize").digest()
def harden(service, stretched):  # N for each epoch, once all proofs were verified
    blind = 1 + secrets.randbelow(ORDER - 1)
    body = {1: 0, 2: bytes(16), 3: blinded(stretched, blind), 4: bytes(40)}
    answer = service.call("/v1/harden", body, Many((Num(U32), Bytes(32), Bytes(64)), 1, 64))
    demand([a[0] for a in answer] == [e[0] for e in service.epochs], 4, "hardening: other epochs than the list's")
    for (_, Z, proof), (_, [pk]) in zip(answer, service.epochs):
        demand(verified(pk, Z, body[3], proof), 4, "hardening: a proof does not verify")
    return [K(stretched, "pde1/n", final(stretched, blind, Z)) for _, Z, _ in answer]
# --- http.md (missing when this was written: after Vectors/http.json, messages.cddl and two looks at Sources/Wire) --
def worked(field, body):  # the work that the challenge of a flooded server asks for
    challenge, fixed = base64.b64decode(field.strip(":"), validate=True), hashlib.blake2b(body, digest_size=32).digest()
    demand(len(challenge) == 32 and challenge[0] <= 34, 4, "no challenge that a client takes")
    def fits_bits(n): return not number(H(32, "pde1/work/try", challenge + fixed + n)[::-1]) >> 256 - challenge[0]
    return challenge + next(filter(fits_bits, (n.to_bytes(8, "big") for n in itertools.count())))
class Service:
    def __init__(self, url, pin=None):
        self.url, self.space, name = urllib.parse.urlsplit(url), None, Text("[!-~]{1,255}")
        epochs, hardener = Many((Num(U32), Many(Bytes(32), 1, 2)), 1, 64), Text("(https?://[!-~]{1,247})?")
        info = self.call("/v1/info", None, {1: Num(LATEST), 2: name, 3: name, 4: epochs, 5: Num(U32), 6: hardener})
        self.ahead, self.authority, self.epochs = info[1] - int(time.time()), info[2], info[4]
        numbers = [e for e, keys in self.epochs if len(keys) == 1]
        demand(numbers == sorted({e for e, _ in self.epochs}), 4, "hardening: no list of epochs")
        self.hashes = [H(32, "pde1/epochs", encode(self.epochs[:n + 1])) for n in range(len(self.epochs))]
        demand(pin in (None, self.hashes[-1].hex()), 4, "other keys than those pinned")
        pin or print(f"no pin: trusting {self.hashes[-1].hex()} for this run", file=sys.stderr)
    # One call. `shape` is that of the answer, or its count of raw blocks; a 404 ends with `missing`.
    def call(self, path, message, shape, missing=(4, "the server does not know the call")):
        method, body, headers = "GET" if message is None else "POST", message is not None and encode(message), {}
        if path.startswith("/v1/space/"):  # RFC 9421, RFC 9530
            digest = f"sha-512=:{base64.b64encode(hashlib.sha512(body).digest()).decode()}:"
            inputs = ('("@method" "@authority" "@path" "content-digest")'
                      f';created={int(time.time()) + self.ahead};nonce="{os.urandom(16).hex()}"'
                      f';keyid="{self.space.hex()}";tag="pde1"')
            text = (f'"@method": {method}\n"@authority": {self.authority}\n"@path": {path}\n'
                    f'"content-digest": {digest}\n"@signature-params": {inputs}')
            signed = base64.b64encode(self.signer.sign(text.encode()).signature).decode()
            headers = {"content-digest": digest, "signature-input": "pde=" + inputs, "signature": f"pde=:{signed}:"}
        try:
            connection = getattr(http.client, self.url.scheme.upper() + "Connection")(self.url.netloc, timeout=60)
            connection.request(method, path, body or None, headers | {"content-type": "application/cbor"})
            with connection.getresponse() as answer:
                status, data, asked = answer.status, answer.read(17 * BLOCK), answer.headers.get("pde-challenge")
        except (AttributeError, OSError, http.client.HTTPException) as error:
            raise Stop(4, f"the server can't be reached: {error!r}")
        demand(status != 404, *missing)
        if status == 429 and asked and message and bytes(40) in message.values():
            return self.call(path, message | {max(message): worked(asked, body)}, shape, missing)
        demand(status != 429, 75, "too many tries: later")
        demand(status == 200, 4, f"{path} answered {status}")
        if not isinstance(shape, int): return decode(data, shape, path, 4)
        demand(len(data) == shape * BLOCK, 5, "blocks of another length")
        return [data[i:i + BLOCK] for i in range(0, len(data), BLOCK)]
def count_of(length): return max(1, -(-length // PART))  # --- content.md ---------------------------------------
def parts(fetch, place, key, count):  # of a content, zeros and all; `fetch` gets blocks by their numbers
    for numbers in (range(i, min(i + 16, count)) for i in range(0, count, 16)):
        for i, block in zip(numbers, fetch(numbers)):
            part = unseal(key, "pde1/block", encode([place, i, count]), block)
            demand(part is not None, 5, f"block {i} does not open in its place: {place[0]}")
            yield part
def content(fetch, place, key, length, count):
    data = b"".join(parts(fetch, place, key, count))
    return demand(not any(data[length:]), 5, "bytes behind a content's end") or data[:length]
def save(folder, n, title, data, ending=""):  # only a whole document gets its name, which is a safe one, and its own
    name = re.sub(r'[\0-\x1f/\\:*?"<>|]', "_", f"{n:04} {title}").encode()[:150].decode(errors="ignore") + (ending and f".{ending}")
    (folder / "unfinished").write_bytes(data)
    return (folder / "unfinished").rename(folder / name).name
ID, KEY, TIME, SEQ, RECORD, DATE = Bytes(16), Bytes(32), Num(LATEST), Num(U64), Bytes(1024), Num(99_991_231)  # journal.md
LAYOUT, COUNT, KINDS = (Many(range(4), 4, 4), range(4), Many(ID, 4, 4)), Num(2048, 1), Many(Line(32, 1), 0, 24)
WRITTEN = (*LAYOUT, Num(720, 1), KEY)
ENDING = Text("[0-9a-z]{0,10}")
DOCUMENT = (ID, Num(U32, 1), KEY, Num(25_000_000), COUNT, Line(240, 1), Line(32), Line(80), Line(100, 1), ENDING, TIME, DATE)
SHEET = (ID, KEY, Num(PART, 1), range(1, 2), Many((ID, Num(PART - 1), Num(32_768, 1)), 1, 32))
GRANT = (ID, ID, KEY, Text("[0-9A-HJKMNP-TV-Z]{10}"), TIME, TIME, Num(10_000, 1), Text("([0-9]{4,6})?"), Line(240))
FIELDS = {1: (*LAYOUT, range(3)), 2: DOCUMENT, 3: (ID,), 4: (KEY, Num(268_271_616), COUNT),
          5: (*GRANT, Many(ID, 1, 16)), 6: (ID, Many(ID, 1, 48)), 7: (ID,), 8: (Num(),),
          9: (ID, Line(240, 1), Line(32), Line(80), DATE), 10: SHEET, 11: WRITTEN, 12: (ID, range(4)), 13: (KINDS,), 14: (),
          15: (ID,), 16: (ID, Num(U32, 1)), 17: (ID, Num(U32, 1))}
STATE = (Many(WRITTEN, 1, 8), range(3), Many(DOCUMENT), Many((*GRANT, Many(ID, 1, 512), TIME)), Many(SHEET),
         (KINDS, Many((ID, lambda x: x != 2 and fits(x, range(4))))), range(2), Many((*DOCUMENT, range(4), Num(LATEST, 1))))
JOURNAL = {1: SEQ, 2: KEY, 3: SEQ, 4: KEY, 5: SEQ, 6: Many(RECORD, 0, 512)}
OPENED = {1: TIME, 2: Num(U32), 3: JOURNAL, 4: Many(KEY, 4, 4), 5: Many(TIME, 4, 4), 6: TIME}
def is_entry(x): return type(x) is list and fits(x[:2], (TIME, range(1, 18))) and fits(x[2:], FIELDS.get(x[1], (range(0),)))
class Wallet:
    def __init__(self, service, space, root, generation, floor):
        self.service, self.space, self.root, self.generation, bases = service, space, root, generation, []
        service.space, service.signer = space, nacl.signing.SigningKey(K(root, "pde1/space/sign"))
        while True:  # "Reading again", once for each base
            opened = service.call("/v1/space/open", {}, OPENED, NO_WALLET)
            demand(opened[2] == generation, 5, "another generation than the slot's")
            self.delete_at, self.requested_at, bases = opened[6], opened[5], bases + [opened[3][3]]
            try:
                return self.read(opened[3], floor)
            except Gone:
                if bases.count(bases[-1]) > 1:
                    raise
    def fetch(self, key, *missing): return lambda numbers: self.service.call("/v1/space/blocks/get", {
        1: [K(key, "pde1/block/name", i.to_bytes(4, "big"))[:16] for i in numbers]}, len(numbers), missing)
    def read(self, page, floor):
        (_, head), (_, head_hash), (_, base), (_, before) = list(page.items())[:4]
        self.documents, self.grants, self.sheets, self.resting, seq, key = {}, {}, set(), {}, base, K(self.root, "pde1/journal")
        demand(head >= floor, 5, f"rolled back: the head is {head}, the floor {floor}")
        demand(1 <= base <= head and (base > 1 or before == ZERO), 5, "a base that can't be")
        while seq <= head:
            demand(page[5] == seq, 5, f"entry {seq} is missing", Gone)
            demand(0 < len(page[6]) <= page[1] - seq + 1, 5, "another count of entries than there are")
            for record in page[6][:head - seq + 1]:
                entry = unseal(key, "pde1/entry", encode([self.space, self.generation, seq, before]), record)
                demand(entry is not None, 5, f"entry {seq} does not open in its place")
                entry = unpad(entry, is_entry, f"entry {seq}")
                demand((entry[1] == 1) == (seq == 1) and (seq > base or entry[1] in (1, 4)), 5, "another kind of base")
                demand(self.apply(seq, seq == base, *entry), 5, f"entry {seq}: an impossible change")
                seq, before = seq + 1, hashlib.blake2b(record, digest_size=32).digest()
            page = self.service.call("/v1/space/journal/get", {1: seq}, JOURNAL, NO_WALLET) if seq <= head else page
        demand(before == head_hash, 5, "the chain does not end in the head")
        digits = int.from_bytes(K(K(self.root, "pde1/mark"), "pde1/m", before)[:8], "big") % 1000
        day = datetime.datetime.fromtimestamp(self.time, datetime.timezone.utc)
        self.mark = f"change {head}, {day.day} {day:%B}, {digits:03}"
    def apply(self, seq, is_base, when, tag, key=None, *rest):  # makes a change; whether it was possible
        self.time, documents, grants = when, self.documents, self.grants
        if tag in (2, 15) and key in documents: self.resting[key, documents[key][1]] = documents[key]
        if tag == 2:
            version, documents[key] = max((v for i, v in self.resting if i == key), default=0), [key, *rest]
            return rest[0] == version + 1 and rest[3] == count_of(rest[2])
        if tag == 3: self.resting = {at: d for at, d in self.resting.items() if at[0] != key}
        if tag in (3, 15): return documents.pop(key, None) is not None
        if tag in (16, 17):
            document = self.resting.pop((key, *rest), None)
            return document is not None and (tag == 17 or documents.setdefault(key, document) is document)
        if tag == 9: return (d := documents.get(key)) and not d.__setitem__(slice(5, None), [*rest[:3], *d[8:10], rest[3]])
        if tag == 10: return key not in self.sheets and self.sheets.add(key) is None
        if tag == 4:
            demand(rest[1] == count_of(rest[0]), 5, "a snapshot's count that is not its length's")
            grants = self.snapshot(["snap", self.space, self.generation, seq], key, *rest) if is_base else grants
            self.grants = {i: g for i, g in grants.items() if min(g[5], g[10] or g[5]) + 2_592_000 > when}
        if tag == 5: return grants.setdefault(key, new := [key, *rest, 0]) is new
        if tag in (1, 4, 8, 11, 12, 13, 14): return tag != 12 or key in documents
        if key not in grants or tag == 7 and grants[key][10]: return False
        if tag == 7: grants[key][10] = when or 1
        if tag == 6: grants[key][9] += rest[0]
        return len(grants[key][9]) <= 512
    def snapshot(self, place, key, *reference):
        data = content(self.fetch(key, 5, "the snapshot's blocks are missing", Gone), place, key, *reference)
        _, _, documents, grants, sheets, _, _, resting = decode(data, STATE, "the snapshot")
        self.sheets.update(s[0] for s in sheets)
        self.documents = {d[0]: d for d in documents if d[4] == count_of(d[3])}
        self.resting = {(d[0], d[1]): d for d in resting if d[4] == count_of(d[3]) and [d[1]] != self.documents.get(d[0], [0])[1:2]}
        demand(len(self.resting) == len(resting), 5, "what rests twice, or is there, or of another count")
        demand(len(self.documents) == len(documents), 5, "a document twice, or of another count than its length's")
        return demand(len({g[0] for g in grants}) == len(grants), 5, "a grant twice") or {g[0]: g for g in grants}
def open_wallet(service, W, P):  # slots.md, "Opening a wallet"
    slots = [(K(N, "pde1/slot/id")[:16], K(N, "pde1/slot/key")) for N in harden(service, stretch(W, P))]
    ids = [i for i, _ in slots] + [secrets.token_bytes(16)] * (len(slots) < 2)
    records = service.call("/v1/slots/read", {1: ids}, Many(RECORD, len(ids), len(ids)))
    opened = [m for (i, k), r in zip(slots, records) if (m := unseal(k, "pde1/slot", i, r)) is not None]
    demand(opened, *NO_WALLET)
    slot = unpad(opened[-1], {1: ID, 2: KEY, 3: Num(U32), 4: Num(), 5: KEY, 6: range(1)}, "the slot")
    return demand(slot[5] in service.hashes, 5, "the epochs were changed") or Wallet(service, *list(slot.values())[:4])
OPEN_COVER, CODED_COVER = {1: TIME, 2: range(1), 3: KEY, 4: Line(240), 5: Line(240)}, {1: TIME, 2: range(1, 2), 3: KEY}
MANIFEST = (Line(240), Line(240), Many((Line(240, 1), Line(100, 1), ENDING, Num(25_000_000), DATE), 1, 512))  # grants.md
UNSEEN = rb"\xc2\xad|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf"  # encoding.md, "Typed text"
WHITE = rb"[\t-\r ]|\xc2\xa0|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80"
def plain(text):
    return re.sub(rb"\xe2\x80[\x90-\x95]|\xe2\x88\x92", b"-", re.sub(WHITE, b" ", re.sub(UNSEEN, b"", text)))
HOST = rb"(\[[0-9a-f:]+\]|[a-z0-9-]+(\.[a-z0-9-]+)*\.?)(:[0-9]{1,5})?"
PAGE = rb"https? *: */ */ *(?=[^ /]{1,255}[ /])" + HOST + rb" */ *g *(/ *)?(\?[^#]*)?\Z"
KEY_BEHIND = rb"[ .-]*((?:[a-z2-7018][ .-]*){25}[a-z2-7018])(?!-*[a-z0-9])"
def secret(link):  # grants.md, "Links as they arrive"
    text = plain(urllib.parse.unquote_to_bytes(link.encode()))
    for mark in re.finditer(rb"#|%23", text) if len(link.encode()) <= 4_096 else ():
        key = re.match(KEY_BEHIND, text[mark.end():], re.I)
        if key and re.search(PAGE, text[:mark.start()], re.I):
            key = re.sub(rb"[ .-]", b"", key[1]).upper().translate(bytes.maketrans(b"018", b"OIB"))
            s = base64.b32decode(key + b"======")
            if base64.b32encode(s)[:26] == key: return s
    demand(False, 65, "this is no link of a grant")
def open_grant(server, pin, s, code):
    service, grant = Service(server, pin), K(s, "pde1/g/id")[:16]
    cover = service.call("/v1/grants/cover", {1: grant, 2: bytes(40)}, {1: RECORD}, NO_GRANT)[1]
    cover = unseal(K(s, "pde1/g/cover"), "pde1/cover", grant, cover)
    demand(cover is not None, 5, "the cover does not open")
    cover = unpad(cover, lambda x: fits(x, OPEN_COVER) or fits(x, CODED_COVER), "the cover")
    demand(not cover[2] or re.fullmatch("[0-9]{4,6}", code), 65, "a code of 4 to 6 digits is needed")
    a = K(s, "pde1/g/code", code.encode() if cover[2] else b"")
    body = {1: grant, 2: K(a, "pde1/g/open"), 3: secrets.token_bytes(16), 4: secrets.token_bytes(256)}
    opened = service.call("/v1/grants/open", body, {1: KEY, 2: KEY, 3: Num(2048, 1)}, NO_GRANT)
    def fetch(n): return service.call("/v1/grants/blocks/get", {1: opened[2], 2: list(n)}, len(n), NO_GRANT)
    data = b"".join(parts(fetch, ["grant", grant], K(a, "pde1/g/bundle", opened[1]), opened[3]))
    start = 4 + int.from_bytes(data[:4], "big")
    demand(start <= min(4 + 266_240, len(data)), 5, "a manifest that is too long")
    manifest = decode(data[4:start], MANIFEST, "the manifest")
    ends = list(itertools.accumulate((item[3] for item in manifest[2]), initial=start))
    demand(opened[3] == 1 << (count_of(ends[-1]) - 1).bit_length(), 5, "another count of blocks than the bundle's")
    demand(not any(data[ends[-1]:]), 5, "bytes behind a bundle's end")
    return cover, manifest, [data[a:b] for a, b in itertools.pairwise(ends)]
def date(number):  # 0 if there is no such day
    with contextlib.suppress(ValueError):
        return int(datetime.date(number // 10000, number // 100 % 100, number % 100).strftime("%Y%m%d"))
    return 0
def main(what, server, file, folder):
    pin, named = (os.environ.get(name) or None for name in ("PDE_PIN", "PDE_PSEUDONYM_FILE"))
    typed = named and pathlib.Path(named).read_bytes().split(b"\n")[0]
    lines = pathlib.Path(file).read_text().split("\n")
    if what == "wallet":
        W, P = phrase(lines[0]), pseudonym(typed) if typed else b""
        wallet = open_wallet(Service(server, pin), W, P)
        contents = (content(wallet.fetch(d[2], 5, "a block is missing"), ["doc", wallet.space, d[0], d[1]], *d[2:5])
                    for d in wallet.documents.values())
        names = "id", "version", "byteCount", "count", "title", "kind", "person", "mediaType", "ending", "addedAt", "validUntil"
        listed = [dict(zip(names, (d[0].hex(), d[1], *d[3:11], date(d[11])))) for d in wallet.documents.values()]
        result = dict(mark=wallet.mark, deleteAt=wallet.delete_at, requestedAt=wallet.requested_at, documents=listed)
    else:
        cover, (purpose, name, items), contents = open_grant(server, pin, secret(lines[0]), "".join(lines[1:2]))
        listed = [dict(title=i[0], mediaType=i[1], ending=i[2], byteCount=i[3], validUntil=date(i[4])) for i in items]
        result = dict(expiry=cover[1], purpose=purpose, name=name, documents=listed)
    os.mkdir(folder, 0o700)
    for n, (document, data) in enumerate(zip(listed, contents), 1):
        document["file"] = save(pathlib.Path(folder), n, document["title"], data, document["ending"])
    print(json.dumps(result, indent=1, ensure_ascii=False))
if __name__ == "__main__":
    try:
        main(*sys.argv[1:]) if len(sys.argv) == 5 else sys.exit(__doc__)
    except Stop as stop:
        sys.exit(print(stop.args[1], file=sys.stderr) or stop.args[0])
