// What a file is, by its first bytes: a name or a declared type proves nothing.

/** The types that are shown in the page. Everything else can only be saved.
 * @typedef {'image/jpeg' | 'image/png' | 'image/webp' | 'application/pdf' | 'text/plain'} ShownType
 */

/** A picture is decoded only below these, whatever it says of itself. */
export const maxPixels = 64_000_000;
export const maxSide = 30_000;
/** A text longer than this is not shown, only saved. */
const maxTextBytes = 1_000_000;

/** @param {Uint8Array} bytes @param {number} at @param {string} ascii */
function has(bytes, at, ascii) {
  for (let i = 0; i < ascii.length; i += 1) {
    if (bytes[at + i] !== ascii.charCodeAt(i)) return false;
  }
  return true;
}

/** The type of what was written by hand: a tag in it is text, at its beginning too. */
export const noteType = 'text/plain; charset=utf-8';

/**
 * @param {Uint8Array} bytes
 * @param {string} [declared] Believed of notes only.
 * @returns {ShownType | null} null when it is none of those that are shown
 */
export function typeOf(bytes, declared = '') {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg';
  if (bytes[0] === 0x89 && has(bytes, 1, 'PNG\r\n\x1a\n')) return 'image/png';
  if (has(bytes, 0, 'RIFF') && has(bytes, 8, 'WEBP')) return 'image/webp';
  if (has(bytes, 0, '%PDF-')) return 'application/pdf';
  return isPlainText(bytes, declared === noteType) ? 'text/plain' : null;
}

/** @param {Uint8Array} bytes @param {boolean} mayBeginWithTag */
function isPlainText(bytes, mayBeginWithTag) {
  if (bytes.length === 0 || bytes.length > maxTextBytes) return false;
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return false;
  }
  // Control characters but tab and line ends: not a text. A first "<": HTML, SVG, XML.
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(text)) return false;
  // A page or a drawing that only says that it is a note is none.
  return !(mayBeginWithTag ? /^\s*<(!|\?|html|head|body|script|svg)/i : /^\s*</).test(text);
}

/**
 * The size that an image's header states, read without decoding it.
 *
 * @param {Uint8Array} bytes
 * @returns {{width: number, height: number} | null} null when the header has none
 */
export function imageSize(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    switch (typeOf(bytes)) {
      case 'image/jpeg':
        return jpegSize(view);
      case 'image/png':
        return { width: view.getUint32(16), height: view.getUint32(20) };
      case 'image/webp':
        return webpSize(bytes, view);
      default:
        return null;
    }
  } catch {
    return null; // the header ends too early
  }
}

/** @param {DataView} view */
function jpegSize(view) {
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1; // filling
    } else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
      at += 2; // stands alone
    } else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    } else if (marker === 0xd9 || marker === 0xda) {
      return null; // picture data before any size
    } else {
      at += 2 + view.getUint16(at + 2);
    }
  }
  return null;
}

/** @param {Uint8Array} bytes @param {DataView} view */
function webpSize(bytes, view) {
  if (has(bytes, 12, 'VP8X')) {
    return {
      width: 1 + (view.getUint32(24, true) & 0xffffff),
      height: 1 + (view.getUint32(26, true) >>> 8),
    };
  }
  if (has(bytes, 12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (has(bytes, 12, 'VP8 ')) {
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
  return null;
}

/** @param {{width: number, height: number}} size */
export function mayBeDecoded({ width, height }) {
  return (
    width > 0 && height > 0 && width <= maxSide && height <= maxSide && width * height <= maxPixels
  );
}
