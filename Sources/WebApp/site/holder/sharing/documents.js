// Which documents: pictures to tick, the newest first.

import { factsOf, smallPicture, ThumbnailLoader } from '../cards.js';
import { el, fill } from '../dom.js';
import { plural, t } from '../i18n.js';
import { kindOf, kindWords } from '../kinds.js';
import { fit, wordsIn } from '../search.js';
import { check, field } from '../ui.js';

/** Lists longer than this can be searched. */
const short = 8;

/**
 * @param {import('../app.js').App} app
 * @param {string[]} chosen Identifiers.
 * @returns {{body: HTMLElement[], value: () => string[], stop: () => void}} `stop` when the screen is left.
 */
export function documentsChoice(app, chosen) {
  const loader = new ThumbnailLoader(app);
  const documents = app.presentDocuments().sort((a, b) => b.addedAt - a.addedAt);
  const picked = new Set(chosen);
  const counted = el('p', { 'aria-live': 'polite' });
  const place = el('div', {});
  const search = field(t('list.search'), { type: 'search', on: () => draw() });
  const count = () => {
    counted.textContent = picked.size ? plural('share.chosen', picked.size) : '';
  };

  function draw() {
    const wanted = wordsIn(search.value());
    const fits = documents.filter((document) =>
      picked.has(document.id) || wanted.length === 0 ||
      fit(wanted, wordsIn(`${document.title} ${document.person}`), kindWords(document.kind)) > 0);
    fill(place, el('fieldset', { class: 'choices tiles' }, el('legend', {}, t('share.legend')), el('div', {}, fits.map(row))));
  }

  /** @param {import('../app.js').Document} document */
  function row(document) {
    const one = check(document.title, {
      checked: picked.has(document.id),
      hint: [...factsOf(document), kindOf(document.kind).sensitive ? t('share.sensitive') : ''].filter(Boolean).join(' · ') || undefined,
      on: (checked) => {
        if (checked) picked.add(document.id);
        else picked.delete(document.id);
        count();
      },
    });
    one.input.after(smallPicture(loader, document));
    return one.root;
  }

  draw();
  count();
  return {
    body: [...(documents.length > short ? [search.root] : []), place, counted],
    value: () => [...picked],
    stop: () => loader.stop(),
  };
}
