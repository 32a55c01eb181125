// A paper as white and its writing as dark as they are, whatever light and shadow fell on it.

/** @typedef {import('./picture-modules.js').Pixels} Pixels */

/** How many squares the longest side has, of each of which the paper's own colour is found. */
const squares = 40;
/** What a square of the paper may be at its darkest, of the whole paper: a photo printed on it stays dark. */
const darkest = 0.55;
/** Of the paper's lightness: what is black, and what is white. */
const black = 0.3;
const white = 0.93;

/** @param {Pixels} pixels Is changed. */
export function withContrast({ width, height, data }) {
  const side = Math.max(8, Math.ceil(Math.max(width, height) / squares));
  const [columns, rows] = [Math.ceil(width / side), Math.ceil(height / side)];
  const papers = [0, 1, 2].map((part) => {
    const found = lightest(data, width, height, part, side, columns, rows);
    const whole = [...found].sort((a, b) => a - b)[Math.floor(found.length * 0.75)] ?? 255;
    const lit = around(found.map((value) => Math.max(value, whole * darkest, 1)), columns, rows, (all) => Math.max(...all));
    return around(around(lit, columns, rows, mean), columns, rows, mean);
  });
  for (let part = 0; part < 3; part += 1) {
    const paper = papers[part];
    for (let y = 0; y < height; y += 1) {
      const down = Math.min(rows - 1, Math.max(0, (y + 0.5) / side - 0.5));
      const row = Math.min(Math.max(0, rows - 2), Math.floor(down));
      const below = rows > 1 ? columns : 0;
      for (let x = 0, at = y * width * 4 + part; x < width; x += 1, at += 4) {
        const across = Math.min(columns - 1, Math.max(0, (x + 0.5) / side - 0.5));
        const column = Math.min(Math.max(0, columns - 2), Math.floor(across));
        const [a, b] = [across - column, down - row];
        const i = row * columns + column;
        const next = columns > 1 ? 1 : 0;
        const here = (paper[i] * (1 - a) + paper[i + next] * a) * (1 - b) + (paper[i + below] * (1 - a) + paper[i + below + next] * a) * b;
        data[at] = (255 * (data[at] / here - black)) / (white - black);
      }
    }
  }
}

/**
 * How light the paper is in each square: nine tenths of it are darker.
 * @param {Uint8ClampedArray} data @param {number} width
 * @param {number} height @param {number} part @param {number} side @param {number} columns @param {number} rows
 */
function lightest(data, width, height, part, side, columns, rows) {
  const out = new Float32Array(columns * rows);
  const counts = new Uint32Array(256);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      counts.fill(0);
      let all = 0;
      for (let y = row * side; y < Math.min(height, (row + 1) * side); y += 2) {
        for (let x = column * side; x < Math.min(width, (column + 1) * side); x += 2, all += 1) {
          counts[data[(y * width + x) * 4 + part]] += 1;
        }
      }
      let value = 255;
      for (let left = all / 10; value > 0 && left >= counts[value]; value -= 1) left -= counts[value];
      out[row * columns + column] = value;
    }
  }
  return out;
}

/** @param {number[]} all */
const mean = (all) => all.reduce((sum, value) => sum + value, 0) / all.length;

/**
 * Each square as it and its neighbours make it.
 * @param {Float32Array} values @param {number} columns @param {number} rows @param {(all: number[]) => number} make
 */
function around(values, columns, rows, make) {
  return values.map((_, i) => {
    const [x, y] = [i % columns, Math.floor(i / columns)];
    const all = [];
    for (let row = Math.max(0, y - 1); row <= Math.min(rows - 1, y + 1); row += 1) {
      for (let column = Math.max(0, x - 1); column <= Math.min(columns - 1, x + 1); column += 1) all.push(values[row * columns + column]);
    }
    return make(all);
  });
}
