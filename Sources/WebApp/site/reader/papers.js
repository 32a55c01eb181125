// The documents of an opened grant, one below the other, each fetched as it comes near.
//
// Few are held at a time, so that a cheap phone keeps up: what is far from the screen gives its
// memory back and is fetched again when it is needed.

import { button, element, label, say } from "./dom.js";
import { day, dayOf, moment, text } from "./messages.js";
import { openDocument, Viewer } from "./viewer.js";
import { forgetImages, prepareImages } from "./images.js";

/** So many documents are held, those nearest to the screen. */
const mostHeld = 4;

/**
 * @typedef {object} Item
 * @property {string} title
 * @property {string} mediaType
 * @property {number} byteCount
 * @property {string | null} [validUntil]  a day, `2026-11-21`
 */
/** @typedef {(index: number, progress: (done: number, total: number) => void) => Promise<Uint8Array>} Read */

/** Starts what pictures are decoded with, and fetches how they look: it is there when they are. */
export function prepare() {
  prepareImages();
  if (document.querySelector('link[href="/g/viewer.css"]')) return;
  // Before the page's own, which says more.
  document.querySelector('link[href="/g/reader.css"]')
    ?.before(element("link", { rel: "stylesheet", href: "/g/viewer.css" }));
}

/** Ends it again. */
export const unprepare = forgetImages;

/** One document: its heading, its buttons, and its pages once they came. */
class Paper {
  /** @type {"absent" | "coming" | "shown" | "failed"} */
  state = "absent";
  /** @type {Viewer | null} */
  #viewer = null;
  #host = element("div", { class: "pages", tabindex: "0" });
  #status = element("p", { class: "status", role: "status" });
  #tools = element("p", { class: "tools" });
  #mark = element("p", { class: "print-mark" });

  /**
   * @param {Item} item
   * @param {number} index
   * @param {string} today
   * @param {(paper: Paper) => void} print
   */
  constructor(item, index, today, print) {
    this.item = item;
    this.index = index;
    label(this.#host, "paper.pages", () => ({ title: item.title }));
    this.#tools.append(
      button("paper.smaller", () => this.#viewer?.zoom(-1)),
      button("paper.larger", () => this.#viewer?.zoom(1)),
      button("paper.rotate", () => this.#viewer?.rotate()),
      button("paper.print", () => print(this)));
    this.#tools.hidden = true;
    this.heading = element("h2", { dir: "auto", tabindex: "-1", id: `paper-${index}` }, item.title);
    this.section = element("section", { class: "paper", "aria-labelledby": `paper-${index}` },
      this.heading, this.#mark, ...validity(item, today), this.#tools, this.#status, this.#host);
  }

  /**
   * What stands under its heading on paper.
   * @param {string} line
   */
  set mark(line) {
    this.#mark.textContent = line;
  }

  /** @param {Read} read */
  async show(read) {
    this.state = "coming";
    this.#say("paper.coming", { percent: 0 });
    try {
      const bytes = await read(this.index, (done, total) => {
        if (total > 0) this.#say("paper.coming", { percent: Math.floor((done * 100) / total) });
      });
      const opened = await openDocument(bytes, this.item.mediaType);
      if (this.state !== "coming") {
        if (opened.type === "pages") opened.pages.close();
        return;
      }
      if (opened.type === "other") this.#offerToSave(bytes);
      else this.#draw(opened);
      this.state = "shown";
    } catch (error) {
      this.state = "failed";
      const code = /** @type {{code?: string}} */ (error).code;
      // What the viewer says; all else is the grant's, and for the page to tell.
      if (code !== "unreadable" && code !== "password" && code !== "tooManyPixels") throw error;
      this.#say(`paper.${code}`);
    }
  }

  /** @param {import("./viewer.js").Opened} opened */
  #draw(opened) {
    this.#host.replaceChildren();
    this.#host.style.minBlockSize = "";
    this.#viewer = new Viewer(this.#host, opened, {
      pageLabel: (page, count) => text("paper.page", { page, total: count }),
      failed: text("paper.unreadable"),
    });
    this.#status.replaceChildren();
    this.#tools.hidden = false;
    this.section.classList.add("held");
    const turns = [...this.#tools.children].slice(0, 3);
    for (const one of turns) /** @type {HTMLElement} */ (one).hidden = !this.#viewer.hasPages;
    if (opened.type === "pages" && opened.pages.isCut) this.#say("paper.cut");
  }

  /**
   * A kind that is never shown: it may be anything, so it is saved only if the reader says so.
   * @param {Uint8Array} bytes
   */
  #offerToSave(bytes) {
    this.#say("paper.other");
    this.#status.append(" ", button("paper.save", () => {
      const url = URL.createObjectURL(
        new Blob([/** @type {BlobPart} */ (bytes)], { type: "application/octet-stream" }));
      element("a", { href: url, download: this.item.title.replace(/[\\/:*?"<>|]/g, "_") }).click();
      // The download has its bytes by then; the address leads nowhere afterwards.
      setTimeout(() => URL.revokeObjectURL(url), 1000);
    }));
  }

  /** Draws every page of it, for paper. */
  async prepareToPrint() {
    await this.#viewer?.prepareToPrint();
  }

  /** Gives its memory back and keeps its place. */
  forget() {
    if (this.state === "absent") return;
    const height = this.#host.offsetHeight;
    this.close();
    this.#host.style.minBlockSize = `${height}px`;
    this.state = "absent";
  }

  close() {
    this.state = "absent";
    this.section.classList.remove("held");
    this.#viewer?.close();
    this.#viewer = null;
    this.#status.replaceChildren();
    this.#tools.hidden = true;
  }

  /** @param {string} key @param {import("./messages.js").Values} [values] */
  #say(key, values) {
    const line = element("span");
    say(line, key, () => values ?? {});
    this.#status.replaceChildren(line);
  }
}

/**
 * Repeats a line at the foot of every printed sheet, where the browser can (Chromium from 131 on);
 * elsewhere it stands under the heading only.
 * @param {string} line
 */
function markSheets(line) {
  const styles = [...document.styleSheets].find((one) => one.href?.endsWith("/reader.css"));
  if (!styles) return;
  const content = JSON.stringify(line).replace(/[<>\n]/g, " ");
  const rule = `@page { @bottom-center { content: ${content}; font: bold 8pt sans-serif; } }`;
  const last = styles.cssRules.length - 1;
  if (styles.cssRules[last] instanceof CSSPageRule) styles.deleteRule(last);
  styles.insertRule(rule, styles.cssRules.length);
}

/**
 * @param {Item} item
 * @param {string} today
 */
function validity(item, today) {
  const until = item.validUntil;
  if (!until) return [];
  const isOver = until < today;
  return [say(
    element("p", { class: isOver ? "validity expired" : "validity" }),
    isOver ? "paper.expired" : "paper.valid", () => ({ day: day(until) }))];
}

/** All documents of a grant. */
export class Papers {
  /** @type {Paper[]} */
  #papers;
  #read;
  #isClosed = false;
  #isBusy = false;
  #listening = new AbortController();
  /** @type {IntersectionObserver} */
  #observer;
  /** @type {Set<Paper>} */
  #near = new Set();
  /**
   * What reading ran into that is not about one document.
   * @type {(error: unknown) => void}
   */
  onProblem = () => {};

