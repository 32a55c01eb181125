"""Measures the pages in a real browser; prints one JSON object. Tests/Bench/web.py makes a table of it.

    measure.py ROUNDS BIG_ROUNDS

The link of 1.6 Mbit/s and 150 ms is a relay of our own, as a browser's throttling does not reach
workers; the main thread is slowed four times by the browser's.
"""

import http.server
import io
import json
import os
import pathlib
import socket
import sys
import tempfile
import threading
import time

from PIL import Image

from holder import Holder
from reader import Reader
from support import PHOTO, Browser, Server, Wallet, expect

BYTES_A_SECOND = 200_000
ROUND_TRIP = 0.150
CPU_SLOWED = 4
# Runs until the picture is there, whatever draws it.
SHOWN = """async () => {
  const is = () => [...document.querySelectorAll("section.paper canvas")].some((one) => one.width > 50) ||
    [...document.images].some((one) => one.complete && one.naturalWidth);
  while (!is()) await new Promise((done) => setTimeout(done, 10));
}"""


class Link:
    """A slow link to a port: one queue of bytes down for all connections, and half a round trip
    each way."""

    def __init__(self, port):
        self.port = port
        self.lock = threading.Lock()
        self.free_at = 0.0
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(near,), daemon=True).start()

    def serve(self, near):
        far = socket.create_connection(("127.0.0.1", self.port))
        for one in (near, far):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # What opening a connection takes.
        time.sleep(ROUND_TRIP)
        threading.Thread(target=self.carry, args=(near, far, None), daemon=True).start()
        self.carry(far, near, BYTES_A_SECOND)

    def carry(self, source, target, rate):
        """Bytes leave when the link has sent them, and half a round trip later are there."""
        try:
            late = []
            ready = threading.Condition()

            def deliver():
                while True:
                    with ready:
                        ready.wait_for(lambda: late)
                        at, part = late.pop(0)
                    time.sleep(max(0, at - time.monotonic()))
                    if not part:
                        target.shutdown(socket.SHUT_WR)
                        return
                    target.sendall(part)

            def guarded():
                try:
                    deliver()
                except OSError:
                    source.close()

            threading.Thread(target=guarded, daemon=True).start()
            while True:
                part = source.recv(8_192)
                at = time.monotonic()
                if rate and part:
                    with self.lock:
                        self.free_at = max(self.free_at, at) + len(part) / rate
                        at = self.free_at
                    # No more is taken in than the link's queue holds.
                    time.sleep(max(0, at - time.monotonic() - 0.1))
                with ready:
                    late.append((at + ROUND_TRIP / 2, part))
                    ready.notify()
                if not part:
                    return
        except OSError:
            target.close()

    def end(self):
        self.listener.close()


def bare_server(content):
    """A page that is the document and nothing else."""
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.send_response(200)
            self.send_header("content-type", "image/jpeg")
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            pass

    class Quiet(http.server.ThreadingHTTPServer):
        def handle_error(self, *_):
            pass  # A browser that is closed cuts its connections.

    server = Quiet(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def photo_of(byte_count):
    """A JPEG of about so many bytes, as a grain that doesn't compress."""
    side = int((byte_count / 1.1) ** 0.5)
    image = Image.frombytes("RGB", (side, side), os.urandom(3 * side * side))
    low, high = 1, 95
    while low < high:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=(low + high + 1) // 2)
        if out.tell() <= byte_count:
            low = (low + high + 1) // 2
        else:
            high = (low + high + 1) // 2 - 1
    out = io.BytesIO()
    image.save(out, "JPEG", quality=low)
    return out.getvalue()


def slowed(browser):
    context = browser.browser.new_context(locale="fr-BE", viewport={"width": 412, "height": 800})
    context.set_default_timeout(180_000)
    page = context.new_page()
    context.new_cdp_session(page).send(
        "Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWED})
    return context, page


def time_reader(browser, link):
    context, _ = slowed(browser)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWED})
    start = time.monotonic()
    page.goto(link)
    page.get_by_role("button", name="Ouvrir", exact=True).click()
    page.evaluate(SHOWN)
    seconds = time.monotonic() - start
    context.close()
    return seconds


