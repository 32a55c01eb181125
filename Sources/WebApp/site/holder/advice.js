// Which ways to open a wallet suit a person: the rules, all of them, and nothing else.
//
// Nothing of the answers is kept or sent. Tests/Web/advice.test.mjs goes through every
// combination of answers.

/** The questions, in order, with their answers. */
export const questions = /** @type {const} */ ({
  lose: ['seldom', 'often'],
  remember: ['words', 'digits', 'little'],
  trust: ['nobody', 'one', 'several'],
  look: ['nobody', 'near', 'service'],
});

/**
 * @typedef {object} Answers
 * @property {'seldom' | 'often'} lose Whether papers get lost or stolen.
 * @property {'words' | 'digits' | 'little'} remember Six words, six digits, or neither.
 * @property {'nobody' | 'one' | 'several'} trust Who could keep a paper.
 * @property {'nobody' | 'near' | 'service'} look Who might want to look: somebody near, or a service.
 *
 * @typedef {object} Advice
 * @property {'head' | 'paper'} phrase Every wallet has a phrase: kept in the head, or on a paper put away.
 * @property {boolean} card A card and six digits, for everyday.
 * @property {boolean} shares Recovery shares.
 * @property {('paperAway' | 'cardLost' | 'cardHidden' | 'sharesPlaces' | 'sharesNotNear' | 'noShares' | 'nothingLeft'
 *   | 'everyday' | 'lock')[]} notes What to mind, the most important first.
 */

/** @param {Answers} answers @returns {Advice} */
export function adviceFor({ lose, remember, trust, look }) {
  const knowsWords = remember === 'words';
  const card = remember === 'digits';
  const shares = trust !== 'nobody';
  /** @type {Advice['notes']} */
  const notes = [];
  // Without words in the head, and with nobody who keeps a share, a lost paper is the end.
  if (!shares && !knowsWords) notes.push('nothingLeft');
  else if (!shares) notes.push('noShares');
  if (!knowsWords) notes.push('paperAway');
  if (card && lose === 'often') notes.push('cardLost');
  if (card && look !== 'nobody') notes.push('cardHidden');
  // One person may keep one share, never two: the others lie elsewhere.
  if (trust === 'one') notes.push('sharesPlaces');
  if (shares && look === 'near') notes.push('sharesNotNear');
  if (look === 'near') notes.push('everyday');
  if (look === 'service') notes.push('lock');
  return { phrase: knowsWords ? 'head' : 'paper', card, shares, notes };
}
