// A module of C alone, which asks for nothing: each file or text has an instance of its own.

/**
 * @param {WebAssembly.Module} module
 * @returns {Promise<any>} what it exports
 */
export async function started(module) {
  /** @type {Record<string, () => never>} */
  const host = {};
  // What libc's error output would need; never called.
  for (const { name } of WebAssembly.Module.imports(module)) {
    host[name] = () => {
      throw new Error('unsupported');
    };
  }
  const { exports } = /** @type {any} */ (await WebAssembly.instantiate(module, { wasi_snapshot_preview1: host }));
  exports._initialize();
  return exports;
}
