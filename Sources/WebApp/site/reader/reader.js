// The page that reads what someone shares: takes the link's key, shows what is shared and for
// what, opens it when the reader says so, and wipes everything when it is over.
//
// Nothing is counted, and no document fetched, before the reader presses the one button.

import { CoreError } from "./core-error.js";
import { button, byID, element, forgetTexts, say, sayAgain } from "./dom.js";
import { duration, language, text, useLanguage } from "./messages.js";
import { keepNonce, openingNonce } from "./opening.js";
import { coverScreen, endScreen, languageBar, linkScreen, waitScreen } from "./screens.js";
import { Session } from "./session.js";
import { linkKey, newCore, startReading, takeFirst, texts } from "./start.js";

/** While someone reads, the grant is kept open so often: its token lasts 10 minutes. */
const touchSeconds = 240;

/** @typedef {import("./screens.js").Cover} Cover */
/** @typedef {import("./papers.js").Papers} Papers */
/** @typedef {import("./core-client.js").Core} Core */

const main = byID("main");
const top_ = byID("top");
const notices = byID("notices");

/** All that is held for one link; a new one begins when the old one is wiped. */
class Reading {
  /** @type {Core | null} */
  core = null;
  /** @type {Session | null} */
  session = null;
  /** @type {Papers | null} */
  papers = null;
  /**
   * What shows documents, once it is asked for.
   * @type {Promise<typeof import("./papers.js")> | null}
   */
  shown = null;
  /** Codes that were refused. */
  tries = 0;
  isOver = false;
}

let reading = new Reading();

/**
 * Starts anew with a key, or asks for one.
 * @param {string} key
 * @param {import("./start.js").Started | null} [ahead]  what was started before, for this key
 */
async function begin(key, ahead = null) {
  wipe();
  const mine = (reading = new Reading());
  if (!key) return askForLink();
  show(waitScreen("wait.cover"));
  try {
    const started = ahead ?? startReading(key);
    mine.core = started.core;
    mine.core.onEnded = () => end(mine, "over");
    const [, cover] = await Promise.all([mine.core.ready, started.cover]);
    if (!mine.isOver) showCover(mine, cover);
  } catch (error) {
    fail(mine, error, () => void begin(key));
  }
}

function askForLink() {
  show(linkScreen(async (typed, problem) => {
    say(problem, "plain", () => ({ text: "" }));
    let core;
    try {
      core = newCore();
      const { origin, fragment } = await core.call("parseLink", { text: wholeLink(typed) });
      if (origin !== location.origin) {
        // Never followed by itself: an address that somebody typed may lead anywhere.
        say(problem, "type.elsewhere", () => ({ address: `${origin}/G` }));
      } else {
        void begin(fragment);
      }
    } catch (error) {
      const code = error instanceof CoreError ? error.code : "unsupported";
      say(problem, code === "invalid" ? "type.invalid" : `problem.${known(code)}`);
    } finally {
      void core?.end();
    }
  }));
}

/**
 * The link that was typed, or that a key typed alone is part of: one for this page. What looks like
 * a letter and is none that a key may have becomes it.
 * @param {string} typed
 */
function wholeLink(typed) {
  const at = typed.lastIndexOf("#");
  const place = at < 0 ? `${location.origin}/G#` : typed.slice(0, at + 1).trim();
  const key = typed.slice(at + 1)
    .replace(/[\u00a0\u2010-\u2015\u202f.-]/g, "")
    .replace(/0/g, "O").replace(/1/g, "I").replace(/8/g, "B");
  // As paper has it: without the scheme that browsers take by themselves.
  return (/^https?:/i.test(place) ? "" : `${location.protocol}//`) + place + key;
}

