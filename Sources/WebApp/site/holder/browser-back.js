// The browser's Back goes back in here, not away from an open wallet; and no screen stands in the history.
//
// One entry lies on top of the page's own, and again when Back took it away. The one below has the address of an ordinary page:
// after a quick exit that is all that Back leads to.

import { ownPage } from './quick-exit.js';

/**
 * The page's own address, while an entry of ours lies on top.
 * @type {string | null}
 */
let address = null;

/** A wallet is open. */
export function holdBack() {
  if (address !== null) return;
  address = location.pathname + location.hash;
  history.replaceState(null, '', ownPage);
  history.pushState(null, '', address);
}

/** @param {() => boolean} goBack Answers whether a wallet is open. */
export function watchForBack(goBack) {
  addEventListener('popstate', () => {
    if (address === null) return;
    const held = address;
    address = null;
    if (!goBack()) return history.back();
    address = held;
    history.pushState(null, '', held);
  });
}
