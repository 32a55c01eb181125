// Pictures that are kept: made anew in the worker, or cleaned.
//
// A picture that comes out of here is a new one: drawn anew, turned the right way
// up, without what the camera wrote beside it (place, time, name of the device).
//
// Some browsers change what a canvas gives back, so that no page knows them again by it. There
// nothing that is kept comes from a canvas: pixels are those of the decoders in WebAssembly, or of
// a video frame, and what neither gives is not made.

import { typeOf } from './file-type.js';
import { decoded, drawn, ImageProblem, newCanvas, runShowing, scaleOf } from './image-show.js';
import { encodedJPEG, PictureFile, pictureModule } from './picture-modules.js';
import { blackSquares, flattened, groundFor, isBlack, paintBlack, reduced, scaled, turnedUpright } from './pixels.js';
import { canvasIsTrue } from './probes.js';
import { siteScript } from './site-file.js';
import { tells, withoutTraces } from './telling.js';

/** @typedef {import('./pixels.js').Box} Box @typedef {import('./picture-modules.js').Pixels} Pixels
 * @typedef {import('./image-show.js').Decoded} Decoded @typedef {import('./image-show.js').Stored} Stored
 * @typedef {import('./image-show.js').Size} Size @typedef {import('./image-show.js').Done} Done
 * @typedef {{bitmap: ImageBitmap} | Stored} Source
 * @typedef {{op: 'copy', source: Source, size: Size, quality: number, boxes?: Box[]}} Copy
 *   A JPEG. With boxes, it is looked at afterwards.
 * @typedef {{op: 'corners', source: Source} | {op: 'paper', source: Source, quality: number, look: import('./paper-straight.js').Look}} Paper
 *   Where a paper is on a photo; a JPEG of that paper.
 * @typedef {{op: 'clean' | 'tells', bytes: Uint8Array}} Clean The file itself, without what it tells; or whether it does.
 */

/**
 * Pixels of a bitmap where a canvas doesn't give them.
 * @param {ImageBitmap} bitmap Is used up.
 * @returns {Promise<Pixels>}
 */
async function pixelsOf(bitmap) {
  const { VideoFrame } = /** @type {any} */ (globalThis);
  try {
    // Drawn anew: a frame of the bitmap itself may have the pixels as they are stored, not upright.
    const { canvas, context } = newCanvas(bitmap.width, bitmap.height, true);
    context.drawImage(bitmap, 0, 0);
    const frame = new VideoFrame(canvas.transferToImageBitmap(), { timestamp: 0 });
    const { codedWidth: width, codedHeight: height, format } = frame;
    const data = new Uint8ClampedArray(width * height * 4);
    const layout = [{ offset: 0, stride: width * 4 }];
    if (!/^(RGB|BGR)[AX]$/.test(format ?? '')) throw new Error('no format');
    await frame.copyTo(data, { layout });
    frame.close();
    if (format.startsWith('BGR')) {
      for (let at = 0; at < data.length; at += 4) [data[at], data[at + 2]] = [data[at + 2], data[at]];
    }
    if (format.endsWith('X')) for (let at = 3; at < data.length; at += 4) data[at] = 255;
    return { width, height, data };
  } catch {
    throw new ImageProblem('canvasChanged');
  } finally {
    bitmap.close();
  }
}

/** @param {Source} source @param {(width: number, height: number) => number} scale @param {boolean} asPixels @returns {Promise<Decoded>} */
async function taken(source, scale, asPixels) {
  if (!('bitmap' in source)) return decoded(source, scale, asPixels ? pixelsOf : null);
  const { bitmap } = source;
  const made = { bitmap, width: bitmap.width, height: bitmap.height, orientation: 1 };
  return asPixels ? { ...made, pixels: await pixelsOf(bitmap) } : made;
}

