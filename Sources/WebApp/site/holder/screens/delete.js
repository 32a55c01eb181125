import { t } from '../i18n.js';
import { actions, ask, button, check, notice, paragraph } from '../ui.js';

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function deleteScreen(app) {
  const sure = check(t('delete.sure'));
  async function remove() {
    if (!sure.value()) {
      sure.input.focus();
      return app.fail({ code: 'notSure' });
    }
    const yes = await ask({
      title: t('delete.title'), text: t('delete.last'), yes: t('delete.yes'), pictogram: 'trash', danger: true,
    });
    if (!yes) return;
    const done = await app.work(t('delete.working'), async (core) => {
      await core.call('deleteWallet');
      return true;
    });
    if (done) app.end('deleted');
  }
  return {
    title: t('delete.title'),
    body: [
      notice('warning', paragraph(t('delete.text')), paragraph(t('delete.shares')), paragraph(t('delete.backups'))),
      sure.root,
      actions(
        button(t('delete.button'), { look: 'danger', pictogram: 'trash', on: () => void remove() }),
        button(t('back.list'), { look: 'main', pictogram: 'back', on: () => app.go('list') }),
      ),
    ],
  };
}
