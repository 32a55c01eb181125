// Which documents: a list to tick, by kind.

import { factsOf } from '../cards.js';
import { el, fill, pictogram } from '../dom.js';
import { folded, plural, t } from '../i18n.js';
import { kindName, kindOf, kinds, kindSearchText } from '../kinds.js';
import { check, field, paragraph } from '../ui.js';

/** Lists longer than this can be searched. */
const short = 8;

/**
 * @param {import('../app.js').Document[]} documents
 * @param {string[]} chosen Identifiers.
 * @param {(chosen: string[]) => void} [onChange]
 * @returns {{body: HTMLElement[], value: () => string[]}}
 */
export function documentsChoice(documents, chosen, onChange = () => {}) {
  const picked = new Set(chosen);
  const counted = el('p', { 'aria-live': 'polite' });
  const place = el('div', {});
  const search = field(t('list.search'), { type: 'search', on: () => draw() });
  const count = () => {
    counted.textContent = plural('share.chosen', picked.size);
  };

  function draw() {
    const wanted = folded(search.value()).split(/\s+/).filter(Boolean);
    const fits = documents.filter((document) => {
      const text = `${folded(`${document.title} ${document.person}`)} ${kindSearchText(document.kind)}`;
      return picked.has(document.id) || wanted.every((word) => text.includes(word));
    });
    fill(
      place,
      kinds().map((kind) => {
        const ofKind = fits.filter((document) => kindOf(document.kind).id === kind.id);
        if (ofKind.length === 0) return null;
        return el(
          'fieldset',
          { class: 'choices' },
          el('legend', {}, pictogram(kind.pictogram), ' ', kindName(kind.id)),
          kind.sensitive ? paragraph(t('share.sensitive'), 'hint') : null,
          el('div', {}, ofKind.map((document) => row(document))),
        );
      }),
    );
  }

  const row = (/** @type {import('../app.js').Document} */ document) =>
    check(document.title, {
      checked: picked.has(document.id),
      hint: factsOf(document).join(' · ') || undefined,
      on: (checked) => {
        if (checked) picked.add(document.id);
        else picked.delete(document.id);
        count();
        onChange([...picked]);
      },
    }).root;

  draw();
  count();
  return {
    body: [...(documents.length > short ? [search.root] : []), place, counted],
    value: () => [...picked],
  };
}
