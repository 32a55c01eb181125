// Sharing, second: for what, until when, how often, with a code or not.

import { t } from '../i18n.js';
import { ends } from '../share-plan.js';
import { endForm, moreTerms } from '../sharing/terms.js';
import { actions, button } from '../ui.js';

/** @param {import('../app.js').App} app @param {{plan: import('../share-plan.js').SharePlan}} params
 * @returns {import('../app.js').Screen}
 */
export function shareTermsScreen(app, params) {
  const more = moreTerms(params.plan);
  const until = endForm(app, params.plan, ends, (chosen) => app.go('share-preview', { plan: { ...more.value(), ...chosen } }));
  return {
    title: t('terms.until'),
    body: [
      until.body,
      more.root,
      actions(button(t('back'), { pictogram: 'back', on: () => app.go('share', { plan: more.value() }) })),
    ],
  };
}
