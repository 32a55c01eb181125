#!/usr/bin/env bash
# pypdf 7.1.1 and pikepdf 10.17.0 (qpdf within).
#
# Of a file with three pages the first is taken out for somebody else. If it has a link to the
# second page, as an entry of a table of contents has, then the new file of one page holds the
# second page too, whole, with its text: `PdfWriter.add_page` of pypdf and `del pdf.pages[1:]` of
# pikepdf both keep it. The third page, to which nothing leads, is gone.
#
# One would guess otherwise: the new file has one page, says so, and every viewer shows one. With
# pikepdf it even depends on the way: `append` to a new file copies the page without the other.
#
# What follows: who cuts out the pages that another may see hands over some of those that he may
# not, for any tool that reads a PDF's objects. Remove the links or what they lead to, or let
# `append` of pikepdf do it, and search the decompressed file for text of the other pages.
set -euo pipefail

packages=(pypdf==7.1.1 pikepdf==10.17.0 lxml==6.1.3 pillow==13.0.0 packaging==26.4)
command -v python3 >/dev/null || { echo "needs python3" >&2; exit 2; }

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip install -q --no-deps --target packages "${packages[@]}" >pip.log 2>&1 ||
  { tail -3 pip.log >&2; echo "can't install ${packages[*]}" >&2; exit 2; }
echo "version: ${packages[*]:0:2}"

cat >ask.py <<'TEXT'
import pikepdf
import pypdf
from pikepdf import Array, Dictionary, Name

TEXTS = ["contents", "second page", "third page"]


def make(path):
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for text in TEXTS:
            page = pdf.add_blank_page(page_size=(300, 300)).obj
            page.Resources = Dictionary(Font=Dictionary(F=font))
            page.Contents = pdf.make_stream(b"BT /F 12 Tf 50 200 Td (%s) Tj ET" % text.encode())
        pdf.pages[0].obj.Annots = Array([Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=[50, 190, 150, 220],
            Dest=Array([pdf.pages[1].obj, Name.Fit]))])
        pdf.save(path)


def report(way, path):
    with pikepdf.open(path) as pdf:
        streams = [o.read_bytes() for o in pdf.objects if isinstance(o, pikepdf.Stream)]
        held = [text for text in TEXTS if any(text.encode() in stream for stream in streams)]
        print(f"{way}: {len(pdf.pages)} page, with the text of: {', '.join(held)}")


make("in.pdf")

writer = pypdf.PdfWriter()
writer.add_page(pypdf.PdfReader("in.pdf").pages[0])
writer.write("out.pdf")
report("pypdf, add_page", "out.pdf")

with pikepdf.open("in.pdf") as pdf:
    del pdf.pages[1:]
    pdf.save("out.pdf")
report("pikepdf, del pages", "out.pdf")

with pikepdf.open("in.pdf") as pdf, pikepdf.new() as new:
    new.pages.append(pdf.pages[0])
    new.save("out.pdf")
report("pikepdf, append to a new file", "out.pdf")
TEXT
PYTHONPATH=packages python3 ask.py >seen

echo "expected: one page, and the text of that page alone"
sed 's/^/seen: /' seen
diff - seen >/dev/null <<'TEXT' || { echo "changed: other pages were in the file" >&2; exit 1; }
pypdf, add_page: 1 page, with the text of: contents, second page
pikepdf, del pages: 1 page, with the text of: contents, second page
pikepdf, append to a new file: 1 page, with the text of: contents
TEXT
echo "holds: a page that was left out stays in the file if a link leads to it"
