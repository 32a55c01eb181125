// Decoders of pictures as WebAssembly, for what browsers don't show or don't give back as it is:
// heif.wasm, tiff.wasm, jpeg.wasm.
//
// A module comes with the first file of its kind. Each file has an instance of its own, which can
// reach nothing but its memory and ends with it, whatever a hostile file did there.

import { started } from './lone-module.js';
import { arrived, siteBytes } from './site-file.js';

/** @typedef {'heif' | 'tiff' | 'jpeg'} Family
 * @typedef {{width: number, height: number, data: Uint8ClampedArray}} Pixels Red, green, blue, opacity.
 * @typedef {object} Exports
 * @property {WebAssembly.Memory} memory
 * @property {() => void} _initialize
 * @property {(bytes: number) => number} picture_room
 * @property {() => number} picture_open
 * @property {() => number} picture_is_cut
 * @property {(page: number) => number} picture_page
 * @property {() => number} picture_width
 * @property {() => number} picture_height
 * @property {() => number} picture_orientation
 * @property {(factor: number) => number} picture_pixels
 * @property {() => number} jpeg_is_short Of jpeg.wasm alone, as what follows.
 * @property {(width: number, height: number, quality: number) => number} jpeg_encode
 * @property {() => number} jpeg_bytes
 */

/** Less than the page waits for a picture: images.js. */
const patience = 45_000;

/** @type {Map<Family, Promise<WebAssembly.Module>>} */
const modules = new Map();

/** @param {Family} family */
async function fetched(family) {
  const bytes = await siteBytes(new URL(`${family}.wasm`, import.meta.url), patience);
  return arrived(WebAssembly.compile(bytes));
}

/**
 * The module of a family; fetched once.
 * @param {Family} family
 * @throws CoreError unreachable
 */
export function pictureModule(family) {
  let module = modules.get(family);
  if (!module) {
    module = fetched(family);
    modules.set(family, module);
    // The next file tries again.
    module.catch(() => modules.delete(family));
  }
  return module;
}

/** @param {Exports} instance @param {Uint8Array} bytes */
function put(instance, bytes) {
  const room = instance.picture_room(bytes.length);
  if (room === 0) throw new Error('no memory');
  new Uint8Array(instance.memory.buffer).set(bytes, room);
}

/** A file that was opened: its pages, one after the other. */
export class PictureFile {
  /** @type {Family} */ #family;
  /** @type {Exports} */ #instance;
  /** @type {number} */ pageCount;

  /** @param {Family} family @param {Exports} instance @param {number} pageCount */
  constructor(family, instance, pageCount) {
    this.#family = family;
    this.#instance = instance;
    this.pageCount = pageCount;
  }

  /**
   * @param {Family} family
   * @param {WebAssembly.Module} module
   * @param {Uint8Array} bytes
   * @throws when it can't be read
   */
  static async open(family, module, bytes) {
    const instance = /** @type {Exports} */ (await started(module));
    put(instance, bytes);
    const pageCount = instance.picture_open();
    if (pageCount === 0) throw new Error('unreadable');
    return new PictureFile(family, instance, pageCount);
  }

  /** Whether it has more pages than those, which can't be read. */
  get isCut() {
    return this.#instance.picture_is_cut() !== 0;
  }

  /** Whether a JPEG ended before the picture that `pixels` has made. */
  get isShort() {
    return this.#instance.jpeg_is_short() !== 0;
  }

  /**
   * A page's size as it is stored, in pixels that are square, and how it has to be turned; null if it can't be decoded.
   * @param {number} page Counted from 0.
   */
  page(page) {
    const instance = this.#instance;
    if (!instance.picture_page(page)) return null;
    return {
      width: instance.picture_width(),
      height: instance.picture_height(),
      orientation: instance.picture_orientation(),
    };
  }

  /**
   * The pixels of the page that `page` was asked for, reduced by a whole number that is at most `factor`.
   * @param {number} factor
   * @returns {Pixels}
   */
  pixels(factor) {
    const instance = this.#instance;
    const whole = Math.max(1, Math.min(64, Math.floor(factor)));
    const least = this.#family === 'jpeg' ? Math.min(8, 2 ** Math.floor(Math.log2(whole))) : whole;
    const at = instance.picture_pixels(least);
    if (at === 0) throw new Error('unreadable');
    const [width, height] = [instance.picture_width(), instance.picture_height()];
    return { width, height, data: new Uint8ClampedArray(instance.memory.buffer.slice(at, at + width * height * 4)) };
  }
}

/**
 * A JPEG of pixels; what is transparent has its colour.
 * @param {WebAssembly.Module} module jpeg.wasm
 * @param {Pixels} pixels
 * @param {number} quality 0 to 1
 */
export async function encodedJPEG(module, { width, height, data }, quality) {
  const instance = /** @type {Exports} */ (await started(module));
  put(instance, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  const at = instance.jpeg_encode(width, height, Math.round(quality * 100));
  if (at === 0) throw new Error('not encoded');
  return new Uint8Array(instance.memory.buffer.slice(at, at + instance.jpeg_bytes()));
}
