// Deleting the wallet: now, or at a time until which the holder can think again.

import { dateAndTime, t } from '../i18n.js';
import { settleRemovals } from '../removal.js';
import { actions, ask, button, check, choices, notice, paragraph } from '../ui.js';

/** Days to think again; none: at once. */
const graces = [7, 3, 30, 0];

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function deleteScreen(app) {
  const planned = app.wallet?.deleteAt;
  return planned ? plannedScreen(app, planned) : askScreen(app);
}

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
function askScreen(app) {
  const when = choices(
    t('delete.when'),
    graces.map((days) => ({
      value: String(days),
      label: t(days ? 'delete.when.days' : 'delete.when.now', { n: days }),
      hint: days ? undefined : t('delete.when.now.hint'),
    })),
    { value: String(graces[0]) },
  );
  const sure = check(t('delete.sure'));

  async function remove() {
    if (!sure.value()) {
      sure.input.focus();
      return app.fail({ code: 'notSure' });
    }
    const days = Number(when.value());
    const end = days ? Math.floor(app.now()) + days * 86_400 : null;
    const yes = await ask({
      title: t('delete.title'),
      text: end === null ? t('delete.last') : t('delete.last.until', { time: dateAndTime(end) }),
      yes: t(end === null ? 'delete.yes' : 'delete.yes.later'),
      pictogram: 'trash',
      danger: true,
    });
    if (!yes) return;
    const done = await app.work(t('delete.working'), async (core) => {
      await settleRemovals(app);
      // The core also ends the shares that would outlive the wallet.
      await core.call('deleteWallet', end === null ? {} : { at: end });
      if (end !== null) app.wallet = await core.call('refresh');
      return true;
    });
    if (!done) return;
    if (end === null) return app.end('deleted');
    app.go('list');
  }

  return {
    title: t('delete.title'),
    body: [
      notice('warning', paragraph(t('delete.text')), paragraph(t('delete.shares')), paragraph(t('delete.backups'))),
      paragraph(t('delete.export')),
      actions(button(t('leave.title'), { look: 'small', pictogram: 'zip', on: () => app.go('leave') })),
      when.root,
      paragraph(t('delete.grace'), 'hint'),
      sure.root,
      actions(
        button(t('delete.button'), { look: 'danger', pictogram: 'trash', on: () => void remove() }),
        button(t('back.list'), { look: 'main', pictogram: 'back', on: () => app.go('list') }),
      ),
    ],
  };
}

/** @param {import('../app.js').App} app @param {number} end @returns {import('../app.js').Screen} */
function plannedScreen(app, end) {
  return {
    title: t('delete.title'),
    body: [
      deletionNotice(app, end),
      actions(button(t('back.list'), { pictogram: 'back', on: () => app.go('list') })),
    ],
  };
}

/** That the wallet is about to be deleted, and the way to keep it: only who opens it sees this.
 * @param {import('../app.js').App} app @param {number} end
 */
export function deletionNotice(app, end) {
  async function keep() {
    const done = await app.work(t('delete.keeping'), async (core) => {
      await core.call('deleteWallet', { at: 0 });
      return true;
    });
    if (!done) return;
    if (app.wallet) app.wallet = { ...app.wallet, deleteAt: null };
    app.go('list');
    app.say(t('delete.kept'));
  }
  return notice(
    'warning',
    paragraph(t('delete.planned', { time: dateAndTime(end) })),
    actions(button(t('delete.keep'), { look: 'main', pictogram: 'undo', on: () => void keep() })),
  );
}
