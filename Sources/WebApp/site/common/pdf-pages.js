// The page's side of pdf-frame.js.

import { CoreError } from './core-error.js';
import { indexOf, isCutOff, unendedJPEGs } from './pdf-truncated.js';
import { arrived, siteBytes } from './site-file.js';

/** Longer than a page of a real paper takes on an old machine. */
const patience = 30_000;

/**
 * What draws PDFs: pdf.js of today, and one of 2022 for browsers that can't run it.
 * @typedef {{main: ArrayBuffer, worker: ArrayBuffer, isModule: boolean}} Library
 */
const libraries = [
  { main: 'pdf/pdf.js', worker: 'pdf/pdf.worker.js', isModule: true },
  { main: 'pdf/old/pdf.js', worker: 'pdf/old/pdf.worker.js', isModule: false },
];

/** The first that this browser is not known to fail with. */
let usable = 0;

/** Each script, fetched once for all PDFs of a visit. @type {Map<string, Promise<ArrayBuffer>>} */
const scripts = new Map();

/** @param {string} name @returns {Promise<ArrayBuffer>} */
function get(name) {
  return siteBytes(new URL(name, import.meta.url), 2 * patience, { credentials: 'omit', redirect: 'error' });
}

/** @param {string} name @returns {Promise<ArrayBuffer>} */
function script(name) {
  let fetched = scripts.get(name);
  if (!fetched) {
    fetched = get(name);
    // The next PDF tries again.
    fetched.catch(() => scripts.delete(name));
    scripts.set(name, fetched);
  }
  return fetched;
}

/**
 * Which to begin with. The decoder of JPEG 2000 that comes with the newer one is for browsers of today (relaxed SIMD);
 * the older has one that any browser runs.
 * @param {Uint8Array} bytes
 */
async function usableFor(bytes) {
  if (usable > 0 || indexOf(bytes, '/JPXDecode') < 0) return usable;
  decodesJPX ??= get('pdf/wasm/openjpeg.wasm').then((wasm) => WebAssembly.validate(wasm));
  // The next PDF tries again.
  const isDecoded = await decodesJPX.catch(() => ((decodesJPX = null), true));
  return isDecoded ? 0 : 1;
}

/** @type {Promise<boolean> | null} */
let decodesJPX = null;

/** @param {number} used @returns {Promise<Library>} */
async function library(used) {
  const { main, worker, isModule } = /** @type {typeof libraries[0]} */ (libraries[used]);
  const [first, second] = await Promise.all([script(main), script(worker)]);
  return { main: first, worker: second, isModule };
}

/** What a frame may ask for, and no other file. */
const mayBeAsked = /^(cmaps\/[A-Za-z0-9-]+\.bcmap|fonts\/[A-Za-z-]+\.(pfb|ttf)|wasm\/(jbig2|openjpeg)\.wasm)$/;

/** Why a PDF can't be shown: `unreadable`, `empty`, `password`, `wrongPassword`, or `unreachable`: what draws it did not come. */
export class PDFError extends Error {
  /** @param {string} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

export class PDFPages {
  /** @type {HTMLIFrameElement} */ #frame;
  /** @type {MessagePort | null} */ #port = null;
  #last = 0;
  /** @type {Map<number, {resolve: (value: any) => void, reject: (error: PDFError) => void, timer: any}>} */
  #waiting = new Map();
  pageCount = 0;
  /** Whether it has more pages than are shown. */
  isCut = false;
  /** What its pages stand for, which is not shown: a `form` or `files`. @type {'form' | 'files' | null} */
  stands = null;
  /** Whether the file ends before it is whole. */
  isTruncated = false;
  /** @type {Uint8Array[]} Pictures in it that may end before they are whole. */
  unended = [];
  /** Whether something of the pages that were drawn is not on them. */
  isSomethingMissing = false;

  /** @param {HTMLIFrameElement} frame */
  constructor(frame) {
    this.#frame = frame;
  }

