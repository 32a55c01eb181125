// Masks and accompanied mode: what the core is asked, and what goes from the page with it.

import { el } from './dom.js';
import { t } from './i18n.js';
import { settleRemovals } from './removal.js';
import { button } from './ui.js';

/** @typedef {import('./app.js').App} App */

/** What the journal says of a document. */
export const mask = /** @type {const} */ ({ shown: 0, masked: 1, asItsKind: 2, reminding: 3 });

/**
 * @param {App} app @param {string} name @param {object} args
 * @returns {Promise<boolean>} whether it was done; the page then knows no more than the core lets it
 */
async function change(app, name, args) {
  const wallet = await app.work(t('masks.working'), async (core) => {
    // What is about to be removed is removed first: once hidden, nobody could say of which it was.
    await settleRemovals(app);
    return core.call(name, args);
  });
  if (wallet) app.wallet = wallet;
  return wallet !== undefined;
}

/** Shows documents for this session; without any named, the masked ones.
 * @param {App} app @param {string[]} [ids]
 */
export const reveal = (app, ids = []) => change(app, 'revealDocuments', { ids });

/** Hides documents again; without any named, all that were shown.
 * @param {App} app @param {string[]} [ids]
 */
export const hide = (app, ids = []) => change(app, 'hideDocuments', { ids });

/** @param {App} app @param {string[]} ids @param {0 | 1 | 2 | 3} value One of `mask`. */
export const maskDocuments = (app, ids, value) => change(app, 'maskDocuments', { ids, mask: value });

/** @param {App} app @param {string[]} kinds */
export const maskKinds = (app, kinds) => change(app, 'maskKinds', { kinds });

/** Hides every title until the session ends.
 * @param {App} app
 */
export const accompany = (app) => change(app, 'setAccompanied', { on: true });

/** Why there is nothing to share: there is nothing, or it is hidden.
 * @param {App} app
 */
export function nothingToShare(app) {
  return t(app.wallet?.hidden.length ? 'masks.hiddenToShare' : 'share.none');
}

/** Where a list has no masked documents: the same whether there are any or not.
 * @param {App} app
 */
export function masksHint(app) {
  return el(
    'p',
    { class: 'masks-hint' },
    t('masks.notListed'),
    ' ',
    button(t('masks.title'), { look: 'small', pictogram: 'mask', on: () => app.go('masks') }),
  );
}
