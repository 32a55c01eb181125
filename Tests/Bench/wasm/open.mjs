// Opens a wallet in memory in WebAssembly, beside Argon2id alone; prints the seconds of each try
// as one line of JSON.
//
//   node open.mjs MODULE TRIES
import { readFileSync } from "node:fs";
import { randomFillSync } from "node:crypto";

const [path, tries] = process.argv.slice(2);
const compiled = new WebAssembly.Module(readFileSync(path));

function instantiate() {
  let memory;
  const host = {
    random_get(pointer, byteCount) {
      randomFillSync(new Uint8Array(memory.buffer, pointer, byteCount));
      return 0;
    },
  };
  for (const { name } of WebAssembly.Module.imports(compiled)) {
    host[name] ??= () => { throw new Error(`the module called ${name}`); };
  }
  const instance = new WebAssembly.Instance(compiled, { wasi_snapshot_preview1: host });
  memory = instance.exports.memory;
  return instance.exports;
}

const bench = instantiate();

function seconds(body, expected) {
  const start = performance.now();
  const result = body();
  const elapsed = (performance.now() - start) / 1000;
  if (result !== expected) throw new Error(`got ${result}, expected ${expected}`);
  return elapsed;
}

if (bench.bench_prepare(10) !== 1) throw new Error("no wallet");
const stretch = [];
const open = [];
for (let i = 0; i < Number(tries); i++) {
  open.push(seconds(() => bench.bench_open(), 10));
  stretch.push(seconds(() => bench.bench_stretch(), 1));
}
console.log(JSON.stringify({ stretch, open }));
