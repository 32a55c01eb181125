// What is in the wallet.

import { dayOf, daysAfter } from '../brussels.js';
import { cardOf, hiddenCard, ThumbnailLoader } from '../cards.js';
import { attemptNotice } from '../credentials.js';
import { el, fill, pictogram } from '../dom.js';
import { dayName, folded, markText, plural, t } from '../i18n.js';
import { kindName, kindOf, kinds, kindSearchText } from '../kinds.js';
import { accompany, hide, reveal } from '../masking.js';
import { pendingRemovals, undoRemoval } from '../removal.js';
import { actions, button, field, notice, paragraph } from '../ui.js';
import { deletionNotice } from './delete.js';

const reminderDays = 30;

/** @typedef {import('../app.js').App} App @typedef {import('../app.js').Document} Document */

/** @param {App} app @param {{justOpened?: boolean, justCreated?: boolean, unmasked?: boolean}} params `unmasked`: the masked
 *   documents were asked for.
 * @returns {import('../app.js').Screen}
 */
export function listScreen(app, params) {
  const loader = new ThumbnailLoader(app);
  const found = el('div', {});
  const counted = el('p', { class: 'quiet', 'aria-live': 'polite' });
  const search = field(t('list.search'), { type: 'search', on: () => draw() });
  const removed = el('div', {});

  const present = () => app.presentDocuments();

  function draw() {
    const wanted = folded(search.value()).split(/\s+/).filter(Boolean);
    const documents = present().filter((document) => {
      const text = `${folded(`${document.title} ${document.person}`)} ${kindSearchText(document.kind)}`;
      return wanted.every((word) => text.includes(word));
    });
    counted.textContent = wanted.length ? plural('list.found', documents.length) : '';
    // In accompanied mode of most only the kind is known: that it is there can be found, not what it says.
    const hidden = (app.wallet?.hidden ?? []).filter(({ kind }) => wanted.every((word) => kindSearchText(kind).includes(word)));
    const groups = kinds()
      .map((kind) => ({
        kind,
        documents: documents.filter((d) => kindOf(d.kind).id === kind.id),
        hidden: hidden.filter((d) => kindOf(d.kind).id === kind.id),
      }))
      .filter((group) => group.documents.length + group.hidden.length);
    fill(
      found,
      groups.map(({ kind, documents: ofKind, hidden: hiddenOnes }) =>
        el(
          'section',
          {},
          el('h2', {}, pictogram(kind.pictogram), kindName(kind.id)),
          el(
            'ul',
            { class: 'cards' },
            ofKind.map((d) => el('li', { 'data-document': d.id }, cardOf(app, loader, d))),
            hiddenOnes.map((d) => el('li', {}, hiddenCard(d, () => void show(d.id)))),
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
  const isEmpty = present().length === 0 && !app.wallet?.hidden.length;
  const mark = params.justOpened ? app.wallet?.openedMark : app.wallet?.mark;
  return {
    title: t('list.title'),
    wide: true,
    body: [
      params.justCreated ? notice('good', paragraph(t('list.created'))) : null,
      removed,
      (params.justOpened || params.justCreated) && mark
        ? el('p', { class: 'mark' }, pictogram('mark'), el('span', {}, markText(mark)), el('small', {}, t('mark.hint')))
        : null,
      app.wallet?.ignored ? notice('warning', paragraph(plural('list.ignored', app.wallet.ignored))) : null,
      attemptNotice(app),
      app.wallet?.deleteAt ? deletionNotice(app, app.wallet.deleteAt) : null,
      app.wallet?.isAccompanied ? notice('info', paragraph(t('masks.accompanied')), paragraph(t('masks.accompanied.end'))) : null,
      masksNotice(),
      actions(
        isEmpty ? null : button(t('list.meeting'), { look: 'main', pictogram: 'meeting', on: () => app.go('meeting') }),
        button(t('list.lock'), { pictogram: 'lock', on: () => app.go('lock') }),
      ),
      reminders(app, present()),
      isEmpty ? paragraph(t('list.empty'), 'lead') : null,
      actions(
        button(t('list.add'), { look: isEmpty ? 'main' : 'plain', pictogram: 'add', on: () => app.go('add') }),
        isEmpty ? null : button(t('list.share'), { pictogram: 'share', on: () => app.go('share') }),
      ),
      isEmpty ? null : search.root,
      counted,
      found,
      el('hr'),
      // The same whether anything is masked or not.
      actions(
        button(t('masks.title'), { look: 'small', pictogram: 'mask', on: () => app.go('masks') }),
        app.wallet?.isAccompanied
          ? null
          : button(t('masks.accompany'), { look: 'small', pictogram: 'beside', on: () => void thenAgain(accompany(app)) }),
        button(t('compartment.title'), { look: 'small', pictogram: 'compartments', on: () => app.go('compartment') }),
      ),
    ],
    leave: () => {
      clearInterval(watch);
      loader.stop();
    },
  };
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
  if (ending.length === 0) return null;
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
    ),
  );
}
