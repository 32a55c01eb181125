// A copy of a document in which nothing is left of what is hidden.
//
// Every page is drawn to a picture, the boxes replace its pixels, and only then is it
// encoded: what was under them, the text of a PDF, its metadata and the pages left out
// are in no byte of the copy.

import { paintedPage, thumbnailOf } from './images.js';
import { pdfOfImages } from './images-pdf.js';

/** Wide enough for what legible copies keep, whether a page stands or lies. */
const drawnWidth = 2000;
const documentBytes = 25_000_000;

/**
 * A copy that stands for a document while sharing.
 *
 * @typedef {object} BlackCopy
 * @property {string} title
 * @property {string} mediaType
 * @property {Uint8Array} bytes
 * @property {Uint8Array} thumbnail
 * @property {readonly import('./black-boxes.js').BlackPage[]} pages What it hides, to be changed later.
 */

/** The kinds of content that have pages to hide something on.
 * @param {import('./app.js').Document} document
 */
export function hasPages(document) {
  return document.mediaType.startsWith('image/') || document.mediaType === 'application/pdf';
}

/**
 * @param {import('./viewer.js').Pages} pages
 * @param {import('./black-boxes.js').BlackBoxes} black
 * @param {() => void} moved Called after each page.
 * @returns {Promise<Omit<BlackCopy, 'title'>>}
 * @throws {code: 'nothingHidden' | 'nothingLeft' | 'copyTooLarge'} or ImageError: `canvasChanged`, `notBlack`
 */
export async function blackCopy(pages, black, moved) {
  if (!black.hidesSomething) throw { code: 'nothingHidden' };
  if (black.kept.length === 0) throw { code: 'nothingLeft' };
  const pictures = [];
  let total = 0;
  for (const page of black.kept) {
    const source = pages.stored?.(page) ?? (await pages.draw(page, drawnWidth, 0));
    const picture = await paintedPage(source, black.page(page).boxes);
    total += picture.bytes.length;
    if (total > documentBytes) throw { code: 'copyTooLarge' };
    pictures.push(picture);
    moved();
  }
  const [first] = pictures;
  if (!first) throw { code: 'nothingLeft' };
  const isOne = pictures.length === 1;
  return {
    mediaType: isOne ? 'image/jpeg' : 'application/pdf',
    bytes: isOne ? first.bytes : pdfOfImages(pictures),
    thumbnail: await thumbnailOf(first.bytes),
    pages: black.pages,
  };
}
