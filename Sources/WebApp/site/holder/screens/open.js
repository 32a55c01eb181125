import { el } from '../dom.js';
import { t } from '../i18n.js';
import { actions, button, check, choices, field, paragraph } from '../ui.js';
import { PhraseBoxes } from '../words.js';

const wordsAlone = 6;
const wordsWithPseudonym = 5;

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function openScreen(app) {
  const pseudonym = field(t('open.pseudonym'), { hint: t('open.pseudonym.hint') });
  pseudonym.root.hidden = true;
  const boxes = new PhraseBoxes(app, wordsAlone, () => void open());
  const show = check(t('open.show'), { pictogram: 'eye', on: (shown) => boxes.hide(!shown) });
  const beside = check(t('masks.accompany'), { pictogram: 'beside', hint: t('masks.accompany.hint') });
  const how = choices(
    t('open.how'),
    [
      { value: 'alone', label: t('open.how.alone') },
      { value: 'pseudonym', label: t('open.how.pseudonym') },
    ],
    {
      value: 'alone',
      on: (value) => {
        pseudonym.root.hidden = value === 'alone';
        boxes.setCount(value === 'alone' ? wordsAlone : wordsWithPseudonym);
      },
    },
  );

  async function open() {
    const withPseudonym = how.value() === 'pseudonym';
    if (withPseudonym && !pseudonym.value()) return pseudonym.setError(t('open.pseudonym.missing'));
    const opened = await app.work(t('open.working'), async (core) => {
      const wrong = await boxes.firstWrong();
      if (wrong >= 0) {
        boxes.focus(wrong);
        throw { code: 'wordMissing' };
      }
      const args = {
        pseudonym: withPseudonym ? pseudonym.value() : '',
        phrase: boxes.words().join(' '),
      };
      const wallet = await core.call('openWallet', args);
      return beside.value() ? core.call('setAccompanied', { on: true }) : wallet;
    });
    if (!opened) return;
    boxes.clear();
    app.enter(opened);
  }

  return {
    title: t('open.title'),
    body: [
      how.root,
      pseudonym.root,
      el('h2', {}, t('open.words')),
      paragraph(t('open.words.hint'), 'hint'),
      show.root,
      boxes.root,
      beside.root,
      actions(
        button(t('open.button'), { look: 'main', pictogram: 'open', on: () => void open() }),
        button(t('back'), { pictogram: 'back', on: () => app.go('start') }),
      ),
      actions(button(t('start.lost'), { look: 'small', pictogram: 'help', on: () => app.go('recover') })),
    ],
    leave: () => {
      boxes.clear();
      pseudonym.input.value = '';
    },
  };
}
