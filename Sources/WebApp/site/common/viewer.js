// Shows a document in the page: pictures of its pages, or its text.
//
// Whatever the bytes are, what stands in the page in the end is a canvas or text.

import { typeOf } from './file-type.js';
import { decodeImage } from './images.js';
import { PDFPages } from './pdf-pages.js';

/**
 * A document as pages that can be drawn.
 *
 * @typedef {object} Pages
 * @property {number} pageCount
 * @property {boolean} isCut Whether it has more pages than are shown.
 * @property {(page: number, width: number, rotation: number) => Promise<ImageBitmap>} draw
 * @property {(page: number) => Promise<string>} text
 * @property {() => void} close
 */

/** @typedef {{type: 'pages', pages: Pages} | {type: 'text', text: string} | {type: 'other'}} Opened */

/**
 * @param {Uint8Array} bytes
 * @param {string} declared The type that it was given with: of notes only it is believed.
 * @returns {Promise<Opened>} `other`: not of a kind that is ever shown
 * @throws ImageError or PDFError, with a `code`
 */
export async function openDocument(bytes, declared) {
  switch (typeOf(bytes, declared)) {
    case 'application/pdf':
      return { type: 'pages', pages: await PDFPages.open(bytes) };
    case 'text/plain':
      return { type: 'text', text: new TextDecoder().decode(bytes) };
    case null:
      return { type: 'other' };
    default:
      return { type: 'pages', pages: await imagePages(bytes) };
  }
}

/** @param {Uint8Array} bytes @returns {Promise<Pages>} */
async function imagePages(bytes) {
  // Decoded once before anything is shown, so that a bad picture is told at once.
  let kept = await decodeImage(bytes, 3000);
  return {
    pageCount: 1,
    isCut: false,
    async draw(_page, _width, rotation) {
      return rotation === 0 ? createImageBitmap(kept) : turned(kept, rotation);
    },
    async text() {
      return '';
    },
    close() {
      kept.close();
    },
  };
}

/** @param {ImageBitmap} bitmap @param {number} rotation */
function turned(bitmap, rotation) {
  const lies = rotation % 180 !== 0;
  const canvas = document.createElement('canvas');
  canvas.width = lies ? bitmap.height : bitmap.width;
  canvas.height = lies ? bitmap.width : bitmap.height;
  const context = canvas.getContext('2d');
  context?.translate(canvas.width / 2, canvas.height / 2);
  context?.rotate((rotation * Math.PI) / 180);
  context?.drawImage(bitmap, -bitmap.width / 2, -bitmap.height / 2);
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
  /** @type {{pageLabel: (page: number, count: number) => string, failed: string}} */ #labels;
  /** @type {HTMLCanvasElement[]} */ #canvases = [];
  /** @type {IntersectionObserver | null} */ #observer = null;
  #zoom = 0;
  #rotation = 0;
  #closed = false;
  /** Goes up when what is drawn no longer fits. */ #round = 0;

  /**
   * @param {HTMLElement} host Is filled.
   * @param {Opened} opened Is closed with the viewer.
   * @param {{pageLabel: (page: number, count: number) => string, failed: string}} labels
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
    const element = document.createElement('div');
    element.className = 'viewer-text';
    element.dir = 'auto';
    element.textContent = text;
    this.#host.append(element);
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
      figure.append(canvas);
      this.#host.append(figure);
      this.#canvases.push(canvas);
      this.#observer.observe(canvas);
    }
  }

  /** @param {HTMLCanvasElement} canvas @param {number} [forced] A width that counts whatever the zoom. */
  async #draw(canvas, forced) {
    if (this.#opened.type !== 'pages') return;
    const round = this.#round;
    const wanted = `${round}:${forced ?? 0}`;
    if (canvas.dataset['drawn'] === wanted) return;
    canvas.dataset['drawn'] = wanted;
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
    }
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
    if (!canvas.dataset['drawn'] || this.#canvases.length < 4) return;
    delete canvas.dataset['drawn'];
    canvas.width = 0;
  }

  #again() {
    this.#round += 1;
    this.#host.style.setProperty('--zoom', String(zooms[this.#zoom] ?? 1));
    for (const canvas of this.#canvases) {
      if (!canvas.dataset['drawn']) canvas.style.aspectRatio = '';
      const box = canvas.getBoundingClientRect();
      if (box.bottom > -800 && box.top < innerHeight + 800) void this.#draw(canvas);
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

  /** Draws every page, so that all of them can be printed. */
  async prepareToPrint() {
    for (const canvas of this.#canvases) {
      if (!canvas.dataset['drawn']) await this.#draw(canvas, printWidth);
    }
  }

  close() {
    this.#closed = true;
    this.#observer?.disconnect();
    if (this.#opened.type === 'pages') this.#opened.pages.close();
    for (const canvas of this.#canvases) canvas.width = 0;
    this.#canvases = [];
    this.#host.replaceChildren();
  }
}
