// Whether a picture's file ends before the picture does. Engines draw what there is, and some say nothing.

/** @typedef {(bytes: Uint8Array, view: DataView) => boolean} Ends Whether the end is there. */

/** @type {Record<string, Ends>} */
const kinds = { 'image/jpeg': jpegEnds, 'image/png': pngEnds, 'image/gif': gifEnds, 'image/bmp': bmpEnds, 'image/webp': webpEnds };

/**
 * @param {Uint8Array} bytes
 * @param {string} type By its content; of others than JPEG, PNG, GIF, BMP and WebP the decoders say so themselves.
 */
export function isTruncated(bytes, type) {
  const ends = kinds[type];
  if (!ends) return false;
  try {
    return !ends(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch {
    return true; // a length or a header that is cut itself
  }
}

/** @type {Ends} Of the first picture: behind it others may follow, or a film. */
function jpegEnds(bytes, view) {
  let at = 2;
  for (;;) {
    // Over what is no marker, as decoders do: the picture's data, or bytes astray.
    at = bytes.indexOf(0xff, at);
    if (at < 0) return false;
    const marker = bytes[(at += 1)];
    if (marker === 0xd9) return true;
    const hasLength = marker !== undefined && marker > 0x01 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd8);
    if (hasLength) at += 1 + view.getUint16(at + 1);
    if (at >= bytes.length) return false;
  }
}

/** @type {Ends} */
function pngEnds(bytes, view) {
  for (let at = 8; ;) {
    const isLast = view.getUint32(at + 4) === 0x49454e44; // IEND
    at += 12 + view.getUint32(at);
    if (at > bytes.length) return false;
    if (isLast) return true;
  }
}

/** @type {Ends} Of the first picture: no other is shown. */
function gifEnds(bytes, view) {
  const colours = (/** @type {number} */ flags) => (flags & 0x80 ? 3 << ((flags & 7) + 1) : 0);
  let at = 13 + colours(view.getUint8(10));
  for (;;) {
    const kind = view.getUint8(at);
    if (kind === 0x3b) return true;
    const isPicture = kind === 0x2c;
    at += isPicture ? 11 + colours(view.getUint8(at + 9)) : 2;
    for (let length = 1; length !== 0; at += 1 + length) length = view.getUint8(at);
    if (isPicture) return true;
  }
}

/** @type {Ends} */
function bmpEnds(bytes, view) {
  const header = view.getUint32(14, true);
  if (header < 40) return true; // of OS/2
  const [width, height] = [view.getInt32(18, true), Math.abs(view.getInt32(22, true))];
  const isPlain = [0, 3].includes(view.getUint32(30, true));
  const size = isPlain
    ? Math.ceil((width * view.getUint16(28, true)) / 32) * 4 * height
    : view.getUint32(34, true);
  return view.getUint32(10, true) + size <= bytes.length;
}

/** @type {Ends} A byte that only fills up may be missing. */
function webpEnds(bytes, view) {
  return 8 + view.getUint32(4, true) <= bytes.length + 1;
}
