// Sharing, second: for what, until when, how often, with a code or not.

import { el } from '../dom.js';
import { number, t } from '../i18n.js';
import { cleanLine } from '../papers.js';
import { ends, expiryOf } from '../share-plan.js';
import { actions, button, check, choices, field } from '../ui.js';

const openings = [1, 3, 10, 100];

/** @param {import('../app.js').App} app @param {{plan: import('../share-plan.js').SharePlan}} params
 * @returns {import('../app.js').Screen}
 */
export function shareTermsScreen(app, params) {
  const { plan } = params;
  const purpose = field(t('terms.purpose'), {
    value: plan.purpose,
    hint: t('terms.purpose.hint'),
    suggestions: [1, 2, 3, 4, 5].map((n) => t(`terms.purpose.${n}`)),
  });
  const name = field(t('terms.name'), { value: plan.name, hint: t('terms.name.hint') });
  const day = field(t('terms.day'), { type: 'date', value: plan.untilDay });
  const time = field(t('terms.time'), { type: 'time', value: plan.untilTime });
  const exact = el('div', { class: 'columns', hidden: plan.until !== 'other' }, day.root, time.root);
  const until = choices(
    t('terms.until'),
    [...ends, 'other'].map((value) => ({ value, label: t(`terms.until.${value}`) })),
    {
      value: plan.until,
      on: (value) => {
        exact.hidden = value !== 'other';
      },
    },
  );
  const times = choices(
    t('terms.openings'),
    openings.map((n) => ({ value: String(n), label: n === 1 ? t('terms.openings.once') : t('terms.openings.times', { n: number(n) }) })),
    { value: String(plan.openings) },
  );
  const code = check(t('terms.code'), { checked: plan.withCode, hint: t('terms.code.hint') });

  const current = () => ({
    ...plan,
    purpose: cleanLine(purpose.value(), 240),
    name: cleanLine(name.value(), 240),
    until: until.value(),
    untilDay: day.value(),
    untilTime: time.value(),
    openings: Number(times.value()),
    withCode: code.value(),
  });
  function next() {
    const changed = current();
    if (expiryOf(changed, app.now()) === null) return day.setError(t('terms.day.wrong'));
    app.go('share-preview', { plan: changed });
  }
  return {
    title: t('terms.title'),
    body: [
      purpose.root,
      until.root,
      exact,
      times.root,
      code.root,
      name.root,
      actions(
        button(t('next'), { look: 'main', pictogram: 'next', on: next }),
        button(t('back'), { pictogram: 'back', on: () => app.go('share', { plan: current() }) }),
      ),
    ],
  };
}
