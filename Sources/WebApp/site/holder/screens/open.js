import { t } from '../i18n.js';
import { phraseForm } from '../phrase-form.js';
import { actions, button, check } from '../ui.js';

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function openScreen(app) {
  const form = phraseForm(app, () => void open());
  const beside = check(t('masks.accompany'), { pictogram: 'beside' });

  async function open() {
    if (!form.isReady()) return;
    const opened = await app.work(t('open.working'), async (core) => {
      const wallet = await core.call('openWallet', await form.typed());
      return beside.value() ? core.call('setAccompanied', { on: true }) : wallet;
    });
    if (!opened) return;
    form.clear();
    app.enter(opened);
  }

  return {
    title: t('open.title'),
    body: [
      ...form.body,
      beside.root,
      actions(
        button(t('open.button'), { look: 'main', pictogram: 'open', on: () => void open() }),
        button(t('back'), { pictogram: 'back', on: () => app.go('start') }),
      ),
      actions(
        button(t('start.card'), { look: 'small', pictogram: 'card', on: () => app.go('open-card') }),
        button(t('start.lost'), { look: 'small', pictogram: 'key', on: () => app.go('recover') }),
      ),
    ],
    leave: form.clear,
  };
}
