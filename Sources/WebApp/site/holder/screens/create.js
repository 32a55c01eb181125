// Creating a wallet: what is known about it, the phrase, practice, done.

import { el, pictogram } from '../dom.js';
import { language, t } from '../i18n.js';
import { howStep, phraseStep, practiseStep } from '../phrase-steps.js';
import { actions, button, check, notice, paragraph } from '../ui.js';

/** @typedef {import('../app.js').App} App
 * @typedef {import('../app.js').Screen} Screen
 * @typedef {{step?: 'know' | 'how' | 'phrase' | 'practise', pseudonym?: string, words?: string[], isPrepared?: boolean}} Params
 */

/** @param {App} app @param {Params} params @returns {Screen} */
export function createScreen(app, params) {
  const phrase = { pseudonym: params.pseudonym ?? '', words: params.words ?? [] };
  const go = (/** @type {Params} */ more) => app.go('create', { ...params, ...more });
  switch (params.step ?? 'know') {
    case 'know':
      return know(app);
    case 'how': {
      const other = check(t('create.prepared'), { hint: t('create.prepared.hint'), checked: params.isPrepared ?? false });
      return howStep(app, {
        title: t('create.how.title'),
        more: [other.root],
        next: (made) => go({ ...made, step: 'phrase', isPrepared: other.value() }),
        back: () => app.go('create'),
      });
    }
    case 'phrase':
      return params.isPrepared
        ? phraseStep(phrase, {
            next: () => void prepare(app, phrase),
            back: () => go({ step: 'how' }),
            paper: [1, 2, 3].map((n) => t(`create.prepared.paper.${n}`)),
          })
        : phraseStep(phrase, { next: () => go({ step: 'practise' }), back: () => go({ step: 'how' }) });
    case 'practise':
      return practiseStep(app, phrase, {
        button: t('practise.button'),
        working: t('create.making'),
        do: (core) => make(core, phrase, false),
        done: (wallet) => {
          app.opened(wallet);
          app.go('list', { justCreated: true });
        },
        back: () => go({ step: 'phrase' }),
      });
  }
}

/** @param {any} core @param {import('../phrase-steps.js').NewPhrase} phrase @param {boolean} isPrepared */
function make(core, phrase, isPrepared) {
  return core.call('createWallet', {
    language: language(), pseudonym: phrase.pseudonym, phrase: phrase.words.join(' '), isPrepared,
  });
}

/** A wallet for somebody else: it closes at once, as its first opening is theirs.
 * @param {App} app @param {import('../phrase-steps.js').NewPhrase} phrase
 */
async function prepare(app, phrase) {
  const made = await app.work(t('create.making'), (core) => make(core, phrase, true));
  if (made) app.end('prepared');
}

/** @param {App} app @returns {Screen} */
function know(app) {
  const list = (/** @type {string} */ key, /** @type {string} */ drawing) =>
    el(
      'section',
      { class: 'card' },
      el('h2', {}, pictogram(drawing), t(`know.${key}`)),
      el('ul', {}, [1, 2, 3, 4].map((n) => el('li', {}, t(`know.${key}.${n}`)))),
    );
  return {
    title: t('know.title'),
    body: [
      el('div', { class: 'columns' }, list('not', 'stop'), list('seen', 'eye')),
      notice('info', paragraph(t('know.free')), paragraph(t('know.lost'))),
      actions(
        button(t('next'), { look: 'main', pictogram: 'next', on: () => app.go('create', { step: 'how' }) }),
        button(t('advice.title'), { pictogram: 'ways', on: () => app.go('advice', { back: { name: 'create' } }) }),
        button(t('back'), { pictogram: 'back', on: () => app.go('start') }),
      ),
    ],
  };
}
