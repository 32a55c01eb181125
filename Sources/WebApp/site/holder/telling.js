// What a file tells of the place, the time and the device it comes from, and the same file without it.
//
// The picture's own bytes stay as they are: chunks and segments beside them go, or are filled with
// zeros where the file points at places in itself.

import { ascii, joined, viewOf } from './file-bytes.js';
import { isOfThePicture } from './jpeg-segments.js';
import { orientationOf } from './orientation.js';
import { cleanPDF } from './telling-pdf.js';
import { cleanTIFF } from './telling-tiff.js';

/**
 * @typedef {object} Cleaned
 * @property {Uint8Array} bytes The same ones, if there was nothing to take out.
 * @property {boolean} mayTell Whether something may be left that couldn't be taken out.
 */

/**
 * @param {Uint8Array} bytes
 * @param {string | null} type As typeOf says.
 * @returns {Cleaned}
 */
export function withoutTraces(bytes, type) {
  try {
    switch (type) {
      case 'image/jpeg':
        return cleanJPEG(bytes);
      case 'image/png':
        return cleanPNG(bytes);
      case 'image/webp':
        return cleanWebP(bytes);
      case 'image/gif':
        return cleanGIF(bytes);
      case 'image/heic':
      case 'image/avif':
        return cleanContainer(bytes);
      case 'image/tiff':
        return cleanTIFF(bytes);
      case 'application/pdf':
        return cleanPDF(bytes);
      default:
        return { bytes, mayTell: false };
    }
  } catch {
    return { bytes, mayTell: true }; // it isn't of its form: who knows what is where
  }
}

/**
 * Whether a file may tell of them: what was cleaned doesn't.
 * @param {Uint8Array} bytes
 * @param {string | null} type As typeOf says.
 * @returns {boolean | null} null where nothing is known of its kind
 */
export function tells(bytes, type) {
  if (type === null) return null;
  const { bytes: clean, mayTell } = withoutTraces(bytes, type);
  return mayTell || clean.length !== bytes.length || clean.some((byte, i) => byte !== bytes[i]);
}

/**
 * An EXIF block that says how to turn the picture, and nothing else.
 * @param {number} orientation
 */
function turningOnly(orientation) {
  return Uint8Array.of(
    0x4d, 0x4d, 0, 42, 0, 0, 0, 8, // head, and where the one directory is
    0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, // one entry
    0, 0, 0, 0, // no further one
  );
}

/** @param {Uint8Array} bytes @returns {Cleaned} */
function cleanJPEG(bytes) {
  const view = viewOf(bytes);
  const parts = [bytes.subarray(0, 2)];
  const orientation = orientationOf(bytes, 'image/jpeg');
  if (orientation !== 1) {
    const block = turningOnly(orientation);
    const length = 2 + 6 + block.length;
    parts.push(Uint8Array.of(0xff, 0xe1, length >> 8, length & 255, 0x45, 0x78, 0x69, 0x66, 0, 0), block);
  }
  for (let at = 2; ; ) {
    const marker = bytes[at + 1];
    if (marker === undefined) throw new Error('no end');
    if (bytes[at] !== 0xff || marker === 0xff || marker === 0) {
      at += 1; // filling
    } else if (marker === 0xd9) {
      // What stands behind the picture is another one, or a film.
      parts.push(bytes.subarray(at, at + 2));
      return { bytes: joined(parts), mayTell: false };
    } else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      parts.push(bytes.subarray(at, at + 2));
      at += 2;
    } else {
      let end = at + 2 + view.getUint16(at + 2);
      if (end > bytes.length) throw new Error('cut');
      // The picture's data, up to the marker that ends it.
      if (marker === 0xda) {
        while (end < bytes.length && !(bytes[end] === 0xff && bytes[end + 1] !== 0 && !(bytes[end + 1] >= 0xd0 && bytes[end + 1] <= 0xd7))) end += 1;
      }
      if (isOfThePicture(bytes, at, marker)) parts.push(bytes.subarray(at, end));
      at = end;
      // Cut off: browsers show what there is.
      if (at >= bytes.length) return { bytes: joined(parts), mayTell: false };
    }
  }
}

