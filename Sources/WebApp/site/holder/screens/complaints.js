// What to do when somebody presses for papers: three ways to complain.

import { el } from '../dom.js';
import { t } from '../i18n.js';
import { printAlone } from '../paper.js';
import { actions, button, notice, paragraph } from '../ui.js';

const ways = ['service', 'authority', 'ombuds'];

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function complaintsScreen(app) {
  const text = () =>
    el(
      'ol',
      { class: 'ways' },
      ways.map((way) => el('li', {}, el('strong', {}, t(`complaints.${way}`)), paragraph(t(`complaints.${way}.text`)))),
    );
  return {
    title: t('complaints.title'),
    body: [
      notice('info', paragraph(t('complaints.right')), paragraph(t('complaints.say'))),
      el('h2', {}, t('complaints.ways')),
      text(),
      paragraph(t('complaints.help')),
      actions(
        button(t('complaints.print'), {
          look: 'main',
          pictogram: 'print',
          on: () => void printAlone([el('h2', {}, t('complaints.ways')), text(), paragraph(t('complaints.help'))]),
        }),
        button(t('back'), { pictogram: 'back', on: () => app.go('help') }),
      ),
    ],
  };
}
