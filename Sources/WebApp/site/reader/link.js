// A link as it arrives: typed, pasted, scanned, or in the address bar, with what mailers and people
// made of it. Specs/grants.md, "Links as they arrive".

const mostBytes = 4_096;

// Of the text's bytes in UTF-8, one character each.
const unseen = /\xc2\xad|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf/g;
const white = /[\t-\r]|\xc2\xa0|\xe2\x80[\x80-\x8a\xa8\xa9\xaf]|\xe2\x81\x9f|\xe3\x80\x80/g;
const hyphens = /\xe2\x80[\x90-\x95]|\xe2\x88\x92/g;
const page = " */ *g *(?:/ *)?(?:\\?[^#]*)?$";
const host = "((?:\\[[0-9a-f:]+\\]|[a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.?)(?::[0-9]{1,5})?)";
const place = new RegExp(`(https?) *: */ */ *${host}${page}`, "y");
// A number alone is the port of something.
const bare = new RegExp(String.raw`(?:^|[^a-z0-9._~%@/\]\x80-\xff-])(?![0-9]+[ /])${host}` + page);
const secret = /^[ .-]*((?:[a-z2-7018][ .-]*){25}[a-z2-7018])(?!-*[a-z0-9])/i;
const lookAlikes = /** @type {Record<string, string>} */ ({ 0: "O", 1: "I", 8: "B" });

/** @typedef {{origin: string, key: string}} Link */

/**
 * The link in a text; null if there is none. Given the page's own origin, what lacks a scheme, or all
 * that stands before a key, is taken for one of the page's.
 * @param {string} text
 * @param {string} [own]
 * @returns {Link | null}
 */
export function readLink(text, own) {
  const plain = plainText(text);
  if (plain === null) return null;
  for (const mark of plain.matchAll(/#|%23/g)) {
    const at = mark.index ?? 0;
    const key = keyIn(plain.slice(at + mark[0].length));
    if (!key) continue;
    const before = plain.slice(0, at).toLowerCase();
    const origin = originIn(before) || (own && ownIn(before.trim(), own));
    if (origin) return { origin: own ? ownOf(origin, own) : origin, key };
  }
  if (!own || /#|%23/.test(plain)) return null;
  const key = keyIn(plain.replace(/^[^a-z0-9]+/i, ""));
  return key ? { origin: own, key } : null;
}

/** @param {string} text */
function plainText(text) {
  // Never more bytes than what is looked at here, and never less than its characters.
  if (text.length > mostBytes) return null;
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > mostBytes) return null;
  return String.fromCharCode(...bytes)
    .replace(/%([0-9a-f]{2})/gi, (_, digits) => String.fromCharCode(parseInt(digits, 16)))
    .replace(unseen, "").replace(white, " ").replace(hyphens, "-");
}

/**
 * The key that a text begins with; empty if it is not whole, or not one.
 * @param {string} text
 */
function keyIn(text) {
  const key = (secret.exec(text)?.[1] ?? "").replace(/[ .-]/g, "").toUpperCase()
    .replace(/[018]/g, (digit) => lookAlikes[digit]);
  // Two bits more than the secret has: they are zero.
  return /[AEIMQUY4]$/.test(key) ? key : "";
}

/**
 * The origin of the page whose address a text ends with.
 * @param {string} text
 */
function originIn(text) {
  for (let at = text.length; at > 0;) {
    at = text.lastIndexOf("http", at - 1);
    if (at < 0) break;
    place.lastIndex = at;
    const found = place.exec(text);
    const origin = found && originOf(found[1], found[2]);
    if (origin) return origin;
  }
  return "";
}

/**
 * As paper has it: without the scheme that browsers take by themselves, or nothing but the key.
 * @param {string} text
 * @param {string} own
 */
function ownIn(text, own) {
  if (text === "") return own;
  const found = bare.exec(text)?.[1];
  return found ? originOf(own.slice(0, own.indexOf(":")), found) : "";
}

/**
 * Empty if the host is too long to be one. The dot that may stand behind its name is not of it.
 * @param {string} scheme
 * @param {string} host
 */
function originOf(scheme, host) {
  const name = host.replace(/\.(?=:|$)/, "");
  return name.length <= 255 ? `${scheme}://${name}` : "";
}

/**
 * The page's own origin where an address is of the same host, as mailers and networks write it.
 * @param {string} origin
 * @param {string} own
 */
function ownOf(origin, own) {
  const hostOf = (/** @type {string} */ address) => address.replace(/^http:\/\/(.*?)(:80)?$|^https:\/\/(.*?)(:443)?$/, "$1$3");
  return hostOf(origin) === hostOf(own) ? own : origin;
}
