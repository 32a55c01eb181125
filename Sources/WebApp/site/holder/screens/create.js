// Creating a wallet: what is known about it, the phrase, practice, done.

import { el, pictogram } from '../dom.js';
import { language, t } from '../i18n.js';
import { howStep, phraseStep, practiseStep } from '../phrase-steps.js';
import { actions, button, check, paragraph } from '../ui.js';

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
      return know(app, go);
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
            isPrepared: true,
          })
        : phraseStep(phrase, { next: () => go({ step: 'practise' }), back: () => go({ step: 'know' }) });
    case 'practise':
      return practiseStep(app, phrase, {
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

/** @param {App} app @param {(more: Params) => void} go @returns {Screen} */
function know(app, go) {
  const line = (/** @type {string} */ key, /** @type {string} */ drawing) => el('li', {}, pictogram(drawing), el('span', {}, t(`know.${key}`)));
  const list = (/** @type {string} */ key) =>
    el('section', {}, el('h2', {}, t(`know.${key}.title`)), el('ul', {}, [1, 2, 3, 4].map((n) => el('li', {}, t(`know.${key}.${n}`)))));
  async function next() {
    const words = await app.work(t('create.working'), async (core) =>
      (await core.call('newPhrase', { language: language(), hasPseudonym: false })).words);
    if (words) go({ step: 'phrase', pseudonym: '', words, isPrepared: false });
  }
  return {
    title: t('know.title'),
    body: [
      el('ul', { class: 'told' }, line('not', 'stop'), line('seen', 'eye'), line('lost', 'warning')),
      actions(
        button(t('next'), { look: 'large', pictogram: 'next', on: () => void next() }),
        button(t('back'), { pictogram: 'back', on: () => app.go('start') }),
      ),
      el('details', {}, el('summary', {}, t('know.all')), list('not'), list('seen'), paragraph(t('know.free'))),
      actions(
        button(t('create.otherWays'), { look: 'small', pictogram: 'ways', on: () => go({ step: 'how' }) }),
        button(t('advice.title'), { look: 'small', pictogram: 'help', on: () => app.go('advice', { back: { name: 'create' } }) }),
      ),
    ],
  };
}
