// How a picture has to be turned, by what its container says: engines differ in which they read.

/** Of 2 x 1, to be turned by a quarter. */
export const turnedAVIF = 'AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUEAAAD8bWV0YQAAAAAAAAAoaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAGxpYmF2aWYAAAAADnBpdG0AAAAAAAEAAAAeaWxvYwAAAABEAAABAAEAAAABAAABJAAAACsAAAAoaWluZgAAAAAAAQAAABppbmZlAgAAAAABAABhdjAxQ29sb3IAAAAAdGlwcnAAAABUaXBjbwAAABRpc3BlAAAAAAAAAAIAAAABAAAAEHBpeGkAAAAAAwgICAAAAAxhdjFDgSAAAAAAABNjb2xybmNseAABAA0ABoAAAAAJaXJvdAEAAAAYaXBtYQAAAAAAAAABAAEFAQKDBIUAAAAzbWRhdBIACgc4AC5QENBpMh4TwAAAQAD2y4P/g5b18cAEBd+R9PfsKF88F3UJrSA=';

/**
 * As EXIF counts, 1 is upright. JPEG, PNG and WebP say it in their EXIF, AVIF in its container; of the others the
 * decoders turn.
 * @param {Uint8Array} bytes
 * @param {string} type
 */
export function orientationOf(bytes, type) {
  try {
    if (type === 'image/avif') return orientationOfContainer(bytes);
    const exif = exifOf(bytes, type);
    return exif ? orientationIn(exif) : 1;
  } catch {
    return 1; // it ends too early, or points beyond its end
  }
}

/** @param {Uint8Array} bytes @param {number} at @param {string} ascii */
function has(bytes, at, ascii) {
  return [...ascii].every((c, i) => bytes[at + i] === c.charCodeAt(0));
}

/**
 * Where the EXIF of a PNG or a WebP is: its name, its content, and what comes behind it.
 * @param {Uint8Array} bytes
 * @param {boolean} isPNG
 */
function exifChunk(bytes, isPNG) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = isPNG ? 8 : 12; at + 8 <= bytes.length; ) {
    const length = isPNG ? view.getUint32(at) : view.getUint32(at + 4, true);
    const next = at + (isPNG ? 12 + length : 8 + length + (length & 1));
    if (has(bytes, isPNG ? at + 4 : at, isPNG ? 'eXIf' : 'EXIF')) return { name: at, start: at + 8, end: at + 8 + length, next };
    at = next;
  }
  return null;
}

/**
 * The same picture for a browser, which then doesn't turn it: whether one does hangs on where in the file it is said.
 * @param {Uint8Array} bytes
 * @param {string} type PNG or WebP
 * @returns {BlobPart[]}
 */
export function withoutOrientation(bytes, type) {
  const found = exifChunk(bytes, type === 'image/png');
  if (!found) return [bytes];
  if (type === 'image/png') return [bytes.subarray(0, found.name), bytes.subarray(found.next)];
  // Lengths stay; what a chunk of another name has in it is passed over.
  return [bytes.subarray(0, found.name), 'exif', bytes.subarray(found.name + 4)];
}

/** The EXIF block of a picture, from its byte order on.
 * @param {Uint8Array} bytes @param {string} type @returns {Uint8Array | null}
 */
function exifOf(bytes, type) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isPNG = type === 'image/png';
  if (type === 'image/jpeg') {
    for (let at = 2; at + 4 <= bytes.length; ) {
      // Whatever stands between two segments is passed over, as decoders do.
      if (bytes[at] !== 0xff || bytes[at + 1] === 0xff || bytes[at + 1] === 0) {
        at += 1;
        continue;
      }
      const marker = bytes[at + 1];
      if (marker === 0xda || marker === 0xd9) return null;
      if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) {
        at += 2;
        continue;
      }
      const length = view.getUint16(at + 2);
      if (marker === 0xe1 && has(bytes, at + 4, 'Exif\0\0')) return bytes.subarray(at + 10, at + 2 + length);
      at += 2 + length;
    }
  } else if (isPNG || type === 'image/webp') {
    const found = exifChunk(bytes, isPNG);
    if (!found) return null;
    const block = bytes.subarray(found.start, found.end);
    // Some write the head that only JPEG has.
    return has(block, 0, 'Exif\0\0') ? block.subarray(6) : block;
  }
  return null;
}

