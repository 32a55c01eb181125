"""PDFs of kinds that people have, made here; the two that other programs made are in Tests/Fixtures."""

from hostile_files import pdf, script, stream
from support import FIXTURES

NOTHING = script("1")
# The password that opens it is "secret".
LOCKED = (FIXTURES / "mot-de-passe.pdf").read_bytes()
# Chinese characters in a font that is not in it.
FONTLESS = (FIXTURES / "police-absente.pdf").read_bytes()


def drawing(content, *objects, resources=b"", page=""):
    """One page with these drawing orders; `objects` are numbered from 7 on."""
    made = pdf(NOTHING, stream(content), *objects, page=page)
    return made.replace(b"/Contents 4 0 R", b"/Contents 6 0 R").replace(
        b"/Resources << ", b"/Resources << " + resources)


def picture(width, height, data, entries):
    """One page that a picture fills."""
    image = stream(data, b"/Type /XObject /Subtype /Image /Width %d /Height %d %s" % (width, height, entries))
    return drawing(b"q 260 0 0 260 20 20 cm /Im Do Q", image, resources=b"/XObject << /Im 7 0 R >> ")


def photo(width, height, data, kind="DCT"):
    """One page that a picture of three colours fills, stored as a JPEG or a JPEG 2000 (JPX) is."""
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8" % (width, height)
    image = b"<< /Length %d /Filter /%sDecode %s >>\nstream\n%s\nendstream" % (len(data), kind.encode(), entries, data)
    return drawing(b"q 260 0 0 260 20 20 cm /Im Do Q", image, resources=b"/XObject << /Im 7 0 R >> ")


def annotated(subtype, entries=""):
    """A page with an annotation that has no appearance."""
    return pdf(NOTHING, page=f"/Annots [<< /Type /Annot /Subtype /{subtype} /Rect [40 60 240 160] /F 4 {entries} >>]")


def updated(content):
    """The same, with what a program wrote behind it since: the page's content anew."""
    new = b"0.5 g 20 20 200 100 re f"
    at = len(content)
    place = at + len(b"4 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(new), new))
    return content + b"4 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(new), new) + (
        b"xref\n4 1\n%010d 00000 n \ntrailer << /Size 6 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
            at, content.rindex(b"xref\n0 "), place))


def scan(side, is_stencil=False):
    """Bars, as a scanner of one bit a pixel leaves them, of so many pixels each way."""
    row = (b"\0" * (side // 32) + b"\xff" * (side // 32)) * 2
    row = row.ljust((side + 7) // 8, b"\xff")
    rows = row * (side // 2) + b"\xff" * len(row) * (side - side // 2)
    kind = b"/ImageMask true" if is_stencil else b"/ColorSpace /DeviceGray"
    return picture(side, side, rows, b"/BitsPerComponent 1 " + kind)


def form():
    """A field, a list and a box with values, none of which has an appearance."""
    common = "/Type /Annot /Subtype /Widget /F 4 /DA (/F1 14 Tf 0 g)"
    made = pdf(
        NOTHING,
        f"<< {common} /FT /Tx /T (nom) /V (AMAL BENALI VISIBLE) /Rect [20 150 280 176] >>".encode(),
        f"<< {common} /FT /Ch /Ff 131072 /T (ville) /V (b) /Opt [[(a) (Namur)] [(b) (Bruxelles)]] "
        "/Rect [20 110 280 136] >>".encode(),
        page="/Annots [6 0 R 7 0 R]")
    return made.replace(
        b"/OpenAction 5 0 R", b"/AcroForm << /Fields [6 0 R 7 0 R] /DA (/F1 0 Tf 0 g) /DR << /Font << /F1 "
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>")


def broken_picture():
    return picture(100, 100, b"no picture at all", b"/ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /JPXDecode").replace(
        b"/Filter /FlateDecode /Type /XObject", b"/Type /XObject")


def unknown_filter():
    """What is drawn comes through a filter that does not exist."""
    return drawing(b"q Q").replace(b"/Filter /FlateDecode", b"/Filter /NoSuchDecode")


def placeholder():
    """What other programs fill in, and show nothing else of."""
    return pdf(NOTHING).replace(
        b"/OpenAction 5 0 R", b"/AcroForm << /Fields [] /XFA [(template) 6 0 R] >>").replace(
        b"(Page)", b"(Please wait...)")


def portfolio():
    return pdf(NOTHING).replace(b"/OpenAction 5 0 R", b"/Collection << /Type /Collection >>")


def pageless():
    return pdf(NOTHING).replace(b"/Kids [3 0 R] /Count 1", b"/Kids [] /Count 0")
