// What a person types to open a wallet: the words, completed and repaired, with a pseudonym or without.

import { el } from './dom.js';
import { t } from './i18n.js';
import { check, choices, field, paragraph } from './ui.js';
import { PhraseBoxes } from './words.js';

const wordsAlone = 6;
const wordsWithPseudonym = 5;

/**
 * @param {import('./app.js').App} app
 * @param {() => void} onDone Enter in the last box.
 */
export function phraseForm(app, onDone) {
  const pseudonym = field(t('open.pseudonym'), { hint: t('open.pseudonym.hint') });
  pseudonym.root.hidden = true;
  const boxes = new PhraseBoxes(app, wordsAlone, onDone);
  const show = check(t('open.show'), { pictogram: 'eye', on: (shown) => boxes.hide(!shown) });
  const how = choices(
    t('open.how'),
    [
      { value: 'alone', label: t('open.how.alone') },
      { value: 'pseudonym', label: t('open.how.pseudonym') },
    ],
    {
      value: 'alone',
      on: (value) => {
        pseudonym.root.hidden = value === 'alone';
        boxes.setCount(value === 'alone' ? wordsAlone : wordsWithPseudonym);
      },
    },
  );
  const hasPseudonym = () => how.value() === 'pseudonym';
  return {
    body: [
      how.root,
      pseudonym.root,
      el('h2', {}, t('open.words')),
      paragraph(t('open.words.hint'), 'hint'),
      show.root,
      boxes.root,
    ],
    /** Whether there is a pseudonym where one is wanted; says so if not. */
    isReady() {
      if (!hasPseudonym() || pseudonym.value()) return true;
      pseudonym.setError(t('open.pseudonym.missing'));
      return false;
    },
    /**
     * What the core is given; fails, and goes there, if a box has no word of the lists.
     * @returns {Promise<{pseudonym: string, phrase: string}>}
     */
    async typed() {
      const wrong = await boxes.firstWrong();
      if (wrong >= 0) {
        boxes.focus(wrong);
        throw { code: 'wordMissing' };
      }
      return { pseudonym: hasPseudonym() ? pseudonym.value() : '', phrase: boxes.words().join(' ') };
    },
    clear() {
      boxes.clear();
      pseudonym.input.value = '';
    },
  };
}
