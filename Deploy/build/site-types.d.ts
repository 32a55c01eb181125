// What Debian's TypeScript does not know of today's browsers, for the check of the pages' types.

interface OffscreenCanvasRenderingContext2D
  extends CanvasRect, CanvasDrawImage, CanvasFillStrokeStyles, CanvasImageData,
    CanvasImageSmoothing, CanvasState, CanvasTransform, CanvasCompositing {}

declare class OffscreenCanvas extends EventTarget {
  constructor(width: number, height: number);
  width: number;
  height: number;
  getContext(
    kind: "2d", options?: CanvasRenderingContext2DSettings,
  ): OffscreenCanvasRenderingContext2D | null;
  convertToBlob(options?: { type?: string; quality?: number }): Promise<Blob>;
  transferToImageBitmap(): ImageBitmap;
}