/** Chunks that change what is seen. */
const pngChunks = new Set([
  'IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'cICP', 'sBIT', 'bKGD', 'pHYs', 'acTL', 'fcTL', 'fdAT',
]);

/** @param {Uint8Array} bytes @returns {Cleaned} */
function cleanPNG(bytes) {
  const view = viewOf(bytes);
  const parts = [bytes.subarray(0, 8)];
  const orientation = orientationOf(bytes, 'image/png');
  for (let at = 8; at < bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    const name = ascii(bytes, at + 4);
    if (end > bytes.length) throw new Error('cut');
    if (pngChunks.has(name)) parts.push(bytes.subarray(at, end));
    if (name === 'IHDR' && orientation !== 1) parts.push(pngChunk('eXIf', turningOnly(orientation)));
    if (name === 'IEND') break;
    at = end;
  }
  return { bytes: joined(parts), mayTell: false };
}

/** @param {string} name @param {Uint8Array} body */
function pngChunk(name, body) {
  const chunk = new Uint8Array(12 + body.length);
  const view = viewOf(chunk);
  view.setUint32(0, body.length);
  chunk.set(Uint8Array.from(name, (c) => c.charCodeAt(0)), 4);
  chunk.set(body, 8);
  view.setUint32(8 + body.length, crc(chunk.subarray(4, 8 + body.length)));
  return chunk;
}

/** @param {Uint8Array} bytes */
function crc(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let i = 0; i < 8; i += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

const webpChunks = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);

/** @param {Uint8Array} bytes @returns {Cleaned} */
function cleanWebP(bytes) {
  const view = viewOf(bytes);
  const parts = [];
  const orientation = orientationOf(bytes, 'image/webp');
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = view.getUint32(at + 4, true);
    const end = at + 8 + length + (length & 1);
    if (at + 8 + length > bytes.length) throw new Error('cut');
    const name = ascii(bytes, at);
    if (webpChunks.has(name)) {
      const chunk = bytes.slice(at, end);
      // Which chunks there are: XMP no more, EXIF only to turn it.
      if (name === 'VP8X') chunk[8] = (chunk[8] & ~0x0c) | (orientation === 1 ? 0 : 0x08);
      parts.push(chunk);
    }
    at = end;
  }
  if (orientation !== 1) {
    const block = turningOnly(orientation);
    parts.push(Uint8Array.of(0x45, 0x58, 0x49, 0x46, block.length, 0, 0, 0), block);
  }
  const head = bytes.slice(0, 12);
  viewOf(head).setUint32(4, 4 + parts.reduce((sum, part) => sum + part.length, 0), true);
  return { bytes: joined([head, ...parts]), mayTell: false };
}

/** @param {Uint8Array} bytes @returns {Cleaned} */
function cleanGIF(bytes) {
  const palette = (/** @type {number} */ flags) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  const blocksEnd = (/** @type {number} */ at) => {
    while (bytes[at]) at += bytes[at] + 1;
    if (bytes[at] === undefined) throw new Error('cut');
    return at + 1;
  };
  let at = 13 + palette(bytes[10]);
  const parts = [bytes.subarray(0, at)];
  while (bytes[at] !== 0x3b) {
    const isExtension = bytes[at] === 0x21;
    if (!isExtension && bytes[at] !== 0x2c) throw new Error('no block');
    const end = blocksEnd(isExtension ? at + 2 : at + 11 + palette(bytes[at + 9]));
    // Pictures, how long each stands, and how often all do.
    if (!isExtension || bytes[at + 1] === 0xf9 || (bytes[at + 1] === 0xff && ascii(bytes, at + 3, 11) === 'NETSCAPE2.0')) {
      parts.push(bytes.subarray(at, end));
    }
    at = end;
  }
  parts.push(bytes.subarray(at, at + 1));
  return { bytes: joined(parts), mayTell: false };
}

/**
 * HEIC and AVIF: a container points at places in itself, so that what goes is filled with zeros.
 * @param {Uint8Array} bytes
 * @returns {Cleaned}
 */
