// A wallet that one person prepares for another: what each of the two does now.

import { el } from './dom.js';
import { t } from './i18n.js';
import { paragraph } from './ui.js';

/** Both may be before the screen: each is spoken to.
 * @param {'words' | 'closed' | 'change'} step
 */
export function forBoth(step) {
  const part = (/** @type {string} */ who) =>
    el('section', { class: 'card' }, el('h2', {}, t(`prepared.${who}`)), paragraph(t(`prepared.${who}.${step}`)));
  // First who has something to do.
  return step === 'change' ? [part('person'), part('helper')] : [part('helper'), part('person')];
}
