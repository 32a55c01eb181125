"""What the system tests stand on: the two programs as processes, a relay between them that
writes down and alters, raw requests, and a little of the protocol.

Everything stays on 127.0.0.0/8 and in temporary folders.
"""

import calendar
import collections
import hashlib
import http.client
import itertools
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import socketserver
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest

from runner import IS_FULL, scale, takes_long

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(os.environ.get("PDE_BIN") or ROOT / ".build/release").resolve()
FIXTURES = ROOT / "Tests/Fixtures"
PAPERS = [
    FIXTURES / name
    for name in (
        "attestation-photo.jpg", "notification-cpas.pdf", "carte-sante-scan.png",
        "mon-histoire.txt")
]
BLOCK = 131_072
PART = 130_992
RECORD = 1_024


def until(condition, seconds, what):
    """Waits for a condition, with a deadline."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.02)


def needs(*programs):
    """Skips a test where a program is missing, and says which."""
    missing = [name for name in programs if not shutil.which(name)]
    return unittest.skipIf(missing, f"not installed: {', '.join(missing)}")


# The server


def held_port():
    """A free port of 127.0.0.1, and what keeps it for who may take an address over (SO_REUSEADDR): also
    while a server that has it is down, the system gives it to nobody else."""
    hold = socket.socket()
    hold.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    hold.bind(("127.0.0.1", 0))
    return hold.getsockname()[1], hold


class Server:
    """`pde-server serve` on a data folder and a port of its own."""

    def __init__(self, folder, *options, wrapper=(), environment=None):
        self.data = folder / "data"
        self.log = folder / "server.log"
        self.port, self.hold = held_port()
        self.options = options
        self.wrapper = wrapper
        self.environment = environment or {}
        self.process = None
        self.start()

    def start(self):
        said = self.log.with_suffix(".out")
        before = said.stat().st_size if said.exists() else 0
        with said.open("ab") as out, self.log.open("ab") as err:
            self.process = subprocess.Popen(
                [*self.wrapper, BIN / "pde-server", "serve", "--data", self.data,
                 "--listen", f"127.0.0.1:{self.port}", *self.options],
                stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                env={**os.environ, **self.environment}, start_new_session=True)

        def line():
            if self.process.poll() is not None:
                raise AssertionError(f"the server ended:\n{self.log.read_text()}")
            return said.read_bytes()[before:].decode()

        prefix = "listening on http://127.0.0.1:"
        text = until(
            lambda: line() if line().endswith("\n") and prefix in line() else "", 120,
            "the server listens")
        # Before it come the hashes of the sites that it serves, if it does.
        *sites, last = text.splitlines()
        if not last.startswith(prefix) or any(
                not site.startswith(("holder ", "reader ")) for site in sites):
            raise AssertionError(f"the server printed {text!r}")
        self.port = int(last[len(prefix):])

    @property
    def is_up(self):
        return self.process is not None and self.process.poll() is None

    def stop(self):
        """Asks it to end; its exit code."""
        if self.is_up:
            self.process.terminate()
        return self.process.wait(120)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(120)

    def end(self):
        if self.is_up:
            self.kill()

    def check(self):
        """`pde-server check`: its exit code and what it says."""
        done = subprocess.run(
            [BIN / "pde-server", "check", "--data", self.data], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300)
        return done.returncode, done.stdout

    def database(self, name="rows"):
        """One of its databases, also while it runs: the operator's hand."""
        folder = "store" if name == "rows" else "grants"
        database = sqlite3.connect(
            self.data / folder / f"{name}.sqlite", timeout=30, isolation_level=None)
        database.execute("PRAGMA ignore_check_constraints = ON")
        return database

    def blocks(self, area="store"):
        """The files of blocks, by their path."""
        return {path for path in (self.data / area / "blocks").glob("*/*/*") if path.is_file()}

    def files(self):
        return [path for path in self.data.rglob("*") if path.is_file()]


# Between client and server

_sources = itertools.count(random.randrange(1 << 12))


def fresh_source():
    """An address of a /24 that no other connection of this run has; 127.0, 127.9 and
    127.200 upwards are left to the tests that choose theirs."""
    number = next(_sources) % (180 * 256)
    return f"127.{10 + number // 256}.{number % 256}.{random.randrange(1, 255)}"


