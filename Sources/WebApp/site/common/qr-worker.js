// Looks for a QR code in a picture, away from the page: zbar as WebAssembly, qr.wasm.
//
// What it saw is secret: the page ends this worker when it is done, and the memory with it.

import { CoreError } from './core-error.js';
import { arrived, siteBytes } from './site-file.js';

/**
 * @typedef {object} Reader
 * @property {WebAssembly.Memory} memory
 * @property {(width: number, height: number) => number} qr_picture
 * @property {() => number} qr_read
 */

/** Less than the page waits for a picture: qr-reader.js. */
const patience = 45_000;

/** @type {Promise<Reader> | null} */
let loading = null;

async function load() {
  const compiled = await arrived(WebAssembly.compile(await siteBytes(new URL('qr.wasm', import.meta.url), patience)));
  /** @type {Record<string, () => never>} */
  const host = {};
  // What libc's error output would need; never called.
  for (const { name } of WebAssembly.Module.imports(compiled)) {
    host[name] = () => {
      throw new Error('unsupported');
    };
  }
  const instance = await WebAssembly.instantiate(compiled, { wasi_snapshot_preview1: host });
  return /** @type {Reader} */ (/** @type {unknown} */ (instance.exports));
}

/**
 * The picture's brightness, its longer side at most `side`.
 * @param {ImageBitmap} bitmap
 * @param {number} side
 */
function grey(bitmap, side) {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  // Nothing is black: a transparent picture is on white paper.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  const colours = context.getImageData(0, 0, width, height).data;
  const shades = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < shades.length; i += 1, at += 4) {
    shades[i] = (colours[at] * 77 + colours[at + 1] * 151 + colours[at + 2] * 28) >> 8;
  }
  return { width, height, shades };
}

/**
 * The text of the first code of a picture, or null.
 * @param {Reader} reader
 * @param {{width: number, height: number, shades: Uint8Array}} picture
 */
function read(reader, { width, height, shades }) {
  const pixels = reader.qr_picture(width, height);
  if (pixels === 0) return null;
  new Uint8Array(reader.memory.buffer).set(shades, pixels);
  const text = reader.qr_read();
  if (text === 0) return null;
  const memory = new Uint8Array(reader.memory.buffer);
  return new TextDecoder().decode(memory.slice(text, memory.indexOf(0, text)));
}

onmessage = async ({ data: { id, bitmap, sides } }) => {
  try {
    const reader = await (loading ??= load().catch((error) => {
      // The next picture tries again.
      loading = null;
      throw error;
    }));
    let text = null;
    // A large picture has more noise than code: each is looked at smaller, too.
    for (const side of sides) {
      text = read(reader, grey(bitmap, side));
      if (text !== null) break;
    }
    postMessage({ id, text });
  } catch (error) {
    postMessage({ id, problem: error instanceof CoreError ? error.code : 'unreadable' });
  } finally {
    bitmap.close();
  }
};
