// The clipboard: only when asked, and emptied afterwards.

const keepSeconds = 60;
/** @type {any} */
let timer = null;

/** @param {string} text @returns {Promise<boolean>} whether it was copied */
export async function copyForAMinute(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return false;
  }
  clearTimeout(timer);
  timer = setTimeout(() => void clearClipboard(), keepSeconds * 1000);
  return true;
}

/** Empties it, if this page filled it. */
export async function clearClipboard() {
  if (timer === null) return;
  clearTimeout(timer);
  timer = null;
  // An empty text is ignored by some systems: a space is not.
  await navigator.clipboard.writeText(' ').catch(() => {});
}
