/**
 * The printed sheet of a grant and the stub that its holder keeps, on one A4 page.
 *
 * Neutral: nothing on it says more of its holder than they chose. The spoken code is not on it,
 * as whoever finds the sheet would have both. sheet.css has its looks; the same page is written
 * by `pde share --sheet`.
 */

/**
 * @typedef {object} Sheet
 * @property {string} link                what the QR code holds
 * @property {{size: number, modules: Uint8Array}} qr   its drawing at level Q, 1 is dark
 * @property {number} expiry              in seconds since 1970
 * @property {number} maxOpenings
 * @property {number} codeDigits          of the spoken code; 0 without one
 * @property {string} purpose             may be empty; not printed with a code, which guards it
 * @property {string} name                who shares, if they said so; as purpose
 * @property {string} revocationCode      `XXXXX-XXXXX-C`
 * @property {{change: number, date: number, digits: string | number}} mark  date in seconds
 */

/** @typedef {"fr" | "nl" | "en"} SheetLanguage */
/** @typedef {{language: SheetLanguage, texts: Record<string, string>}} Catalogue */

const svgSpace = "http://www.w3.org/2000/svg";
const quietZone = 4;
// Where the people are who read the sheet, whatever the terminal's clock says.
const zone = "Europe/Brussels";

/**
 * The texts in one or two languages.
 * @param {string} base       the tree's folder, `/app/`
 * @param {SheetLanguage[]} languages  usually ["fr", "nl"]
 * @returns {Promise<Catalogue[]>}
 */
export async function loadSheetTexts(base, languages) {
  return Promise.all(languages.map(async (language) => {
    const answer = await fetch(`${base}sheet/${language}.json`);
    if (!answer.ok) throw new Error(`no texts of the sheet in ${language}`);
    return { language, texts: await answer.json() };
  }));
}

/**
 * The sheet as an element, to show before it is printed.
 * @param {Sheet} sheet
 * @param {Catalogue[]} catalogues  one or two
 */
export function drawSheet(sheet, catalogues) {
  const link = printedLink(sheet.link);
  const page = element("section", "sheet");
  catalogues.forEach((catalogue, index) => {
    const title = element(index === 0 ? "h1" : "p", "sheet-title", catalogue.texts.title);
    title.lang = catalogue.language;
    page.append(title);
  });

  const main = element("div", "sheet-main");
  const square = element("div", "sheet-qr");
  square.append(drawCode(sheet.qr));
  main.append(square, inEach("sheet-facts", catalogues, (catalogue) => facts(sheet, catalogue)));

  const box = element("div", "sheet-link");
  box.append(
    inAll(catalogues, "address"), element("p", "sheet-address", link.address),
    inAll(catalogues, "key"), element("p", "sheet-key", link.groups));

  const foot = element("footer", "sheet-stub");
  foot.append(inEach("sheet-columns", catalogues, (catalogue) => stub(sheet, catalogue)));

  page.append(
    main,
    inEach("sheet-columns sheet-how", catalogues,
      ({ texts }) => [element("p", "", texts.scan), element("p", "", texts.type)]),
    box,
    inEach("sheet-columns sheet-notice", catalogues,
      ({ texts }) => [element("p", "", texts.notice)]),
    foot);
  return page;
}

/**
 * Opens the browser's print dialog with the sheet alone, and takes it away afterwards.
 * Needs sheet.css in the page.
 * @param {Sheet} sheet
 * @param {Catalogue[]} catalogues
 */
export async function printSheet(sheet, catalogues) {
  // The name of a print job, which a spooler keeps, and of a file, if it is printed into one.
  await printPages([drawSheet(sheet, catalogues)], catalogues[0].texts.title);
}

/**
 * Opens the browser's print dialog with pages alone, and takes them away afterwards.
 * Needs sheet.css in the page.
 * @param {HTMLElement[]} pages
 * @param {string} title  of the print job
 */
export async function printPages(pages, title) {
  // Shown by sheet.css when printing only, and everything else then is not.
  for (const page of pages) page.classList.add("sheet-alone");
  const before = document.title;
  document.body.append(...pages);
  document.title = title;
  document.documentElement.classList.add("sheet-printing");
  await new Promise((done) => {
    // Some browsers return from print() at once: the pages stay until they are done.
    window.addEventListener("afterprint", done, { once: true });
    window.print();
  });
  document.documentElement.classList.remove("sheet-printing");
  document.title = before;
  for (const page of pages) page.remove();
}

