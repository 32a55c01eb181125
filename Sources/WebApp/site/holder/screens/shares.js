// The shares: what is still open, what was, and ending them.

import { grantState } from '../grants.js';
import { el, pictogram } from '../dom.js';
import { date, dateAndTime, plural, t } from '../i18n.js';
import { actions, ask, button, paragraph } from '../ui.js';

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function sharesScreen(app) {
  const grants = [...(app.wallet?.grants ?? [])].sort((a, b) => b.madeAt - a.madeAt);
  const live = grants.filter((grant) => grantState(grant, app.now()) === 'live');
  const over = grants.filter((grant) => grantState(grant, app.now()) !== 'live');

  const card = (/** @type {import('../app.js').Grant} */ grant) =>
    el(
      'li',
      {},
      el(
        'button',
        { type: 'button', class: 'card document', onclick: () => app.go('grant', { id: grant.id }) },
        pictogram('shares'),
        el(
          'span',
          { class: 'text' },
          el('strong', { dir: 'auto' }, nameOf(grant)),
          el('small', {}, plural('shares.documents', grant.documents.length)),
          el('small', {}, stateText(grant, app.now())),
        ),
      ),
    );

  const nameOf = (/** @type {import('../app.js').Grant} */ grant) =>
    app.wallet?.isAccompanied ? t('shares.madeAt', { date: dateAndTime(grant.madeAt) }) : grant.purpose || t('shares.noPurpose');

  async function revokeAll() {
    const yes = await ask({
      title: t('revokeAll.title'), text: t('revokeAll.text'), yes: t('revokeAll.yes'), pictogram: 'stop', danger: true,
    });
    if (!yes) return;
    const done = await app.work(t('revoke.working'), async (core) => {
      await core.call('revokeAll');
      app.wallet = await core.call('refresh');
      return true;
    });
    if (done) app.go('shares');
  }

  return {
    title: t('shares.title'),
    body: [
      grants.length ? paragraph(t('shares.text'), 'lead') : paragraph(t('shares.none'), 'lead'),
      el('h2', {}, t('shares.live')),
      live.length ? el('ul', { class: 'cards' }, live.map(card)) : paragraph(t('shares.noneLive')),
      actions(
        button(t('shares.new'), { look: 'main', pictogram: 'share', on: () => app.go('share') }),
        live.length > 0
          ? button(t('revokeAll.button'), { look: 'danger', pictogram: 'stop', on: () => void revokeAll() })
          : null,
      ),
      over.length ? [el('h2', {}, t('shares.over')), el('ul', { class: 'cards' }, over.map(card))] : [],
    ],
  };
}

/** @param {import('../app.js').Grant} grant @param {number} now */
function stateText(grant, now) {
  switch (grantState(grant, now)) {
    case 'live':
      return t('shares.until', { time: dateAndTime(grant.expiry) });
    case 'revoked':
      return t('shares.revoked', { date: date(grant.revokedAt ?? 0) });
    case 'expired':
      return t('shares.expired', { date: date(grant.expiry) });
  }
}
