// The steps of a new phrase: how it is made, its words, practice. For a new wallet, and for a change.

import { el } from './dom.js';
import { language, t } from './i18n.js';
import { printAlone } from './paper.js';
import { canSpeak, speak, stopSpeaking } from './speech.js';
import { actions, button, check, choices, field, notice, paragraph } from './ui.js';
import { PhraseBoxes } from './words.js';

/** @typedef {import('./app.js').App} App @typedef {import('./app.js').Screen} Screen
 * @typedef {{pseudonym: string, words: string[]}} NewPhrase
 */

/** With a pseudonym or without; then the words are drawn.
 * @param {App} app
 * @param {{title: string, more?: import('./dom.js').Child[], next: (phrase: NewPhrase) => void, back: () => void}} step
 * @returns {Screen}
 */
export function howStep(app, step) {
  const pseudonym = field(t('open.pseudonym'), { hint: t('create.pseudonym.hint'), onEnter: () => void next() });
  pseudonym.root.hidden = true;
  const way = choices(
    t('create.how'),
    [
      { value: 'alone', label: t('create.how.alone'), hint: t('create.how.alone.hint') },
      { value: 'pseudonym', label: t('create.how.pseudonym'), hint: t('create.how.pseudonym.hint') },
    ],
    {
      value: 'alone',
      on: (value) => {
        pseudonym.root.hidden = value === 'alone';
      },
    },
  );
  async function next() {
    const name = way.value() === 'pseudonym' ? pseudonym.value() : '';
    if (way.value() === 'pseudonym' && !name) return pseudonym.setError(t('open.pseudonym.missing'));
    const words = await app.work(t('create.working'), async (core) => {
      if (name) await core.call('canonicalPseudonym', { text: name });
      return (await core.call('newPhrase', { language: language(), hasPseudonym: name !== '' })).words;
    });
    if (words) step.next({ pseudonym: name, words });
  }
  return {
    title: step.title,
    body: [
      way.root,
      pseudonym.root,
      step.more ?? null,
      actions(
        button(t('next'), { look: 'main', pictogram: 'next', on: () => void next() }),
        button(t('back'), { pictogram: 'back', on: step.back }),
      ),
    ],
  };
}

/** @param {string[]} words */
function numbered(words) {
  return el('ol', { class: 'phrase', translate: 'no' }, words.map((word) => el('li', {}, el('strong', {}, word))));
}

/** The words, to be noted.
 * @param {NewPhrase} phrase
 * @param {{next: () => void, back: () => void, paper?: string[]}} step `paper`: what is printed with them.
 * @returns {Screen}
 */
export function phraseStep({ words, pseudonym }, step) {
  const paper = step.paper ?? [t('phrase.paper')];
  const lines = words.map((word, i) => `${i + 1}. ${word}.`);
  return {
    title: t('phrase.title'),
    body: [
      paragraph(t('phrase.text'), 'lead'),
      numbered(words),
      pseudonym ? paragraph(t('phrase.pseudonym', { pseudonym })) : null,
      actions(
        canSpeak() ? button(t('phrase.listen'), { pictogram: 'speak', on: () => speak(lines) }) : null,
        button(t('phrase.print'), {
          pictogram: 'print',
          on: () => void printAlone([numbered(words), ...paper.map((text) => paragraph(text))]),
        }),
      ),
      notice('warning', paragraph(t('phrase.care')), paragraph(t('phrase.alone'))),
      actions(
        button(t('phrase.noted'), { look: 'main', pictogram: 'check', on: step.next }),
        button(t('back'), { pictogram: 'back', on: step.back }),
      ),
    ],
    leave: stopSpeaking,
  };
}

/** The words once more, from paper or memory; then what they are for is done.
 * @param {App} app
 * @param {NewPhrase} phrase
 * @param {{button: string, working: string, do: (core: any) => Promise<any>, done: (result: any) => void, back: () => void}} step
 * @returns {Screen}
 */
export function practiseStep(app, { words }, step) {
  const boxes = new PhraseBoxes(app, words.length, () => void finish());
  const show = check(t('open.show'), { pictogram: 'eye', checked: true, on: (shown) => boxes.hide(!shown) });
  boxes.hide(false);
  async function finish() {
    const result = await app.work(step.working, async (core) => {
      await boxes.firstWrong(); // repairs what is sure, then all are compared
      const wrong = boxes.words().findIndex((word, i) => word !== words[i]);
      if (wrong >= 0) {
        boxes.focus(wrong);
        throw { code: 'practiceWrong' };
      }
      return step.do(core);
    });
    if (!result) return;
    boxes.clear();
    step.done(result);
  }
  return {
    title: t('practise.title'),
    body: [
      paragraph(t('practise.text'), 'lead'),
      show.root,
      boxes.root,
      actions(
        button(step.button, { look: 'main', pictogram: 'check', on: () => void finish() }),
        button(t('practise.again'), { pictogram: 'back', on: step.back }),
      ),
    ],
    leave: () => boxes.clear(),
  };
}
