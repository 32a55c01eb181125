// The documents of an opened grant, one below the other, each fetched as it comes near.
//
// Few are held at a time, so that a cheap phone keeps up: what is far from the screen gives its
// memory back and is fetched again when it is needed.

import { button, element, label, say } from "./dom.js";
import { day, dayOf, moment, text } from "./messages.js";
import { openDocument, pdfPages, Viewer } from "./viewer.js";
import { forgetImages, prepareImages } from "./images.js";
import { keepsNoTitle } from "./print-name.js";
import { siteScript } from "./site-file.js";

/** So many documents are held, those nearest to the screen. */
const mostHeld = 4;

/**
 * @typedef {object} Item
 * @property {string} title
 * @property {string} mediaType
 * @property {string} fileName  what it is saved as
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

/** Why a document is not shown, with a sentence for each. */
const told = ["unreadable", "empty", "password", "wrongPassword", "tooManyPixels"];

/** One document: its heading, its buttons, and its pages once they came. */
class Paper {
  /** @type {"absent" | "coming" | "shown" | "failed"} */
  state = "absent";
  /** @type {Viewer | null} */
  #viewer = null;
  #host = element("div", { class: "pages" });
  #status = element("p", { class: "status", role: "status" });
  #tools = element("p", { class: "tools" });
  #mark = element("p", { class: "print-mark" });
  #absent = element("p", { class: "print-absent" });
  /** @type {(error: unknown) => void} */
  #fail;

