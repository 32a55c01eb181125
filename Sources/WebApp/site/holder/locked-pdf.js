// PDFs with a password: asked for when they are looked at, and when they are kept.

import { pdfOfImages } from './images-pdf.js';
import { el, fill } from './dom.js';
import { t } from './i18n.js';
import { paintedPage, thumbnailOf } from './images.js';
import { PDFPages } from './pdf-pages.js';
import { actions, button, field, notice, paragraph } from './ui.js';
import { openDocument } from './viewer.js';

/** As wide as what is hidden on: black-copy.js. */
const drawnWidth = 2000;
const documentBytes = 25_000_000;

/** @param {any} error */
function asksPassword(error) {
  return error?.code === 'password' || error?.code === 'wrongPassword';
}

/**
 * Opens a document; where it has a password, asks for it in `place` until it is right.
 * @param {HTMLElement} place Is filled while it is asked, and empty afterwards.
 * @param {Uint8Array} bytes
 * @param {string} mediaType
 * @returns {Promise<import('./viewer.js').Opened>}
 */
export async function openAsking(place, bytes, mediaType) {
  let password = '';
  for (;;) {
    try {
      return await openDocument(bytes, mediaType, password);
    } catch (error) {
      if (!asksPassword(error)) throw error;
      password = await askPassword(place, password !== '');
    }
  }
}

/** @param {HTMLElement} place @param {boolean} wasWrong @returns {Promise<string>} */
function askPassword(place, wasWrong) {
  return new Promise((resolve) => {
    const answer = () => {
      if (!typed.input.value) return typed.input.focus();
      const password = typed.input.value;
      fill(place, el('p', { role: 'status' }, t('document.fetching')));
      resolve(password);
    };
    const typed = field(t('password.field'), { onEnter: answer });
    fill(
      place,
      notice('info', paragraph(t('error.password'))),
      typed.root,
      actions(button(t('password.open'), { look: 'main', pictogram: 'eye', on: answer })),
    );
    if (wasWrong) typed.setError(t('error.wrongPassword'));
  });
}

/**
 * The pages of a PDF with a password as pictures in one without.
 * @param {Uint8Array} bytes
 * @param {string} password
 * @param {() => void} moved Called after each page.
 * @returns {Promise<{bytes: Uint8Array, thumbnail: Uint8Array}>}
 * @throws PDFError, or {code: 'copyTooLarge'}
 */
export async function unlockedCopy(bytes, password, moved) {
  const pages = await PDFPages.open(bytes, password);
  try {
    const pictures = [];
    let total = 0;
    for (let page = 1; page <= pages.pageCount; page += 1) {
      const picture = await paintedPage(await pages.draw(page, drawnWidth), []);
      total += picture.bytes.length;
      // What would be left out is kept as it is instead.
      if (total > documentBytes || pages.isCut) throw { code: 'copyTooLarge' };
      if (pages.isSomethingMissing || pages.stands) throw { code: 'copyIncomplete' };
      pictures.push(picture);
      moved();
    }
    const [first] = pictures;
    if (!first) throw { code: 'unreadable' };
    return { bytes: pdfOfImages(pictures), thumbnail: await thumbnailOf(first.bytes) };
  } finally {
    pages.close();
  }
}
