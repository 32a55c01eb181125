import { t } from '../i18n.js';
import { loadPlaces } from './help.js';
import { actions, button, notice, paragraph } from '../ui.js';
import { runsWebAssembly } from '../web-assembly.js';

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function startScreen(app) {
  if (!runsWebAssembly()) return blockedScreen(app);
  // While the person reads, the core comes: the wallet then opens sooner.
  void app.core().catch(() => {});
  void loadPlaces().catch(() => {}); // help must work when the network goes
  return {
    title: t('start.title'),
    body: [
      paragraph(t('start.what'), 'lead'),
      actions(
        button(t('start.open'), { look: 'main', pictogram: 'open', on: () => app.go('open') }),
        button(t('start.card'), { pictogram: 'card', on: () => app.go('open-card') }),
        button(t('start.create'), { pictogram: 'new', on: () => app.go('create') }),
        button(t('start.help'), { pictogram: 'help', on: () => app.go('help') }),
      ),
      actions(
        button(t('start.lost'), { look: 'small', pictogram: 'key', on: () => app.go('recover') }),
        button(t('start.stop'), { look: 'small', pictogram: 'stop', on: () => app.go('stop') }),
      ),
      paragraph(t('start.free')),
      paragraph(t('exit.hint'), 'quiet'),
    ],
  };
}

/** Before a word is typed: no way in works in this browser. What helps otherwise still does.
 * @param {import('../app.js').App} app
 * @returns {import('../app.js').Screen}
 */
function blockedScreen(app) {
  void loadPlaces().catch(() => {});
  return {
    title: t('start.title'),
    body: [
      notice('warning', paragraph(t('blocked.text')), paragraph(t('blocked.help'))),
      actions(button(t('start.help'), { pictogram: 'help', on: () => app.go('help') })),
      paragraph(t('exit.hint'), 'quiet'),
    ],
  };
}