/** @param {Uint8Array} exif */
function orientationIn(exif) {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength);
  const isLittle = view.getUint16(0) === 0x4949;
  if ((!isLittle && view.getUint16(0) !== 0x4d4d) || view.getUint16(2, isLittle) !== 42) return 1;
  const start = view.getUint32(4, isLittle);
  const count = view.getUint16(start, isLittle);
  for (let i = 0, at = start + 2; i < count; i += 1, at += 12) {
    if (view.getUint16(at, isLittle) !== 0x0112) continue;
    const value = view.getUint16(at + 8, isLittle);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/**
 * The boxes between two places of a container: name, and where its content is.
 * @param {Uint8Array} bytes @param {number} from @param {number} to
 */
function* boxes(bytes, from, to) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = from; at + 8 <= to; ) {
    const size = view.getUint32(at);
    const end = size === 0 ? to : at + (size === 1 ? Number(view.getBigUint64(at + 8)) : size);
    const start = at + (size === 1 ? 16 : 8);
    if (end < start || end > to) return;
    yield { name: String.fromCharCode(...bytes.subarray(at + 4, at + 8)), start, end };
    at = end;
  }
}

/** Without a mirror; with one that exchanges top and bottom, left and right; each by quarters against the clock. */
const orientations = [[1, 8, 3, 6], [4, 5, 2, 7], [2, 7, 4, 5]];

/** What the properties of its first picture say: `irot` turns, `imir` mirrors, in the order in which they are named.
 * @param {Uint8Array} bytes
 */
function orientationOfContainer(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let primary = 0;
  /** @type {{name: string, value: number}[]} */
  const properties = [];
  /** @type {{start: number}[]} */
  const lists = [];
  for (const outer of boxes(bytes, 0, bytes.length)) {
    if (outer.name !== 'meta') continue;
    for (const { name, start, end } of boxes(bytes, outer.start + 4, outer.end)) {
      if (name === 'pitm') primary = bytes[start] === 0 ? view.getUint16(start + 4) : view.getUint32(start + 4);
      if (name !== 'iprp') continue;
      for (const inner of boxes(bytes, start, end)) {
        if (inner.name === 'ipma') lists.push(inner);
        if (inner.name !== 'ipco') continue;
        for (const one of boxes(bytes, inner.start, inner.end)) properties.push({ name: one.name, value: bytes[one.start] });
      }
    }
  }
  let quarters = 0;
  let mirror = 0;
  for (const { start } of lists) {
    const [isLongID, isLongIndex] = [bytes[start] > 0, (bytes[start + 3] & 1) === 1];
    let at = start + 8;
    for (let left = view.getUint32(start + 4); left > 0; left -= 1) {
      const item = isLongID ? view.getUint32(at) : view.getUint16(at);
      at += isLongID ? 4 : 2;
      for (let more = bytes[at++]; more > 0; more -= 1) {
        const index = isLongIndex ? view.getUint16(at) & 0x7fff : view.getUint8(at) & 0x7f;
        at += isLongIndex ? 2 : 1;
        const property = properties[index - 1];
        if (item !== primary || !property) continue;
        // To turn what was mirrored is to turn the other way and mirror then.
        if (property.name === 'irot') quarters = (quarters + (mirror ? 4 - (property.value & 3) : property.value & 3)) & 3;
        if (property.name === 'imir') mirror = 1 + (property.value & 1);
      }
    }
  }
  return orientations[mirror][quarters];
}
