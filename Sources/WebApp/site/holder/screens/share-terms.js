// Sharing, second: for what, until when, how often, with a code or not.

import { t } from '../i18n.js';
import { termsForm } from '../sharing/terms.js';
import { actions, button } from '../ui.js';

/** @param {import('../app.js').App} app @param {{plan: import('../share-plan.js').SharePlan}} params
 * @returns {import('../app.js').Screen}
 */
export function shareTermsScreen(app, params) {
  const form = termsForm(app, params.plan);
  function next() {
    if (form.isGood()) app.go('share-preview', { plan: form.value() });
  }
  return {
    title: t('terms.title'),
    body: [
      form.body,
      actions(
        button(t('next'), { look: 'main', pictogram: 'next', on: next }),
        button(t('back'), { pictogram: 'back', on: () => app.go('share', { plan: form.value() }) }),
      ),
    ],
  };
}
