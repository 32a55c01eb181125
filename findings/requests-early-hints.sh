#!/usr/bin/env bash
# requests 2.34.2, urllib3 2.8.0, http.client of Python 3.11.
#
# A server sends 103 (early hints) or 102 (processing) before its answer, as the protocol lets it at
# any time. `requests.get` returns the first of them as the answer: status 103, empty body, `ok` is
# true, `raise_for_status` has nothing to say. The 200 with the body is never read. urllib3 does the
# same, and `urllib.request` raises HTTPError. httpx and curl wait for the answer.
#
# One would guess otherwise: all of 1xx is to be read past by any client, http.client does so with
# 100, and a client of this age is thought to know the others, which are from 1999 and 2017.
#
# What follows: a server that begins to send early hints, or a proxy before it that does, gives such
# programs empty pages and no error. Compare with 200, not with `ok`; don't send hints to a client
# that didn't ask for a page.
set -euo pipefail

packages=(requests==2.34.2 urllib3==2.8.0 certifi==2026.10.19.post1 charset-normalizer==3.5.3
  idna==3.20 httpx==0.28.1 httpcore==1.0.9 h11==0.16.0 anyio==4.9.0 sniffio==1.3.1
  typing-extensions==4.16.0)
for tool in python3 curl; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done
python=$(python3 -c 'import platform; print(platform.python_version())')

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install -q --no-deps --target packages "${packages[@]}" >pip.log 2>&1 ||
  { tail -3 pip.log >&2; echo "can't install ${packages[*]}" >&2; exit 2; }
echo "version: ${packages[*]:0:2}, Python $python"
[[ $python == 3.11.* ]] || echo "note: another version of Python; seen with 3.11"

cat >ask.py <<'TEXT'
import socketserver
import subprocess
import threading
import urllib.error
import urllib.request

import httpx
import requests
import urllib3

BEFORE = {
    "/103": b"HTTP/1.1 103 Early Hints\r\nlink: </style.css>; rel=preload; as=style\r\n\r\n",
    "/102": b"HTTP/1.1 102 Processing\r\n\r\n",
    "/100": b"HTTP/1.1 100 Continue\r\n\r\n",
}


class Handler(socketserver.StreamRequestHandler):
    def handle(self):
        path = self.rfile.readline().split()[1].decode()
        while self.rfile.readline().strip():
            pass
        self.wfile.write(BEFORE[path] + b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npage")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


server = Server(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()


def standard(url):
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return "HTTPError", error.code


def of_requests(url):
    answer = requests.get(url, timeout=10)
    answer.raise_for_status()
    return answer.status_code, answer.content, answer.ok


def of_urllib3(url):
    answer = urllib3.request("GET", url)
    return answer.status, answer.data


def of_httpx(url):
    answer = httpx.get(url)
    return answer.status_code, answer.content


def of_curl(url):
    return subprocess.run(
        ["curl", "-sS", "-w", " %{http_code}", url], capture_output=True, text=True).stdout


for path in BEFORE:
    url = f"http://127.0.0.1:{server.server_address[1]}{path}"
    for name, get in (("requests", of_requests), ("urllib3", of_urllib3),
                      ("urllib.request", standard), ("httpx", of_httpx), ("curl", of_curl)):
        print(f"{path[1:]} before the 200, {name}:", get(url))
TEXT
PYTHONPATH=packages python3 ask.py >seen

echo "expected: the page and its 200 in all of them"
sed 's/^/seen: /' seen
diff - seen >/dev/null <<'TEXT' || { echo "changed: others were returned before" >&2; exit 1; }
103 before the 200, requests: (103, b'', True)
103 before the 200, urllib3: (103, b'')
103 before the 200, urllib.request: ('HTTPError', 103)
103 before the 200, httpx: (200, b'page')
103 before the 200, curl: page 200
102 before the 200, requests: (102, b'', True)
102 before the 200, urllib3: (102, b'')
102 before the 200, urllib.request: ('HTTPError', 102)
102 before the 200, httpx: (200, b'page')
102 before the 200, curl: page 200
100 before the 200, requests: (200, b'page', True)
100 before the 200, urllib3: (200, b'page')
100 before the 200, urllib.request: (200, b'page')
100 before the 200, httpx: (200, b'page')
100 before the 200, curl: page 200
TEXT
echo "holds: requests returns an interim answer as the answer"
