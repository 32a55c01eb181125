// What opens the wallet: the phrase, a card, recovery shares; and changing all of it.

import { attemptNotice, stopRecovery } from '../credentials.js';
import { el, pictogram } from '../dom.js';
import { t } from '../i18n.js';
import { actions, ask, button, notice, paragraph } from '../ui.js';

/** @param {import('../app.js').App} app @param {{done?: string}} params @returns {import('../app.js').Screen} */
export function keysScreen(app, params) {
  const keys = app.wallet?.keys;

  async function voidCard() {
    const yes = await ask({
      title: t('card.void.title'), text: t('card.void.text'), yes: t('card.void.yes'), pictogram: 'trash', danger: true,
    });
    if (!yes) return;
    const wallet = await app.work(t('keys.working'), (core) => core.call('voidCard'));
    if (!wallet) return;
    app.wallet = wallet;
    app.go('keys', { done: 'voided' });
  }

  /** Whoever reads it decides: what else may open the wallet is not known. */
  async function anew() {
    const wallet = await app.work(t('keys.working'), (core) => core.call('writeSlotsAnew'));
    if (!wallet) return;
    app.wallet = wallet;
    app.go('keys', { done: 'anew' });
  }

  async function stop() {
    const yes = await ask({
      title: t('recovery.stop.title'), text: t('recovery.stop.text'), yes: t('recovery.stop.yes'), pictogram: 'trash', danger: true,
    });
    if (yes) await stopRecovery(app);
  }

  /** What a change made void, made again at once. */
  function madeAnew() {
    return actions(
      button(t('card.another'), { pictogram: 'card', on: () => app.go('card') }),
      button(t('recovery.another'), { pictogram: 'shares-of', on: () => app.go('recovery') }),
    );
  }

  const part = (/** @type {string} */ name, /** @type {string} */ drawing, /** @type {string} */ text, /** @type {import('../dom.js').Child[]} */ ...buttons) =>
    el(
      'section',
      { class: 'card' },
      el('h2', {}, pictogram(drawing), t(`keys.${name}`)),
      actions(...buttons),
      el('details', {}, el('summary', {}, t('fold.more')), paragraph(t(`keys.${text}`))),
    );
  return {
    title: t('keys.title'),
    body: [
      params.done
        ? notice('good', paragraph(t(`keys.done.${params.done}`)), params.done === 'changed' ? madeAnew() : null)
        : null,
      attemptNotice(app),
      keys && !keys.isKnown
        ? notice(
            'warning',
            paragraph(t('keys.unknown')),
            button(t('keys.anew'), { pictogram: 'check', on: () => void anew() }),
          )
        : null,
      part(
        'phrase',
        'key',
        'phrase.text',
        button(t('change.button'), { pictogram: 'edit', on: () => app.go('change', { why: 'asked' }) }),
      ),
      part(
        'card',
        'card',
        keys?.hasCard ? 'card.has' : 'card.none',
        button(t(keys?.hasCard ? 'card.another' : 'card.make'), { pictogram: 'new', on: () => app.go('card') }),
        keys?.hasCard ? button(t('card.void'), { look: 'danger', pictogram: 'trash', on: () => void voidCard() }) : null,
      ),
      part(
        'recovery',
        'shares-of',
        keys?.hasRecovery ? 'recovery.has' : 'recovery.none',
        button(t(keys?.hasRecovery ? 'recovery.another' : 'recovery.prepare'), { pictogram: 'new', on: () => app.go('recovery') }),
        keys?.hasRecovery ? button(t('recovery.stop'), { look: 'danger', pictogram: 'trash', on: () => void stop() }) : null,
      ),
      part(
        'seen',
        'eye',
        'seen.text',
        button(t('change.seen'), { look: 'danger', pictogram: 'warning', on: () => app.go('change', { why: 'seen' }) }),
      ),
      actions(button(t('back.list'), { pictogram: 'back', on: () => app.go('list') })),
    ],
  };
}
