// Times of day in Brussels, where the appointments are: a terminal's own zone may be set wrong.

export const zone = 'Europe/Brussels';

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
  hour: '2-digit', minute: '2-digit', second: '2-digit',
});

/** What the clocks of Brussels show, read as if it were universal time.
 * @param {number} seconds Since 1970.
 */
function shown(seconds) {
  /** @type {Record<string, string>} */
  const part = {};
  for (const { type, value } of parts.formatToParts(seconds * 1000)) part[type] = value;
  const text = `${part['year']}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}:${part['second']}Z`;
  return Date.parse(text) / 1000;
}

/** The day in Brussels, as YYYY-MM-DD.
 * @param {number} seconds Since 1970.
 */
export function dayOf(seconds) {
  return new Date(shown(Math.floor(seconds)) * 1000).toISOString().slice(0, 10);
}

/** The day so many days later.
 * @param {string} day As YYYY-MM-DD. @param {number} count
 */
export function daysAfter(day, count) {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

/** When the clocks of Brussels show this, in seconds since 1970; NaN for what is no time.
 * @param {string} day As YYYY-MM-DD. @param {string} time As HH:MM.
 */
export function timeOf(day, time) {
  const asked = Date.parse(`${day}T${time}:00Z`) / 1000;
  if (!Number.isFinite(asked)) return NaN;
  // The zone's distance at about that time; once more, as it may change in between.
  const near = asked - (shown(asked) - asked);
  return asked - (shown(near) - near);
}

/** The last minute of a day.
 * @param {string} day As YYYY-MM-DD.
 */
export function endOf(day) {
  return timeOf(day, '23:59');
}
