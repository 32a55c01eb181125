"""Our server beside nginx: the same bytes, the same machine, in turns.

nginx serves files (GET) and stores them by WebDAV (PUT), without a sync; ours checks a
signature and a digest, and answers a PUT when the blocks are durable. What that takes without
a server (store.c) stands beside: no figure of ours can be better.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import rest_server
from report import BUILT, SERVER, SWIFT, interleave, median, paired_ratio, run_json

CONNECTIONS = (1, 16, 64)
#: That many come at the same moment; more connections are of several wallets in turn.
UPLOADS_OF_A_WALLET = 16
MOST = max(CONNECTIONS)
WALLETS = 8
#: More than are answered of one block.
MOST_PER_SECOND = 25_000
BLOCKS = (1, 8)
#: What restic's rest-server reached of nginx, at 64 KiB and 16 connections.
TARGETS = {"put": 0.48, "get": 0.39}
#: Connections and blocks a request.
TARGET_OF = (16, 1)


@dataclass
class Running:
    process: subprocess.Popen
    port: int

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.port}"

    def processes(self):
        """The process and its children: nginx's workers."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]

    def forget_peak(self):
        for pid in self.processes():
            Path(f"/proc/{pid}/clear_refs").write_text("5")

    def cpu(self):
        """The seconds that its processors have spent so far."""
        ticks = 0
        for pid in self.processes():
            # After the name, which may have spaces: state, then the fields from 4 on.
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def peak(self):
        """The most resident memory since `forget_peak`, in bytes."""
        total = 0
        for pid in self.processes():
            status = Path(f"/proc/{pid}/status").read_text()
            total += int(status.split("VmHWM:")[1].split()[0]) * 1024
        return total