function cleanContainer(bytes) {
  const clean = bytes.slice();
  const view = viewOf(bytes);
  /** @type {Map<number, string>} */
  const kinds = new Map();
  /** @type {Map<number, {from: number, length: number}[] | null>} */
  const places = new Map();
  /** @param {number} at @param {number} end @param {(name: string, from: number, to: number) => void} seen */
  const boxes = (at, end, seen) => {
    while (at + 8 <= end) {
      let size = view.getUint32(at);
      let head = 8;
      if (size === 1) [size, head] = [Number(view.getBigUint64(at + 8)), 16];
      if (size === 0) size = end - at;
      if (size < head || at + size > end) throw new Error('no box');
      seen(ascii(bytes, at + 4), at + head, at + size);
      at += size;
    }
  };
  let unknown = false;
  boxes(0, bytes.length, (name, from, to) => {
    // A film, or something of a maker's own.
    if (!['ftyp', 'meta', 'mdat', 'free', 'skip'].includes(name)) unknown = true;
    if (name === 'free' || name === 'skip') clean.fill(0, from, to);
    if (name === 'meta') {
      boxes(from + 4, to, (inner, start, stop) => {
        if (inner === 'iinf') itemKinds(view, bytes, start, stop, boxes, kinds);
        if (inner === 'iloc') itemPlaces(view, start, stop, places);
        if (inner === 'uuid') unknown = true;
      });
    }
  });
  for (const [item, kind] of kinds) {
    if (kind !== 'Exif' && kind !== 'mime' && kind !== 'uri ') continue;
    const extents = places.get(item);
    if (!extents) {
      unknown = true;
      continue;
    }
    for (const { from, length } of extents) {
      if (length === 0 || from + length > bytes.length) throw new Error('cut');
      clean.fill(0, from, from + length);
    }
  }
  return { bytes: clean, mayTell: unknown };
}

/**
 * @param {DataView} view @param {Uint8Array} bytes @param {number} start @param {number} stop
 * @param {(at: number, end: number, seen: (name: string, from: number, to: number) => void) => void} boxes
 * @param {Map<number, string>} kinds
 */
function itemKinds(view, bytes, start, stop, boxes, kinds) {
  const isLong = bytes[start] > 0;
  boxes(start + 4 + (isLong ? 4 : 2), stop, (name, from) => {
    if (name !== 'infe') return;
    const version = bytes[from];
    if (version < 2) throw new Error('old entry');
    const item = version === 2 ? view.getUint16(from + 4) : view.getUint32(from + 4);
    kinds.set(item, ascii(bytes, from + (version === 2 ? 8 : 10)));
  });
}

/** @param {DataView} view @param {number} start @param {number} stop @param {Map<number, {from: number, length: number}[] | null>} places */
function itemPlaces(view, start, stop, places) {
  const version = view.getUint8(start);
  const sizes = view.getUint16(start + 4);
  const [offsetSize, lengthSize, baseSize, indexSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15, version > 0 ? sizes & 15 : 0];
  let at = start + 6;
  // As many extents as there are bytes for, at most.
  let left = stop - start;
  const number = (/** @type {number} */ size) => {
    const value = size === 0 ? 0 : size === 2 ? view.getUint16(at) : size === 4 ? view.getUint32(at) : Number(view.getBigUint64(at));
    at += size;
    return value;
  };
  const count = number(version < 2 ? 2 : 4);
  for (let i = 0; i < count; i += 1) {
    const item = number(version < 2 ? 2 : 4);
    // 0: in the file; others lie in a box of their own, which is not looked into.
    const method = version > 0 ? number(2) & 15 : 0;
    number(2); // of this file
    const base = number(baseSize);
    const extents = [];
    for (let extent = number(2); extent > 0; extent -= 1) {
      if ((left -= 1) < 0) throw new Error('more than there is room for');
      number(indexSize);
      const from = base + number(offsetSize);
      extents.push({ from, length: number(lengthSize) });
    }
    places.set(item, method === 0 ? extents : null);
  }
}
