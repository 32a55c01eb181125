// Documents for another compartment: copied or moved. Both are open meanwhile, and the other one closes
// with this screen, however it is left.

import { el } from '../dom.js';
import { dateAndTime, plural, t } from '../i18n.js';
import { transferMoved } from '../idle.js';
import { masksHint, nothingToShare } from '../masking.js';
import { phraseForm } from '../phrase-form.js';
import { documentsChoice } from '../sharing/documents.js';
import { actions, button, notice, paragraph } from '../ui.js';
import { markCard } from './closed.js';

/** @typedef {import('../app.js').App} App @typedef {import('../app.js').Screen} Screen
 * @typedef {import('../app.js').Mark} Mark
 * @typedef {{titles: string[], isMove: boolean}} Done
 * @typedef {{step?: 'phrase' | 'choose' | 'done', mark?: Mark, deleteAt?: number | null, chosen?: string[], done?: Done}} Params
 *   `mark`: the other's, as it was opened, and at the end as it was closed.
 */

/** @param {App} app @param {Params} params @returns {Screen} */
export function moveScreen(app, params) {
  switch (params.step ?? 'phrase') {
    case 'phrase':
      return app.presentDocuments().length ? phrase(app) : nothing(app);
    case 'choose':
      return choose(app, params);
    case 'done':
      return done(app, params);
  }
}

/** @param {App} app @returns {Screen} */
function nothing(app) {
  return {
    title: t('move.title'),
    tab: t('nav.more'),
    body: [
      paragraph(nothingToShare(app), 'lead'),
      masksHint(app),
      actions(button(t('back'), { look: 'main', pictogram: 'back', on: () => app.go('compartment') })),
    ],
  };
}

/** @param {App} app @returns {Screen} */
function phrase(app) {
  const form = phraseForm(app, () => void open());
  async function open() {
    if (!form.isReady()) return;
    const other = await app.work(t('open.working'), async (core) => {
      const typed = await form.typed();
      const opened = await core.call('openSecond', typed).catch((/** @type {any} */ error) => {
        throw error.code === 'taken' ? { code: 'sameCompartment' } : error;
      });
      if (!opened.isPrepared) return opened;
      // Whoever prepared it may know its phrase: nothing goes in before it has another one.
      await core.call('closeSecond');
      throw { code: 'otherPrepared' };
    });
    if (other) app.go('move', { step: 'choose', mark: other.mark, deleteAt: other.deleteAt });
  }
  return {
    title: t('move.title'),
    tab: t('nav.more'),
    body: [
      paragraph(t('move.text'), 'lead'),
      notice('warning', paragraph(t('move.seen'))),
      ...form.body,
      actions(
        button(t('open.button'), { look: 'main', pictogram: 'open', on: () => void open() }),
        button(t('back'), { pictogram: 'back', on: () => app.go('compartment') }),
      ),
    ],
    leave: form.clear,
  };
}

/** @param {App} app @param {Params} params @returns {Screen} */
function choose(app, params) {
  const documents = app.presentDocuments();
  const choice = documentsChoice(app, params.chosen ?? []);

  /** @param {boolean} isMove */
  async function begin(isMove) {
    const chosen = documents.filter(({ id }) => choice.value().includes(id));
    if (chosen.length === 0) return app.fail({ code: 'nothingChosen' });
    const told = await app.work(t(isMove ? 'move.moving' : 'move.copying'), (core) => carry(app, core, chosen, isMove));
    if (!told) return;
    if (told.wallet) app.wallet = told.wallet;
    const what = { titles: chosen.slice(0, told.count).map(({ title }) => title), isMove };
    if (!told.failure) return app.go('move', { step: 'done', done: what, mark: told.mark });
    if (told.failure.code === 'noSuchWallet') {
      await app.call('closeSecond').catch(() => {});
      app.go('move', { step: 'phrase' });
      return app.fail({ code: 'otherGone' });
    }
    app.go('move', { ...params, done: what, chosen: chosen.slice(told.count).map(({ id }) => id) });
    app.fail(told.failure.code === 'full' ? { code: 'otherFull' } : told.failure);
  }

  return {
    title: t('move.choose'),
    tab: t('nav.more'),
    body: [
      params.done
        ? notice('warning', params.done.titles.length ? paragraph(sentence(params.done)) : null, paragraph(t('move.stopped')))
        : null,
      paragraph(t('move.isOpen'), 'lead'),
      params.mark ? markCard(params.mark) : null,
      params.deleteAt ? notice('warning', paragraph(t('move.deletion', { time: dateAndTime(params.deleteAt) }))) : null,
      choice.body,
      masksHint(app),
      el('ul', {}, el('li', {}, t('move.copy.hint')), el('li', {}, t('move.move.hint'))),
      actions(
        button(t('move.copy'), { look: 'main', pictogram: 'copy', on: () => void begin(false) }),
        button(t('move.move'), { pictogram: 'next', on: () => void begin(true) }),
        button(t('cancel'), { pictogram: 'back', on: () => app.go('compartment') }),
      ),
    ].flat(),
    leave: (next) => {
      choice.stop();
      if (next !== 'move') void app.call('closeSecond').catch(() => {});
    },
  };
}

/**
 * One after the other. What was done before a failure stays done, and is told with it.
 *
 * @param {App} app @param {any} core @param {import('../app.js').Document[]} chosen @param {boolean} isMove
 * @returns {Promise<{count: number, wallet?: import('../app.js').Wallet, mark?: Mark, failure?: any}>}
 */
async function carry(app, core, chosen, isMove) {
  const show = core.onProgress;
  let count = 0;
  let wallet;
  core.onProgress = (/** @type {number} */ part, /** @type {number} */ whole) => {
    transferMoved();
    if (whole > 0) show(count + part / whole, chosen.length);
  };
  try {
    for (const { id } of chosen) {
      if (!app.wallet) throw { code: 'ended' }; // the session was closed meanwhile
      wallet = await core.call('copyToSecond', { id, isMove });
      count += 1;
      show(count, chosen.length);
    }
    return { count, wallet, mark: (await core.call('closeSecond')).mark };
  } catch (failure) {
    return { count, wallet, failure };
  }
}

/** @param {App} app @param {Params} params @returns {Screen} */
function done(app, params) {
  const what = params.done ?? { titles: [], isMove: false };
  return {
    title: t('move.done'),
    tab: t('nav.more'),
    body: [
      notice('good', paragraph(sentence(what)), el('ul', {}, what.titles.map((title) => el('li', { dir: 'auto' }, title)))),
      paragraph(t('move.closed')),
      params.mark ? markCard(params.mark) : null,
      actions(
        button(t('back.list'), { look: 'main', pictogram: 'back', on: () => app.go('list') }),
        button(t('move.title'), { pictogram: 'compartments', on: () => app.go('move') }),
      ),
    ],
  };
}

/** @param {Done} done */
function sentence({ titles, isMove }) {
  return plural(isMove ? 'move.moved' : 'move.copied', titles.length);
}
