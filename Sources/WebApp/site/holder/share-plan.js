// What is being shared, while the person decides.

/** @typedef {object} SharePlan
 * @property {string[]} documents Identifiers, in the order in which the reader sees them.
 * @property {string} purpose
 * @property {string} name
 * @property {string} until One of `ends`, or `other`.
 * @property {string} untilDay For `other`: YYYY-MM-DD.
 * @property {string} untilTime For `other`: HH:MM.
 * @property {number} openings
 * @property {boolean} withCode
 */

/** @param {string[]} documents @returns {SharePlan} */
export function newPlan(documents) {
  return {
    documents, purpose: '', name: '', until: 'tomorrow', untilDay: '', untilTime: '18:00', openings: 3, withCode: false,
  };
}

export const ends = ['hours', 'today', 'tomorrow', 'week', 'month'];
const maxSeconds = 30 * 86_400;

/**
 * When a share of this plan ends.
 *
 * @param {SharePlan} plan
 * @param {number} now In seconds since 1970.
 * @returns {number | null} null when no time was given, or one that is past or more than 30 days ahead
 */
export function expiryOf(plan, now) {
  const endOfDay = (/** @type {number} */ days) => {
    const day = new Date(now * 1000);
    day.setHours(23, 59, 0, 0);
    day.setDate(day.getDate() + days);
    return Math.floor(day.getTime() / 1000);
  };
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
      return Math.floor(now) + maxSeconds - 3600;
    default: {
      const time = Date.parse(`${plan.untilDay}T${plan.untilTime || '23:59'}`) / 1000;
      return Number.isFinite(time) && time > now + 60 && time < now + maxSeconds - 60 ? time : null;
    }
  }
}
