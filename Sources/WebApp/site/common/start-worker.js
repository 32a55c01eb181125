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
  return new Worker(addressOf(name), { type: 'module' });
}

/**
 * A worker that pages of this site share which know its name, and that outlives them for a moment where a
 * browser has it so; null where there is none.
 * @param {string} file @param {string} name
 * @returns {SharedWorker | null}
 */
export function startSharedWorker(file, name) {
  if (typeof SharedWorker !== 'function') return null;
  return new SharedWorker(addressOf(file), /** @type {any} */ ({ name, extendedLifetime: true }));
}

/** @param {string} name */
function addressOf(name) {
  return policy ? policy.createScriptURL(name) : new URL(name, own).href;
}
