// A PDF without what the photos in it tell of the place, the time and the device.
//
// Contents are filled with zeros in their places, as a PDF points at places in itself. One that is signed stays as it is.

import { ascii, indexOf, viewOf } from './file-bytes.js';
import { segmentsBeside } from './jpeg-segments.js';

/** @typedef {{from: number, to: number}} Place */

/** @param {Uint8Array} bytes @returns {import('./telling.js').Cleaned} */
export function cleanPDF(bytes) {
  const clean = bytes.slice();
  for (const { from, to } of [...inJPEGs(bytes), ...inJPXs(bytes)]) clean.fill(0, from, to);
  const isSame = clean.every((byte, i) => byte === bytes[i]);
  if (!isSame && indexOf(bytes, '/ByteRange', 0) >= 0) return { bytes, mayTell: true };
  return { bytes: isSame ? bytes : clean, mayTell: mayStillTell(clean) };
}

/**
 * Whether something can't be looked into: what is encrypted, a photo, a description or an attached file that is packed;
 * or a place is written in the document itself.
 * @param {Uint8Array} bytes
 */
function mayStillTell(bytes) {
  if (['/Encrypt', 'exif:GPS'].some((text) => indexOf(bytes, text, 0) >= 0)) return true;
  if (['/DCTDecode', '/JPXDecode'].some((name) => isBehindAnother(bytes, name))) return true;
  return ['/Metadata', '/EmbeddedFile'].some((name) =>
    dictionariesWith(bytes, name).some((text) => /\/Type\s*\/(Metadata|EmbeddedFile)\b/.test(text) && /\/Filter\b/.test(text)));
}

/**
 * Whether a stream has another filter in front of this one.
 * @param {Uint8Array} bytes
 * @param {string} name
 */
function isBehindAnother(bytes, name) {
  for (let at = indexOf(bytes, name, 0); at >= 0; at = indexOf(bytes, name, at + 1)) {
    const start = Math.max(0, at - 60);
    if (/\[[^\]]*\/\w+\s*$/.test(ascii(bytes, start, at - start))) return true;
  }
  return false;
}

/** Bytes of a stream's dictionary that are looked at. */
const dictionaryBytes = 600;

/**
 * The dictionaries, as texts, of the streams that have a name in them.
 * @param {Uint8Array} bytes
 * @param {string} name
 */
function dictionariesWith(bytes, name) {
  const found = [];
  for (let at = indexOf(bytes, name, 0); at >= 0; at = indexOf(bytes, name, at + 1)) {
    const start = Math.max(0, at - dictionaryBytes);
    const before = ascii(bytes, start, at - start);
    const behind = ascii(bytes, at, Math.min(dictionaryBytes, bytes.length - at));
    const begin = before.lastIndexOf('obj') + 3;
    const end = behind.search(/\b(stream|endobj)\b/);
    if (begin > 2 && end >= 0 && behind.startsWith('stream', end)) found.push(before.slice(begin) + behind.slice(0, end));
  }
  return found;
}

/** @param {Uint8Array} bytes @returns {Place[]} Beside the pictures, in each JPEG. */
function inJPEGs(bytes) {
  const found = [];
  for (let at = bytes.indexOf(0xff); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    if (bytes[at + 1] === 0xd8 && bytes[at + 2] === 0xff) found.push(...segmentsBeside(bytes, at));
  }
  return found;
}

/** @param {Uint8Array} bytes @returns {Place[]} In each JPEG 2000, boxes that are no part of the picture. */
function inJPXs(bytes) {
  const view = viewOf(bytes);
  const found = [];
  const begin = '\0\0\0\x0cjP  \r\n\x87\n';
  for (let start = indexOf(bytes, begin, 0); start >= 0; start = indexOf(bytes, begin, start + 1)) {
    for (let at = start; at + 8 <= bytes.length; ) {
      const [size, name] = [view.getUint32(at), ascii(bytes, at + 4)];
      // The last one; or no box any more.
      if (size < 8 || at + size > bytes.length || !/^[a-z0-9 ]{4}$/i.test(name)) break;
      if (!['jP  ', 'ftyp', 'rreq', 'jp2h', 'jp2c'].includes(name)) found.push({ from: at + 8, to: at + size });
      at += size;
    }
  }
  return found;
}