  /**
   * @param {Item[]} items
   * @param {Read} read
   * @param {{now: () => number, until: number}} times  by the service's clock, in seconds
   */
  constructor(items, read, { now, until }) {
    this.#read = read;
    prepare();
    const today = dayOf(now());
    this.#papers = items.map(
      (item, index) => new Paper(item, index, today, (paper) => void this.#print(paper)));
    addEventListener("beforeprint", () => {
      const line = text("print.mark", { now: moment(now()), until: moment(until) });
      for (const paper of this.#papers) paper.mark = line;
      markSheets(line);
    }, { signal: this.#listening.signal });
    this.#observer = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        const paper = this.#papers.find((one) => one.section === entry.target);
        if (!paper) continue;
        if (entry.isIntersecting) this.#near.add(paper);
        else this.#near.delete(paper);
      }
      void this.#fetchNext();
    }, { rootMargin: "100% 0px" });
    for (const paper of this.#papers) this.#observer.observe(paper.section);
    // The first is wanted whatever the observer says, and at once.
    this.#near.add(this.#papers[0]);
    void this.#fetchNext();
  }

  /** A list that leads to each, if there are several, and the documents. */
  elements() {
    const sections = this.#papers.map((paper) => paper.section);
    if (this.#papers.length < 2) return sections;
    const list = element("ol", { class: "contents" });
    for (const paper of this.#papers) {
      const go = element("button", { type: "button", dir: "auto" }, paper.item.title);
      go.addEventListener("click", () => {
        paper.heading.scrollIntoView();
        paper.heading.focus({ preventScroll: true });
      });
      list.append(element("li", {}, go));
    }
    return [label(element("nav", {}, list), "paper.contents"), ...sections];
  }

  /** Whether there is still something to fetch: the grant has to stay open for it. */
  get isWaiting() {
    return this.#papers.some((paper) => paper.state === "absent");
  }

  /** One at a time, in order: the first is readable before the others share the link with it. */
  async #fetchNext() {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      for (;;) {
        const next = this.#papers.find((one) => one.state === "absent" && this.#near.has(one));
        if (!next || this.#isClosed) return;
        await next.show(this.#read);
        if (this.#isClosed) return next.close();
        this.#forgetFar();
      }
    } catch (error) {
      if (!this.#isClosed) this.onProblem(error);
    } finally {
      this.#isBusy = false;
    }
  }

  #forgetFar() {
    const held = this.#papers.filter((paper) => paper.state === "shown");
    const far = held.filter((paper) => !this.#near.has(paper));
    for (const paper of far.slice(0, Math.max(0, held.length - mostHeld))) paper.forget();
  }

  /** Tries again what failed for a reason that may have passed. */
  retry() {
    for (const paper of this.#papers) if (paper.state === "failed") paper.close();
    void this.#fetchNext();
  }

  /** @param {Paper} paper */
  async #print(paper) {
    await paper.prepareToPrint();
    if (this.#isClosed) return;
    // Where nothing can be printed no end of it is told: what was asked for before is not it any more.
    for (const one of this.#papers) one.section.classList.toggle("printed", one === paper);
    document.documentElement.classList.add("one-paper");
    addEventListener("afterprint", () => {
      paper.section.classList.remove("printed");
      document.documentElement.classList.remove("one-paper");
    }, { once: true });
    print();
  }

  /** Takes every page and every byte away. */
  close() {
    this.#isClosed = true;
    this.#observer.disconnect();
    this.#listening.abort();
    for (const paper of this.#papers) {
      paper.close();
      paper.section.remove();
    }
    this.#papers = [];
    forgetImages();
  }
}
