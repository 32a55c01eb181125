// The thread that the core runs in: messages in and out, and nothing kept beside the core.

import { CoreError } from "./core-error.js";
import { loadCore } from "./core.js";

/** @typedef {import("./core.js").CoreRunner} CoreRunner */

/** @type {CoreRunner | undefined} */
let core;

/** @param {any} message @param {Transferable[]} [transfer] */
function post(message, transfer = []) {
  // `self` is a worker's; the types know it as a window.
  /** @type {any} */ (self).postMessage(message, transfer);
}

/** @param {any} message */
async function answer(message) {
  if (message.kind === "start") {
    const files = /** @type {{ module: string, plainModule: string, pin?: string }} */ (message);
    core = await loadCore(files, (input, init) => fetch(input, init), new URL(files.module).origin);
    core.onEnded = () => {
      core?.end();
      post({ kind: "ended" });
    };
    return core.call("info", {});
  }
  if (!core) throw new CoreError("ended");
  return core.call(message.name, message.args, (done, total) => {
    post({ kind: "progress", id: message.id, done, total });
  });
}

self.onmessage = async ({ data: message }) => {
  if (message.kind === "end") {
    core?.end();
    core = undefined;
    post({ kind: "gone" });
    return;
  }
  try {
    const result = await answer(message);
    const buffers = [result, ...(result?.items ?? [])].map((item) => item?.bytes?.buffer);
    post(
      { kind: "result", id: message.id, result },
      [...new Set(buffers)].filter((buffer) => buffer instanceof ArrayBuffer),
    );
  } catch (error) {
    // What is no CoreError is a fault of this program; its text may hold anything.
    const known = error instanceof CoreError ? error : new CoreError("unsupported");
    post({ kind: "error", id: message.id, code: known.code, detail: known.detail });
  }
};
