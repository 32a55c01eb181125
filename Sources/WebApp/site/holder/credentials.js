// What opens a wallet, besides its phrase; and that somebody asked for it with recovery shares.

import { button, notice, paragraph } from './ui.js';
import { dateAndTime, t } from './i18n.js';

/** @typedef {object} Keys
 * @property {boolean} isKnown Whether it is known what opens it; if not, only what opened it now is sure.
 * @property {boolean} hasCard
 * @property {boolean} hasRecovery
 * @property {{requestedAt: number, releasedAt: number} | null} attempt That somebody asked to open it with recovery shares.
 */

/** The attempt that waits, and the one button that stops it.
 * @param {import('./app.js').App} app
 */
export function attemptNotice(app) {
  const attempt = app.wallet?.keys.attempt;
  if (!attempt) return null;
  return notice(
    'warning',
    paragraph(t('attempt.text', { time: dateAndTime(attempt.requestedAt) })),
    paragraph(t('attempt.release', { time: dateAndTime(attempt.releasedAt) })),
    paragraph(t('attempt.stop.text')),
    button(t('attempt.stop'), { look: 'danger', pictogram: 'stop', on: () => void stopRecovery(app) }),
  );
}

/** Makes the shares void, and the attempt with them.
 * @param {import('./app.js').App} app
 */
export async function stopRecovery(app) {
  const wallet = await app.work(t('keys.working'), (core) => core.call('stopRecovery'));
  if (!wallet) return;
  app.wallet = wallet;
  app.go('keys', { done: 'stopped' });
}