Request = collections.namedtuple("Request", "method path headers body")


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body
        # If set: sent instead of all else, and then the connection ends.
        self.raw = None

    @classmethod
    def html(cls, status=200):
        page = b"<!DOCTYPE html><title>Bienvenue</title><p>Connectez-vous au Wi-Fi."
        return cls(status, [("content-type", "text/html")], page)

    def bytes(self):
        if self.raw is not None:
            return self.raw
        return head(self.status, self.headers, len(self.body)) + self.body


def dead(answer=None):
    """What a connection that ends without an answer gives."""
    answer = answer or Answer(500, [], b"")
    answer.raw = b""
    return answer


def head(status, headers, length):
    lines = [f"HTTP/1.1 {status} {http.client.responses.get(status, '-')}"]
    lines += [f"{name}: {value}" for name, value in headers]
    if status != 204:
        lines.append(f"content-length: {length}")
    return "\r\n".join(lines + ["", ""]).encode()


class Relay:
    """An HTTP relay to a server.

    It writes down every exchange, lets `rule(request, forward)` answer in the server's
    place, and gives each connection a source address of its own, so that limits by
    source meet only those tests that are about them.
    """

    def __init__(self, port):
        self.port = port
        self.rule = None
        self.exchanges = []
        self.in_flight = collections.Counter()
        self.lock = threading.Lock()
        relay = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                relay._serve(self.connection, self.rfile)

        class Listener(socketserver.ThreadingTCPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_):
                pass

        self.listener = Listener(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.listener.server_address[1]}"
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    def end(self):
        self.listener.shutdown()
        self.listener.server_close()

    @property
    def requests(self):
        return [request for request, _ in self.exchanges]

    def paths(self):
        return [request.path for request in self.requests]

    def _serve(self, connection, stream):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        upstream = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=150, source_address=(fresh_source(), 0))
        try:
            while request := read_request(stream):
                with self.lock:
                    self.in_flight[request.path] += 1
                try:
                    forward = lambda request=request: self._forward(upstream, request)
                    answer = self.rule(request, forward) if self.rule else forward()
                    self.exchanges.append((request, answer))
                    connection.sendall(answer.bytes())
                finally:
                    with self.lock:
                        self.in_flight[request.path] -= 1
                if answer.raw is not None:
                    return
        except (OSError, http.client.HTTPException):
            pass  # One of both went away: so does the other's connection.
        finally:
            upstream.close()

    @staticmethod
    def _forward(upstream, request):
        upstream.putrequest(
            request.method, request.path, skip_host=True, skip_accept_encoding=True)
        for name, value in request.headers:
            upstream.putheader(name, value)
        upstream.endheaders(request.body or None)
        answer = upstream.getresponse()
        headers = [
            (name, value) for name, value in answer.getheaders()
            if name.lower() not in ("content-length", "transfer-encoding", "connection")
        ]
        return Answer(answer.status, headers, answer.read())


def read_request(stream):
    first = stream.readline(65_536).decode("latin-1").split()
    if len(first) != 3:
        return None
    headers = []
    while line := stream.readline(65_536).strip().decode("latin-1"):
        name, _, value = line.partition(":")
        headers.append((name, value.strip()))
    length = next((int(value) for name, value in headers if name.lower() == "content-length"), 0)
    body = stream.read(length)
    return Request(first[0], first[1], headers, body) if len(body) == length else None


def on(path, change):
    """A rule: `change(answer)` alters or replaces the answers of a path."""

    def rule(request, forward):
        answer = forward()
        return (change(answer) or answer) if request.path == path else answer

    return rule


def losing(path, lost):
    """A rule: what is sent to a path never gets there, and is added to `lost`."""

    def rule(request, forward):
        if request.path != path:
            return forward()
        lost.append(request)
        return Answer.html(502)

    return rule


# The client

Result = collections.namedtuple("Result", "code out err")


class Crash(AssertionError):
    pass


# What tests write is theirs alone: `pde` takes no phrase from a file that others can read.
os.umask(0o077)


