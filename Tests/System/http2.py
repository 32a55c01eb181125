"""As much of HTTP/2 as a test needs that asks a proxy one thing after the other (RFC 9113, RFC 7541)."""

import socket

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
END_STREAM = ACK = 1
END_HEADERS = 4
PIECE = 16_384
WINDOW = 65_535
#: What the static table has of `:status`, from its eighth entry on.
STATUSES = (200, 204, 206, 304, 400, 404, 500)
#: Huffman's codes of the digits.
DIGITS = {f"{digit:05b}" if digit < 3 else f"{22 + digit:06b}": str(digit) for digit in range(10)}


def number(value, bits, first=0):
    """An integer of HPACK, behind the bits that share its first byte."""
    most = (1 << bits) - 1
    if value < most:
        return bytes([first | value])
    out = bytearray([first | most])
    value -= most
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out + bytes([value]))


def packed(fields):
    """Fields, each spelled out."""
    return b"".join(
        b"\0" + b"".join(number(len(text), 7) + text.encode() for text in field)
        for field in fields)


def status_of(block):
    """What the first field of an answer says, which is `:status`."""
    while block[0] & 0xE0 == 0x20:  # The table's size, before the first field.
        block = block[1:]
    if block[0] & 0x80:
        return STATUSES[(block[0] & 0x7F) - 8]
    text = block[2:2 + (block[1] & 0x7F)]
    if not block[1] & 0x80:
        return int(text)
    bits, digits = "".join(f"{byte:08b}" for byte in text), ""
    while len(digits) < 3:
        code = next(code for code in DIGITS if bits.startswith(code))
        digits, bits = digits + DIGITS[code], bits[len(code):]
    return int(digits)


class Connection:
    """Over a TLS socket on which `h2` was agreed."""

    def __init__(self, connection):
        assert connection.selected_alpn_protocol() == "h2"
        self.socket = connection
        self.stream = connection.makefile("rb")
        self.number = -1
        self.window = self.first_window = WINDOW
        self.socket.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        self.send(SETTINGS, 0, 0)

    def send(self, kind, flags, stream, payload=b""):
        self.socket.sendall(
            len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload)

    def receive(self):
        head = self.stream.read(9)
        if len(head) < 9:
            raise ConnectionError("no frame")
        return head[3], head[4], int.from_bytes(head[5:9], "big"), self.stream.read(
            int.from_bytes(head[:3], "big"))

    def ask(self, method, path, fields=(), body=b"", authority="127.0.0.1"):
        """The status of the answer. The body is sent as far as the other side lets it before it answers; what
        is then left of it is not sent, and the connection is of no more use."""
        self.number += 2
        window = self.first_window
        fields = [(":method", method), (":scheme", "https"), (":authority", authority),
                  (":path", path), *fields]
        if body:
            fields.append(("content-length", str(len(body))))
        self.send(HEADERS, END_HEADERS | (0 if body else END_STREAM), self.number, packed(fields))
        status = None
        while True:
            while body and (count := min(PIECE, self.window, window, len(body))) > 0:
                piece, body = body[:count], body[count:]
                self.send(DATA, 0 if body else END_STREAM, self.number, piece)
                self.window -= count
                window -= count
            kind, flags, stream, payload = self.receive()
            if kind == SETTINGS and not flags & ACK:
                for at in range(0, len(payload), 6):
                    if payload[at:at + 2] == b"\0\4":
                        first = int.from_bytes(payload[at + 2:at + 6], "big")
                        window += first - self.first_window
                        self.first_window = first
                self.send(SETTINGS, ACK, 0)
            elif kind == WINDOW_UPDATE:
                more = int.from_bytes(payload, "big")
                if stream == 0:
                    self.window += more
                else:
                    window += more
            elif kind == PING and not flags & ACK:
                self.send(PING, ACK, 0, payload)
            elif kind == GOAWAY:
                raise ConnectionError("goes away")
            elif stream == self.number:
                if kind == HEADERS:
                    status = status_of(payload)
                if kind == RST_STREAM or (kind in (HEADERS, DATA) and flags & END_STREAM):
                    return status
