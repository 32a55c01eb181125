// Elements and their texts. What is said is set as text, never as markup, and said again when
// the reader changes the language.

import { text } from "./messages.js";

/** @typedef {() => import("./messages.js").Values} Values  asked again in each language */

/** @type {Map<Element, Map<string, () => void>>} */
const spoken = new Map();

/**
 * An element; `attributes` as HTML has them.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * Gives an element a text of the catalogue.
 * @template {Element} Made
 * @param {Made} target
 * @param {string} key
 * @param {Values} [values]
 * @returns {Made}
 */
export function say(target, key, values) {
  return remember(target, "text", () => {
    target.textContent = text(key, values?.());
  });
}

/**
 * Gives an element a name that is not seen.
 * @template {Element} Made
 * @param {Made} target
 * @param {string} key
 * @param {Values} [values]
 * @returns {Made}
 */
export function label(target, key, values) {
  return remember(target, "label", () => {
    target.setAttribute("aria-label", text(key, values?.()));
  });
}

/**
 * A button with its text.
 * @param {string} key
 * @param {() => void} press
 * @param {string} [className]
 * @param {string} [drawing]  a symbol of pictograms.svg
 */
export function button(key, press, className = "", drawing = "") {
  const made = worded(element("button", { type: "button", class: className }), key, drawing);
  made.addEventListener("click", press);
  return made;
}

/**
 * Gives an element a text of the catalogue, behind a drawing if there is one.
 * @template {Element} Made
 * @param {Made} target
 * @param {string} key
 * @param {string} [drawing]
 * @returns {Made}
 */
export function worded(target, key, drawing) {
  if (!drawing) return say(target, key);
  target.append(pictogram(drawing), say(element("span"), key));
  return target;
}

const svg = "http://www.w3.org/2000/svg";

/**
 * A drawing that says nothing to those who listen: the words beside it do.
 * @param {string} name  a symbol of pictograms.svg
 */
export function pictogram(name) {
  const drawing = document.createElementNS(svg, "svg");
  drawing.setAttribute("class", "pictogram");
  drawing.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(svg, "use");
  use.setAttribute("href", `/g/pictograms.svg#${name}`);
  drawing.append(use);
  return drawing;
}

/** Says everything again that still is on the page. */
export function sayAgain() {
  for (const [target, texts] of spoken) {
    if (target.isConnected) for (const apply of texts.values()) apply();
    else spoken.delete(target);
  }
}

/**
 * @template {Element} Made
 * @param {Made} target
 * @param {string} what
 * @param {() => void} apply
 */
function remember(target, what, apply) {
  const texts = spoken.get(target) ?? new Map();
  texts.set(what, apply);
  spoken.set(target, texts);
  apply();
  return target;
}

/** Forgets what was said: nothing of a screen that is gone stays in memory. */
export function forgetTexts() {
  for (const target of spoken.keys()) if (!target.isConnected) spoken.delete(target);
}

/**
 * The element of index.html with this name.
 * @param {string} id
 */
export function byID(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element ${id}`);
  return found;
}