def pde(*arguments, url=None, phrase=None, pseudonym=None, input=b"", folder=None, environment=None,
        wrapper=(), stdout=subprocess.PIPE, timeout=240):
    """Runs `pde` without a terminal, its phrase in a file; fails if it crashes."""
    with tempfile.TemporaryDirectory(prefix="pde-phrase-") as secrets:
        full = {
            name: value for name, value in os.environ.items()
            if not name.startswith(("PDE_", "LC_", "LANG"))
        }
        if url:
            full["PDE_SERVER"] = url
        for name, secret in (("PHRASE", phrase), ("PSEUDONYM", pseudonym)):
            if secret is not None:
                path = pathlib.Path(secrets) / name
                path.write_bytes(secret.encode("utf-8", "surrogateescape") + b"\n")
                full[f"PDE_{name}_FILE"] = str(path)
        full.update(environment or {})
        done = subprocess.run(
            [*wrapper, BIN / "pde", *arguments], input=input, stdout=stdout,
            stderr=subprocess.PIPE, cwd=folder, env=full, start_new_session=True,
            timeout=timeout)
    result = Result(done.returncode, done.stdout or b"", done.stderr.decode())
    if result.code < 0 or result.code >= 128 or "Fatal error" in result.err:
        raise Crash(f"pde {arguments[0]} crashed ({result.code}):\n{result.err[-2_000:]}")
    return result


def expect(result, code, text=""):
    """Fails unless a run ended with this code, and said so."""
    if result.code != code or text not in result.err:
        raise AssertionError(
            f"exit {result.code} where {code} and {text!r} were due; out {result.out[:200]!r}, "
            f"err:\n{result.err}")
    return result


class Wallet:
    """A wallet that `pde create` made, and the commands on it."""

    def __init__(self, url, *options, pseudonym=None):
        self.url = url
        self.pseudonym = pseudonym
        self.created = expect(pde("create", *options, url=url, pseudonym=pseudonym), 0)
        self.phrase = self.created.out.decode().strip()

    def run(self, *arguments, **rest):
        rest.setdefault("url", self.url)
        rest.setdefault("phrase", self.phrase)
        rest.setdefault("pseudonym", self.pseudonym)
        return pde(*arguments, **rest)

    def add(self, *files, options=()):
        return expect(self.run("add", *map(str, files), *options), 0).out.decode().split()

    def note(self, text, title="note"):
        done = expect(self.run("note", f"--title={title}", input=text), 0)
        return done.out.decode().strip()

    def list(self, *options, **rest):
        return json.loads(expect(self.run("list", "--json", *options, **rest), 0).out)

    def everything(self):
        """What `list` shows, and what it hides: notes of one's own among it."""
        return self.list("--masked")

    def get(self, id):
        return expect(self.run("get", id), 0).out

    def share(self, *ids, options=()):
        return json.loads(expect(self.run("share", *ids, "--json", *options), 0).out)

    def shares(self):
        return json.loads(expect(self.run("shares", "--json"), 0).out)


def open_grant(grant, url, folder, code=None, **rest):
    """Runs `pde open` into a folder."""
    code = code or grant.get("code")
    typed = grant["link"] + "\n" + (code + "\n" if code else "")
    return pde("open", "--output", str(folder), url=url, input=typed.encode(), **rest)


def marks(result):
    """The freshness marks of a run, as shown."""
    return [line for line in result.err.splitlines() if line.startswith("check number: ")]


def seconds(text):
    """A time of the JSON, in seconds since 1970."""
    return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))


# Raw requests


def raw(port, request, source=None, timeout=120):
    """Sends bytes to the server and reads until it closes or falls silent behind a whole
    answer: status, headers, body; None for status if there was no answer."""
    address = (source or fresh_source(), 0)
    with socket.create_connection(("127.0.0.1", port), timeout, address) as connection:
        try:
            connection.sendall(request)
        except OSError:
            pass  # It answered and hung up before it had read all.
        answer = http.client.HTTPResponse(connection)
        try:
            answer.begin()
            return answer.status, dict(answer.getheaders()), answer.read()
        except (OSError, http.client.HTTPException):
            return None, {}, b""


