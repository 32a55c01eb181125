// The page's side of image-worker.js.

import { startWorker } from './start-worker.js';

export const legibleQuality = 0.8;
export const thumbnailSide = 160;
const thumbnailQuality = 0.6;
/** Longer than any picture that may be decoded takes on an old machine. */
const patience = 60_000;

/** Why a picture can't be taken: `unreadable`, `tooManyPixels`, `canvasChanged` (this browser doesn't give pixels back as
 * they are), `notBlack` (what was to be hidden is not) or `unreachable` (what looks at it did not come). */
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

function ended(code = 'unreadable') {
  worker?.terminate();
  worker = null;
  for (const { reject, timer } of waiting.values()) {
    clearTimeout(timer);
    reject(new ImageError(code));
  }
  waiting.clear();
}

/** Whether pictures are looked at: not between the end of one session and the next. */
let isWanted = true;

/** The worker, which is started if there is none. */
function started() {
  if (worker) return worker;
  worker = startWorker('image-worker.js');
  // What the worker itself stumbles over has a message.
  worker.onerror = (event) => ended(event instanceof ErrorEvent ? 'unreadable' : 'unreachable');
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

/** A session begins. */
export function wantImages() {
  isWanted = true;
}

/** Starts the worker before there is a picture for it. */
export function prepareImages() {
  wantImages();
  started();
}

/** @param {object} task @param {Transferable[]} moved @returns {Promise<any>} */
export function run(task, moved) {
  // A picture that arrives late would start a worker again, which nothing ends.
  if (!isWanted) return Promise.reject(new ImageError('unreadable'));
  const id = (last += 1);
  const port = started();
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject, timer: setTimeout(() => ended(), patience) });
    port.postMessage({ id, ...task }, moved);
  });
}

/** @typedef {{bytes: Uint8Array, width: number, height: number}} JPEGPage
 * @typedef {{bytes: Uint8Array, page: number}} Stored A page of a picture's file, counted from 0.
 */

/**
 * A picture or a PDF as it is, without the place, the time and the device that it tells.
 * @param {Uint8Array} bytes
 * @returns {Promise<{bytes: Uint8Array, mayTell: boolean}>} mayTell: whether something may be left that couldn't be taken out
 */
export function cleaned(bytes) {
  return run({ op: 'clean', bytes }, []);
}

/**
 * Whether the place, the time or the device may be written in a file.
 * @param {Uint8Array} bytes Are used up.
 * @returns {Promise<boolean | null>} null where its kind is not known
 */
export function tells(bytes) {
  return run({ op: 'tells', bytes }, [bytes.buffer]);
}

/**
 * How many pages a picture's file has, whether there are more, which can't be read, and whether the file ends before
 * its picture.
 * @param {Uint8Array} bytes
 * @returns {Promise<{count: number, isCut: boolean, isTruncated: boolean}>}
 */
export function pagesOf(bytes) {
  return run({ op: 'count', bytes }, []);
}

/**
 * Whether one of these JPEGs ends before its picture.
 * @param {readonly Uint8Array[]} jpegs
 */
export async function isAnyTruncated(jpegs) {
  for (const one of jpegs) if ((await pagesOf(one)).isTruncated) return true;
  return false;
}

/**
 * A new JPEG of a page, upright and with nothing beside it.
 *
 * @param {Uint8Array} bytes
 * @param {number} [page] Counted from 0.
 * @returns {Promise<JPEGPage>}
 */
export function legibleCopy(bytes, page = 0) {
  return run({ op: 'copy', source: { bytes, page }, size: 'legible', quality: legibleQuality }, []);
}

/** @param {Uint8Array} bytes @returns {Promise<Uint8Array>} */
export async function thumbnailOf(bytes) {
  const task = { op: 'copy', source: { bytes, page: 0 }, size: thumbnailSide, quality: thumbnailQuality };
  return (await run(task, [])).bytes;
}

/** @param {ImageBitmap} bitmap Is used up. @returns {Promise<Uint8Array>} */
export async function thumbnailOfBitmap(bitmap) {
  const task = { op: 'copy', source: { bitmap }, size: thumbnailSide, quality: thumbnailQuality };
  return (await run(task, [bitmap])).bytes;
}

/**
 * What a camera shows, as the photo that it would take.
 * @param {ImageBitmap} bitmap Is used up.
 * @returns {Promise<JPEGPage>}
 */
export function photoOf(bitmap) {
  return run({ op: 'copy', source: { bitmap }, size: 10_000, quality: 0.92 }, [bitmap]);
}

/**
 * A new JPEG of a page with black boxes on it, and nothing left of what they cover: its pixels have been looked at.
 *
 * @param {ImageBitmap | Stored} source A bitmap is used up.
 * @param {readonly {x: number, y: number, width: number, height: number}[]} boxes As parts of the page.
 * @returns {Promise<JPEGPage>}
 */
export function paintedPage(source, boxes) {
  const task = { op: 'copy', size: 'legible', quality: legibleQuality, boxes };
  return source instanceof ImageBitmap
    ? run({ ...task, source: { bitmap: source } }, [source])
    : run({ ...task, source }, []);
}

/** @param {Uint8Array} bytes @param {number} side @returns {Promise<ImageBitmap>} */
export function decodeImage(bytes, side) {
  return run({ op: 'show', source: { bytes, page: 0 }, size: side }, []);
}

/**
 * A page as it is looked at: as large as a copy would be.
 * @param {Uint8Array} bytes
 * @param {number} page
 * @returns {Promise<ImageBitmap>}
 */
export function shownPage(bytes, page) {
  return run({ op: 'show', source: { bytes, page }, size: 'shown' }, []);
}

/** Ends the worker with all that it holds; none is started until images are wanted again. */
export function forgetImages() {
  isWanted = false;
  ended();
}
