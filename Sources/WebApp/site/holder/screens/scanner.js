// The newest papers of the folder into which a scanner writes.

import { el } from '../dom.js';
import { dateAndTime, size, t } from '../i18n.js';
import { actions, button, check, paragraph } from '../ui.js';

const shown = 20;
const papers = /\.(jpe?g|png|webp|pdf|tiff?|hei[cf]|avif|bmp|gif)$/i;

/** @param {import('../app.js').App} app @param {{files: File[]}} params @returns {import('../app.js').Screen} */
export function scannerScreen(app, params) {
  const newest = params.files
    .filter((file) => papers.test(file.name))
    .sort((a, b) => b.lastModified - a.lastModified)
    .slice(0, shown);
  const rows = newest.map((file) => ({
    file,
    row: check(file.name, { hint: `${dateAndTime(file.lastModified / 1000)} · ${size(file.size)}`, pictogram: 'scanner' }),
  }));
  return {
    title: t('scanner.title'),
    body: [
      paragraph(t(rows.length ? 'scanner.text' : 'scanner.none'), 'lead'),
      el('div', { class: 'choices' }, rows.map(({ row }) => row.root)),
      actions(
        rows.length
          ? button(t('next'), {
              look: 'main',
              pictogram: 'next',
              on: () => {
                const files = rows.filter(({ row }) => row.value()).map(({ file }) => file);
                if (files.length) app.go('prepare', { files });
                else app.fail({ code: 'nothingChosen' });
              },
            })
          : null,
        button(t('back'), { pictogram: 'back', on: () => app.go('add') }),
      ),
    ],
  };
}