def time_bare(browser, url):
    context, page = slowed(browser)
    start = time.monotonic()
    page.goto(url)
    page.evaluate(SHOWN)
    seconds = time.monotonic() - start
    context.close()
    return seconds


def first_visits(browser, server, wallet, document):
    """The compressed bytes of everything but blocks, to the first picture and to the first screen."""
    sizes = {}
    for name in ("holder", "reader"):
        with browser.profile() as context:
            total = []
            context.on("response", lambda one: total.append(
                0 if one.url.endswith("/blocks/get") else int(one.headers.get("content-length", 0))))
            if name == "holder":
                holder = Holder(context, server.url)
                holder.arrive()
                holder.press("start.create")
                holder.press("next")
                holder.press("next")
                expect(holder.main.locator("ol.phrase li")).to_have_count(6)
            else:
                share = wallet.share(document, options=["--for", "24h"])
                reader = Reader(context, share["link"])
                reader.open()
                reader.drawn()
            sizes[name] = sum(total)
    return sizes


def time_opening(browser, server, phrase, count):
    with browser.profile() as context:
        holder = Holder(context, server.url)
        holder.arrive()
        holder.press("start.open")
        holder.type_words(phrase.split())
        holder.page.wait_for_timeout(300)
        start = time.monotonic()
        holder.press("open.button")
        expect(holder.page.locator(".cards button")).to_have_count(count)
        return time.monotonic() - start


def longest_task(browser, server, photo):
    """While a photo of 4 MB is added: the main thread's longest task in ms, the CPU as it is."""
    with browser.profile() as context:
        holder = Holder(context, server.url)
        holder.create()
        holder.page.evaluate("""() => {
          window.tasks = [0];
          new PerformanceObserver((list) => {
            for (const one of list.getEntries()) window.tasks.push(one.duration);
          }).observe({type: "longtask"});
        }""")
        # A path: what hands over bytes would itself be a task of the page.
        holder.add(photo, title="Photo")
        return holder.page.evaluate("Math.max(...window.tasks)")


def main():
    rounds, big_rounds = int(sys.argv[1]), int(sys.argv[2])
    result = {}
    with Server() as server, Browser() as browser, tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        wallet = Wallet(server.url)
        [document] = wallet.add(PHOTO)
        result["first visit"] = first_visits(browser, server, wallet, document)
        link = Link(server.port)
        for name, byte_count, times in (
                ("1 MB", 1_000_000, rounds), ("5 MB", 5_000_000, big_rounds)):
            photo = photo_of(byte_count)
            file = folder / "photo.jpg"
            file.write_bytes(photo)
            [document] = wallet.add(file)
            bare = bare_server(photo)
            bare_link = Link(bare.server_address[1])
            share = wallet.share(document, options=["--for", "24h", "--openings", "100"])
            address = f"{link.url}/G#{share['link'].split('#')[1]}"
            result[name] = {"bytes": len(photo), "ours": [], "bare": []}
            for _ in range(times):
                result[name]["bare"].append(time_bare(browser, bare_link.url))
                result[name]["ours"].append(time_reader(browser, address))
            bare_link.end()
            bare.shutdown()
        link.end()
        small, large = Wallet(server.url), Wallet(server.url)
        note = folder / "note.txt"
        note.write_text("Une note.")
        small.add(note)
        for _ in range(10):
            large.add(*[note] * 20)
        result["opening"] = {"1": [], "200": []}
        for _ in range(rounds):
            result["opening"]["1"].append(time_opening(browser, server, small.phrase, 1))
            result["opening"]["200"].append(time_opening(browser, server, large.phrase, 200))
        file.write_bytes(photo_of(4_000_000))
        result["longest task"] = [longest_task(browser, server, file) for _ in range(rounds)]
    print(json.dumps(result))


if __name__ == "__main__":
    main()
