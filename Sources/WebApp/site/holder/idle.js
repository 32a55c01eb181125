// The session ends by itself after three minutes without use.

/** @typedef {{onTick: (left: number) => void, onWarn: () => void, onKept: () => void, onEnd: () => void}} Hooks */

const idleSeconds = 180;
const warningSeconds = 30;
/** A transfer may hold the end back, but not for ever: somebody may have walked away. */
const transferSeconds = 600;
const signs = ['pointerdown', 'keydown', 'wheel', 'touchmove', 'input'];

/** @type {{touch: () => void, transfer: () => void, stop: () => void} | null} */
let running = null;

/** @param {Hooks} hooks */
export function startIdleClock(hooks) {
  stopIdleClock();
  let used = performance.now();
  let until = used + idleSeconds * 1000;
  let warned = false;

  const touch = () => {
    used = performance.now();
    until = used + idleSeconds * 1000;
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
  const stop = () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', seen);
    for (const sign of signs) removeEventListener(sign, onUse, { capture: true });
  };
  running = { touch, transfer, stop };
  tick();
}

/** The person answered the warning. */
export function keepOpen() {
  running?.touch();
}

/** Something of a transfer has moved. */
export function transferMoved() {
  running?.transfer();
}

export function stopIdleClock() {
  running?.stop();
  running = null;
}
