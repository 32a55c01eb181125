// What was removed or written over, and can be had back for 30 days.

/** One version at rest. `isEarlier`: its document is in the wallet.
 * @typedef {{id: string, version: number, title: string, kind: string, restedAt: number, isEarlier: boolean}} Resting
 * @typedef {import('./app.js').App} App
 */

/** How long it rests. */
const restSeconds = 30 * 86_400;

/** When it can be had back no longer, in seconds since 1970.
 * @param {Resting} one
 */
export function endOf(one) {
  return one.restedAt + restSeconds;
}

/**
 * Papers that were removed, the last one first: of each its last version.
 * @param {App} app @returns {Promise<Resting[]>}
 */
export async function removedPapers(app) {
  /** @type {Map<string, Resting>} */ const last = new Map();
  for (const one of await resting(app)) {
    if (!one.isEarlier && one.version > (last.get(one.id)?.version ?? 0)) last.set(one.id, one);
  }
  return [...last.values()].sort((a, b) => b.restedAt - a.restedAt);
}

/**
 * Earlier versions of a document, the last one first.
 * @param {App} app @param {string} id @returns {Promise<Resting[]>}
 */
export async function earlierVersions(app, id) {
  return (await resting(app)).filter((one) => one.isEarlier && one.id === id).sort((a, b) => b.version - a.version);
}

/**
 * Deletes a removed paper for good, with all its versions.
 * @param {{call: (name: string, values?: any) => Promise<any>}} core @param {string} id
 */
export async function forgetPaper(core, id) {
  const { items } = await core.call('resting');
  for (const { version } of items.filter((/** @type {Resting} */ one) => one.id === id)) {
    await core.call('forgetResting', { id, version });
  }
}

/** @param {App} app @returns {Promise<Resting[]>} */
async function resting(app) {
  return (await app.call('resting')).items;
}
