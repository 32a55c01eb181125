// Sharing, last: the code to scan, the sheet to print.

import { t } from '../i18n.js';
import { madeShare } from '../sharing/made.js';
import { button, paragraph } from '../ui.js';

/**
 * @param {import('../app.js').App} app
 * @param {{grant: import('../app.js').Grant, link: string, code: string | null, revocationCode: string, name?: string}} params
 * @returns {import('../app.js').Screen}
 */
export function shareMadeScreen(app, params) {
  return {
    title: t('made.title'),
    body: [
      params.code ? null : paragraph(t('made.text'), 'lead'),
      madeShare(app, params, button(t('made.done'), { pictogram: 'shares', on: () => app.go('shares') })),
    ],
  };
}
