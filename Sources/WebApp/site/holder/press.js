// What moves the page waits while a mouse or a finger is down: where what was pressed is no longer
// under it when it is let go, the browser makes no click of it, and the press is lost.

/** How long the click that follows a press is waited for. */
const clickMilliseconds = 50;
/** A press whose end is never heard of, as where a menu of the browser opened, is over by then. */
const longestMilliseconds = 3_000;
let isDown = false;
/** @type {any} */
let timer = null;
/** @type {(() => void)[]} */
const waiting = [];

/** @param {number} milliseconds */
function endIn(milliseconds) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    isDown = false;
    for (const go of waiting.splice(0)) go();
  }, milliseconds);
}

addEventListener('pointerdown', () => {
  isDown = true;
  endIn(longestMilliseconds);
}, true);
for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => endIn(clickMilliseconds), true);

/** Until nothing is pressed. */
export function noPress() {
  return isDown ? new Promise((/** @type {(value: void) => void} */ go) => waiting.push(go)) : Promise.resolve();
}
