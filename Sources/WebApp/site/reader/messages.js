// The page's texts: one catalogue at a time, in the reader's language.

/** @typedef {"fr" | "nl" | "en"} Language */
/** @typedef {Record<string, string | number>} Values */

/** @type {Language[]} */
export const languages = ["fr", "nl", "en"];
// Where the people are who agreed on a time, whatever this machine's clock is set to.
const zone = "Europe/Brussels";

/** @type {Language} */
let current = "fr";
/** @type {Map<Language, Record<string, string>>} */
const catalogues = new Map();

/** The first of the browser's languages that there is; French for any other. */
export function preferredLanguage() {
  for (const wanted of navigator.languages) {
    const language = languages.find((one) => wanted.toLowerCase().split("-")[0] === one);
    if (language) return language;
  }
  return "fr";
}

/** @param {Language} language */
export async function useLanguage(language) {
  if (!catalogues.has(language)) {
    const answer = await fetch(`/g/messages/${language}.json`);
    if (!answer.ok) throw new Error("no texts");
    catalogues.set(language, await answer.json());
  }
  current = language;
  document.documentElement.lang = language;
}

export function language() {
  return current;
}

/**
 * A text; `count` chooses among `key.one` and `key.other`.
 * @param {string} key
 * @param {Values} [values]
 */
export function text(key, values = {}) {
  const catalogue = catalogues.get(current) ?? {};
  const form = typeof values.count === "number"
    ? catalogue[`${key}.${new Intl.PluralRules(current).select(values.count)}`]
      ?? catalogue[`${key}.other`]
    : undefined;
  const pattern = form ?? catalogue[key] ?? key;
  return pattern.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** @param {Intl.DateTimeFormatOptions} options */
function formatter(options) {
  return new Intl.DateTimeFormat(current === "en" ? "en-GB" : `${current}-BE`, options);
}

/**
 * A moment, `21 novembre 2026 à 15:04`.
 * @param {number} seconds
 */
export function moment(seconds) {
  return formatter({ dateStyle: "long", timeStyle: "short", timeZone: zone })
    .format(seconds * 1000);
}

/**
 * A day, from `2026-11-21`.
 * @param {string} day
 */
export function day(day) {
  return formatter({ dateStyle: "long", timeZone: "UTC" }).format(Date.parse(`${day}T00:00:00Z`));
}

/**
 * The day that it is where the people are, as `2026-11-21`.
 * @param {number} seconds
 */
export function dayOf(seconds) {
  const parts = new Intl.DateTimeFormat("en", {
    year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone,
  }).formatToParts(seconds * 1000);
  // Their order is each browser's own, whatever the language.
  const part = (/** @type {string} */ type) => parts.find((one) => one.type === type)?.value;
  return [part("year"), part("month"), part("day")].join("-");
}

/**
 * A length of time in its two largest units.
 * @param {number} seconds
 */
export function duration(seconds) {
  const left = Math.max(0, Math.round(seconds));
  const parts = left >= 86_400
    ? [["days", Math.floor(left / 86_400)], ["hours", Math.floor(left / 3_600) % 24]]
    : left >= 3_600
      ? [["hours", Math.floor(left / 3_600)], ["minutes", Math.floor(left / 60) % 60]]
      : left >= 120
        ? [["minutes", Math.floor(left / 60)]]
        : [["seconds", left]];
  return parts
    .filter(([, count], index) => index === 0 || count !== 0)
    .map(([unit, count]) => text(`duration.${unit}`, { count: Number(count) }))
    .join(" ");
}
