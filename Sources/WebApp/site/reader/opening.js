// The numbers of openings, kept with the tab's history entries: who reloads the page and gives the
// link again goes on with the opening that was counted, while it lasts. A number opens nothing without
// the link, and says nothing of it.

/** So many are kept, the last ones. */
const mostKept = 4;

/** @typedef {{expiry: number, nonce: Uint8Array}} Opening */

/**
 * Those of this tab, the last one first. A link that is given again in the address bar makes a new
 * history entry, which has none: they are taken over from the one that the page was loaded with.
 * @type {Opening[]}
 */
let kept = openingsOf(history.state);

/** @param {any} state @returns {Opening[]} */
function openingsOf(state) {
  const all = Array.isArray(state?.openings) ? state.openings : [];
  return all.filter((/** @type {any} */ one) => (
    typeof one?.expiry === "number" && one.nonce instanceof Uint8Array && one.nonce.length === 16));
}

/** Whether something was opened in this tab before. */
export const wasOpened = kept.length > 0;

/**
 * The number for the grant with this end: that of before, or a new one, to be kept.
 * @param {number} expiry
 * @returns {Uint8Array}
 */
export function openingNonce(expiry) {
  const before = kept.find((one) => one.expiry === expiry);
  return before ? before.nonce.slice() : crypto.getRandomValues(new Uint8Array(16));
}

/**
 * Keeps the number of the opening that was just asked for.
 * @param {number} expiry
 * @param {Uint8Array} nonce
 */
export function keepNonce(expiry, nonce) {
  kept = [{ expiry, nonce }, ...kept.filter((one) => one.expiry !== expiry)].slice(0, mostKept);
  history.replaceState({ ...history.state, openings: kept }, "");
}
