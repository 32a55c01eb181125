"""A slow link for measurements, as a browser's throttling does not reach workers, and a page that is a
document and nothing else."""

import http.server
import socket
import threading
import time

BYTES_A_SECOND = 200_000
ROUND_TRIP = 0.150


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
