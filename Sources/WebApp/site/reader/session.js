// When it is over: at the grant's end, after 10 minutes that nobody used, when the page is left.
//
// Times are compared, not counted: a tab in the background or a phone asleep runs late timers,
// and then ends at the first of them.

/** Without a touch, a key or a scroll for so long, what is shown is wiped. */
const idleSeconds = 600;
/** It is announced so long before. */
const warningSeconds = 60;

/** @typedef {"expired" | "idle" | "closed" | "left"} End */

export class Session {
  /** @type {(secondsLeft: number) => void} */
  onTick = () => {};
  /**
   * Seconds until it is wiped for being unused; null when somebody is there again.
   * @type {(seconds: number | null) => void}
   */
  onWarning = () => {};
  /** @type {(end: End) => void} */
  onEnd = () => {};

  #expiry;
  #clockAhead;
  #lastUse = Date.now();
  #isWarning = false;
  /** @type {AbortController} */
  #listening = new AbortController();
  /** @type {ReturnType<typeof setInterval>} */
  #timer;

  /**
   * @param {number} expiry  by the service's clock, in seconds
   * @param {number} serviceTime  what that clock says now, in seconds
   */
  constructor(expiry, serviceTime) {
    this.#expiry = expiry;
    this.#clockAhead = serviceTime - Date.now() / 1000;
    const signal = this.#listening.signal;
    for (const type of ["pointerdown", "pointermove", "keydown", "scroll", "wheel", "touchstart"]) {
      addEventListener(type, () => this.used(), { capture: true, passive: true, signal });
    }
    document.addEventListener("visibilitychange", () => this.#check(), { signal });
    addEventListener("pagehide", () => this.#end("left"), { signal });
    this.#timer = setInterval(() => this.#check(), 1000);
  }

  /** Now, by the service's clock. */
  get now() {
    return Date.now() / 1000 + this.#clockAhead;
  }

  /** How long nobody was there, in seconds. */
  get idleFor() {
    return (Date.now() - this.#lastUse) / 1000;
  }

  /** Somebody is there. */
  used() {
    // Checked first: who comes back too late does not find it still there.
    if (this.idleFor >= idleSeconds) return this.#check();
    // The warning goes with the next tick: what a finger is on does not change under it.
    this.#lastUse = Date.now();
  }

  /** The reader is done. */
  close() {
    this.#end("closed");
  }

  /** Ends without a word: something else has. */
  stop() {
    this.#listening.abort();
    clearInterval(this.#timer);
  }

  /** Checks the clocks now; the timer does so each second. */
  #check() {
    if (this.#listening.signal.aborted) return;
    const left = this.#expiry - this.now;
    if (left <= 0) return this.#end("expired");
    const idle = this.idleFor;
    if (idle >= idleSeconds) return this.#end("idle");
    this.onTick(left);
    if (idle >= idleSeconds - warningSeconds) {
      this.#isWarning = true;
      this.onWarning(Math.ceil(idleSeconds - idle));
    } else if (this.#isWarning) {
      this.#isWarning = false;
      this.onWarning(null);
    }
  }

  /** @param {End} end */
  #end(end) {
    if (this.#listening.signal.aborted) return;
    this.stop();
    this.onEnd(end);
  }
}
