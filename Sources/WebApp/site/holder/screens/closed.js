import { el, pictogram } from '../dom.js';
import { markText, t } from '../i18n.js';
import { forBoth } from '../prepared.js';
import { actions, button, notice, paragraph } from '../ui.js';

/** How long the closed screen stands before the page is loaded anew. */
const standsSeconds = 120;

/** @param {import('../app.js').Mark} mark */
export function markCard(mark) {
  return el('p', { class: 'mark' }, pictogram('mark'), el('span', {}, markText(mark)), el('small', {}, t('mark.hint')));
}

/**
 * @param {import('../app.js').App} app
 * @param {{why: 'asked' | 'idle' | 'unlocked' | 'ended' | 'deleted' | 'prepared' | 'another', mark?: import('../app.js').Mark}} params
 * @returns {import('../app.js').Screen}
 */
export function closedScreen(app, params) {
  // A page loaded anew has nothing left of this one, not even what a browser keeps of old texts.
  const again = () => {
    if (navigator.onLine) location.reload();
  };
  const isPrepared = params.why === 'prepared';
  const timer = setTimeout(again, standsSeconds * 1000);
  return {
    title: t('closed.title'),
    body: [
      notice(params.why === 'unlocked' ? 'warning' : 'good', paragraph(t(`closed.${params.why}`)), isPrepared ? null : paragraph(t('closed.nothing'))),
      isPrepared ? forBoth('closed') : null,
      params.mark && (params.why === 'asked' || params.why === 'another') ? markCard(params.mark) : null,
      actions(
        params.why === 'another'
          ? button(t('closed.create'), { look: 'main', pictogram: 'new', on: () => app.go('create') })
          : null,
        // Whose papers they are may be here: it goes on at once.
        isPrepared ? button(t('open.title'), { look: 'main', pictogram: 'open', on: () => app.go('open') }) : null,
        button(t('closed.again'), { look: isPrepared || params.why === 'another' ? 'plain' : 'main', pictogram: 'back', on: again }),
      ),
    ],
    leave: () => clearTimeout(timer),
  };
}
