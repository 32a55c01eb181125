// A paper that was photographed from the side, seen from above.

/** @typedef {import('./picture-modules.js').Pixels} Pixels @typedef {import('./paper-corners.js').Point} Point
 * @typedef {import('./paper-corners.js').Corners} Corners
 */

/** How far a telephone's lens is from its picture, of the picture's longest side; and what it may be. */
const focus = { usual: 0.75, least: 0.45, most: 3 };

/** Whether they go round once, as the clock does, and are not all but one line.
 * @param {readonly Point[]} corners As parts of the picture.
 */
export function isFourSided(corners) {
  return corners.every((corner, i) => {
    const [next, after] = [corners[(i + 1) % 4], corners[(i + 2) % 4]];
    return (next.x - corner.x) * (after.y - next.y) - (next.y - corner.y) * (after.x - next.x) > 0.002;
  });
}

/**
 * How large the paper is, in pixels of the photo: as wide and as high in proportion as it lies before the lens.
 * @param {Corners} corners In pixels.
 * @param {{width: number, height: number}} photo
 */
export function paperSize(corners, photo) {
  const [a, b, c, d] = corners;
  const length = (/** @type {Point} */ from, /** @type {Point} */ to) => Math.hypot(to.x - from.x, to.y - from.y);
  const width = Math.max(length(a, b), length(d, c));
  const height = Math.max(length(a, d), length(b, c));
  const seen = width / height;
  const real = proportion(corners, photo);
  // What is told wrong by a photo that was cut is not believed.
  const ratio = real > seen / 1.6 && real < seen * 1.6 ? real : seen;
  return ratio > seen ? { width: height * ratio, height } : { width, height: width / ratio };
}

/**
 * Width by height of a rectangle of which this is a photo.
 * @param {Corners} corners @param {{width: number, height: number}} photo
 */
function proportion(corners, photo) {
  const longest = Math.max(photo.width, photo.height);
  const [a, b, d, c] = corners.map(({ x, y }) => [(x - photo.width / 2) / longest, (y - photo.height / 2) / longest, 1]);
  const upper = dot(cross(a, d), c) / dot(cross(b, d), c);
  const lower = dot(cross(a, d), b) / dot(cross(c, d), b);
  const across = b.map((value, i) => upper * value - a[i]);
  const down = c.map((value, i) => lower * value - a[i]);
  const square = -(across[0] * down[0] + across[1] * down[1]) / (across[2] * down[2]);
  const told = Math.sqrt(square);
  const f = told > focus.least && told < focus.most ? told : focus.usual;
  const size = (/** @type {number[]} */ [x, y, z]) => Math.hypot(x / f, y / f, z);
  return size(across) / size(down);
}

/** @param {number[]} a @param {number[]} b */
const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];

/** @param {number[]} a @param {number[]} b */
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/**
 * What is between four corners, as a rectangle of a size.
 * @param {Pixels} pixels
 * @param {Corners} corners In pixels.
 * @param {number} width
 * @param {number} height
 * @returns {Pixels}
 */
export function straightened(pixels, corners, width, height) {
  const data = new Uint8ClampedArray(width * height * 4);
  const { data: from, width: wide } = pixels;
  const [right, bottom] = [pixels.width - 1, pixels.height - 1];
  const at = seenFrom(corners);
  for (let y = 0, to = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, to += 4) {
      const place = at((x + 0.5) / width, (y + 0.5) / height);
      const px = Math.min(right, Math.max(0, place.x - 0.5));
      const py = Math.min(bottom, Math.max(0, place.y - 0.5));
      const left = Math.min(Math.max(0, right - 1), Math.floor(px));
      const top = Math.min(Math.max(0, bottom - 1), Math.floor(py));
      const [a, b] = [px - left, py - top];
      const first = (top * wide + left) * 4;
      const [next, below] = [right > 0 ? 4 : 0, bottom > 0 ? wide * 4 : 0];
      for (let i = first; i < first + 3; i += 1) {
        data[to + i - first] =
          (from[i] * (1 - a) + from[i + next] * a) * (1 - b) + (from[i + below] * (1 - a) + from[i + below + next] * a) * b;
      }
      data[to + 3] = 255;
    }
  }
  return { width, height, data };
}

/**
 * Where on the photo a place of the paper is. Heckbert, Fundamentals of Texture Mapping, 1989, section 2.2.3.
 * @param {Corners} corners
 * @returns {(u: number, v: number) => Point} of 0 to 1 across and down
 */
export function seenFrom([p0, p1, p2, p3]) {
  const [x1, y1] = [p1.x - p2.x, p1.y - p2.y];
  const [x2, y2] = [p3.x - p2.x, p3.y - p2.y];
  const [x3, y3] = [p0.x - p1.x + p2.x - p3.x, p0.y - p1.y + p2.y - p3.y];
  const all = x1 * y2 - x2 * y1;
  const g = (x3 * y2 - x2 * y3) / all;
  const h = (x1 * y3 - x3 * y1) / all;
  const [a, b] = [p1.x - p0.x + g * p1.x, p3.x - p0.x + h * p3.x];
  const [d, e] = [p1.y - p0.y + g * p1.y, p3.y - p0.y + h * p3.y];
  const [c, f] = [p0.x, p0.y];
  return (u, v) => {
    const w = g * u + h * v + 1;
    return { x: (a * u + b * v + c) / w, y: (d * u + e * v + f) / w };
  };
}
