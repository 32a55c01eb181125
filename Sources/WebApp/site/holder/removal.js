// Removing: some seconds to think again, then the paper rests.

/** @typedef {import('./app.js').App} App */

const undoSeconds = 10;

/** @param {App} app @param {import('./app.js').Document} document */
export function removeSoon(app, document) {
  const timer = setTimeout(() => void commit(app, document.id), undoSeconds * 1000);
  app.removals.set(document.id, { document, timer });
}

/** @param {App} app @param {string} id */
export function undoRemoval(app, id) {
  clearTimeout(app.removals.get(id)?.timer);
  app.removals.delete(id);
}

/** @param {App} app */
export function pendingRemovals(app) {
  return [...app.removals.values()].map(({ document }) => document);
}

/** Removes now what would be removed in some seconds.
 * @param {App} app
 */
export async function settleRemovals(app) {
  for (const { id } of pendingRemovals(app)) {
    clearTimeout(app.removals.get(id)?.timer);
    await app.call('removeDocument', { id, isForGood: false });
    await app.forgetDocument(id);
    app.removals.delete(id);
  }
}

/** @param {App} app @param {string} id */
async function commit(app, id) {
  try {
    await app.call('removeDocument', { id, isForGood: false });
    await app.forgetDocument(id);
  } catch (error) {
    app.fail(error); // it is still there, and shows again
  } finally {
    app.removals.delete(id);
  }
}