  /**
   * @param {Item} item
   * @param {number} index
   * @param {string} today
   * @param {{print: (paper: Paper) => void, save: (paper: Paper) => void, fail: (error: unknown) => void}} all
   */
  constructor(item, index, today, { print, save, fail }) {
    this.item = item;
    this.index = index;
    this.#fail = fail;
    label(this.#host, "paper.pages", () => ({ title: item.title }));
    this.#tools.append(
      button("paper.smaller", () => this.#viewer?.zoom(-1), "", "zoom-out"),
      button("paper.larger", () => this.#viewer?.zoom(1), "", "zoom-in"),
      button("paper.rotate", () => this.#viewer?.rotate(), "", "rotate"),
      button("paper.print", () => print(this), "", "print"),
      button("paper.keep", () => save(this), "", "save"));
    this.#tools.hidden = true;
    this.heading = element("h2", { dir: "auto", tabindex: "-1", id: `paper-${index}` }, item.title);
    this.section = element("section", { class: "paper", "aria-labelledby": `paper-${index}` },
      element("div", { class: "head" }, element("div", {}, this.heading, ...validity(item, today)), this.#tools),
      this.#mark, this.#absent, this.#status, this.#host,
      element("div", { class: "foot-room", "aria-hidden": "true" }, element("div")));
  }

  /**
   * What stands under its heading on paper; and of what is not there, that it is not.
   * @param {string} line
   */
  set mark(line) {
    this.#mark.textContent = line;
    this.#absent.textContent = text(this.state === "absent" || this.state === "coming" ? "print.absent" : "print.other");
  }

  /** @param {Read} read */
  async show(read) {
    this.state = "coming";
    this.#say("paper.coming", { percent: 0 });
    try {
      const bytes = await read(this.index, (done, total) => {
        if (total > 0) this.#say("paper.coming", { percent: Math.floor((done * 100) / total) });
      });
      // Closed meanwhile: the core answers for a moment longer.
      if (this.state !== "coming") return;
      await this.#open(bytes);
    } catch (error) {
      this.state = "failed";
      this.#status.replaceChildren();
      throw error;
    }
  }

  /**
   * @param {Uint8Array} bytes
   * @param {string} [password]
   */
  async #open(bytes, password) {
    try {
      const opened = await openDocument(bytes, this.item.mediaType, password);
      if (this.state === "absent") {
        if (opened.type === "pages") opened.pages.close();
        return;
      }
      if (opened.type === "other") this.#offerToSave("paper.other", "paper.save", bytes);
      else this.#draw(opened, bytes);
      this.state = "shown";
    } catch (error) {
      const code = /** @type {{code?: string}} */ (error).code;
      // What the viewer says; all else is the grant's, and for the page to tell.
      if (!code || !told.includes(code)) throw error;
      if (this.state === "absent") return;
      this.state = "failed";
      if (code === "password" || code === "wrongPassword") this.#askPassword(bytes, password !== undefined);
      else this.#offerToSave(`paper.${code}`, "paper.saveFile", bytes);
    }
  }

  /**
   * @param {Uint8Array} bytes
   * @param {boolean} wasWrong
   */
  #askPassword(bytes, wasWrong) {
    const id = `password-${this.index}`;
    const typed = element("input", { id, autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
    const open = () => {
      if (!typed.value) return typed.focus();
      const password = typed.value;
      this.#say("paper.opening");
      void this.#open(bytes, password).catch((error) => {
        if (error?.code === "unreachable") this.#fail(error);
        else this.#offerToSave("paper.unreadable", "paper.saveFile", bytes);
      });
    };
    typed.addEventListener("keydown", (event) => {
      if (event.key === "Enter") open();
    });
    this.#offerToSave(wasWrong ? "paper.password.wrong" : "paper.password", "paper.saveFile", bytes);
    this.#status.lastElementChild?.before(
      element("span", { class: "password" },
        say(element("label", { for: id }), "paper.password.field"), " ", typed, " ", button("paper.password.open", open)),
      " ");
    if (wasWrong) typed.focus();
  }

  /**
   * @param {import("./viewer.js").Opened} opened
   * @param {Uint8Array} bytes
   */
  #draw(opened, bytes) {
    this.#host.replaceChildren();
    // What is larger than its place is moved with the keyboard, too.
    this.#host.tabIndex = 0;
    this.#host.style.minBlockSize = "";
    this.#viewer = new Viewer(this.#host, opened, {
      pageLabel: (page, count) => text("paper.page", { page, total: count }),
      failed: text("paper.unreadable"),
      notPrinted: text("print.pages"),
      onMissing: () => this.#offerToSave("paper.missing", "paper.saveFile", bytes, true),
    });
    this.#status.replaceChildren();
    this.#tools.hidden = false;
    this.section.classList.add("held");
    this.section.classList.toggle("words", !this.#viewer.hasPages);
    const turns = [...this.#tools.children].slice(0, 3);
    for (const one of turns) /** @type {HTMLElement} */ (one).hidden = !this.#viewer.hasPages;
    if (opened.type === "pages" && opened.pages.isCut) this.#say("paper.cut");
    if (opened.type === "pages" && opened.pages.isTruncated) this.#say("paper.truncated");
    if (opened.type === "pages" && opened.pages.stands) {
      this.#offerToSave(`paper.${opened.pages.stands}`, "paper.saveFile", bytes, true);
    }
  }

  /**
   * What is not shown, or not all of it: it may be anything, so it is saved only if the reader says so.
   * @param {string} why
   * @param {string} save
   * @param {Uint8Array} bytes
   * @param {boolean} [isMore]  beside what was said before
   */
  #offerToSave(why, save, bytes, isMore = false) {
    const before = isMore ? [...this.#status.children].filter(({ localName }) => localName === "span") : [];
    this.#say(why);
    for (const one of before) this.#status.firstElementChild?.before(one, " ");
    this.#status.append(" ", button(save, () => download([bytes], this.item.fileName), "", "save"));
  }

  /** Draws every page of it, for paper. */
  async prepareToPrint() {
    await this.#viewer?.prepareToPrint();
  }

  /** It was printed, or was not: what was drawn for paper is given back. */
  printed() {
    this.#viewer?.printed();
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
    this.#host.removeAttribute("tabindex");
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
 * Gives the browser a file to keep.
 * @param {Uint8Array[]} parts
 * @param {string} name
 */
function download(parts, name) {
  // Not the document's own type: no browser is to open it in a tab.
  const url = URL.createObjectURL(
    new Blob(/** @type {BlobPart[]} */ (parts), { type: "application/octet-stream" }));
  element("a", { href: url, download: name }).click();
  // The download has its bytes by then; the address leads nowhere afterwards.
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}

/** Whether the margin of a sheet can have a text (Chromium from 131 on). */
const marginsHaveText = "CSSMarginRule" in window;
/** Where not, it stands at the foot of every printed sheet, above the margin. */
const foot = element("p", { class: "foot-mark", "aria-hidden": "true" });

/**
 * Repeats a line at the foot of every printed sheet.
 * @param {string} line
 */
function markSheets(line) {
  foot.textContent = line;
  if (!marginsHaveText) return;
  const styles = [...document.styleSheets].find((one) => one.href?.endsWith("/reader.css"));
  if (!styles) return;
  const content = JSON.stringify(line).replace(/[<>\n]/g, " ");
  const rule = `@page { @bottom-center { content: ${content}; font: bold 8pt sans-serif; vertical-align: top; padding-top: 2mm; } }`;
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
  /**
   * What is being fetched.
   * @type {Promise<void> | null}
   */
  #fetching = null;
  #listening = new AbortController();
  /** @type {IntersectionObserver} */
  #observer;
  /** @type {Set<Paper>} */
  #near = new Set();
  /**
   * Those that are wanted for paper, wherever they are: they are held until they were printed.
   * @type {Set<Paper>}
   */
  #wanted = new Set();
  /** What is done with all of them, and how far. */
  #doing = element("p", { class: "doing", role: "status" });
  #all = element("p", { class: "all" },
    button("all.print", () => void this.#inTurn(() => this.#print(this.#papers)), "", "print"),
    button("all.save", () => void this.#inTurn(() => this.#save(this.#papers)), "", "save"));
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
    this.#papers = items.map((item, index) => new Paper(item, index, today, {
      print: (paper) => void this.#print([paper]),
      save: (paper) => void this.#save([paper]),
      fail: (error) => this.onProblem(error),
    }));
    // Known before its bytes are there.
    if (items.some(({ mediaType }) => mediaType === "application/pdf")) pdfPages().catch(() => {});
    document.documentElement.classList.toggle("foot-marks", !marginsHaveText);
    if (!marginsHaveText) document.body.append(foot);
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

  /** Each of them. */
  get sections() {
    return this.#papers.map((paper) => paper.section);
  }

  /** What is said of all of them, and done with them: a list that leads to each, if there are several. */
  summary() {
    const keeps = say(element("p", { class: "copies" }), "all.keeps");
    if (this.#papers.length < 2) return [keeps, this.#doing];
    const list = element("ol", { class: "contents" });
    for (const paper of this.#papers) {
      const go = element("button", { type: "button", dir: "auto" }, paper.item.title);
      go.addEventListener("click", () => {
        paper.heading.scrollIntoView();
        paper.heading.focus({ preventScroll: true });
      });
      list.append(element("li", {}, go));
    }
    return [this.#all, keeps, this.#doing, label(element("nav", {}, list), "paper.contents")];
  }

  /** Whether there is still something to fetch: the grant has to stay open for it. */
  get isWaiting() {
    return this.#papers.some((paper) => paper.state === "absent");
  }

  /** One at a time, in order: the first is readable before the others share the link with it. */
  #fetchNext() {
    this.#fetching ??= this.#fetchInTurn().finally(() => (this.#fetching = null));
    return this.#fetching;
  }

  async #fetchInTurn() {
    try {
      for (;;) {
        const next = this.#papers.find(
          (one) => one.state === "absent" && (this.#near.has(one) || this.#wanted.has(one)));
        if (!next || this.#isClosed) return;
        if (this.#wanted.has(next)) this.#say("all.coming", next);
        await next.show(this.#read);
        if (this.#isClosed) return next.close();
        this.#forgetFar();
      }
    } catch (error) {
      this.#wanted.clear();
      if (!this.#isClosed) this.onProblem(error);
    }
  }

  #forgetFar() {
    const held = this.#papers.filter((paper) => paper.state === "shown");
    const far = held.filter((paper) => !this.#near.has(paper) && !this.#wanted.has(paper));
    for (const paper of far.slice(0, Math.max(0, held.length - mostHeld))) paper.forget();
  }

  /** Tries again what failed for a reason that may have passed. */
  retry() {
    for (const paper of this.#papers) if (paper.state === "failed") paper.close();
    void this.#fetchNext();
  }

  /**
   * Prints all pages of these, once all are there.
   * @param {Paper[]} papers
   */
  async #print(papers) {
    for (const paper of papers) this.#wanted.add(paper);
    try {
      while (papers.some(({ state }) => state === "absent" || state === "coming")) {
        await this.#fetchNext();
        // What could not be fetched was told.
        if (this.#isClosed || !this.#wanted.size) return;
      }
      for (const paper of papers) {
        if (papers.length > 1) this.#say("all.coming", paper);
        await paper.prepareToPrint();
        if (this.#isClosed) return;
      }
    } finally {
      this.#doing.replaceChildren();
    }
    // Its name in the printer's list and of its file.
    const before = document.title;
    if (keepsNoTitle() && papers.length === 1) document.title = papers[0].item.title;
    // Where nothing can be printed no end of it is told: what was asked for before is not it any more.
    for (const one of this.#papers) one.section.classList.toggle("printed", papers.includes(one));
    document.documentElement.classList.add("chosen-papers");
    addEventListener("afterprint", () => {
      document.title = before;
      for (const paper of papers) {
        paper.section.classList.remove("printed");
        paper.printed();
        this.#wanted.delete(paper);
      }
      document.documentElement.classList.remove("chosen-papers");
      this.#forgetFar();
    }, { once: true, signal: this.#listening.signal });
    print();
  }

  /** @param {() => Promise<void>} task  after which the buttons for all can be pressed again */
  async #inTurn(task) {
    const buttons = [...this.#all.children].map((one) => /** @type {HTMLButtonElement} */ (one));
    if (buttons[0].disabled) return;
    for (const one of buttons) one.disabled = true;
    try {
      await task();
    } finally {
      for (const one of buttons) one.disabled = false;
    }
  }

  /**
   * Fetches these and gives them to the browser to keep, several as one file: browsers ask before they keep
   * a second one, or drop it.
   * @param {Paper[]} papers
   */
  async #save(papers) {
    try {
      const files = [];
      for (const paper of papers) {
        // One call at a time: the core tells of one how far it is.
        while (this.#fetching) await this.#fetching;
        this.#say("all.coming", paper);
        const fetched = this.#read(paper.index, () => {});
        this.#fetching = fetched.then(() => {}, () => {}).finally(() => (this.#fetching = null));
        files.push({ name: paper.item.fileName, bytes: await fetched });
        if (this.#isClosed) return;
      }
      const [{ name, bytes }] = files;
      if (files.length === 1) {
        download([bytes], name);
        this.#say("all.saved", null, name);
      } else {
        const { zip } = await siteScript("./zip.js");
        const together = text("all.file");
        download(zip(files), together);
        this.#say("all.saved", null, together);
      }
    } catch (error) {
      this.#doing.replaceChildren();
      if (!this.#isClosed) this.onProblem(error);
    } finally {
      void this.#fetchNext();
    }
  }

  /** @param {string} key @param {Paper | null} paper @param {string} [name]  of a file */
  #say(key, paper, name = "") {
    const line = element("span", { dir: "auto" });
    say(line, key, () => ({ done: (paper?.index ?? 0) + 1, total: this.#papers.length, name }));
    this.#doing.replaceChildren(line);
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
    document.documentElement.classList.remove("chosen-papers");
    foot.remove();
    forgetImages();
  }
}
