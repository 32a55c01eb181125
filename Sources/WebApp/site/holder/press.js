// While a mouse or a finger is down nothing on the page may move: where what was pressed is no longer
// under it when it is let go, the browser makes no click of it, and the press is lost.

/** How long the click that follows a press is waited for. */
const clickMilliseconds = 50;
let isDown = false;
/** @type {any} */
let timer = null;
/** @type {(() => void)[]} */
const waiting = [];

addEventListener('pointerdown', () => {
  clearTimeout(timer);
  isDown = true;
}, true);
for (const end of ['pointerup', 'pointercancel']) {
  addEventListener(end, () => {
    timer = setTimeout(() => {
      isDown = false;
      for (const go of waiting.splice(0)) go();
    }, clickMilliseconds);
  }, true);
}

/** Until nothing is pressed. */
export function noPress() {
  return isDown ? new Promise((/** @type {(value: void) => void} */ go) => waiting.push(go)) : Promise.resolve();
}
