#!/usr/bin/env bash
# WebKitGTK 2.50.6 (its MiniBrowser, driven by WebKitWebDriver).
#
# A page with `cross-origin-embedder-policy: require-corp` has a sandboxed frame, with `allow-scripts` alone and the same
# header. In it a worker from a `blob:` URL that the frame itself made fails: an error event without a message. From
# a `data:` URL of the same text it starts. Without that header both start.
#
# One would guess otherwise: a blob that the frame made is nobody else's, needs no CORP, and Chromium and Firefox
# start it; if one of the two is to be refused it is `data:`, which is foreign to every origin.
#
# What follows: a library that puts its worker into a blob (pdf.js, and many more) falls back to the thread of the page, or
# does nothing, on such pages. Try `data:` second: the frame's content security policy holds in it too, if `worker-src` names it.
set -euo pipefail

wanted=2.50.6
browser=$(ls /usr/lib/*/webkit2gtk-4.*/MiniBrowser 2>/dev/null | tail -n 1) || true
for need in WebKitWebDriver Xvfb python3; do
  command -v "$need" >/dev/null || { echo "needs $need (webkit2gtk-driver, xvfb, python3)" >&2; exit 2; }
done
[ -n "$browser" ] || { echo "needs MiniBrowser (webkit2gtk-driver)" >&2; exit 2; }
version=$(WebKitWebDriver --version 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1) || true
version=${version:-$(dpkg-query -W -f '${Version}' webkit2gtk-driver)}
echo "version: WebKitGTK $version"
case $version in "$wanted"*) ;; *) echo "note: written for $wanted" ;; esac

folder=$(mktemp -d)
screen=
trap '[ -z "$screen" ] || kill "$screen"; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install -q --target packages selenium==4.51.0 >pip.log 2>&1 ||
  { tail -3 pip.log >&2; echo "can't install selenium 4.51.0" >&2; exit 2; }
Xvfb -displayfd 3 -screen 0 800x600x24 3>display 2>/dev/null &
screen=$!
until [ -s display ]; do sleep 0.1; done

cat >ask.py <<'TEXT'
import http.server
import sys
import threading

from selenium import webdriver
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

FRAME = """<!doctype html><script>
addEventListener('message', ({ ports: [port] }) => {
  const code = "postMessage('starts')";
  const blob = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  for (const [name, url] of [['blob', blob], ['data', 'data:text/javascript,' + code]]) {
    const worker = new Worker(url);
    worker.onmessage = ({ data }) => port.postMessage([name, data]);
    worker.onerror = () => port.postMessage([name, 'fails']);
  }
});
</script>"""
ASK = """const done = arguments[0], said = {};
const frame = document.createElement('iframe');
frame.sandbox = 'allow-scripts';
frame.src = location.pathname + 'frame';
frame.onload = () => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data: [name, what] }) => {
    said[name] = what;
    if (said.blob && said.data) done(said);
  };
  frame.contentWindow.postMessage('', '*', [port2]);
};
document.body.append(frame);"""


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("content-type", "text/html")
        if self.path.startswith("/with/"):
            self.send_header("cross-origin-embedder-policy", "require-corp")
            self.send_header("cross-origin-resource-policy", "cross-origin")
        self.end_headers()
        self.wfile.write((FRAME if self.path.endswith("frame") else "<!doctype html><body>").encode())

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
threading.Thread(target=server.serve_forever, daemon=True).start()
options = Options()
options.binary_location = sys.argv[1]
options.add_argument("--automation")
browser = webdriver.WebKitGTK(options=options, service=Service(executable_path="/usr/bin/WebKitWebDriver"))
browser.set_script_timeout(60)
for path in ("with", "without"):
    browser.get(f"http://127.0.0.1:{server.server_port}/{path}/")
    said = browser.execute_async_script(ASK)
    print(f"{path} an embedder policy: blob {said['blob']}, data {said['data']}")
browser.quit()
TEXT
DISPLAY=:$(cat display) PYTHONPATH=packages WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1 \
  timeout 300 python3 ask.py "$browser" >seen 2>error || { tail -3 error >&2; echo "the browser could not be driven" >&2; exit 2; }

echo "expected: in all four a worker starts"
sed 's/^/seen: /' seen
if [ "$(cat seen)" = "with an embedder policy: blob fails, data starts
without an embedder policy: blob starts, data starts" ]; then exit 0; fi
echo "it changed"
exit 1
