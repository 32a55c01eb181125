// Sharing, first: which documents.

import { t } from '../i18n.js';
import { masksHint, nothingToShare } from '../masking.js';
import { newPlan } from '../share-plan.js';
import { documentsChoice } from '../sharing/documents.js';
import { actions, button, paragraph } from '../ui.js';

/** @typedef {import('../app.js').App} App */

/** @param {App} app @param {{plan?: import('../share-plan.js').SharePlan, chosen?: string[]}} params
 * @returns {import('../app.js').Screen}
 */
export function shareChooseScreen(app, params) {
  if (app.presentDocuments().length === 0) {
    return {
      title: t('share.title'),
      body: [
        paragraph(nothingToShare(app), 'lead'),
        masksHint(app),
        actions(button(t('list.add'), { look: 'main', pictogram: 'add', on: () => app.go('add') })),
      ],
    };
  }
  const plan = params.plan ?? newPlan(params.chosen ?? []);
  const choice = documentsChoice(app, plan.documents);
  function next() {
    if (choice.value().length === 0) return app.fail({ code: 'nothingChosen' });
    app.go('share-terms', { plan: { ...plan, documents: choice.value() } });
  }
  return {
    title: t('share.title'),
    wide: true,
    body: [
      choice.body,
      masksHint(app),
      actions(button(t('next'), { look: 'large', pictogram: 'next', on: next })),
    ],
    leave: choice.stop,
  };
}
