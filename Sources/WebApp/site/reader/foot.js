// Who offers this page, what it is, a number to call, what becomes of what one does here. The operator's words
// are in service.json, beside this site's files (Specs/site.md, "The operator's words").

import { element, say } from "./dom.js";
import { language } from "./messages.js";

/**
 * Each may be left out or empty.
 * @typedef {{name?: Words, phone?: string, privacy?: Words}} Service
 * @typedef {string | Record<string, string>} Words  in each language, or one for all
 */

/** @param {Words | undefined} words */
const inLanguage = (words) => String((typeof words === "object" ? words?.[language()] : words) ?? "");

/** @param {HTMLElement} foot */
export async function fillFoot(foot) {
  const answer = await fetch("/g/service.json", { credentials: "omit" }).catch(() => null);
  /** @type {Service} */
  const { name, phone, privacy } = answer?.ok ? await answer.json().catch(() => ({})) : {};
  const number = element("p");
  if (phone) {
    number.append(
      say(element("span"), "foot.call"), " ",
      element("a", { href: `tel:${phone.replace(/[^0-9+]/g, "")}` }, phone));
  }
  foot.replaceChildren(
    say(element("p"), "foot.what"),
    say(element("p"), "foot.who", () => ({ name: inLanguage(name) || location.host })), number,
    element("details", {},
      say(element("summary"), "foot.privacy"),
      say(element("p"), "foot.privacy.counted"),
      say(element("p"), "foot.privacy.device"),
      say(element("p"), "plain", () => ({ text: inLanguage(privacy) }))));
}
