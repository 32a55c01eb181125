// Which way suits me? Four questions, one at a time, then what they come to.

import { adviceFor, questions } from '../advice.js';
import { el, pictogram } from '../dom.js';
import { t } from '../i18n.js';
import { actions, button, choices, notice, paragraph } from '../ui.js';

/** @typedef {import('../app.js').App} App @typedef {import('../app.js').Screen} Screen
 * @typedef {keyof typeof questions} Question
 * @typedef {Partial<Record<Question, string>>} Given
 * @typedef {{given?: Given, step?: number, back?: {name: string, params?: any}}} Params
 */

const order = /** @type {Question[]} */ (Object.keys(questions));
/** @type {Record<Question, string>} */
const drawings = { lose: 'bag', remember: 'head', trust: 'people', look: 'eye' };

/** @param {App} app @param {Params} params @returns {Screen} */
export function adviceScreen(app, params) {
  const step = params.step ?? 0;
  const question = order[step];
  return question ? ask(app, params, question, step) : answer(app, params);
}

/** @param {App} app @param {Params} params */
function leave(app, params) {
  const back = params.back ?? { name: app.wallet ? 'list' : 'start' };
  app.go(back.name, back.params);
}

/** @param {App} app @param {Params} params @param {Question} question @param {number} step @returns {Screen} */
function ask(app, params, question, step) {
  const chosen = choices(
    t(`advice.${question}`),
    questions[question].map((value) => ({
      value, label: t(`advice.${question}.${value}`), hint: t(`advice.${question}.${value}.hint`),
    })),
    { value: params.given?.[question] ?? '' },
  );
  function next() {
    if (!chosen.value()) return app.fail({ code: 'noAnswer' });
    app.go('advice', { ...params, given: { ...params.given, [question]: chosen.value() }, step: step + 1 });
  }
  return {
    title: t('advice.title'),
    body: [
      step === 0 ? paragraph(t('advice.text'), 'lead') : null,
      el('p', { class: 'advice-step' }, pictogram(drawings[question]), el('span', {}, t('advice.step', { n: step + 1, count: order.length }))),
      chosen.root,
      actions(
        button(t('next'), { look: 'main', pictogram: 'next', on: next }),
        button(t('back'), {
          pictogram: 'back',
          on: () => (step === 0 ? leave(app, params) : app.go('advice', { ...params, step: step - 1 })),
        }),
      ),
    ],
  };
}

/** @param {App} app @param {Params} params @returns {Screen} */
function answer(app, params) {
  const advice = adviceFor(/** @type {any} */ (params.given));
  // With a wallet open, each way has a button to where it is done.
  const keys = app.wallet?.keys;
  const leadOn = (/** @type {string} */ text, /** @type {string} */ drawing, /** @type {string} */ screen, /** @type {any} */ more = {}) =>
    keys ? actions(button(text, { pictogram: drawing, on: () => app.go(screen, more) })) : null;
  const way = (/** @type {string} */ key, /** @type {string} */ drawing, /** @type {HTMLElement | null} */ onward) =>
    el(
      'li',
      { class: 'card' },
      el('h2', {}, pictogram(drawing), t(`advice.way.${key}`)),
      paragraph(t(`advice.way.${key}.text`)),
      onward,
    );
  const shares = () => leadOn(t(keys?.hasRecovery ? 'recovery.another' : 'recovery.prepare'), 'shares-of', 'recovery');
  /**
   * What a note leads on to.
   * @type {Record<string, () => HTMLElement | null>}
   */
  const onwards = {
    nothingLeft: shares,
    noShares: shares,
    everyday: () => leadOn(t('compartment.title'), 'compartments', 'compartment'),
    lock: () => leadOn(t('meeting.title'), 'meeting', 'meeting'),
  };
  return {
    title: t('advice.result'),
    body: [
      el(
        'ul',
        { class: 'cards' },
        way(
          advice.phrase,
          advice.phrase === 'head' ? 'head' : 'note',
          leadOn(t('change.button'), 'edit', 'change', { why: 'asked' }),
        ),
        advice.card ? way('card', 'card', leadOn(t(keys?.hasCard ? 'card.another' : 'card.make'), 'card', 'card')) : null,
        advice.shares ? way('shares', 'shares-of', shares()) : null,
      ),
      advice.notes.map((note) =>
        notice(
          note === 'nothingLeft' || note === 'noShares' ? 'warning' : 'info',
          paragraph(t(`advice.note.${note}`)),
          onwards[note]?.() ?? null,
        ),
      ),
      paragraph(t('advice.free'), 'quiet'),
      actions(
        button(t(params.back ? 'back' : app.wallet ? 'back.list' : 'start.create'), {
          look: 'main',
          pictogram: params.back || app.wallet ? 'back' : 'new',
          on: () => (params.back || app.wallet ? leave(app, params) : app.go('create')),
        }),
        button(t('advice.again'), { pictogram: 'undo', on: () => app.go('advice', { back: params.back }) }),
      ),
    ],
  };
}
