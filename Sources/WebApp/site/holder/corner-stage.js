// A photo with the four corners of its paper: dragged, moved with the keys, or put where the photo is touched.
//
// Sides are those of the photo, whatever the direction of the text.

import { el } from './dom.js';
import { number, t } from './i18n.js';
import { decodeImage } from './images.js';
import { isFourSided } from './paper-warp.js';

/** @typedef {import('./paper-corners.js').Corners} Corners @typedef {import('./paper-corners.js').Point} Point */

const names = ['topLeft', 'topRight', 'bottomRight', 'bottomLeft'];
const step = 0.005;
const largeStep = 0.05;
/** @type {Record<string, Point>} */
const directions = {
  ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 },
};
/**
 * Where they are while nothing was found.
 * @type {Corners}
 */
const usual = [{ x: 0.08, y: 0.08 }, { x: 0.92, y: 0.08 }, { x: 0.92, y: 0.92 }, { x: 0.08, y: 0.92 }];
const svg = 'http://www.w3.org/2000/svg';

export class CornerStage {
  /** @type {Corners} */ corners;
  #canvas = el('canvas', { role: 'img', 'aria-label': t('paper.photo') });
  #lines = document.createElementNS(svg, 'polygon');
  #sheet = el('div', { class: 'corner-sheet', dir: 'ltr' });
  /** @type {HTMLElement[]} */ #handles;
  root = el('div', { class: 'corner-stage' }, this.#sheet);

  /** @param {Corners | null} corners @param {(text: string) => void} say */
  constructor(corners, say) {
    this.corners = corners ?? usual;
    const drawing = document.createElementNS(svg, 'svg');
    drawing.setAttribute('viewBox', '0 0 1 1');
    drawing.setAttribute('preserveAspectRatio', 'none');
    drawing.setAttribute('aria-hidden', 'true');
    drawing.append(this.#lines);
    this.#handles = names.map((_, i) => this.#handle(i, say));
    this.#sheet.append(this.#canvas, drawing, ...this.#handles);
    this.#sheet.addEventListener('click', (event) => {
      if (!this.#handles.some((handle) => handle.contains(/** @type {Node} */ (event.target)))) this.#touched(event);
    });
    this.#draw();
  }

  /** @param {Uint8Array} bytes */
  async show(bytes) {
    const bitmap = await decodeImage(bytes, 1200);
    this.#canvas.width = bitmap.width;
    this.#canvas.height = bitmap.height;
    this.#sheet.style.setProperty('--ratio', String(bitmap.width / bitmap.height));
    this.#canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    bitmap.close();
  }

  /** Goes to the first corner. */
  focus() {
    this.#handles[0]?.focus();
  }

  /** @param {number} i @param {(text: string) => void} say */
  #handle(i, say) {
    const handle = el('div', {
      class: 'corner-handle', role: 'application', tabindex: '0', 'aria-describedby': 'corner-keys',
      onkeydown: (/** @type {KeyboardEvent} */ event) => {
        const direction = directions[event.key];
        if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        const by = event.shiftKey ? largeStep : step;
        const { x, y } = this.corners[i];
        this.#move(i, { x: x + direction.x * by, y: y + direction.y * by });
        handle.scrollIntoView({ block: 'nearest' });
        say(this.#label(i));
      },
      onpointerdown: (/** @type {PointerEvent} */ event) => this.#drag(event, i),
    });
    return handle;
  }

  /** @param {PointerEvent} down @param {number} i */
  #drag(down, i) {
    if (down.button !== 0) return;
    down.preventDefault();
    const handle = this.#handles[i];
    handle.focus({ preventScroll: true });
    handle.setPointerCapture(down.pointerId);
    const from = this.#point(down);
    const { x, y } = this.corners[i];
    const aborter = new AbortController();
    const options = { signal: aborter.signal };
    handle.addEventListener('pointermove', (now) => {
      if (now.pointerId !== down.pointerId) return;
      const to = this.#point(now);
      this.#move(i, { x: x + to.x - from.x, y: y + to.y - from.y });
    }, options);
    for (const end of ['pointerup', 'pointercancel', 'lostpointercapture']) handle.addEventListener(end, () => aborter.abort(), options);
  }

  /**
   * The nearest corner goes there.
   * @param {MouseEvent} event
   */
  #touched(event) {
    const at = this.#point(event);
    const { width, height } = this.#sheet.getBoundingClientRect();
    const away = this.corners.map(({ x, y }) => Math.hypot((x - at.x) * width, (y - at.y) * height));
    this.#move(away.indexOf(Math.min(...away)), at);
  }

  /** @param {MouseEvent} event @returns {Point} */
  #point({ clientX, clientY }) {
    const { left, top, width, height } = this.#sheet.getBoundingClientRect();
    return { x: (clientX - left) / width, y: (clientY - top) / height };
  }

  /** @param {number} i @param {Point} to Beyond the photo's edge it is on it; where no paper would be left it stays. */
  #move(i, to) {
    const within = (/** @type {number} */ at) => Math.min(1, Math.max(0, at));
    const moved = /** @type {Corners} */ (
      this.corners.map((corner, n) => (n === i ? { x: within(to.x), y: within(to.y) } : corner)));
    if (!isFourSided(moved)) return;
    this.corners = moved;
    this.#draw();
  }

  #draw() {
    this.#lines.setAttribute('points', this.corners.map(({ x, y }) => `${x},${y}`).join(' '));
    this.#handles.forEach((handle, i) => {
      handle.style.left = `${this.corners[i].x * 100}%`;
      handle.style.top = `${this.corners[i].y * 100}%`;
      handle.setAttribute('aria-label', this.#label(i));
    });
  }

  /** @param {number} i */
  #label(i) {
    const [left, top] = [this.corners[i].x, this.corners[i].y].map((part) => number(Math.round(part * 100)));
    return t(`paper.corner.${names[i]}`, { left, top });
  }
}
