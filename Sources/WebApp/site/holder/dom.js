// Elements, made one by one: the page never takes markup from a text.

import { prefix } from './pictograms.js';

/** @typedef {Node | string | null | undefined | false} Child */

const svg = 'http://www.w3.org/2000/svg';

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, any>} [props] `on…` are listeners; `class`, `aria-…`, `data-…` and other
 *   names with a dash are attributes; true and false set or leave out; the rest are attributes too,
 *   but `value`, `checked`, `disabled`, `hidden`, `open`, `multiple`, which are set as properties.
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (properties.has(name)) /** @type {any} */ (element)[name] = value;
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false) element.setAttribute(name, String(value));
  }
  element.append(...present(children.flat()));
  return element;
}

const properties = new Set(['value', 'checked', 'disabled', 'hidden', 'open', 'multiple']);

/** @param {Child[]} children @returns {(Node | string)[]} */
function present(children) {
  /** @type {(Node | string)[]} */
  const kept = [];
  for (const child of children) if (child) kept.push(child);
  return kept;
}

/** @param {Element} host @param {...(Child | Child[])} children */
export function fill(host, ...children) {
  host.replaceChildren(...present(children.flat()));
}

/**
 * Parts all that is in an element from each other. A browser keeps the last thing that the mouse was on,
 * and with it whatever that is part of, and what its buttons know: of a screen that is over that is too much.
 *
 * @param {Element} host
 */
export function takeApart(host) {
  for (const element of host.querySelectorAll('*')) element.replaceChildren();
}

/**
 * A drawing that says nothing to those who listen: the words beside it do.
 *
 * @param {string} name A symbol of pictograms.svg.
 * @param {string} [extra] A class.
 */
export function pictogram(name, extra = '') {
  const drawing = document.createElementNS(svg, 'svg');
  drawing.setAttribute('class', `pictogram drawing-${name} ${extra}`.trim());
  drawing.setAttribute('viewBox', '0 0 24 24');
  drawing.setAttribute('aria-hidden', 'true');
  drawing.setAttribute('focusable', 'false');
  const use = document.createElementNS(svg, 'use');
  use.setAttribute('href', `#${prefix}${name}`);
  drawing.append(use);
  return drawing;
}

let numbers = 0;
/** An identifier that no other element of the page has. */
export function freshId() {
  return `e${(numbers += 1)}`;
}
