"""restic's rest-server, the durable store of its kind, as a third beside ours and nginx.

REST_SERVER names its program; where that is not set, the comparison is left out. It stores the same
bytes under their SHA-256, which it checks, and syncs file and folder; it checks no signature.
"""

import contextlib
import hashlib
import http.client
import os
import shutil
import socket
import subprocess
import time

PROGRAM = os.environ.get("REST_SERVER")


@contextlib.contextmanager
def running(folder, start):
    """The server with one empty repository; `start` makes of process and port what the caller
    measures. None where there is no such program."""
    if not PROGRAM:
        yield None
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data = folder / "rest-server"
    process = subprocess.Popen(
        [PROGRAM, "--no-auth", "--path", data, "--listen", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        create(port)
        yield start(process, port)
    finally:
        process.terminate()
        process.wait(30)
        shutil.rmtree(data, ignore_errors=True)


def create(port):
    for _ in range(100):
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("POST", "/repo/?create=true")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.05)
    raise SystemExit("error: rest-server did not start")


def requests(prepared):
    """The requests in a file that the load program reads, without their lengths."""
    data = prepared.read_bytes()
    at = 0
    while at < len(data):
        size = int.from_bytes(data[at:at + 4], "big")
        yield data[at + 4:at + 4 + size]
        at += 4 + size


def write(file, request):
    file.write(len(request).to_bytes(4, "big") + request)


def convert_puts(plain, target):
    """From nginx's PUTs, the same bodies for rest-server; their names."""
    names = []
    with target.open("wb") as file:
        for request in requests(plain):
            body = request.split(b"\r\n\r\n", 1)[1]
            names.append(hashlib.sha256(body).hexdigest())
            head = (f"POST /repo/data/{names[-1]} HTTP/1.1\r\nHost: localhost\r\n"
                    f"Content-Length: {len(body)}\r\n\r\n")
            write(file, head.encode() + body)
    return names


def write_gets(names, target):
    with target.open("wb") as file:
        for name in names:
            write(file, f"GET /repo/data/{name} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
