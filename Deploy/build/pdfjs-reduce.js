// Large pictures in a PDF are made smaller without a browser's help. pdfjs.sh puts this behind pdf.js's worker,
// whose ImageResizer, ImageKind and PDFImage it uses (Specs/decisions/0035-pdfjs.md).

/**
 * A picture of which each pixel is the mean of a square of the image's, whose rows are read once: no browser
 * decodes the whole image, which takes four bytes for each of its pixels and fails in some. Of a stencil the
 * black pixels are the opaque ones.
 */
function reducedImage(imgData, isMask, isStencil) {
  const { data, width, height, kind } = imgData;
  const { MAX_AREA, MAX_DIM } = ImageResizer;
  const side = Math.max(2, Math.ceil(Math.max(width / MAX_DIM, height / MAX_DIM, Math.sqrt(width * height / MAX_AREA))));
  const newWidth = Math.ceil(width / side);
  const newHeight = Math.ceil(height / side);
  const canvas = new OffscreenCanvas(newWidth, newHeight);
  const ctx = canvas.getContext("2d");
  const strip = ctx.createImageData(newWidth, 1);
  const dest = strip.data;
  const sums = new Float64Array(newWidth * 4);
  const isBits = kind === ImageKind.GRAYSCALE_1BPP;
  const step = kind === ImageKind.RGBA_32BPP ? 4 : 3;
  const rowBytes = isBits ? width + 7 >> 3 : width * step;
  for (let top = 0, y = 0; top < height; top += side, y++) {
    const bottom = Math.min(top + side, height);
    sums.fill(0);
    for (let row = top; row < bottom; row++) {
      const start = row * rowBytes;
      if (isBits) {
        for (let x = 0, at = 0; x < newWidth; x++) {
          let ones = 0;
          for (const end = Math.min(at + side, width); at < end; at++) {
            ones += data[start + (at >> 3)] >> 7 - (at & 7) & 1;
          }
          sums[x] += ones;
        }
      } else {
        for (let x = 0, at = start, column = 0; x < newWidth; x++) {
          const to = x * 4;
          for (const end = Math.min(column + side, width); column < end; column++, at += step) {
            const alpha = step === 4 ? data[at + 3] : 255;
            sums[to] += data[at] * alpha;
            sums[to + 1] += data[at + 1] * alpha;
            sums[to + 2] += data[at + 2] * alpha;
            sums[to + 3] += alpha;
          }
        }
      }
    }
    for (let x = 0; x < newWidth; x++) {
      const to = x * 4;
      const count = (bottom - top) * (Math.min((x + 1) * side, width) - x * side);
      if (isBits) {
        const light = isMask ? count - sums[x] : sums[x];
        dest[to] = dest[to + 1] = dest[to + 2] = isStencil ? 0 : 255 * light / count;
        dest[to + 3] = isStencil ? 255 * (count - light) / count : 255;
      } else {
        const alpha = sums[to + 3];
        dest[to] = alpha && sums[to] / alpha;
        dest[to + 1] = alpha && sums[to + 1] / alpha;
        dest[to + 2] = alpha && sums[to + 2] / alpha;
        dest[to + 3] = alpha / count;
      }
    }
    ctx.putImageData(strip, 0, y);
  }
  imgData.data = null;
  imgData.bitmap = canvas.transferToImageBitmap();
  imgData.width = newWidth;
  imgData.height = newHeight;
  return imgData;
}

ImageResizer.createImage = async (imgData, isMask = false) => reducedImage(imgData, isMask, false);

const createMaskOfAnySize = PDFImage.createMask;
PDFImage.createMask = async (given) => {
  const { dict } = given.image;
  const [width, height] = [dict.get("W", "Width"), dict.get("H", "Height")];
  if (!given.isOffscreenCanvasSupported || !ImageResizer.needsToBeResized(width, height)) {
    return createMaskOfAnySize.call(PDFImage, given);
  }
  const data = await given.image.getImageData((width + 7 >> 3) * height);
  const interpolate = dict.get("I", "Interpolate");
  const isInverse = dict.getArray("D", "Decode")?.[0] > 0;
  return reducedImage({ kind: ImageKind.GRAYSCALE_1BPP, data, width, height, interpolate }, isInverse, true);
};