/** @param {Copy} task */
async function copy({ source, size, quality, boxes = [] }) {
  const scale = scaleOf(size);
  const made = (await canvasIsTrue())
    ? await byCanvas(await taken(source, scale, false), scale, quality, boxes)
    : await byPixels(await taken(source, scale, true), scale, quality, boxes);
  if (boxes.length > 0) await lookAt(made.bytes, boxes);
  // Some engines write a block of EXIF of their own.
  return { ...made, bytes: withoutTraces(made.bytes, 'image/jpeg').bytes };
}

/** @param {Decoded} page @param {(width: number, height: number) => number} scale @param {number} quality @param {Box[]} boxes */
async function byCanvas(page, scale, quality, boxes) {
  const { canvas, context } = await drawn(page, scale);
  const { width, height } = canvas;
  context.fillStyle = '#000';
  for (const one of blackSquares(width, height, boxes)) context.fillRect(one.left, one.top, one.width, one.height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
  page.bitmap?.close();
  return { bytes: new Uint8Array(await blob.arrayBuffer()), width, height };
}

/** @param {Decoded} page @param {(width: number, height: number) => number} scale @returns {Pixels} */
function uprightPixels({ pixels, orientation }, scale) {
  if (!pixels) throw new ImageProblem('canvasChanged');
  flattened(pixels, groundFor(pixels.data));
  const size = scaled(pixels.width, pixels.height, scale(pixels.width, pixels.height));
  return turnedUpright(reduced(pixels, size.width, size.height), orientation);
}

/** @param {Decoded} page @param {(width: number, height: number) => number} scale @param {number} quality @param {Box[]} boxes */
async function byPixels(page, scale, quality, boxes) {
  const upright = uprightPixels(page, scale);
  paintBlack(upright, boxes);
  const { width, height } = upright;
  return { bytes: await encodedJPEG(await pictureModule('jpeg'), upright, quality), width, height };
}

/** @param {Paper} task */
async function paper(task) {
  const script = /** @type {typeof import('./paper-straight.js')} */ (await siteScript('./paper-straight.js'));
  const decode = (/** @type {(width: number, height: number) => number} */ scale, /** @type {boolean} */ asPixels) =>
    taken(task.source, scale, asPixels);
  if (task.op === 'corners') return script.searched(decode, uprightPixels);
  const pixels = await script.asPaper(decode, uprightPixels, task.look);
  const { width, height } = pixels;
  const bytes = (await canvasIsTrue())
    ? await script.byCanvasJPEG(pixels, task.quality)
    : await encodedJPEG(await pictureModule('jpeg'), pixels, task.quality);
  return { bytes: withoutTraces(bytes, 'image/jpeg').bytes, width, height };
}

/**
 * A copy with boxes is kept only if what is under them is black, in the very bytes.
 * @param {Uint8Array} bytes
 * @param {Box[]} boxes
 */
async function lookAt(bytes, boxes) {
  const module = await pictureModule('jpeg');
  let isSo = false;
  try {
    const file = await PictureFile.open('jpeg', module, bytes);
    isSo = file.page(0) !== null && isBlack(file.pixels(1), boxes);
  } catch {
    // Not seen to be black.
  }
  if (!isSo) throw new ImageProblem('notBlack');
}

/** @param {Copy | Clean | Paper | import('./image-show.js').Count | import('./image-show.js').Show} task @returns {Promise<Done>} */
export async function runKeeping(task) {
  switch (task.op) {
    case 'clean': {
      const result = withoutTraces(task.bytes, typeOf(task.bytes));
      return { result, moved: [result.bytes.buffer] };
    }
    case 'tells':
      return { result: tells(task.bytes, typeOf(task.bytes)), moved: [] };
    case 'copy': {
      const result = await copy(task);
      return { result, moved: [result.bytes.buffer] };
    }
    case 'corners':
      return { result: await paper(task), moved: [] };
    case 'paper': {
      const result = /** @type {{bytes: Uint8Array}} */ (await paper(task));
      return { result, moved: [result.bytes.buffer] };
    }
    default:
      return runShowing(task);
  }
}
