// The module's memory and exports, and nothing of what the bytes mean.

import { CoreError } from "./core-error.js";

/** What `next` and `again` say. */
export const STEP = { waits: 0, request: 1, result: 2, failed: 3, works: 4, news: 5 };

/**
 * @typedef {object} Exports
 * @property {WebAssembly.Memory} memory
 * @property {(count: number) => number} core_allocate
 * @property {(call: number, input: number, count: number) => number} core_begin
 * @property {(call: number) => number} core_next
 * @property {(call: number, ticket: number) => number} core_again
 * @property {(call: number, ticket: number, status: number, retryAfter: number, body: number,
 *   bodyCount: number, challenge: number, challengeCount: number) => void} core_answer
 * @property {(call: number) => void} core_drop
 * @property {() => number} core_output
 * @property {() => number} core_output_count
 * @property {() => void} core_wipe_output
 * @property {(call: number) => number} core_done
 * @property {(call: number) => number} core_total
 * @property {(seconds: number) => void} core_clock
 * @property {() => void} core_end
 */

/**
 * @typedef {object} Output
 * @property {any} json
 * @property {Uint8Array} bytes
 */

/** An instance of the module. Whatever traps in it ends it: its state is not known afterwards. */
export class CoreModule {
  /** @type {Exports | undefined} */
  #exports;

  /** @param {WebAssembly.Module} compiled */
  static async instantiate(compiled) {
    /** @type {WebAssembly.Memory} */
    let memory;
    /** @type {Record<string, Function>} */
    const host = {
      /** @param {number} pointer @param {number} count */
      random_get(pointer, count) {
        // 65,536 bytes is the most that one call gives.
        for (let done = 0; done < count; done += 65_536) {
          const part = Math.min(65_536, count - done);
          crypto.getRandomValues(new Uint8Array(memory.buffer, pointer + done, part));
        }
        return 0;
      },
    };
    // What libc's error output would need; never called.
    for (const { name } of WebAssembly.Module.imports(compiled)) {
      host[name] ??= () => {
        throw new CoreError("unsupported");
      };
    }
    const instance = await WebAssembly.instantiate(compiled, {
      wasi_snapshot_preview1: /** @type {WebAssembly.ModuleImports} */ (host),
    });
    memory = /** @type {WebAssembly.Memory} */ (instance.exports.memory);
    const module = new CoreModule();
    module.#exports = /** @type {any} */ (instance.exports);
    return module;
  }

  /**
   * What `body` makes of the exports, with the clock set.
   * @template R
   * @param {(exports: Exports) => R} body
   * @returns {R}
   */
  #use(body) {
    if (!this.#exports) throw new CoreError("ended");
    try {
      this.#exports.core_clock(Date.now() / 1000);
      return body(this.#exports);
    } catch (error) {
      this.#exports = undefined;
      throw error instanceof CoreError ? error : new CoreError("outOfMemory");
    }
  }

  /** @param {Exports} exports @param {Uint8Array} bytes */
  #copyIn(exports, bytes) {
    const pointer = exports.core_allocate(bytes.length);
    new Uint8Array(exports.memory.buffer, pointer, bytes.length).set(bytes);
    return pointer;
  }

  /**
   * Begins a call; the module wipes its copy of `input`.
   * @param {number} call
   * @param {Uint8Array} input
   */
  begin(call, input) {
    return this.#use((exports) => {
      const handle = exports.core_begin(call, this.#copyIn(exports, input), input.length);
      input.fill(0);
      return handle;
    });
  }

  /** @param {number} handle */
  next(handle) {
    return this.#use((exports) => exports.core_next(handle));
  }

  /**
   * The request once more, signed at this time.
   * @param {number} handle
   * @param {number} ticket
   */
  again(handle, ticket) {
    return this.#use((exports) => exports.core_again(handle, ticket));
  }

  /**
   * @param {number} handle
   * @param {number} ticket
   * @param {{ status: number, retryAfter: number, body: Uint8Array, challenge: string }} answer
   */
  answer(handle, ticket, { status, retryAfter, body, challenge }) {
    const field = new TextEncoder().encode(challenge);
    this.#use((exports) => {
      const bodyAt = this.#copyIn(exports, body);
      const fieldAt = this.#copyIn(exports, field);
      exports.core_answer(
        handle, ticket, status, retryAfter, bodyAt, body.length, fieldAt, field.length);
    });
  }

  /** @param {number} handle @returns {[done: number, total: number]} */
  progress(handle) {
    return this.#use((exports) => [exports.core_done(handle), exports.core_total(handle)]);
  }

  /**
   * What the last step has to say.
   * @returns {Output}
   */
  output() {
    return this.#use((exports) => {
      const count = exports.core_output_count();
      const all = new Uint8Array(exports.memory.buffer, exports.core_output(), count);
      const jsonCount = new DataView(all.buffer, all.byteOffset, count).getUint32(0, true);
      const json = JSON.parse(new TextDecoder().decode(all.slice(4, 4 + jsonCount)));
      const bytes = all.slice(4 + jsonCount);
      exports.core_wipe_output();
      return { json, bytes };
    });
  }

  /** @param {number} handle */
  drop(handle) {
    if (this.#exports) this.#use((exports) => exports.core_drop(handle));
  }

  /** Wipes every secret, then the whole memory, and lets it go. */
  end() {
    try {
      this.#exports?.core_end();
    } finally {
      if (this.#exports) new Uint8Array(this.#exports.memory.buffer).fill(0);
      this.#exports = undefined;
    }
  }
}
