// An appointment, prepared on one page: what to show, to whom, until when, what it looks like, the
// lock; then the sheet, and the end of the session.

import { el, fill } from '../dom.js';
import { dateAndTime, t } from '../i18n.js';
import { endOfAppointment, lockMeaning, lockTimes } from '../lock-time.js';
import { masksHint, nothingToShare } from '../masking.js';
import { expiryOf, newPlan } from '../share-plan.js';
import { documentsChoice } from '../sharing/documents.js';
import { madeShare } from '../sharing/made.js';
import { makeShare } from '../sharing/make.js';
import { SharePreview } from '../sharing/preview.js';
import { termsForm } from '../sharing/terms.js';
import { actions, button, notice, paragraph } from '../ui.js';
import { askAndLock } from './lock.js';

/** @typedef {import('../app.js').App} App @typedef {import('../app.js').Screen} Screen
 * @typedef {import('../sharing/make.js').Made} Made
 */

/** @param {App} app @param {{plan?: import('../share-plan.js').SharePlan, made?: Made, lockUntil?: number | null}} params
 * @returns {Screen}
 */
export function meetingScreen(app, params) {
  if (params.made) return ready(app, params.made, params.lockUntil ?? null);
  const documents = app.presentDocuments();
  if (documents.length === 0) {
    return {
      title: t('meeting.title'),
      body: [
        paragraph(nothingToShare(app), 'lead'),
        masksHint(app),
        actions(button(t('list.add'), { look: 'main', pictogram: 'add', on: () => app.go('add') })),
      ],
    };
  }

  const choice = documentsChoice(documents, params.plan?.documents ?? [], () => draw());
  const terms = termsForm(app, params.plan ?? newPlan([]), () => draw());
  const plan = () => ({ ...terms.value(), documents: choice.value() });
  const preview = new SharePreview(app, plan(), 'meeting');
  const place = el('div', {});
  let lock = lockChoice(app, null);
  /** @type {number | null | undefined} */
  let suggested;

  function draw() {
    preview.draw(plan());
    const end = expiryOf(plan(), app.now());
    const day = end === null ? null : endOfAppointment(end, app.now());
    // Drawn anew when the day changes only: what was chosen of the lock stays otherwise.
    if (day === suggested) return;
    suggested = day;
    lock = lockChoice(app, day);
    fill(place, lock.body);
  }

  async function make() {
    if (choice.value().length === 0) return app.fail({ code: 'nothingChosen' });
    if (!terms.isGood() || !lock.isGood()) return;
    if (!(await preview.isAllTold())) return;
    const made = await makeShare(app, plan());
    if (made === 'past') terms.isGood();
    else if (made) app.go('meeting', { made, lockUntil: lock.end() });
  }

  draw();
  const step = (/** @type {number} */ n, /** @type {string} */ key) => el('h2', {}, t('meeting.step', { n, text: t(key) }));
  return {
    title: t('meeting.title'),
    wide: true,
    body: [
      paragraph(t('meeting.text'), 'lead'),
      step(1, 'share.title'),
      choice.body,
      step(2, 'terms.title'),
      terms.body,
      step(3, 'preview.title'),
      preview.root,
      step(4, 'meeting.lock'),
      place,
      lockMeaning(),
      actions(
        button(t('meeting.make'), { look: 'main', pictogram: 'meeting', on: () => void make() }),
        button(t('back.list'), { pictogram: 'back', on: () => app.go('list') }),
      ),
    ],
    leave: () => preview.close(),
  };
}

/** @param {App} app @param {number | null} day The end of the appointment's day, if it is known. */
function lockChoice(app, day) {
  return lockTimes(
    app,
    [
      ...(day === null ? [] : [{ value: 'day', label: t('meeting.lock.day'), end: day }]),
      { value: 'no', label: t('meeting.lock.no'), end: null },
    ],
    t('meeting.lock.legend'),
  );
}

/** What is left to do: print, note, and end the session.
 * @param {App} app @param {Made} made @param {number | null} lockUntil @returns {Screen}
 */
function ready(app, made, lockUntil) {
  return {
    title: t('meeting.ready'),
    body: [
      paragraph(t('meeting.ready.text'), 'lead'),
      madeShare(app, made, null, lockUntil),
      el('h2', {}, t('meeting.end')),
      lockUntil === null
        ? notice('info', paragraph(t('meeting.noLock')))
        : notice('warning', el('p', {}, el('strong', {}, t('lock.notYet'))), paragraph(t('lock.will', { time: dateAndTime(lockUntil) })),
            paragraph(t('lock.means.paper'))),
      actions(
        lockUntil === null
          ? button(t('close.button'), { look: 'large', pictogram: 'close', on: () => void app.close('asked') })
          : button(t('lock.button'), { look: 'large', pictogram: 'lock', on: () => void askAndLock(app, lockUntil) }),
        button(t('back.list'), { pictogram: 'back', on: () => app.go('list') }),
      ),
    ],
    isUnlocked: lockUntil !== null,
  };
}
