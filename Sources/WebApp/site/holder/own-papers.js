// The papers that the holder keeps or gives away: a card, a recovery share, a stub. What draws
// them comes when one is printed.

import { grantState } from './grants.js';
import { language, t } from './i18n.js';
import { arrived } from './site-file.js';

/** @typedef {import('./app.js').App} App @typedef {import('./sheet.js').SheetLanguage} SheetLanguage */

/** @param {App} app @param {string} text */
const codeOf = (app, text) => app.call('qrCode', { text, level: 'Q' });

/**
 * @param {App} app
 * @param {SheetLanguage[]} languages
 * @param {(sheets: typeof import('./sheets/sheets.js'), catalogues: import('./sheet.js').Catalogue[]) => Promise<HTMLElement[]>} draw
 */
export async function printOwn(app, languages, draw) {
  const pages = await app.work(t('made.preparing'), async () => {
    const sheets = await arrived(import('./sheets/sheets.js'));
    const catalogues = await sheets.loadSheets(languages);
    return { sheets, drawn: await draw(sheets, catalogues) };
  });
  await pages?.sheets.printSheets(pages.drawn);
}

/** @param {App} app @param {string} card */
export function printCard(app, card) {
  return printOwn(app, [language()], async (sheets, catalogues) => {
    const qr = await codeOf(app, card);
    return app.wallet ? [sheets.cardSheet({ card, qr, mark: app.wallet.mark }, catalogues)] : [];
  });
}

/** A share is kept by somebody else, of either language of the place.
 * @param {App} app @param {string} share
 */
export function printShare(app, share) {
  const languages = language() === 'en' ? ['en'] : ['fr', 'nl'];
  return printOwn(app, /** @type {SheetLanguage[]} */ (languages), async (sheets, catalogues) => [
    sheets.shareSheet({ share, qr: await codeOf(app, share) }, catalogues),
  ]);
}

/** What the stub of a lock says: its end, the codes that stop shares meanwhile, and the mark.
 * @param {App} app @param {number} lockedUntil
 */
export function stubOf(app, lockedUntil) {
  const grants = (app.wallet?.grants ?? []).filter((grant) => grantState(grant, app.now()) === 'live');
  return {
    shares: grants.map(({ revocationCode, expiry }) => ({ revocationCode, expiry })),
    lockedUntil,
    mark: app.wallet?.mark ?? { change: 0, date: 0, digits: 0 },
  };
}

/** @param {App} app @param {number} lockedUntil */
export function printStub(app, lockedUntil) {
  return printOwn(app, [language()], async (sheets, catalogues) => [sheets.stub(stubOf(app, lockedUntil), catalogues)]);
}
