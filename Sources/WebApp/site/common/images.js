// The page's side of image-worker.js.

import { startWorker } from './start-worker.js';

/** Legible when printed on A4, small enough for a slow link. */
export const legibleSide = 2000;
export const legibleQuality = 0.8;
export const thumbnailSide = 160;
const thumbnailQuality = 0.6;
/** Longer than any picture that may be decoded takes on an old machine. */
const patience = 60_000;

/** Why a picture can't be taken: `unreadable` or `tooManyPixels`. */
export class ImageError extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** @type {Worker | null} */
let worker = null;
let last = 0;
/** @type {Map<number, {resolve: (value: any) => void, reject: (error: ImageError) => void, timer: any}>} */
const waiting = new Map();

function ended() {
  worker?.terminate();
  worker = null;
  for (const { reject, timer } of waiting.values()) {
    clearTimeout(timer);
    reject(new ImageError('unreadable'));
  }
  waiting.clear();
}

/** The worker, which is started if there is none. */
function started() {
  if (worker) return worker;
  worker = startWorker('image-worker.js');
  worker.onerror = ended;
  worker.onmessage = ({ data }) => {
    const entry = waiting.get(data.id);
    if (!entry) return;
    waiting.delete(data.id);
    clearTimeout(entry.timer);
    if (data.problem) entry.reject(new ImageError(data.problem));
    else entry.resolve(data.result);
  };
  return worker;
}

/** Starts the worker before there is a picture for it. */
export function prepareImages() {
  started();
}

/** @param {object} task @param {Transferable[]} moved @returns {Promise<any>} */
function run(task, moved) {
  const id = (last += 1);
  const port = started();
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject, timer: setTimeout(ended, patience) });
    port.postMessage({ id, ...task }, moved);
  });
}

/**
 * A new JPEG of the picture, upright and with nothing beside it.
 *
 * @param {Uint8Array} bytes
 * @returns {Promise<{bytes: Uint8Array, width: number, height: number}>}
 */
export function legibleCopy(bytes) {
  return run({ op: 'reduce', bytes, side: legibleSide, quality: legibleQuality }, []);
}

/** @param {Uint8Array} bytes @returns {Promise<Uint8Array>} */
export async function thumbnailOf(bytes) {
  const task = { op: 'reduce', bytes, side: thumbnailSide, quality: thumbnailQuality };
  return (await run(task, [])).bytes;
}

/** @param {ImageBitmap} bitmap Is used up. @returns {Promise<Uint8Array>} */
export async function thumbnailOfBitmap(bitmap) {
  const task = { op: 'encode', bitmap, side: thumbnailSide, quality: thumbnailQuality };
  return (await run(task, [bitmap])).bytes;
}

/**
 * A new JPEG of a page with black boxes on it, and nothing left of what they cover.
 *
 * @param {ImageBitmap} bitmap Is used up.
 * @param {readonly {x: number, y: number, width: number, height: number}[]} boxes As parts of the page.
 * @returns {Promise<{bytes: Uint8Array, width: number, height: number}>}
 */
export function paintedPage(bitmap, boxes) {
  const task = { op: 'paint', bitmap, side: legibleSide, quality: legibleQuality, boxes };
  return run(task, [bitmap]);
}

/** @param {Uint8Array} bytes @param {number} side @returns {Promise<ImageBitmap>} */
export function decodeImage(bytes, side) {
  return run({ op: 'decode', bytes, side }, []);
}

/** Ends the worker with all that it holds. */
export function forgetImages() {
  ended();
}
