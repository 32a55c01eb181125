// Decodes pictures away from the page, so that it never freezes, and shows them upright.

import { CoreError } from './core-error.js';
import { isPicture, mayBeDecoded, imageSize, typeOf } from './file-type.js';
import { groundFor, legibleScale, liesOnItsSide, scaled, scaleToSide, shownScale, uprightTransform, white } from './pixels.js';
import { canvasIsTrue, turnedJPEG, turnsByItself } from './probes.js';
import { siteScript } from './site-file.js';
import { isTruncated } from './truncated.js';

/** @typedef {import('./picture-modules.js').Pixels} Pixels
 * @typedef {{bytes: Uint8Array, page?: number}} Stored A page of a file, counted from 0.
 * @typedef {{op: 'count', bytes: Uint8Array}} Count
 * @typedef {number | 'legible' | 'shown'} Size A number is that of the longest side.
 * @typedef {{op: 'show', source: Stored, size: Size}} Show An ImageBitmap.
 * @typedef {{result: any, moved: Transferable[]}} Done
 */

export class ImageProblem extends Error {
  /** @param {'unreadable' | 'tooManyPixels' | 'canvasChanged' | 'notBlack'} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** A JPEG larger than this is decoded smaller, by the module that can. */
const browserPixels = 50_000_000;

/** What decodes for the browser; most pictures do without. */
const pictureModules = () =>
  /** @type {Promise<typeof import('./picture-modules.js')>} */ (siteScript('./picture-modules.js'));

/** What reads how a file wants to be turned. */
const orientationScript = () =>
  /** @type {Promise<typeof import('./orientation.js')>} */ (siteScript('./orientation.js'));

/**
 * A picture as the browser decodes it, and what remains to be turned.
 * @param {Uint8Array} bytes
 * @param {string} type
 */
async function byBrowser(bytes, type) {
  // Of PNG and WebP engines go by what stands in front, and by nothing behind the picture.
  const isSaidAnywhere = type === 'image/png' || type === 'image/webp';
  const isAVIF = type === 'image/avif';
  if (!isSaidAnywhere && !isAVIF && (type !== 'image/jpeg' || (await turnsByItself(type, turnedJPEG)))) {
    return { bitmap: await createImageBitmap(new Blob([bytes], { type })), orientation: 1 };
  }
  const { orientationOf, turnedAVIF, withoutOrientation } = await orientationScript();
  const orientation = isAVIF && (await turnsByItself(type, turnedAVIF)) ? 1 : orientationOf(bytes, type);
  const parts = isSaidAnywhere ? withoutOrientation(bytes, type) : [bytes];
  return { bitmap: await createImageBitmap(new Blob(parts, { type })), orientation };
}

/**
 * What a page of a file is before it is drawn: a bitmap of the browser's or pixels of a module's.
 * @typedef {{bitmap?: ImageBitmap, pixels?: Pixels, width: number, height: number, orientation: number}} Decoded
 *   Width and height as stored.
 */

/** @param {Uint8Array} bytes @returns {import('./picture-modules.js').Family | null} */
function familyOf(bytes) {
  const type = typeOf(bytes);
  return type === 'image/heic' ? 'heif' : type === 'image/tiff' ? 'tiff' : null;
}

/**
 * The scale that a size means for a picture.
 * @param {Size} size
 * @returns {(width: number, height: number) => number}
 */
export function scaleOf(size) {
  if (size === 'legible') return legibleScale;
  if (size === 'shown') return shownScale;
  return (width, height) => scaleToSide(width, height, size);
}

/**
 * @param {import('./picture-modules.js').Family} family
 * @param {Stored} stored
 * @param {(width: number, height: number) => number} scale
 * @returns {Promise<Decoded>}
 */
async function byModule(family, { bytes, page = 0 }, scale) {
  const { PictureFile, pictureModule } = await pictureModules();
  const module = await pictureModule(family);
  // Asked for before what follows says that a file can't be read.
  const orientation = family === 'jpeg' ? (await orientationScript()).orientationOf(bytes, 'image/jpeg') : null;
  let size;
  try {
    const file = await PictureFile.open(family, module, bytes);
    size = file.page(page);
    if (size) {
      const pixels = file.pixels(1 / scale(size.width, size.height));
      return { pixels, width: pixels.width, height: pixels.height, orientation: orientation ?? size.orientation };
    }
  } catch {
    throw new ImageProblem('unreadable');
  }
  throw new ImageProblem('tooManyPixels');
}

/**
 * @param {Stored} stored
 * @param {(width: number, height: number) => number} scale
 * @param {((bitmap: ImageBitmap) => Promise<Pixels>) | null} [pixelsOf] Where a bitmap is of no use.
 * @returns {Promise<Decoded>}
 */
export async function decoded(stored, scale, pixelsOf = null) {
  const { bytes } = stored;
  const type = typeOf(bytes);
  if (!isPicture(type)) throw new ImageProblem('unreadable');
  const family = familyOf(bytes);
  if (family) return byModule(family, stored, scale);
  const size = imageSize(bytes);
  // What a header says is believed only where it says too much; nothing is not.
  if (size && size.width > 0 && size.height > 0 && !mayBeDecoded(size)) throw new ImageProblem('tooManyPixels');
  const isJPEG = type === 'image/jpeg';
  // Of a file that ends early WebKit draws nothing, and says that it did: the module draws what is there.
  const mayBeBlank = isTruncated(bytes, String(type));
  if (isJPEG && (mayBeBlank || pixelsOf || (size && size.width * size.height > browserPixels))) return byModule('jpeg', stored, scale);
  let made;
  try {
    made = await byBrowser(bytes, String(type));
  } catch (error) {
    // The network's, not the picture's.
    if (error instanceof CoreError) throw error;
    if (isJPEG) return byModule('jpeg', stored, scale);
    throw new ImageProblem('unreadable');
  }
  const { bitmap, orientation } = made;
  if (mayBeBlank && (await isBlank(bitmap))) {
    bitmap.close();
    throw new ImageProblem('unreadable');
  }
  const page = { bitmap, width: bitmap.width, height: bitmap.height, orientation };
  return pixelsOf ? { ...page, pixels: await pixelsOf(bitmap) } : page;
}

/** @param {number} width @param {number} height @returns {{canvas: OffscreenCanvas, context: OffscreenCanvasRenderingContext2D}} */
export function newCanvas(width, height, alpha = false) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha });
  if (!context) throw new ImageProblem('unreadable');
  context.imageSmoothingQuality = 'high';
  return { canvas, context };
}

