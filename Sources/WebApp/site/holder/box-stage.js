// One page with the boxes on it: drawn with the mouse, placed with a tap, moved with the keys.
//
// Sides are those of the page, whatever the direction of the text: right is right.

import { boxBetween, placed } from './black-boxes.js';
import { el, fill } from './dom.js';
import { number, t } from './i18n.js';

/** @typedef {import('./black-boxes.js').Box} Box @typedef {import('./black-boxes.js').BlackBoxes} BlackBoxes
 * @typedef {{x: number, y: number}} Point
 */

/** A box that was asked for by a tap or a button: a line of text or two. */
const usual = { width: 0.3, height: 0.06 };
const step = 0.01;
const largeStep = 0.1;
/** A finger or mouse that moved less has not drawn. In pixels. */
const still = 6;
const zooms = [1, 1.5, 2, 3];

/** What the buttons do to a box, and the arrow keys.
 * @type {Record<string, (box: Box) => Box>}
 */
export const moves = {
  left: (box) => ({ ...box, x: box.x - step }),
  right: (box) => ({ ...box, x: box.x + step }),
  up: (box) => ({ ...box, y: box.y - step }),
  down: (box) => ({ ...box, y: box.y + step }),
  wider: (box) => ({ ...box, width: box.width + step }),
  narrower: (box) => ({ ...box, width: box.width - step }),
  taller: (box) => ({ ...box, height: box.height + step }),
  shorter: (box) => ({ ...box, height: box.height - step }),
};
/** What keys do to it besides: from one corner of a page to the other in a few.
 * @type {Record<string, (box: Box) => Box>}
 */
const largeMoves = {
  farUp: (box) => ({ ...box, y: box.y - largeStep }),
  farDown: (box) => ({ ...box, y: box.y + largeStep }),
  toLeft: (box) => ({ ...box, x: 0 }),
  toRight: (box) => ({ ...box, x: 1 - box.width }),
  muchShorter: (box) => ({ ...box, height: box.height - largeStep }),
  muchTaller: (box) => ({ ...box, height: box.height + largeStep }),
  fromLeft: (box) => ({ ...box, x: 0, width: box.x + box.width }),
  untilRight: (box) => ({ ...box, width: 1 - box.x }),
};
/** @type {Record<string, [plain: string, withShift: string]>} */
const keys = {
  ArrowLeft: ['left', 'narrower'], ArrowRight: ['right', 'wider'], ArrowUp: ['up', 'shorter'], ArrowDown: ['down', 'taller'],
  PageUp: ['farUp', 'muchShorter'], PageDown: ['farDown', 'muchTaller'],
  Home: ['toLeft', 'fromLeft'], End: ['toRight', 'untilRight'],
};

