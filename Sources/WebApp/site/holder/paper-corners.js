// The four corners of a paper on a photo: of what is light and has four straight sides with something darker behind each.
// What is not sure is not found: a photo is never cut by mistake.

/** @typedef {import('./picture-modules.js').Pixels} Pixels
 * @typedef {{x: number, y: number}} Point
 * @typedef {[Point, Point, Point, Point]} Corners From the upper left one, as the clock goes.
 * @typedef {{width: number, height: number, values: Float32Array}} Field
 */

/** The longest side of the picture in which they are looked for. */
export const searchSide = 400;
const levels = 14;
/** Of the whole picture. */
const area = { least: 0.15, most: 0.97 };
/** How many places of a side are looked at, and how many of them have to be an edge. */
const places = 48;
const support = { ofOne: 0.62, ofAll: 0.78 };
/** How much of what is beside the paper may be as light as it is. */
const mostLight = 0.3;

/** @param {Pixels} pixels About `searchSide` long. @returns {Corners | null} As parts of its width and height. */
export function foundCorners(pixels) {
  const { width, height } = pixels;
  /** @type {Corners | null} */
  let best = null;
  let surest = 0;
  for (const field of [lightness(pixels), whiteness(pixels)]) {
    const [low, high] = spread(field.values);
    for (let n = 1; n < levels; n += 1) {
      const corners = cornersAbove(field, low + ((high - low) * n) / levels);
      if (!corners) continue;
      const sure = surety(field, corners);
      if (sure > surest) [best, surest] = [corners, sure];
    }
  }
  if (!best) return null;
  const within = (/** @type {number} */ at) => Math.min(1, Math.max(0, at));
  return /** @type {Corners} */ (best.map(({ x, y }) => ({ x: within(x / width), y: within(y / height) })));
}

/** @param {Pixels} pixels */
const lightness = (pixels) => fieldOf(pixels, (red, green, blue) => 0.3 * red + 0.59 * green + 0.11 * blue);

/**
 * White is told from wood, skin and cloth by its weakest colour.
 * @param {Pixels} pixels
 */
const whiteness = (pixels) => fieldOf(pixels, (red, green, blue) => Math.min(red, green, blue));

/** @param {Pixels} pixels @param {(red: number, green: number, blue: number) => number} of @returns {Field} */
function fieldOf({ width, height, data }, of) {
  const values = new Float32Array(width * height);
  for (let i = 0, at = 0; i < values.length; i += 1, at += 4) values[i] = of(data[at], data[at + 1], data[at + 2]);
  return softened(softened({ width, height, values }));
}

/**
 * Each the mean of itself and its eight neighbours.
 * @param {Field} field @returns {Field}
 */
function softened({ width, height, values }) {
  const across = new Float32Array(values.length);
  const out = new Float32Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const x = i % width;
    across[i] = (values[x > 0 ? i - 1 : i] + values[i] + values[x + 1 < width ? i + 1 : i]) / 3;
  }
  for (let i = 0; i < values.length; i += 1) {
    out[i] = (across[i >= width ? i - width : i] + across[i] + across[i + width < values.length ? i + width : i]) / 3;
  }
  return { width, height, values: out };
}

/**
 * Where the values begin and end, but for the outermost.
 * @param {Float32Array} values
 */
function spread(values) {
  const sorted = values.filter((_, i) => i % 7 === 0).sort();
  const at = (/** @type {number} */ part) => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  return [at(0.02), at(0.98)];
}

/**
 * The largest region lighter than a level, as four lines.
 * @param {Field} field @param {number} level @returns {Corners | null}
 */
function cornersAbove(field, level) {
  const region = largestRegion(field, level);
  if (region.count < field.width * field.height * area.least * 0.5) return null;
  const corners = fourOf(outline(region.ends));
  return corners && isPaperLike(corners, field) ? fitted(field, corners) : null;
}

/** @param {Field} field @param {number} level */
function largestRegion({ width, height, values }, level) {
  const seen = new Uint8Array(values.length);
  const stack = new Int32Array(values.length);
  let best = { count: 0, ends: /** @type {Point[]} */ ([]) };
  for (let start = 0; start < values.length; start += 1) {
    if (seen[start] || values[start] < level) continue;
    const [left, right] = [new Int32Array(height).fill(width), new Int32Array(height).fill(-1)];
    let count = 0;
    let length = 1;
    stack[0] = start;
    seen[start] = 1;
    const visit = (/** @type {number} */ i) => {
      if (seen[i] || values[i] < level) return;
      seen[i] = 1;
      stack[length] = i;
      length += 1;
    };
    while (length > 0) {
      length -= 1;
      const i = stack[length];
      const x = i % width;
      const y = (i - x) / width;
      count += 1;
      if (x < left[y]) left[y] = x;
      if (x > right[y]) right[y] = x;
      if (x > 0) visit(i - 1);
      if (x + 1 < width) visit(i + 1);
      if (y > 0) visit(i - width);
      if (y + 1 < height) visit(i + width);
    }
    if (count <= best.count) continue;
    const ends = [];
    for (let y = 0; y < height; y += 1) {
      if (right[y] >= 0) ends.push({ x: left[y], y: y + 0.5 }, { x: right[y] + 1, y: y + 0.5 });
    }
    best = { count, ends };
  }
  return best;
}

