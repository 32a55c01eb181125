// Sharing, third: exactly what the reader will see, before anything leaves.

import { t } from '../i18n.js';
import { makeShare } from '../sharing/make.js';
import { SharePreview } from '../sharing/preview.js';
import { actions, button, paragraph } from '../ui.js';

/** @param {import('../app.js').App} app @param {{plan: import('../share-plan.js').SharePlan}} params
 * @returns {import('../app.js').Screen}
 */
export function sharePreviewScreen(app, params) {
  const { plan } = params;
  const preview = new SharePreview(app, plan);
  async function make() {
    if (!(await preview.isAllTold())) return;
    const made = await makeShare(app, plan);
    if (made === 'past') app.go('share-terms', { plan });
    else if (made) app.go('share-made', made);
  }
  return {
    title: t('preview.title'),
    wide: true,
    body: [
      paragraph(t('preview.text'), 'lead'),
      preview.root,
      actions(
        button(t('preview.make'), { look: 'main', pictogram: 'share', on: () => void make() }),
        button(t('back'), { pictogram: 'back', on: () => app.go('share-terms', { plan }) }),
      ),
    ],
    leave: () => preview.close(),
  };
}
