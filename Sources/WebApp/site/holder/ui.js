// The few parts that all screens are made of.

import { el, freshId, pictogram } from './dom.js';
import { t } from './i18n.js';

/** @typedef {import('./dom.js').Child} Child */

/**
 * @param {string} text
 * @param {{pictogram?: string, look?: 'main' | 'large' | 'plain' | 'danger' | 'small' | 'small icon', on: (event: Event) => void, id?: string,
 *   describedBy?: string, name?: string}} options `name`: what is said aloud, where the text alone is not enough.
 */
export function button(text, options) {
  return el(
    'button',
    {
      type: 'button',
      class: `button ${options.look ?? 'plain'}`,
      id: options.id,
      onclick: options.on,
      'aria-label': options.name,
      'aria-describedby': options.describedBy,
    },
    options.pictogram ? pictogram(options.pictogram) : null,
    el('span', {}, text),
  );
}

/**
 * A row of buttons.
 * @param {...(Child | Child[])} children
 */
export function actions(...children) {
  return el('div', { class: 'actions' }, ...children);
}

/** @param {string} text @param {string} [className] */
export function paragraph(text, className) {
  return el('p', { class: className }, text);
}

/** @param {'info' | 'warning' | 'good'} kind @param {...(Child | Child[])} children */
export function notice(kind, ...children) {
  const drawing = { info: 'help', warning: 'warning', good: 'check' }[kind];
  return el('div', { class: `notice ${kind}` }, pictogram(drawing), el('div', {}, ...children));
}

/**
 * A labelled line or box to write in.
 *
 * @typedef {object} Field
 * @property {HTMLElement} root
 * @property {HTMLInputElement | HTMLTextAreaElement} input
 * @property {() => string} value
 * @property {(text: string | null) => void} setError Shows what is wrong, and goes there.
 */

/**
 * @param {string} label
 * @param {{value?: string, hint?: string, type?: string, rows?: number, maxBytes?: number, inputmode?: string,
 *   on?: () => void, onEnter?: () => void, suggestions?: string[]}} [options]
 * @returns {Field}
 */
export function field(label, options = {}) {
  const id = freshId();
  const hintId = `${id}h`;
  const errorId = `${id}f`;
  const common = {
    id,
    dir: options.type ? undefined : 'auto',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
    'aria-describedby': options.hint ? hintId : undefined,
    oninput: () => {
      setError(null);
      options.on?.();
    },
  };
  const input = options.rows
    ? el('textarea', { ...common, rows: options.rows, value: options.value ?? '' })
    : el('input', {
        ...common,
        type: options.type ?? 'text',
        inputmode: options.inputmode,
        value: options.value ?? '',
        list: options.suggestions?.length ? `${id}l` : undefined,
        onkeydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key === 'Enter' && options.onEnter) {
            event.preventDefault();
            options.onEnter();
          }
        },
      });
  const error = el('p', { class: 'error', id: errorId, hidden: true });
  /** @param {string | null} text */
  const setError = (text) => {
    error.hidden = text === null;
    error.textContent = text ?? '';
    input.setAttribute('aria-invalid', String(text !== null));
    const described = [options.hint ? hintId : '', text ? errorId : ''].filter(Boolean).join(' ');
    if (described) input.setAttribute('aria-describedby', described);
    else input.removeAttribute('aria-describedby');
    if (text !== null) input.focus();
  };
  const root = el(
    'div',
    { class: 'field' },
    el('label', { for: id }, label),
    options.hint ? el('p', { class: 'hint', id: hintId }, options.hint) : null,
    input,
    options.suggestions?.length
      ? el('datalist', { id: `${id}l` }, options.suggestions.map((value) => el('option', { value })))
      : null,
    error,
  );
  return { root, input, value: () => input.value.trim(), setError };
}

