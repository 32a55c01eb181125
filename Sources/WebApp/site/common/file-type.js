// What a file is, by its first bytes: a name or a declared type proves nothing.

/** The types that are shown in the page. Everything else can only be saved.
 * @typedef {'image/jpeg' | 'image/png' | 'image/webp' | 'image/gif' | 'image/bmp' | 'image/avif' | 'image/heic' | 'image/tiff'} PictureType
 * @typedef {PictureType | 'application/pdf' | 'text/plain'} ShownType
 */

/** What telephones make at most, and a little more: beyond, a picture is not decoded. */
export const maxPixels = 220_000_000;
export const maxSide = 65_500;
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
  if (has(bytes, 0, 'GIF87a') || has(bytes, 0, 'GIF89a')) return 'image/gif';
  if (isBMP(bytes)) return 'image/bmp';
  if (isTIFF(bytes)) return 'image/tiff';
  const container = containerType(bytes);
  if (container) return container;
  const isNote = declared === noteType;
  if (!isNote && hasPDFHead(bytes)) return 'application/pdf';
  return readText(bytes, isNote) === null ? null : 'text/plain';
}

/** @param {string | null} type @returns {type is PictureType} */
export function isPicture(type) {
  return type !== null && type.startsWith('image/');
}

/** Readers look for it in as many bytes; before it there may be a mark of the encoding, or a mailer's line.
 * @param {Uint8Array} bytes
 */
function hasPDFHead(bytes) {
  for (let at = 0; at < 1024 && at + 5 <= bytes.length; at += 1) {
    if (bytes[at] === 0x25 && has(bytes, at, '%PDF-')) return true;
  }
  return false;
}

/**
 * "BM" alone begins many words: one of the lengths of its head, too.
 * @param {Uint8Array} bytes
 */
function isBMP(bytes) {
  return has(bytes, 0, 'BM') && [12, 40, 52, 56, 64, 108, 124].includes(bytes[14]) && has(bytes, 15, '\0\0\0');
}

/**
 * Of 32 or 64 bits, in either order.
 * @param {Uint8Array} bytes
 */
function isTIFF(bytes) {
  return ['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some((head) => has(bytes, 0, head));
}

/** A container of pictures as telephones write it, by the brands that it names.
 * @param {Uint8Array} bytes @returns {'image/avif' | 'image/heic' | null}
 */
function containerType(bytes) {
  if (!has(bytes, 4, 'ftyp')) return null;
  const end = Math.min(bytes.length, 256, new DataView(bytes.buffer, bytes.byteOffset).getUint32(0));
  let found = null;
  for (let at = 8; at + 4 <= end; at += at === 8 ? 8 : 4) {
    if (has(bytes, at, 'avif') || has(bytes, at, 'avis')) return 'image/avif';
    if (['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1'].some((brand) => has(bytes, at, brand))) found = /** @type {const} */ ('image/heic');
  }
  return found;
}

/**
 * The text of a file of type `text/plain`.
 * @param {Uint8Array} bytes
 */
export function textOf(bytes) {
  return readText(bytes, true) ?? new TextDecoder().decode(bytes);
}

/**
 * What a file says, if it is a text: UTF-8, UTF-16 with its mark, or Windows-1252.
 * @param {Uint8Array} bytes
 * @param {boolean} mayBeginWithTag
 */
function readText(bytes, mayBeginWithTag) {
  if (bytes.length === 0 || bytes.length > maxTextBytes) return null;
  const text = decodedText(bytes);
  // Control characters but tab and line ends: not a text. A first "<": HTML, SVG, XML.
  // eslint-disable-next-line no-control-regex
  if (text === null || /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/.test(text)) return null;
  // A page or a drawing that only says that it is a note is none.
  if ((mayBeginWithTag ? /^\s*<(!|\?|html|head|body|script|svg)/i : /^\s*</).test(text)) return null;
  // For programs of their own: a word processor's, a mail, a page with all that is in it.
  if (!mayBeginWithTag && (/^\s*\{\\rtf/.test(text) || isMail(text))) return null;
  return text;
}

/** @param {Uint8Array} bytes */
function decodedText(bytes) {
  const mark = bytes[0] * 256 + bytes[1];
  const encoding = mark === 0xfffe ? 'utf-16le' : mark === 0xfeff ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    if (encoding !== 'utf-8') return null;
  }
  // Cut off within a letter, or with a stray byte: the rest is what it is.
  const loose = new TextDecoder().decode(bytes);
  const bad = loose.split('\ufffd').length - 1;
  const letters = (loose.match(/[\u0080-\uffff]/g) ?? []).length - bad;
  if (letters > 0 && (bad * 20 <= letters || (bad === 1 && loose.endsWith('\ufffd')))) return loose;
  // Where most is plain letters, what isn't UTF-8 is what editors on Windows write.
  let others = 0;
  for (const byte of bytes) {
    if ([0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)) return null;
    if (byte >= 0x80) others += 1;
  }
  return others * 3 > bytes.length ? null : new TextDecoder('windows-1252').decode(bytes);
}

/**
 * Lines "Name: value" from the first on, one of which only mails and web archives have.
 * @param {string} text
 */
function isMail(text) {
  const head = /^(?:[A-Za-z][A-Za-z0-9-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+/.exec(text.slice(0, 20_000))?.[0] ?? '';
  return /^(mime-version|received|return-path|message-id|dkim-signature):/im.test(head);
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
      case 'image/gif':
        return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
      case 'image/bmp':
        // OS/2's head is shorter, and so are its numbers.
        if (view.getUint32(14, true) === 12) return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
        return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
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
  for (;;) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff || marker === 0xff || marker === 0) {
      at += 1; // filling, or what stands between segments: decoders pass over it
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