export class BoxStage {
  /** @type {BlackBoxes} */ #black;
  /** @type {() => void} */ #onChange;
  #page = 1;
  #zoom = 0;
  /** The box that the buttons move; -1: none. */ #selected = -1;
  #closed = false;
  #canvas = el('canvas', { role: 'img' });
  #words = el('div', { class: 'viewer-words', dir: 'auto' });
  #layer = el('div', { class: 'black-layer' });
  #sheet = el('div', { class: 'black-sheet', dir: 'ltr' }, this.#canvas, this.#layer);
  root = el('div', { class: 'black-stage', tabindex: '0', role: 'region' }, this.#sheet, this.#words);

  /** @param {BlackBoxes} black @param {() => void} onChange Called when a box, or the choice of one, has changed. */
  constructor(black, onChange) {
    this.#black = black;
    this.#onChange = onChange;
    this.#watch(this.#sheet, () => null);
    this.root.addEventListener('keydown', (event) => {
      if (event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        this.undo();
      }
    });
  }

  get selected() {
    return this.#selected;
  }

  get page() {
    return this.#page;
  }

  /**
   * Shows another page.
   * @param {number} page
   * @param {import('./viewer.js').Pages} pages
   */
  async show(page, pages) {
    this.#page = page;
    this.#select(-1);
    const label = t('document.page', { page, count: pages.pageCount });
    this.root.setAttribute('aria-label', label);
    this.#canvas.setAttribute('aria-label', label);
    this.#words.textContent = '';
    this.#canvas.width = 0;
    this.draw();
    const bitmap = await pages.draw(page, 1654, 0);
    if (this.#closed || this.#page !== page) return bitmap.close();
    this.#canvas.width = bitmap.width;
    this.#canvas.height = bitmap.height;
    this.#canvas.style.aspectRatio = `${bitmap.width} / ${bitmap.height}`;
    this.#canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
    const words = await pages.text(page);
    if (!this.#closed && this.#page === page) this.#words.textContent = words;
  }

  /** Draws the boxes anew, keeping the focus where it was. */
  draw() {
    const { boxes, isOut } = this.#black.page(this.#page);
    const hadFocus = this.#layer.contains(document.activeElement);
    this.#sheet.classList.toggle('is-out', isOut);
    fill(
      this.#layer,
      isOut ? el('p', { class: 'black-out', dir: 'auto' }, t('blackout.isOut')) : boxes.map((box, i) => this.#element(box, i)),
    );
    if (hadFocus) this.#elementAt(this.#selected)?.focus({ preventScroll: true });
    this.#onChange();
  }

  /** @param {number} at @returns {HTMLElement | null} */
  #elementAt(at) {
    return this.#layer.querySelector(`[data-box="${at}"]`);
  }

  /** @param {Box} box @param {number} i */
  #element(box, i) {
    const element = el(
      'div',
      {
        class: 'black-box', role: 'application', tabindex: '0', 'data-box': String(i), 'aria-label': labelOf(box, i),
        'aria-describedby': 'black-keys', 'data-selected': i === this.#selected ? 'yes' : undefined,
        onfocus: () => {
          if (this.#selected !== i) this.#select(i);
        },
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.#key(event, i),
      },
      el('span', { class: 'black-handle' }),
    );
    lay(element, box);
    this.#watch(element, () => i);
    return element;
  }

  /** @param {number} at */
  #select(at) {
    this.#selected = at;
    for (const element of this.#layer.children) {
      if (element instanceof HTMLElement && element.dataset['box'] === String(at)) element.dataset['selected'] = 'yes';
      else if (element instanceof HTMLElement) delete element.dataset['selected'];
    }
    this.#onChange();
  }

  /** @param {KeyboardEvent} event @param {number} i */
  #key(event, i) {
    const move = keys[event.key]?.[event.shiftKey ? 1 : 0];
    if (move && !event.ctrlKey && !event.metaKey && !event.altKey) this.move(move, i);
    else if (event.key === 'Delete' || event.key === 'Backspace') this.remove(i);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Does what a key or a button says.
   * @param {string} name One of `moves` or `largeMoves`. @param {number} [at]
   */
  move(name, at = this.#selected) {
    const box = this.#black.page(this.#page).boxes[at];
    const change = moves[name] ?? largeMoves[name];
    if (!box || !change) return;
    this.#black.move(this.#page, at, change(box), name);
    const moved = this.#black.page(this.#page).boxes[at];
    const element = this.#elementAt(at);
    if (!moved || !element) return;
    lay(element, moved);
    const label = labelOf(moved, at);
    element.setAttribute('aria-label', label);
    element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    this.onSaid(label);
    this.#onChange();
  }

  /** What is to be said aloud.
   * @type {(text: string) => void}
   */
  onSaid = () => {};

  /** @param {number} [at] */
  remove(at = this.#selected) {
    if (!this.#black.page(this.#page).boxes[at]) return;
    const hadFocus = this.#layer.contains(document.activeElement);
    this.#black.remove(this.#page, at);
    this.#selected = -1;
    this.draw();
    this.onSaid(t('blackout.removed'));
    if (hadFocus) this.root.focus({ preventScroll: true });
  }

  undo() {
    if (!this.#black.canUndo) return;
    this.#black.undo();
    this.#selected = -1;
    this.draw();
    this.onSaid(t('blackout.undone'));
  }

  /** Puts a box in the middle of what is seen, and goes there. */
  addInView() {
    this.root.scrollIntoView({ block: 'nearest' });
    const sheet = this.#sheet.getBoundingClientRect();
    const seen = this.root.getBoundingClientRect();
    const left = Math.max(seen.left, sheet.left, 0);
    const right = Math.min(seen.right, sheet.right, innerWidth);
    const top = Math.max(seen.top, sheet.top, 0);
    const bottom = Math.min(seen.bottom, sheet.bottom, innerHeight);
    const at = this.#point({ clientX: (left + right) / 2, clientY: (top + bottom) / 2 });
    // Not one upon the other.
    const among = this.#black.page(this.#page).boxes.length;
    this.#addAt({ x: at.x, y: at.y + (among % 5) * step * 2 });
  }

  /** @param {Point} at Its middle. */
  #addAt(at) {
    this.#add({ x: at.x - usual.width / 2, y: at.y - usual.height / 2, ...usual });
  }

  /** @param {Box} box */
  #add(box) {
    if (this.#black.page(this.#page).isOut) return;
    this.#selected = this.#black.add(this.#page, box);
    this.draw();
    this.#elementAt(this.#selected)?.focus({ preventScroll: true });
  }

  /** @param {1 | -1} by */
  zoom(by) {
    this.#zoom = Math.min(zooms.length - 1, Math.max(0, this.#zoom + by));
    this.#sheet.style.setProperty('--zoom', String(zooms[this.#zoom] ?? 1));
  }

  /**
   * Follows a pointer that goes down on an element: the page (draws a box) or a box (moves it).
   * @param {HTMLElement} element @param {() => number | null} boxOf
   */
  #watch(element, boxOf) {
    element.addEventListener('pointerdown', (event) => {
      const at = boxOf();
      if (event.button !== 0 || (at === null && this.#black.page(this.#page).isOut)) return;
      event.stopPropagation();
      if (at === null) return this.#drawFrom(event);
      event.preventDefault();
      this.#select(at);
      element.focus({ preventScroll: true });
      this.#drag(event, at);
    });
  }

  /** @param {{clientX: number, clientY: number}} event @returns {Point} As parts of the page. */
  #point(event) {
    const sheet = this.#sheet.getBoundingClientRect();
    return { x: (event.clientX - sheet.left) / sheet.width, y: (event.clientY - sheet.top) / sheet.height };
  }

  /** @param {PointerEvent} down */
  #drawFrom(down) {
    const from = this.#point(down);
    // A finger that moves scrolls the page; where it only taps, a box comes.
    const isFinger = down.pointerType === 'touch';
    if (!isFinger) down.preventDefault();
    const sketch = el('div', { class: 'black-sketch', hidden: true });
    this.#layer.append(sketch);
    this.#follow(down, this.#sheet, !isFinger, (now) => {
      if (isFinger) return;
      sketch.hidden = !hasMoved(down, now);
      lay(sketch, boxBetween(from, this.#point(now)));
    }, (up) => {
      sketch.remove();
      if (!up) return;
      if (!hasMoved(down, up)) this.#addAt(from);
      else if (!isFinger) this.#add(boxBetween(from, this.#point(up)));
    });
  }

  /** @param {PointerEvent} down @param {number} at */
  #drag(down, at) {
    const element = this.#elementAt(at);
    const old = this.#black.page(this.#page).boxes[at];
    if (!element || !old) return;
    const from = this.#point(down);
    const isHandle = down.target instanceof Element && down.target.classList.contains('black-handle');
    const boxAt = (/** @type {PointerEvent} */ now) => {
      const to = this.#point(now);
      const [right, below] = [to.x - from.x, to.y - from.y];
      return isHandle
        ? placed({ ...old, width: Math.min(old.width + right, 1 - old.x), height: Math.min(old.height + below, 1 - old.y) })
        : placed({ ...old, x: old.x + right, y: old.y + below });
    };
    this.#follow(down, element, true, (now) => lay(element, boxAt(now)), (up) => {
      if (up && hasMoved(down, up)) this.#black.move(this.#page, at, boxAt(up));
      this.draw();
      this.#elementAt(at)?.focus({ preventScroll: true });
    });
  }

  /**
   * @param {PointerEvent} down @param {HTMLElement} element @param {boolean} captures
   * @param {(event: PointerEvent) => void} onMove
   * @param {(event: PointerEvent | null) => void} onEnd null: the pointer was taken away.
   */
  #follow(down, element, captures, onMove, onEnd) {
    if (captures) element.setPointerCapture(down.pointerId);
    const aborter = new AbortController();
    const listen = (/** @type {string} */ name, /** @type {(event: PointerEvent) => void} */ act) =>
      element.addEventListener(
        name,
        (event) => {
          const pointer = /** @type {PointerEvent} */ (event);
          if (pointer.pointerId === down.pointerId) act(pointer);
        },
        { signal: aborter.signal },
      );
    const end = (/** @type {PointerEvent | null} */ event) => {
      aborter.abort();
      onEnd(event);
    };
    listen('pointermove', onMove);
    listen('pointerup', end);
    listen('pointercancel', () => end(null));
  }

  close() {
    this.#closed = true;
    this.#canvas.width = 0;
    this.#words.textContent = '';
    this.#layer.replaceChildren();
  }
}

/** @param {PointerEvent} from @param {PointerEvent} to */
function hasMoved(from, to) {
  return Math.hypot(to.clientX - from.clientX, to.clientY - from.clientY) >= still;
}

/** @param {HTMLElement} element @param {Box} box */
function lay(element, box) {
  element.style.left = `${box.x * 100}%`;
  element.style.top = `${box.y * 100}%`;
  element.style.width = `${box.width * 100}%`;
  element.style.height = `${box.height * 100}%`;
}

/** @param {Box} box @param {number} i */
function labelOf(box, i) {
  const percent = (/** @type {number} */ part) => number(Math.round(part * 100));
  return t('blackout.box', {
    n: i + 1, left: percent(box.x), top: percent(box.y), width: percent(box.width), height: percent(box.height),
  });
}
