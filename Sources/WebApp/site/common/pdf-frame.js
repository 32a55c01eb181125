// Draws the pages of one PDF, inside a frame that belongs to no site.
//
// The frame is sandboxed: it has no origin, no storage, no network, and cannot
// reach the page. It gets the bytes through one port and gives back pictures of
// pages and their text. Nothing in the PDF is run: no script, no form, no link.
// The page also hands over pdf.js, which a frame of no site would fetch for each PDF again.
'use strict';

{
  const maxPages = 300;
  const maxPixels = 6_000_000;
  /** @type {any} */
  let pdfjs = null;
  /** @type {any} */
  let pdf = null;

  // pdf.js waits for animation frames, which a frame that nobody sees doesn't get.
  window.requestAnimationFrame = (callback) =>
    window.setTimeout(() => callback(performance.now()), 0);

  /** @param {Blob} script */
  function run(script) {
    return new Promise((resolve, reject) => {
      const element = document.createElement('script');
      element.src = URL.createObjectURL(script);
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });
  }

  /** @param {Uint8Array} bytes @param {Blob[]} scripts */
  async function open(bytes, scripts) {
    // First its worker's code: an opaque origin can't start workers, so pdf.js finds it here.
    for (const script of scripts) await run(script);
    pdfjs = /** @type {any} */ (window)['pdfjs-dist/build/pdf'];
    pdf = await pdfjs.getDocument({
      data: bytes,
      isEvalSupported: false,
      enableXfa: false,
      useSystemFonts: true,
      useWorkerFetch: false,
      disableAutoFetch: true,
      disableStream: true,
      maxImageSize: 64_000_000,
      verbosity: 0,
    }).promise;
    return { pages: Math.min(pdf.numPages, maxPages), cut: pdf.numPages > maxPages };
  }

  /** @param {number} number @param {number} width @param {number} rotation */
  async function draw(number, width, rotation) {
    const page = await pdf.getPage(number);
    const turned = { rotation: (page.rotate + rotation) % 360 };
    const plain = page.getViewport({ scale: 1, ...turned });
    const most = Math.sqrt(maxPixels / (plain.width * plain.height));
    const viewport = page.getViewport({ scale: Math.min(width / plain.width, most), ...turned });
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.floor(viewport.width));
    canvas.height = Math.max(1, Math.floor(viewport.height));
    // The appearance of filled-in fields and stamps is part of the paper: draw it.
    // Nothing of it can be clicked, as only the drawing leaves the frame.
    await page.render({
      canvasContext: canvas.getContext('2d', { alpha: false }),
      viewport,
      annotationMode: pdfjs.AnnotationMode.ENABLE,
    }).promise;
    const bitmap = await createImageBitmap(canvas);
    canvas.width = 0;
    page.cleanup();
    return bitmap;
  }

  /** @param {number} number */
  async function text(number) {
    const page = await pdf.getPage(number);
    const content = await page.getTextContent();
    return content.items
      .map((/** @type {any} */ item) => item.str + (item.hasEOL ? '\n' : ' '))
      .join('')
      .slice(0, 50_000);
  }

  /** @param {MessagePort} port */
  function serve(port) {
    port.onmessage = async ({ data }) => {
      try {
        if (data.op === 'open') {
          port.postMessage({ id: data.id, result: await open(data.bytes, data.scripts) });
        } else if (data.op === 'draw') {
          const bitmap = await draw(data.page, data.width, data.rotation);
          port.postMessage({ id: data.id, result: bitmap }, [bitmap]);
        } else {
          port.postMessage({ id: data.id, result: await text(data.page) });
        }
      } catch (error) {
        const name = /** @type {any} */ (error)?.name;
        const problem = name === 'PasswordException' ? 'password' : 'unreadable';
        port.postMessage({ id: data.id, problem });
      }
    };
  }

  window.addEventListener('message', (event) => {
    if (event.source === window.parent && event.ports[0]) serve(event.ports[0]);
  }, { once: true });
}
