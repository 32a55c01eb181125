// What this browser does with pictures, found out with small ones that are known.

/** A little of everything, in squares of 16 that JPEG keeps apart. */
const colours = ['#000', '#fff', '#c00', '#0a0', '#00c', '#777', '#cc0', '#0cc', '#c0c', '#345', '#864', '#fed', '#135', '#9ab', '#111', '#eee'];
const square = 16;
/** What JPEG may make of a colour in the middle of a square. */
const jpegTolerance = 12;

/** @type {Promise<boolean> | null} */
let asked = null;

/** Whether a canvas gives back what was painted: its pixels, and the JPEG made of them. */
export function canvasIsTrue() {
  asked ??= looked().catch(() => false);
  return asked;
}

async function looked() {
  const side = square * 4;
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) return false;
  colours.forEach((colour, i) => {
    context.fillStyle = colour;
    context.fillRect((i % 4) * square, Math.floor(i / 4) * square, square, square);
  });
  if (!isAsPainted(context.getImageData(0, 0, side, side).data, 0, 0)) return false;
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  const bitmap = await createImageBitmap(blob);
  context.fillStyle = '#808080';
  context.fillRect(0, 0, side, side);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return isAsPainted(context.getImageData(0, 0, side, side).data, 4, jpegTolerance);
}

/** @param {Uint8ClampedArray} data @param {number} margin Of a square, not looked at. @param {number} tolerance */
function isAsPainted(data, margin, tolerance) {
  const side = square * 4;
  return colours.every((colour, i) => {
    const wanted = [1, 2, 3].map((digit) => parseInt(colour[digit], 16) * 17);
    const [left, top] = [(i % 4) * square, Math.floor(i / 4) * square];
    for (let y = top + margin; y < top + square - margin; y += 1) {
      for (let x = left + margin; x < left + square - margin; x += 1) {
        const at = (y * side + x) * 4;
        if (wanted.some((value, part) => Math.abs(data[at + part] - value) > tolerance)) return false;
      }
    }
    return true;
  });
}

/** A picture of 2 x 1 that says that it is to be turned by a quarter; that of AVIF comes with what reads it. */
export const turnedJPEG = '/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6jq62rZ4C8ybqmx5moq6T/wAALCAABAAIBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAABv/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AMv/Z';

/** @type {Map<string, Promise<boolean>>} */
const turning = new Map();

/**
 * Whether this browser itself turns pictures of a type as they say.
 * @param {string} type
 * @param {string} picture One of 2 x 1 that says so.
 */
export function turnsByItself(type, picture) {
  let answer = turning.get(type);
  if (!answer) {
    answer = stands(picture, type).catch(() => false);
    turning.set(type, answer);
  }
  return answer;
}

/** @param {string} picture @param {string} type */
async function stands(picture, type) {
  const bytes = Uint8Array.from(atob(picture), (c) => c.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type }));
  const isTurned = bitmap.height === 2;
  bitmap.close();
  return isTurned;
}