/** @param {Reading} mine @param {Cover} cover */
function showCover(mine, cover) {
  const session = startSession(mine, cover);
  // What shows the documents comes while the cover is read.
  const shown = (mine.shown = import("./papers.js"));
  // Not before the button is there: somebody is waiting for it.
  requestAnimationFrame(() => setTimeout(async () => {
    const papers = await shown.catch(() => null);
    if (!mine.isOver) papers?.prepare();
  }));
  show(coverScreen(cover, async (code, name, parts) => {
    if (parts.open.disabled) return;
    parts.open.disabled = true;
    say(parts.problem, "plain", () => ({ text: "" }));
    try {
      const nonce = openingNonce(cover.expiry);
      // Given to the core, the bytes are gone here.
      const first = new FirstPaper(mine, { code, name, openNonce: nonce.slice() });
      keepNonce(cover.expiry, nonce);
      const [opened, { Papers }] = await Promise.all([first.opened, shown]);
      if (!mine.isOver) showPapers(mine, cover, session, opened, first, Papers);
    } catch (error) {
      if (mine.isOver) return;
      parts.open.disabled = false;
      openingFailed(mine, error, cover, parts);
    }
  }));
}

/** The opening: what the grant holds is told first, and the first document comes by itself. */
class FirstPaper {
  /** @type {Promise<{purpose: string, name: string, items: import("./papers.js").Item[]}>} */
  opened;
  /** @type {Promise<Uint8Array> | null} */
  #bytes;

  /** @param {Reading} mine @param {{code: string, name: string, openNonce: Uint8Array}} args */
  constructor({ core }, args) {
    /** @type {(bytes: Uint8Array) => void} */
    let arrived = () => {};
    /** @type {(reason: unknown) => void} */
    let lost = () => {};
    this.#bytes = new Promise((resolve, reject) => ([arrived, lost] = [resolve, reject]));
    this.#bytes.catch(() => {});
    this.opened = new Promise((resolve, reject) => {
      core?.call("openGrant", args, (news) => (news.bytes ? arrived(news.bytes) : resolve(news)))
        .catch((error) => {
          reject(error);
          lost(error);
        });
    });
  }

  /** Its bytes, given once: after that, or if they got lost, they are asked for like others. */
  take() {
    const bytes = this.#bytes;
    this.#bytes = null;
    return bytes;
  }
}

/**
 * Tells what to do; never tries again by itself, as a wrong code counts.
 * @param {Reading} mine
 * @param {unknown} error
 * @param {Cover} cover
 * @param {{problem: HTMLElement, code: HTMLInputElement | null}} parts
 */
function openingFailed(mine, error, cover, { problem, code }) {
  const reason = error instanceof CoreError ? error.code : "unsupported";
  if (reason === "notFound" && cover.needsCode) {
    mine.tries += 1;
    say(problem, "cover.refused", () => ({ count: mine.tries }));
    code?.setAttribute("aria-invalid", "true");
    code?.select();
    code?.focus();
  } else if (reason === "invalid") {
    say(problem, "cover.code-form");
    code?.focus();
  } else if (reason === "unreachable" || reason === "tooManyCalls") {
    say(problem, `problem.${reason}`, () => waitOf(error));
  } else {
    fail(mine, error);
  }
}

/** @param {Reading} mine @param {Cover} cover */
function startSession(mine, cover) {
  const session = new Session(cover.expiry, Number(mine.core?.info.time));
  mine.session = session;
  session.onEnd = (why) => end(mine, why);
  session.onWarning = (seconds) => {
    if (seconds === null) return notices.replaceChildren();
    // Said once, counted down silently: a voice that counts says nothing else.
    const count = element("strong", { "aria-hidden": "true" }, duration(seconds));
    const known_ = notices.querySelector("strong");
    if (known_) return known_.replaceWith(count);
    notices.replaceChildren(element("div", { class: "notice" },
      say(element("p"), "warning.idle"), count, button("warning.stay", () => session.used(), "main")));
  };
  return session;
}

/**
 * @param {Reading} mine
 * @param {Cover} cover
 * @param {Session} session
 * @param {{purpose: string, name: string, items: import("./papers.js").Item[]}} opened
 * @param {FirstPaper} first
 * @param {typeof import("./papers.js").Papers} Shown
 */
