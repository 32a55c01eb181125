// Ends a share with the code of its stub: without a phrase, and also while the wallet is locked.

import { t } from '../i18n.js';
import { actions, ask, button, field, notice, paragraph } from '../ui.js';

/** The characters of a code without its last one. */
const withoutCheck = 10;

/** @param {import('../app.js').App} app @param {{isDone?: boolean}} params @returns {import('../app.js').Screen} */
export function stopScreen(app, params) {
  const back = button(t('back'), { pictogram: 'back', on: () => app.go('start') });
  if (params.isDone) {
    return { title: t('stop.title'), body: [notice('good', paragraph(t('stop.done')), paragraph(t('stop.done.text'))), actions(back)] };
  }
  const code = field(t('stop.code'), { hint: t('stop.code.hint'), onEnter: () => void stop() });
  async function stop() {
    if (!code.value()) return code.setError(t('stop.wrong'));
    if (code.value().replace(/[^a-z0-9]/gi, '').length === withoutCheck && !(await isRight())) return;
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
  /** Whether the code is the paper's, where its last character is missing: it is what finds a mistake, and the
   * service answers the same for every code. */
  async function isRight() {
    const whole = await app.call('wholeCode', { code: code.value() }).catch(() => null);
    if (!whole) return true; // What is wrong with it is said when it is sent.
    const yes = await ask({ title: t('stop.whole'), text: whole.code, yes: t('stop.whole.yes'), pictogram: 'stop' });
    if (!yes) code.input.focus();
    return yes;
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
