// What the page shows before and after the documents: the field for a link, the cover, the end.

import { button, element, label, say, worded } from "./dom.js";
import { moment } from "./messages.js";

/** Longer than what fits into the field for a reader's name, in bytes of UTF-8. */
const nameBytes = 142;

/**
 * @typedef {object} Cover
 * @property {number} expiry
 * @property {boolean} needsCode
 * @property {string} purpose  empty if a code guards it, or if none was given
 * @property {string} name
 */

/** @param {string} key @param {string} [name] */
function title(key, name = "h1") {
  return say(element(/** @type {"h1"} */ (name)), key);
}

/**
 * A line that says what went wrong, or nothing.
 * @param {string} id
 */
export function problemLine(id) {
  return element("p", { id, class: "problem", role: "alert" });
}

/**
 * A field under its label.
 * @param {string} id
 * @param {string} labelKey
 * @param {Record<string, string>} attributes
 */
function field(id, labelKey, attributes) {
  const input = element("input", {
    id, autocomplete: "off", autocorrect: "off", spellcheck: "false", ...attributes,
  });
  return { input, line: say(element("label", { for: id }), labelKey) };
}

/**
 * Where a link is typed as it is printed.
 * @param {(typed: string, problem: HTMLElement) => void} go
 * @param {HTMLElement[]} camera  another way
 * @param {boolean} isAgain  whether the page was loaded again, and had a key before
 */
export function linkScreen(go, camera, isAgain) {
  const { input, line } = field("link", "type.label", {
    type: "text", autocapitalize: "characters", enterkeyhint: "go", maxlength: "4096",
    "aria-describedby": "link-help link-problem",
  });
  const problem = problemLine("link-problem");
  const form = element("form", { class: "card" },
    line, say(element("p", { id: "link-help", class: "help" }), "type.help"), input, problem,
    worded(element("button", { type: "submit", class: "main" }), "type.go", "next"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = input.value;
    go(typed, problem);
  });
  return [
    element("div", { class: "said" },
      title("type.title"),
      ...(isAgain ? [say(element("p", { class: "notice" }), "type.again")] : []),
      say(element("p"), "type.scan"), ...camera),
    form,
  ];
}

/**
 * What is shared, and one button.
 * @param {Cover} cover
 * @param {{code?: string, name?: string} | null} kept  what was typed before
 * @param {(code: string, name: string, parts: {problem: HTMLElement, open: HTMLButtonElement, code: HTMLInputElement | null}) => void} open
 */
export function coverScreen(cover, kept, open) {
  const facts = element("dl", { class: "facts" });
  if (cover.name) addFact(facts, "cover.name", cover.name);
  if (cover.purpose) addFact(facts, "cover.purpose", cover.purpose);
  facts.append(
    say(element("dt"), "cover.until"),
    say(element("dd"), "plain", () => ({ text: moment(cover.expiry) })));

  const problem = problemLine("open-problem");
  const form = element("form", { class: "card" });
  /** @type {HTMLInputElement | null} */
  let code = null;
  if (cover.needsCode) {
    const made = field("code", "cover.code", {
      type: "text", inputmode: "numeric", maxlength: "16", enterkeyhint: "go", class: "code",
      "aria-describedby": "code-help open-problem",
    });
    code = made.input;
    code.value = kept?.code ?? "";
    form.append(
      made.line, say(element("p", { id: "code-help", class: "help" }), "cover.code-help"), code);
  }
  const reader = field("reader", "cover.reader", {
    type: "text", maxlength: "120", "aria-describedby": "reader-help",
  });
  reader.input.value = kept?.name ?? "";
  const openButton = worded(element("button", { type: "submit", class: "main" }), "cover.open", "open");
  form.append(
    problem, openButton,
    element("details", {},
      say(element("summary"), "cover.reader-summary"), reader.line,
      say(element("p", { id: "reader-help", class: "help" }), "cover.reader-help"), reader.input));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    open(code?.value ?? "", cutToBytes(reader.input.value.trim(), nameBytes),
      { problem, open: openButton, code });
  });
  return [
    element("div", { class: "said" },
      title("cover.title"), facts,
      element("ul", { class: "duties" },
        say(element("li"), "cover.discretion"),
        say(element("li"), "cover.copies"),
        say(element("li"), "cover.counted"))),
    form,
  ];
}

/**
 * @param {HTMLElement} list
 * @param {string} key
 * @param {string} text
 */
function addFact(list, key, text) {
  list.append(say(element("dt"), key), element("dd", { dir: "auto" }, text));
}

/**
 * What is left when all is wiped, or when nothing came.
 * @param {string} why  `end.<why>` and `end.<why>-help` are its texts
 * @param {{again?: () => void, type?: () => void}} ways  what can be done
 */
export function endScreen(why, { again, type }) {
  const parts = [title(`end.${why}`), say(element("p"), `end.${why}-help`)];
  const row = element("p", { class: "buttons" });
  if (again) row.append(button("end.again", again, "main", "rotate"));
  if (type) row.append(button("end.type", type, "", "key"));
  return [element("div", { class: "said" }, ...parts, row)];
}

/** @param {string} key */
export function waitScreen(key) {
  return [say(element("p", { class: "wait", role: "status" }), key)];
}

/**
 * The languages, each in its own.
 * @param {(language: "fr" | "nl" | "en") => void} choose
 */
export function languageBar(choose) {
  const bar = label(element("nav", { class: "languages" }), "languages");
  const names = /** @type {const} */ ([["fr", "Français"], ["nl", "Nederlands"], ["en", "English"]]);
  for (const [language, name] of names) {
    const one = element("button", { type: "button", lang: language }, name);
    one.addEventListener("click", () => choose(language));
    bar.append(one);
  }
  return bar;
}

/**
 * The longest beginning of a text with at most so many bytes of UTF-8.
 * @param {string} text
 * @param {number} most
 */
function cutToBytes(text, most) {
  const bytes = new TextEncoder().encode(text);
  if (bytes.length <= most) return text;
  // A character that was cut in two is not there at all.
  return new TextDecoder().decode(bytes.subarray(0, most)).replace(/\ufffd+$/, "");
}
