// Creating a wallet: what is known about it, the phrase, practice, done.

import { el, pictogram } from '../dom.js';
import { language, t } from '../i18n.js';
import { printAlone } from '../paper.js';
import { canSpeak, speak, stopSpeaking } from '../speech.js';
import { actions, button, check, choices, field, notice, paragraph } from '../ui.js';
import { PhraseBoxes } from '../words.js';

/** @typedef {import('../app.js').App} App
 * @typedef {import('../app.js').Screen} Screen
 * @typedef {{step?: 'know' | 'how' | 'phrase' | 'practise', pseudonym?: string, words?: string[]}} Params
 */

/** @param {App} app @param {Params} params @returns {Screen} */
export function createScreen(app, params) {
  switch (params.step ?? 'know') {
    case 'know':
      return know(app);
    case 'how':
      return how(app);
    case 'phrase':
      return phrase(app, params);
    case 'practise':
      return practise(app, params);
  }
}

/** @param {App} app @returns {Screen} */
function know(app) {
  const list = (/** @type {string} */ key, /** @type {string} */ drawing) =>
    el(
      'section',
      { class: 'card' },
      el('h2', {}, pictogram(drawing), t(`know.${key}`)),
      el('ul', {}, [1, 2, 3, 4].map((n) => el('li', {}, t(`know.${key}.${n}`)))),
    );
  return {
    title: t('know.title'),
    body: [
      el('div', { class: 'columns' }, list('not', 'stop'), list('seen', 'eye')),
      notice('info', paragraph(t('know.free')), paragraph(t('know.lost'))),
      actions(
        button(t('next'), { look: 'main', pictogram: 'next', on: () => app.go('create', { step: 'how' }) }),
        button(t('back'), { pictogram: 'back', on: () => app.go('start') }),
      ),
    ],
  };
}

/** @param {App} app @returns {Screen} */
function how(app) {
  const pseudonym = field(t('open.pseudonym'), { hint: t('create.pseudonym.hint'), onEnter: () => void next() });
  pseudonym.root.hidden = true;
  const way = choices(
    t('create.how'),
    [
      { value: 'alone', label: t('create.how.alone'), hint: t('create.how.alone.hint') },
      { value: 'pseudonym', label: t('create.how.pseudonym'), hint: t('create.how.pseudonym.hint') },
    ],
    {
      value: 'alone',
      on: (value) => {
        pseudonym.root.hidden = value === 'alone';
      },
    },
  );
  async function next() {
    const name = way.value() === 'pseudonym' ? pseudonym.value() : '';
    if (way.value() === 'pseudonym' && !name) return pseudonym.setError(t('open.pseudonym.missing'));
    const words = await app.work(t('create.working'), async (core) => {
      if (name) await core.call('canonicalPseudonym', { text: name });
      return (await core.call('newPhrase', { language: language(), hasPseudonym: name !== '' })).words;
    });
    if (words) app.go('create', { step: 'phrase', pseudonym: name, words });
  }
  return {
    title: t('create.how.title'),
    body: [
      way.root,
      pseudonym.root,
      actions(
        button(t('next'), { look: 'main', pictogram: 'next', on: () => void next() }),
        button(t('back'), { pictogram: 'back', on: () => app.go('create') }),
      ),
    ],
  };
}

/** @param {string[]} words */
function numbered(words) {
  return el('ol', { class: 'phrase', translate: 'no' }, words.map((word) => el('li', {}, el('strong', {}, word))));
}

/** @param {App} app @param {Params} params @returns {Screen} */
function phrase(app, params) {
  const words = params.words ?? [];
  const lines = words.map((word, i) => `${i + 1}. ${word}.`);
  return {
    title: t('phrase.title'),
    body: [
      paragraph(t('phrase.text'), 'lead'),
      numbered(words),
      params.pseudonym ? paragraph(t('phrase.pseudonym', { pseudonym: params.pseudonym })) : null,
      actions(
        canSpeak()
          ? button(t('phrase.listen'), { pictogram: 'speak', on: () => speak(lines) })
          : null,
        button(t('phrase.print'), {
          pictogram: 'print',
          on: () => void printAlone([numbered(words), paragraph(t('phrase.paper'))]),
        }),
      ),
      notice('warning', paragraph(t('phrase.care')), paragraph(t('phrase.alone'))),
      actions(
        button(t('phrase.noted'), {
          look: 'main',
          pictogram: 'check',
          on: () => app.go('create', { ...params, step: 'practise' }),
        }),
        button(t('back'), { pictogram: 'back', on: () => app.go('create', { step: 'how' }) }),
      ),
    ],
    leave: stopSpeaking,
  };
}

/** @param {App} app @param {Params} params @returns {Screen} */
function practise(app, params) {
  const words = params.words ?? [];
  const boxes = new PhraseBoxes(app, words.length, () => void create());
  const show = check(t('open.show'), { pictogram: 'eye', checked: true, on: (shown) => boxes.hide(!shown) });
  boxes.hide(false);
  async function create() {
    const wallet = await app.work(t('create.making'), async (core) => {
      await boxes.firstWrong(); // repairs what is sure, then all are compared
      const wrong = boxes.words().findIndex((word, i) => word !== words[i]);
      if (wrong >= 0) {
        boxes.focus(wrong);
        throw { code: 'practiceWrong' };
      }
      return core.call('createWallet', {
        language: language(),
        pseudonym: params.pseudonym ?? '',
        phrase: words.join(' '),
      });
    });
    if (!wallet) return;
    boxes.clear();
    app.opened(wallet);
    app.go('list', { justCreated: true });
  }
  return {
    title: t('practise.title'),
    body: [
      paragraph(t('practise.text'), 'lead'),
      show.root,
      boxes.root,
      actions(
        button(t('practise.button'), { look: 'main', pictogram: 'check', on: () => void create() }),
        button(t('practise.again'), { pictogram: 'back', on: () => app.go('create', { ...params, step: 'phrase' }) }),
      ),
    ],
    leave: () => boxes.clear(),
  };
}
