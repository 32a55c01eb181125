// What a reload would lose: the key, and the code that was typed. A worker that the page shares with the one
// that comes after it has them meanwhile, in memory (keeper.js). Where browsers end it with the page, or have
// none, they are asked for again. Specs/decisions/0037-reload.md.

import { startSharedWorker } from "./start-worker.js";

/** As long as the worker may take to answer, its file being there or not. */
const patience = 3_000;

/**
 * @typedef {object} Kept
 * @property {string} key
 * @property {string} [code]  what it was opened with; without it, it was not opened
 * @property {string} [name]
 * @property {number} [touched]  when something was last fetched, by this machine's clock
 */

/** @type {MessagePort | null} */
let port = null;

/**
 * What is kept, beside what was before.
 * @param {Partial<Kept>} what
 */
export function keep(what) {
  try {
    if (!port) {
      // Nobody guesses it; it says nothing, and opens nothing by itself.
      const name = [...crypto.getRandomValues(new Uint32Array(4))].join("-");
      const started = (port = startSharedWorker("keeper.js", name)?.port ?? null);
      // Not before it runs: one that did not start yet is dropped with the page.
      if (started) started.onmessage = () => port === started && noteName(name);
    }
    port?.postMessage({ keep: what });
  } catch {
    // Asked for again, then.
  }
}

/**
 * With the tab's history entry, where the next page finds it.
 * @param {string} [keeper]
 */
function noteName(keeper) {
  history.replaceState({ ...history.state, keeper }, "");
}

/** The page goes: whoever comes now may ask. */
export function leave() {
  port?.postMessage({ leave: true });
  port = null;
}

export function forget() {
  if (!port) return;
  port.postMessage({ forget: true });
  port = null;
  noteName();
}

/** Whether this page was loaded in the place of itself. */
export const isReload =
  /** @type {any} */ (performance.getEntriesByType("navigation")[0])?.type === "reload";

/**
 * What the page before this one had, once; null if nothing is there.
 * @returns {Promise<Kept | null>}
 */
export async function take() {
  const name = history.state?.keeper;
  if (!isReload || typeof name !== "string") return null;
  try {
    const asked = startSharedWorker("keeper.js", name)?.port;
    noteName();
    if (!asked) return null;
    return await new Promise((resolve) => {
      asked.onmessage = ({ data }) => resolve(data);
      asked.postMessage({ take: true });
      setTimeout(resolve, patience, null);
    });
  } catch {
    return null;
  }
}
