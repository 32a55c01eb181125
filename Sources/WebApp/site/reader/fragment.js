// The first thing that runs: the key of the link leaves the address bar before anything else is
// fetched or shown. Then what takes longest is set going. A classic script, as modules wait for the
// whole page, and one that browsers without modules can read: there too the key has to go.
//
// The key stays in this closure until the page's module takes it, once.
(() => {
  "use strict";
  let address = "";
  /** @type {() => void} */
  let whenNew = () => {};

  function take() {
    const isBare = /^\/g\/?$/i.test(location.pathname);
    // Where a mailer encoded the sign before the key, the key is in the path or the query.
    const isInQuery = /%23/.test(location.search);
    const hasKey = location.hash.length > 1 || !isBare || isInQuery;
    if (hasKey) address = location.href;
    // What the page left there stays: it says nothing of the key. So does the address before the key, for
    // the same link to be the same page again. In a path or a query of its own there may be a key.
    const stays = isBare ? location.pathname + (hasKey && !isInQuery ? location.search : "") : "/G";
    if (hasKey || location.search) history.replaceState(history.state, "", stays);
    return hasKey;
  }

  take();
  // The same page with another key: typed behind the address, or scanned into the same tab.
  addEventListener("hashchange", () => {
    if (take()) whenNew();
  });

  Object.defineProperty(window, "linkKey", {
    configurable: true,
    value: {
      /** The address with a key in it, given once; empty if there was none. */
      take() {
        const taken = address;
        address = "";
        return taken;
      },
      /** @param {() => void} call  called when a new key came */
      onNew(call) {
        whenNew = call;
      },
    },
  });

  const core = "/g/core-worker.js";
  // Whatever is asked of this policy, the core's own file is all that it gives.
  const trustedTypes = /** @type {any} */ (window).trustedTypes;
  const policy = trustedTypes && trustedTypes.createPolicy("pde-worker", {
    createScriptURL: () => core,
  });
  const newWorker = () => new Worker(policy ? policy.createScriptURL("") : core, { type: "module" });
  /** @type {Worker | null} */
  let worker = null;
  /** @type {Promise<ArrayBuffer | null> | null} */
  let info = null;
  if (address && typeof Worker === "function" && typeof fetch === "function") {
    worker = newWorker();
    // Where it broke, the next one says so to whoever starts it.
    worker.onerror = () => (worker = null);
    // On a connection without credentials, as the core's calls have them: it is open when they come.
    info = fetch("/v1/info", {
      cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer",
    }).then((answer) => (answer.ok ? answer.arrayBuffer() : null)).catch(() => null);
    // The first date takes a browser long to write: it gets ready while the rest is on its way.
    setTimeout(() => new Intl.DateTimeFormat());
  }

  Object.defineProperty(window, "coreStart", {
    configurable: true,
    value: {
      /** A thread for a core: the one that was started, or another. */
      worker() {
        const started = worker || newWorker();
        worker = null;
        return started;
      },
      /** What the service said of itself, once; null if nothing was asked, or nothing came. */
      info() {
        const asked = info;
        info = null;
        return asked;
      },
    },
  });
})();