  /**
   * @param {Uint8Array} bytes Are copied.
   * @param {string} [password]
   * @returns {Promise<PDFPages>}
   */
  static async open(bytes, password = '') {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.setAttribute('aria-hidden', 'true');
    frame.tabIndex = -1;
    frame.className = 'pdf-frame';
    const pages = new PDFPages(frame);
    const first = script('pdf-frame.js');
    library(usable).catch(() => {});
    try {
      const loaded = new Promise((resolve) => (frame.onload = resolve));
      frame.src = new URL('pdf-frame.html', import.meta.url).href;
      document.body.append(frame);
      const code = await first;
      // A frame that stays silent got lost on its way, whatever the paper is.
      const runs = arrived(pages.#expect());
      runs.catch(() => {});
      await Promise.race([loaded, runs]);
      const { port1, port2 } = new MessageChannel();
      pages.#port = port1;
      port1.onmessage = ({ data }) => void pages.#answered(data);
      // No origin can be named: the frame has none. What goes to it is the site's own script and a port.
      frame.contentWindow?.postMessage(code, '*', [port2]);
      await runs;
      let used = await usableFor(bytes);
      while (!(await pages.#ask({ op: 'start', library: await library(used) }))) {
        used += 1;
        if (used >= libraries.length) throw new PDFError('unreadable');
        usable = used;
      }
      const copy = bytes.slice();
      const opened = await pages.#ask({ op: 'open', bytes: copy, password }, [copy.buffer]);
      if (opened.pages < 1) throw new PDFError('empty');
      pages.pageCount = opened.pages;
      pages.isCut = opened.cut;
      pages.stands = opened.stands;
      pages.isTruncated = isCutOff(bytes);
      pages.unended = unendedJPEGs(bytes);
      return pages;
    } catch (error) {
      pages.close();
      if (error instanceof PDFError) throw error;
      throw new PDFError(error instanceof CoreError ? error.code : 'unreadable');
    }
  }

  /** @param {any} data */
  async #answered(data) {
    if (data.asks) return this.#give(String(data.asks));
    const entry = this.#waiting.get(data.id);
    if (!entry) return;
    this.#waiting.delete(data.id);
    clearTimeout(entry.timer);
    if (data.problem) entry.reject(new PDFError(data.problem));
    else entry.resolve(data.result);
  }

  /** @param {string} name A file of the site that pdf.js needs for this PDF. */
  async #give(name) {
    let bytes = null;
    try {
      if (mayBeAsked.test(name)) bytes = new Uint8Array(await get(`pdf/${name}`));
    } catch {
      // It does without.
    }
    this.#port?.postMessage({ asked: name, bytes }, bytes ? [bytes.buffer] : []);
  }

  /** @param {number} [id] @returns {Promise<any>} The frame's answer. */
  #expect(id = 0) {
    return new Promise((resolve, reject) => {
      // A page that never ends takes its frame with it.
      const timer = setTimeout(() => this.close(), patience);
      this.#waiting.set(id, { resolve, reject, timer });
    });
  }

  /** @param {object} task @param {Transferable[]} [moved] @returns {Promise<any>} */
  #ask(task, moved = []) {
    if (!this.#port) return Promise.reject(new PDFError('unreadable'));
    const id = (this.#last += 1);
    const answer = this.#expect(id);
    this.#port.postMessage({ id, ...task }, moved);
    return answer;
  }

  /**
   * @param {number} page Counted from 1.
   * @param {number} width In pixels.
   * @param {number} [rotation] 0, 90, 180 or 270.
   * @returns {Promise<ImageBitmap>}
   */
  async draw(page, width, rotation = 0) {
    const drawn = await this.#ask({ op: 'draw', page, width, rotation });
    if (drawn.isSomethingMissing) this.isSomethingMissing = true;
    return drawn.bitmap;
  }

  /** @param {number} page @returns {Promise<string>} */
  text(page) {
    return this.#ask({ op: 'text', page });
  }

  /** Takes the frame away with all that it holds. */
  close() {
    this.#port?.close();
    this.#port = null;
    this.#frame.remove();
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new PDFError('unreadable'));
    }
    this.#waiting.clear();
  }
}
