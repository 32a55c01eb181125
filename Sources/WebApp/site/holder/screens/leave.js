// Taking everything along, and bringing it back.

import { el, fill, pictogram } from '../dom.js';
import { plural, t } from '../i18n.js';
import { transferMoved } from '../idle.js';
import { printAlone } from '../paper.js';
import { settleRemovals } from '../removal.js';
import { saveBlob } from '../saving.js';
import { clearExport, sealedExport, sealedImport } from '../taking.js';
import { actions, ask, button, notice, paragraph } from '../ui.js';
import { PhraseBoxes } from '../words.js';

const fileWords = 7;

/** @typedef {import('../app.js').App} App @typedef {import('../app.js').Screen} Screen */

/** @param {App} app @param {{step?: 'sealed' | 'import', words?: string[], report?: {added: number, alreadyThere: number}}} params
 * @returns {Screen}
 */
export function leaveScreen(app, params) {
  if (params.step === 'sealed' && params.words) return sealed(app, params.words);
  if (params.step === 'import') return bringBack(app);
  return hub(app, params.report);
}

/** @param {App} app @param {{added: number, alreadyThere: number}} [report] @returns {Screen} */
function hub(app, report) {
  async function clear() {
    const yes = await ask({
      title: t('leave.clear.ask'), text: t('leave.clear.ask.text'), yes: t('leave.clear.yes'), pictogram: 'zip', danger: true,
    });
    if (!yes) return;
    const made = await app.work(t('leave.working'), async (core) => {
      await settleRemovals(app);
      return clearExport(core, progressOf(core));
    });
    if (!made) return;
    saveBlob(made.blob, `${t('leave.fileName')}.zip`);
    fill(said, notice(made.unreadable ? 'warning' : 'good', paragraph(t('leave.saved')), made.unreadable ? paragraph(plural('leave.unreadable', made.unreadable)) : null));
  }

  async function seal() {
    const made = await app.work(t('leave.working'), async (core) => {
      await settleRemovals(app);
      return sealedExport(core, progressOf(core));
    });
    if (!made) return;
    saveBlob(made.blob, `${t('leave.fileName')}.pde`);
    app.go('leave', { step: 'sealed', words: made.words });
  }

  const said = el('div', { role: 'status' });
  const part = (/** @type {string} */ key, /** @type {string} */ drawing, /** @type {() => void} */ on) =>
    el(
      'section',
      { class: 'card' },
      el('h2', {}, pictogram(drawing), t(`leave.${key}`)),
      paragraph(t(`leave.${key}.text`)),
      actions(button(t(`leave.${key}.button`), { pictogram: drawing, on })),
    );
  return {
    title: t('leave.title'),
    body: [
      report
        ? notice(
            'good',
            paragraph(plural('leave.added', report.added)),
            report.alreadyThere ? paragraph(plural('leave.alreadyThere', report.alreadyThere)) : null,
          )
        : null,
      paragraph(t('leave.text'), 'lead'),
      notice('warning', paragraph(t('leave.masked')), paragraph(t('leave.copy'))),
      said,
      el(
        'div',
        { class: 'parts' },
        part('clear', 'zip', () => void clear()),
        part('sealed', 'sealed', () => void seal()),
        part('import', 'import', () => app.go('leave', { step: 'import' })),
        part('delete', 'trash', () => app.go('delete')),
      ),
      actions(button(t('back.list'), { look: 'main', pictogram: 'back', on: () => app.go('list') })),
    ],
  };
}

/** Shows how far the whole is, and not how far each of its calls.
 * @param {any} core
 */
function progressOf(core) {
  const show = core.onProgress;
  core.onProgress = transferMoved;
  return show;
}

/** The seven words, shown this once.
 * @param {App} app @param {string[]} words @returns {Screen}
 */
function sealed(app, words) {
  const list = () => el('ol', { class: 'phrase', translate: 'no' }, words.map((word) => el('li', {}, el('strong', {}, word))));
  return {
    title: t('leave.words'),
    body: [
      paragraph(t('leave.words.text'), 'lead'),
      list(),
      notice('warning', paragraph(t('leave.words.once')), paragraph(t('leave.words.apart'))),
      actions(
        button(t('leave.words.noted'), { look: 'main', pictogram: 'check', on: () => app.go('leave') }),
        button(t('phrase.print'), {
          pictogram: 'print',
          on: () => void printAlone([list(), paragraph(t('leave.words.paper'))]),
        }),
      ),
    ],
  };
}

/** @param {App} app @returns {Screen} */
function bringBack(app) {
  const input = el('input', {
    type: 'file', class: 'visually-hidden', tabindex: '-1', 'aria-hidden': 'true', id: 'choose-export',
    onchange: () => {
      name.textContent = input.files?.[0]?.name ?? t('leave.import.none');
    },
  });
  const name = el('p', { role: 'status', dir: 'auto' }, t('leave.import.none'));
  const boxes = new PhraseBoxes(app, fileWords, () => void take());
  boxes.hide(false);

  async function take() {
    const file = input.files?.[0];
    if (!file) return app.fail({ code: 'noFile' });
    const done = await app.work(t('leave.import.working'), async (core) => {
      const wrong = await boxes.firstWrong();
      if (wrong >= 0) {
        boxes.focus(wrong);
        throw { code: 'wordMissing' };
      }
      await settleRemovals(app);
      return sealedImport(core, file, boxes.words().join(' '), progressOf(core));
    });
    if (!done) return;
    app.wallet = done.wallet;
    app.go('leave', { report: { added: done.added, alreadyThere: done.alreadyThere } });
  }

  return {
    title: t('leave.import'),
    body: [
      paragraph(t('leave.import.how'), 'lead'),
      input,
      actions(button(t('leave.import.choose'), { pictogram: 'files', on: () => input.click() })),
      name,
      el('h2', {}, t('leave.import.words')),
      boxes.root,
      actions(
        button(t('leave.import.take'), { look: 'main', pictogram: 'import', on: () => void take() }),
        button(t('back'), { pictogram: 'back', on: () => app.go('leave') }),
      ),
    ],
    leave: () => boxes.clear(),
  };
}
