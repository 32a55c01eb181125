// One share: what was opened when, and ending it.

import { el, fill, pictogram } from '../dom.js';
import { grantState } from '../grants.js';
import { dateAndTime, number, t } from '../i18n.js';
import { actions, ask, button, paragraph } from '../ui.js';

/** @typedef {import('../app.js').App} App */

/** @param {App} app @param {{id: string}} params @returns {import('../app.js').Screen} */
export function grantScreen(app, params) {
  const grant = app.wallet?.grants.find(({ id }) => id === params.id);
  if (!grant) throw new Error('no such share');
  const isLive = grantState(grant, app.now()) === 'live';
  const events = el('div', { 'aria-live': 'polite' }, paragraph(t('receipts.fetching')));
  let left = false;

  async function load() {
    try {
      const receipts = await app.call('receipts', { id: params.id });
      if (!left) fill(events, eventList(receipts.events));
    } catch (error) {
      if (!left) app.fail(error);
    }
  }

  async function revoke() {
    const yes = await ask({
      title: t('revoke.title'), text: t('revoke.text'), yes: t('revoke.yes'), pictogram: 'stop', danger: true,
    });
    if (!yes) return;
    const done = await app.work(t('revoke.working'), async (core) => {
      await core.call('revokeGrant', { id: params.id });
      app.wallet = await core.call('refresh');
      return true;
    });
    if (done) app.go('grant', params);
  }

  async function again() {
    const found = await app.work(t('made.preparing'), (core) => core.call('grantLink', { id: params.id }));
    if (found && grant) app.go('share-made', { grant, code: grant.code, ...found });
  }

  const titles = grant.documents.map((id) => {
    const isHidden = app.wallet?.hidden.some((d) => d.id === id);
    return app.wallet?.documents.find((d) => d.id === id)?.title ?? t(isHidden ? 'masks.hidden' : 'grant.gone');
  });
  void load();
  return {
    title: grant.purpose || t('shares.noPurpose'),
    body: [
      el(
        'dl',
        {},
        fact(t('grant.made'), dateAndTime(grant.madeAt)),
        fact(t('grant.until'), dateAndTime(grant.expiry)),
        fact(t('grant.openings'), number(grant.maxOpenings)),
        grant.code ? fact(t('grant.code'), grant.code) : null,
        grant.revokedAt ? fact(t('grant.revoked'), dateAndTime(grant.revokedAt)) : null,
      ),
      el('h2', {}, t('grant.documents')),
      el('ul', {}, titles.map((title) => el('li', { dir: 'auto' }, title))),
      el('h2', {}, t('receipts.title')),
      events,
      actions(
        isLive ? button(t('revoke.button'), { look: 'danger', pictogram: 'stop', on: () => void revoke() }) : null,
        isLive ? button(t('grant.again'), { pictogram: 'print', on: () => void again() }) : null,
        button(t('grant.back'), { pictogram: 'back', on: () => app.go('shares') }),
      ),
    ],
    leave: () => {
      left = true;
    },
  };
}

/** @param {string} name @param {string} value */
function fact(name, value) {
  return el('div', {}, el('dt', {}, name), el('dd', {}, value));
}

/** @param {{time: number, kind: string, name: string}[]} events */
function eventList(events) {
  if (events.length === 0) return paragraph(t('receipts.none'));
  return el(
    'ul',
    { class: 'events' },
    events.map((event) =>
      el(
        'li',
        {},
        pictogram(event.kind === 'opened' ? 'eye' : event.kind === 'wrongCode' ? 'warning' : 'stop'),
        el(
          'span',
          { dir: 'auto' },
          `${dateAndTime(event.time)}${t('note.colon')} ${t(`receipt.${event.kind}`)}`,
          // What a reader calls themselves is their word, not a proof.
          event.name ? el('small', {}, t('receipt.name', { name: event.name })) : null,
        ),
      ),
    ),
  );
}
