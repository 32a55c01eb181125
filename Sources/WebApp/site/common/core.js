// Runs the core's calls: asks the module what to send, sends it, and hands the answers back.
// Without a page and without a worker, so that node runs it as it is.

import { CALLS, dateText, encodeArguments } from "./core-calls.js";
import { CoreError } from "./core-error.js";
import { CoreModule, STEP } from "./core-module.js";
import { send, pause } from "./core-send.js";

export { CoreError };

/** @typedef {import("./core-send.js").Fetch} Fetch */
/**
 * What is heard of a call while it goes on.
 * @typedef {object} Listener
 * @property {(done: number, total: number) => void} [onProgress] how far it is, in bytes
 * @property {(news: any) => void} [onNews] what is there before the rest
 */

/**
 * Starts a module.
 * @param {BufferSource | WebAssembly.Module} module its bytes, or what a browser made of them
 * @param {Fetch} fetch
 * @param {string} origin the service's scheme and host
 * @param {string} [pin] the hash of the epoch list to insist on, in hexadecimal digits
 */
export async function startCore(module, fetch, origin, pin = "") {
  let compiled;
  try {
    compiled = module instanceof WebAssembly.Module ? module : await WebAssembly.compile(module);
  } catch {
    throw new CoreError("unsupported");
  }
  return new CoreRunner(await CoreModule.instantiate(compiled), fetch, origin, pin);
}

/** A module, and the calls that it is busy with. */
export class CoreRunner {
  /**
   * The service answers for this wallet as for none.
   * @type {() => void}
   */
  onEnded = () => {};

  #module;
  #fetch;
  #origin;
  #pin;
  #isOver = false;
  /**
   * The end of each lane: what comes next waits for it.
   * @type {Record<string, Promise<unknown>>}
   */
  #lanes = { read: Promise.resolve(), write: Promise.resolve() };
  #aborter = new AbortController();

  /** @param {CoreModule} module @param {Fetch} fetch @param {string} origin @param {string} pin */
  constructor(module, fetch, origin, pin) {
    this.#pin = pin;
    this.#module = module;
    this.#fetch = fetch;
    this.#origin = origin;
  }

  /**
   * @param {string} name
   * @param {Record<string, any>} [args]
   * @param {Listener} [listener]
   * @returns {Promise<any>}
   */
  async call(name, args = {}, listener = {}) {
    const form = CALLS[name];
    if (!form) throw new CoreError("unsupported");
    if (form.lane === "now") return this.#run(name, args, listener);
    try {
      return await this.#queued(form.lane, () => this.#run(name, args, listener));
    } catch (error) {
      if (!(error instanceof CoreError) || error.code !== "missing") throw error;
    }
    // A block that the journal names is not there. Another session removed or replaced the document
    // just now, or nobody did: read what is new, and try once more.
    await this.call("refresh");
    try {
      return await this.#queued(form.lane, () => this.#run(name, args, listener));
    } catch (error) {
      const isStillMissing = error instanceof CoreError && error.code === "missing";
      throw isStillMissing ? new CoreError("damaged", { what: "block" }) : error;
    }
  }

  /** Wipes what the core holds. */
  end() {
    this.#isOver = true;
    this.#aborter.abort();
    this.#module.end();
  }

  /**
   * @template R
   * @param {string} lane
   * @param {() => Promise<R>} body
   * @returns {Promise<R>}
   */
  #queued(lane, body) {
    const turn = this.#lanes[lane].then(body);
    this.#lanes[lane] = turn.catch(() => {});
    return turn;
  }

  /** @param {string} name @param {Record<string, any>} args @param {Listener} listener */
  async #run(name, args, listener) {
    if (this.#isOver) throw new CoreError("ended");
    const form = CALLS[name];
    const handle = this.#module.begin(form.number, encodeArguments(form, { pin: this.#pin, ...args }));
    try {
      const { json, bytes } = await this.#steps(handle, listener);
      return shaped(json, bytes);
    } catch (error) {
      if (this.#isOver) throw new CoreError("ended");
      throw error;
    } finally {
      this.#module.drop(handle);
    }
  }

  /** @param {number} handle @param {Listener} listener */
  async #steps(handle, { onProgress, onNews }) {
    /** @type {Map<number, Promise<[number, import("./core-send.js").Answer]>>} */
    const flights = new Map();
    const aborter = new AbortController();
    const stop = () => aborter.abort();
    this.#aborter.signal.addEventListener("abort", stop);
    let lastDone = -1;
    try {
      for (;;) {
        const step = this.#module.next(handle);
        if (step === STEP.result) return this.#module.output();
        if (step === STEP.failed) throw this.#failure(this.#module.output().json);
        if (step === STEP.works) {
          await pause(0);
        } else if (step === STEP.news) {
          const { json, bytes } = this.#module.output();
          onNews?.(shaped(json, bytes));
        } else if (step === STEP.request) {
          const request = this.#module.output();
          const ticket = request.json.ticket;
          const again = () => {
            if (this.#module.again(handle, ticket) !== STEP.request) throw new CoreError("ended");
            return this.#module.output();
          };
          const flight = send(this.#fetch, this.#origin, request, again, aborter.signal);
          flights.set(ticket, flight.then((answer) => [ticket, answer]));
        } else {
          if (flights.size === 0) throw new CoreError("unsupported");
          const [ticket, answer] = await Promise.race(flights.values());
          flights.delete(ticket);
          this.#module.answer(handle, ticket, answer);
          const [done, total] = this.#module.progress(handle);
          if (total > 0 && done !== lastDone) onProgress?.(done, total);
          lastDone = done;
        }
      }
    } finally {
      aborter.abort();
      this.#aborter.signal.removeEventListener("abort", stop);
      for (const flight of flights.values()) flight.catch(() => {});
    }
  }

  /** @param {{ code: string, ended?: boolean, detail?: Record<string, any> }} failure */
  #failure({ code, ended, detail }) {
    if (ended) queueMicrotask(() => this.onEnded());
    return new CoreError(code, detail);
  }
}

/**
 * A result as the page has it: dates as texts, bytes where they belong.
 * @param {any} json
 * @param {Uint8Array} bytes
 */
function shaped(json, bytes) {
  for (const one of [json, ...(json.documents ?? []), ...(json.items ?? []), ...(json.maskedEnds ?? [])]) {
    if (typeof one?.validUntil === "number") one.validUntil = dateText(one.validUntil);
  }
  if (json.bytesAre === "bytes") json.bytes = bytes;
  if (json.bytesAre === "modules") json.modules = bytes;
  if (json.bytesAre === "items") {
    let offset = 0;
    for (const item of json.items) {
      item.bytes = bytes.slice(offset, offset + item.byteCount);
      offset += item.byteCount;
    }
  }
  delete json.bytesAre;
  return json;
}
