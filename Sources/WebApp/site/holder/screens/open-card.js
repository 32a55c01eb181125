// Opens with a card and its six digits: typed, from a scanner that types, or by the camera.

import { codeReading } from '../code-reading.js';
import { t } from '../i18n.js';
import { actions, button, field, paragraph } from '../ui.js';

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function openCardScreen(app) {
  // A scanner types what it read, and then Enter.
  const card = field(t('open.card.characters'), { hint: t('open.card.hint'), onEnter: () => digits.input.focus() });
  const digits = field(t('card.digits'), { inputmode: 'numeric', onEnter: () => void open() });
  card.input.classList.add('secret');
  digits.input.classList.add('secret');
  const reading = codeReading(app, 'card', (text) => {
    card.input.value = text;
    digits.input.value = '';
    digits.input.focus();
  });

  async function open() {
    if (!card.value()) return card.setError(t('open.card.missing'));
    if (!/^\d{6}$/.test(digits.value().replace(/\s/g, ''))) return digits.setError(t('open.card.digits'));
    const opened = await app.work(t('open.working'), (core) =>
      core.call('openWithCard', { card: card.value(), code: digits.value().replace(/\s/g, '') }),
    );
    if (opened) app.enter(opened);
  }

  return {
    title: t('open.card.title'),
    body: [
      paragraph(t('open.card.text'), 'lead'),
      card.root,
      reading.root,
      digits.root,
      actions(
        button(t('open.button'), { look: 'main', pictogram: 'open', on: () => void open() }),
        button(t('back'), { pictogram: 'back', on: () => app.go('start') }),
      ),
    ],
    leave: () => {
      reading.stop();
      card.input.value = '';
      digits.input.value = '';
    },
  };
}
