"""Documents that would run something, ask for something, or fill the machine, made here.

What runs in them sets `ran`, opens a dialog and asks for an address with `pwned` in it.
"""

import struct
import zlib

SCRIPT = "top.ran = self.ran = 1; fetch('/pwned-fetch'); new Image().src = '/pwned-image'; alert(1)"
HTML = f"""<!doctype html><title>Attestation</title><body onload="{SCRIPT}">
<script>{SCRIPT}</script><img src="/pwned-src" onerror="{SCRIPT}"><iframe src="/pwned-frame"></iframe>
<link rel=stylesheet href="/pwned-style"><meta http-equiv=refresh content="0;url=/pwned-refresh">""".encode()
SVG = f"""<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" onload="{SCRIPT}">
<script>{SCRIPT}</script><image href="/pwned-image"/><foreignObject><body xmlns="http://www.w3.org/1999/xhtml"
onload="{SCRIPT}"/></foreignObject></svg>""".encode()
GIF = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"


def pdf(*objects, page="", box="0 0 300 300"):
    """A PDF of one page; `objects` are numbered from 5 on, `page` stands in the page's dictionary."""
    content = b"BT /F1 24 Tf 20 200 Td (Page) Tj ET"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R /AA << /WC 5 0 R >> "
        b"/Names << /JavaScript << /Names [(a) 5 0 R] >> >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents 4 0 R /Resources << /Font << /F1 "
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> {page} >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        *objects]
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1, start)


def script(code):
    return f"<< /S /JavaScript /JS ({code}) >>".encode()


def stream(content, entries=b""):
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (
        len(packed), entries, packed)


def font_program(code):
    """A font whose matrix is a text that old readers made into a program (CVE-2024-4367)."""
    font = (b"<< /Type /Font /Subtype /Type1 /BaseFont /X /FirstChar 65 /LastChar 66 /Widths [500 500] "
            b"/FontMatrix [1 2 3 4 5 (0\\); " + code.encode() + b"; //)] "
            b"/FontDescriptor << /Type /FontDescriptor /FontName /X /Flags 4 >> >>")
    return pdf(script("app.alert(1)"), font, page="/Annots []").replace(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", b"6 0 R", 1)


def png(width, height, rows=None):
    """A black picture of one bit a pixel; `rows` of them are really there."""
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(
            ">I", zlib.crc32(name + body))
    line = b"\0" * (1 + (width + 7) // 8)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(line) for _ in range(height if rows is None else rows))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
            + chunk(b"IDAT", body + packer.flush()) + chunk(b"IEND", b""))


def hostile_files(photo):
    """(name, declared type, content) of each; `photo` is a good JPEG."""
    link = "<< /Type /Annot /Subtype /Link /Rect [0 0 300 300] /A << /S /URI /URI (http://127.0.0.1/pwned) >> >>"
    return [
        ("script.pdf", "application/pdf", pdf(
            script("app.alert\\(1\\); this.submitForm\\('/pwned-form'\\); app.launchURL\\('/pwned'\\)"),
            page=f"/Annots [{link}]")),
        ("launch.pdf", "application/pdf", pdf(b"<< /S /Launch /F (/bin/sh) >>")),
        ("goto.pdf", "application/pdf", pdf(b"<< /S /URI /URI (/pwned-open) >>")),
        ("form.pdf", "application/pdf", pdf(
            b"<< /S /SubmitForm /F (/pwned-submit) >>",
            b"<< /FT /Tx /T (a) /Subtype /Widget /Rect [0 0 9 9] /AA << /F 5 0 R /K 5 0 R >> >>",
            page="/Annots [6 0 R]")),
        ("font.pdf", "application/pdf", font_program(SCRIPT.replace("(", "\\(").replace(")", "\\)"))),
        ("wide.pdf", "application/pdf", pdf(script("1"), box="0 0 90000000 90000000")),
        ("bomb.pdf", "application/pdf", pdf(
            script("1"), stream(b" " * 60_000_000)).replace(b"/Contents 4 0 R", b"/Contents 6 0 R")),
        ("cut.pdf", "application/pdf", pdf(script("1"))[:300]),
        ("html in front.pdf", "application/pdf", b"<html><script>%s</script>\n" % SCRIPT.encode() + pdf(script("1"))),
        ("page.html", "text/html", HTML),
        ("page.jpg", "image/jpeg", HTML),
        ("note.txt", "text/plain", HTML),
        ("drawing.svg", "image/svg+xml", SVG),
        ("drawing.png", "image/png", SVG),
        ("both.gif", "image/gif", GIF.replace(b"\x01\0\x01\0", b"/*\0\0", 1) + b"*/=1;" + SCRIPT.encode()),
        ("photo and page.jpg", "image/jpeg", photo + HTML),
        ("program.pdf", "application/pdf", b"MZ" + b"\0" * 500),
        ("claims much.png", "image/png", png(60_000, 60_000, rows=3)),
        ("large.png", "image/png", png(20_000, 20_000)),
        ("<img src=x onerror=top.ran=1>.pdf", "application/pdf", pdf(script("1"))),
        ('"><script>top.ran=1<%2Fscript>.txt', "text/plain", b"Texte"),
        ("\u202egpj.exe", "image/jpeg", photo),
        ("{time} {n} ${ran} \u0007\u0000.txt", "text/plain", b"{time}"),
        ("a" * 250 + ".txt", "text/plain", b"Texte"),
    ]
