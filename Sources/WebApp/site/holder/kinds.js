// The kinds of documents: data from kinds.json, words from the catalogues.

import { hasText, t } from './i18n.js';
import { wordsIn } from './search.js';

/** @typedef {{id: string, pictogram: string, sensitive: boolean, search: string[]}} Kind */

/** @type {Kind[]} */
let all = [];

export async function loadKinds() {
  const response = await fetch(new URL('kinds.json', import.meta.url), { credentials: 'omit' });
  if (!response.ok) throw new Error('no kinds');
  all = await response.json();
}

export const kinds = () => all;

const other = { id: 'autre', pictogram: 'autre', sensitive: false, search: [] };

/** @param {string} id @returns {Kind} An unknown or empty kind is `autre`. */
export function kindOf(id) {
  return all.find((kind) => kind.id === id) ?? other;
}

/** @param {string} id */
export function kindName(id) {
  const kind = kindOf(id);
  return hasText(`kind.${kind.id}`) ? t(`kind.${kind.id}`) : kind.id;
}

/**
 * What a search is compared with, in all languages at once.
 * @param {string} id
 */
export function kindWords(id) {
  return wordsIn([kindName(id), t(`kind.${kindOf(id).id}.examples`), ...kindOf(id).search].join(' '));
}
