// The steps of a new phrase: how it is made, its words, practice. For a new wallet, and for a change.

import { el } from './dom.js';
import { language, t } from './i18n.js';
import { printAlone } from './paper.js';
import { forBoth } from './prepared.js';
import { speak, stopSpeaking } from './speech.js';
import { actions, button, choices, field, notice, paragraph } from './ui.js';

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

/** The words, to be noted; of a wallet for somebody else, to be printed and given away.
 * @param {NewPhrase} phrase
 * @param {{next: () => void, back: () => void, isPrepared?: boolean}} step
 * @returns {Screen}
 */
export function phraseStep({ words, pseudonym }, step) {
  const { isPrepared = false } = step;
  const paper = isPrepared ? [1, 2, 3].map((n) => t(`create.prepared.paper.${n}`)) : [t('phrase.paper')];
  const lines = words.map((word, i) => ({ text: `${i + 1}, ${word}.` }));
  return {
    title: isPrepared ? t('prepared.title') : t('phrase.title', { n: words.length }),
    body: [
      isPrepared ? null : paragraph(t('phrase.text'), 'lead'),
      numbered(words),
      pseudonym ? paragraph(t('phrase.pseudonym', { pseudonym })) : null,
      actions(
        button(t('phrase.listen'), { pictogram: 'speak', on: () => speak(lines) }),
        button(t('phrase.print'), {
          pictogram: 'print',
          on: () => void printAlone([numbered(words), ...paper.map((text) => paragraph(text))]),
        }),
      ),
      isPrepared ? forBoth('words') : notice('warning', paragraph(t('phrase.care')), paragraph(t('phrase.alone'))),
      actions(
        button(t(isPrepared ? 'prepared.ready' : 'phrase.noted'), { look: 'main', pictogram: 'check', on: step.next }),
        button(t('back'), { pictogram: 'back', on: step.back }),
      ),
    ],
    leave: stopSpeaking,
  };
}

/** So many wrong words and the paper is looked at again. */
const forgiven = 3;

/** The words once more, in their order, from the paper: each is touched among all of them. Then what they are for is done.
 * @param {App} app
 * @param {NewPhrase} phrase
 * @param {{working: string, do: (core: any) => Promise<any>, done: (result: any) => void, back: () => void}} step
 * @returns {Screen}
 */
export function practiseStep(app, { words }, step) {
  let right = 0;
  let wrong = 0;
  const asked = el('p', { class: 'lead', 'aria-live': 'polite' });
  const error = el('p', { class: 'error', role: 'alert' });
  const tiles = shuffled(words).map((word) =>
    el('button', { type: 'button', class: 'tile word-tile', translate: 'no', onclick: () => touched(word, tiles[at(word)]) }, word));
  // Of two tiles with one word, that which is still to be touched.
  const at = (/** @type {string} */ word) => tiles.findIndex((tile) => tile.textContent === word && !tile.disabled);

  /** @param {string} word @param {HTMLButtonElement | undefined} tile */
  function touched(word, tile) {
    if (!tile) return;
    if (word !== words[right]) {
      wrong += 1;
      error.textContent = t('practise.wrong', { n: right + 1 });
      if (wrong >= forgiven) step.back();
      return;
    }
    error.textContent = '';
    tile.disabled = true;
    right += 1;
    if (right === words.length) return void finish();
    draw();
    // What was touched can't have the focus any more.
    tiles.find((one) => !one.disabled)?.focus();
  }

  function draw() {
    asked.textContent = t('practise.which', { n: Math.min(right + 1, words.length) });
  }

  async function finish() {
    const result = await app.work(step.working, step.do);
    if (result) return step.done(result);
    // What failed is tried again with the last word.
    right -= 1;
    for (const tile of tiles) if (tile.textContent === words[right]) tile.disabled = false;
  }

  draw();
  return {
    title: t('practise.title'),
    body: [
      paragraph(t('practise.text')),
      asked,
      error,
      el('div', { class: 'word-tiles' }, tiles),
      actions(button(t('practise.again'), { pictogram: 'back', on: step.back })),
    ],
    leave: () => {
      for (const tile of tiles) tile.textContent = '';
    },
  };
}

/** In an order that says nothing of theirs.
 * @param {string[]} words
 */
function shuffled(words) {
  const all = [...words];
  for (let i = all.length - 1; i > 0; i -= 1) {
    const [random] = crypto.getRandomValues(new Uint32Array(1));
    const k = Number(random) % (i + 1);
    [all[i], all[k]] = [String(all[k]), String(all[i])];
  }
  return all;
}
