// Pixels without a canvas: how large a copy is, turning, reducing, and what is put under what is
// transparent. Red, green, blue, opacity, a byte each.

/** @typedef {import('./picture-modules.js').Pixels} Pixels */

/** What is kept: legible when printed on A4, small enough for a slow link. A long strip stays as wide as
 * a telephone's screen is, up to so many pixels.
 */
const legible = { side: 2000, shortSide: 1080, pixels: 8_000_000 };
/** What is looked at, and may be enlarged. */
const shown = { side: 3000, shortSide: 1080, pixels: 12_000_000 };

/**
 * By how much a picture is reduced: by its longest side, but not below a short side that can be read,
 * as long as the whole is not too large.
 * @param {number} width
 * @param {number} height
 * @param {{side: number, shortSide: number, pixels: number}} most
 */
function scaleTo(width, height, most) {
  const bySide = most.side / Math.max(width, height);
  const byShortSide = most.shortSide / Math.min(width, height);
  return Math.min(1, Math.max(bySide, byShortSide), Math.sqrt(most.pixels / (width * height)));
}

/** @param {number} width @param {number} height */
export const legibleScale = (width, height) => scaleTo(width, height, legible);

/** @param {number} width @param {number} height */
export const shownScale = (width, height) => scaleTo(width, height, shown);

/**
 * By how much a picture is reduced to be at most `side` wide and high.
 * @param {number} width
 * @param {number} height
 * @param {number} side
 */
export function scaleToSide(width, height, side) {
  return Math.min(1, side / Math.max(width, height));
}

/** @param {number} width @param {number} height @param {number} scale */
export function scaled(width, height, scale) {
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Whether width and height change places.
 * @param {number} orientation As EXIF counts: 1 is upright.
 */
export function liesOnItsSide(orientation) {
  return orientation >= 5;
}

/**
 * Of each orientation the canvas transform that sets it upright, for a picture of this size as stored.
 * @param {number} orientation
 * @param {number} width
 * @param {number} height
 * @returns {[number, number, number, number, number, number]}
 */
export function uprightTransform(orientation, width, height) {
  switch (orientation) {
    case 2:
      return [-1, 0, 0, 1, width, 0];
    case 3:
      return [-1, 0, 0, -1, width, height];
    case 4:
      return [1, 0, 0, -1, 0, height];
    case 5:
      return [0, 1, 1, 0, 0, 0];
    case 6:
      return [0, 1, -1, 0, height, 0];
    case 7:
      return [0, -1, -1, 0, height, width];
    case 8:
      return [0, -1, 1, 0, 0, width];
    default:
      return [1, 0, 0, 1, 0, 0];
  }
}

/** @param {Pixels} pixels */
function words({ data }) {
  return new Uint32Array(data.buffer, data.byteOffset, data.byteLength / 4);
}

/** @param {number} width @param {number} height @returns {Pixels} */
function empty(width, height) {
  return { width, height, data: new Uint8ClampedArray(width * height * 4) };
}

/** @param {Pixels} pixels @param {number} orientation @returns {Pixels} */
export function turnedUpright(pixels, orientation) {
  if (orientation <= 1 || orientation > 8) return pixels;
  const { width, height } = pixels;
  const out = liesOnItsSide(orientation) ? empty(height, width) : empty(width, height);
  const [a, b, c, d, e, f] = uprightTransform(orientation, width, height);
  const [from, to] = [words(pixels), words(out)];
  // The transform is of corners: of pixels, what is turned round begins one earlier.
  const left = e - (a < 0 || c < 0 ? 1 : 0);
  const top = f - (b < 0 || d < 0 ? 1 : 0);
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      to[(b * x + d * y + top) * out.width + a * x + c * y + left] = from[at];
    }
  }
  return out;
}

/**
 * Reduced: each pixel the mean of those that it stands for.
 * @param {Pixels} pixels
 * @param {number} width
 * @param {number} height
 * @returns {Pixels}
 */
export function reduced(pixels, width, height) {
  if (width >= pixels.width && height >= pixels.height) return pixels;
  const out = empty(width, height);
  const across = pixels.width / width;
  const down = pixels.height / height;
  const sums = new Float64Array(width * 4);
  let row = 0;
  let filled = 0;
  for (let y = 0; y < pixels.height; y += 1) {
    // A row may belong to two of the new ones, in parts.
    let left = 1;
    while (left > 1e-9 && row < height) {
      const part = Math.min(left, down - filled);
      addRow(pixels, y, across, part, sums);
      filled += part;
      left -= part;
      if (filled >= down - 1e-9 || (y === pixels.height - 1 && left <= 1e-9)) {
        for (let i = 0, at = row * width * 4; i < sums.length; i += 1) out.data[at + i] = sums[i] / (filled * across);
        sums.fill(0);
        filled = 0;
        row += 1;
      }
    }
  }
  return out;
}

