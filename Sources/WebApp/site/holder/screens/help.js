// Help: never obligatory, pressure, telephones, places. Needs nothing from the network.

import { el, fill, pictogram } from '../dom.js';
import { t } from '../i18n.js';
import { actions, button, paragraph } from '../ui.js';
import { markCard } from './closed.js';

/** A terminal serves the app from itself. No telephone: its browser would only leave the page. */
const isTerminal = ['127.0.0.1', 'localhost'].includes(location.hostname);

/** @typedef {{name: string, address: string, hours?: string}} Place */

/** @type {Promise<Place[]> | null} */
let places = null;

/** The operator's list of terminals: places.json beside this site's files. */
export function loadPlaces() {
  places ??= fetch('/app/places.json', { credentials: 'omit' }).then((answer) => {
    if (!answer.ok) throw new Error('no places');
    return answer.json();
  });
  return places;
}

const parts = [
  { key: 'free', pictogram: 'check', count: 2 },
  { key: 'phrase', pictogram: 'open', count: 4 },
  { key: 'add', pictogram: 'add', count: 2 },
  { key: 'share', pictogram: 'share', count: 4 },
  { key: 'lock', pictogram: 'lock', count: 3 },
  { key: 'keys', pictogram: 'key', count: 3 },
  { key: 'mark', pictogram: 'mark', count: 2 },
  { key: 'terminal', pictogram: 'exit', count: 4 },
];

/** @param {import('../app.js').App} app @returns {import('../app.js').Screen} */
export function helpScreen(app) {
  const list = el('div', {}, paragraph(t('help.places.none')));
  void loadPlaces().then((all) => {
    if (all.length === 0) return;
    fill(
      list,
      el(
        'ul',
        {},
        all.map((place) =>
          el('li', {}, el('strong', {}, String(place.name)), ' ', String(place.address), place.hours ? ` (${place.hours})` : null),
        ),
      ),
    );
  }, () => {
    places = null;
  });
  return {
    title: t('help.title'),
    body: [
      el(
        'section',
        { class: 'card' },
        el('h2', {}, pictogram('phone'), t('help.phone')),
        el('p', {}, el(isTerminal ? 'span' : 'a', { href: isTerminal ? undefined : 'tel:080035243', class: 'big' }, '0800 35 243')),
        paragraph(t('help.phone.text')),
        paragraph(t('help.phone.brusshelp')),
        paragraph(t('help.phone.never')),
      ),
      actions(
        button(t('help.pressed'), { pictogram: 'warning', on: () => app.go('complaints') }),
        button(t('advice.title'), { pictogram: 'ways', on: () => app.go('advice', { back: { name: 'help' } }) }),
      ),
      parts.map(({ key, pictogram: drawing, count }) =>
        el(
          'details',
          {},
          el('summary', {}, pictogram(drawing), t(`help.${key}`)),
          key === 'mark' && app.wallet ? markCard(app.wallet.openedMark) : null,
          Array.from({ length: count }, (_, i) => paragraph(t(`help.${key}.${i + 1}`))),
        ),
      ),
      el('details', {}, el('summary', {}, pictogram('place'), t('help.places')), list),
      actions(
        button(t(app.wallet ? 'back.list' : 'back'), {
          look: 'main',
          pictogram: 'back',
          on: () => app.go(app.wallet ? 'list' : 'start'),
        }),
      ),
    ],
  };
}
