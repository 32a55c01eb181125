// Masks: seeing what is masked, by a deliberate gesture, and which kinds are.

import { el } from '../dom.js';
import { holdButton } from '../hold-button.js';
import { t } from '../i18n.js';
import { kindName, kinds } from '../kinds.js';
import { maskKinds, reveal } from '../masking.js';
import { actions, button, check, notice, paragraph } from '../ui.js';

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function masksScreen(app) {
  const masked = new Set(app.wallet?.maskedKinds);
  const show = holdButton(t('masks.show'), {
    pictogram: 'eye',
    on: () => void unmask(),
    question: { title: t('masks.ask'), text: t('masks.ask.text'), yes: t('masks.ask.yes') },
  });
  const boxes = kinds().map((kind) => ({
    id: kind.id,
    box: check(kindName(kind.id), { checked: masked.has(kind.id), hint: t(`kind.${kind.id}.examples`), pictogram: kind.pictogram }),
  }));

  async function unmask() {
    if (await reveal(app)) app.go('list', { unmasked: true });
  }

  async function save() {
    // Kinds of another version of the interface stay as they are.
    const unknown = [...masked].filter((id) => !boxes.some((box) => box.id === id));
    const chosen = boxes.filter(({ box }) => box.value()).map(({ id }) => id);
    if (!(await maskKinds(app, [...chosen, ...unknown]))) return;
    app.go('list');
    app.say(t('masks.done'));
  }

  return {
    title: t('masks.title'),
    tab: t('nav.more'), // which a browser's history may have
    body: [
      paragraph(t('masks.text'), 'lead'),
      notice('info', paragraph(t('masks.noLock'))),
      el('h2', {}, t('masks.show')),
      show.root,
      el('h2', {}, t('masks.kinds')),
      paragraph(t('masks.kinds.text')),
      el(
        'fieldset',
        { class: 'choices tiles' },
        el('legend', {}, t('masks.kinds.legend')),
        el('div', {}, boxes.map(({ box }) => box.root)),
      ),
      actions(
        button(t('save'), { look: 'main', pictogram: 'check', on: () => void save() }),
        button(t('back.list'), { pictogram: 'back', on: () => app.go('list') }),
      ),
    ],
    leave: show.stop,
  };
}
