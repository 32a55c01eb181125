// Sharing, third: exactly what the reader will see, before anything leaves.

import { el, fill } from '../dom.js';
import { dateAndTime, dayName, number, t } from '../i18n.js';
import { expiryOf } from '../share-plan.js';
import { actions, button, notice, paragraph } from '../ui.js';
import { openDocument, Viewer } from '../viewer.js';

/** @param {import('../app.js').App} app @param {{plan: import('../share-plan.js').SharePlan}} params
 * @returns {import('../app.js').Screen}
 */
export function sharePreviewScreen(app, params) {
  const { plan } = params;
  const documents = plan.documents.flatMap((id) => app.wallet?.documents.find((d) => d.id === id) ?? []);
  const expiry = expiryOf(plan, app.now());
  const place = el('div', {});
  /** @type {Viewer | null} */
  let viewer = null;
  let left = false;

  /** @param {import('../app.js').Document} document */
  async function look(document) {
    viewer?.close();
    viewer = null;
    const read = await app.work(t('document.fetching'), (core) => core.call('readDocument', { id: document.id }));
    if (!read || left) return;
    const host = el('div', { tabindex: '0', role: 'region', 'aria-label': document.title });
    const heading = el('h2', { tabindex: '-1', dir: 'auto' }, document.title);
    fill(place, heading, host);
    try {
      const opened = await openDocument(read.bytes);
      if (opened.type === 'other') fill(host, notice('info', paragraph(t('document.notShown'))));
      else {
        viewer = new Viewer(host, opened, {
          pageLabel: (page, count) => t('document.page', { page, count }),
          failed: t('document.pageFailed'),
        });
      }
    } catch (error) {
      return app.fail(error);
    }
    if (left) viewer?.close();
    heading.focus();
  }

  async function make() {
    // The end is reckoned anew: somebody may have looked at the preview for long.
    const end = expiryOf(plan, app.now());
    if (end === null) return app.go('share-terms', { plan });
    const made = await app.work(t('preview.making'), (core) =>
      core.call('makeGrant', {
        documents: plan.documents.map((id) => ({ id })),
        purpose: plan.purpose,
        name: plan.name,
        withCode: plan.withCode,
        expiry: end,
        maxOpenings: plan.openings,
      }),
    );
    if (!made) return;
    await app.keepGrant(made.grant);
    app.go('share-made', { ...made, name: plan.name });
  }

  return {
    title: t('preview.title'),
    wide: true,
    body: [
      paragraph(t('preview.text'), 'lead'),
      el(
        'section',
        { class: 'card preview', 'aria-label': t('preview.title') },
        el('p', { dir: 'auto' }, plan.name ? t('preview.name', { name: plan.name }) : t('preview.noName')),
        el('p', { dir: 'auto' }, plan.purpose ? t('preview.purpose', { purpose: plan.purpose }) : t('preview.noPurpose')),
        paragraph(expiry === null ? '' : t('preview.until', { time: dateAndTime(expiry) })),
        el(
          'ol',
          { class: 'shared' },
          documents.map((document) =>
            el(
              'li',
              {},
              el('strong', { dir: 'auto' }, document.title),
              document.validUntil ? el('small', {}, t('valid.until', { date: dayName(document.validUntil) })) : null,
              button(t('preview.look'), {
                look: 'small',
                pictogram: 'eye',
                name: t('preview.look.of', { title: document.title }),
                on: () => void look(document),
              }),
            ),
          ),
        ),
      ),
      place,
      el(
        'ul',
        {},
        el('li', {}, plan.openings === 1 ? t('preview.once') : t('preview.times', { n: number(plan.openings) })),
        el('li', {}, t(plan.withCode ? 'preview.code' : 'preview.noCode')),
        el('li', {}, t('preview.nothingElse')),
        el('li', {}, t('preview.keeps')),
      ),
      actions(
        button(t('preview.make'), { look: 'main', pictogram: 'share', on: () => void make() }),
        button(t('back'), { pictogram: 'back', on: () => app.go('share-terms', { plan }) }),
      ),
    ],
    leave: () => {
      left = true;
      viewer?.close();
    },
  };
}
