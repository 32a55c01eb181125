import { el, pictogram } from '../dom.js';
import { t } from '../i18n.js';
import { loadPlaces } from './help.js';
import { actions, button, notice, paragraph } from '../ui.js';
import { wasThrownAway } from '../thrown-away.js';
import { runsWebAssembly } from '../web-assembly.js';

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function startScreen(app) {
  if (!runsWebAssembly()) return blockedScreen(app);
  // While the person reads, the core comes: the wallet then opens sooner.
  void app.core().catch(() => {});
  void loadPlaces().catch(() => {}); // help must work when the network goes
  const tile = (/** @type {string} */ key, /** @type {string} */ drawing, /** @type {string} */ screen) =>
    el('button', { type: 'button', class: `start-tile ${drawing}`, onclick: () => app.go(screen) }, pictogram(drawing), el('span', {}, t(key)));
  return {
    title: t('start.title'),
    wide: true,
    body: [
      wasThrownAway() ? notice('warning', paragraph(t('start.thrown'))) : null,
      el('div', { class: 'columns' }, tile('start.create', 'new', 'create'), tile('start.open', 'key', 'open')),
      paragraph(t('start.what'), 'lead'),
      actions(
        button(t('start.help'), { look: 'small', pictogram: 'help', on: () => app.go('help') }),
        button(t('start.stop'), { look: 'small', pictogram: 'stop', on: () => app.go('stop') }),
      ),
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
