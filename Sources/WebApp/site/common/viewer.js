// Shows a document in the page: pictures of its pages, or its text.
//
// Whatever the bytes are, what stands in the page in the end is a canvas or text.

import { textOf, typeOf } from './file-type.js';
import { isAnyTruncated, pagesOf, shownPage } from './images.js';
import { siteScript } from './site-file.js';

/**
 * A document as pages that can be drawn.
 *
 * @typedef {object} Pages
 * @property {number} pageCount
 * @property {boolean} isCut Whether it has more pages than are shown.
 * @property {boolean} [isTruncated] Whether the file ends before it is whole.
 * @property {(page: number, width: number, rotation: number) => Promise<ImageBitmap>} draw
 * @property {(page: number) => Promise<string>} text
 * @property {() => void} close
 * @property {'form' | 'files' | null} [stands] What its pages only stand for.
 * @property {boolean} [isSomethingMissing] Whether the pages that were drawn lack something.
 * @property {(page: number) => import('./images.js').Stored} [stored] Of a picture: where a page's own pixels are.
 */

/**
 * @typedef {object} Labels
 * @property {(page: number, count: number) => string} pageLabel
 * @property {string} failed
 * @property {() => void} [onMissing] Called once, when something of the document is not in its pictures.
 * @property {string} [printed] Stands on each page that is printed.
 * @property {string} [notPrinted] Stands on paper where pages are not drawn, as none waits for a browser's own menu.
 */

/** @typedef {{type: 'pages', pages: Pages} | {type: 'text', text: string} | {type: 'other'}} Opened */

/**
 * @param {Uint8Array} bytes
 * @param {string} declared The type that it was given with: of notes only it is believed.
 * @param {string} [password] Of a PDF.
 * @returns {Promise<Opened>} `other`: not of a kind that is ever shown
 * @throws ImageError or PDFError, with a `code`
 */
