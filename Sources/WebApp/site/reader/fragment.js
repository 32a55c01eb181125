// The first thing that runs: the key of the link leaves the address bar before anything else is
// fetched or shown. A classic script, as modules wait for the whole page.
//
// The key stays in this closure until the page's module takes it, once.
(() => {
  "use strict";
  let fragment = "";
  /** @type {() => void} */
  let whenNew = () => {};

  function take() {
    if (location.hash.length < 2) return false;
    fragment = location.hash.slice(1);
    // What the page left there stays: it says nothing of the key.
    history.replaceState(history.state, "", location.pathname);
    return true;
  }

  take();
  // The same page with another key: typed behind the address, or scanned into the same tab.
  addEventListener("hashchange", () => {
    if (take()) whenNew();
  });

  Object.defineProperty(window, "linkKey", {
    configurable: true,
    value: {
      /** The key, given once; empty if there is none. */
      take() {
        const taken = fragment;
        fragment = "";
        return taken;
      },
      /** @param {() => void} call  called when a new key came */
      onNew(call) {
        whenNew = call;
      },
    },
  });
})();
