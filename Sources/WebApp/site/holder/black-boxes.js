// What is hidden on the pages of one document: boxes painted black, and whole pages left out.

/** Where a box is and how large, as parts of the page's width and height.
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 * @typedef {{boxes: readonly Box[], isOut: boolean}} BlackPage
 */

const smallest = 0.01;

/** @param {number} value @param {number} least @param {number} most */
const within = (value, least, most) => Math.min(most, Math.max(least, value));

/**
 * The same box, no smaller than can be seen and wholly on its page.
 * @param {Box} box
 * @returns {Box}
 */
export function placed(box) {
  const width = within(box.width, smallest, 1);
  const height = within(box.height, smallest, 1);
  return { x: within(box.x, 0, 1 - width), y: within(box.y, 0, 1 - height), width, height };
}

/**
 * The box between two corners, whichever they are; what is beyond the page is cut off.
 * @param {{x: number, y: number}} from
 * @param {{x: number, y: number}} to
 * @returns {Box}
 */
export function boxBetween(from, to) {
  const [left, right] = [from.x, to.x].map((x) => within(x, 0, 1)).sort((a, b) => a - b);
  const [top, bottom] = [from.y, to.y].map((y) => within(y, 0, 1)).sort((a, b) => a - b);
  const [x, y] = [left ?? 0, top ?? 0];
  return placed({ x, y, width: (right ?? 0) - x, height: (bottom ?? 0) - y });
}

export class BlackBoxes {
  /** @type {readonly BlackPage[]} */ #pages;
  /** What it was before each step.
   * @type {(readonly BlackPage[])[]}
   */
  #past = [];
  /** What the last step did, so that many small moves of one box are one step. */ #lastStep = '';

  /** @param {number} pageCount @param {readonly BlackPage[]} [earlier] What was hidden before. */
  constructor(pageCount, earlier) {
    this.#pages = Array.from({ length: pageCount }, (_, i) => earlier?.[i] ?? { boxes: [], isOut: false });
  }

  get pages() {
    return this.#pages;
  }

  /** @param {number} page Counted from 1. @returns {BlackPage} */
  page(page) {
    return this.#pages[page - 1] ?? { boxes: [], isOut: false };
  }

  /** The pages that stay, counted from 1. */
  get kept() {
    return this.#pages.flatMap(({ isOut }, i) => (isOut ? [] : [i + 1]));
  }

  /** Whether anything is hidden. */
  get hidesSomething() {
    return this.#pages.some(({ boxes, isOut }) => isOut || boxes.length > 0);
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  /** @param {number} page @param {Box} box @returns {number} Its place among the page's boxes. */
  add(page, box) {
    const { boxes } = this.page(page);
    this.#change(page, { boxes: [...boxes, placed(box)] }, '');
    return boxes.length;
  }

  /** @param {number} page @param {number} at @param {Box} box @param {string} [how] Steps of the same are undone together. */
  move(page, at, box, how = '') {
    const boxes = this.page(page).boxes.map((old, i) => (i === at ? placed(box) : old));
    this.#change(page, { boxes }, how && `${how} ${page} ${at}`);
  }

  /** @param {number} page @param {number} at */
  remove(page, at) {
    this.#change(page, { boxes: this.page(page).boxes.filter((_, i) => i !== at) }, '');
  }

  /** @param {number} page @param {boolean} isOut */
  leaveOut(page, isOut) {
    this.#change(page, { isOut }, '');
  }

  /** Takes the last step back. */
  undo() {
    this.#pages = this.#past.pop() ?? this.#pages;
    this.#lastStep = '';
  }

  /** @param {number} page @param {Partial<BlackPage>} change @param {string} step */
  #change(page, change, step) {
    if (!step || step !== this.#lastStep) this.#past.push(this.#pages);
    this.#lastStep = step;
    this.#pages = this.#pages.map((old, i) => (i === page - 1 ? { ...old, ...change } : old));
  }
}
