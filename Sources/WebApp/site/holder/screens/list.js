// What is in the wallet.

import { dayOf, daysAfter } from '../brussels.js';
import { cardOf, hiddenCard, ThumbnailLoader } from '../cards.js';
import { attemptNotice } from '../credentials.js';
import { el, fill, pictogram } from '../dom.js';
import { dayName, plural, t } from '../i18n.js';
import { kindName, kindOf, kinds, kindWords } from '../kinds.js';
import { hide, masksHint, reveal } from '../masking.js';
import { pendingRemovals, undoRemoval } from '../removal.js';
import { fit, wordsIn } from '../search.js';
import { actions, button, field, notice, paragraph } from '../ui.js';
import { chooseFiles } from './add.js';
import { deletionNotice } from './delete.js';

const reminderDays = 30;
/** With fewer papers all are seen at once. */
const searchedFrom = 6;
const orders = /** @type {const} */ (['newest', 'kind', 'person', 'end']);

/** @typedef {import('../app.js').App} App @typedef {import('../app.js').Document} Document
 * @typedef {{name: string, pictogram: string, documents: Document[], hidden: import('../app.js').HiddenDocument[]}} Group
 */

/** @param {App} app @param {{justCreated?: boolean, unmasked?: boolean}} params `unmasked`: the masked
 *   documents were asked for.
 * @returns {import('../app.js').Screen}
 */
export function listScreen(app, params) {
  const loader = new ThumbnailLoader(app);
  const found = el('div', {});
  const counted = el('p', { class: 'quiet', 'aria-live': 'polite' });
  const place = app.listPlace;
  const search = field(t('list.search'), { type: 'search', value: place.search, on: () => {
    place.search = search.value();
    draw();
  } });
  const order = el(
    'select',
    { id: 'order', 'aria-label': t('list.order'), onchange: () => {
      place.order = order.value;
      draw();
    } },
    orders.map((value) => el('option', { value, selected: value === place.order }, t(`list.order.${value}`))),
  );
  const removed = el('div', {});

  const present = () => app.presentDocuments();

  function draw() {
    const wanted = wordsIn(search.value());
    const fits = new Map(present().map((document) =>
      [document, wanted.length ? fit(wanted, wordsIn(`${document.title} ${document.person}`), kindWords(document.kind)) : 1]));
    const documents = present().filter((document) => fits.get(document))
      .sort((a, b) => (fits.get(b) ?? 0) - (fits.get(a) ?? 0) || b.addedAt - a.addedAt);
    counted.textContent = wanted.length ? plural('list.found', documents.length) : '';
    // In accompanied mode of most only the kind is known: that it is there can be found, not what it says.
    const hidden = (app.wallet?.hidden ?? []).filter(({ kind }) => wanted.length === 0 || fit(wanted, [], kindWords(kind)));
    // What was looked for stands best first, in whatever order the list is otherwise.
    const groups = wanted.length
      ? [{ name: '', pictogram: '', documents, hidden }]
      : grouped(place.order, documents, hidden);
    fill(
      found,
      groups.filter((group) => group.documents.length + group.hidden.length).map((group) =>
        el(
          'section',
          {},
          group.name ? el('h2', { dir: 'auto' }, pictogram(group.pictogram), group.name) : null,
          el(
            'ul',
            { class: 'cards' },
            group.documents.map((d) => el('li', { 'data-document': d.id }, cardOf(app, loader, d))),
            group.hidden.map((d) => el('li', {}, hiddenCard(d, () => void show(d.id)))),
          ),
        ),
      ),
    );
  }

  /** @param {string} id Hidden until now. */
  async function show(id) {
    if (!(await reveal(app, [id]))) return;
    draw();
    /** @type {HTMLElement | null} */ (found.querySelector(`[data-document="${id}"] button`))?.focus();
  }

  /** @param {Promise<boolean>} done */
  async function thenAgain(done) {
    if (await done) app.go('list');
  }

  /** What is to be said of masks: only to who asked for them. */
  function masksNotice() {
    const count = present().filter(({ isMasked }) => isMasked).length;
    if (count === 0) return params.unmasked ? notice('info', paragraph(t('masks.none'))) : null;
    return notice(
      'warning',
      paragraph(plural('masks.shown', count)),
      actions(button(t('masks.hideAgain'), { look: 'small', pictogram: 'mask', on: () => void thenAgain(hide(app)) })),
    );
  }

  function drawRemoved() {
    fill(
      removed,
      pendingRemovals(app).map((document) =>
        el(
          'div',
          { class: 'notice info', role: 'status' },
          pictogram('trash'),
          el('div', {}, paragraph(t('removed.text', { title: document.title }))),
          button(t('removed.undo'), {
            pictogram: 'undo',
            on: () => {
              undoRemoval(app, document.id);
              app.go('list');
            },
          }),
        ),
      ),
    );
  }

  draw();
  drawRemoved();
  const watch = setInterval(drawRemoved, 1000);
  const count = present().length + (app.wallet?.hidden.length ?? 0);
  const first = chooseFiles(app);
  // Where it was left, once it is as long as it was.
  const scrolled = () => {
    place.scroll = scrollY;
  };
  const wasAt = place.scroll;
  const frame = requestAnimationFrame(() => {
    scrollTo(0, wasAt);
    addEventListener('scroll', scrolled, { passive: true });
  });
  return {
    title: t('list.title'),
    wide: true,
    body: [
      params.justCreated ? notice('good', paragraph(t('list.created'))) : null,
      removed,
      app.wallet?.ignored ? notice('warning', paragraph(plural('list.ignored', app.wallet.ignored))) : null,
      attemptNotice(app),
      app.wallet?.deleteAt ? deletionNotice(app, app.wallet.deleteAt) : null,
      app.wallet?.isAccompanied ? notice('info', paragraph(t('masks.accompanied')), paragraph(t('masks.accompanied.end'))) : null,
      masksNotice(),
      reminders(app, present()),
      count ? null : [first.input, actions(button(t('list.first'), { look: 'large', pictogram: 'add', on: first.open }))],
      count < searchedFrom ? null : el('div', { class: 'search-line' }, search.root, order),
      counted,
      found,
      // The same whether anything is masked or not, and whether anything is there.
      masksHint(app),
    ],
    leave: () => {
      clearInterval(watch);
      cancelAnimationFrame(frame);
      removeEventListener('scroll', scrolled);
      loader.stop();
    },
  };
}

