#!/usr/bin/env bash
# pdf.js 6.4.299 (as pdfjs-viewer-pyside6 1.4.0 carries Mozilla's own build), in node, beside Debian's poppler (pdftoppm).
#
# An annotation of kind Circle or Square that has a colour and neither `/Border` nor `/BS` nor an appearance is drawn by poppler with a
# frame of 1 point. pdf.js says that its frame has a width of 0 (and, beside it, a `rawWidth` of 1), and so draws nothing of it, without a warning.
#
# One would guess otherwise: the width that nobody gives is 1 by the standard (ISO 32000-1, table 164: the default of `Border` is [0 0 1]),
# and pdf.js draws these kinds by themselves where a `/Border` stands.
#
# What follows: a circle that a program put around a line of a form is seen in one viewer and not in the other. Give a width, or an appearance; who
# shows PDFs with pdf.js can look for the two kinds with `hasAppearance` false and a width of 0, and say that something is missing.
set -euo pipefail

for need in python3 node pdftoppm; do
  command -v "$need" >/dev/null || { echo "needs $need (python3, nodejs, poppler-utils)" >&2; exit 2; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip download -q --no-deps pdfjs-viewer-pyside6==1.4.0 >pip.log 2>&1 ||
  { tail -3 pip.log >&2; echo "can't fetch pdfjs-viewer-pyside6 1.4.0" >&2; exit 2; }
python3 -m zipfile -e pdfjs_viewer_pyside6-*.whl wheel
echo "version: pdf.js 6.4.299, $(pdftoppm -v 2>&1 | head -n 1)"

cat >make.py <<'TEXT'
def pdf(entries):
    parts = [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Annots [4 0 R] >>",
        f"<< /Type /Annot /Subtype /Circle /Rect [50 50 250 250] /F 4 /C [1 0 0] {entries} >>"]
    out, places = b"%PDF-1.7\n", []
    for number, body in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body.encode())
    start = len(out)
    out += b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start


open("none.pdf", "wb").write(pdf(""))
open("given.pdf", "wb").write(pdf("/Border [0 0 1]"))
TEXT
python3 make.py

cat >ask.mjs <<'TEXT'
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
// What node 20 lacks, and a page would have.
for (const name of ["DOMMatrix", "Path2D", "ImageData"]) globalThis[name] ??= class {};
Promise.withResolvers ??= function () {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
};
Promise.try ??= (ask, ...rest) => new Promise((resolve) => resolve(ask(...rest)));
const say = process.stdout.write.bind(process.stdout);
// What it warns of, but that this is no browser.
console.warn = console.log = (...texts) => {
  if (!/canvas|polyfill|fake worker|standard font/i.test(texts.join(" "))) say(`said: ${texts.join(" ")}\n`);
};
const { getDocument, VerbosityLevel } = await import(pathToFileURL(process.argv[2]).href);
for (const name of ["none", "given"]) {
  const pdf = await getDocument({ data: new Uint8Array(readFileSync(`${name}.pdf`)), verbosity: VerbosityLevel.WARNINGS }).promise;
  const page = await pdf.getPage(1);
  const [{ borderStyle, hasAppearance }] = await page.getAnnotations();
  const { fnArray } = await page.getOperatorList();
  say(`pdf.js, ${name}: width ${borderStyle.width}, appearance ${hasAppearance}, ${fnArray.length > 4 ? "something" : "nothing"} drawn\n`);
}
TEXT
main=$(find wheel -path '*build/pdf.mjs' | head -n 1)
node ask.mjs "$main" >seen 2>error || { tail -5 error >&2; exit 2; }
for name in none given; do
  pdftoppm -gray -r 36 -singlefile "$name.pdf" "$name"
  echo "poppler, $name: $(python3 -c 'import sys; print("something" if min(open(sys.argv[1], "rb").read()[-22500:]) < 250 else "nothing")' "$name.pgm") drawn"
done >>seen

echo "expected: the same of both, and no less than poppler"
sed 's/^/seen: /' seen
if [ "$(cat seen)" = "pdf.js, none: width 0, appearance false, nothing drawn
pdf.js, given: width 1, appearance false, something drawn
poppler, none: something drawn
poppler, given: something drawn" ]; then exit 0; fi
echo "it changed"
exit 1
