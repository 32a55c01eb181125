// Hiding parts of a document: on a copy, which is shared or kept.

import { Adding } from '../adding.js';
import { blackCopy } from '../black-copy.js';
import { BlackBoxes } from '../black-boxes.js';
import { BoxStage, moves } from '../box-stage.js';
import { el, fill } from '../dom.js';
import { plural, t } from '../i18n.js';
import { transferMoved } from '../idle.js';
import { openAsking } from '../locked-pdf.js';
import { cleanLine } from '../papers.js';
import { newPlan } from '../share-plan.js';
import { actions, button, check, field, notice, paragraph } from '../ui.js';

/** @typedef {import('../app.js').App} App @typedef {import('../share-plan.js').SharePlan} SharePlan */

/** @type {Record<string, string>} */
const drawings = {
  left: 'arrow-left', right: 'arrow-right', up: 'arrow-up', down: 'arrow-down',
  wider: 'wider', narrower: 'narrower', taller: 'taller', shorter: 'shorter',
};

/**
 * @param {App} app
 * @param {{id: string, plan?: SharePlan, back?: string}} params `plan`: what is being shared, if anything is; `back`:
 *   the screen that goes on with the plan.
 * @returns {import('../app.js').Screen}
 */
export function blackoutScreen(app, params) {
  const document = app.wallet?.documents.find(({ id }) => id === params.id);
  if (!document) throw new Error('no such document');
  const earlier = params.plan?.copies[params.id];
  const place = el('div', {}, el('p', { role: 'status' }, t('document.fetching')));
  const title = field(t('field.title'), { value: earlier?.title ?? document.title, hint: t('blackout.title.hint') });
  /** @type {import('../viewer.js').Pages | null} */
  let pages = null;
  /** @type {BoxStage | null} */
  let stage = null;
  let left = false;

  const goBack = () => {
    if (params.plan) app.go(params.back ?? 'share-preview', { plan: params.plan });
    else app.go('document', { id: params.id });
  };

  async function load() {
    const read = await app.work(t('document.fetching'), (core) => core.call('readDocument', { id: params.id }));
    if (!read || left) return;
    try {
      const opened = await openAsking(place, read.bytes, '');
      if (opened.type !== 'pages') throw { code: 'noPages' };
      if (left) return opened.pages.close();
      pages = opened.pages;
      await edit(opened.pages);
    } catch (error) {
      app.fail(error);
    }
  }

  /** @param {import('../viewer.js').Pages} pages */
  async function edit(pages) {
    const black = new BlackBoxes(pages.pageCount, earlier?.pages);
    const undo = button(t('blackout.undo'), { look: 'small', pictogram: 'undo', on: () => stage?.undo() });
    const out = check(t('blackout.leaveOut'), {
      pictogram: 'page-out',
      on: (isOut) => {
        black.leaveOut(shown.page, isOut);
        shown.draw();
      },
    });
    const where = el('p', { 'aria-live': 'polite' });
    const mover = el(
      'div',
      { class: 'actions small black-moves', role: 'group', 'aria-label': t('blackout.moves') },
      Object.keys(moves).map((name) =>
        button(t(`blackout.${name}`), { look: 'small icon', pictogram: drawings[name], on: () => shown.move(name) }),
      ),
      button(t('blackout.remove'), { look: 'small', pictogram: 'trash', on: () => shown.remove() }),
    );
    const update = () => {
      undo.disabled = !black.canUndo;
      out.input.checked = black.page(shown.page).isOut;
      mover.hidden = shown.selected < 0;
    };
    const shown = new BoxStage(black, () => update());
    shown.onSaid = (text) => app.say(text);
    stage = shown;
    const turnTo = async (/** @type {number} */ page) => {
      where.textContent = t('document.page', { page, count: pages.pageCount });
      before.disabled = page <= 1;
      after.disabled = page >= pages.pageCount;
      try {
        await shown.show(page, pages);
        // The copy has what is seen, and no more.
        if (pages.isSomethingMissing || pages.stands) missing.hidden = false;
      } catch (error) {
        if (!left) app.fail(error);
      }
    };
    const before = button(t('blackout.before'), { look: 'small', pictogram: 'back', on: () => void turnTo(shown.page - 1) });
    const after = button(t('blackout.after'), { look: 'small', pictogram: 'next', on: () => void turnTo(shown.page + 1) });
    const missing = notice('warning', paragraph(t('document.missing')));
    missing.hidden = true;
    const isOne = pages.pageCount === 1;
    fill(
      place,
      pages.isCut ? paragraph(plural('document.cut', pages.pageCount)) : null,
      missing,
      el(
        'div',
        { class: 'actions small' },
        button(t('blackout.add'), { look: 'small', pictogram: 'black-box', on: () => shown.addInView() }),
        undo,
        button(t('document.larger'), { look: 'small', pictogram: 'zoom-in', on: () => shown.zoom(1) }),
        button(t('document.smaller'), { look: 'small', pictogram: 'zoom-out', on: () => shown.zoom(-1) }),
      ),
      isOne ? null : el('div', { class: 'actions small' }, before, after),
      isOne ? null : where,
      shown.root,
      mover,
      el('details', { class: 'black-more' }, el('summary', {}, t('prepare.more')), isOne ? null : out.root, title.root),
      actions(
        button(t('blackout.share'), { look: 'main', pictogram: 'share', on: () => void share(black) }),
        button(t('blackout.keep'), { pictogram: 'copy', on: () => void keep(black) }),
        button(t('cancel'), { pictogram: 'back', on: goBack }),
      ),
    );
    await turnTo(1);
  }

  /** @param {BlackBoxes} black @returns {Promise<import('../black-copy.js').BlackCopy | undefined>} */
  function make(black) {
    return app.work(t('blackout.making'), async () => {
      if (!pages || !document) throw { code: 'ended' };
      const copy = await blackCopy(pages, black, transferMoved);
      return { ...copy, title: cleanLine(title.value(), 240) || document.title };
    });
  }

  /** @param {BlackBoxes} black */
  async function share(black) {
    const copy = await make(black);
    if (!copy || left) return;
    const plan = params.plan ?? newPlan([params.id]);
    const next = params.back ?? (params.plan ? 'share-preview' : 'share-terms');
    app.go(next, { plan: { ...plan, copies: { ...plan.copies, [params.id]: copy } } });
  }

  const adding = new Adding();

  /** @param {BlackBoxes} black */
  async function keep(black) {
    const copy = await make(black);
    if (!copy || left || !document) return;
    // Under the same title the two could be mistaken for each other.
    const name = copy.title === document.title ? cleanLine(t('blackout.copyOf', { title: copy.title }), 240) : copy.title;
    const kept = await app.work(t('prepare.saving'), (core) =>
      adding.add(app, core, {
        title: name,
        kind: document.kind,
        person: document.person,
        validUntil: document.validUntil,
        mediaType: copy.mediaType,
        bytes: copy.bytes,
        thumbnail: copy.thumbnail,
      }));
    if (!kept) return;
    app.say(t('prepare.kept'));
    if (!params.plan) return app.go('document', { id: kept.id });
    // What is being shared now is what was kept.
    const { [params.id]: _, ...copies } = params.plan.copies;
    const documents = params.plan.documents.map((id) => (id === params.id ? kept.id : id));
    app.go(params.back ?? 'share-preview', { plan: { ...params.plan, documents, copies } });
  }

  void load();
  return {
    title: t('blackout.title'),
    wide: true,
    body: [
      el('p', { class: 'quiet', dir: 'auto' }, document.title),
      paragraph(t('blackout.text'), 'lead'),
      el(
        'details',
        {},
        el('summary', {}, t('blackout.help')),
        el('ul', { class: 'hint' }, el('li', {}, t('blackout.how')), el('li', { id: 'black-keys' }, t('blackout.keys'))),
        paragraph(t('blackout.copy')),
      ),
      place,
    ],
    leave: () => {
      left = true;
      stage?.close();
      pages?.close();
    },
  };
}