/**
 * Papers in an order, the newest first in each group.
 * @param {string} order @param {Document[]} documents @param {import('../app.js').HiddenDocument[]} hidden @returns {Group[]}
 */
function grouped(order, documents, hidden) {
  if (order === 'kind') {
    return kinds().map((kind) => ({
      name: kindName(kind.id),
      pictogram: kind.pictogram,
      documents: documents.filter((d) => kindOf(d.kind).id === kind.id),
      hidden: hidden.filter((d) => kindOf(d.kind).id === kind.id),
    }));
  }
  if (order === 'person') {
    const persons = [...new Set(documents.map(({ person }) => person))].sort((a, b) => a.localeCompare(b));
    return [
      ...persons.map((person) => ({
        name: person || t('list.noPerson'), pictogram: 'person', documents: documents.filter((d) => d.person === person), hidden: [],
      })),
      { name: '', pictogram: '', documents: [], hidden },
    ];
  }
  if (order !== 'end') return [{ name: '', pictogram: '', documents, hidden }];
  const ends = documents.filter(({ validUntil }) => validUntil !== null);
  ends.sort((a, b) => String(a.validUntil).localeCompare(String(b.validUntil)));
  return [
    { name: '', pictogram: '', documents: ends, hidden: [] },
    { name: t('list.noEnd'), pictogram: 'clock', documents: documents.filter(({ validUntil }) => validUntil === null), hidden },
  ];
}

/** Papers that end soon or have ended: for the person alone, never a reproach.
 * @param {App} app @param {Document[]} documents
 */
function reminders(app, documents) {
  const today = dayOf(app.now());
  const soon = daysAfter(today, reminderDays);
  const ending = documents
    .filter(({ validUntil }) => validUntil !== null && validUntil <= soon)
    .sort((a, b) => String(a.validUntil).localeCompare(String(b.validUntil)));
  // Hidden papers that may remind say their end, and nothing else.
  const hiddenEnds = (app.wallet?.maskedEnds ?? []).map(({ validUntil }) => validUntil).filter((end) => end <= soon).sort();
  if (ending.length + hiddenEnds.length === 0) return null;
  return el(
    'section',
    { class: 'reminders' },
    el('h2', {}, pictogram('clock'), t('reminders.title')),
    el(
      'ul',
      {},
      ending.map((document) =>
        el(
          'li',
          {},
          button(document.title, { look: 'small', on: () => app.go('document', { id: document.id }) }),
          ' ',
          t(String(document.validUntil) < today ? 'valid.past' : 'valid.until', {
            date: dayName(String(document.validUntil)),
          }),
        ),
      ),
      hiddenEnds.map((end) =>
        el('li', {}, t(end < today ? 'masks.hasEnded' : 'masks.ends', { date: dayName(end) }))),
    ),
  );
}
