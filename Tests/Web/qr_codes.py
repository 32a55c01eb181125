"""QR codes for tests, drawn by Debian's libqrencode itself, and what a camera sees of them."""

import ctypes
import ctypes.util
import subprocess


class _Code(ctypes.Structure):
    _fields_ = [("version", ctypes.c_int), ("width", ctypes.c_int),
                ("data", ctypes.POINTER(ctypes.c_ubyte))]


_library = ctypes.CDLL(ctypes.util.find_library("qrencode"))
_library.QRcode_encodeString.restype = ctypes.POINTER(_Code)
_library.QRcode_free.argtypes = [ctypes.POINTER(_Code)]
LEVEL_Q, MODE_8 = 2, 2


def modules(text):
    """Its size, and its modules row by row, 1 is dark; at level Q, as on paper."""
    code = _library.QRcode_encodeString(text.encode(), 0, LEVEL_Q, MODE_8, 1)
    size = code.contents.width
    dark = [code.contents.data[i] & 1 for i in range(size * size)]
    _library.QRcode_free(code)
    return size, dark


def picture(text, path, scale=8):
    """The code with its light border as a .pgm, so many pixels a module."""
    size, dark = modules(text)
    side = size + 8
    rows = []
    for y in range(side):
        row = bytearray()
        for x in range(side):
            inside = 4 <= x < size + 4 and 4 <= y < size + 4
            is_dark = inside and dark[(y - 4) * size + x - 4]
            row += bytes([0 if is_dark else 255]) * scale
        rows.append(bytes(row) * scale)
    path.write_bytes(b"P5 %d %d 255\n" % (side * scale, side * scale) + b"".join(rows))
    return path


def photograph(source, target, *options, size="640x480"):
    """A picture as a camera takes it: somewhere on a table, turned, unsharp, dim."""
    subprocess.run(
        ["convert", source, "-background", "#777", "-rotate", "11", "-resize", "360x360",
         "-gravity", "center", "-extent", size, "-blur", "0x0.8", "-seed", "3",
         "-attenuate", "0.2", "+noise", "Gaussian", "+level", "15%,80%",
         *options, "-depth", "8", target], check=True)
    return target


def video(frames, path):
    """A .y4m of .pgm frames of one size, in grey."""
    with path.open("wb") as out:
        for number, frame in enumerate(frames):
            header, size, most, pixels = frame.read_bytes().split(b"\n", 3)
            width, height = map(int, size.split())
            if number == 0:
                out.write(b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % (width, height))
            colour = b"\x80" * (width // 2 * (height // 2))
            out.write(b"FRAME\n" + pixels[:width * height] + colour * 2)
    return path
