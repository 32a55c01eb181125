// A card: a square to scan and six digits apart. Both are shown once, and tried once before they count.

import { el, fill, pictogram } from '../dom.js';
import { t } from '../i18n.js';
import { printCard } from '../own-papers.js';
import { drawCode } from '../sheet.js';
import { actions, button, field, notice, paragraph } from '../ui.js';

/** @typedef {import('../app.js').App} App @typedef {import('../app.js').Screen} Screen
 * @typedef {{step?: 'know' | 'show' | 'practise', card?: string, code?: string}} Params
 */

/** @param {App} app @param {Params} params @returns {Screen} */
export function cardScreen(app, params) {
  switch (params.step ?? 'know') {
    case 'know':
      return know(app);
    case 'show':
      return show(app, params);
    case 'practise':
      return practise(app, params);
  }
}

/** @param {App} app @returns {Screen} */
function know(app) {
  async function draw() {
    const made = await app.work(t('create.working'), (core) => core.call('newCard'));
    if (made) app.go('card', { step: 'show', ...made });
  }
  return {
    title: t('card.title'),
    body: [
      paragraph(t('card.text'), 'lead'),
      el('ul', {}, [1, 2, 3].map((n) => el('li', {}, t(`card.know.${n}`)))),
      app.wallet?.keys.hasCard ? notice('info', paragraph(t('card.replaces'))) : null,
      actions(
        button(t('card.make'), { look: 'main', pictogram: 'card', on: () => void draw() }),
        button(t('back'), { pictogram: 'back', on: () => app.go('keys') }),
      ),
    ],
  };
}

/** In groups of four, as they are typed.
 * @param {string} characters
 */
function grouped(characters) {
  return (characters.match(/.{1,4}/g) ?? []).join(' ');
}

/** @param {App} app @param {Params} params @returns {Screen} */
function show(app, params) {
  const { card = '', code = '' } = params;
  const square = el('div', { class: 'qr', role: 'img', 'aria-label': t('card.qr') });
  void app.call('qrCode', { text: card, level: 'M' }).then(
    (drawn) => fill(square, drawCode(drawn)),
    (error) => app.fail(error),
  );
  return {
    title: t('card.show'),
    body: [
      paragraph(t('card.show.text'), 'lead'),
      square,
      el('p', { class: 'typed', dir: 'ltr', translate: 'no' }, grouped(card)),
      actions(button(t('card.print'), { look: 'main', pictogram: 'print', on: () => void printCard(app, card) })),
      notice('warning', paragraph(t('card.code')), el('p', { class: 'big', translate: 'no' }, code), paragraph(t('card.code.apart'))),
      actions(
        button(t('phrase.noted'), { look: 'main', pictogram: 'check', on: () => app.go('card', { ...params, step: 'practise' }) }),
        button(t('back'), { pictogram: 'back', on: () => app.go('card') }),
      ),
    ],
  };
}

/** @param {App} app @param {Params} params @returns {Screen} */
function practise(app, params) {
  const { card = '', code = '' } = params;
  const digits = field(t('card.digits'), { inputmode: 'numeric', onEnter: () => void finish() });
  async function finish() {
    if (digits.value().replace(/\s/g, '') !== code) return digits.setError(t('card.practise.wrong'));
    const wallet = await app.work(t('keys.working'), (core) => core.call('addCard', { card, code }));
    if (!wallet) return;
    app.wallet = wallet;
    app.go('keys', { done: 'card' });
  }
  return {
    title: t('practise.title'),
    body: [
      el('p', { class: 'lead' }, pictogram('card'), ' ', t('card.practise.text')),
      digits.root,
      actions(
        button(t('card.finish'), { look: 'main', pictogram: 'check', on: () => void finish() }),
        button(t('card.again'), { pictogram: 'back', on: () => app.go('card', { ...params, step: 'show' }) }),
      ),
    ],
    leave: () => {
      digits.input.value = '';
    },
  };
}
