// The number of an opening, kept with the tab's history entry: who reloads the page and gives the
// link again goes on with the opening that was counted, while it lasts. It opens nothing without
// the link, and says nothing of it.

/**
 * The number for the grant with this end: that of before, or a new one, to be kept.
 * @param {number} expiry
 * @returns {Uint8Array}
 */
export function openingNonce(expiry) {
  const kept = history.state?.opening;
  if (kept?.expiry === expiry && kept.nonce instanceof Uint8Array && kept.nonce.length === 16) {
    return kept.nonce.slice();
  }
  return crypto.getRandomValues(new Uint8Array(16));
}

/**
 * Keeps the number of the opening that was just asked for.
 * @param {number} expiry
 * @param {Uint8Array} nonce
 */
export function keepNonce(expiry, nonce) {
  history.replaceState({ opening: { expiry, nonce } }, "");
}
