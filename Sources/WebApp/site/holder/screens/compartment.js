// Another compartment: what it is, and the way to one. There is no list of them, here or anywhere.

import { el, pictogram } from '../dom.js';
import { t } from '../i18n.js';
import { actions, button, notice, paragraph } from '../ui.js';

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function compartmentScreen(app) {
  const list = (/** @type {string} */ key, /** @type {string} */ drawing, /** @type {number} */ count) =>
    el(
      'section',
      { class: 'card' },
      el('h2', {}, pictogram(drawing), t(`compartment.${key}`)),
      el('ul', {}, Array.from({ length: count }, (_, i) => el('li', {}, t(`compartment.${key}.${i + 1}`)))),
    );
  return {
    title: t('compartment.title'),
    tab: t('nav.more'), // which a browser's history may have
    body: [
      paragraph(t('compartment.text'), 'lead'),
      list('what', 'compartments', 4),
      list('everyday', 'list', 4),
      list('seen', 'eye', 3),
      el(
        'section',
        { class: 'card' },
        el('h2', {}, pictogram('copy'), t('compartment.both')),
        paragraph(t('compartment.both.text')),
        actions(button(t('move.title'), { pictogram: 'compartments', on: () => app.go('move') })),
      ),
      notice('warning', paragraph(t('compartment.first'))),
      actions(
        button(t('compartment.create'), { look: 'main', pictogram: 'close', on: () => void app.close('another') }),
        button(t('back.list'), { pictogram: 'back', on: () => app.go('list') }),
      ),
    ],
  };
}
