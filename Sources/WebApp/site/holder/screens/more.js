// What is done seldom, a tile each.

import { el, pictogram } from '../dom.js';
import { t } from '../i18n.js';
import { accompany } from '../masking.js';

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function moreScreen(app) {
  const tile = (/** @type {string} */ key, /** @type {string} */ drawing, /** @type {() => void} */ on) =>
    el('li', {}, el('button', { type: 'button', class: 'tile', onclick: on }, pictogram(drawing), el('span', {}, t(key))));
  const to = (/** @type {string} */ key, /** @type {string} */ drawing, /** @type {string} */ screen) =>
    tile(key, drawing, () => app.go(screen));
  return {
    title: t('nav.more'),
    wide: true,
    body: [
      el('ul', { class: 'tiles-list' },
        to('nav.share', 'share', 'share'),
        to('nav.shares', 'shares', 'shares'),
        to('nav.lock', 'lock', 'lock'),
        to('nav.keys', 'key', 'keys'),
        to('masks.title', 'mask', 'masks'),
        app.wallet?.isAccompanied
          ? null
          : tile('masks.accompany', 'beside', () => void accompany(app).then((done) => done && app.go('list'))),
        to('removed.title', 'trash', 'removed'),
        to('compartment.title', 'compartments', 'compartment'),
        to('leave.title', 'zip', 'leave'),
        to('delete.button', 'trash', 'delete'),
        to('nav.help', 'help', 'help'),
      ),
    ],
  };
}
