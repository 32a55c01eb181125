// Another compartment: what it is, and the way to one. There is no list of them, here or anywhere.

import { el, pictogram } from '../dom.js';
import { t } from '../i18n.js';
import { actions, button, paragraph } from '../ui.js';

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function compartmentScreen(app) {
  const list = (/** @type {string} */ key, /** @type {string} */ drawing, /** @type {number} */ count, /** @type {import('../dom.js').Child} */ more = null) =>
    el(
      'details',
      { class: 'card' },
      el('summary', {}, pictogram(drawing), t(`compartment.${key}`)),
      el('ul', {}, Array.from({ length: count }, (_, i) => el('li', {}, t(`compartment.${key}.${i + 1}`)))),
      more,
    );
  return {
    title: t('compartment.title'),
    tab: t('nav.more'), // which a browser's history may have
    body: [
      paragraph(t('compartment.text'), 'lead'),
      actions(
        button(t('compartment.create'), { look: 'main', pictogram: 'close', on: () => void app.close('another') }),
        button(t('back.list'), { pictogram: 'back', on: () => app.go('list') }),
      ),
      list('everyday', 'list', 4),
      list('what', 'compartments', 4, paragraph(t('compartment.first'))),
      list('seen', 'eye', 3),
      el(
        'details',
        { class: 'card' },
        el('summary', {}, pictogram('copy'), t('compartment.both')),
        paragraph(t('compartment.both.text')),
        actions(button(t('move.title'), { pictogram: 'compartments', on: () => app.go('move') })),
      ),
    ],
  };
}
