// Boxes for the words of a phrase: one word each, completed and repaired as they are typed.

import { el, fill, freshId, pictogram } from './dom.js';
import { language, t } from './i18n.js';
import { endsWord, wordsOf } from './phrase-text.js';
import { noPress } from './press.js';

const shownSuggestions = 5;

/** @typedef {import('./app.js').App} App */

export class PhraseBoxes {
  root = el('div', { class: 'words' });
  /** @type {{input: HTMLInputElement, help: HTMLElement, sign: HTMLElement, offered: string[], round: number}[]} */
  #boxes = [];
  /** @type {App} */ #app;
  #hidden = true;
  /** @type {() => void} */ #onDone;

  /** @param {App} app @param {number} count @param {() => void} onDone Enter in the last box. */
  constructor(app, count, onDone) {
    this.#app = app;
    this.#onDone = onDone;
    this.setCount(count);
  }

  /** @param {number} count What was typed stays as far as it fits. */
  setCount(count) {
    const typed = this.words();
    this.#boxes = [];
    fill(
      this.root,
      Array.from({ length: count }, (_, i) => this.#box(i, typed[i] ?? '')),
    );
    this.hide(this.#hidden);
  }

  /** @param {boolean} hidden */
  hide(hidden) {
    this.#hidden = hidden;
    for (const { input } of this.#boxes) input.classList.toggle('secret', hidden);
  }

  /** @returns {string[]} */
  words() {
    return this.#boxes.map(({ input }) => wordsOf(input.value).join(' '));
  }

  /** The number of the first box that has no word of the lists yet, or -1. */
  async firstWrong() {
    for (const [i, word] of this.words().entries()) {
      if (word === '' || !(await this.#check(i))) return i;
    }
    return -1;
  }

  /** @param {number} i */
  focus(i) {
    this.#boxes[Math.max(0, Math.min(i, this.#boxes.length - 1))]?.input.focus();
  }

  clear() {
    for (const { input, help, sign } of this.#boxes) {
      input.value = '';
      fill(help);
      fill(sign);
    }
  }

  /** @param {number} i @param {string} value */
  #box(i, value) {
    const id = freshId();
    const helpId = freshId();
    const input = el('input', {
      id,
      type: 'text',
      value,
      autocomplete: 'off',
      autocapitalize: 'none',
      autocorrect: 'off',
      spellcheck: 'false',
      'aria-describedby': helpId,
      oninput: () => this.#typed(i),
      onpaste: (/** @type {ClipboardEvent} */ event) => this.#paste(i, event),
      onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(i, event),
      onblur: () => void this.#check(i),
    });
    const help = el('div', { class: 'suggestions', id: helpId });
    const sign = el('span', { class: 'sign' });
    this.#boxes[i] = { input, help, sign, offered: [], round: 0 };
    return el(
      'div',
      { class: 'word' },
      el('label', { for: id }, t('word.number', { n: i + 1 })),
      el('div', { class: 'word-line' }, input, sign),
      help,
    );
  }

  /** @param {number} i */
  #typed(i) {
    const box = this.#boxes[i];
    if (!box) return;
    fill(box.sign);
    const parts = wordsOf(box.input.value);
    if (parts.length > 1) return void this.#spread(i, parts.join(' '));
    if (endsWord(box.input.value)) {
      box.input.value = parts[0] ?? '';
      if (parts.length) this.#next(i);
      return;
    }
    void this.#suggest(i);
  }

  /** A field of one line would join the lines of a list before they are seen here.
   * @param {number} i @param {ClipboardEvent} event
   */
  #paste(i, event) {
    const words = wordsOf(event.clipboardData?.getData('text') ?? '');
    if (words.length < 2) return;
    event.preventDefault();
    void this.#spread(i, words.join(' '));
  }

  /** Several words at once, as when pasted: each goes to its box, repaired where that is sure.
   * @param {number} i @param {string} text
   */
  async #spread(i, text) {
    const { words } = await this.#app.call('checkPhrase', { text });
    words.slice(0, this.#boxes.length - i).forEach((/** @type {any} */ found, /** @type {number} */ k) => {
      const box = this.#boxes[i + k];
      if (box) box.input.value = found.word;
      void this.#check(i + k);
    });
    this.focus(i + words.length - 1);
  }

  /** @param {number} i */
  async #suggest(i) {
    const box = this.#boxes[i];
    if (!box) return;
    const round = (box.round += 1);
    const prefix = wordsOf(box.input.value)[0] ?? '';
    if (prefix.length < 2) {
      box.offered = [];
      return fill(box.help);
    }
    const { words } = await this.#app.call('completeWord', { prefix });
    await noPress();
    if (round !== box.round) return;
    // All lists are offered, as a phrase may be in another language than the screen: its own first.
    const own = (/** @type {any} */ found) => (found.language === language() ? 0 : 1);
    const sorted = words.sort((/** @type {any} */ a, /** @type {any} */ b) => own(a) - own(b));
    this.#offer(i, sorted.map((/** @type {any} */ found) => found.word));
  }

  /** @param {number} i @param {string[]} words */
  #offer(i, words) {
    const box = this.#boxes[i];
    if (!box) return;
    box.offered = words;
    fill(
      box.help,
      words.slice(0, shownSuggestions).map((word) =>
        el('button', { type: 'button', class: 'suggestion', onmousedown: keepFocus, onclick: () => this.#take(i, word) }, word),
      ),
    );
  }

  /** @param {number} i @param {string} word */
  #take(i, word) {
    const box = this.#boxes[i];
    if (!box) return;
    box.input.value = word;
    box.round += 1;
    this.#next(i);
  }

  /** @param {number} i */
  #next(i) {
    void this.#check(i);
    if (i + 1 < this.#boxes.length) this.focus(i + 1);
  }

  /** @param {number} i @param {KeyboardEvent} event */
  #key(i, event) {
    const box = this.#boxes[i];
    if (!box) return;
    if (event.key === 'Backspace' && box.input.value === '' && i > 0) {
      event.preventDefault();
      return this.focus(i - 1);
    }
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    if (box.input.value.trim() === '') return;
    if (box.offered.length === 1 && box.offered[0]) box.input.value = box.offered[0];
    const isLast = i + 1 === this.#boxes.length;
    this.#next(i);
    if (event.key === 'Enter' && isLast) this.#onDone();
  }

  /** Whether box `i` holds a word of the lists; shows it, or the words that look like it.
   * @param {number} i
   */
  async #check(i) {
    const box = this.#boxes[i];
    if (!box) return false;
    const word = wordsOf(box.input.value).join(' ');
    if (word === '') {
      fill(box.sign);
      return false;
    }
    const round = (box.round += 1);
    const { words } = await this.#app.call('checkPhrase', { text: word });
    await noPress();
    if (round !== box.round) return words[0]?.ok ?? false;
    const found = words[0];
    if (found?.ok) {
      box.input.value = found.word;
      box.offered = [];
      fill(box.help);
      fill(box.sign, pictogram('check', 'good'), el('span', { class: 'visually-hidden' }, t('word.good')));
      box.input.setAttribute('aria-invalid', 'false');
      return true;
    }
    const nearest = found?.nearest ?? [];
    this.#offer(i, nearest);
    box.help.prepend(el('p', { class: 'error' }, t(nearest.length ? 'word.nearest' : 'word.unknown')));
    fill(box.sign, pictogram('warning', 'bad'));
    box.input.setAttribute('aria-invalid', 'true');
    return false;
  }
}

/** A press on a suggestion leaves the box in focus, so that it doesn't check itself in between.
 * @param {Event} event
 */
function keepFocus(event) {
  event.preventDefault();
}
