// A TIFF without what it tells of the place, the time and the device it comes from.
//
// What a picture needs is taken over into an empty file, each piece to its place; nothing else is.

import { viewOf } from './file-bytes.js';
import { segmentsBeside } from './jpeg-segments.js';

/** Tags that say how a picture is stored and is to be shown, those of fax and of the older JPEG too; what colours are, not its name. */
const pictureTags = new Set([
  254, 255, 256, 257, 258, 259, 262, 263, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 290, 291, 292, 293, 296, 297, 301,
  317, 318, 319, 320, 321, 322, 323, 324, 325, 326, 327, 328, 330, 332, 334, 336, 338, 339, 340, 341, 342, 346, 347,
  512, 513, 514, 515, 517, 518, 519, 520, 521, 529, 530, 531, 532, 34675, 37439, 50674,
]);
/** Where data is, and how much; of the tables of the older JPEG at most so much. */
const dataTags = /** @type {const} */ ([[273, 279], [324, 325], [513, 514]]);
const tableTags = /** @type {[number, number][]} */ ([[519, 64], [520, 272], [521, 272]]);
/** As libtiff knows them. A camera's own way to store needs what the camera wrote beside it. */
const compressions = new Set([1, 2, 3, 4, 5, 6, 7, 8, 32773, 32809, 32946, 34661, 34676, 34677, 34712, 34887, 34925, 50000, 50001, 50002]);
const rawPhotometrics = new Set([32803, 34892]);
const dngVersion = 50706;
const jpegTables = 347;
/** Bytes of a value, by its type. */
const sizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

/** @param {Uint8Array} bytes @returns {import('./telling.js').Cleaned} @throws when it isn't of its form */
export function cleanTIFF(bytes) {
  const view = viewOf(bytes);
  const isLittle = bytes[0] === 0x49;
  const asItIs = { bytes, mayTell: true };
  // Of 64 bits, or of a maker that says so behind the head.
  if (view.getUint16(2, isLittle) !== 42 || (bytes[8] === 0x43 && bytes[9] === 0x52)) return asItIs;
  const clean = new Uint8Array(bytes.length);
  const cleanView = viewOf(clean);
  const take = (/** @type {number} */ from, /** @type {number} */ length) => {
    if (from + length > bytes.length) throw new Error('cut');
    clean.set(bytes.subarray(from, from + length), from);
  };
  /** Of a JPEG, without what stands in it beside the picture. */
  const takeData = (/** @type {number} */ from, /** @type {number} */ end) => {
    take(from, end - from);
    if (bytes[from] !== 0xff || bytes[from + 1] !== 0xd8) return;
    for (const beside of segmentsBeside(bytes, from)) if (beside.to <= end) clean.fill(0, beside.from, beside.to);
  };
  take(0, 8);
  /** Entries that may still come: directories lie over one another in no file that a program wrote. */
  let left = bytes.length / 12;
  const seen = new Set();
  const waiting = [view.getUint32(4, isLittle)];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (at === 0 || seen.has(at)) continue;
    seen.add(at);
    const count = view.getUint16(at, isLittle);
    if ((left -= count) < 0) throw new Error('one over the other');
    /** @type {Map<number, {entry: number, from: number, length: number, values: () => number[]}>} */
    const entries = new Map();
    for (let i = 0, entry = at + 2; i < count; i += 1, entry += 12) {
      const [tag, type] = [view.getUint16(entry, isLittle), view.getUint16(entry + 2, isLittle)];
      if (tag === dngVersion) return asItIs;
      if (!pictureTags.has(tag) || entries.has(tag)) continue;
      const [size, number] = [sizes[type] ?? 1, view.getUint32(entry + 4, isLittle)];
      const isInside = size * number <= 4;
      const from = isInside ? entry + 8 : view.getUint32(entry + 8, isLittle);
      if (!isInside) take(from, size * number);
      const read = (/** @type {number} */ place) => (size === 2 ? view.getUint16(place, isLittle) : size === 4 ? view.getUint32(place, isLittle) : bytes[place]);
      entries.set(tag, { entry, from, length: size * number, values: () => Array.from({ length: number }, (_, n) => read(from + n * size)) });
    }
    const valuesOf = (/** @type {number} */ tag) => entries.get(tag)?.values() ?? [];
    if (!valuesOf(259).every((value) => compressions.has(value)) || valuesOf(262).some((value) => rawPhotometrics.has(value))) return asItIs;
    // The entries that stay stand behind one another, then the next directory's place.
    cleanView.setUint16(at, entries.size, isLittle);
    let to = at + 2;
    for (const { entry } of entries.values()) {
      clean.set(bytes.subarray(entry, entry + 12), to);
      to += 12;
    }
    const next = view.getUint32(at + 2 + count * 12, isLittle);
    cleanView.setUint32(to, next, isLittle);
    for (const [place, length] of dataTags) {
      const [places, lengths] = [valuesOf(place), valuesOf(length)];
      // Without its length nobody knows where data ends.
      if (places.length > 0 && !places.every((_, n) => lengths[n] > 0)) return asItIs;
      places.forEach((from, n) => {
        if (from < bytes.length) takeData(from, Math.min(bytes.length, from + lengths[n])); // cut off: what there is
      });
    }
    const tables = entries.get(jpegTables);
    if (tables) takeData(tables.from, tables.from + tables.length);
    for (const [tag, length] of tableTags) {
      for (const from of valuesOf(tag)) take(from, Math.min(length, bytes.length - from));
    }
    waiting.push(next, ...valuesOf(330));
  }
  return { bytes: clean, mayTell: false };
}