function showPapers(mine, cover, session, opened, first, Shown) {
  const { core } = mine;
  if (!core) return;
  let touched = Date.now();
  /** @type {import("./papers.js").Read} */
  const read = async (index, progress) => {
    core.onProgress = progress;
    touched = Date.now();
    const coming = index === 0 ? first.take() : null;
    return coming ?? (await core.call("readItem", { index })).bytes;
  };
  const papers = new Shown(opened.items, read, {
    now: () => session.now, until: cover.expiry,
  });
  mine.papers = papers;
  papers.onProblem = (error) => {
    const code = error instanceof CoreError ? error.code : "unsupported";
    if (code !== "unreachable" && code !== "tooManyCalls") return fail(mine, error);
    notices.replaceChildren(element("div", { class: "notice" },
      say(element("p"), `problem.${code}`, () => waitOf(error)),
      button("end.again", () => {
        notices.replaceChildren();
        papers.retry();
      }, "main")));
  };

  const left = element("p", { class: "left", role: "timer" });
  session.onTick = (seconds) => {
    left.textContent = text("papers.left", { duration: duration(seconds) });
    const isRead = session.idleFor < touchSeconds;
    if (isRead && papers.isWaiting && Date.now() - touched > touchSeconds * 1000) {
      touched = Date.now();
      // Nothing needs its answer; if the grant is over, the next document says so.
      core.call("keepOpen").catch(() => {});
    }
  };
  session.onTick(cover.expiry - session.now);
  const about = element("p", { class: "about", dir: "auto" }, [opened.name, opened.purpose].filter(Boolean).join(" · "));
  show([
    element("div", { class: "bar" }, left, button("papers.close", () => session.close(), "close")),
    say(element("h1"), "papers.title", () => ({ count: opened.items.length })),
    ...(about.textContent ? [about] : []),
    say(element("p", { class: "copies" }), "cover.copies"),
    ...papers.elements(),
  ]);
}

/**
 * What can't go on: said, with what to do.
 * @param {Reading} mine
 * @param {unknown} error
 * @param {() => void} [again]
 */
function fail(mine, error, again) {
  if (mine.isOver) return;
  const code = error instanceof CoreError ? error.code : "unsupported";
  switch (code) {
    case "notFound": return end(mine, "over");
    case "invalid": return end(mine, "invalid");
    case "unreachable": return end(mine, "unreachable", again);
    case "tooManyCalls": return end(mine, "tooManyCalls", again);
    case "damaged": case "nonsense": return end(mine, "damaged");
    case "ended": return end(mine, "over");
    default: return end(mine, "unsupported");
  }
}

/**
 * Wipes, and says why it is over.
 * @param {Reading} mine
 * @param {string} why
 * @param {() => void} [again]
 */
function end(mine, why, again) {
  if (mine.isOver || mine !== reading) return;
  wipe();
  show(endScreen(why, { again, type: () => void begin("") }));
}

/** Nothing of what was read stays: in the page, in its memory, in the module. */
function wipe() {
  reading.isOver = true;
  reading.session?.stop();
  reading.papers?.close();
  reading.shown?.then(({ unprepare }) => unprepare(), () => {});
  void reading.core?.end();
  reading.core = reading.session = reading.papers = null;
  main.replaceChildren();
  notices.replaceChildren();
  forgetTexts();
}

/** @param {HTMLElement[]} elements */
function show(elements) {
  main.replaceChildren(...elements);
  forgetTexts();
  scrollTo(0, 0);
  // Whoever listens hears where they are.
  const heading = main.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

/** @param {string} code */
function known(code) {
  return code === "unreachable" || code === "tooManyCalls" ? code : "unsupported";
}

/** @param {unknown} error */
function waitOf(error) {
  const seconds = error instanceof CoreError ? Number(error.detail.retryAfter) || 60 : 60;
  return { duration: duration(seconds) };
}

/** @param {"fr" | "nl" | "en"} chosen */
async function changeLanguage(chosen) {
  await useLanguage(chosen).catch(() => {});
  markLanguage();
  sayAgain();
}

function markLanguage() {
  for (const one of top_.querySelectorAll("button")) {
    one.setAttribute("aria-pressed", String(one.lang === language()));
  }
}

async function start() {
  const { key, ahead } = takeFirst();
  try {
    await texts;
  } catch {
    // Without texts nothing can be explained, and a reload has lost the key: keep it and wait.
    addEventListener("online", () => location.reload(), { once: true });
  }
  top_.append(languageBar((chosen) => void changeLanguage(chosen)));
  markLanguage();
  linkKey.onNew(() => void begin(linkKey.take()));
  // Back from the browser's cache of pages: what was wiped when it was left stays so.
  addEventListener("pageshow", (event) => {
    if (event.persisted) void begin("");
  });
  await begin(key, ahead);
}

void start();
