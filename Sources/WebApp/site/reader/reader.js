// The page that reads what someone shares: takes the link's key, shows what is shared and for
// what, opens it when the reader says so, and wipes everything when it is over.
//
// Nothing is counted, and no document fetched, before the reader presses the one button.

import { CoreError } from "./core-error.js";
import { button, byID, element, forgetTexts, say, sayAgain, pictogram } from "./dom.js";
import { duration, language, text, useLanguage } from "./messages.js";
import { cameraOffer } from "./camera.js";
import { fillFoot } from "./foot.js";
import { readLink } from "./link.js";
import { keepNonce, openingNonce, wasOpened } from "./opening.js";
import * as reload from "./reload.js";
import { coverScreen, endScreen, languageBar, linkScreen, waitScreen } from "./screens.js";
import { Session } from "./session.js";
import { onNewKey, startReading, takeFirst, texts } from "./start.js";
import { runsWebAssembly } from "./web-assembly.js";

/** While someone reads, the grant is kept open so often: its token lasts 10 minutes. */
const touchSeconds = 240;
/** So long after something was fetched, the opening surely goes on with the same number. */
const sameSeconds = 540;

/** @typedef {import("./screens.js").Cover} Cover */
/** @typedef {import("./papers.js").Papers} Papers */
/** @typedef {import("./core-client.js").Core} Core */

const main = byID("main");
const top_ = byID("top");
const notices = byID("notices");
const title = document.querySelector("title");

/** All that is held for one link; a new one begins when the old one is wiped. */
class Reading {
  /** @param {string} [key] */
  constructor(key = "") {
    this.key = key;
  }

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
  /** Lets go of what a screen holds. */
  stop = () => {};
  /** Codes that were refused. */
  tries = 0;
  /** When something was last fetched. */
  touched = 0;
  isOver = false;
}

let reading = new Reading();
/** Whether the page was loaded again and lost what it had: said once. */
let hasLost = reload.isReload && wasOpened;

/**
 * Starts anew with a key, or asks for one.
 * @param {string} key
 * @param {import("./start.js").Started | null} [ahead]  what was started before, for this key
 * @param {import("./reload.js").Kept | null} [kept]  what this page had before it was loaded again
 */
async function begin(key, ahead = null, kept = null) {
  wipe();
  const mine = (reading = new Reading(key));
  // Before anything is typed, as nothing can come of it.
  if (!runsWebAssembly()) return show(endScreen("blocked", {}), "end.blocked");
  if (!key) return askForLink(mine);
  show(waitScreen("wait.cover"), "wait.title");
  try {
    const started = ahead ?? startReading(key);
    mine.core = started.core;
    mine.core.onEnded = () => end(mine, "over");
    const [, cover] = await Promise.all([mine.core.ready, started.cover]);
    if (!mine.isOver) showCover(mine, cover, kept);
  } catch (error) {
    fail(mine, error, () => void begin(key, null, kept));
  }
}

/** @param {Reading} mine */
function askForLink(mine) {
  /** @param {string} given @param {HTMLElement} problem @param {string} [wrong] */
  const go = (given, problem, wrong = "type.invalid") => {
    const link = readLink(given, location.origin);
    if (!link) return say(problem, wrong);
    if (link.origin === location.origin) return void begin(link.key);
    // Never followed by itself: an address that somebody typed may lead anywhere.
    say(problem, "type.elsewhere", () => ({ address: `${link.origin}/G` }));
  };
  const camera = cameraOffer((read, problem) => go(read, problem, "camera.other"));
  mine.stop = camera.stop;
  show(linkScreen(go, camera.elements, hasLost), "type.title");
}

