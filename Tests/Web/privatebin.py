"""PrivateBin beside the reader's page: an installation of its own in a temporary folder, run by Debian's
php-cli, from the folder in PRIVATEBIN_DIR (a checkout; nothing of it is in this project).

As an operator would have it: files may be attached, and a web server before it compresses what a
browser takes compressed.
"""

import gzip
import http.client
import http.server
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import threading

from support import until

COMPRESSED = ("text/", "application/javascript", "application/json", "image/svg+xml", "application/wasm")


def is_at_hand():
    return bool(os.environ.get("PRIVATEBIN_DIR") and shutil.which("php"))


class PrivateBin:
    """Use it in a `with`; `port` is the compressing server's."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="pde-privatebin-"))
        site = self.folder / "site"
        shutil.copytree(os.environ["PRIVATEBIN_DIR"], site)
        sample = (site / "cfg/conf.sample.php").read_text()
        for name, value in (("fileupload", "true"), ("sizelimit", "20000000")):
            sample = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value}", sample)
        sample = re.sub(r"(?m)^limit = 10$", "limit = 0", sample)
        (site / "cfg/conf.php").write_text(sample)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.inner = free.getsockname()[1]
        self.php = subprocess.Popen(
            ["php", "-d", "post_max_size=64M", "-d", "memory_limit=512M",
             "-S", f"127.0.0.1:{self.inner}", "-t", site],
            env={**os.environ, "PHP_CLI_SERVER_WORKERS": "6"}, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        until(self._answers, 20, "PrivateBin answers")
        self.front = self._compressing()
        self.port = self.front.server_address[1]
        return self

    def __exit__(self, *_):
        self.front.shutdown()
        os.killpg(self.php.pid, 15)
        self.php.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.inner), 1):
                return True
        except OSError:
            return False

    def _compressing(self):
        inner = self.inner

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def pass_on(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                there = http.client.HTTPConnection("127.0.0.1", inner)
                headers = {name: value for name, value in self.headers.items()
                           if name.lower() not in ("connection", "accept-encoding")}
                there.request(self.command, self.path, body or None, headers)
                answer = there.getresponse()
                content = answer.read()
                there.close()
                kind = answer.getheader("content-type", "")
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("connection", "content-length", "transfer-encoding", "host"):
                        self.send_header(name, value)
                if kind.startswith(COMPRESSED) and len(content) > 200:
                    content = gzip.compress(content, 9)
                    self.send_header("content-encoding", "gzip")
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = pass_on

            def log_message(self, *_):
                pass

        class Quiet(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):
                pass  # A browser that is closed cuts its connections.

        server = Quiet(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server

    def share(self, browser, file):
        """Attaches a file in its own page; what stands behind the address of the link."""
        with browser.profile(locale="en-GB") as context:
            page = context.new_page()
            page.goto(f"http://127.0.0.1:{self.port}/")
            page.locator("#file").set_input_files(file)
            page.wait_for_timeout(1_500)
            # By the page's own event: a menu that stays open may lie over it.
            page.locator("#sendbutton").dispatch_event("click")
            link = page.locator("#pasteurl")
            link.wait_for(timeout=120_000)
            return link.get_attribute("href").split(f":{self.port}/", 1)[1]


# Until its picture is there, whatever else it shows.
SHOWN = """async () => {
  const is = () => [...document.querySelectorAll("#attachmentPreview img")]
    .some((one) => one.complete && one.naturalWidth);
  while (!is()) await new Promise((done) => setTimeout(done, 10));
}"""