/**
 * @param {Sheet} sheet
 * @param {Catalogue} catalogue
 */
function facts(sheet, { language, texts }) {
  const lines = [element("p", "", texts.what)];
  if (sheet.codeDigits === 0) {
    if (sheet.name) lines.push(element("p", "", fill(texts.name, { name: sheet.name })));
    if (sheet.purpose) {
      lines.push(element("p", "", fill(texts.purpose, { purpose: sheet.purpose })));
    }
  }
  lines.push(element("p", "sheet-until", fill(texts.until, { time: time(sheet.expiry, language) })));
  const form = new Intl.PluralRules(language).select(sheet.maxOpenings);
  const openings = texts[`openings.${form}`] ?? texts["openings.other"];
  lines.push(element("p", "", fill(openings, { count: sheet.maxOpenings })));
  if (sheet.codeDigits > 0) {
    lines.push(element("p", "", fill(texts.code, { count: sheet.codeDigits })));
  }
  return lines;
}

/**
 * @param {Sheet} sheet
 * @param {Catalogue} catalogue
 */
function stub(sheet, { language, texts }) {
  return [
    element("h2", "", texts.stub),
    element("p", "sheet-label", texts.stop),
    element("p", "sheet-stop", sheet.revocationCode),
    element("p", "", fill(texts.until, { time: time(sheet.expiry, language) })),
    element("p", "", fill(texts.mark, {
      changes: sheet.mark.change, date: day(sheet.mark.date, language),
      digits: String(sheet.mark.digits).padStart(3, "0"),
    })),
  ];
}

/**
 * The link as a person types it: an address, and a key in groups of four. Without its
 * fragment the address is just the reader's page, which asks for the key.
 * @param {string} link
 */
export function printedLink(link) {
  const [page, key = ""] = link.split("#");
  const address = (page.slice(0, -2).toLowerCase() + "/G").replace(/^https:\/\//, "");
  return { address, groups: (key.match(/.{1,4}/g) ?? []).join(" ") };
}

/**
 * A QR code as SVG, one unit a module, with the light border that scanners need.
 * @param {{size: number, modules: Uint8Array}} code
 */
export function drawCode({ size, modules }) {
  const side = size + 2 * quietZone;
  const drawing = document.createElementNS(svgSpace, "svg");
  drawing.setAttribute("viewBox", `0 0 ${side} ${side}`);
  drawing.setAttribute("shape-rendering", "crispEdges");
  const paper = document.createElementNS(svgSpace, "rect");
  paper.setAttribute("width", "100%");
  paper.setAttribute("height", "100%");
  paper.setAttribute("fill", "#fff");
  const ink = document.createElementNS(svgSpace, "path");
  let path = "";
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const start = column;
      while (column < size && modules[row * size + column] === 1) column++;
      const width = column - start;
      if (width > 0) path += `M${start + quietZone} ${row + quietZone}h${width}v1h-${width}z`;
    }
  }
  ink.setAttribute("d", path);
  drawing.append(paper, ink);
  return drawing;
}

/**
 * @param {string} className
 * @param {Catalogue[]} catalogues
 * @param {(catalogue: Catalogue) => Element[]} body
 */
export function inEach(className, catalogues, body) {
  const all = element("div", className);
  for (const catalogue of catalogues) {
    const one = element("div", "");
    one.lang = catalogue.language;
    one.append(...body(catalogue));
    all.append(one);
  }
  return all;
}

/**
 * @param {Catalogue[]} catalogues
 * @param {string} key
 */
export function inAll(catalogues, key) {
  const line = element("p", "sheet-label");
  catalogues.forEach(({ language, texts }, index) => {
    if (index > 0) line.append(" · ");
    const word = element("span", "", texts[key]);
    word.lang = language;
    line.append(word);
  });
  return line;
}

/**
 * @param {string} text
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

/**
 * @param {number} seconds
 * @param {SheetLanguage} language
 */
export function day(seconds, language) {
  const shown = new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    day: "numeric", month: "long", year: "numeric", timeZone: zone,
  }).format(seconds * 1000);
  return language === "fr" ? shown.replace(/^1 /, "1er ") : shown;
}

/**
 * @param {number} seconds
 * @param {SheetLanguage} language
 */
export function time(seconds, language) {
  const clock = new Intl.DateTimeFormat("en-GB", {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone,
  }).format(seconds * 1000);
  return `${day(seconds, language)}, ${clock}`;
}

/**
 * @param {string} name
 * @param {string} className
 * @param {string} [text]
 */
export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}
