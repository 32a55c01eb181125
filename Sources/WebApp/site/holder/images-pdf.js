// Several photos as one document: a PDF that holds nothing but its JPEG pages.

/** @typedef {{bytes: Uint8Array, width: number, height: number}} JPEGPage */

const a4 = { short: 595, long: 842 };
const margin = 18;

/**
 * @param {JPEGPage[]} pages Made by images.js: three colours, upright.
 * @returns {Uint8Array}
 */
export function pdfOfImages(pages) {
  const file = new PDFWriter();
  file.text('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n');
  const pageNumber = (/** @type {number} */ i) => 3 + i * 3;
  file.object(1, '<< /Type /Catalog /Pages 2 0 R >>');
  const kids = pages.map((_, i) => `${pageNumber(i)} 0 R`).join(' ');
  file.object(2, `<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`);
  pages.forEach((page, i) => {
    const n = pageNumber(i);
    const lies = page.width > page.height;
    const [width, height] = lies ? [a4.long, a4.short] : [a4.short, a4.long];
    const scale = Math.min(
      (width - 2 * margin) / page.width,
      (height - 2 * margin) / page.height,
    );
    const [w, h] = [page.width * scale, page.height * scale];
    const place = [w, 0, 0, h, (width - w) / 2, (height - h) / 2].map((x) => x.toFixed(2));
    const drawing = new TextEncoder().encode(`q ${place.join(' ')} cm /Im Do Q`);
    file.object(
      n,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}]` +
        ` /Resources << /XObject << /Im ${n + 1} 0 R >> >> /Contents ${n + 2} 0 R >>`,
    );
    file.object(
      n + 1,
      `<< /Type /XObject /Subtype /Image /Width ${page.width} /Height ${page.height}` +
        ' /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode' +
        ` /Length ${page.bytes.length} >>`,
      page.bytes,
    );
    file.object(n + 2, `<< /Length ${drawing.length} >>`, drawing);
  });
  return file.end();
}

class PDFWriter {
  /** @type {Uint8Array[]} */ #parts = [];
  /** @type {number[]} */ #offsets = [];
  #length = 0;

  /** @param {Uint8Array} bytes */
  #append(bytes) {
    this.#parts.push(bytes);
    this.#length += bytes.length;
  }

  /** @param {string} text One byte a character. */
  text(text) {
    this.#append(Uint8Array.from(text, (c) => c.charCodeAt(0)));
  }

  /** @param {number} n @param {string} dictionary @param {Uint8Array} [stream] */
  object(n, dictionary, stream) {
    this.#offsets[n] = this.#length;
    this.text(`${n} 0 obj\n${dictionary}\n`);
    if (stream) {
      this.text('stream\n');
      this.#append(stream);
      this.text('\nendstream\n');
    }
    this.text('endobj\n');
  }

  /** @returns {Uint8Array} */
  end() {
    const start = this.#length;
    const count = this.#offsets.length;
    this.text(`xref\n0 ${count}\n0000000000 65535 f \n`);
    for (let n = 1; n < count; n += 1) {
      this.text(`${String(this.#offsets[n]).padStart(10, '0')} 00000 n \n`);
    }
    this.text(`trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`);
    const file = new Uint8Array(this.#length);
    let at = 0;
    for (const part of this.#parts) {
      file.set(part, at);
      at += part.length;
    }
    return file;
  }
}
