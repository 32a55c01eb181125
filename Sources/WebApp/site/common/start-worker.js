// Workers are started here only.
//
// The pages ask for trusted types, so a worker's address must come from a policy.
// This one takes a file of the page's own
// folder and nothing else.

const own = new URL('.', import.meta.url);

/** @type {{createScriptURL(name: string): any} | undefined} */
const policy = /** @type {any} */ (globalThis).trustedTypes?.createPolicy('pde', {
  /** @param {string} name */
  createScriptURL(name) {
    const url = new URL(name, own);
    if (url.origin !== own.origin || !url.pathname.startsWith(own.pathname)) {
      throw new TypeError('not a worker of this site');
    }
    return url.href;
  },
});

/**
 * @param {string} name A file beside this one, or its path.
 * @returns {Worker}
 */
export function startWorker(name) {
  const url = policy ? policy.createScriptURL(name) : new URL(name, own).href;
  return new Worker(url, { type: 'module' });
}