/** @param {Reading} mine @param {Cover} cover @param {import("./reload.js").Kept | null} kept */
function showCover(mine, cover, kept) {
  const session = startSession(mine, cover);
  // What shows the documents comes while the cover is read.
  const shown = (mine.shown = import("./papers.js"));
  // Not before the button is there: somebody is waiting for it.
  requestAnimationFrame(() => setTimeout(async () => {
    const papers = await shown.catch(() => null);
    if (mine.isOver) return;
    papers?.prepare();
    // Not over what it has since: the code.
    if (!mine.touched) reload.keep({ key: mine.key });
  }));
  show(coverScreen(cover, kept, async (code, name, parts) => {
    if (parts.open.disabled) return;
    parts.open.disabled = true;
    say(parts.problem, "plain", () => ({ text: "" }));
    try {
      const nonce = openingNonce(cover.expiry);
      // Given to the core, the bytes are gone here.
      const first = new FirstPaper(mine, { code, name, openNonce: nonce.slice() });
      keepNonce(cover.expiry, nonce);
      const [opened, { Papers }] = await Promise.all([first.opened, shown]);
      if (mine.isOver) return;
      mine.touched = Date.now();
      reload.keep({ key: mine.key, code, name, touched: mine.touched });
      showPapers(mine, cover, session, opened, first, Papers);
    } catch (error) {
      if (mine.isOver) return;
      parts.open.disabled = false;
      openingFailed(mine, error, cover, parts);
    }
  }), "cover.title");
  // The same opening goes on by itself, while it is sure that it is the same.
  if (kept?.touched && Date.now() - kept.touched < sameSeconds * 1000) {
    main.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  }
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
  const reason = reasonOf(error);
  if (reason === "notFound" && cover.needsCode) {
    mine.tries += 1;
    say(problem, "cover.refused", () => ({ count: mine.tries }));
    code?.setAttribute("aria-invalid", "true");
    code?.select();
    code?.focus();
  } else if (reason === "invalid") {
    say(problem, "cover.code-form");
    code?.focus();
  } else if (passing.includes(reason)) {
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
  const touch = () => {
    mine.touched = Date.now();
    reload.keep({ touched: mine.touched });
  };
  /** @type {import("./papers.js").Read} */
  const read = async (index, progress) => {
    core.onProgress = progress;
    touch();
    const coming = index === 0 ? first.take() : null;
    return coming ?? (await core.call("readItem", { index })).bytes;
  };
  const papers = new Shown(opened.items, read, {
    now: () => session.now, until: cover.expiry,
  });
  mine.papers = papers;
  papers.onProblem = (error) => {
    const code = reasonOf(error);
    if (!passing.includes(code)) return fail(mine, error);
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
    // Also when all is there: a reload is the same opening as long as it is kept open.
    if (isRead && Date.now() - mine.touched > touchSeconds * 1000) {
      touch();
      // Nothing needs its answer; if the grant is over, the next document says so.
      core.call("keepOpen").catch(() => {});
    }
  };
  session.onTick(cover.expiry - session.now);
  const about = element("p", { class: "about", dir: "auto" }, [opened.name, opened.purpose].filter(Boolean).join(" · "));
  show([
    element("div", { class: "side" },
      element("div", { class: "bar" }, left, button("papers.close", () => session.close(), "close", "close")),
      say(element("h1"), "papers.title", () => ({ count: opened.items.length })),
      ...(about.textContent ? [about] : []),
      say(element("p", { class: "copies" }), "cover.copies"),
      ...papers.summary()),
    ...papers.sections,
  ], "papers.name");
}

/**
 * What can't go on: said, with what to do.
 * @param {Reading} mine
 * @param {unknown} error
 * @param {() => void} [again]
 */
function fail(mine, error, again) {
  if (mine.isOver) return;
  switch (reasonOf(error)) {
    case "notFound": return end(mine, "over");
    case "invalid": return end(mine, "invalid");
    case "unreachable": return end(mine, "unreachable", again);
    case "tooManyCalls": return end(mine, "tooManyCalls", again);
    case "unavailable": return end(mine, "unavailable", again);
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
  if (why === "left") reload.leave();
  wipe();
  show(endScreen(why, { again, type: () => void begin("") }), `end.${why}`);
}

/** Nothing of what was read stays: in the page, in its memory, in the module. */
function wipe() {
  reading.isOver = true;
  reading.key = "";
  reading.stop();
  reload.forget();
  reading.session?.stop();
  reading.papers?.close();
  reading.shown?.then(({ unprepare }) => unprepare(), () => {});
  void reading.core?.end();
  reading.core = reading.session = reading.papers = null;
  main.replaceChildren();
  notices.replaceChildren();
  forgetTexts();
}

/** @param {HTMLElement[]} elements @param {string} name  what the tab says: nothing of the papers, as browsers note it down */
function show(elements, name) {
  main.replaceChildren(...elements);
  main.className = elements.length > 1 ? `with-${elements[0].className}` : "";
  forgetTexts();
  if (title) say(title, name);
  scrollTo(0, 0);
  // Whoever listens hears where they are.
  const heading = main.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

/**
 * Why something failed: what came from the core, or not from the network.
 * @param {unknown} error
 */
function reasonOf(error) {
  if (error instanceof CoreError) return error.code;
  return /** @type {{code?: unknown} | null} */ (error)?.code === "unreachable" ? "unreachable" : "unsupported";
}

/** What passes: the same thing again may work. */
const passing = ["unreachable", "tooManyCalls", "unavailable"];

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
  const { key, ahead, kept } = await takeFirst();
  try {
    await texts;
  } catch {
    // Without texts nothing can be explained, and a reload has lost the key: keep it and wait.
    addEventListener("online", () => location.reload(), { once: true });
  }
  top_.append(
    element("p", { class: "name" }, pictogram("documents"), say(element("span"), "site.name")),
    languageBar((chosen) => void changeLanguage(chosen)));
  markLanguage();
  onNewKey((key) => void begin(key));
  // Back from the browser's cache of pages: what was wiped when it was left stays so.
  addEventListener("pageshow", (event) => {
    if (event.persisted) void begin("");
  });
  const begun = begin(key, ahead, kept);
  hasLost = false;
  await begun;
  void fillFoot(byID("foot"));
}

void start();