/** @param {Pixels} pixels @param {number} y @param {number} across @param {number} weight @param {Float64Array} sums */
function addRow({ width, data }, y, across, weight, sums) {
  let column = 0;
  let end = across;
  for (let x = 0, at = y * width * 4; x < width; x += 1, at += 4) {
    const inside = Math.min(1, end - x);
    add(data, at, weight * inside, sums, column);
    if (x + 1 >= end - 1e-9 && column * 4 + 4 < sums.length) {
      column += 1;
      end += across;
      if (inside < 1) add(data, at, weight * (1 - inside), sums, column);
    }
  }
}

/** @param {Uint8ClampedArray} data @param {number} at @param {number} weight @param {Float64Array} sums @param {number} column */
function add(data, at, weight, sums, column) {
  for (let i = 0; i < 4; i += 1) sums[column * 4 + i] += data[at + i] * weight;
}

export const white = [255, 255, 255];
const dark = [48, 48, 48];

/**
 * What is put under what is transparent: white, but for what would hardly be seen on it.
 * @param {Uint8ClampedArray} data
 * @returns {number[]}
 */
export function groundFor(data) {
  let seen = 0;
  let transparent = 0;
  let distance = 0;
  for (let at = 0; at < data.length; at += 4) {
    const opacity = data[at + 3] / 255;
    if (opacity < 0.98) transparent += 1;
    seen += opacity;
    distance += opacity * (255 - (data[at] * 77 + data[at + 1] * 151 + data[at + 2] * 28) / 256);
  }
  return transparent > 0 && seen > 0 && distance / seen < 60 ? dark : white;
}

/**
 * Puts a ground under what is transparent.
 * @param {Pixels} pixels Is changed.
 * @param {number[]} ground
 */
export function flattened({ data }, ground) {
  for (let at = 0; at < data.length; at += 4) {
    const opacity = data[at + 3];
    if (opacity === 255) continue;
    for (let i = 0; i < 3; i += 1) data[at + i] = (data[at + i] * opacity + ground[i] * (255 - opacity)) / 255;
    data[at + 3] = 255;
  }
}

/** @typedef {{x: number, y: number, width: number, height: number}} Box Parts of the picture's width and height. */

/** JPEG mixes the pixels of such a square, and at its edge a little with the next. */
const square = 16;
const edge = 2;

/**
 * Boxes, each out to whole squares, so that a pixel that was asked to be black is exactly so in
 * the JPEG too.
 * @param {number} width
 * @param {number} height
 * @param {readonly Box[]} boxes
 */
export function blackSquares(width, height, boxes) {
  const start = (/** @type {number} */ at) => Math.max(0, Math.floor((at - edge) / square) * square);
  const end = (/** @type {number} */ at, /** @type {number} */ most) => Math.min(most, Math.ceil((at + edge) / square) * square);
  return boxes.map((box) => {
    const [left, top] = [start(box.x * width), start(box.y * height)];
    const right = end((box.x + box.width) * width, width);
    const bottom = end((box.y + box.height) * height, height);
    return { left, top, width: right - left, height: bottom - top };
  });
}

/** @param {Pixels} pixels Is changed. @param {readonly Box[]} boxes */
export function paintBlack(pixels, boxes) {
  const all = words(pixels);
  for (const { left, top, width, height } of blackSquares(pixels.width, pixels.height, boxes)) {
    for (let y = top; y < top + height; y += 1) {
      all.fill(0xff000000, y * pixels.width + left, y * pixels.width + left + width);
    }
  }
}

/** What a decoder may make of black at the very edge of a box. */
const nearlyBlack = 3;

/**
 * Whether every pixel of each box is black: exactly, but for two pixels along its edge.
 * @param {Pixels} pixels
 * @param {readonly Box[]} boxes
 */
export function isBlack({ width, height, data }, boxes) {
  return boxes.every((box) => {
    const left = Math.max(0, Math.floor(box.x * width));
    const top = Math.max(0, Math.floor(box.y * height));
    const right = Math.min(width, Math.ceil((box.x + box.width) * width));
    const bottom = Math.min(height, Math.ceil((box.y + box.height) * height));
    for (let y = top; y < bottom; y += 1) {
      for (let x = left; x < right; x += 1) {
        const isInner = x >= left + edge && x < right - edge && y >= top + edge && y < bottom - edge;
        const most = isInner ? 0 : nearlyBlack;
        const at = (y * width + x) * 4;
        if (data[at] > most || data[at + 1] > most || data[at + 2] > most) return false;
      }
    }
    return true;
  });
}
