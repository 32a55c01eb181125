// The title of what is kept: what its file is called, or what it is and of which day; never two alike.

import { t, dayAndMonth } from './i18n.js';
import { isPicture } from './file-type.js';

/** Of which of these there is already a paper, the next one has a number.
 * @param {import('./app.js').App} app @param {import('./papers.js').Paper | undefined} paper
 */
export function titleFor(app, paper) {
  const kind = paper && isPicture(paper.type) ? 'title.photo' : 'title.paper';
  return unlike(app, paper?.title || t(kind, { day: dayAndMonth(app.now()) }));
}

/** @param {import('./app.js').App} app @param {string} title */
export function unlike(app, title) {
  const titles = new Set((app.wallet?.documents ?? []).map((one) => one.title));
  if (!titles.has(title)) return title;
  for (let n = 2; ; n += 1) {
    const numbered = t('title.again', { title, n });
    if (!titles.has(numbered)) return numbered;
  }
}
