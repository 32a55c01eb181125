// Papers that were removed: for 30 days they can be put back.

import { el, fill, pictogram } from '../dom.js';
import { date, t } from '../i18n.js';
import { kindOf } from '../kinds.js';
import { masksHint } from '../masking.js';
import { endOf, forgetPaper, removedPapers } from '../resting.js';
import { actions, ask, button, notice, paragraph } from '../ui.js';

/** @typedef {import('../resting.js').Resting} Resting */

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function removedScreen(app) {
  const place = el('div', { 'aria-live': 'polite' });

  async function draw() {
    const papers = await removedPapers(app);
    fill(
      place,
      papers.length
        ? el('ul', { class: 'plain' }, papers.map(line))
        : paragraph(t('removed.none')),
      papers.length > 1
        ? actions(button(t('removed.forgetAll'), { look: 'danger', pictogram: 'trash', on: () => void forget(papers) }))
        : null,
    );
  }

  /** @param {Resting} paper */
  function line(paper) {
    return el(
      'li',
      { class: 'card', 'data-removed': paper.id },
      el('h2', { dir: 'auto' }, pictogram(kindOf(paper.kind).pictogram), paper.title),
      paragraph(t('removed.until', { date: date(endOf(paper)) }), 'quiet'),
      actions(
        button(t('removed.undo'), { pictogram: 'undo', on: () => void putBack(paper) }),
        button(t('removed.forget'), { look: 'danger', pictogram: 'trash', on: () => void forget([paper]) }),
      ),
    );
  }

  /** @param {Resting} paper */
  async function putBack({ id, version }) {
    const document = await app.work(t('removed.working'), (core) => core.call('bringBack', { id, version }));
    if (!document) return;
    await app.keepDocument(document);
    app.go('document', { id });
    app.say(t('removed.done'));
  }

  /** @param {Resting[]} papers */
  async function forget(papers) {
    const yes = await ask({
      title: t('removed.forget.title'), text: t('removed.forget.text'), yes: t('removed.forget'), pictogram: 'trash', danger: true,
    });
    if (!yes) return;
    const done = await app.work(t('removed.forgetting'), async (core) => {
      for (const { id } of papers) await forgetPaper(core, id);
      return true;
    });
    await app.markChanged();
    if (done) app.say(t('removed.forgotten'));
    await draw();
  }

  void draw().catch((error) => app.fail(error));
  return {
    title: t('removed.title'),
    body: [
      paragraph(t('removed.rest'), 'lead'),
      app.wallet?.isAccompanied ? notice('info', paragraph(t('removed.accompanied'))) : null,
      place,
      masksHint(app),
      actions(button(t('back.list'), { pictogram: 'back', on: () => app.go('list') })),
    ],
  };
}
