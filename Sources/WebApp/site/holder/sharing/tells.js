// What a document tells besides what is seen on it: known before it is shared.

import { ImageError, tells } from '../images.js';

/** @type {Promise<unknown>} */
let last = Promise.resolve();

/**
 * Whether the place, the time or the device may be written in a document, as in one that was kept by another program
 * than this app. It is fetched for that, one after the other, once a session.
 *
 * @param {import('../app.js').App} app
 * @param {import('../app.js').Document} document
 * @returns {Promise<boolean>}
 */
export function mayTell(app, document) {
  const { id, mediaType } = document;
  if (/^(video|audio)\//.test(mediaType)) return Promise.resolve(true);
  const mayBePages = mediaType.startsWith('image/') || mediaType === 'application/pdf';
  // Of an unknown kind: what it is, its bytes say.
  if (!mayBePages && mediaType !== 'application/octet-stream') return Promise.resolve(false);
  const known = app.tells.get(id);
  if (known) return known;
  /** @type {Promise<boolean>} */
  const found = last.then(async () => {
    // The session is over: to ask would start another core.
    if (app.tells.get(id) !== found) throw new Error('closed');
    const { bytes } = await app.call('readDocument', { id });
    try {
      return (await tells(bytes)) ?? mediaType.startsWith('image/');
    } catch (error) {
      if (error instanceof ImageError) return true; // it couldn't be looked into
      throw error;
    }
  });
  app.tells.set(id, found);
  last = found.catch(() => {
    if (app.tells.get(id) === found) app.tells.delete(id);
  });
  return found;
}
