// The session ends by itself after three minutes without use. A camera, or a file chooser that stands before the page, is use.

import { noteChoosing } from './thrown-away.js';

/** @typedef {{onTick: (left: number) => void, onWarn: () => void, onKept: () => void, onEnd: () => void}} Hooks */

const idleSeconds = 180;
/** Long enough to be read aloud, and to be answered. */
const warningSeconds = 60;
/** What somebody may ask for who reads, or talks. */
export const longSeconds = 900;
/** A transfer, a camera or a file chooser may hold the end back, but not for ever: somebody may have walked away. */
const transferSeconds = 600;
const signs = ['pointerdown', 'keydown', 'wheel', 'touchmove', 'input', 'cancel'];

/** @type {{touch: (seconds?: number) => void, transfer: () => void, stop: () => void} | null} */
let running = null;

/** @param {Hooks} hooks */
export function startIdleClock(hooks) {
  stopIdleClock();
  let used = performance.now();
  let until = used + idleSeconds * 1000;
  let warned = false;
  let isChoosing = false;

  const setChoosing = (/** @type {boolean} */ value) => {
    if (value !== isChoosing) noteChoosing(value);
    isChoosing = value;
  };
  const touch = (seconds = idleSeconds) => {
    used = performance.now();
    setChoosing(false);
    // What was asked for is not taken back by going on.
    until = Math.max(until, used + seconds * 1000);
    if (warned) {
      warned = false;
      hooks.onKept();
    }
    tick();
  };
  const transfer = () => {
    const now = performance.now();
    until = Math.max(until, Math.min(now + idleSeconds * 1000, used + transferSeconds * 1000));
  };
  const tick = () => {
    if (isChoosing || document.querySelector('video')?.srcObject) transfer();
    const left = Math.ceil((until - performance.now()) / 1000);
    if (left <= 0) return hooks.onEnd();
    hooks.onTick(left);
    if (left <= warningSeconds && !warned) {
      warned = true;
      hooks.onWarn();
    }
  };
  const timer = setInterval(tick, 1000);
  // A tab in the background ticks late: look again before anything is seen.
  const seen = () => {
    if (document.visibilityState === 'visible') tick();
  };
  document.addEventListener('visibilitychange', seen);
  // While the warning stands only its button counts: it must be read, not brushed aside.
  const onUse = () => {
    if (!warned) touch();
  };
  for (const sign of signs) addEventListener(sign, onUse, { capture: true, passive: true });
  // The chooser, or a phone's camera, takes the page's place: nothing of it is seen here until it ends.
  const onChoose = (/** @type {Event} */ event) => {
    if (event.target instanceof HTMLInputElement && event.target.type === 'file') setChoosing(true);
  };
  addEventListener('click', onChoose, { capture: true });
  const stop = () => {
    setChoosing(false);
    clearInterval(timer);
    document.removeEventListener('visibilitychange', seen);
    for (const sign of signs) removeEventListener(sign, onUse, { capture: true });
    removeEventListener('click', onChoose, { capture: true });
  };
  running = { touch, transfer, stop };
  tick();
}

/**
 * The person answered the warning.
 * @param {number} [seconds] How long it stays open without use, this once.
 */
export function keepOpen(seconds) {
  running?.touch(seconds);
}

/** Something of a transfer has moved. */
export function transferMoved() {
  running?.transfer();
}

export function stopIdleClock() {
  running?.stop();
  running = null;
}
