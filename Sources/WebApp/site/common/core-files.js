// What a core is made of, fetched and compiled by the page: the worker's own files come meanwhile.

import { CoreError } from "./core-error.js";
import { arrived, siteFile } from "./site-file.js";

/**
 * As the reader's page has them fetched ahead: another mode would fetch them again. There are no cookies
 * that could go with it.
 * @type {RequestInit}
 */
const asAhead = { credentials: "same-origin" };

// (module (func (result v128) i32.const 0 i8x16.splat)): valid where SIMD is.
const SIMD_PROBE = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15,
  11,
]);

/**
 * The module that this browser can run.
 * @param {string} module its address
 * @param {string} plainModule that of the same module without SIMD
 * @returns {Promise<WebAssembly.Module>}
 */
export async function fetchModule(module, plainModule) {
  const answer = await siteFile(WebAssembly.validate(SIMD_PROBE) ? module : plainModule, asAhead);
  const bytes = await arrived(answer.arrayBuffer());
  try {
    return await WebAssembly.compile(bytes);
  } catch {
    throw new CoreError("unsupported");
  }
}

/**
 * The hash of the epoch list that the site was built with; empty if it was built without one.
 * @param {string} address that of pin.json, of Specs/site.md
 * @returns {Promise<string>}
 */
export async function fetchPin(address) {
  const answer = await siteFile(address, asAhead);
  let epochs;
  try {
    ({ epochs } = await answer.json());
  } catch {
    throw new CoreError("nonsense");
  }
  if (epochs === null) return "";
  if (typeof epochs !== "string" || !/^[0-9a-f]{64}$/.test(epochs)) throw new CoreError("nonsense");
  return epochs;
}
