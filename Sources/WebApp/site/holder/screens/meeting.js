// An appointment, prepared beforehand: what to show, when it is over, what it looks like; then the sheet, and the end of
// the session.

import { endOf, dayOf } from '../brussels.js';
import { el } from '../dom.js';
import { dateAndTime, t } from '../i18n.js';
import { maxLockSeconds } from '../lock-time.js';
import { masksHint, nothingToShare } from '../masking.js';
import { expiryOf, newPlan } from '../share-plan.js';
import { documentsChoice } from '../sharing/documents.js';
import { madeShare } from '../sharing/made.js';
import { makeShare } from '../sharing/make.js';
import { SharePreview } from '../sharing/preview.js';
import { endForm, moreTerms } from '../sharing/terms.js';
import { actions, button, notice, paragraph } from '../ui.js';

/** @typedef {import('../app.js').App} App @typedef {import('../app.js').Screen} Screen
 * @typedef {import('../sharing/make.js').Made} Made @typedef {import('../share-plan.js').SharePlan} SharePlan
 */

/** @param {App} app @param {{plan?: SharePlan, step?: 'papers' | 'end', made?: Made, lockUntil?: number | null}} params A plan
 *   without a step is looked at.
 * @returns {Screen}
 */
export function meetingScreen(app, params) {
  if (params.made) return ready(app, params.made, params.lockUntil ?? null);
  if (app.presentDocuments().length === 0) return nothing(app);
  const plan = params.plan ?? newPlan([]);
  if (params.step === 'end') return end(app, plan);
  return params.plan && params.step !== 'papers' ? look(app, plan) : papers(app, plan);
}

/** @param {App} app @returns {Screen} */
function nothing(app) {
  return {
    title: t('meeting.title'),
    body: [
      paragraph(nothingToShare(app), 'lead'),
      masksHint(app),
      actions(button(t('list.add'), { look: 'main', pictogram: 'add', on: () => app.go('add') })),
    ],
  };
}

/** @param {App} app @param {SharePlan} plan @returns {Screen} */
function papers(app, plan) {
  const choice = documentsChoice(app, plan.documents);
  function next() {
    if (choice.value().length === 0) return app.fail({ code: 'nothingChosen' });
    app.go('meeting', { plan: { ...plan, documents: choice.value() }, step: 'end' });
  }
  return {
    title: t('meeting.papers'),
    wide: true,
    body: [
      choice.body,
      masksHint(app),
      actions(button(t('next'), { look: 'large', pictogram: 'next', on: next })),
    ],
    leave: choice.stop,
  };
}

/** @param {App} app @param {SharePlan} plan @returns {Screen} */
function end(app, plan) {
  const more = moreTerms(plan);
  const until = endForm(app, plan, ['hours', 'today', 'tomorrow'], (chosen) => app.go('meeting', { plan: { ...more.value(), ...chosen } }));
  return {
    title: t('meeting.end'),
    body: [
      until.body,
      more.root,
      actions(button(t('back'), { pictogram: 'back', on: () => app.go('meeting', { plan: more.value(), step: 'papers' }) })),
    ],
  };
}

/** When a lock for an appointment ends: with its day. Null where that is further away than a lock may be.
 * @param {number} expiry @param {number} now
 */
function endOfLock(expiry, now) {
  const evening = endOf(dayOf(expiry));
  return evening <= now + maxLockSeconds ? Math.max(evening, Math.floor(now) + 600) : null;
}

/** @param {App} app @param {SharePlan} plan @returns {Screen} */
function look(app, plan) {
  const preview = new SharePreview(app, plan, 'meeting');
  const expiry = expiryOf(plan, app.now());
  const lockUntil = expiry === null ? null : endOfLock(expiry, app.now());

  /** @param {number | null} until */
  async function make(until) {
    if (!(await preview.isAllTold())) return;
    const made = await makeShare(app, plan);
    if (made === 'past') app.go('meeting', { plan, step: 'end' });
    else if (made) app.go('meeting', { made, lockUntil: until });
  }
  return {
    title: t('preview.title'),
    wide: true,
    body: [
      paragraph(t('preview.text')),
      preview.root,
      lockUntil === null ? notice('info', paragraph(t('meeting.lock.tooEarly'))) : null,
      actions(
        lockUntil === null
          ? null
          : button(t('meeting.make.lock'), { look: 'large', pictogram: 'lock', on: () => void make(lockUntil) }),
        button(t('meeting.make'), { look: lockUntil === null ? 'large' : 'plain', pictogram: 'meeting', on: () => void make(null) }),
        button(t('back'), { pictogram: 'back', on: () => app.go('meeting', { plan, step: 'end' }) }),
      ),
    ],
    leave: () => preview.close(),
  };
}

/** What is left to do: print, note, and end the session.
 * @param {App} app @param {Made} made @param {number | null} lockUntil @returns {Screen}
 */
function ready(app, made, lockUntil) {
  return {
    title: t('meeting.ready'),
    body: [
      madeShare(app, made, null, lockUntil),
      lockUntil === null
        ? null
        : notice('warning', el('p', {}, el('strong', {}, t('lock.notYet'))), paragraph(t('lock.will', { time: dateAndTime(lockUntil) }))),
      actions(
        lockUntil === null
          ? button(t('close.button'), { look: 'large', pictogram: 'close', on: () => void app.close('asked') })
          : button(t('lock.button'), { look: 'large', pictogram: 'lock', on: () => void app.lock(lockUntil) }),
      ),
    ],
    isUnlocked: lockUntil !== null,
  };
}
