// Sharing, first: which documents.

import { factsOf } from '../cards.js';
import { el, fill, pictogram } from '../dom.js';
import { folded, plural, t } from '../i18n.js';
import { kindName, kindOf, kinds, kindSearchText } from '../kinds.js';
import { newPlan } from '../share-plan.js';
import { actions, button, check, field, notice, paragraph } from '../ui.js';

/** @typedef {import('../app.js').App} App */

/** @param {App} app @param {{plan?: import('../share-plan.js').SharePlan, chosen?: string[]}} params
 * @returns {import('../app.js').Screen}
 */
export function shareChooseScreen(app, params) {
  const documents = (app.wallet?.documents ?? []).filter(({ id }) => !app.removals.has(id));
  const plan = params.plan ?? newPlan(params.chosen ?? []);
  const chosen = new Set(plan.documents);
  const counted = el('p', { 'aria-live': 'polite' });
  const place = el('div', {});
  const search = field(t('list.search'), { type: 'search', on: () => draw() });
  const count = () => {
    counted.textContent = plural('share.chosen', chosen.size);
  };

  function draw() {
    const wanted = folded(search.value()).split(/\s+/).filter(Boolean);
    const fits = documents.filter((document) => {
      const text = `${folded(`${document.title} ${document.person}`)} ${kindSearchText(document.kind)}`;
      return chosen.has(document.id) || wanted.every((word) => text.includes(word));
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
      checked: chosen.has(document.id),
      hint: factsOf(document).join(' · ') || undefined,
      on: (checked) => {
        if (checked) chosen.add(document.id);
        else chosen.delete(document.id);
        count();
      },
    }).root;

  function next() {
    if (chosen.size === 0) return app.fail({ code: 'nothingChosen' });
    app.go('share-terms', { plan: { ...plan, documents: [...chosen] } });
  }

  draw();
  count();
  if (documents.length === 0) {
    return {
      title: t('share.title'),
      body: [
        paragraph(t('share.none'), 'lead'),
        actions(button(t('list.add'), { look: 'main', pictogram: 'add', on: () => app.go('add') })),
      ],
    };
  }
  return {
    title: t('share.title'),
    body: [
      paragraph(t('share.text'), 'lead'),
      documents.length > 8 ? search.root : null,
      place,
      notice('info', paragraph(t('share.others'))),
      counted,
      actions(
        button(t('next'), { look: 'main', pictogram: 'next', on: next }),
        button(t('back.list'), { pictogram: 'back', on: () => app.go('list') }),
      ),
    ],
  };
}
