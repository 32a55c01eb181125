// What is being shared, while the person decides.

import { dayOf, daysAfter, endOf, timeOf } from './brussels.js';

/** @typedef {object} Until
 * @property {string} until One of `ends`, or `other`.
 * @property {string} untilDay For `other`: YYYY-MM-DD, in Brussels.
 * @property {string} untilTime For `other`: HH:MM.
 */

/** @typedef {object} Terms
 * @property {string[]} documents Identifiers, in the order in which the reader sees them.
 * @property {string} purpose
 * @property {string} name
 * @property {number} openings
 * @property {boolean} withCode
 * @property {Record<string, import('./black-copy.js').BlackCopy>} copies Copies that are shown instead of a document.
 */

/** @typedef {Until & Terms} SharePlan */

/** @param {string[]} documents @returns {SharePlan} */
export function newPlan(documents) {
  return {
    documents, purpose: '', name: '', until: 'tomorrow', untilDay: '', untilTime: '18:00', openings: 3, withCode: false,
    copies: {},
  };
}

export const ends = ['hours', 'today', 'tomorrow', 'week', 'month'];
export const maxSeconds = 30 * 86_400;

/**
 * When something of this plan ends.
 *
 * @param {Until} plan
 * @param {number} now In seconds since 1970.
 * @param {number} [most] How far ahead it may end, in seconds.
 * @returns {number | null} null when no time was given, or one that is past or too far ahead
 */
export function expiryOf(plan, now, most = maxSeconds) {
  const endOfDay = (/** @type {number} */ days) => endOf(daysAfter(dayOf(now), days));
  switch (plan.until) {
    case 'hours':
      return Math.floor(now) + 2 * 3600;
    case 'today':
      return Math.max(endOfDay(0), Math.floor(now) + 300);
    case 'tomorrow':
      return endOfDay(1);
    case 'week':
      return endOfDay(7);
    case 'month':
      // A little less than the most that is allowed: making it takes time, and clocks differ.
      return Math.floor(now) + most - 3600;
    default: {
      const time = timeOf(plan.untilDay, plan.untilTime || '23:59');
      return Number.isFinite(time) && time > now + 60 && time < now + most - 60 ? time : null;
    }
  }
}
