"""Each file of Deploy/proxy in use: the README's session through it, requests at its limits, who they are
counted for, and what it writes down, which is nothing."""

import contextlib
import os
import pathlib
import random
import socket
import time
import unittest

import proxies
import readme
from support import (
    BLOCK, PART, ROOT, Answer, SystemTest, Wallet, encode, expect, fresh_source, held_port, needs,
    open_grant, pde, problem, until)

SITE = pathlib.Path(os.environ.get("PDE_SITE") or ROOT / ".build/site").resolve()
FRAME = 2 + BLOCK
SOURCE = "127.201.202.203"


class Through:
    """The tests of every proxy."""

    kind = None

    @classmethod
    def setUpClass(cls):
        if not cls.kind.is_installed():
            raise unittest.SkipTest(f"not installed: {cls.kind.program}")
        if not (SITE / "reader/g/hashes.json").is_file():
            raise unittest.SkipTest("there is no site: make site, or set PDE_SITE")
        # Held to the end, so that no other takes it before the proxy does.
        port, cls.hold = held_port()
        cls.server_options = (
            "--site", str(SITE), "--authority", "pde.example", "--trusted-proxy", "127.0.0.0/8",
            "--reader", f"https://localhost:{port}")
        super().setUpClass()
        cls.certificate = proxies.Certificate(cls.base)
        cls.proxy = cls.launch("proxy", port)
        cls.trust = cls.certificate.environment
        cls.wallet = Wallet(cls.url)
        cls.put = None

    @classmethod
    def launch(cls, name, port, *changes):
        proxy = cls.kind(cls.base / name, port, cls.server.port, cls.certificate, *changes)
        cls.addClassCleanup(proxy.end)
        return proxy

    def largest(self):
        """16 blocks of a grant as `pde` puts them; as it is never published, they may be put again."""

        def unpublished(request, forward):
            # Nor is it revoked, as who could not publish does.
            if request.path in ("/v1/grants/publish", "/v1/revoke"):
                return Answer(404, [("content-type", "application/problem+json")], problem("not-found", 404))
            return forward()

        if not self.put:
            ids = self.wallet.add(self.file("large", os.urandom(16 * PART)))
            expect(self.with_rule(unpublished, lambda: self.wallet.run("share", *ids)), 4)
            put = max(self.relay.requests, key=lambda each: len(each.body))
            self.assertEqual((put.path, len(put.body)), ("/v1/grants/blocks", 32 + 16 * FRAME))
            put.headers[:] = [
                (name.lower(), value) for name, value in put.headers
                if name.lower() not in ("host", "content-length")]
            type(self).put = put
        return self.put

    @needs("zbarimg")
    def test_the_session_of_the_readme_goes_through_it(self):
        readme.check_session(self, self.proxy.holder, self.new_folder(), self.trust)

    def test_both_hosts_send_what_was_built(self):
        expect(pde("verify-site", self.proxy.holder, environment=self.trust), 0)
        expect(pde("verify-site", "--site=reader", self.proxy.reader, environment=self.trust), 0)
        fields = [("accept-encoding", "gzip, br")]
        for host in ("127.0.0.1", "localhost"):
            status, headers, _ = self.proxy.ask("GET", "/v1/info", fields, host=host)
            self.assertEqual(status, 200)
            self.assertIn("strict-transport-security", headers)
            self.assertFalse(
                headers.keys() & {"content-encoding", "vary", "via", "alt-svc", "age", "etag"})
            self.assertEqual(self.proxy.ask_by_http2("GET", "/v1/info"), 200)

    def test_the_readers_host_opens_what_is_shared_and_nothing_else(self):
        grant = self.wallet.share(self.wallet.note(b"told"))
        folder = self.new_folder()
        expect(open_grant(grant, None, folder, environment=self.trust), 0)
        self.assertEqual([path.read_bytes() for path in folder.iterdir()], [b"told"])
        index = self.proxy.ask("GET", "/G", host="localhost")[2]
        # As mailers make of links; what follows is the service's own reading.
        for path in ("/g", "/G/", "/g/", "/G?a=b", "/G/?a", "/G%23AB", "/g%23AB&c=d", "/G/%23AB", "/G%2523AB", "/g/%2523AB"):
            with self.subTest(path=path):
                self.assertEqual(self.proxy.ask("GET", path, host="localhost")[::2], (200, index))
        for method, path in (
            ("GET", "/"), ("GET", "/app/main.js"), ("GET", "/gx"), ("GET", "/g/../app/main.js"),
            ("GET", "//g/reader.js"), ("GET", "/%67/reader.js"), ("GET", "/g/%2e%2e/app/main.js"),
            ("POST", "/v1/harden"), ("POST", "/v1/grants"), ("PUT", "/v1/grants/blocks"),
        ):
            with self.subTest(path=path):
                status, headers, body = self.proxy.ask(method, path, host="localhost")
                self.assertEqual((status, body), (404, problem("not-found", 404)))
                self.assertIn("sandbox", headers["content-security-policy"])

    def test_a_path_and_its_fields_arrive_as_they_were_sent(self):
        for path in ("/v1/info?", "/v1/info?x", "//v1/info", "/v1//info", "/v1/./info",
                     "/v1/x/../info", "/v1/%69nfo", "/v1%2Finfo", "/V1/info"):
            with self.subTest(path=path):
                status, _, body = self.proxy.ask("GET", path)
                self.assertEqual((status, body), (404, problem("not-found", 404)))
        # Not much less than the service takes, and one field as long as it may be.
        fields = [("a", "x" * 8_150), ("b", "x" * 7_000)]
        self.assertEqual(self.proxy.ask("GET", "/v1/info", fields)[0], 200)

    def test_the_largest_request_goes_through_and_no_larger(self):
        put = self.largest()
        self.assertEqual(self.proxy.ask(put.method, put.path, put.headers, put.body)[0], 204)
        self.assertEqual(
            self.proxy.ask_by_http2(put.method, put.path, put.headers, put.body), 204)
        # A block more is what the service refuses, in the middle of it; twice as many, whoever is first.
        more = self.proxy.ask(put.method, put.path, put.headers, put.body + bytes(FRAME))
        self.assertIn(more[0], (413, 502, None))
        twice = self.proxy.ask(
            put.method, put.path, put.headers, bytes(1 << 16), length=32 + 33 * FRAME)
        self.assertEqual(twice[0], 413)

    def revoke(self, source, claimed, times):
        """The statuses of so many calls of one who says to be another."""
        code = bytes(random.choices(b"0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=10))
        body = encode({1: code, 2: bytes(40)})
        return [
            self.proxy.ask("POST", "/v1/revoke", [("x-forwarded-for", claimed)], body, source=source)[0]
            for _ in range(times)]

    def test_who_connects_is_who_is_counted(self):
        one, other, named = (fresh_source() for _ in range(3))
        statuses = self.revoke(one, named, 14)
        self.assertEqual(statuses[:10], [204] * 10)
        # One more each six seconds: no machine is so slow that all of some are let through.
        self.assertIn(429, statuses[10:])
        self.assertIn(429, self.revoke(one, "203.0.113.77", 4))
        self.assertEqual(self.revoke(other, one, 1), [204])
        self.assertEqual(self.revoke(named, one, 1), [204])

    def while_half_is_there(self, proxy, is_enough=lambda found: True):
        """What holds a body's pieces, or the address of its sender, while the rest is waited for. Where
        something is to be found, until it is."""
        put = self.largest()
        pieces = [put.body[at:at + 64] for at in (1_000, 700_000, 1_400_000)]
        lines = [f"PUT {put.path} HTTP/1.1", "host: 127.0.0.1", f"content-length: {len(put.body)}"]
        lines += [f"{name}: {value}" for name, value in put.headers]
        with proxy.connect(SOURCE) as connection:
            connection.sendall("\r\n".join([*lines, "", ""]).encode() + put.body[:1_500_000])
            time.sleep(0.5)
            look = lambda: proxy.holding(SOURCE.encode(), *pieces)
            until(lambda: is_enough(look()), 40, "the proxy keeps what it got")
            found = look()
            connection.sendall(put.body[1_500_000:])
            self.assertEqual(proxies.answer_on(connection)[0], 204)
        return found

    def test_no_file_has_an_address_or_a_body_in_it(self):
        self.assertEqual(self.while_half_is_there(self.proxy), [])
        # Nor where something is wrong: no TLS, no HTTP, too much of it, no service.
        with socket.create_connection(("127.0.0.1", self.proxy.port), 120, (SOURCE, 0)) as plain:
            plain.sendall(b"GET / HTTP/1.1\r\n\r\n")
            with contextlib.suppress(OSError):
                plain.recv(1_000)
        self.proxy.ask("G(T", "/\x7f", source=SOURCE)
        self.proxy.ask("PUT", "/v1/space/blocks", body=bytes(1 << 16), length=1 << 30, source=SOURCE)
        self.server.stop()
        status = self.proxy.ask("GET", "/v1/info", source=SOURCE)[0]
        self.server.start()
        type(self).put = None  # Its token was in the server's memory.
        self.assertIn(status, (502, 503))
        self.assertEqual(self.proxy.ask("GET", "/v1/info", source=SOURCE)[0], 200)
        self.assertEqual(self.proxy.holding(SOURCE.encode()), [])


@needs("gcc", "openssl")
class Nginx(Through, SystemTest):
    kind = proxies.Nginx

    def test_the_search_finds_what_is_buffered_and_logged(self):
        log = self.base / "buffers/error.log"
        port, hold = held_port()
        self.addCleanup(hold.close)
        proxy = self.launch(
            "buffers", port,
            ("proxy_request_buffering off", "proxy_request_buffering on"),
            ("error_log /dev/null", f"error_log {log} info"))
        proxy.ask("G(T", "/", source=SOURCE)
        kept = lambda found: log.name in found and any("nginx-body" in name for name in found)
        self.assertTrue(kept(self.while_half_is_there(proxy, kept)))


@needs("gcc", "openssl")
class Caddy(Through, SystemTest):
    kind = proxies.Caddy


@needs("gcc", "openssl")
class HAProxy(Through, SystemTest):
    kind = proxies.HAProxy


@needs("gcc", "openssl")
class Apache(Through, SystemTest):
    kind = proxies.Apache


if __name__ == "__main__":
    unittest.main()
