// Decodes and encodes images away from the page, so that it never freezes.
//
// A picture that comes out of here is a new one: drawn anew, turned the right way
// up, without what the camera wrote beside it (place, time, name of the device).

import { imageSize, mayBeDecoded, typeOf } from './file-type.js';

/** @typedef {{id: number, op: 'reduce', bytes: Uint8Array, side: number, quality: number}} Reduce
 * @typedef {{id: number, op: 'decode', bytes: Uint8Array, side: number}} Decode
 * @typedef {{id: number, op: 'encode', bitmap: ImageBitmap, side: number, quality: number}} Encode
 * @typedef {{id: number, op: 'paint', bitmap: ImageBitmap, side: number, quality: number, boxes: Box[]}} Paint
 * @typedef {{x: number, y: number, width: number, height: number}} Box Parts of the picture's width and height.
 */

/** @param {Uint8Array} bytes */
async function decode(bytes) {
  const size = imageSize(bytes);
  if (!size) throw new ImageProblem('unreadable');
  if (!mayBeDecoded(size)) throw new ImageProblem('tooManyPixels');
  try {
    return await createImageBitmap(new Blob([bytes], { type: typeOf(bytes) ?? '' }), {
      // The type that knows only older words is overruled: it means "upright by its EXIF".
      imageOrientation: /** @type {any} */ ('from-image'),
    });
  } catch {
    throw new ImageProblem('unreadable');
  }
}

/** @param {ImageBitmap} bitmap @param {number} side The longest side, in pixels. */
function drawn(bitmap, side) {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const { OffscreenCanvas } = /** @type {any} */ (globalThis);
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new ImageProblem('unreadable');
  context.fillStyle = '#fff'; // under what is transparent
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return canvas;
}

/** JPEG mixes the pixels of such a square, and at its edge a little with the next. */
const square = 16;
const edge = 2;

/**
 * Paints boxes black, each out to whole squares, so that a pixel that was asked to be black
 * is exactly so in the JPEG too.
 *
 * @param {any} canvas An OffscreenCanvas.
 * @param {Box[]} boxes
 */
function paint(canvas, boxes) {
  const context = canvas.getContext('2d', { alpha: false });
  context.fillStyle = '#000';
  for (const { x, y, width, height } of boxes) {
    const start = (/** @type {number} */ at) => Math.floor((at - edge) / square) * square;
    const end = (/** @type {number} */ at) => Math.ceil((at + edge) / square) * square;
    const [left, top] = [start(x * canvas.width), start(y * canvas.height)];
    const [right, bottom] = [end((x + width) * canvas.width), end((y + height) * canvas.height)];
    context.fillRect(left, top, right - left, bottom - top);
  }
  return canvas;
}

/** @param {any} canvas An OffscreenCanvas. @param {number} quality */
async function jpeg(canvas, quality) {
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  return {
    bytes: new Uint8Array(await blob.arrayBuffer()),
    width: canvas.width,
    height: canvas.height,
  };
}

class ImageProblem extends Error {
  /** @param {'unreadable' | 'tooManyPixels'} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** @param {Reduce | Decode | Encode | Paint} task @returns {Promise<{result: any, moved: Transferable[]}>} */
async function run(task) {
  switch (task.op) {
    case 'reduce': {
      const result = await jpeg(drawn(await decode(task.bytes), task.side), task.quality);
      return { result, moved: [result.bytes.buffer] };
    }
    case 'encode': {
      const result = await jpeg(drawn(task.bitmap, task.side), task.quality);
      return { result, moved: [result.bytes.buffer] };
    }
    case 'paint': {
      const result = await jpeg(paint(drawn(task.bitmap, task.side), task.boxes), task.quality);
      return { result, moved: [result.bytes.buffer] };
    }
    case 'decode': {
      const bitmap = drawn(await decode(task.bytes), task.side).transferToImageBitmap();
      return { result: bitmap, moved: [bitmap] };
    }
  }
}

const port = /** @type {any} */ (self);
port.onmessage = async (/** @type {MessageEvent<Reduce | Decode | Encode | Paint>} */ { data }) => {
  try {
    const { result, moved } = await run(data);
    port.postMessage({ id: data.id, result }, moved);
  } catch (error) {
    const problem = error instanceof ImageProblem ? error.code : 'unreadable';
    port.postMessage({ id: data.id, problem });
  }
};
