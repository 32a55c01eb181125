"""Measures the pages in a real browser; prints one JSON object. Tests/Bench/web.py makes a table of it.

    measure.py ROUNDS BIG_ROUNDS

The link of 1.6 Mbit/s and 150 ms is a relay of our own (link.py); the main thread is slowed four
times by the browser's means. With PRIVATEBIN_DIR, PrivateBin is measured beside (privatebin.py).
"""

import contextlib
import io
import json
import os
import pathlib
import sys
import tempfile
import time

from PIL import Image

import privatebin
from holder import Holder
from link import Link, bare_server
from reader import Reader
from support import PHOTO, Browser, Server, Wallet, expect

CPU_SLOWED = 4
# Runs until the picture is there, whatever draws it.
SHOWN = """async () => {
  const is = () => [...document.querySelectorAll("section.paper canvas")].some((one) => one.width > 50) ||
    [...document.images].some((one) => one.complete && one.naturalWidth);
  while (!is()) await new Promise((done) => setTimeout(done, 10));
}"""
# Presses the one button in the frame in which it is shown: the page is measured, not a finger.
PRESS = """(() => {
  const look = () => {
    const open = document.querySelector("form.card button.main");
    if (open && document.querySelector("dl.facts")) open.click();
    else requestAnimationFrame(look);
  };
  look();
})()"""


def photo_of(byte_count):
    """A JPEG of exactly so many bytes, as a grain that doesn't compress."""
    side = int((byte_count / 1.1) ** 0.5)
    image = Image.frombytes("RGB", (side, side), os.urandom(3 * side * side))
    low, high = 1, 95
    while low < high:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=(low + high + 1) // 2)
        if out.tell() + 4 <= byte_count:
            low = (low + high + 1) // 2
        else:
            high = (low + high + 1) // 2 - 1
    out = io.BytesIO()
    image.save(out, "JPEG", quality=low)
    return padded(out.getvalue(), byte_count)


def padded(jpeg, byte_count):
    """With comments of random bytes behind its first two, of 4 to 65,537 bytes each."""
    while left := byte_count - len(jpeg):
        size = left if left <= 65_537 else 65_533  # which leaves 4 or more
        comment = b"\xff\xfe" + (size - 2).to_bytes(2, "big") + os.urandom(size - 4)
        jpeg = jpeg[:2] + comment + jpeg[2:]
    return jpeg


def time_shown(browser, address, shown, script=""):
    """Opens an address in a browser that never was there; seconds until the picture is there, and the
    megabytes that the page's process has then beyond those of an empty one, at most and settled."""
    context = browser.browser.new_context(locale="fr-BE", viewport={"width": 412, "height": 800})
    context.set_default_timeout(180_000)
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": CPU_SLOWED})
    if script:
        page.add_init_script(script)
    start = time.monotonic()
    page.goto(address, wait_until="commit")
    page.evaluate(shown)
    seconds = time.monotonic() - start
    context.close()
    return seconds


def heap_of(browser, address, shown, script=""):
    """Megabytes once the picture is there, by the browser's own count: what scripts hold in the page and its
    workers, buffers and modules among it; and the most that the page's process ever had."""
    context = browser.browser.new_context(locale="fr-BE", viewport={"width": 412, "height": 800})
    context.set_default_timeout(180_000)
    page = context.new_page()
    session = browser.browser.new_browser_cdp_session()
    def processes():
        return {one["id"] for one in session.send("SystemInfo.getProcessInfo")["processInfo"]
                if one["type"] == "renderer"}
    if script:
        page.add_init_script(script)
    page.goto(address, wait_until="commit")
    page.evaluate(shown)
    counted = page.evaluate("""async () => (crossOriginIsolated
        ? (await performance.measureUserAgentSpecificMemory()).bytes
        : performance.memory.usedJSHeapSize)""")
    peak = max(peak_of(one) for one in processes())
    context.close()
    return counted / 1e6, peak


def peak_of(process):
    try:
        status = pathlib.Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next(int(line.split()[1]) / 1e3 for line in status.splitlines() if line.startswith("VmHWM"))


