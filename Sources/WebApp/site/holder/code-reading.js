// Reads a card or a share in a screen that asks for one: from a scanner that types, whatever has the
// focus, or at the camera. What reads comes when such a screen is shown.

import { el, fill } from './dom.js';
import { t } from './i18n.js';
import { actions, button } from './ui.js';

/**
 * @param {import('./app.js').App} app
 * @param {'card' | 'share'} kind
 * @param {(text: string) => void} onText
 * @returns {{root: HTMLElement, stop: () => void}} `stop` when the screen is left
 */
export function codeReading(app, kind, onText) {
  const root = el('div', {});
  const video = el('video', { class: 'camera', 'aria-label': t('camera.picture') });
  const offer = button(t('code.camera'), { pictogram: 'camera', on: () => void start() });
  /** @type {(() => void)[]} */
  let ends = [];
  let left = false;
  const reader = import('./qr-reader.js');

  /** @param {string} text */
  const take = (text) => void reader.then(({ kindOf }) => (!left && kindOf(text) === kind ? onText(text) : undefined));
  reader.then(
    ({ hasCamera, listenToScanner, kindOf }) => {
      if (left) return;
      ends.push(listenToScanner(take, (text) => kindOf(text) === kind));
      if (hasCamera) fill(root, actions(offer));
    },
    () => {}, // without it one still types
  );

  async function start() {
    fill(root, video);
    /** @param {any} error */
    const lost = (error) => {
      fill(root, actions(offer));
      if (!left) app.fail({ code: error?.code === 'unreachable' ? 'unreachable' : 'noCodeCamera' });
    };
    try {
      const { readAtCamera } = await reader;
      const end = await readAtCamera(video, (text) => {
        take(text);
        end();
        fill(root, actions(offer));
      }, lost);
      if (left) end();
      else ends.push(end);
    } catch (error) {
      lost(error);
    }
  }

  return {
    root,
    stop: () => {
      left = true;
      for (const end of ends) end();
      ends = [];
    },
  };
}