def post(port, path, body, source=None, method="POST", headers=()):
    lines = [f"{method} {path} HTTP/1.1", f"host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in headers]
    lines += [f"content-length: {len(body)}", "", ""]
    return raw(port, "\r\n".join(lines).encode("latin-1") + body, source)


def problem(name, status):
    return b'{"type":"urn:pde:%s","status":%d}' % (name.encode(), status)


# The protocol


def derive(key, label, data=b""):
    """K of PROTOCOL.md, S1."""
    label = label.encode()
    return hashlib.blake2b(bytes([len(label)]) + label + data, key=key, digest_size=32).digest()


def base32(text):
    """The 16 bytes of a link's 26 characters."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    number = 0
    for character in text:
        number = number << 5 | alphabet.index(character)
    return (number >> 2).to_bytes(16, "big")


class GrantKeys:
    """What a reader makes of a link and a code (S8)."""

    def __init__(self, link, code=""):
        self.secret = base32(link.split("#")[1])
        self.id = derive(self.secret, "pde1/g/id")[:16]
        self.open_auth = derive(derive(self.secret, "pde1/g/code", code.encode()), "pde1/g/open")

    def open_request(self, nonce=None):
        return encode({1: self.id, 2: self.open_auth, 3: nonce or os.urandom(16),
                       4: os.urandom(256)})


def encode(value):
    """Deterministic CBOR of what the protocol has."""

    def start(major, number):
        if number < 24:
            return bytes([major << 5 | number])
        size = next(size for size in (1, 2, 4, 8) if number < 1 << 8 * size)
        return bytes([major << 5 | 23 + size.bit_length()]) + number.to_bytes(size, "big")

    if isinstance(value, int):
        return start(0, value)
    if isinstance(value, bytes):
        return start(2, len(value)) + value
    if isinstance(value, str):
        return start(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return start(4, len(value)) + b"".join(map(encode, value))
    return start(5, len(value)) + b"".join(encode(k) + encode(v) for k, v in value.items())


Field = collections.namedtuple("Field", "path head start end")


def decode(data):
    """The value that CBOR holds, and its fields: for each item that has no items of its
    own, the way to it, where its head is and where its bytes are."""
    fields = []

    def item(at, path):
        head, major, size = at, data[at] >> 5, data[at] & 31
        at += 1
        number = size
        if size > 23:
            width = 1 << size - 24
            number = int.from_bytes(data[at:at + width], "big")
            at += width
        if major == 0:
            fields.append(Field(path, head, head, at))
            return number, at
        if major in (2, 3):
            fields.append(Field(path, head, at, at + number))
            bytes_ = data[at:at + number]
            return (bytes_ if major == 2 else bytes_.decode()), at + number
        if major == 4:
            values = []
            for index in range(number):
                value, at = item(at, path + (index,))
                values.append(value)
            return values, at
        values = {}
        for _ in range(number):
            key, at = data[at], at + 1
            values[key], at = item(at, path + (key,))
        return values, at

    value, end = item(0, ())
    assert end == len(data)
    return value, fields


# Tests


class SystemTest(unittest.TestCase):
    """Tests over one server, which a class shares, and a relay before it.

    After each test the server still runs and has not crashed.
    """

    server_options = ()

    @classmethod
    def setUpClass(cls):
        cls.base = pathlib.Path(tempfile.mkdtemp(prefix="pde-system-"))
        cls.addClassCleanup(shutil.rmtree, cls.base, ignore_errors=True)
        cls.server = Server(cls.base, *cls.server_options)
        cls.addClassCleanup(cls.server.end)
        cls.relay = Relay(cls.server.port)
        cls.addClassCleanup(cls.relay.end)
        cls.url = cls.relay.url

    def setUp(self):
        # A test before this one that ended it has failed for that.
        if not self.server.is_up:
            self.server.start()
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=self.base))
        self.relay.exchanges.clear()

    def tearDown(self):
        self.relay.rule = None
        self.assertTrue(self.server.is_up, "the server ended")
        self.assertNotIn("Fatal error", self.server.log.read_text())

    def with_rule(self, rule, run):
        """What `run` returns while the relay goes by a rule."""
        self.relay.rule = rule
        try:
            return run()
        finally:
            self.relay.rule = None

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        return path

    def new_folder(self):
        return pathlib.Path(tempfile.mkdtemp(dir=self.folder))
