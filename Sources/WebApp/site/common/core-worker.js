// The thread that the core runs in: messages in and out, and nothing kept beside the core.

import { CoreError } from "./core-error.js";
import { startCore } from "./core.js";
// Named here too, what core.js imports comes with it and not after it.
import "./core-calls.js";
import "./core-module.js";
import "./core-send.js";

/** @typedef {import("./core.js").CoreRunner} CoreRunner */

let isOver = false;
/** @type {CoreRunner | undefined} */
let core;
/** @type {(running: Promise<CoreRunner>) => void} */
let starts = () => {};
/**
 * The core, from its start on: what is called before waits for it.
 * @type {Promise<CoreRunner>}
 */
const started = new Promise((resolve) => (starts = resolve));

/** Wipes what there is of it. */
function end() {
  isOver = true;
  core?.end();
  core = undefined;
}

/** @param {any} message @param {Transferable[]} [transfer] */
function post(message, transfer = []) {
  // `self` is a worker's; the types know it as a window.
  /** @type {any} */ (self).postMessage(message, transfer);
}

/**
 * `fetch`, but what is known of an address is not asked for: once, as it may change.
 * @param {string} address @param {ArrayBuffer | null} known
 * @returns {import("./core-send.js").Fetch}
 */
function answering(address, known) {
  return async (input, init) => {
    if (!known || input !== address) return fetch(input, init);
    const body = known;
    known = null;
    return new Response(body);
  };
}

/** @param {any} message */
async function answer(message) {
  if (message.kind === "start") {
    const { module, origin, pin, info } = message;
    starts(startCore(module, answering(`${origin}/v1/info`, info), origin, pin));
  }
  const running = await started;
  core = isOver ? undefined : running;
  if (!core) throw new CoreError("ended");
  if (message.kind === "start") {
    core.onEnded = () => {
      end();
      post({ kind: "ended" });
    };
    return core.call("info", {});
  }
  const { id } = message;
  return core.call(message.name, message.args, {
    onProgress: (done, total) => post({ kind: "progress", id, done, total }),
    onNews: (news) => post({ kind: "news", id, news }, buffersOf(news)),
  });
}

/**
 * The buffers of a result, which the page gets and this thread gives up.
 * @param {any} result
 * @returns {Transferable[]}
 */
function buffersOf(result) {
  const buffers = [result, ...(result?.items ?? [])].map((item) => item?.bytes?.buffer);
  return [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer);
}

self.onmessage = async ({ data: message }) => {
  if (message.kind === "end") {
    end();
    post({ kind: "gone" });
    return;
  }
  try {
    const result = await answer(message);
    post({ kind: "result", id: message.id, result }, buffersOf(result));
  } catch (error) {
    // What is no CoreError is a fault of this program; its text may hold anything.
    const known = error instanceof CoreError ? error : new CoreError("unsupported");
    post({ kind: "error", id: message.id, code: known.code, detail: known.detail });
  }
};
