"""Very many connections that want to keep everybody out: memory, descriptors and temporary files stay bounded, and a holder
goes on."""

import http.client
import os
import pathlib
import re
import socket
import unittest

from space import Space
from support import (
    BLOCK, ROOT, Relay, Server, SystemTest, Wallet, encode, expect, fresh_source, post, raw, scale,
    until)

SITE = ROOT / ".build/site"
OF_A_SOURCE = 240


class Crowd(SystemTest):
    def setUp(self):
        super().setUp()
        self.mine = Server(self.new_folder(), "--site", SITE)
        self.addCleanup(self.mine.end)
        self.relay_of_mine = Relay(self.mine.port)
        self.addCleanup(self.relay_of_mine.end)
        self.held = []
        self.addCleanup(lambda: [connection.close() for connection in self.held])

    def memory(self, name):
        status = pathlib.Path(f"/proc/{self.mine.process.pid}/status").read_text()
        return int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) / 1_000

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.mine.process.pid}/fd"))

    def temporary(self):
        return sum(path.stat().st_size for path in (self.mine.data / "tmp").rglob("*") if path.is_file())

    def hold(self, source, data):
        connection = socket.create_connection(("127.0.0.1", self.mine.port), 30, (source, 0))
        self.held.append(connection)
        connection.settimeout(30)
        connection.sendall(data)

    def test_hostile_connections_leave_memory_and_a_holder_alone(self):
        count = scale("HOSTILE", 1_000, 400)
        wallet = Wallet(self.relay_of_mine.url)
        [id] = wallet.add(self.file("kept", b"kept"))
        spaces = [Space(self.mine) for _ in range(4)]
        authority = spaces[0].authority
        upload = os.urandom(16) + bytes(BLOCK)
        holder = SITE / "holder"
        largest = max(holder.rglob("*.wasm"), key=lambda path: path.stat().st_size)
        page = f"GET /{largest.relative_to(holder)} HTTP/1.1\r\nhost: x\r\n\r\n".encode()
        status, _, body = raw(self.mine.port, page)
        self.assertEqual((status, len(body) > 500_000), (200, True), largest)
        sources = [fresh_source() for _ in range(count // OF_A_SOURCE + 1)]
        for index in range(count):
            space = spaces[index % len(spaces)]
            fields = space.sign("/v1/space/blocks", upload, authority, "PUT")
            lines = "\r\n".join([
                "PUT /v1/space/blocks HTTP/1.1", "host: x", *(f"{name}: {value}" for name, value in fields),
                f"content-length: {len(upload)}", "", ""]).encode()
            self.hold(sources[index // OF_A_SOURCE], (
                b"POST /v1/harden HTTP/1.1\r\nhost: x\r\nx-", lines + upload[:-1], page * 3)[index % 3])
        # A holder's calls go on beside them.
        self.assertEqual(wallet.get(id), b"kept")
        wallet.note(b"more")
        self.assertEqual(len(wallet.list()), 2)
        expect(wallet.run("lock", "--for", "1m"), 0)
        self.assertLess(self.memory("VmHWM"), 96)
        # Of each wallet sixteen uploads at once, and nothing of the others came to the disk.
        self.assertLessEqual(self.temporary(), len(spaces) * 16 * (1 << 20))
        self.assertLess(self.descriptors(), count + 600)
        for connection in self.held:
            connection.close()
        until(lambda: self.temporary() == 0, 60, "what was held is let go")
        until(lambda: self.descriptors() < 200, 60, "all connections are closed")

    def test_a_block_that_is_asked_for_twice_by_one_signature_leaves_nothing_open(self):
        space = Space(self.mine)
        authority = space.authority
        block = os.urandom(16) + bytes(BLOCK)
        put = space.sign("/v1/space/blocks", block, authority, "PUT")
        self.assertEqual(post(self.mine.port, "/v1/space/blocks", block, fresh_source(), "PUT", put)[0], 204)
        body = encode({1: [block[:16]]})
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.mine.port, timeout=120, source_address=(fresh_source(), 0))
        self.addCleanup(connection.close)

        def get(fields):
            connection.request("POST", "/v1/space/blocks/get", body, dict(fields))
            answer = connection.getresponse()
            answer.read()
            return answer.status

        # From the second on it is answered below the HTTP parser, from an open file.
        sign = lambda: space.sign("/v1/space/blocks/get", body, authority)
        self.assertEqual([get(sign()) for _ in range(3)], [200] * 3)
        before = self.descriptors()
        for _ in range(30):
            fields = sign()
            self.assertEqual([get(fields), get(fields)], [200, 409])
        until(lambda: self.descriptors() <= before + 2, 60, "what was opened is closed")


if __name__ == "__main__":
    unittest.main()
