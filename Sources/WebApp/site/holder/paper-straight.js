// In the pictures' worker: where a paper is on a photo, and the photo as that paper alone.

import { drawn, newCanvas } from './image-show.js';
import { foundCorners, searchSide } from './paper-corners.js';
import { withContrast } from './paper-contrast.js';
import { paperSize, straightened } from './paper-warp.js';
import { legibleScale, liesOnItsSide, scaled, scaleToSide, turnedUpright } from './pixels.js';
import { canvasIsTrue } from './probes.js';

/** @typedef {import('./picture-modules.js').Pixels} Pixels @typedef {import('./paper-corners.js').Corners} Corners
 * @typedef {import('./image-show.js').Decoded} Decoded @typedef {import('./image-show.js').Size} Size
 * @typedef {import('./pixels.js').Box} Box
 * @typedef {(size: (width: number, height: number) => number, asPixels: boolean) => Promise<Decoded>} Decode
 * @typedef {{corners: Corners | null, turns: number, isClear: boolean}} Look Turned by so many quarters, as the clock goes.
 */

const whole = { x: 0, y: 0, width: 1, height: 1 };
const uprightOf = [1, 6, 3, 8];

/** @param {Decode} decode @param {(decoded: Decoded, scale: (width: number, height: number) => number) => Pixels} upright */
export async function searched(decode, upright) {
  const scale = (/** @type {number} */ width, /** @type {number} */ height) => scaleToSide(width, height, searchSide);
  if (!(await canvasIsTrue())) return foundCorners(upright(await decode(scale, true), scale));
  const page = await decode(scale, false);
  const { canvas, context } = await drawn(page, scale);
  page.bitmap?.close();
  return foundCorners(context.getImageData(0, 0, canvas.width, canvas.height));
}

/**
 * @param {Decode} decode @param {(decoded: Decoded, scale: (width: number, height: number) => number) => Pixels} upright
 * @param {Look} look @returns {Promise<Pixels>} No larger than what is kept.
 */
export async function asPaper(decode, upright, { corners, turns, isClear }) {
  let { pixels, box } = await pixelsAround(decode, upright, corners);
  if (corners) {
    const { width, height } = pixels;
    const there = /** @type {Corners} */ (corners.map(({ x, y }) => (
      { x: ((x - box.x) / box.width) * width, y: ((y - box.y) / box.height) * height })));
    const size = paperSize(there, { width: width / box.width, height: height / box.height });
    const made = scaled(size.width, size.height, legibleScale(size.width, size.height));
    pixels = straightened(pixels, there, made.width, made.height);
  }
  if (isClear) withContrast(pixels);
  return turnedUpright(pixels, uprightOf[turns % 4]);
}

/**
 * What is around the corners alone where a canvas can be believed, so that as little is in the memory as without them.
 * @param {Decode} decode @param {(decoded: Decoded, scale: (width: number, height: number) => number) => Pixels} upright
 * @param {Corners | null} corners
 */
async function pixelsAround(decode, upright, corners) {
  if (!(await canvasIsTrue())) return { pixels: upright(await decode(legibleScale, true), legibleScale), box: whole };
  const box = corners ? boxAround(corners) : whole;
  const page = await decode(legibleScaleOf(box), false);
  const [width, height] = liesOnItsSide(page.orientation) ? [page.height, page.width] : [page.width, page.height];
  const scale = legibleScale(width * box.width, height * box.height);
  const { canvas, context } = await drawn(page, () => scale, box);
  page.bitmap?.close();
  return { pixels: context.getImageData(0, 0, canvas.width, canvas.height), box };
}

/**
 * Of a page whose box is kept; how it lies is not known yet.
 * @param {Box} box
 */
function legibleScaleOf(box) {
  const part = Math.max(box.width, box.height);
  return (/** @type {number} */ width, /** @type {number} */ height) => legibleScale(width * part, height * part);
}

/** @param {Corners} corners @returns {Box} */
function boxAround(corners) {
  const [left, right] = [Math.min, Math.max].map((of) => of(...corners.map(({ x }) => x)));
  const [top, bottom] = [Math.min, Math.max].map((of) => of(...corners.map(({ y }) => y)));
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** @param {Pixels} pixels @param {number} quality */
export async function byCanvasJPEG({ width, height, data }, quality) {
  const { canvas, context } = newCanvas(width, height);
  context.putImageData(new ImageData(data, width, height), 0, 0);
  return new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality })).arrayBuffer());
}
