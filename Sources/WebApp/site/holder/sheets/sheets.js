/**
 * The papers that a holder keeps or confides, each on an A4 page: a card, a recovery share, a
 * stub. Neutral: no name, no address, nothing of what they open. `pde` writes the same pages.
 *
 * Imported when one is wanted; the page needs sheet.css, and takes sheets.css by itself.
 */

import { CoreError } from '../core-error.js';
import { siteFile } from '../site-file.js';
import { day, drawCode, element, fill, inAll, inEach, printPages, time } from '../sheet.js';

/** @typedef {import('../sheet.js').Catalogue} Catalogue */
/** @typedef {import('../sheet.js').SheetLanguage} SheetLanguage */
/** @typedef {{size: number, modules: Uint8Array}} Code   a drawing at level Q, 1 is dark */
/** @typedef {{change: number, date: number, digits: string | number}} Mark   date in seconds */

/** @type {Promise<void> | null} */
let styled = null;

/**
 * The texts in one or two languages, and the looks.
 * @param {SheetLanguage[]} languages  usually ["fr", "nl"]
 * @returns {Promise<Catalogue[]>}
 * @throws CoreError unreachable
 */
export async function loadSheets(languages) {
  styled ??= new Promise((done, failed) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = new URL('sheets.css', import.meta.url).href;
    link.onload = () => done();
    link.onerror = () => {
      link.remove();
      styled = null; // the next sheet tries again
      failed(new CoreError('unreachable'));
    };
    document.head.append(link);
  });
  const catalogues = Promise.all(languages.map(async (language) => {
    const answer = await siteFile(new URL(`${language}.json`, import.meta.url));
    return { language, texts: await answer.json() };
  }));
  await styled;
  return catalogues;
}

/**
 * A card to cut out and fold. Its six digits are not on it, and never are.
 * @param {{card: string, qr: Code, mark: Mark}} paper  card: `C` and 26 characters, what the QR code holds
 * @param {Catalogue[]} catalogues
 */
export function cardSheet({ card, qr, mark }, catalogues) {
  const front = element('div', 'sheet-card-front');
  front.append(square('sheet-card-code', qr));
  const text = element('div', 'sheet-card-text');
  for (const line of groups(card.slice(1), 4, 2)) text.append(element('div', '', line));
  front.append(text);

  const back = element('div', 'sheet-card-back');
  for (const catalogue of catalogues) back.append(inLanguage(catalogue, markText(mark, catalogue)));

  const both = element('div', 'sheet-card');
  both.append(front, back);
  const middle = element('div', 'sheet-middle');
  middle.append(both);

  const page = pageWith(catalogues, 'card.title');
  page.append(
    columns(catalogues, ['card.cut']), middle, columns(catalogues, ['card.code', 'card.lost']));
  return page;
}

/**
 * One recovery share, for who keeps it. It says neither whose it is, nor how many there are.
 * @param {{share: string, qr: Code}} paper  share: `S` and 66 characters, what the QR code holds
 * @param {Catalogue[]} catalogues
 */
export function shareSheet({ share, qr }, catalogues) {
  const text = element('div', 'sheet-share-text');
  for (const line of groups(share.slice(1), 6, 4)) text.append(element('p', '', line));
  const page = pageWith(catalogues, 'share.title');
  page.append(
    columns(catalogues, ['share.what', 'share.alone', 'share.give', 'share.keep'], 'sheet-share-how'),
    square('sheet-share-code', qr), inAll(catalogues, 'share.type'), text);
  return page;
}

/**
 * What the holder keeps of shares and of a lock: codes, ends, the mark.
 * @param {{shares: {revocationCode: string, expiry: number}[], lockedUntil?: number, mark: Mark}} paper
 * @param {Catalogue[]} catalogues
 */
export function stub({ shares, lockedUntil = 0, mark }, catalogues) {
  const page = element('section', 'sheet');
  const part = element('div', 'sheet-talon');
  part.append(inEach('sheet-columns', catalogues, (catalogue) => {
    const { language, texts } = catalogue;
    const lines = [element('h2', '', texts['stub.title'])];
    if (lockedUntil > 0) {
      const until = fill(texts['stub.locked'], { time: time(lockedUntil, language) });
      lines.push(element('p', 'sheet-until', until), element('p', '', texts['stub.nobody']));
    }
    for (const { revocationCode, expiry } of shares) {
      lines.push(
        element('p', 'sheet-label', texts['stub.stop']), element('p', 'sheet-stop', revocationCode),
        element('p', '', fill(texts['stub.until'], { time: time(expiry, language) })));
    }
    lines.push(element('p', '', markText(mark, catalogue)));
    return lines;
  }));
  page.append(part);
  return page;
}

/**
 * Opens the browser's print dialog with these pages alone.
 * @param {HTMLElement[]} pages
 */
export function printSheets(pages) {
  // A spooler keeps a job's name.
  return printPages(pages, '.');
}

/**
 * Characters in groups, so many groups on a line.
 * @param {string} text
 * @param {number} size
 * @param {number} perLine
 */
function groups(text, size, perLine) {
  const lines = [];
  for (let at = 0; at < text.length; at += size * perLine) {
    const line = [];
    for (let from = at; from < Math.min(at + size * perLine, text.length); from += size) {
      line.push(text.slice(from, from + size));
    }
    lines.push(line.join(' '));
  }
  return lines;
}

/** @param {Catalogue[]} catalogues @param {string} key */
function pageWith(catalogues, key) {
  const page = element('section', 'sheet');
  catalogues.forEach((catalogue, index) => {
    const title = element(index === 0 ? 'h1' : 'p', 'sheet-title', catalogue.texts[key]);
    title.lang = catalogue.language;
    page.append(title);
  });
  return page;
}

/** @param {Catalogue[]} catalogues @param {string[]} keys @param {string} [className] */
function columns(catalogues, keys, className) {
  const name = className ? `sheet-columns ${className}` : 'sheet-columns';
  return inEach(name, catalogues, ({ texts }) => keys.map((key) => element('p', '', texts[key])));
}

/** @param {string} className @param {Code} qr */
function square(className, qr) {
  const made = element('div', className);
  made.append(drawCode(qr));
  return made;
}

/** @param {Catalogue} catalogue @param {string} text */
function inLanguage({ language }, text) {
  const line = element('p', '', text);
  line.lang = language;
  return line;
}

/** @param {Mark} mark @param {Catalogue} catalogue */
function markText(mark, { language, texts }) {
  return fill(texts.mark, {
    changes: mark.change, date: day(mark.date, language), digits: String(mark.digits).padStart(3, '0'),
  });
}
