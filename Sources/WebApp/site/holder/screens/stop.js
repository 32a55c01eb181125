// Ends a share with the code of its stub: without a phrase, and also while the wallet is locked.

import { t } from '../i18n.js';
import { actions, button, field, notice, paragraph } from '../ui.js';

/** @param {import('../app.js').App} app @param {{isDone?: boolean}} params @returns {import('../app.js').Screen} */
export function stopScreen(app, params) {
  const back = button(t('back'), { pictogram: 'back', on: () => app.go('start') });
  if (params.isDone) {
    return { title: t('stop.title'), body: [notice('good', paragraph(t('stop.done')), paragraph(t('stop.done.text'))), actions(back)] };
  }
  const code = field(t('stop.code'), { hint: t('stop.code.hint'), onEnter: () => void stop() });
  async function stop() {
    if (!code.value()) return code.setError(t('stop.wrong'));
    const done = await app.work(t('revoke.working'), async (core) => {
      try {
        await core.call('revokeByCode', { code: code.value() });
        return 'done';
      } catch (error) {
        if (/** @type {any} */ (error).code === 'invalid') return 'wrong';
        throw error;
      }
    });
    if (done === 'wrong') code.setError(t('stop.wrong'));
    if (done === 'done') app.go('stop', { isDone: true });
  }
  return {
    title: t('stop.title'),
    body: [
      paragraph(t('stop.text'), 'lead'),
      code.root,
      actions(button(t('revoke.button'), { look: 'main', pictogram: 'stop', on: () => void stop() }), back),
    ],
    leave: () => {
      code.input.value = '';
    },
  };
}
