// A document in a list: its small picture, title and what is known of it.

import { el, pictogram } from './dom.js';
import { date, dayName, t } from './i18n.js';
import { decodeImage, thumbnailSide } from './images.js';
import { kindOf } from './kinds.js';

/** @typedef {import('./app.js').App} App @typedef {import('./app.js').Document} Document */

/** Fetches small pictures as their places come into view, many in one call. */
export class ThumbnailLoader {
  /** @type {App} */ #app;
  /** @type {Map<Element, string>} */ #places = new Map();
  /** @type {Set<string>} */ #wanted = new Set();
  /** @type {any} */ #timer = null;
  #stopped = false;
  #observer = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: '200px' });

  /** @param {App} app */
  constructor(app) {
    this.#app = app;
  }

  /** @param {HTMLElement} place @param {Document} document */
  watch(place, document) {
    const kept = this.#app.thumbnails.get(document.id);
    if (kept) return draw(place, kept);
    if (!document.hasThumbnail) return;
    this.#places.set(place, document.id);
    this.#observer.observe(place);
  }

  /** @param {IntersectionObserverEntry[]} entries */
  #seen(entries) {
    for (const { target, isIntersecting } of entries) {
      const id = this.#places.get(target);
      if (!isIntersecting || !id) continue;
      this.#observer.unobserve(target);
      this.#wanted.add(id);
    }
    if (this.#wanted.size && this.#timer === null) {
      this.#timer = setTimeout(() => void this.#fetch(), 80);
    }
  }

  async #fetch() {
    this.#timer = null;
    const ids = [...this.#wanted];
    this.#wanted.clear();
    let items;
    try {
      ({ items } = await this.#app.call('thumbnails', { ids }));
    } catch {
      return; // the pictogram stays: nothing is lost
    }
    for (const { id, bytes } of items) {
      if (this.#stopped) return;
      const bitmap = await decodeImage(bytes, thumbnailSide).catch(() => null);
      if (!bitmap) continue;
      if (this.#stopped) return bitmap.close();
      this.#app.thumbnails.set(id, bitmap);
      for (const [place, placeId] of this.#places) {
        if (placeId === id) draw(/** @type {HTMLElement} */ (place), bitmap);
      }
    }
  }

  stop() {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#observer.disconnect();
    this.#places.clear();
  }
}

/** @param {HTMLElement} place @param {ImageBitmap} bitmap */
function draw(place, bitmap) {
  const canvas = el('canvas', { 'aria-hidden': 'true' });
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  place.replaceChildren(canvas);
}

/** @param {ThumbnailLoader | null} loader @param {Document} document */
export function smallPicture(loader, document) {
  const place = el('span', { class: 'thumbnail' }, pictogram(kindOf(document.kind).pictogram));
  loader?.watch(place, document);
  return place;
}

/** @param {Document} document */
export function factsOf(document) {
  return [
    document.person,
    document.validUntil ? t('valid.until', { date: dayName(document.validUntil) }) : '',
  ].filter(Boolean);
}

/** @param {App} app @param {ThumbnailLoader} loader @param {Document} document */
export function cardOf(app, loader, document) {
  return el(
    'button',
    { type: 'button', class: 'card document', onclick: () => app.go('document', { id: document.id }) },
    smallPicture(loader, document),
    el(
      'span',
      { class: 'text' },
      el('strong', { dir: 'auto' }, document.title),
      factsOf(document).map((fact) => el('small', { dir: 'auto' }, fact)),
      document.isMasked ? el('small', { class: 'masked' }, pictogram('mask'), t('masks.isMasked')) : null,
    ),
  );
}

/** A document whose words are hidden, until this is pressed.
 * @param {import('./app.js').HiddenDocument} document @param {() => void} show
 */
export function hiddenCard(document, show) {
  return el(
    'button',
    { type: 'button', class: 'card document', onclick: show },
    el('span', { class: 'thumbnail' }, pictogram('mask')),
    el(
      'span',
      { class: 'text' },
      el('strong', {}, t('masks.hidden')),
      el('small', {}, t('document.added', { date: date(document.addedAt) })),
      el('small', {}, t('masks.hidden.show')),
    ),
  );
}
