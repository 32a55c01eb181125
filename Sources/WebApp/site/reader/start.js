// What does not wait for the rest of the page: the core is started, and the cover of the link that
// the page was opened with is asked for, and the texts, before anything is drawn.

import { Core } from "./core-client.js";
import { readLink } from "./link.js";
import { take } from "./reload.js";

const files = {
  module: "/g/reader.wasm", plainModule: "/g/reader-plain.wasm", worker: "/g/core-worker.js",
};

/** What fragment.js has started. */
const coreStart = /** @type {{worker(): Worker, info(): Promise<ArrayBuffer | null> | null}} */ (
  /** @type {any} */ (window).coreStart);

/**
 * A core, and what it said of the link, if it was given one.
 * @typedef {{core: Core, cover: Promise<import("./screens.js").Cover>}} Started
 */

const linkKey = /** @type {{take(): string, onNew(call: () => void): void}} */ (
  /** @type {any} */ (window).linkKey);

/** The key that came in the address bar, given once; empty if none did. Of what is no key, something that
 * the core refuses as that. */
function takeKey() {
  const address = linkKey.take();
  return address && (readLink(address)?.key ?? "?");
}

/**
 * Hears of each key that comes into the same tab.
 * @param {(key: string) => void} begin
 */
export function onNewKey(begin) {
  linkKey.onNew(() => begin(takeKey()));
}

/**
 * A core that reads a link.
 * @param {string} key
 * @returns {Started}
 * @throws CoreError where a browser can't
 */
export function startReading(key) {
  const core = new Core(files, coreStart);
  const cover = core.call("readCover", { fragment: key });
  cover.catch(() => {});
  return { core, cover };
}

let first = takeKey();
/** What the page before had, if this is the same page again and no other key came. */
const before = first ? Promise.resolve(null) : take();
/** @type {Started | null} */
let ahead = null;
try {
  if (first) ahead = startReading(first);
} catch {
  // Said when it is asked for.
}

/** The key that the page was opened with, given once; empty if there was none. And what it was opened with
 * before it was loaded again. */
export async function takeFirst() {
  const kept = await before;
  // Another one came meanwhile, into the same tab.
  const newer = takeKey();
  if (newer) void ahead?.core.end();
  const taken = newer ? { key: newer, ahead: null, kept: null } : { key: first || kept?.key || "", ahead, kept };
  first = "";
  ahead = null;
  return taken;
}

/** The texts in the reader's language; they came, or they did not. */
export const texts = import("./messages.js").then(
  ({ preferredLanguage, useLanguage }) => useLanguage(preferredLanguage()));
texts.catch(() => {});
