// Locks the wallet until a time. Nothing lifts it, so it is asked once more.

import { dayOf, daysAfter, endOf } from '../brussels.js';
import { el } from '../dom.js';
import { dateAndTime, t } from '../i18n.js';
import { lockMeaning, lockTimes } from '../lock-time.js';
import { printStub } from '../own-papers.js';
import { actions, ask, button, notice, paragraph } from '../ui.js';

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function lockScreen(app) {
  const now = app.now();
  const today = dayOf(now);
  const times = lockTimes(
    app,
    [
      { value: 'today', label: t('lock.today'), end: Math.max(endOf(today), Math.floor(now) + 600) },
      { value: 'tomorrow', label: t('lock.tomorrow'), end: endOf(daysAfter(today, 1)) },
      { value: 'after', label: t('lock.after'), end: endOf(daysAfter(today, 2)) },
      { value: 'hours', label: t('lock.hours'), end: Math.floor(now) + 2 * 3600 },
    ],
    t('lock.when'),
  );

  async function print() {
    const end = times.isGood() ? times.end() : null;
    if (end !== null) await printStub(app, end);
  }

  async function lock() {
    const end = times.isGood() ? times.end() : null;
    if (end !== null) await askAndLock(app, end);
  }

  return {
    title: t('lock.title'),
    body: [
      paragraph(t('lock.short'), 'lead'),
      notice('info', el('p', {}, el('strong', {}, t('lock.notYet')))),
      times.body,
      actions(
        button(t('lock.button'), { look: 'large', pictogram: 'lock', on: () => void lock() }),
        button(t('stub.print'), { pictogram: 'print', on: () => void print() }),
        button(t('back.list'), { pictogram: 'back', on: () => app.go('list') }),
      ),
      el('details', {}, el('summary', {}, t('fold.more')), paragraph(t('lock.text')), lockMeaning()),
    ],
  };
}

/** Asks once more, locks, and ends the session.
 * @param {import('../app.js').App} app @param {number} end
 */
async function askAndLock(app, end) {
  const yes = await ask({
    title: t('lock.ask', { time: dateAndTime(end) }),
    text: t('lock.ask.text'),
    yes: t('lock.yes'),
    pictogram: 'lock',
  });
  if (yes) await app.lock(end);
}
