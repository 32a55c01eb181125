// Which papers a search finds, and in which order: titles before what is known of kinds, whole words before parts of
// words, and one slip in a longer word is forgiven.

import { folded } from './i18n.js';

const points = { word: 8, begins: 6, within: 4, slip: 3 };
/** A slip in a shorter word makes another one. */
const shortest = 5;

/** @param {string} text */
export function wordsIn(text) {
  return folded(text).split(/[^\p{L}\p{N}&]+/u).filter(Boolean);
}

/**
 * How well words fit what is looked for: 0 if one of these is not there at all.
 * @param {string[]} wanted
 * @param {string[]} title Words of the title and of whose paper it is.
 * @param {string[]} kind Words of its kind, in all languages.
 */
export function fit(wanted, title, kind) {
  let total = 0;
  for (const word of wanted) {
    // What a paper is called counts more than any word for its kind.
    const found = best(word, title) * 10 || best(word, kind);
    if (found === 0) return 0;
    total += found;
  }
  return total;
}

/** @param {string} wanted @param {string[]} words */
function best(wanted, words) {
  let most = 0;
  for (const word of words) {
    if (word === wanted) return points.word;
    if (word.startsWith(wanted)) most = Math.max(most, points.begins);
    else if (wanted.length > 2 && word.includes(wanted)) most = Math.max(most, points.within);
    else if (most === 0 && wanted.length >= shortest && isSlip(wanted, word)) most = points.slip;
  }
  return most;
}

/**
 * Whether one typing error lies between two words: a letter too many, too few, another, or two that changed places.
 * @param {string} one
 * @param {string} other
 */
export function isSlip(one, other) {
  if (Math.abs(one.length - other.length) > 1) return false;
  let from = 0;
  while (from < one.length && one[from] === other[from]) from += 1;
  let end = 0;
  while (end < Math.min(one.length, other.length) - from && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const [mine, theirs] = [one.slice(from, one.length - end), other.slice(from, other.length - end)];
  if (mine.length <= 1 && theirs.length <= 1) return true;
  return mine.length === 2 && theirs.length === 2 && mine[0] === theirs[1] && mine[1] === theirs[0];
}
