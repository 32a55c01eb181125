// The phrase is lost: with enough shares the wait begins, or the wallet opens. The page says one
// thing for wrong, absent, locked and waiting, as the service does.

import { codeReading } from '../code-reading.js';
import { el, fill } from '../dom.js';
import { t } from '../i18n.js';
import { actions, button, field, notice, paragraph } from '../ui.js';

/** @typedef {import('../app.js').App} App */

/** @param {App} app @returns {import('../app.js').Screen} */
export function recoverScreen(app) {
  const place = el('div', {});
  /** @type {import('../ui.js').Field[]} */
  const fields = [];

  function another() {
    const at = fields.length;
    const next = () => (fields[at + 1] ? fields[at + 1]?.input.focus() : void open());
    const one = field(t('recover.share', { n: at + 1 }), { hint: at === 0 ? t('recover.share.hint') : undefined, onEnter: next });
    one.input.classList.add('secret');
    fields.push(one);
    fill(place, fields.map(({ root }) => root));
  }
  another();
  another();

  const reading = codeReading(app, 'share', (text) => {
    // Where a scanner typed it; from the camera, the first that is free.
    const typedIn = fields.find(({ input }) => input === document.activeElement);
    if (typedIn) typedIn.input.value = '';
    if (fields.some((one) => one.value() === text)) return;
    if (!fields.some((one) => !one.value())) another();
    const free = typedIn ?? fields.find((one) => !one.value());
    if (!free) return;
    free.input.value = text;
    fields[fields.indexOf(free) + 1]?.input.focus();
  });

  async function open() {
    const typed = fields.filter((one) => one.value());
    const opened = await app.work(t('open.working'), async (core) => {
      for (const one of typed) {
        const { isGood } = await core.call('checkShare', { share: one.value() });
        if (isGood) continue;
        one.setError(t('recover.share.wrong'));
        throw { code: 'shareWrong' };
      }
      return core.call('openWithShares', { shares: typed.map((one) => one.value()) });
    });
    if (opened) app.enter(opened, 'recovered');
  }

  return {
    title: t('recover.title'),
    body: [
      paragraph(t('recover.text'), 'lead'),
      notice('warning', paragraph(t('recover.never'))),
      place,
      reading.root,
      actions(
        button(t('recover.button'), { look: 'main', pictogram: 'open', on: () => void open() }),
        button(t('recover.another'), { pictogram: 'add', on: () => another() }),
        button(t('back'), { pictogram: 'back', on: () => app.go('open') }),
      ),
      el(
        'details',
        {},
        el('summary', {}, t('fold.more')),
        ['enough', 'reader', 'wait', 'limit'].map((part) => paragraph(t(`recover.${part}`))),
      ),
      el('details', {}, el('summary', {}, t('recover.none')), paragraph(t('open.forgotten.text'))),
    ],
    leave: () => {
      reading.stop();
      for (const { input } of fields) input.value = '';
    },
  };
}
