// A photo of a paper: straightened, turned, with more contrast, or whole again.

import { legibleQuality, run, thumbnailOf } from './images.js';

/** @typedef {import('./papers.js').Paper} Paper @typedef {import('./paper-straight.js').Look} Look
 * @typedef {import('./paper-corners.js').Corners} Corners
 * @typedef {object} Photo
 * @property {import('./images.js').JPEGPage} page The whole of it, reduced.
 * @property {Corners | null} corners Of the paper, as they were found or set last.
 * @property {Look} look
 */

/** @type {Look} */
const whole = { corners: null, turns: 0, isClear: false };
/** What a camera writes. A picture of a screen is no paper on a table. */
const ofCameras = ['image/jpeg', 'image/heic', 'image/webp', 'image/avif'];

/**
 * As the paper alone, where one is surely found.
 * @param {Paper} paper @returns {Promise<Paper>}
 */
export async function asPaper(paper) {
  if (paper.copy?.pages.length !== 1) return paper;
  const [page] = paper.copy.pages;
  const made = { ...paper, photo: { page, corners: null, look: whole } };
  if (!ofCameras.includes(String(paper.type))) return made;
  try {
    const corners = await run({ op: 'corners', source: { bytes: page.bytes, page: 0 } }, []);
    if (corners) await setLook(made, { ...whole, corners });
  } catch {
    // It is kept as it is.
  }
  return made;
}

/** @param {Paper} paper Is changed. @param {Look} look @throws ImageError or CoreError */
export async function setLook(paper, look) {
  const { photo } = paper;
  if (!photo) return;
  const isWhole = !look.corners && look.turns % 4 === 0 && !look.isClear;
  const task = { op: 'paper', source: { bytes: paper.original, page: 0 }, look, quality: legibleQuality };
  const page = isWhole ? photo.page : await run(task, []);
  paper.thumbnail = await thumbnailOf(page.bytes);
  paper.copy = { mediaType: 'image/jpeg', bytes: page.bytes, pages: [page] };
  photo.look = look;
  photo.corners = look.corners ?? photo.corners;
}
