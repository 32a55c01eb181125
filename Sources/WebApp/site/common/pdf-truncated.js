// Whether a PDF's file ends before it is whole: what draws PDFs mends such a one, and says nothing.

/** @param {Uint8Array} bytes @param {string} text Of ASCII. @param {number} [from] */
export function indexOf(bytes, text, from = 0) {
  const codes = Array.from(text, (c) => c.charCodeAt(0));
  for (let at = bytes.indexOf(codes[0], from); at >= 0; at = bytes.indexOf(codes[0], at + 1)) {
    if (codes.every((code, i) => bytes[at + i] === code)) return at;
  }
  return -1;
}

/**
 * Each state of a PDF ends with the place of its table of contents; behind the last one no further object begins.
 * @param {Uint8Array} bytes
 */
export function isCutOff(bytes) {
  let end = -1;
  for (let at = indexOf(bytes, 'startxref'); at >= 0; at = indexOf(bytes, 'startxref', at + 1)) end = at;
  if (end < 0) return true;
  for (let at = indexOf(bytes, ' obj', end); at >= 0; at = indexOf(bytes, ' obj', at + 1)) {
    // Number and version stand in front of it.
    if (/[0-9] [0-9]+$/.test(String.fromCharCode(...bytes.subarray(Math.max(0, at - 8), at)))) return true;
  }
  return false;
}

/**
 * The JPEGs in a PDF that have no end mark: only a decoder knows whether more of them is missing.
 * @param {Uint8Array} bytes
 * @returns {Uint8Array[]} Views of the bytes.
 */
export function unendedJPEGs(bytes) {
  const found = [];
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] !== 0xd8 || bytes[at + 2] !== 0xff) continue;
    // A stream's data begins behind its line; another place is within a picture.
    if (!/stream\r?\n$/.test(String.fromCharCode(...bytes.subarray(Math.max(0, at - 8), at)))) continue;
    const next = indexOf(bytes, 'endstream', at);
    let end = next < 0 ? bytes.length : next;
    while (end > at && [0x00, 0x0a, 0x0d, 0x20].includes(bytes[end - 1] ?? 0)) end -= 1;
    if (bytes[end - 2] !== 0xff || bytes[end - 1] !== 0xd9) found.push(bytes.subarray(at, end));
  }
  return found;
}