export async function openDocument(bytes, declared, password) {
  switch (typeOf(bytes, declared)) {
    case 'application/pdf':
      return { type: 'pages', pages: await openPDF(bytes, password) };
    case 'text/plain':
      return { type: 'text', text: textOf(bytes) };
    case null:
      return { type: 'other' };
    default:
      return { type: 'pages', pages: await imagePages(bytes) };
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {string} [password]
 * @throws PDFError
 */
export async function openPDF(bytes, password) {
  const { PDFPages } = await pdfPages();
  const pages = await PDFPages.open(bytes, password);
  // Where nobody can say, it is shown all the same.
  pages.isTruncated ||= await isAnyTruncated(pages.unended).catch(() => false);
  return pages;
}

/** What shows PDFs comes with the first of them, or before it where one is known to be on its way. */
export const pdfPages = () => /** @type {Promise<typeof import('./pdf-pages.js')>} */ (siteScript('./pdf-pages.js'));

/** @param {Uint8Array} bytes @returns {Promise<Pages>} */
async function imagePages(bytes) {
  // Decoded once before anything is shown, so that a bad picture is told at once.
  const { count: pageCount, isCut, isTruncated } = await pagesOf(bytes);
  const first = await shownPage(bytes, 0);
  return {
    pageCount,
    isCut,
    isTruncated,
    async draw(page, _width, rotation) {
      const bitmap = page === 1 ? await createImageBitmap(first) : await shownPage(bytes, page - 1);
      return rotation === 0 ? bitmap : turned(bitmap, rotation);
    },
    async text() {
      return '';
    },
    close() {
      first.close();
    },
    stored: (page) => ({ bytes, page: page - 1 }),
  };
}

/** @param {ImageBitmap} bitmap Is used up. @param {number} rotation */
function turned(bitmap, rotation) {
  const lies = rotation % 180 !== 0;
  const canvas = document.createElement('canvas');
  canvas.width = lies ? bitmap.height : bitmap.width;
  canvas.height = lies ? bitmap.width : bitmap.height;
  const context = canvas.getContext('2d');
  context?.translate(canvas.width / 2, canvas.height / 2);
  context?.rotate((rotation * Math.PI) / 180);
  context?.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2);
  bitmap.close();
  return createImageBitmap(canvas);
}

/** The widest that a page is drawn, and the widest for print (A4 at 150 dpi). */
const maxWidth = 2600;
const printWidth = 1240;
const zooms = [1, 1.5, 2, 3];

/**
 * A document's pages, one below the other, drawn as they come into view.
 */
export class Viewer {
  /** @type {HTMLElement} */ #host;
  /** @type {Opened} */ #opened;
  /** @type {Labels} */ #labels;
  #isMissingTold = false;
  /** @type {HTMLCanvasElement[]} */ #canvases = [];
  /** @type {IntersectionObserver | null} */ #observer = null;
  #zoom = 0;
  #rotation = 0;
  #closed = false;
  #isForPaper = false;
  /** @type {Map<HTMLCanvasElement, Promise<void>>} */ #drawings = new Map();
  #listening = new AbortController();
  /** Goes up when what is drawn no longer fits. */ #round = 0;

  /**
   * @param {HTMLElement} host Is filled.
   * @param {Opened} opened Is closed with the viewer.
   * @param {Labels} labels
   */
  constructor(host, opened, labels) {
    this.#host = host;
    this.#opened = opened;
    this.#labels = labels;
    host.classList.add('viewer');
    if (opened.type === 'text') this.#showText(opened.text);
    if (opened.type === 'pages') this.#showPages(opened.pages);
  }

  get hasPages() {
    return this.#opened.type === 'pages';
  }

  /** @param {string} text */
  #showText(text) {
    this.#host.classList.add('of-text');
    const element = document.createElement('div');
    element.className = 'viewer-text';
    element.dir = 'auto';
    element.textContent = text;
    if (this.#labels.printed) {
      const mark = document.createElement('p');
      mark.className = 'print-mark';
      mark.textContent = this.#labels.printed;
      this.#host.append(mark);
    }
    this.#host.append(this.#room('before'), element, this.#room('behind'));
  }

  /**
   * What keeps a long text away from the edges of each sheet that is printed.
   * @param {'before' | 'behind'} side
   */
  #room(side) {
    const room = document.createElement('div');
    room.className = `viewer-room ${side}`;
    room.append(document.createElement('div'));
    return room;
  }

  /** @param {Pages} pages */
  #showPages(pages) {
    this.#observer = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const canvas = /** @type {HTMLCanvasElement} */ (entry.target);
          if (entry.isIntersecting) this.#draw(canvas);
          else this.#forget(canvas);
        }
      },
      { rootMargin: '800px' },
    );
    for (let page = 1; page <= pages.pageCount; page += 1) {
      const figure = document.createElement('figure');
      figure.className = 'viewer-page';
      const canvas = document.createElement('canvas');
      canvas.width = 0;
      canvas.dataset['page'] = String(page);
      canvas.setAttribute('role', 'img');
      canvas.setAttribute('aria-label', this.#labels.pageLabel(page, pages.pageCount));
      if (this.#labels.printed) {
        const mark = document.createElement('p');
        mark.className = 'print-mark';
        mark.textContent = this.#labels.printed;
        figure.append(mark);
      }
      figure.append(canvas);
      this.#host.append(figure);
      this.#canvases.push(canvas);
      this.#observer.observe(canvas);
    }
    const note = document.createElement('p');
    note.className = 'viewer-not-printed';
    note.textContent = this.#labels.notPrinted ?? '';
    this.#host.prepend(note);
    addEventListener('beforeprint', () => {
      const isUndrawn = (/** @type {HTMLCanvasElement} */ canvas) => canvas.width === 0 && canvas.isConnected;
      for (const canvas of this.#canvases) canvas.parentElement?.classList.toggle('undrawn', isUndrawn(canvas));
      note.hidden = !this.#labels.notPrinted || !this.#canvases.some(isUndrawn);
    }, { signal: this.#listening.signal });
  }

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {number} [forced] A width that counts whatever the zoom.
   * @returns {Promise<void>}
   */
  #draw(canvas, forced) {
    const wanted = `${this.#round}:${forced ?? 0}`;
    if (canvas.dataset['drawn'] !== wanted) {
      canvas.dataset['drawn'] = wanted;
      this.#drawings.set(canvas, this.#drawNow(canvas, wanted, forced));
    }
    return this.#drawings.get(canvas) ?? Promise.resolve();
  }

  /** @param {HTMLCanvasElement} canvas @param {string} wanted @param {number} [forced] */
  async #drawNow(canvas, wanted, forced) {
    if (this.#opened.type !== 'pages') return;
    const page = Number(canvas.dataset['page']);
    const zoom = zooms[this.#zoom] ?? 1;
    const shown = this.#host.clientWidth * zoom * Math.min(devicePixelRatio, 2);
    const width = forced ?? Math.min(maxWidth, Math.max(300, Math.round(shown)));
    try {
      const bitmap = await this.#opened.pages.draw(page, width, this.#rotation);
      if (this.#closed || canvas.dataset['drawn'] !== wanted) return bitmap.close();
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.style.aspectRatio = `${bitmap.width} / ${bitmap.height}`;
      const context = canvas.getContext('bitmaprenderer');
      context?.transferFromImageBitmap(bitmap);
      if (this.#opened.pages.isSomethingMissing) this.#tellMissing();
      if (!canvas.dataset['text']) {
        canvas.dataset['text'] = 'yes';
        this.#describe(canvas, await this.#opened.pages.text(page));
      }
    } catch {
      if (this.#closed) return;
      const note = document.createElement('p');
      note.className = 'viewer-failed';
      note.textContent = this.#labels.failed;
      this.#observer?.unobserve(canvas);
      canvas.replaceWith(note);
      this.#tellMissing();
    }
  }

  #tellMissing() {
    if (this.#isMissingTold) return;
    this.#isMissingTold = true;
    this.#labels.onMissing?.();
  }

  /**
   * The page's text, for those who listen.
   * @param {HTMLCanvasElement} canvas
   * @param {string} text
   */
  #describe(canvas, text) {
    if (this.#closed || !text.trim()) return;
    const element = document.createElement('div');
    element.className = 'viewer-words';
    element.dir = 'auto';
    element.textContent = text;
    canvas.after(element);
  }

  /** @param {HTMLCanvasElement} canvas Out of view: its pixels are given back, its place kept. */
  #forget(canvas) {
    if (!canvas.dataset['drawn'] || this.#canvases.length < 4 || this.#isForPaper) return;
    delete canvas.dataset['drawn'];
    canvas.width = 0;
  }

  #again() {
    this.#round += 1;
    this.#host.style.setProperty('--zoom', String(zooms[this.#zoom] ?? 1));
    for (const canvas of this.#canvases) {
      if (!canvas.dataset['drawn']) canvas.style.aspectRatio = '';
      if (isNear(canvas)) void this.#draw(canvas);
    }
  }

  /** @param {1 | -1} step */
  zoom(step) {
    this.#zoom = Math.min(zooms.length - 1, Math.max(0, this.#zoom + step));
    this.#again();
  }

  rotate() {
    this.#rotation = (this.#rotation + 90) % 360;
    this.#again();
  }

  /** Draws every page, so that all of them can be printed; they stay drawn until `printed`. */
  async prepareToPrint() {
    this.#isForPaper = true;
    for (const canvas of this.#canvases) {
      // What is on its way to the screen is waited for.
      await (canvas.dataset['drawn'] ? this.#drawings.get(canvas) : this.#draw(canvas, printWidth));
    }
  }

  /** Gives back what was drawn for paper alone. */
  printed() {
    this.#isForPaper = false;
    for (const canvas of this.#canvases) if (!isNear(canvas)) this.#forget(canvas);
  }

  close() {
    this.#closed = true;
    this.#observer?.disconnect();
    this.#listening.abort();
    if (this.#opened.type === 'pages') this.#opened.pages.close();
    for (const canvas of this.#canvases) canvas.width = 0;
    this.#canvases = [];
    this.#drawings.clear();
    this.#host.replaceChildren();
  }
}

/** @param {Element} element Whether it is on the screen, or almost. */
function isNear(element) {
  const box = element.getBoundingClientRect();
  return box.bottom > -800 && box.top < innerHeight + 800;
}
