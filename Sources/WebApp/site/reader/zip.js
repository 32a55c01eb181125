// Several files as one, which any system opens: stored as they are, not compressed. Loaded when it is asked for.

/** @typedef {{name: string, bytes: Uint8Array}} File */

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit += 1) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ table[(sum ^ byte) & 0xff];
  return ~sum >>> 0;
}

/**
 * The parts of a ZIP with these files (APPNOTE.TXT of PKWARE, 4.3).
 * @param {File[]} files  fewer than 65,536, below 4 GiB together
 * @returns {Uint8Array[]}
 */
export function zip(files) {
  const parts = [];
  const list = [];
  /** @type {Set<string>} */
  const taken = new Set();
  let at = 0;
  for (const { name, bytes } of files) {
    const path = new TextEncoder().encode(unused(name, taken));
    // As version 2.0 reads it; names are UTF-8; stored; on the first day there is, as no time is told.
    const common = [2, 20, 2, 0x0800, 2, 0, 2, 0, 2, 0x21, 4, crc32(bytes), 4, bytes.length, 4, bytes.length,
      2, path.length, 2, 0];
    const head = numbers([4, 0x04034b50, ...common]);
    parts.push(head, path, bytes);
    list.push(numbers([4, 0x02014b50, 2, 20, ...common, 2, 0, 2, 0, 2, 0, 4, 0, 4, at]), path);
    at += head.length + path.length + bytes.length;
  }
  const length = list.reduce((sum, part) => sum + part.length, 0);
  const end = numbers([
    4, 0x06054b50, 2, 0, 2, 0, 2, files.length, 2, files.length, 4, length, 4, at, 2, 0]);
  return [...parts, ...list, end];
}

/**
 * Numbers in their widths, the lowest byte first.
 * @param {number[]} pairs  a width in bytes, a value, and so on
 */
function numbers(pairs) {
  const bytes = [];
  for (let i = 0; i < pairs.length; i += 2) {
    for (let byte = 0; byte < pairs[i]; byte += 1) bytes.push((pairs[i + 1] >>> (8 * byte)) & 0xff);
  }
  return Uint8Array.from(bytes);
}

/**
 * A name that none has yet: Specs/file-names.md, "To a file's name", 4.
 * @param {string} name
 * @param {Set<string>} taken
 */
function unused(name, taken) {
  const small = (/** @type {string} */ text) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  const dot = name.lastIndexOf(".");
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  let found = name;
  for (let number = 2; taken.has(small(found)); number += 1) found = `${stem} (${number})${ending}`;
  taken.add(small(found));
  return found;
}
