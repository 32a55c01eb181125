// Everything new: another phrase, another root key; the old phrase, card, shares and grants are void.

import { el } from '../dom.js';
import { t } from '../i18n.js';
import { forBoth } from '../prepared.js';
import { howStep, phraseStep, practiseStep } from '../phrase-steps.js';
import { actions, button, notice, paragraph } from '../ui.js';

/** @typedef {import('../app.js').App} App
 * @typedef {'asked' | 'seen' | 'prepared' | 'recovered'} Why
 * @typedef {{why: Why, step?: 'know' | 'how' | 'phrase' | 'practise', pseudonym?: string, words?: string[]}} Params
 */

/** @param {App} app @param {Params} params @returns {import('../app.js').Screen} */
export function changeScreen(app, params) {
  const phrase = { pseudonym: params.pseudonym ?? '', words: params.words ?? [] };
  const go = (/** @type {Partial<Params>} */ more) => app.go('change', { ...params, ...more });
  switch (params.step ?? 'know') {
    case 'know':
      return know(app, params.why, () => go({ step: 'how' }));
    case 'how':
      return howStep(app, {
        title: t('change.how'),
        next: (made) => go({ ...made, step: 'phrase' }),
        back: () => go({ step: 'know' }),
      });
    case 'phrase':
      return phraseStep(phrase, { next: () => go({ step: 'practise' }), back: () => go({ step: 'how' }) });
    case 'practise':
      return practiseStep(app, phrase, {
        working: t('change.working'),
        do: (core) =>
          core.call('changeEverything', { pseudonym: phrase.pseudonym, phrase: phrase.words.join(' ') }),
        done: (wallet) => {
          app.opened(wallet);
          // Nothing was shared or printed before of a wallet that somebody prepared: it begins here.
          if (params.why === 'prepared') app.go('list', { justCreated: true });
          else app.go('keys', { done: 'changed' });
        },
        back: () => go({ step: 'phrase' }),
      });
  }
}

/** @param {App} app @param {Why} why @param {() => void} next */
function know(app, why, next) {
  // What must be changed has no way round: the wallet shows nothing before.
  const isDue = why === 'prepared' || why === 'recovered';
  return {
    title: t(`change.title.${why}`),
    body: [
      why === 'prepared'
        ? forBoth('change')
        : [
            paragraph(t(`change.text.${why}`), 'lead'),
            notice('warning', el('ul', {}, [1, 2, 3].map((n) => el('li', {}, t(`change.what.${n}`))))),
          ],
      actions(
        button(t('next'), { look: 'main', pictogram: 'next', on: next }),
        isDue
          ? button(t('close.button'), { pictogram: 'close', on: () => void app.close('asked') })
          : button(t('back'), { pictogram: 'back', on: () => app.go('keys') }),
      ),
      el('details', {}, el('summary', {}, t('fold.more')), paragraph(t('change.whole'))),
    ],
  };
}
