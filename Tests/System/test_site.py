"""The two sites: built alike anywhere, served as they were built, checked from outside, and
served from a terminal itself."""

import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import random
import shutil
import subprocess
import tempfile
import time
import unittest

from support import (
    BIN, BLOCK, PAPERS, ROOT, Answer, Relay, Server, Wallet, expect, needs, on, pde, problem, scale,
    takes_long, until)

SITE = ROOT / "Deploy/build/site.sh"
MODULES = ("holder", "holder-plain", "reader", "reader-plain")
# Scripts of the reader's that come when they are needed.
LATER = ("keeper", "orientation", "pdf-pages", "picture-modules", "qr-camera", "qr-worker", "zip")


def small_sources(folder):
    """A site of a few files, where what counts is that they are served."""
    texts = {
        "common/shared.js": "export const one = 1;\n" + "// a line like many\n" * 50,
        "holder/index.html": "<!doctype html><title>PDE</title>" + "<p>many like this</p>" * 50,
        "holder/main.js": "import './shared.js';\n",
        "holder/messages/fr.json": "{}\n",
        "reader/index.html": "<!doctype html><title>.</title>",
        "common/core-worker.js": "import { one } from './shared.js';\npostMessage(one);\n",
        "common/image-worker.js": "postMessage(2);\n",
        "reader/reader.js": "import { one } from './shared.js';\npostMessage(one);\n",
    }
    texts |= {f"reader/{name}.js": "postMessage(3);\n" for name in LATER}
    for name, text in texts.items():
        path = folder / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (folder / "modules").mkdir()
    for name in MODULES:
        (folder / "modules" / f"{name}.wasm").write_bytes(b"\0asm\1\0\0\0" + name.encode() * 99)
    # The first on the holder's site alone.
    for name in ("qr", "heif", "tiff", "jpeg", "voice"):
        (folder / f"modules/{name}.wasm").write_bytes(b"\0asm\1\0\0\0" + name.encode() * 99)
        (folder / f"modules/{name}.copyright.txt").write_text("a licence\n")
    return {"SITE_SOURCES": folder / "sources", "SITE_MODULES": folder / "modules"}


def build(out, environment=(), *options, **rest):
    """Builds the sites into a folder; the site hashes that were printed."""
    done = subprocess.run(
        [SITE, *options, out], env=os.environ | {k: str(v) for k, v in dict(environment).items()},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        timeout=1_200, **rest)
    if done.returncode != 0:
        raise AssertionError(f"site.sh failed:\n{done.stdout}")
    return dict(line.split() for line in done.stdout.splitlines())


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*") if path.is_file()}


class SiteCase(unittest.TestCase):
    """Tests on a small site, built once for a class."""

    @classmethod
    def setUpClass(cls):
        cls.base = pathlib.Path(tempfile.mkdtemp(prefix="pde-site-"))
        cls.addClassCleanup(shutil.rmtree, cls.base, ignore_errors=True)
        cls.environment = small_sources(cls.base)
        # pdf.js takes seconds to compress: what was compressed before is taken from there.
        done_before = ROOT / ".build/site-compressed"
        if done_before.is_dir():
            shutil.copytree(done_before, cls.base / "site-compressed")
        cls.site = cls.base / "site"
        cls.hashes = build(cls.site, cls.environment)

    def copy(self):
        """The site in a folder of the test's own."""
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.base))
        shutil.copytree(self.site, folder / "site", symlinks=True)
        return folder / "site"

    def serve(self, site, *options):
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.base))
        server = Server(folder, "--site", str(site), *options)
        self.addCleanup(server.end)
        return server


