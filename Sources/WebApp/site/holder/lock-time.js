// Until when a wallet is locked: the choices, and what a lock means.

import { dayOf, daysAfter } from './brussels.js';
import { el } from './dom.js';
import { dateAndTime, t } from './i18n.js';
import { expiryOf } from './share-plan.js';
import { choices, field, notice, paragraph } from './ui.js';

/** A minute less than the most that the service takes: asking takes time too. */
export const maxLockSeconds = 72 * 3600 - 60;

/**
 * The choice of an end.
 *
 * @param {import('./app.js').App} app
 * @param {{value: string, label: string, end: number | null}[]} suggestions With null for no lock.
 * @param {string} legend
 * @param {() => void} [onChange]
 * @returns {{body: HTMLElement[], value: () => string, end: () => number | null, isGood: () => boolean}} `isGood` shows what is not
 */
export function lockTimes(app, suggestions, legend, onChange = () => {}) {
  const tomorrow = daysAfter(dayOf(app.now()), 1);
  const day = field(t('terms.day'), { type: 'date', value: tomorrow, on: onChange });
  const time = field(t('terms.time'), { type: 'time', value: '18:00', on: onChange });
  const exact = el('div', { class: 'columns', hidden: true }, day.root, time.root);
  const said = el('p', { role: 'status' });
  const chosen = choices(
    legend,
    [
      ...suggestions.map(({ value, label }) => ({ value, label })),
      { value: 'other', label: t('terms.until.other') },
    ],
    {
      // Nothing is chosen by itself: what it does can't be undone.
      on: (value) => {
        exact.hidden = value !== 'other';
        const chosenEnd = value === 'other' ? null : end();
        said.textContent = chosenEnd === null ? '' : t('lock.end', { time: dateAndTime(chosenEnd) });
        onChange();
      },
    },
  );
  const end = () => {
    if (chosen.value() !== 'other') return suggestions.find(({ value }) => value === chosen.value())?.end ?? null;
    return expiryOf({ until: 'other', untilDay: day.value(), untilTime: time.value() }, app.now(), maxLockSeconds);
  };
  const isGood = () => {
    if (!chosen.value()) {
      chosen.askFor(t('error.noAnswer'));
      return false;
    }
    const until = end();
    const isFine = until === null ? chosen.value() !== 'other' : until > app.now() + 60;
    if (!isFine) day.setError(t('lock.wrong'));
    return isFine;
  };
  return { body: [chosen.root, exact, said], value: chosen.value, end, isGood };
}

/** What a lock means, in plain words. */
export function lockMeaning() {
  return notice(
    'warning',
    el('ul', {}, [1, 2, 3, 4, 5, 6].map((n) => el('li', {}, t(`lock.means.${n}`)))),
    paragraph(t('lock.means.paper')),
  );
}
