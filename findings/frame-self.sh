#!/usr/bin/env bash
# Chromium 156, Firefox ESR 153.8, WebKitGTK 2.50.6.
#
# A page shows a frame with `sandbox="allow-scripts"`. The frame's own Content-Security-Policy says
# `script-src 'self'`, and its one script is a file beside it, on the same host. Chromium and Firefox load it:
# to them 'self' is where the frame's file came from. WebKit, the engine of every iPhone, does not even ask for
# it: the sandbox has taken the frame's origin away, and 'self' matches nothing. With the host named in
# the policy instead of 'self', all three load it.
#
# One would guess otherwise: CSP 3 gives each policy a self-origin, that of the answer it came in, for
# just this case, and the policy works in the two engines in which one tries it first.
#
# What follows: the careful way to show somebody else's file, a frame of no origin under a policy of its
# own, is empty on a telephone, without an error that the page around it could see. Name the host, or the
# script's hash.
set -euo pipefail

firefox=/usr/lib/firefox-esr/firefox-esr
minibrowser=$(echo /usr/lib/*/webkit2gtk-4.1/MiniBrowser)
for tool in python3 chromium "$firefox" "$minibrowser" Xvfb; do
  command -v "$tool" >/dev/null || { echo "needs $tool" >&2; exit 2; }
done
version() { dpkg-query -W -f '${Version}' "$1"; }
echo "version: chromium $(version chromium), firefox-esr $(version firefox-esr)," \
  "webkit2gtk-driver $(version webkit2gtk-driver)"
[[ $(version webkit2gtk-driver) == 2.50.6-* ]] || echo "note: another version of WebKit; seen with 2.50.6"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >ask.py <<'TEXT'
import http.server
import os
import pathlib
import subprocess
import sys
import threading

chromium, firefox, minibrowser = sys.argv[1:]
asked, done = set(), threading.Event()
# A frame for each policy; the page around them tells when both are loaded.
PAGE = b"""<!doctype html><title>page</title>
<iframe sandbox="allow-scripts" src="/self.html"></iframe>
<iframe sandbox="allow-scripts" src="/host.html"></iframe>
<script>addEventListener("load", () => { new Image().src = "/loaded"; });</script>"""


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.strip("/")
        host = f"http://{self.headers['host']}"
        self.send_response(200)
        if name.endswith(".html"):
            source = "'self'" if name == "self.html" else host
            self.send_header("content-security-policy", f"default-src 'none'; script-src {source}")
        self.send_header("content-type", "text/javascript" if name.endswith(".js") else "text/html")
        self.end_headers()
        if name.endswith(".html"):
            self.wfile.write(f"<!doctype html><script src='/{name[:4]}.js'></script>".encode())
        elif name.endswith(".js"):
            asked.add(name[:4])
        elif name == "loaded":
            done.set()
        else:
            self.wfile.write(PAGE)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f"http://127.0.0.1:{server.server_port}/"
here = pathlib.Path.cwd()
reading, writing = os.pipe()
screen = subprocess.Popen(
    ["Xvfb", "-displayfd", str(writing), "-nolisten", "tcp"], pass_fds=[writing], stderr=subprocess.DEVNULL)
os.close(writing)
with open(reading) as said:
    display = ":" + said.readline().strip()
for name, command in {
    "Chromium": [chromium, "--headless=new", "--no-sandbox", f"--user-data-dir={here}/chromium", url],
    "Firefox": [firefox, "--headless", "--no-remote", "--profile", here / "firefox", url],
    "WebKit": [minibrowser, url],
}.items():
    asked.clear()
    done.clear()
    (here / name.lower()).mkdir(exist_ok=True)
    browser = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(here), "DISPLAY": display,
             "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"})
    is_loaded = done.wait(60)
    browser.terminate()
    browser.wait()
    took = {way: "loaded" if way in asked else "not asked for" for way in ("self", "host")}
    print(f"{name}: 'self': {took['self']}; the host: {took['host']}" if is_loaded else f"{name}: nothing")
screen.terminate()
screen.wait()
TEXT
python3 ask.py "$(command -v chromium)" "$firefox" "$minibrowser" >seen

echo "expected: the script is loaded in all of them, with both policies"
sed 's/^/seen: /' seen
diff - seen >/dev/null <<'TEXT' || { echo "changed: others loaded it before" >&2; exit 1; }
Chromium: 'self': loaded; the host: loaded
Firefox: 'self': loaded; the host: loaded
WebKit: 'self': not asked for; the host: loaded
TEXT
echo "holds: in a frame without an origin, 'self' is nothing to WebKit"
