// Draws the pages of one PDF, inside a frame that belongs to no site.
//
// The frame is sandboxed: it has no origin, no storage, no network, and cannot
// reach the page. It gets the bytes through one port and gives back pictures of
// pages and their text. Nothing in the PDF is run: no script, no form, no link.
// The page also hands over pdf.js, and what pdf.js asks for by a name: tables of
// characters, fonts, decoders.
'use strict';

{
  const maxPages = 300;
  const maxPixels = 6_000_000;
  const maxText = 50_000;
  const maxSigns = 300;
  /** A number of Unicode that is no sign. */
  const noSign = '\u0378';
  /** Larger pictures in a PDF are made smaller before they are drawn: four bytes a pixel. */
  const pictureBytes = 64_000_000;
  /** How long a worker may take to start. */
  const startPatience = 8_000;
  /** @type {MessagePort} */
  const port = /** @type {any} */ (window).pagePort;
  /** @type {any} */
  let pdfjs = null;
  /** @type {any} */
  let worker = null;
  /** @type {any} */
  let pdf = null;

  // pdf.js waits for animation frames, which a frame that nobody sees doesn't get.
  window.requestAnimationFrame = (callback) =>
    window.setTimeout(() => callback(performance.now()), 0);

  // What pdf.js leaves out, it says in warnings only, with words of the PDF in some.
  let isSomethingMissing = false;
  const losses = new RegExp(
    [
      'image exceeded', 'unable to decode image', 'image dimensions are missing', 'image isn.t ready',
      'ignoring the rest of the image', 'getJsModule', 'unsupported /s?mask', 'unsupported smask type',
      'filter ".*" is not supported', 'invalid stream', 'missing a cipher transform',
      'invalid cmap', 'font ".*" is not available', '(loadFont|preEvaluateFont|translateFont).*failed',
      'ensureStateFont', 'type3 font resource', 'ignoring .*glyph', 'ignoring character',
      'ignoring (xobject|shading|pattern|colorspace|extgstate|operator|sub-stream|annotation data)',
      'getOperatorList - ignoring errors', 'skipping (command|invalid first page)', 'barcodes are not supported',
      'cannot compile type3', 'jpx: trying to recover', 'un(implemented|recognized) colorspace', 'cannot load system font',
    ].join('|'),
    'i',
  );
  /** @param {any[]} said */
  function hear(...said) {
    const text = String(said[0]);
    if (!text.includes('getTextContent') && losses.test(text)) isSomethingMissing = true;
  }
  console.warn = console.log = hear;

  /** What the worker warns of comes here too. */
  const relay = 'console.warn = console.log = (...said) => postMessage({ said: String(said[0]) });\n';

  /** @type {Map<string, {resolve: (bytes: Uint8Array) => void, reject: (error: Error) => void}>} */
  const waiting = new Map();

  /** @param {string} folder @param {string} name @returns {Promise<Uint8Array>} */
  function ask(folder, name) {
    return new Promise((resolve, reject) => {
      const id = `${folder}/${name}`;
      waiting.set(id, { resolve, reject });
      port.postMessage({ asks: id });
    });
  }

  class Files {
    /** @param {{kind: string, filename: string}} file */
    fetch({ kind, filename }) {
      const folder = { cMapUrl: 'cmaps', standardFontDataUrl: 'fonts', wasmUrl: 'wasm' }[kind];
      return folder ? ask(folder, filename) : Promise.reject(new Error('no such folder'));
    }
  }
  // The same for the older pdf.js.
  class CMaps {
    /** @param {{name: string}} map */
    async fetch({ name }) {
      return { cMapData: await ask('cmaps', `${name}.bcmap`), compressionType: 1 };
    }
  }
  class Fonts {
    /** @param {{filename: string}} font */
    fetch({ filename }) {
      return ask('fonts', filename);
    }
  }

  /** @param {...BlobPart} parts @returns {string} */
  function urlOf(...parts) {
    return URL.createObjectURL(new Blob(parts, { type: 'text/javascript' }));
  }

  /** @param {ArrayBuffer} script A classic one. @returns {Promise<void>} */
  function run(script) {
    return new Promise((resolve, reject) => {
      const element = document.createElement('script');
      element.src = urlOf(script);
      element.onload = () => resolve();
      element.onerror = reject;
      document.head.append(element);
    });
  }

  /** @param {string} url @param {boolean} isModule @param {ArrayBuffer} [rest] @returns {Promise<any>} null when none starts */
  function workerAt(url, isModule, rest) {
    return new Promise((resolve) => {
      /** @type {Worker} */
      let made;
      const end = (/** @type {any} */ result) => {
        if (!result) made?.terminate();
        resolve(result);
      };
      try {
        made = new Worker(url, isModule ? { type: 'module' } : {});
      } catch {
        return resolve(null);
      }
      if (rest) made.postMessage(rest);
      made.addEventListener('error', () => end(null), { once: true });
      made.addEventListener('message', ({ data }) => {
        if (data?.said) hear(data.said);
        if (data?.action === 'ready') end(made);
      });
      setTimeout(() => end(null), startPatience);
    });
  }

  /** @param {ArrayBuffer} script @param {boolean} isModule @returns {Promise<any>} null where none starts here */
  async function startWorker(script, isModule) {
    // Chromium and WebKit start none from a blob of an opaque origin that asks for CORP (COEP), but from its own text, which
    // is read slowly when it is long: so that only fetches the rest from the port.
    const load = isModule ? 'import(url).catch((error) => setTimeout(() => { throw error; }))' : 'importScripts(url)';
    const text = `${relay}onmessage = ({ data }) => {
      onmessage = null;
      const url = URL.createObjectURL(new Blob([data], { type: 'text/javascript' }));
      ${load};
    };`;
    const made = await workerAt(`data:text/javascript;charset=utf-8,${encodeURIComponent(text)}`, isModule, script);
    return made ?? workerAt(urlOf(relay, script), isModule);
  }

  /**
   * Starts pdf.js; fails in a browser that can't run it.
   * @param {{main: ArrayBuffer, worker: ArrayBuffer, isModule: boolean}} library
   */
  async function start({ main, worker: script, isModule }) {
    const starting = startWorker(script, isModule);
    if (isModule) {
      pdfjs = await import(urlOf(main));
    } else {
      await run(main);
      pdfjs = /** @type {any} */ (window)['pdfjs-dist/build/pdf'];
    }
    const started = await starting;
    if (started) {
      worker = new pdfjs.PDFWorker({ port: started });
    } else if (isModule) {
      // No worker in a frame of no site: pdf.js finds its other half here.
      await import(urlOf(script));
    } else {
      await run(script);
    }
  }

  /** @param {Uint8Array} bytes @param {string} password */
  async function open(bytes, password) {
    pdf = await pdfjs.getDocument({
      data: bytes,
      ...(worker ? { worker } : {}),
      ...(password ? { password } : {}),
      isEvalSupported: false,
      enableXfa: false,
      // The fonts that every PDF may count on are the site's own: they look alike everywhere.
      useSystemFonts: false,
      useWorkerFetch: false,
      disableAutoFetch: true,
      disableStream: true,
      canvasMaxAreaInBytes: pictureBytes,
      isOffscreenCanvasSupported: typeof OffscreenCanvas === 'function',
      BinaryDataFactory: Files,
      CMapReaderFactory: CMaps,
      StandardFontDataFactory: Fonts,
      cMapUrl: 'cmaps/',
      standardFontDataUrl: 'fonts/',
      wasmUrl: 'wasm/',
      cMapPacked: true,
      verbosity: 1,
    }).promise;
    return { pages: Math.min(pdf.numPages, maxPages), cut: pdf.numPages > maxPages, stands: await standsFor() };
  }

  /** What its pages only stand for: they are shown, and say that another program is needed. */
  async function standsFor() {
    const { info } = await pdf.getMetadata().catch(() => ({ info: {} }));
    if (info.IsXFAPresent && !info.IsAcroFormPresent) return 'form';
    return info.IsCollectionPresent ? 'files' : null;
  }

  /** Without an appearance pdf.js draws these by what is said of them; the others not at all. */
  const drawnAsTheySay = ['FreeText', 'Line', 'PolyLine', 'Polygon', 'Ink', 'Highlight', 'Underline', 'Squiggly', 'StrikeOut'];
  /** Nothing of the paper is lost with their frames. */
  const notOfThePaper = ['Link', 'Popup'];
  const hiddenOrNotViewed = 2 | 32;

  /**
   * Whether pdf.js leaves out what stands on the page beside its content: a stamp, a note, a choice.
   * @param {any} annotation
   */
  function isLeftOut({ subtype, annotationFlags, hasAppearance, borderStyle, radioButton, fieldValue }) {
    if (hasAppearance || annotationFlags & hiddenOrNotViewed || notOfThePaper.includes(subtype)) return false;
    if (subtype === 'Widget') return radioButton && Boolean(fieldValue) && fieldValue !== 'Off';
    // A frame that no width is given for has one of 1; pdf.js takes 0.
    if (subtype === 'Square' || subtype === 'Circle') return borderStyle?.width === 0;
    return !drawnAsTheySay.includes(subtype);
  }

  /**
   * Fields that have a value and no appearance: pdf.js draws those only that somebody filled in, as it were.
   * @param {any[]} annotations
   * @returns {boolean} whether there are any
   */
  function fillIn(annotations) {
    let isAny = false;
    for (const { id, fieldType, fieldValue, hasAppearance } of annotations) {
      const value = Array.isArray(fieldValue) && fieldValue.length === 1 ? fieldValue[0] : fieldValue;
      if ((fieldType !== 'Tx' && fieldType !== 'Ch') || hasAppearance || !value?.length) continue;
      pdf.annotationStorage.setValue(id, { value });
      isAny = true;
    }
    return isAny;
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
    const annotations = await page.getAnnotations();
    if (annotations.some(isLeftOut)) isSomethingMissing = true;
    const annotationMode = fillIn(annotations) ? pdfjs.AnnotationMode.ENABLE_STORAGE : pdfjs.AnnotationMode.ENABLE;
    // The appearance of filled-in fields and stamps is part of the paper: draw it.
    // Nothing of it can be clicked, as only the drawing leaves the frame.
    await page.render({
      canvasContext: canvas.getContext('2d', { alpha: false }),
      canvas,
      viewport,
      annotationMode,
    }).promise;
    const bitmap = await createImageBitmap(canvas);
    canvas.width = 0;
    if (await lacksSigns(page)) isSomethingMissing = true;
    page.cleanup();
    return bitmap;
  }

  /** @param {any} page @returns {Promise<{str: string, hasEOL: boolean, fontName: string}[]>} */
  async function textOf(page) {
    // Not getTextContent, which goes over the stream in a way that WebKit doesn't have.
    const reader = page.streamTextContent().getReader();
    const items = [];
    for (let length = 0; length < maxText; ) {
      const { value, done } = await reader.read();
      if (done) return items;
      items.push(...value.items);
      for (const { str } of value.items) length += str.length + 1;
    }
    void reader.cancel(new Error('enough')).catch(() => {});
    return items;
  }

  /** @param {number} number */
  async function text(number) {
    const items = await textOf(await pdf.getPage(number));
    return items.map(({ str, hasEOL }) => str + (hasEOL ? '\n' : ' ')).join('').slice(0, maxText);
  }

  /**
   * Whether the page has signs that this browser has in no font: a box is drawn for each. Signs of
   * the fonts in the PDF and of those of the site are there.
   * @param {any} page
   */
  async function lacksSigns(page) {
    const fonts = page.commonObjs;
    const isForeign = (/** @type {any} */ font) => font?.missingFile === true;
    // The older pdf.js gives no list.
    if (fonts[Symbol.iterator] && ![...fonts].some(([, font]) => isForeign(font))) return false;
    /** @type {Set<string>} */
    const signs = new Set();
    for (const { str, fontName } of await textOf(page)) {
      if (!fontName || !fonts.has(fontName) || !isForeign(fonts.get(fontName))) continue;
      for (const sign of str) if (signs.size < maxSigns && /[\p{L}\p{N}\p{S}]/u.test(sign)) signs.add(sign);
    }
    if (signs.size === 0) return false;
    const box = outline(noSign);
    return [...signs].some((sign) => outline(sign) === box);
  }

  /**
   * Where a sign has ink: alike for boxes that have a number in them, as Firefox draws them.
   * @param {string} sign
   */
  function outline(sign) {
    const side = 48;
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = side;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d', { willReadFrequently: true }));
    context.font = `${side / 2}px sans-serif`;
    context.fillText(sign, side / 4, (side * 3) / 4);
    const { data } = context.getImageData(0, 0, side, side);
    const has = (/** @type {number} */ x, /** @type {number} */ y) => (data[(y * side + x) * 4 + 3] ?? 0) > 60;
    const all = [...Array(side).keys()];
    const columns = all.filter((x) => all.some((y) => has(x, y)));
    const rows = all.filter((y) => all.some((x) => has(x, y)));
    const [left = 0, top = 0] = [columns[0], rows[0]];
    return JSON.stringify([columns, rows, all.map((y) => has(left, y)), all.map((x) => has(x, top))]);
  }

  /** @param {any} error */
  function problemOf(error) {
    if (error?.name !== 'PasswordException') return 'unreadable';
    return error.code === 2 ? 'wrongPassword' : 'password';
  }

  port.onmessage = async ({ data }) => {
    if (data.asked) {
      const waits = waiting.get(data.asked);
      waiting.delete(data.asked);
      if (data.bytes) waits?.resolve(data.bytes);
      else waits?.reject(new Error('no such file'));
      return;
    }
    try {
      if (data.op === 'start') {
        port.postMessage({ id: data.id, result: await start(data.library).then(() => true, () => false) });
      } else if (data.op === 'open') {
        port.postMessage({ id: data.id, result: await open(data.bytes, data.password) });
      } else if (data.op === 'draw') {
        const bitmap = await draw(data.page, data.width, data.rotation);
        port.postMessage({ id: data.id, result: { bitmap, isSomethingMissing } }, [bitmap]);
      } else {
        port.postMessage({ id: data.id, result: await text(data.page) });
      }
    } catch (error) {
      port.postMessage({ id: data.id, problem: problemOf(error) });
    }
  };
  port.postMessage({ id: 0, result: true });
}
