// After papers were kept: that they are, and what they are, if the person wants to say it.

import { smallPicture, ThumbnailLoader } from '../cards.js';
import { el, pictogram } from '../dom.js';
import { plural, t } from '../i18n.js';
import { kindName, kindOf, kinds } from '../kinds.js';
import { mask, maskDocuments } from '../masking.js';
import { actions, button, paragraph, pick } from '../ui.js';

/** @param {import('../app.js').App} app @param {{ids: string[]}} params @returns {import('../app.js').Screen} */
export function keptScreen(app, params) {
  const loader = new ThumbnailLoader(app);
  const documents = (app.wallet?.documents ?? []).filter(({ id }) => params.ids.includes(id));
  const [document] = documents;
  const done = () => app.go('list');

  /** @param {string} kind */
  async function say(kind) {
    const changed = await app.work(t('details.saving'), async (core) => {
      const all = [];
      for (const { id } of documents) all.push(await core.call('describeDocument', { id, kind }));
      return all;
    });
    if (!changed) return;
    for (const one of changed) await app.keepDocument(one);
    if (kindOf(kind).sensitive) await askToHide(app, params.ids);
    done();
  }

  return {
    title: plural('kept.title', documents.length),
    body: [
      el('ul', { class: 'cards' }, documents.map((one) =>
        el('li', { class: 'card document' }, smallPicture(loader, one), el('strong', { class: 'text', dir: 'auto' }, one.title)))),
      actions(
        button(t('kept.done'), { look: 'main', pictogram: 'check', on: done }),
        button(t('kept.another'), { pictogram: 'add', on: () => app.go('add') }),
        document && documents.length === 1
          ? button(t('details.title'), { pictogram: 'edit', on: () => app.go('details', { id: document.id, isNew: true }) })
          : null,
      ),
      el('h2', {}, t('kept.kind')),
      paragraph(t('kept.kind.hint'), 'hint'),
      el('div', { class: 'kind-tiles' }, kinds().map((kind) =>
        el('button', { type: 'button', class: 'kind-tile', 'data-kind': kind.id, onclick: () => void say(kind.id) },
          pictogram(kind.pictogram), el('span', {}, kindName(kind.id))))),
    ],
    leave: () => loader.stop(),
  };
}

/** Health, residence, justice, one's own words: whether to hide what was just kept of them, once.
 * @param {import('../app.js').App} app @param {string[]} ids
 */
export async function askToHide(app, ids) {
  const answer = await pick({
    title: t('masks.askNew'),
    text: t('masks.askNew.text'),
    answers: [
      { value: 'show', label: t('masks.askNew.no'), pictogram: 'eye' },
      { value: 'hide', label: t('masks.askNew.yes'), pictogram: 'mask' },
      { value: 'remind', label: t('masks.askNew.remind'), pictogram: 'clock' },
    ],
  });
  if (answer === 'hide' || answer === 'remind') {
    await maskDocuments(app, ids, answer === 'hide' ? mask.masked : mask.reminding);
  }
}
