// For what, until when, how often, with a code or not.

import { el } from '../dom.js';
import { number, t } from '../i18n.js';
import { cleanLine } from '../papers.js';
import { ends, expiryOf } from '../share-plan.js';
import { check, choices, field } from '../ui.js';

/** @typedef {import('../share-plan.js').SharePlan} SharePlan */

const openings = [1, 3, 10, 100];

/**
 * @param {import('../app.js').App} app
 * @param {SharePlan} plan
 * @param {() => void} [onChange]
 * @returns {{body: HTMLElement[], value: () => SharePlan, isGood: () => boolean}} `isGood` shows what is not
 */
export function termsForm(app, plan, onChange = () => {}) {
  const purpose = field(t('terms.purpose'), {
    value: plan.purpose,
    hint: t('terms.purpose.hint'),
    suggestions: [1, 2, 3, 4, 5].map((n) => t(`terms.purpose.${n}`)),
    on: onChange,
  });
  const name = field(t('terms.name'), { value: plan.name, hint: t('terms.name.hint'), on: onChange });
  const day = field(t('terms.day'), { type: 'date', value: plan.untilDay, on: onChange });
  const time = field(t('terms.time'), { type: 'time', value: plan.untilTime, on: onChange });
  const exact = el('div', { class: 'columns', hidden: plan.until !== 'other' }, day.root, time.root);
  const until = choices(
    t('terms.until'),
    [...ends, 'other'].map((value) => ({ value, label: t(`terms.until.${value}`) })),
    {
      value: plan.until,
      on: (value) => {
        exact.hidden = value !== 'other';
        onChange();
      },
    },
  );
  const times = choices(
    t('terms.openings'),
    openings.map((n) => ({
      value: String(n),
      label: n === 1 ? t('terms.openings.once') : t('terms.openings.times', { n: number(n) }),
    })),
    { value: String(plan.openings), on: onChange },
  );
  const code = check(t('terms.code'), { checked: plan.withCode, hint: t('terms.code.hint'), on: onChange });

  const value = () => ({
    ...plan,
    purpose: cleanLine(purpose.value(), 240),
    name: cleanLine(name.value(), 240),
    until: until.value(),
    untilDay: day.value(),
    untilTime: time.value(),
    openings: Number(times.value()),
    withCode: code.value(),
  });
  const isGood = () => {
    if (expiryOf(value(), app.now()) !== null) return true;
    day.setError(t('terms.day.wrong'));
    return false;
  };
  return { body: [purpose.root, until.root, exact, times.root, code.root, name.root], value, isGood };
}
