"""The proxies of Deploy/proxy as processes, each with its shipped file, in which only addresses, ports,
certificates and users are replaced; and what is asked of them."""

import contextlib
import http.client
import os
import pathlib
import pwd
import shutil
import socket
import ssl
import stat
import subprocess

import http2
from preloaded import library
from support import ROOT, fresh_source, until

SHIPPED = ROOT / "Deploy/proxy"
USER = pwd.getpwuid(os.getuid()).pw_name
#: Debian's daemons are where not everybody's PATH leads.
PATH = os.environ["PATH"] + ":/usr/sbin"


class Certificate:
    """One for both hosts, which signed itself."""

    def __init__(self, folder):
        self.chain, self.key, self.both = (
            folder / name for name in ("chain.pem", "key.pem", "both.pem"))
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
             "-nodes", "-keyout", self.key, "-out", self.chain, "-days", "2", "-subj", "/CN=pde",
             "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"],
            check=True, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.both.write_text(self.chain.read_text() + self.key.read_text())
        #: With this, a program trusts it.
        self.environment = {
            "LD_PRELOAD": str(library("trusted")), "PDE_TRUSTED": str(self.chain)}

    def context(self, protocol):
        context = ssl.create_default_context(cafile=self.chain)
        context.set_alpn_protocols([protocol])
        return context


def tree(root):
    """A process and its descendants."""
    parents = {}
    for status in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(status.parent.name)] = int(status.read_text().rsplit(")", 1)[1].split()[1])
    found = {root}
    while more := {one for one, parent in parents.items() if parent in found} - found:
        found |= more
    return found