/**
 * One of several, each a large target.
 *
 * @param {string} legend
 * @param {{value: string, label: string, hint?: string, pictogram?: string}[]} options
 * @param {{value?: string, on?: (value: string) => void, tiles?: boolean}} [settings]
 * @returns {{root: HTMLElement, value: () => string, askFor: (text: string) => void}} `askFor` says that one has to be chosen,
 *   and goes there.
 */
export function choices(legend, options, settings = {}) {
  const name = freshId();
  const error = el('p', { class: 'error', id: `${name}f`, hidden: true });
  let chosen = settings.value ?? '';
  const rows = options.map((option) => {
    const id = freshId();
    return el(
      'label',
      { class: 'choice', for: id },
      el('input', {
        type: 'radio',
        id,
        name,
        value: option.value,
        checked: option.value === chosen,
        onchange: () => {
          chosen = option.value;
          error.hidden = true;
          settings.on?.(chosen);
        },
      }),
      option.pictogram ? pictogram(option.pictogram) : null,
      el('span', {}, option.label, option.hint ? el('small', {}, option.hint) : null),
    );
  });
  const root = el(
    'fieldset',
    { class: settings.tiles ? 'choices tiles' : 'choices', 'aria-describedby': error.id },
    el('legend', {}, legend),
    error,
    el('div', {}, rows),
  );
  const askFor = (/** @type {string} */ text) => {
    error.textContent = text;
    error.hidden = false;
    root.querySelector('input')?.focus();
  };
  return { root, value: () => chosen, askFor };
}

/**
 * @param {string} label
 * @param {{checked?: boolean, hint?: string, pictogram?: string, on?: (checked: boolean) => void}} [options]
 */
export function check(label, options = {}) {
  const id = freshId();
  const input = el('input', {
    type: 'checkbox',
    id,
    checked: options.checked ?? false,
    onchange: () => options.on?.(input.checked),
  });
  const root = el(
    'label',
    { class: 'choice', for: id },
    input,
    options.pictogram ? pictogram(options.pictogram) : null,
    el('span', {}, label, options.hint ? el('small', {}, options.hint) : null),
  );
  return { root, input, value: () => input.checked };
}

/**
 * Asks before something is done. The question stands in a dialog that takes the focus.
 *
 * @param {{title: string, text: string, yes: string, no?: string, pictogram?: string, danger?: boolean}} question
 * @returns {Promise<boolean>}
 */
export function ask(question) {
  return new Promise((resolve) => {
    const title = freshId();
    const text = freshId();
    const end = (/** @type {boolean} */ answer) => {
      dialog.remove();
      resolve(answer);
    };
    const no = button(question.no ?? t('no'), { on: () => end(false), pictogram: 'back' });
    const dialog = el(
      'dialog',
      { 'aria-labelledby': title, 'aria-describedby': text, oncancel: () => end(false) },
      el('h2', { id: title }, question.title),
      el('p', { id: text }, question.text),
      actions(
        button(question.yes, {
          on: () => end(true),
          look: question.danger ? 'danger' : 'main',
          pictogram: question.pictogram ?? 'check',
        }),
        no,
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
    no.focus();
  });
}

/**
 * Asks which of some answers it is. The question stands in a dialog that takes the focus; going back is the first answer.
 *
 * @param {{title: string, text: string, answers: {value: string, label: string, pictogram: string}[]}} question
 * @returns {Promise<string>}
 */
export function pick(question) {
  return new Promise((resolve) => {
    const title = freshId();
    const text = freshId();
    const end = (/** @type {string} */ answer) => {
      dialog.remove();
      resolve(answer);
    };
    const dialog = el(
      'dialog',
      { 'aria-labelledby': title, 'aria-describedby': text, oncancel: () => end(question.answers[0]?.value ?? '') },
      el('h2', { id: title }, question.title),
      el('p', { id: text }, question.text),
      actions(question.answers.map(({ value, label, pictogram }) => button(label, { on: () => end(value), pictogram }))),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