def first_visits(browser, server, wallet, document):
    """The compressed bytes of everything but blocks, to the first picture and to the first screen."""
    sizes = {}
    for name in ("holder", "reader"):
        with browser.profile() as context:
            total = []

            def arrived(one):
                # What the browser takes from its cache asks for no encoding.
                if not one.url.endswith("/blocks/get") and "accept-encoding" in one.request.all_headers():
                    total.append(int(one.headers.get("content-length", 0)))

            context.on("response", arrived)
            if name == "holder":
                holder = Holder(context, server.url)
                holder.arrive()
                holder.press("start.create")
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


def time_pair(browser, link, bare_link, address, rounds, other=None):
    """The same document, by turns: ours, bare, and another's."""
    times = {"ours": [], "bare": [], **({"other": []} if other else {})}
    for _ in range(rounds):
        times["bare"].append(time_shown(browser, bare_link.url, SHOWN))
        times["ours"].append(time_shown(browser, f"{link.url}/G#{address}", SHOWN, PRESS))
        if other:
            times["other"].append(time_shown(browser, other, privatebin.SHOWN))
    return times


def sharing(browser, server, folder, rounds, big_rounds):
    """A shared photo, first visit over the slow link, and the same photo bare."""
    wallet, link = Wallet(server.url), Link(server.port)
    result = {}
    with contextlib.ExitStack() as stack:
        beside = stack.enter_context(privatebin.PrivateBin()) if privatebin.is_at_hand() else None
        other_link = Link(beside.port) if beside else None
        for name, byte_count, times in (
                ("1 MB", 1_000_000, rounds), ("5 MB", 5_000_000, big_rounds)):
            file = folder / "photo.jpg"
            file.write_bytes(photo_of(byte_count))
            [document] = wallet.add(file)
            share = wallet.share(document, options=["--for", "24h", "--openings", "100"])
            key = share["link"].split("#")[1]
            bare = bare_server(file.read_bytes())
            bare_link = Link(bare.server_address[1])
            other = f"{other_link.url}/{beside.share(browser, file)}" if beside else None
            result[name] = {"bytes": file.stat().st_size} | time_pair(
                browser, link, bare_link, key, times, other)
            result[name]["heap"] = heap_of(browser, f"{server.url}/G#{key}", SHOWN, PRESS)
            result[name]["bare heap"] = heap_of(browser, f"http://127.0.0.1:{bare.server_address[1]}", SHOWN)
            if beside:
                direct = other.replace(other_link.url, f"http://127.0.0.1:{beside.port}")
                result[name]["other heap"] = heap_of(browser, direct, privatebin.SHOWN)
            bare_link.end()
            bare.shutdown()
        # A paper that a phone took: what is kept and shared is its legible copy.
        with browser.profile() as context:
            holder = Holder(context, server.url)
            holder.create()
            holder.add(PHOTO, title="Photo")
            key = holder.share("Photo", code=False, until="week")["link"].split("#")[1]
        bare = bare_server(PHOTO.read_bytes())
        bare_link = Link(bare.server_address[1])
        # Each opening counts, and there are three.
        result["phone"] = {"bytes": PHOTO.stat().st_size} | time_pair(
            browser, link, bare_link, key, min(rounds, 3))
        bare_link.end()
        bare.shutdown()
    link.end()
    return result


def opening(browser, server, folder, rounds):
    """A wallet of 200 documents, and of one."""
    small, large = Wallet(server.url), Wallet(server.url)
    note = folder / "note.txt"
    note.write_text("Une note.")
    small.add(note)
    for _ in range(10):
        large.add(*[note] * 20)
    result = {"1": [], "200": []}
    for _ in range(rounds):
        result["1"].append(time_opening(browser, server, small.phrase, 1))
        result["200"].append(time_opening(browser, server, large.phrase, 200))
    return result


def main():
    rounds, big_rounds = int(sys.argv[1]), int(sys.argv[2])
    # At once, rather than at the next collection.
    eager = "--enable-blink-features=ForceEagerMeasureMemory"
    with Server() as server, Browser(eager) as browser, tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        wallet = Wallet(server.url)
        [document] = wallet.add(PHOTO)
        result = {"first visit": first_visits(browser, server, wallet, document)}
        result |= sharing(browser, server, folder, rounds, big_rounds)
        result["opening"] = opening(browser, server, folder, rounds)
        photo = folder / "photo.jpg"
        photo.write_bytes(photo_of(4_000_000))
        result["longest task"] = [longest_task(browser, server, photo) for _ in range(rounds)]
    print(json.dumps(result))


if __name__ == "__main__":
    main()