/** @param {Point} a @param {Point} b @param {Point} c Twice the triangle's area; above 0 where they go as the clock does. */
const turn = (a, b, c) => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

/**
 * The convex outline of points.
 * @param {Point[]} points
 */
function outline(points) {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const half = (/** @type {Point[]} */ all) => {
    /** @type {Point[]} */
    const kept = [];
    for (const point of all) {
      while (kept.length > 1 && turn(kept[kept.length - 2], kept[kept.length - 1], point) <= 0) kept.pop();
      kept.push(point);
    }
    return kept.slice(0, -1);
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

/** @param {readonly Point[]} points */
function areaOf(points) {
  return points.reduce((sum, { x, y }, i) => {
    const next = points[(i + 1) % points.length];
    return sum + (x * next.y - next.x * y) / 2;
  }, 0);
}

/**
 * The four corners of an outline that has four.
 * @param {Point[]} whole @returns {Corners | null}
 */
function fourOf(whole) {
  const points = [...whole];
  // The corner that says least goes first.
  while (points.length > 18) {
    const sizes = points.map((point, i) => turn(points.at(i - 1) ?? point, point, points[(i + 1) % points.length]));
    points.splice(sizes.indexOf(Math.min(...sizes)), 1);
  }
  let best = /** @type {Point[] | null} */ (null);
  let largest = 0;
  const n = points.length;
  for (let a = 0; a < n; a += 1) for (let b = a + 1; b < n; b += 1) for (let c = b + 1; c < n; c += 1) {
    for (let d = c + 1; d < n; d += 1) {
      const four = [points[a], points[b], points[c], points[d]];
      const size = areaOf(four);
      if (size > largest) [best, largest] = [four, size];
    }
  }
  return best && largest > 0.88 * areaOf(whole) ? ordered(best) : null;
}

/**
 * From the upper left one.
 * @param {Point[]} four As the clock goes. @returns {Corners}
 */
function ordered(four) {
  const sums = four.map(({ x, y }) => x + y);
  const first = sums.indexOf(Math.min(...sums));
  return /** @type {Corners} */ ([0, 1, 2, 3].map((i) => four[(first + i) % 4]));
}

/** @param {Point} a @param {Point} b */
const distance = (a, b) => Math.hypot(b.x - a.x, b.y - a.y);

/**
 * Whether a rectangle may look so on a photo of this size.
 * @param {Corners} corners @param {{width: number, height: number}} size
 */
function isPaperLike(corners, { width, height }) {
  const part = areaOf(corners) / (width * height);
  if (part < area.least || part > area.most) return false;
  const margin = 0.02 * Math.max(width, height);
  const sides = corners.map((corner, i) => distance(corner, corners[(i + 1) % 4]));
  return corners.every((corner, i) => {
    const [before, after] = [corners[(i + 3) % 4], corners[(i + 1) % 4]];
    const sine = turn(before, corner, after) / (sides[(i + 3) % 4] * sides[i]);
    const isIn = corner.x > -margin && corner.y > -margin && corner.x < width + margin && corner.y < height + margin;
    return isIn && sine > 0.75 && sides[i] > 0.45 * sides[(i + 2) % 4];
  });
}

/** @param {Field} field @param {number} x @param {number} y @returns {number} NaN outside of it */
function valueAt({ width, height, values }, x, y) {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  if (left < 0 || top < 0 || left + 1 >= width || top + 1 >= height) return NaN;
  const [a, b] = [x - 0.5 - left, y - 0.5 - top];
  const at = top * width + left;
  return (values[at] * (1 - a) + values[at + 1] * a) * (1 - b) + (values[at + width] * (1 - a) + values[at + width + 1] * a) * b;
}

/**
 * One side: where it is at `along`, from 0 to 1, and so many pixels outward.
 * @param {Point} from @param {Point} to
 */
function side(from, to) {
  const length = distance(from, to);
  const [right, down] = [(to.x - from.x) / length, (to.y - from.y) / length];
  return (/** @type {number} */ along, /** @type {number} */ outward) => ({
    x: from.x + right * along * length + down * outward,
    y: from.y + down * along * length - right * outward,
  });
}

/**
 * How much lighter it is within than without.
 * @param {Field} field @param {(along: number, outward: number) => Point} at
 * @param {number} along @param {number} outward @param {readonly number[]} steps
 */
function stepAt(field, at, along, outward, steps) {
  let sum = 0;
  for (const step of steps) {
    const [within, without] = [at(along, outward - step), at(along, outward + step)];
    sum += valueAt(field, within.x, within.y) - valueAt(field, without.x, without.y);
  }
  return sum / steps.length;
}

/**
 * Moves the sides to where the light ends.
 * @param {Field} field @param {Corners} corners @returns {Corners | null}
 */
function fitted(field, corners) {
  const reach = 0.03 * Math.max(field.width, field.height);
  /** @type {[Point, Point][]} */
  const lines = [];
  for (let i = 0; i < 4; i += 1) {
    const at = side(corners[i], corners[(i + 1) % 4]);
    /** @type {Point[]} Along, and how far outward. */
    const edge = [];
    for (let n = 0; n < places; n += 1) {
      const along = 0.05 + (0.9 * n) / (places - 1);
      let [most, where] = [4, NaN];
      for (let outward = -reach; outward <= reach; outward += 0.5) {
        const step = stepAt(field, at, along, outward, [1, 2, 3]);
        if (step > most) [most, where] = [step, outward];
      }
      if (!Number.isNaN(where)) edge.push({ x: along, y: where });
    }
    const line = lineThrough(edge);
    if (!line) return null;
    lines.push([at(0, line.start), at(1, line.end)]);
  }
  const met = lines.map((line, i) => meeting(lines[(i + 3) % 4], line));
  if (!met.every((point) => point !== null)) return null;
  const four = /** @type {Corners} */ (met);
  return isPaperLike(four, field) ? four : null;
}

/**
 * The line that most of the places agree on; a finger or a fold does not.
 * @param {Point[]} edge
 */
function lineThrough(edge) {
  const near = 1.2;
  /** @type {Point[]} */
  let agreed = [];
  for (let a = 0; a < edge.length; a += 1) {
    for (let b = a + 6; b < edge.length; b += 1) {
      const slope = (edge[b].y - edge[a].y) / (edge[b].x - edge[a].x);
      const those = edge.filter(({ x, y }) => Math.abs(y - edge[a].y - slope * (x - edge[a].x)) < near);
      if (those.length > agreed.length) agreed = those;
    }
  }
  if (agreed.length < places * support.ofOne) return null;
  const mean = { x: 0, y: 0 };
  for (const { x, y } of agreed) [mean.x, mean.y] = [mean.x + x / agreed.length, mean.y + y / agreed.length];
  let [across, along] = [0, 0];
  for (const { x, y } of agreed) [across, along] = [across + (x - mean.x) * (y - mean.y), along + (x - mean.x) ** 2];
  const slope = across / along;
  return { start: mean.y - slope * mean.x, end: mean.y + slope * (1 - mean.x) };
}

/**
 * Where two lines meet.
 * @param {[Point, Point]} one @param {[Point, Point]} other @returns {Point | null}
 */
function meeting([a, b], [c, d]) {
  const [ab, cd] = [{ x: b.x - a.x, y: b.y - a.y }, { x: d.x - c.x, y: d.y - c.y }];
  const cross = ab.x * cd.y - ab.y * cd.x;
  if (Math.abs(cross) < 1e-6) return null;
  const part = ((c.x - a.x) * cd.y - (c.y - a.y) * cd.x) / cross;
  return { x: a.x + part * ab.x, y: a.y + part * ab.y };
}

/**
 * How sure it is that they are those of a paper; 0: not enough.
 * @param {Field} field @param {Corners} corners
 */
function surety(field, corners) {
  const { within, without, lightWithout } = compared(field, corners);
  const contrast = within - without;
  if (contrast < 14 || lightWithout > mostLight) return 0;
  const least = Math.max(7, 0.22 * contrast);
  let sum = 0;
  for (let i = 0; i < 4; i += 1) {
    const at = side(corners[i], corners[(i + 1) % 4]);
    let good = 0;
    for (let n = 0; n < places; n += 1) {
      const along = 0.04 + (0.92 * n) / (places - 1);
      // Behind a printed line the paper goes on; behind its edge something else does.
      if (stepAt(field, at, along, 0, [2, 3, 4]) > least && stepAt(field, at, along, 0, [5, 7, 9]) > least / 2) good += 1;
    }
    if (good < places * support.ofOne) return 0;
    sum += good / (4 * places);
  }
  if (sum < support.ofAll) return 0;
  return sum * (0.5 + areaOf(corners) / (field.width * field.height));
}

/** What is light in the middle, within and without, and how much without is as light as within.
 * @param {Field} field @param {Corners} corners
 */
function compared({ width, height, values }, corners) {
  /** @type {number[]} */
  const within = [];
  /** @type {number[]} */
  const without = [];
  for (let y = 1; y < height; y += 3) {
    for (let x = 1; x < width; x += 3) {
      const isIn = corners.every((corner, i) => turn(corner, corners[(i + 1) % 4], { x, y }) > 0);
      (isIn ? within : without).push(values[y * width + x]);
    }
  }
  const middle = (/** @type {number[]} */ all) => all.sort((a, b) => a - b)[all.length >> 1] ?? 0;
  const [light, dark] = [middle(within), middle(without)];
  const asLight = light - 0.3 * (light - dark);
  const lightWithout = without.length === 0 ? 1 : without.filter((value) => value > asLight).length / without.length;
  return { within: light, without: dark, lightWithout };
}
