// For what, until when, how often, with a code or not.

import { el, pictogram } from '../dom.js';
import { number, t } from '../i18n.js';
import { cleanLine } from '../papers.js';
import { expiryOf } from '../share-plan.js';
import { actions, button, check, choices, field } from '../ui.js';

/** @typedef {import('../share-plan.js').SharePlan} SharePlan @typedef {import('../share-plan.js').Until} Until */

const openings = [1, 3, 10, 100];

/**
 * When it ends: a press on one of these is all that is needed.
 *
 * @param {import('../app.js').App} app
 * @param {SharePlan} plan
 * @param {string[]} offered Of `ends` of share-plan.js.
 * @param {(until: Until) => void} next
 */
export function endForm(app, plan, offered, next) {
  const day = field(t('terms.day'), { type: 'date', value: plan.untilDay });
  const time = field(t('terms.time'), { type: 'time', value: plan.untilTime });
  const exact = el(
    'div',
    { hidden: plan.until !== 'other' },
    el('div', { class: 'columns' }, day.root, time.root),
    actions(button(t('next'), { look: 'large', pictogram: 'next', on: () => choose('other') })),
  );
  /** @param {string} until */
  function choose(until) {
    const chosen = { until, untilDay: day.value(), untilTime: time.value() };
    if (expiryOf({ ...plan, ...chosen }, app.now()) === null) return day.setError(t('terms.day.wrong'));
    next(chosen);
  }
  const tile = (/** @type {string} */ value, /** @type {() => void} */ on) =>
    el('li', {}, el('button', { type: 'button', class: 'tile', 'data-until': value, onclick: on },
      pictogram('clock'), el('span', {}, t(`terms.until.${value}`))));
  return {
    body: [
      el('ul', { class: 'tiles-list' },
        offered.map((value) => tile(value, () => choose(value))),
        tile('other', () => {
          exact.hidden = false;
          day.input.focus();
        })),
      exact,
    ],
  };
}

/**
 * What is said seldom: for what it is, from whom, how often it may be opened, a code. Folded away.
 * @param {SharePlan} plan
 */
export function moreTerms(plan) {
  const purpose = field(t('terms.purpose'), {
    value: plan.purpose,
    hint: t('terms.purpose.hint'),
    suggestions: [1, 2, 3, 4, 5].map((n) => t(`terms.purpose.${n}`)),
  });
  const name = field(t('terms.name'), { value: plan.name, hint: t('terms.name.hint') });
  const times = choices(
    t('terms.openings'),
    openings.map((n) => ({
      value: String(n),
      label: n === 1 ? t('terms.openings.once') : t('terms.openings.times', { n: number(n) }),
    })),
    { value: String(plan.openings) },
  );
  const code = check(t('terms.code'), { checked: plan.withCode, hint: t('terms.code.hint') });
  return {
    root: el('details', { class: 'more-terms' }, el('summary', {}, t('prepare.more')), code.root, purpose.root, name.root, times.root),
    value: () => ({
      ...plan,
      purpose: cleanLine(purpose.value(), 240),
      name: cleanLine(name.value(), 240),
      openings: Number(times.value()),
      withCode: code.value(),
    }),
  };
}
