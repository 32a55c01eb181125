import { el } from '../dom.js';
import { t } from '../i18n.js';
import { actions, button, paragraph } from '../ui.js';

/** A file chooser, which has a phone's camera too.
 * @param {import('../app.js').App} app
 */
export function chooseFiles(app) {
  const input = el('input', {
    type: 'file', class: 'visually-hidden', tabindex: '-1', 'aria-hidden': 'true', multiple: true, id: 'choose-files',
    onchange: () => {
      const files = [...(input.files ?? [])];
      if (files.length) app.go('prepare', { files });
    },
  });
  return { input, open: () => input.click() };
}

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function addScreen(app) {
  const chosen = (/** @type {Event} */ event) => {
    const files = [.../** @type {HTMLInputElement} */ (event.target).files ?? []];
    if (files.length) app.go('prepare', { files });
  };
  const input = (/** @type {Record<string, any>} */ props) =>
    el('input', { type: 'file', class: 'visually-hidden', tabindex: '-1', 'aria-hidden': 'true', onchange: chosen, ...props });
  const files = chooseFiles(app);
  const photo = input({ accept: 'image/*', capture: 'environment', id: 'take-photo' });
  const folder = input({
    webkitdirectory: true,
    id: 'choose-folder',
    onchange: () => app.go('scanner', { files: [...(folder.files ?? [])] }),
  });
  // A phone has a camera program of its own; elsewhere the page shows the picture.
  const isPhone = matchMedia('(pointer: coarse)').matches;
  const hasCamera = !isPhone && Boolean(navigator.mediaDevices?.getUserMedia);
  return {
    title: t('add.title'),
    body: [
      paragraph(t('add.text'), 'lead'),
      files.input,
      photo,
      folder,
      actions(
        button(t('add.photo'), {
          look: 'main',
          pictogram: 'camera',
          on: () => (hasCamera ? app.go('camera') : photo.click()),
        }),
        button(t('add.files'), { pictogram: 'files', on: files.open }),
        button(t('add.scanner'), { pictogram: 'scanner', on: () => folder.click() }),
        button(t('add.note'), { pictogram: 'note', on: () => app.go('note') }),
      ),
      paragraph(t('add.any'), 'quiet'),
    ],
  };
}
