// What stands in a JPEG beside its picture.

import { ascii, viewOf } from './file-bytes.js';

/**
 * Application segments that the picture needs: JFIF, ICC profile, Adobe's transform.
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {number} marker
 */
export function isOfThePicture(bytes, at, marker) {
  if (marker === 0xe0) return ascii(bytes, at + 4) === 'JFIF';
  if (marker === 0xe2) return ascii(bytes, at + 4, 11) === 'ICC_PROFILE';
  if (marker === 0xee) return ascii(bytes, at + 4, 5) === 'Adobe';
  return !(marker >= 0xe0 && marker <= 0xef) && marker !== 0xfe;
}

/**
 * The contents of the segments that a JPEG doesn't need, up to its picture's data.
 * @param {Uint8Array} bytes
 * @param {number} from Where it begins.
 * @returns {{from: number, to: number}[]} Empty if it is no JPEG.
 */
export function segmentsBeside(bytes, from) {
  const view = viewOf(bytes);
  const found = [];
  for (let at = from + 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff) return [];
    if (marker === 0xff) {
      at += 1; // filling
      continue;
    }
    if (marker === 0xda || marker === 0xd9) return found;
    const end = at + 2 + view.getUint16(at + 2);
    // Tables, the frame, what programs and makers add: no other stands in front of the data.
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8) || end < at + 4) return [];
    if (end > bytes.length) return found; // cut off
    if (!isOfThePicture(bytes, at, marker)) found.push({ from: at + 4, to: end });
    at = end;
  }
  return found;
}
