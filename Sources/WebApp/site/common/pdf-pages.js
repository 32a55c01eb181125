// The page's side of pdf-frame.js.

/** Longer than a page of a real paper takes on an old machine. */
const patience = 30_000;

/** What draws PDFs, fetched once for all of them. @type {Promise<Blob[]> | null} */
let scripts = null;

function fetchScripts() {
  scripts ??= Promise.all(['pdf.worker.js', 'pdf.js'].map(async (name) => {
    const answer = await fetch(new URL(name, import.meta.url), { credentials: 'omit', redirect: 'error' });
    if (!answer.ok) throw new PDFError('unreadable');
    return new Blob([await answer.arrayBuffer()], { type: 'text/javascript' });
  }));
  // The next PDF tries again.
  scripts.catch(() => (scripts = null));
  return scripts;
}

/** Why a PDF can't be shown: `unreadable` or `password`. */
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

  /** @param {HTMLIFrameElement} frame */
  constructor(frame) {
    this.#frame = frame;
  }

  /** @param {Uint8Array} bytes Are copied. @returns {Promise<PDFPages>} */
  static async open(bytes) {
    const frame = document.createElement('iframe');
    frame.setAttribute('sandbox', 'allow-scripts');
    frame.setAttribute('aria-hidden', 'true');
    frame.tabIndex = -1;
    frame.className = 'pdf-frame';
    const pages = new PDFPages(frame);
    const fetched = fetchScripts();
    fetched.catch(() => {});
    try {
      await new Promise((resolve, reject) => {
        frame.onload = resolve;
        setTimeout(() => reject(new PDFError('unreadable')), patience);
        frame.src = new URL('pdf-frame.html', import.meta.url).href;
        document.body.append(frame);
      });
      const { port1, port2 } = new MessageChannel();
      pages.#port = port1;
      port1.onmessage = ({ data }) => pages.#answered(data);
      // No origin can be named: the frame has none. What goes to it now is a port only.
      frame.contentWindow?.postMessage('open', '*', [port2]);
      const copy = bytes.slice();
      const opened = await pages.#ask({ op: 'open', bytes: copy, scripts: await fetched }, [copy.buffer]);
      pages.pageCount = opened.pages;
      pages.isCut = opened.cut;
      return pages;
    } catch (error) {
      pages.close();
      throw error instanceof PDFError ? error : new PDFError('unreadable');
    }
  }

  /** @param {any} data */
  #answered(data) {
    const entry = this.#waiting.get(data.id);
    if (!entry) return;
    this.#waiting.delete(data.id);
    clearTimeout(entry.timer);
    if (data.problem) entry.reject(new PDFError(data.problem));
    else entry.resolve(data.result);
  }

  /** @param {object} task @param {Transferable[]} [moved] @returns {Promise<any>} */
  #ask(task, moved = []) {
    const id = (this.#last += 1);
    return new Promise((resolve, reject) => {
      if (!this.#port) return reject(new PDFError('unreadable'));
      // A page that never ends takes its frame with it.
      const timer = setTimeout(() => this.close(), patience);
      this.#waiting.set(id, { resolve, reject, timer });
      this.#port.postMessage({ id, ...task }, moved);
    });
  }

  /**
   * @param {number} page Counted from 1.
   * @param {number} width In pixels.
   * @param {number} [rotation] 0, 90, 180 or 270.
   * @returns {Promise<ImageBitmap>}
   */
  draw(page, width, rotation = 0) {
    return this.#ask({ op: 'draw', page, width, rotation });
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
