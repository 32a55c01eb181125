// Files on their way in: what they are, reduced, with a small picture.

import { isPicture, typeOf } from './file-type.js';
import { pdfOfImages } from './images-pdf.js';
import { cleaned, legibleCopy, pagesOf, thumbnailOf, thumbnailOfBitmap } from './images.js';
import { openPDF } from './viewer.js';

/** As the core takes it at most. */
const documentBytes = 25_000_000;
/** A photo may be larger before it is reduced. */
const photoBytes = 60_000_000;
/** How wide the first page of a PDF is looked at before it is kept. */
const lookWidth = 800;
/** Why a picture has no copy; each has a sentence. */
const keptAsTheyAre = /** @type {const} */ (['unreadable', 'tooManyPixels', 'canvasChanged', 'cut', 'truncated', 'copyTooLarge']);

/**
 * @typedef {object} Paper
 * @property {string} name As the file was called.
 * @property {Uint8Array} original Of a picture or a PDF without what it tells of place, time and device.
 * @property {boolean} mayTell Whether something of that may be left.
 * @property {string | null} type By its content; null: it can be kept, but not shown.
 * @property {string} declared The type that its name or sender says.
 * @property {{mediaType: string, bytes: Uint8Array, pages: import('./images.js').JPEGPage[]} | null} copy The legible one of a picture.
 * @property {Uint8Array | null} thumbnail
 * @property {import('./paper-look.js').Photo | null} photo What a picture of one page was before it was straightened.
 * @property {ImageBitmap | null} look How a PDF's first page looks; to be closed.
 * @property {string} title What its name says; empty when a device made it up.
 * @property {string} ending What its name ended with.
 * @property {'password' | 'empty' | 'unreadable' | null} problem Why a PDF is not shown; it is kept all the same.
 * @property {boolean} isTruncated Whether a PDF's file is not whole.
 * @property {typeof keptAsTheyAre[number] | null} why Why a picture has no copy, and is kept as it is.
 */

export class PaperError extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

/** @param {File} file @returns {Promise<Paper>} @throws PaperError or ImageError */
export async function readPaper(file) {
  if (file.size > photoBytes) throw new PaperError('fileTooLarge');
  let original;
  try {
    original = new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new PaperError('fileUnreadable');
  }
  if (original.length === 0) throw new PaperError('fileEmpty');
  const type = typeOf(original);
  if (!isPicture(type) && original.length > documentBytes) throw new PaperError('fileTooLarge');
  /** @type {Paper} */
  const paper = {
    name: file.name, original, mayTell: false, type, declared: file.type, copy: null, thumbnail: null, photo: null, look: null, problem: null,
    isTruncated: false, why: null, title: '', ending: '',
  };
  // A film or a sound has its place and time too; so has a picture of an unknown kind.
  if (type === null) return { ...paper, mayTell: /^(image|video|audio)\//.test(file.type) };
  if (!isPicture(type) && type !== 'application/pdf') return paper;
  const { bytes, mayTell } = await cleaned(original);
  const clean = { ...paper, original: bytes, mayTell };
  return isPicture(type) ? reducedPicture(clean) : { ...clean, ...(await firstPage(bytes)) };
}

/** @param {Paper} paper A picture. @returns {Promise<Paper>} with its copy, or why there is none */
async function reducedPicture(paper) {
  try {
    const { count, isCut, isTruncated } = await pagesOf(paper.original);
    if (isCut) throw new PaperError('cut');
    if (isTruncated) throw new PaperError('truncated');
    const pages = [];
    let total = 0;
    for (let page = 0; page < count; page += 1) {
      const one = await legibleCopy(paper.original, page);
      total += one.bytes.length;
      if (total > documentBytes) throw new PaperError('copyTooLarge');
      pages.push(one);
    }
    const [first] = pages;
    const copy = count === 1 && first
      ? { mediaType: 'image/jpeg', bytes: first.bytes, pages }
      : { mediaType: 'application/pdf', bytes: pdfOfImages(pages), pages };
    return { ...paper, copy, thumbnail: await thumbnailOf(pages[0].bytes) };
  } catch (error) {
    const why = keptAsTheyAre.find((one) => one === /** @type {{code?: string}} */ (error).code);
    // What can't be shown is kept all the same, if it is small enough to be.
    if (!why) throw error;
    if (paper.original.length > documentBytes) throw new PaperError('fileTooLarge');
    return { ...paper, why };
  }
}

/**
 * @param {Uint8Array} bytes
 * @returns {Promise<Pick<Paper, 'thumbnail' | 'look' | 'problem' | 'isTruncated'>>}
 * @throws PDFError unreachable: of the paper itself nothing is known then
 */
async function firstPage(bytes) {
  let pages;
  try {
    pages = await openPDF(bytes);
    const look = await pages.draw(1, lookWidth);
    // Without a small picture it can be shown all the same.
    const thumbnail = await createImageBitmap(look).then(thumbnailOfBitmap).catch(() => null);
    return { thumbnail, look, problem: null, isTruncated: pages.isTruncated };
  } catch (error) {
    const { code } = /** @type {{code?: string}} */ (error);
    if (code === 'unreachable') throw error;
    return { thumbnail: null, look: null, problem: code === 'password' || code === 'empty' ? code : 'unreadable', isTruncated: false };
  } finally {
    pages?.close();
  }
}

/**
 * What a type is called in the wallet.
 * @param {Paper} paper
 */
export function mediaTypeOf(paper) {
  if (paper.type) return paper.type;
  // Only ever saved, never shown: the sender's word does no harm, if it looks like one.
  return /^[a-z]+\/[a-z0-9.+-]{1,60}$/.test(paper.declared) ? paper.declared : 'application/octet-stream';
}

/**
 * One line without steering characters, of at most so many bytes.
 * @param {string} text
 * @param {number} maxBytes
 */
export function cleanLine(text, maxBytes) {
  const steering = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;
  let line = text.replace(steering, ' ').trim();
  while (new TextEncoder().encode(line).length > maxBytes) line = [...line].slice(0, -1).join('');
  return line;
}

