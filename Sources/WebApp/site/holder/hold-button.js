// A button that acts when it is held down: not by a slip, and not by somebody who only touches it.

import { el, freshId, pictogram } from './dom.js';
import { t } from './i18n.js';
import { ask, button } from './ui.js';

const holdSeconds = 2;

/**
 * Held for two seconds with a mouse, a finger, Enter or the space bar. Who can't hold a button is asked instead.
 *
 * @param {string} text
 * @param {{pictogram: string, on: () => void, question: {title: string, text: string, yes: string}}} options
 */
export function holdButton(text, options) {
  const hintId = freshId();
  /** @type {any} */
  let timer = null;
  /** A short press says again what to do. */
  const said = el('p', { role: 'status', class: 'hint' });

  const begin = () => {
    if (timer !== null) return;
    said.textContent = '';
    held.classList.add('holding');
    timer = setTimeout(() => {
      stop();
      options.on();
    }, holdSeconds * 1000);
  };
  const stop = () => {
    clearTimeout(timer);
    timer = null;
    held.classList.remove('holding');
  };
  const letGo = () => {
    if (timer === null) return;
    stop();
    said.textContent = t('hold.short');
  };
  const isKey = (/** @type {KeyboardEvent} */ event) => event.key === 'Enter' || event.key === ' ';
  const held = el(
    'button',
    {
      type: 'button',
      class: 'button plain hold',
      'aria-describedby': hintId,
      onpointerdown: (/** @type {PointerEvent} */ event) => {
        if (event.button === 0) begin();
      },
      onpointerup: letGo,
      onpointerleave: letGo,
      onpointercancel: letGo,
      oncontextmenu: (/** @type {Event} */ event) => event.preventDefault(),
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        if (!isKey(event)) return;
        event.preventDefault();
        if (!event.repeat) begin();
      },
      onkeyup: (/** @type {KeyboardEvent} */ event) => {
        if (isKey(event)) letGo();
      },
      onblur: stop,
    },
    el('span', { class: 'hold-progress', 'aria-hidden': 'true' }),
    pictogram(options.pictogram),
    el('span', {}, text),
  );
  async function instead() {
    if (await ask({ ...options.question, pictogram: options.pictogram })) options.on();
  }
  return {
    root: el(
      'div',
      { class: 'hold-place' },
      el('p', { id: hintId }, t('hold.how')),
      el('div', { class: 'actions' }, held, button(t('hold.cannot'), { look: 'small', pictogram: 'help', on: () => void instead() })),
      said,
    ),
    stop,
  };
}