class Proxy:
    """A proxy on a folder and a port of its own: 127.0.0.1 is the holder's host, localhost the reader's."""

    program = file = ""

    def __init__(self, folder, port, server_port, certificate, *changes):
        self.folder, self.port, self.certificate = folder, port, certificate
        self.folder.mkdir()
        self.holder, self.reader = (
            f"https://{host}:{port}" for host in ("127.0.0.1", "localhost"))
        path = folder / self.file
        path.write_text(self.variant(
            ("127.0.0.1:8080", f"127.0.0.1:{server_port}"), *self.changes(), *changes))
        with (folder / "said").open("wb") as said:
            self.process = subprocess.Popen(
                self.command(path), cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                env={**os.environ, "PATH": PATH, "HOME": str(folder), "XDG_DATA_HOME": str(folder),
                     "XDG_CONFIG_HOME": str(folder)}, start_new_session=True)
        try:
            until(self.listens, 120, f"{self.file} listens")
        except BaseException:
            self.end()
            raise

    @classmethod
    def is_installed(cls):
        return shutil.which(cls.program, path=PATH) is not None

    def variant(self, *changes):
        """The shipped file with words replaced, all of which have to be in it."""
        text = (SHIPPED / self.file).read_text()
        for old, new in changes:
            if old not in text:
                raise AssertionError(f"Deploy/proxy/{self.file} has no {old!r}")
            text = text.replace(old, new)
        return text

    def hosts(self):
        """Certificates before names, which are in theirs."""
        chain, key = str(self.certificate.chain), str(self.certificate.key)
        return [
            ("/etc/ssl/pde.example.pem", chain), ("/etc/ssl/private/pde.example.key", key),
            ("/etc/ssl/lire.example.pem", chain), ("/etc/ssl/private/lire.example.key", key),
            ("pde.example", "127.0.0.1"), ("lire.example", "localhost")]

    def changes(self):
        raise NotImplementedError

    def command(self, path):
        raise NotImplementedError

    def listens(self):
        if self.process.poll() is not None:
            raise AssertionError(f"{self.file}: it ended:\n{(self.folder / 'said').read_text()}")
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", self.port)).close()
            return True

    def end(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                for one in tree(self.process.pid):
                    os.kill(one, 9)
                self.process.wait(10)

    # What it is asked

    def connect(self, source=None, host="127.0.0.1", protocol="http/1.1"):
        connection = socket.create_connection(
            ("127.0.0.1", self.port), 120, (source or fresh_source(), 0))
        return self.certificate.context(protocol).wrap_socket(connection, server_hostname=host)

    def ask(self, method, path, headers=(), body=b"", length=None, source=None, host="127.0.0.1"):
        """Status, fields (in lower case) and body of an answer, None for status if there was none; `length` is
        said in the place of the body's."""
        lines = [f"{method} {path} HTTP/1.1", f"host: {host}:{self.port}"]
        lines += [f"{name}: {value}" for name, value in headers]
        lines += [f"content-length: {len(body) if length is None else length}", "", ""]
        with self.connect(source, host) as connection:
            # It may answer and hang up before it has read all.
            with contextlib.suppress(OSError):
                connection.sendall("\r\n".join(lines).encode("latin-1") + body)
            return answer_on(connection)

    def ask_by_http2(self, method, path, headers=(), body=b""):
        with self.connect(protocol="h2") as connection:
            return http2.Connection(connection).ask(method, path, headers, body)

    # What it keeps

    def holding(self, *pieces):
        """Which of its files, and of those that it has open, have one of these in them."""
        paths = list(self.folder.rglob("*"))
        for one in tree(self.process.pid):
            with contextlib.suppress(OSError):
                paths += pathlib.Path(f"/proc/{one}/fd").iterdir()
        found = set()
        for path in paths:
            with contextlib.suppress(OSError):
                if stat.S_ISREG(path.stat().st_mode):
                    content = path.read_bytes()
                    if any(piece in content for piece in pieces):
                        found.add(os.readlink(path) if path.is_symlink() else path.name)
        return sorted(found)


def answer_on(connection):
    answer = http.client.HTTPResponse(connection)
    try:
        answer.begin()
        fields = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, fields, answer.read()
    except (OSError, http.client.HTTPException):
        return None, {}, b""


class Nginx(Proxy):
    program = "nginx"
    file = "nginx.conf"

    def changes(self):
        unused = "; ".join(
            f"{name}_temp_path {self.folder}/{name}" for name in ("fastcgi", "scgi", "uwsgi"))
        return [
            *self.hosts(), ("listen 443", f"listen 127.0.0.1:{self.port}"),
            ("user www-data;", f"user {USER};"),
            # Where it makes folders for what this file doesn't use.
            ("  proxy_temp_path", f"  {unused};\n  proxy_temp_path"), ("/run/", f"{self.folder}/")]

    def command(self, path):
        return [self.program, "-e", "stderr", "-c", path, "-g", "daemon off;"]


class Caddy(Proxy):
    program = "caddy"
    file = "Caddyfile"

    def changes(self):
        local = f":{self.port} {{\n\tbind 127.0.0.1"
        return [
            *self.hosts(), ("https://:443 {", f"https://{local}"),
            ("https://localhost {", f"https://localhost{local}")]

    def command(self, path):
        return [self.program, "run", "--adapter", "caddyfile", "--config", path]


class HAProxy(Proxy):
    program = "haproxy"
    file = "haproxy.cfg"

    def changes(self):
        both = str(self.certificate.both)
        changes = [
            ("/etc/ssl/private/pde.example.pem", both), ("/etc/ssl/private/lire.example.pem", both),
            ("lire.example", "localhost"), ("bind :443", f"bind 127.0.0.1:{self.port}")]
        if os.getuid():
            changes.append(("  chroot /var/lib/haproxy\n  user haproxy\n  group haproxy\n", ""))
        return changes

    def command(self, path):
        return [self.program, "-f", path]


class Apache(Proxy):
    program = "apache2"
    file = "apache.conf"

    def changes(self):
        return [
            *self.hosts(), ("Listen 443", f"Listen 127.0.0.1:{self.port}"),
            ("*:443", f"*:{self.port}"), ("/run/apache2", str(self.folder))]

    def command(self, path):
        return [self.program, "-f", path, "-DFOREGROUND"]
