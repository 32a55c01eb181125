// The words of a pasted phrase: Specs/derivation.md, "Credentials of words".

const unseen = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;
const between = /[\u0000-/:-@[-`{-\u007f\u00a0-\u00bf\u2000-\u2bff\u3000]+/;

/** The words of a text, without what stands between them.
 * @param {string} text
 */
export function wordsOf(text) {
  return text.replace(unseen, '').split(between).map((piece) => piece.replace(/^[0-9]+|[0-9]+$/g, '')).filter(Boolean);
}

/** Whether a text ends with what stands between words: its last word is whole.
 * @param {string} text
 */
export function endsWord(text) {
  const pieces = text.replace(unseen, '').split(between);
  return pieces.length > 1 && pieces.at(-1) === '';
}
