// Exactly what the reader will see, before anything leaves.

import { hasPages } from '../black-copy.js';
import { el, fill, pictogram } from '../dom.js';
import { dateAndTime, dayName, number, t } from '../i18n.js';
import { openAsking } from '../locked-pdf.js';
import { expiryOf } from '../share-plan.js';
import { button, notice, paragraph } from '../ui.js';
import { mayTell } from './tells.js';
import { Viewer } from '../viewer.js';

/** @typedef {import('../app.js').App} App @typedef {import('../share-plan.js').SharePlan} SharePlan */

/** The preview of a plan, which can be drawn again as the plan changes. */
export class SharePreview {
  root = el('div', {});
  /** @type {App} */ #app;
  #place = el('div', {});
  /** @type {Viewer | null} */ #viewer = null;
  #isClosed = false;
  /** What is not known yet: whether a document tells more than it shows. @type {Set<Promise<boolean>>} */
  #asked = new Set();
  /** @type {SharePlan} */ #plan;
  #back;

  /** @param {App} app @param {SharePlan} plan @param {string} [back] The screen that goes on with a plan that was changed here. */
  constructor(app, plan, back = 'share-preview') {
    this.#app = app;
    this.#plan = plan;
    this.#back = back;
    this.draw(plan);
  }

  /** @param {SharePlan} plan */
  draw(plan) {
    const app = this.#app;
    this.#plan = plan;
    const documents = plan.documents.flatMap((id) => app.wallet?.documents.find((d) => d.id === id) ?? []);
    const expiry = expiryOf(plan, app.now());
    this.#forget();
    this.#asked.clear();
    fill(
      this.root,
      el(
        'section',
        { class: 'card preview', 'aria-label': t('preview.title') },
        el('p', { dir: 'auto' }, plan.name ? t('preview.name', { name: plan.name }) : t('preview.noName')),
        el('p', { dir: 'auto' }, plan.purpose ? t('preview.purpose', { purpose: plan.purpose }) : t('preview.noPurpose')),
        expiry === null ? null : paragraph(t('preview.until', { time: dateAndTime(expiry) })),
        el('ol', { class: 'shared' }, documents.map((document) => this.#row(document))),
      ),
      this.#place,
      el(
        'details',
        {},
        el('summary', {}, t('preview.more')),
        el('ul', {},
        el('li', {}, plan.openings === 1 ? t('preview.once') : t('preview.times', { n: number(plan.openings) })),
        el('li', {}, t(plan.withCode ? 'preview.code' : 'preview.noCode')),
        el('li', {}, t('preview.nothingElse')),
        el('li', {}, t('preview.keeps'))),
      ),
    );
  }

  close() {
    this.#isClosed = true;
    this.#forget();
  }

  #forget() {
    this.#viewer?.close();
    this.#viewer = null;
    fill(this.#place);
  }

  /** @param {import('../app.js').Document} document */
  #row(document) {
    const plan = this.#plan;
    const copy = plan.copies[document.id];
    const title = copy?.title ?? document.title;
    return el(
      'li',
      {},
      el('strong', { dir: 'auto' }, title),
      document.validUntil ? el('small', {}, t('valid.until', { date: dayName(document.validUntil) })) : null,
      copy ? el('small', { class: 'black-note' }, pictogram('black-box'), t('preview.hidden')) : this.#whatItTells(document),
      el(
        'div',
        { class: 'actions small' },
        button(t('preview.look'), {
          look: 'small', pictogram: 'eye', name: t('preview.look.of', { title }), on: () => void this.#look(document),
        }),
        hasPages(document)
          ? button(t(copy ? 'preview.hide.change' : 'preview.hide'), {
              look: 'small',
              pictogram: 'black-box',
              name: t(copy ? 'preview.hide.change.of' : 'preview.hide.of', { title }),
              on: () => this.#app.go('blackout', { id: document.id, plan, back: this.#back }),
            })
          : null,
        copy
          ? button(t('preview.whole'), {
              look: 'small',
              pictogram: 'undo',
              name: t('preview.whole.of', { title }),
              on: () => {
                const { [document.id]: _, ...copies } = plan.copies;
                this.#app.go(this.#back, { plan: { ...plan, copies } });
              },
            })
          : null,
      ),
    );
  }

  /** A place for what it tells besides, once that is known.
   * @param {import('../app.js').Document} document
   */
  #whatItTells(document) {
    const place = el('div', {});
    const asked = mayTell(this.#app, document);
    this.#asked.add(asked);
    const isKnown = (/** @type {boolean} */ tells) => {
      if (!this.#asked.delete(asked) || !tells) return;
      fill(place, notice('warning', paragraph(t('preview.mayTell'))));
    };
    asked.then(isKnown, () => {}); // sharing asks again, and says why not
    return place;
  }

  /**
   * Whether all that the documents tell was on the screen. What comes only now is shown, and nothing is shared yet.
   * @returns {Promise<boolean>}
   */
  async isAllTold() {
    if (this.#asked.size === 0) return true;
    const found = await this.#app.work(t('document.fetching'), () => Promise.all(this.#asked));
    if (!found && !this.#isClosed) this.draw(this.#plan); // what failed is asked for again
    if (!found?.includes(true)) return found !== undefined;
    const [first] = this.root.querySelectorAll('.notice');
    first?.setAttribute('tabindex', '-1');
    /** @type {HTMLElement | undefined} */ (first)?.focus();
    return false;
  }

  /** @param {import('../app.js').Document} document */
  async #look(document) {
    const app = this.#app;
    this.#forget();
    const copy = this.#plan.copies[document.id];
    const read = copy ?? (await app.work(t('document.fetching'), (core) => core.call('readDocument', { id: document.id })));
    if (!read || this.#isClosed) return;
    const title = copy?.title ?? document.title;
    const host = el('div', { tabindex: '0', role: 'region', 'aria-label': title });
    const heading = el('h2', { tabindex: '-1', dir: 'auto' }, title);
    fill(this.#place, heading, host);
    try {
      const opened = await openAsking(host, read.bytes, copy?.mediaType ?? document.mediaType);
      fill(host);
      if (opened.type === 'other') fill(host, notice('info', paragraph(t('document.notShown'))));
      else {
        this.#viewer = new Viewer(host, opened, {
          pageLabel: (page, count) => t('document.page', { page, count }),
          failed: t('document.pageFailed'),
          onMissing: () => host.before(notice('warning', paragraph(t('document.missing')))),
        });
        if (opened.type === 'pages' && opened.pages.isTruncated) host.before(notice('warning', paragraph(t('document.truncated'))));
      }
    } catch (error) {
      return app.fail(error);
    }
    if (this.#isClosed) this.#forget();
    heading.focus();
  }
}
