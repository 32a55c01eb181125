// Makes the share of a plan.

import { t } from '../i18n.js';
import { expiryOf } from '../share-plan.js';

/** @typedef {{grant: import('../app.js').Grant, link: string, code: string | null, revocationCode: string, name: string}} Made */

/**
 * @param {import('../app.js').App} app
 * @param {import('../share-plan.js').SharePlan} plan
 * @returns {Promise<Made | 'past' | undefined>} `past` when its end is past by now; undefined when it failed
 */
export async function makeShare(app, plan) {
  // The end is reckoned anew: somebody may have looked at the preview for long.
  const end = expiryOf(plan, app.now());
  if (end === null) return 'past';
  const made = await app.work(t('preview.making'), (core) =>
    core.call('makeGrant', {
      documents: plan.documents.map((id) => shared(plan, id)),
      purpose: plan.purpose,
      name: plan.name,
      withCode: plan.withCode,
      expiry: end,
      maxOpenings: plan.openings,
    }),
  );
  if (!made) return undefined;
  await app.keepGrant(made.grant);
  return { ...made, name: plan.name };
}

/** A document as it is shared: itself, or the copy in which parts are hidden.
 * @param {import('../share-plan.js').SharePlan} plan @param {string} id
 */
function shared(plan, id) {
  const copy = plan.copies[id];
  return copy ? { id, title: copy.title, mediaType: copy.mediaType, bytes: copy.bytes.slice() } : { id };
}
