// Texts, dates and numbers in the language of the person.
//
// All texts stand in messages/*.json: those of one language are loaded at the start, so that all of
// them, help too, are there without the network; those of another when it is chosen.

import { zone } from './brussels.js';

/** @typedef {'fr' | 'nl' | 'en'} Language */
/** @type {Language[]} */
export const languages = ['fr', 'nl', 'en'];
/** @type {Record<Language, string>} */
export const languageNames = { fr: 'Français', nl: 'Nederlands', en: 'English' };
const regions = { fr: 'fr-BE', nl: 'nl-BE', en: 'en-GB' };

/** @type {Map<Language, Record<string, string>>} */
const catalogues = new Map();
/** @type {Language} */
let current = 'fr';
/** A trial of right-to-left layout, asked for by `#lang=rtl`. */
let isMirrored = false;

export const language = () => current;

/** @param {Language} code */
async function load(code) {
  if (catalogues.has(code)) return;
  const url = new URL(`messages/${code}.json`, import.meta.url);
  const response = await fetch(url, { credentials: 'omit' });
  if (!response.ok) throw new Error(`no texts in ${code}`);
  catalogues.set(code, await response.json());
}

/** Loads the texts of `asked`, or of the browser's languages.
 * @param {string | null} asked
 */
export async function startTexts(asked) {
  isMirrored = asked === 'rtl';
  const wishes = [asked === 'rtl' ? 'en' : asked, ...navigator.languages];
  const wish = wishes.map((w) => w?.slice(0, 2)).find((w) => /** @type {any[]} */ (languages).includes(w));
  const first = /** @type {Language} */ (wish ?? 'fr');
  await load(first);
  useLanguage(first);
}

/** Changes the language, once its texts are there.
 * @param {Language} code
 */
export async function chooseLanguage(code) {
  await load(code);
  useLanguage(code);
}

/** @param {Language} code */
function useLanguage(code) {
  current = code;
  document.documentElement.lang = code;
  document.documentElement.dir = isMirrored ? 'rtl' : 'ltr';
}

/**
 * @param {string} key
 * @param {Record<string, string | number>} [values] For the `{name}` in the text.
 */
export function t(key, values = {}) {
  const text = catalogues.get(current)?.[key];
  if (text === undefined) throw new Error(`no text ${key}`);
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === 'number' ? number(value) : value;
  });
}

/** @param {string} key */
export function hasText(key) {
  return catalogues.get(current)?.[key] !== undefined;
}

/** The text for so many: `key.one` or `key.other`, with `{n}`.
 * @param {string} key @param {number} n @param {Record<string, string | number>} [values]
 */
export function plural(key, n, values = {}) {
  const form = new Intl.PluralRules(regions[current]).select(n) === 'one' ? 'one' : 'other';
  return t(`${key}.${form}`, { n, ...values });
}

/** @param {number} n */
export function number(n) {
  return new Intl.NumberFormat(regions[current]).format(n);
}

/** @param {number} bytes */
export function size(bytes) {
  const format = new Intl.NumberFormat(regions[current], { maximumSignificantDigits: 2 });
  return bytes < 1_000_000
    ? t('size.kilo', { n: format.format(Math.max(1, Math.round(bytes / 1000))) })
    : t('size.mega', { n: format.format(bytes / 1_000_000) });
}

/**
 * @param {Intl.DateTimeFormatOptions} options
 * @param {number} time In milliseconds since 1970.
 */
function formatted(options, time) {
  const text = new Intl.DateTimeFormat(regions[current], { timeZone: zone, ...options }).format(time);
  // French says "1er mars", which the formatter doesn't know.
  return current === 'fr' ? text.replace(/(^|\s)1(?=\s\p{L})/u, '$11er') : text;
}

/** The names of the twelve months. */
export function monthNames() {
  return Array.from({ length: 12 }, (_, i) => formatted({ month: 'long', timeZone: 'UTC' }, Date.UTC(2024, i, 15)));
}

/** @param {number} seconds Since 1970. */
export function date(seconds) {
  return formatted({ day: 'numeric', month: 'long', year: 'numeric' }, seconds * 1000);
}

/** @param {number} seconds Since 1970. */
export function dayAndMonth(seconds) {
  return formatted({ day: 'numeric', month: 'long' }, seconds * 1000);
}

/** @param {number} seconds Since 1970. */
export function dateAndTime(seconds) {
  const day = /** @type {const} */ ({ weekday: 'long', day: 'numeric', month: 'long' });
  return formatted({ ...day, hour: '2-digit', minute: '2-digit' }, seconds * 1000);
}

/** @param {string} day As YYYY-MM-DD. */
export function dayName(day) {
  const options = /** @type {const} */ ({ day: 'numeric', month: 'long', year: 'numeric' });
  return formatted({ ...options, timeZone: 'UTC' }, Date.parse(`${day}T00:00:00Z`));
}

/** The mark, as it is said and printed: "change 42, 3 March, 517".
 * @param {{change: number, date: number, digits: number | string}} mark
 */
export function markText(mark) {
  const day = formatted({ day: 'numeric', month: 'long', timeZone: 'UTC' }, mark.date * 1000);
  return t('mark.text', { change: mark.change, date: day, digits: String(mark.digits).padStart(3, '0') });
}

/** For comparing what is typed with what is there: no capitals, no accents.
 * @param {string} text
 */
export function folded(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
