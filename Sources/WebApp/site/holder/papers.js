// Files on their way in: what they are, reduced, with a small picture.

import { typeOf } from './file-type.js';
import { legibleCopy, thumbnailOf, thumbnailOfBitmap } from './images.js';
import { PDFPages } from './pdf-pages.js';

/** As the core takes it at most. */
const documentBytes = 25_000_000;
/** A photo may be larger before it is reduced. */
const photoBytes = 60_000_000;

/**
 * @typedef {object} Paper
 * @property {string} name As the file was called.
 * @property {Uint8Array} original
 * @property {string | null} type By its content; null: it can be kept, but not shown.
 * @property {string} declared The type that its name or sender says.
 * @property {{bytes: Uint8Array, width: number, height: number} | null} copy The legible one of a picture.
 * @property {Uint8Array | null} thumbnail
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
  const isImage = type !== null && type.startsWith('image/');
  if (!isImage && original.length > documentBytes) throw new PaperError('fileTooLarge');
  const paper = { name: file.name, original, type, declared: file.type, copy: null, thumbnail: null };
  if (isImage) {
    const copy = await legibleCopy(original);
    return { ...paper, copy, thumbnail: await thumbnailOf(copy.bytes) };
  }
  return type === 'application/pdf' ? { ...paper, thumbnail: await firstPage(original) } : paper;
}

/** @param {Uint8Array} bytes @returns {Promise<Uint8Array | null>} null when it can't be drawn: kept all the same */
async function firstPage(bytes) {
  let pages;
  try {
    pages = await PDFPages.open(bytes);
    return await thumbnailOfBitmap(await pages.draw(1, 320));
  } catch {
    return null;
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
 * A title from the file's name; empty when a camera or scanner made it up.
 * @param {string} name
 */
export function titleFrom(name) {
  const bare = name.replace(/\.[A-Za-z0-9]{1,5}$/, '').replace(/[_\s]+/g, ' ').trim();
  const isMadeUp = /^(img|dsc|dscn|pxl|photo|image|scan|doc|screenshot|whatsapp image|capture)?[\s\d.()-]*(at [\d.\s]+)?$/i;
  return isMadeUp.test(bare) ? '' : cleanLine(bare, 240);
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