def stop(process):
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextlib.contextmanager
def running_server(folder):
    """Our server, over a new data folder that goes with it."""
    data = folder / "data"
    process = subprocess.Popen(
        [SERVER, "serve", "--data", data, "--listen", "127.0.0.1:0", "--space-blocks", "4000000",
         "--place", "127.0.0.1", "--calls-per-wallet", "1000000", "--calls-per-source", "1000000",
         "--upload-per-wallet", "4000000", "--upload-per-source", "4000000"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        line = process.stdout.readline()
        if not line.startswith("listening on http://"):
            raise SystemExit("error: pde-server did not start")
        yield Running(process, int(line.rsplit(":", 1)[1]))
    finally:
        stop(process)
        shutil.rmtree(data, ignore_errors=True)


@contextlib.contextmanager
def running_nginx(folder):
    root = folder / "nginx"
    (root / "files").mkdir(parents=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    temporary = "".join(
        f"  {kind}_temp_path {root}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (root / "nginx.conf").write_text(
        ("user root;\n" if os.geteuid() == 0 else "")
        + f"""daemon off;
worker_processes auto;
pid {root}/pid;
error_log {root}/error.log crit;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  sendfile on;
  keepalive_requests 100000000;
  client_max_body_size 64m;
{temporary}  server {{
    listen 127.0.0.1:{port};
    root {root}/files;
    location / {{ dav_methods PUT; create_full_put_path on; }}
  }}
}}
""")
    process = subprocess.Popen(
        ["nginx", "-p", root, "-c", root / "nginx.conf", "-e", root / "error.log"])
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            time.sleep(0.05)
        else:
            raise SystemExit("error: nginx did not start")
        yield Running(process, port)
    finally:
        stop(process)
        shutil.rmtree(root, ignore_errors=True)


class Bench:
    def __init__(self, report, folder, servers, prepared):
        self.report = report
        #: By name: ours, nginx, and rest-server where it is at hand.
        self.servers = servers
        ours = servers["ours"]
        self.folder = folder
        self.spaces = [folder / f"space-{number}" for number in range(WALLETS)]
        self.files = {name: prepared / name for name in servers}
        self.next_tag = 0
        for space in self.spaces:
            subprocess.run([SWIFT, "space", ours.origin, space], check=True)

    def tag(self):
        self.next_tag += 1
        return self.next_tag

    def prepare(self, kind, tag, count, blocks, connections, plain=True, times=1, ours=True):
        spaces = self.spaces if connections > UPLOADS_OF_A_WALLET else self.spaces[:1]
        subprocess.run(
            [SWIFT, "requests", kind, ",".join(map(str, spaces)), str(tag), str(count), str(blocks), str(times),
             self.files["ours"] if ours else "-", self.files["nginx"] if plain else "-"], check=True)

    def load(self, name, connections, seconds):
        server = self.servers[name]
        server.forget_peak()
        cpu = server.cpu()
        result = run_json(
            BUILT / "load", server.port, connections, seconds, self.files[name])
        if result["errors"]:
            raise SystemExit(f"error: {name}: {result['errors']} answers were errors")
        microseconds = (server.cpu() - cpu) * 1e6 / result["requests"]
        return result | {"peak": server.peak(), "cpu": microseconds}

    def put(self, connections, blocks, rounds, count):
        def turn():
            # New names each time: what is there already is not written again.
            self.prepare("put", self.tag(), count, blocks, connections)
            if "rest-server" in self.servers:
                rest_server.convert_puts(self.files["nginx"], self.files["rest-server"])
            return interleave(1, **{name: runs[name] for name in order()})

        runs = {name: lambda n=name: self.load(n, connections, 0) for name in self.servers}
        if (connections, blocks) == TARGET_OF:
            runs["least"] = lambda: self.store(connections, count)
        order = alternating(*runs)
        turns = [turn() for _ in range(rounds)]
        results = {name: [turn[name][0] for turn in turns] for name in runs}
        least = results.pop("least", None)
        self.add("put", connections, blocks, results)
        if least:
            self.report.samples[f"PUT {blocks} block, {connections} threads, in C"] = least
            self.report.add(
                "  its work in C, without HTTP and rows, beside nginx",
                f"{median(rates(least)):,.0f}/s, "
                f"cpu {median([r['cpu'] for r in least]):.0f} us",
                describe(results["nginx"]),
                paired_ratio(rates(least), rates(results["nginx"])))

    def store(self, threads, count):
        folder = self.folder / f"store-{self.tag()}"
        return run_json(BUILT / "store", threads, count, folder)

    def get(self, connections, blocks, rounds, seconds, tag, count):
        self.prepare("get", tag, count, blocks, MOST, ours=False)

        def load(name):
            if name == "ours":
                # A signature is good for one use: as many as could be answered, beforehand.
                times = int(MOST_PER_SECOND / blocks * seconds / count) + 1
                self.prepare("get", tag, count, blocks, MOST, plain=False, times=times)
            return self.load(name, connections, seconds)

        self.add(
            "get", connections, blocks,
            interleave(rounds, **{name: lambda n=name: load(n) for name in self.servers}))

    def add(self, kind, connections, blocks, results):
        what = f"{kind.upper()} {blocks} block{'s' if blocks > 1 else ''}, {connections} conn."
        self.report.samples[what] = results
        self.report.add(
            what, *(describe(results[name]) for name in ("ours", "nginx")),
            paired_ratio(rates(results["ours"]), rates(results["nginx"])),
            (">=", TARGETS[kind]) if (connections, blocks) == TARGET_OF else None)
        if "rest-server" in results:
            self.report.add(
                "  the same beside rest-server", describe(results["ours"]),
                describe(results["rest-server"]),
                paired_ratio(rates(results["ours"]), rates(results["rest-server"])))

    def large_objects(self, quick):
        """64 clients put 25 MB each, then get them back, eight blocks a request."""
        clients, requests = 64, 4 if quick else 24
        tag = self.tag()
        self.prepare("put", tag, clients * requests, 8, clients, plain=False)
        put = self.load("ours", clients, 0)
        self.prepare("get", tag, clients * requests, 8, clients, plain=False)
        get = self.load("ours", clients, 0)
        self.report.samples["64 clients, 25 MB objects"] = {"put": put, "get": get}
        for kind, result in (("put", put), ("get", get)):
            peak = result["peak"] / 1e6
            self.report.add(
                f"memory while 64 clients {kind} 25 MB objects", f"{peak:.1f} MB",
                target=("<=", 64), value=peak)


def alternating(*names):
    """A function that gives the names, in the other order each time."""
    turns = iter(range(1 << 30))
    return lambda: names if next(turns) % 2 == 0 else names[::-1]


def rates(runs):
    return [run["perSecond"] for run in runs]


def describe(runs):
    rate, p99 = median(rates(runs)), median([r["p99"] for r in runs])
    cpu, peak = median([r["cpu"] for r in runs]), max(r["peak"] for r in runs) / 1e6
    return f"{rate:,.0f}/s, p99 {p99:.1f} ms, cpu {cpu:.0f} us, {peak:.0f} MB"


def prepared_folder(folder):
    """Where prepared requests lie: in memory, so that their writing is over when they go."""
    memory = Path("/dev/shm")
    free = os.statvfs(memory) if os.access(memory, os.W_OK) else None
    enough = free is not None and free.f_bavail * free.f_frsize > 4 << 30
    return tempfile.TemporaryDirectory(prefix="bench-", dir=memory if enough else folder)


def measure(report, folder, quick):
    rounds, seconds = (1, 0.5) if quick else (3, 1.0)
    with (
        running_server(folder) as ours, running_nginx(folder) as nginx,
        rest_server.running(folder, Running) as rest, prepared_folder(folder) as prepared,
    ):
        idle = ours.peak()
        servers = {"ours": ours, "nginx": nginx} | ({"rest-server": rest} if rest else {})
        bench = Bench(report, folder, servers, Path(prepared))
        for blocks in BLOCKS:
            count = 640 if blocks == 1 else 96
            for connections in CONNECTIONS:
                bench.put(connections, blocks, rounds, count * 2 if connections > 1 else count)
        for blocks in BLOCKS:
            tag, count = bench.tag(), 512 // blocks
            bench.prepare("put", tag, count, blocks, MOST)
            if rest:
                names = rest_server.convert_puts(bench.files["nginx"], bench.files["rest-server"])
            for name in servers:
                bench.load(name, 16, 0)
            if rest:
                rest_server.write_gets(names, bench.files["rest-server"])
            for connections in CONNECTIONS:
                bench.get(connections, blocks, rounds, seconds, tag, count)
        bench.large_objects(quick)
        report.note(f"memory of the server at its start: {idle / 1e6:.1f} MB")
