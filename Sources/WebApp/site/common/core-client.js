// The page's side of the core: starts the worker and calls it. No secret stays on this side.

import { CoreError } from "./core-error.js";
import { fetchModule, fetchPin } from "./core-files.js";

export { CoreError };

/**
 * @typedef {object} CoreFiles
 * @property {string} module the module's address
 * @property {string} plainModule the same module without SIMD, for browsers that lack it
 * @property {string} worker the address of core-worker.js
 * @property {string} [pin] the address of the site's pin.json
 */

/** @type {{ createScriptURL(url: string): string } | undefined} */
let policy;

/**
 * A worker's address as the page's policy of trusted types wants it: only a file of this name
 * beside this one can become a worker.
 * @param {string} address
 */
function workerAddress(address) {
  const own = new URL("core-worker.js", import.meta.url).href;
  if (new URL(address, import.meta.url).href !== own) throw new TypeError("not the core's worker");
  const trustedTypes = /** @type {any} */ (globalThis).trustedTypes;
  if (!trustedTypes) return address;
  policy ??= trustedTypes.createPolicy("pde-worker", {
    createScriptURL: (/** @type {string} */ url) => url,
  });
  return /** @type {{ createScriptURL(url: string): string }} */ (policy).createScriptURL(address);
}

/** How long what was asked for ahead is waited for, once all else is there: then the core asks. */
const aheadMilliseconds = 3_000;

/** One core in one worker: one wallet, or one grant. */
export class Core {
  /**
   * How far the call that runs is, in bytes.
   * @type {(done: number, total: number) => void}
   */
  onProgress = () => {};

  /**
   * The session is over: the server answers for this wallet as for none. The core is wiped.
   * @type {() => void}
   */
  onEnded = () => {};

  /**
   * What the service says of itself.
   * @type {Record<string, any>}
   */
  info = {};

  #worker;
  #nextID = 1;
  #isOver = false;
  /**
   * @typedef {object} Waiting
   * @property {(result: any) => void} resolve
   * @property {(error: Error) => void} reject
   * @property {(news: any) => void} [onNews]
   */
  /** @type {Map<number, Waiting>} */
  #calls = new Map();
  /** @type {() => void} */
  #whenGone = () => {};

  /**
   * The core, once the service has said what it is; it takes calls before.
   * @type {Promise<Core>}
   */
  ready;

  /**
   * Starts the worker, and asks the service for its information.
   * @param {CoreFiles} files
   * @param {{worker(): Worker, info(): Promise<ArrayBuffer | null> | null}} [ahead]  what the page
   *   started before this script was there
   * @throws CoreError where a browser can't
   */
  constructor(files, ahead) {
    if (typeof Worker !== "function" || typeof WebAssembly !== "object") {
      throw new CoreError("unsupported");
    }
    const worker = ahead?.worker() ?? new Worker(workerAddress(files.worker), { type: "module" });
    this.#worker = worker;
    worker.onmessage = (event) => this.#take(event.data);
    // The worker's file did not come, or it broke: nothing of it can be trusted to go on.
    worker.onerror = () => this.#close("unreachable");
    this.ready = this.#start(files, ahead?.info() ?? null);
    // Whoever only calls hears it from the call.
    this.ready.catch(() => {});
  }

  /**
   * A core that the service has answered.
   * @param {CoreFiles} files
   */
  static async start(files) {
    return new Core(files).ready;
  }

  /** @param {CoreFiles} files @param {Promise<ArrayBuffer | null> | null} asked  the service's information */
  async #start({ module, plainModule, pin }, asked) {
    try {
      const [compiled, hash] = await Promise.all([
        fetchModule(module, plainModule), pin ? fetchPin(pin) : ""]);
      const info = asked && await Promise.race([
        asked, new Promise((resolve) => setTimeout(resolve, aheadMilliseconds, null))]);
      this.info = await this.#send(
        "start", { module: compiled, origin: location.origin, pin: hash, info });
      return this;
    } catch (error) {
      this.#close(error instanceof CoreError ? error.code : "unreachable");
      throw error;
    }
  }

  /**
   * Calls the core. Buffers in `args` are handed over: they are empty here afterwards.
   * @param {string} name
   * @param {Record<string, any>} [args]
   * @param {(news: any) => void} [onNews] hears what is there before the rest
   * @returns {Promise<any>}
   */
  call(name, args = {}, onNews) {
    return this.#send("call", { name, args }, buffersIn(args), onNews);
  }

  /** Wipes what the core holds and ends it. */
  async end() {
    if (this.#isOver) return;
    const gone = new Promise((resolve) => {
      this.#whenGone = () => resolve(undefined);
      // A worker that computes answers late: it is ended all the same.
      setTimeout(resolve, 300);
    });
    this.#worker.postMessage({ kind: "end" });
    await gone;
    this.#close("ended");
  }

  /**
   * @param {string} kind
   * @param {Record<string, any>} message
   * @param {Transferable[]} [transfer]
   * @param {(news: any) => void} [onNews]
   * @returns {Promise<any>}
   */
  #send(kind, message, transfer = [], onNews) {
    if (this.#isOver) return Promise.reject(new CoreError("ended"));
    return new Promise((resolve, reject) => {
      const id = this.#nextID++;
      this.#calls.set(id, { resolve, reject, onNews });
      this.#worker.postMessage({ kind, id, ...message }, transfer);
    });
  }

  /** @param {any} message */
  #take(message) {
    const call = this.#calls.get(message.id);
    switch (message.kind) {
      case "result":
        this.#calls.delete(message.id);
        call?.resolve(message.result);
        break;
      case "error":
        this.#calls.delete(message.id);
        call?.reject(new CoreError(message.code, message.detail));
        break;
      case "news":
        call?.onNews?.(message.news);
        break;
      case "progress":
        this.onProgress(message.done, message.total);
        break;
      case "ended":
        this.#close("ended");
        this.onEnded();
        break;
      case "gone":
        this.#whenGone();
        break;
    }
  }

  /** @param {string} code */
  #close(code) {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#worker.terminate();
    for (const { reject } of this.#calls.values()) reject(new CoreError(code));
    this.#calls.clear();
  }
}

/**
 * The buffers of a call's arguments, to be transferred.
 * @param {any} value
 * @param {Set<ArrayBuffer>} [found]
 * @returns {ArrayBuffer[]}
 */
function buffersIn(value, found = new Set()) {
  if (value instanceof ArrayBuffer) {
    found.add(value);
  } else if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (typeof value === "object" && value !== null) {
    for (const item of Object.values(value)) buffersIn(item, found);
  }
  return [...found];
}
