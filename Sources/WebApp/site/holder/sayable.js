// Texts of a screen as a voice says them: which there are, in which pieces.

/** What is not read: the words that open a wallet and other secrets, what is not for the ear, what a person writes. */
const silent = '[translate="no"], [hidden], [aria-hidden="true"], textarea, option, script, details:not([open]) > :not(summary)';
const blocks = new Set(['inline', 'contents']);

/** More than that is said in pieces, in characters. */
const longest = 300;

/**
 * What a person sees below `root`, from top to bottom: titles, texts, buttons.
 * @param {Element} root
 * @returns {import('./speech.js').Line[]}
 */
export function linesOf(root) {
  /** @type {{text: string, on: Element}[]} */
  const lines = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  /** @type {Element | null} */ let before = null;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const inside = node.parentElement;
    const words = node.nodeValue ?? '';
    if (!inside || !words.trim() || inside.getClientRects().length === 0) continue;
    // Not of what is around: the page itself is not to be translated.
    if (root.contains(inside.closest(silent))) continue;
    const named = inside.closest('button[aria-label], a[aria-label]');
    const on = named ?? blockOf(inside, root);
    const last = lines[lines.length - 1];
    if (named && on === before) continue;
    if (named) lines.push({ text: named.getAttribute('aria-label') ?? '', on });
    else if (last && on === before) last.text += words;
    else lines.push({ text: words, on });
    before = on;
  }
  return lines.map(({ text, on }) => ({ text: text.replace(/\s+/g, ' ').trim(), on }));
}

/** The button, or what else stands on lines of its own.
 * @param {Element} element @param {Element} root
 */
function blockOf(element, root) {
  const button = element.closest('button');
  if (button) return button;
  let on = element;
  while (on !== root && on.parentElement && blocks.has(getComputedStyle(on).display)) on = on.parentElement;
  return on;
}

/**
 * A text in pieces of whole sentences. What has capitals behind digits is a code, and said sign by sign.
 * @param {string} text
 * @returns {string[]}
 */
export function sentences(text) {
  return text
    .replace(/\b(?=[A-Z-]*\d[\d-]*[A-Z])[A-Z\d-]{5,}/g, (code) => [...code.replace(/-/g, '')].join(' '))
    .replace(/([.!?…])\s+/g, '$1\n')
    .split('\n')
    .flatMap(shortened)
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece));
}

/** @param {string} text @returns {string[]} */
function shortened(text) {
  if (text.length <= longest) return [text];
  const at = text.lastIndexOf(' ', longest);
  // Of a word without an end as much as can be said.
  if (at <= 0) return [text.slice(0, longest), ...shortened(text.slice(longest))];
  return [text.slice(0, at), ...shortened(text.slice(at + 1))];
}