@needs("brotli")
class Building(SiteCase):
    @takes_long("the whole site is built and compressed anew")
    def test_two_builds_in_two_folders_give_the_same_bytes(self):
        # The pages themselves, where their modules were built; else those of this test.
        is_real = all((ROOT / f".build/wasm/{name}.wasm").exists() for name in (*MODULES, "heif", "tiff", "jpeg", "voice"))
        environment = {} if is_real else self.environment
        # Another zone, language and mask, and compressed again, in a folder of somebody else's project.
        strange = dict(environment) | {"TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
        # The first with what was compressed when the machine was set up, where it was.
        one, two = self.base / "one", self.base / "a longer name/two"
        two.parent.mkdir()
        (two.parent / "package.json").write_text('{"sideEffects": false}')
        (two.parent / "tsconfig.json").write_text('{"compilerOptions": {"alwaysStrict": true}}')
        first = build(one, environment)
        second = build(two, strange, umask=0o077, cwd="/")
        self.assertEqual(first, second)
        self.assertEqual(files(one), files(two))
        self.assertGreater(len(files(one)), 10)

    def test_the_site_hash_is_what_sha256sum_says(self):
        script = """cd "$0" && LC_ALL=C find . -type f ! -name hashes.json -printf '%P\\n' |
          LC_ALL=C sort | xargs sha256sum | sha256sum"""
        for name, folder in (("holder", "app"), ("reader", "g")):
            said = subprocess.check_output(["bash", "-c", script, self.site / name], text=True)
            self.assertEqual(said.split()[0], self.hashes[name])
            listed = json.loads((self.site / name / folder / "hashes.json").read_text())
            self.assertEqual(listed["hash"], self.hashes[name])
            found = {
                path: hashlib.sha256(data).hexdigest()
                for path, data in files(self.site / name).items() if not path.endswith("/hashes.json")}
            self.assertEqual({f["path"]: f["sha256"] for f in listed["files"]}, found)

    def test_each_tree_has_the_common_files_and_none_of_the_other(self):
        holder, reader = files(self.site / "holder"), files(self.site / "reader")
        self.assertIn("app/shared.js", holder)
        # The reader's scripts have in them what they import, and it is not there twice.
        self.assertIn(b"one = 1", reader["g/reader.js"])
        self.assertNotIn(b"import", reader["g/reader.js"])
        self.assertNotIn("g/shared.js", reader)
        self.assertIn("app/holder-plain.wasm", holder)
        self.assertIn("g/pdf/pdf.worker.js.br", reader)
        self.assertFalse([path for path in reader if "holder" in path or path.startswith("app")])
        self.assertFalse([path for path in holder if "reader" in path or path.startswith("g/")])

    def test_the_pin_is_a_listed_file(self):
        pin = "5a" * 32
        hashes = build(self.base / "pinned", self.environment, "--pin", pin)
        self.assertNotEqual(hashes, self.hashes)
        text = (self.base / "pinned/holder/app/pin.json").read_text()
        self.assertEqual(json.loads(text), {"epochs": pin})
        self.assertEqual(
            json.loads((self.site / "holder/app/pin.json").read_text()), {"epochs": None})

    def test_compressed_forms_unpack_to_the_file(self):
        import gzip
        for path, data in files(self.site).items():
            if path.endswith(".gz"):
                self.assertEqual(gzip.decompress(data), (self.site / path[:-3]).read_bytes())
            if path.endswith(".br"):
                unpacked = subprocess.run(
                    ["brotli", "--decompress", "--stdout"], input=data, capture_output=True)
                self.assertEqual(unpacked.stdout, (self.site / path[:-3]).read_bytes())


@needs("brotli")
class Serving(SiteCase):
    def test_the_server_prints_both_site_hashes(self):
        server = self.serve(self.site)
        log = server.log.read_text()
        for name, hash in self.hashes.items():
            self.assertIn(f"notice site {name}: {hash}\n", log)

    def test_a_site_that_was_altered_is_not_served(self):
        def flip(path):
            data = bytearray(path.read_bytes())
            data[len(data) // 2] ^= 1
            path.write_bytes(data)

        def link(path):
            path.unlink()
            path.symlink_to("/etc/hostname")

        for name, change, reason in (
            ("holder/app/main.js", flip, "is not what the list of hashes says"),
            ("reader/g/pdf/pdf.js.br", flip, "is not what the list of hashes says"),
            ("reader/g/hashes.json", flip, "is not a list of hashes"),
            ("holder/app/main.js", link, "is a link or a device"),
            ("reader/g/more.js", lambda path: path.write_text("1"), "is not in the list of hashes"),
            ("holder/index.html", pathlib.Path.unlink, "but not there"),
            ("reader/g/pipe", os.mkfifo, "is a link or a device"),
        ):
            with self.subTest(name=name, reason=reason):
                site = self.copy()
                change(site / name)
                done = subprocess.run(
                    [BIN / "pde-server", "serve", "--data", site.parent / "data", "--listen",
                     "127.0.0.1:0", "--site", site], capture_output=True, text=True, timeout=120)
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertIn(f"{site}/{name} ", done.stderr)
                self.assertIn(reason, done.stderr)
                self.assertFalse((site.parent / "data").exists(), "nothing was made")

    def test_what_is_changed_behind_its_back_is_not_served(self):
        site = self.copy()
        server = self.serve(site)
        (site / "holder/app/main.js").write_text("evil()")
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        connection.request("GET", "/app/main.js")
        self.assertEqual(
            connection.getresponse().read(), (self.site / "holder/app/main.js").read_bytes())
        expect(pde("verify-site", f"http://127.0.0.1:{server.port}"), 0)

    def test_the_log_of_a_visit_names_no_file(self):
        server = self.serve(self.site)
        expect(pde("verify-site", f"http://127.0.0.1:{server.port}"), 0)
        log = server.log.read_text()
        self.assertIn("GET holder 200", log)
        for word in ("main.js", "fr.json", "/app", "/g"):
            self.assertNotIn(word, log)


@needs("brotli")
class Verifying(SiteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = pathlib.Path(tempfile.mkdtemp(dir=cls.base))
        cls.server = Server(folder, "--site", str(cls.site))
        cls.addClassCleanup(cls.server.end)

    def verify(self, *options, rule=None):
        """`pde verify-site` through a relay that answers by a rule."""
        with contextlib.closing(contextlib.ExitStack()) as stack:
            relay = Relay(self.server.port)
            stack.callback(relay.end)
            relay.rule = rule
            return pde("verify-site", relay.url, *options)

    def test_it_passes_on_what_was_built(self):
        done = expect(self.verify(), 0, "own list only")
        said = dict(line.split()[:2] for line in done.out.decode().splitlines())
        self.assertEqual(said, self.hashes)

    def test_the_hash_that_was_published_is_compared(self):
        both = [f"--expect={hash}" for hash in self.hashes.values()]
        done = expect(self.verify(*both), 0)
        self.assertEqual(done.err, "")
        expect(self.verify("--site=reader", both[1]), 0)
        expect(self.verify(both[0]), 5, "/g/hashes.json")
        expect(self.verify(*both[:1], "--expect=" + "0" * 64, "--site=reader"), 5)
        expect(self.verify("--expect=abc"), 64)

    def test_one_byte_of_any_file_in_any_form_is_found(self):
        paths = [("holder", "/"), ("reader", "/G"), ("reader", "/g")]
        for name, folder in (("holder", "app"), ("reader", "g")):
            listed = json.loads((self.site / name / folder / "hashes.json").read_text())
            paths += [
                (name, "/" + f["path"]) for f in listed["files"] if f["path"] != "index.html"]
            paths.append((name, f"/{folder}/hashes.json"))
        for site, path in paths[:3] + random.sample(paths[3:], scale("PATHS", len(paths) - 3, 12)):
            coding = {".br": "br", ".gz": "gzip"}.get(path[-3:], "identity")
            asked = path.removesuffix(".br").removesuffix(".gz")
            if asked == "/index.html":
                asked = "/" if site == "holder" else "/G"

            def rule(request, forward):
                answer = forward()
                if request.path == asked and ("accept-encoding", coding) in [
                        (name.lower(), value) for name, value in request.headers]:
                    middle = len(answer.body) // 2
                    answer.body = (
                        answer.body[:middle] + bytes([answer.body[middle] ^ 1])
                        + answer.body[middle + 1:])
                return answer

            with self.subTest(path=path):
                done = expect(self.verify(f"--site={site}", rule=rule), 5, asked + ":")
                self.assertEqual(done.err.count(": other bytes") + done.err.count("not a list"), 1)

    def test_a_header_that_is_missing_or_too_many_is_found(self):
        def without(name):
            def change(answer):
                answer.headers = [h for h in answer.headers if h[0].lower() != name]
            return change

        def adding(name, value):
            return lambda answer: answer.headers.append((name, value))

        csp = "content-security-policy"
        for path, change, name in (
            ("/", without(csp), csp),
            ("/", without("permissions-policy"), "permissions-policy"),
            ("/app/main.js", without("cross-origin-resource-policy"),
             "cross-origin-resource-policy"),
            ("/v1/info", without("x-content-type-options"), "x-content-type-options"),
            ("/no-such-path", without(csp), csp),
            ("/", adding(csp, "script-src *"), csp),
            ("/G", adding("set-cookie", "a=b"), "set-cookie"),
            ("/G", adding("link", "<https://x.example/>; rel=preload"), "link"),
            ("/g/reader.js", adding("access-control-allow-origin", "*"),
             "access-control-allow-origin"),
        ):
            with self.subTest(path=path, name=name):
                done = expect(self.verify(rule=on(path, change)), 5, f"{path}: the header {name}")
                self.assertIn("one difference", done.err)

    def test_other_answers_are_findings_and_none_is_unreachable(self):
        done = expect(self.verify(rule=on("/app/main.js", lambda _: Answer(404, [], b""))), 5)
        self.assertIn("/app/main.js: the server answers 404", done.err)
        expect(self.verify(rule=on("/g/hashes.json", lambda _: Answer.html())), 5, "/g/hashes.json")
        redirect = Answer(302, [("location", "https://elsewhere.example/")], b"")
        expect(self.verify(rule=on("/", lambda _: redirect)), 5, "answers 302")

        def cut(answer):
            answer.raw = answer.bytes()[:-5]
        expect(self.verify(rule=on("/", cut)), 4)
        expect(pde("verify-site", "http://127.0.0.1:9"), 4)
        expect(pde("verify-site", "elsewhere.example"), 64)

    def test_a_server_without_sites_does_not_pass(self):
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.base))
        server = Server(folder)
        self.addCleanup(server.end)
        done = expect(pde("verify-site", f"http://127.0.0.1:{server.port}"), 5)
        self.assertIn("/app/hashes.json: the server answers 404", done.err)


class KioskProcess:
    """`pde kiosk` on a free port."""

    def __init__(self, site, server, *options):
        self.process = subprocess.Popen(
            [BIN / "pde", "kiosk", "--site", site, "--server", server, "--listen", "127.0.0.1:0",
             *options], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, start_new_session=True)
        line = self.process.stdout.readline()
        prefix = "listening on http://127.0.0.1:"
        if not line.startswith(prefix):
            self.end()
            raise AssertionError(f"the kiosk said {line!r}: {self.process.stderr.read()}")
        self.port = int(line[len(prefix):])
        self.url = f"http://127.0.0.1:{self.port}"

    def end(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(120)
        self.process.stdout.close()

    def ask(self, method, path, body=None, headers=(), host=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("host", host or f"127.0.0.1:{self.port}")
        for name, value in headers:
            connection.putheader(name, value)
        if body is not None:
            connection.putheader("content-length", str(len(body)))
        connection.endheaders()
        try:
            if body:
                connection.send(body)
        except OSError:
            pass  # Refused before it was all sent.
        answer = connection.getresponse()
        result = answer.status, answer.headers, answer.read()
        connection.close()
        return result


@needs("brotli")
class AtTheTerminal(SiteCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = pathlib.Path(tempfile.mkdtemp(dir=cls.base))
        # The name that signatures are for is the service's, not the kiosk's.
        cls.server = Server(folder, "--authority", "pde.example")
        cls.addClassCleanup(cls.server.end)
        cls.relay = Relay(cls.server.port)
        cls.addClassCleanup(cls.relay.end)
        cls.kiosk = KioskProcess(cls.site, cls.relay.url, "--expect", cls.hashes["holder"])
        cls.addClassCleanup(cls.kiosk.end)

    def test_a_whole_session_goes_through_it(self):
        self.relay.exchanges.clear()
        wallet = Wallet(self.kiosk.url)
        # A photo: several blocks in one request and one answer.
        ids = wallet.add(*PAPERS)
        self.assertEqual(wallet.get(ids[0]), PAPERS[0].read_bytes())
        grant = wallet.share(*ids)
        self.assertEqual(len(wallet.shares()), 1)
        expect(wallet.run("revoke", grant["id"]), 0)
        # The same wallet without the kiosk.
        direct = Wallet.__new__(Wallet)
        direct.url, direct.phrase, direct.pseudonym = self.relay.url, wallet.phrase, None
        self.assertEqual(len(direct.list()), len(PAPERS))
        expect(pde("list", url=self.kiosk.url, phrase="abandon " * 6), 65)
        names = {name.lower() for request in self.relay.requests for name, _ in request.headers}
        self.assertIn("signature", names)

    def test_nothing_but_the_call_is_passed_on(self):
        self.relay.exchanges.clear()
        extra = [
            ("cookie", "a=b"), ("user-agent", "Terminal 7"), ("origin", self.kiosk.url),
            ("x-forwarded-for", "10.1.2.3"), ("forwarded", "for=10.1.2.3"), ("accept", "*/*"),
            ("referer", self.kiosk.url), ("authorization", "Basic eDp5"), ("via", "x"),
            ("content-type", "application/cbor")]
        status, _, body = self.kiosk.ask("POST", "/v1/harden", b"\xff", extra)
        self.assertEqual((status, body), (400, problem("malformed", 400)))
        request = self.relay.requests[-1]
        self.assertEqual(request.body, b"\xff")
        self.assertEqual(
            {name.lower() for name, _ in request.headers},
            {"host", "content-type", "content-length"})

    def test_it_serves_the_holders_files_and_passes_calls_only(self):
        for path, name in (("/", "index.html"), ("/app/main.js", "app/main.js")):
            status, headers, body = self.kiosk.ask("GET", path)
            self.assertEqual((status, body), (200, (self.site / "holder" / name).read_bytes()))
            self.assertEqual(headers["cache-control"], "no-store")
            self.assertIn("default-src 'none'", headers["content-security-policy"])
        self.relay.exchanges.clear()
        for method, path in (
            ("GET", "/G"), ("GET", "/g/reader.js"), ("GET", "/app/../../pin.json"), ("GET", "/v1"),
            ("GET", "/v1/info?x"), ("CONNECT", "pde.example:443"),
            ("GET", "/v2/info"), ("GET", "//v1/info"),
        ):
            with self.subTest(path=path):
                status, headers, _ = self.kiosk.ask(method, path)
                self.assertIn(status, (400, 404, 405))
                if status != 400:
                    self.assertIn("sandbox", headers["content-security-policy"])
        for method, path in (("DELETE", "/v1/info"), ("GET", "/v1/harden"), ("POST", "/")):
            self.assertEqual(self.kiosk.ask(method, path)[2], problem("method-not-allowed", 405))
        self.assertEqual(self.relay.requests, [])

    def test_the_page_may_ask_the_second_operator_that_the_terminal_names(self):
        second = "https://second.example:8443"
        kiosk = KioskProcess(self.site, self.relay.url, "--second-operator", second)
        self.addCleanup(kiosk.end)
        policies = [
            each.ask("GET", "/")[1]["content-security-policy"] for each in (self.kiosk, kiosk)]
        self.assertIn("connect-src 'self';", policies[0])
        self.assertIn(f"connect-src 'self' {second};", policies[1])
        for wrong in ("second.example", "https://second.example; script-src *", "https://a b"):
            done = subprocess.run(
                [BIN / "pde", "kiosk", "--site", self.site, "--server", self.relay.url,
                 "--listen", "127.0.0.1:0", "--second-operator", wrong],
                stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
            self.assertEqual(done.returncode, 64, wrong)

    def test_another_name_for_its_address_gets_nothing(self):
        self.relay.exchanges.clear()
        for host in ("evil.example", f"evil.example:{self.kiosk.port}", "127.0.0.1", "127.0.0.1:1"):
            for path in ("/", "/v1/info"):
                self.assertEqual(
                    self.kiosk.ask("GET", path, host=host)[2], problem("not-found", 404))
        self.assertEqual(self.relay.requests, [])
        self.assertEqual(
            self.kiosk.ask("GET", "/v1/info", host=f"localhost:{self.kiosk.port}")[0], 200)

    def test_bodies_are_bounded(self):
        self.relay.exchanges.clear()
        for method, path, size in (
            ("POST", "/v1/harden", (1 << 20) + 1), ("PUT", "/v1/space/blocks", 17 * (BLOCK + 16)),
        ):
            status, _, body = self.kiosk.ask(method, path, b"\0" * size)
            self.assertEqual((status, body), (413, problem("too-large", 413)))
        self.assertEqual(self.relay.requests, [])

    def test_what_is_no_answer_of_a_call_is_unavailable(self):
        down = problem("unavailable", 503)
        for change in (
            lambda _: Answer.html(), lambda _: Answer.html(502),
            lambda _: Answer(302, [("location", "http://127.0.0.1/")], b""),
            lambda _: Answer(200, [("content-type", "application/cbor")], b"\0" * ((1 << 20) + 1)),
            lambda _: Answer(404, [("content-type", "application/problem+json")], b"{}"),
        ):
            self.relay.rule = on("/v1/info", change)
            self.addCleanup(setattr, self.relay, "rule", None)
            status, headers, body = self.kiosk.ask("GET", "/v1/info")
            self.assertEqual((status, body), (503, down))
            self.assertIsNone(headers["location"])
        self.relay.rule = on("/v1/info", lambda answer: answer.headers.append(("set-cookie", "a=b")))
        status, headers, _ = self.kiosk.ask("GET", "/v1/info")
        self.assertEqual((status, headers["set-cookie"]), (200, None))

    def test_it_goes_on_when_the_service_is_gone(self):
        kiosk = KioskProcess(self.site, "http://127.0.0.1:9")
        self.addCleanup(kiosk.end)
        self.assertEqual(kiosk.ask("GET", "/")[0], 200)
        self.assertEqual(kiosk.ask("GET", "/v1/info")[2], problem("unavailable", 503))
        expect(pde("list", url=kiosk.url, phrase=Wallet(self.kiosk.url).phrase), 4)

    def test_it_starts_with_the_right_files_only(self):
        site = self.copy()
        with (site / "holder/app/main.js").open("a") as file:
            file.write(" ")
        server = ("--server", self.relay.url)
        expect(pde("kiosk", "--site", str(site), *server), 5, "holder/app/main.js")
        expect(pde("kiosk", "--site", str(self.site), "--expect", "0" * 64, *server), 5,
               self.hashes["holder"])
        for address in ("0.0.0.0:0", "192.168.1.5:80", "[::]:0", "127.evil.example:0", "x"):
            expect(pde("kiosk", "--site", str(self.site), "--listen", address, *server), 64)


if __name__ == "__main__":
    unittest.main()