/**
 * Whether nothing is on a bitmap. Where a canvas can't be believed it is not known.
 * @param {ImageBitmap} bitmap
 */
async function isBlank(bitmap) {
  if (!(await canvasIsTrue())) return false;
  const { width, height } = scaled(bitmap.width, bitmap.height, scaleToSide(bitmap.width, bitmap.height, 200));
  const { context } = newCanvas(width, height, true);
  context.drawImage(bitmap, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data.every((byte) => byte === 0);
}

/**
 * What goes under what is transparent in a bitmap: looked at small.
 * @param {ImageBitmap} bitmap
 */
async function groundOf(bitmap) {
  // Not seen: a grey on which both black and white can be read.
  if (!(await canvasIsTrue())) return [128, 128, 128];
  const { width, height } = scaled(bitmap.width, bitmap.height, scaleToSide(bitmap.width, bitmap.height, 200));
  const { context } = newCanvas(width, height, true);
  context.drawImage(bitmap, 0, 0, width, height);
  return groundFor(context.getImageData(0, 0, width, height).data);
}

/**
 * A page drawn upright, on its ground.
 * @param {Decoded} page Its bitmap is the caller's to close, once what was drawn was taken.
 * @param {(width: number, height: number) => number} scale
 * @param {import('./pixels.js').Box} [box] No more of it than this.
 */
export async function drawn(page, scale, box = { x: 0, y: 0, width: 1, height: 1 }) {
  const { orientation, pixels } = page;
  const ground = pixels ? groundFor(pixels.data) : page.bitmap ? await groundOf(page.bitmap) : white;
  const bitmap = page.bitmap ?? (await createImageBitmap(new ImageData(/** @type {Pixels} */ (pixels).data, page.width, page.height)));
  const stored = scaled(page.width, page.height, scale(page.width, page.height));
  const [width, height] = liesOnItsSide(orientation) ? [stored.height, stored.width] : [stored.width, stored.height];
  const { canvas, context } = newCanvas(Math.max(1, Math.round(width * box.width)), Math.max(1, Math.round(height * box.height)));
  context.fillStyle = `rgb(${ground.join(' ')})`;
  context.fillRect(0, 0, width, height);
  const [a, b, c, d, right, down] = uprightTransform(orientation, stored.width, stored.height);
  context.setTransform(a, b, c, d, right - width * box.x, down - height * box.y);
  context.drawImage(bitmap, 0, 0, stored.width, stored.height);
  context.resetTransform();
  return { canvas, context };
}

/**
 * Whether a picture's file ends before the picture does. A JPEG that lacks nothing but its end is whole: its decoder says so.
 * @param {Uint8Array} bytes
 */
async function endsEarly(bytes) {
  const type = String(typeOf(bytes));
  if (!isTruncated(bytes, type) || type !== 'image/jpeg') return isTruncated(bytes, type);
  const { PictureFile, pictureModule } = await pictureModules();
  const module = await pictureModule('jpeg');
  try {
    const file = await PictureFile.open('jpeg', module, bytes);
    file.page(0);
    file.pixels(8);
    return file.isShort;
  } catch {
    return true;
  }
}

/** @param {Count} task */
async function count({ bytes }) {
  const family = familyOf(bytes);
  if (!family) return { count: 1, isCut: false, isTruncated: await endsEarly(bytes) };
  const { PictureFile, pictureModule } = await pictureModules();
  const module = await pictureModule(family);
  try {
    const { pageCount, isCut } = await PictureFile.open(family, module, bytes);
    return { count: pageCount, isCut, isTruncated: false };
  } catch {
    throw new ImageProblem('unreadable');
  }
}

/** @param {Count | Show} task @returns {Promise<Done>} */
export async function runShowing(task) {
  if (task.op === 'count') return { result: await count(task), moved: [] };
  const scale = scaleOf(task.size);
  const page = await decoded(task.source, scale);
  const { canvas } = await drawn(page, scale);
  const bitmap = canvas.transferToImageBitmap();
  page.bitmap?.close();
  return { result: bitmap, moved: [bitmap] };
}

/**
 * Answers the page's tasks, one message each.
 * @param {(task: any) => Promise<Done>} run
 */
export function answerTasks(run) {
  const port = /** @type {any} */ (self);
  port.onmessage = async (/** @type {MessageEvent<{id: number}>} */ { data }) => {
    try {
      const { result, moved } = await run(data);
      port.postMessage({ id: data.id, result }, moved);
    } catch (error) {
      // Its own errors have words for codes: also those of a script that came by itself.
      const code = /** @type {{code?: unknown}} */ (error)?.code;
      const problem = typeof code === 'string' ? code : 'unreadable';
      port.postMessage({ id: data.id, problem });
    }
  };
}
