// Runs the vectors of Specs/Vectors in the WebAssembly module, and compares with what the native
// run noted down.
//
//   node run.mjs                the last line is "N passed, N failed"
//
// It encodes, calls and compares; no cryptography or format of the project is in it but the CBOR
// that carries a vector to the module and back.
import { readFileSync, readdirSync, existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { randomFillSync } from "node:crypto";

const root = new URL("../../", import.meta.url);
const vectorsFolder = new URL("Specs/Vectors/", root);
const nativeFolder = new URL(".build/vectors/", root);
const moduleFile = new URL(".build/wasm/core.wasm", root);

// The module

const compiled = new WebAssembly.Module(readFileSync(moduleFile));

function instantiate() {
  let memory;
  const host = {
    random_get(pointer, byteCount) {
      randomFillSync(new Uint8Array(memory.buffer, pointer, byteCount));
      return 0;
    },
  };
  // Linked with libc's error output and never called.
  for (const { name } of WebAssembly.Module.imports(compiled)) {
    host[name] ??= () => { throw new Error(`the module called ${name}`); };
  }
  const instance = new WebAssembly.Instance(compiled, { wasi_snapshot_preview1: host });
  memory = instance.exports.memory;
  return instance.exports;
}

let core = instantiate();

function call(request) {
  const pointer = core.core_allocate(request.length);
  new Uint8Array(core.memory.buffer, pointer, request.length).set(request);
  const answer = core.vector_run(pointer, request.length);
  const byteCount = new DataView(core.memory.buffer).getUint32(answer, true);
  const bytes = new Uint8Array(core.memory.buffer, answer + 4, byteCount).slice();
  core.core_release(pointer);
  core.core_release(answer);
  return bytes;
}

// CBOR, as deterministic as the vectors need

function head(major, number) {
  if (number < 24) return Uint8Array.of((major << 5) | number);
  const widths = [[24, 1, 0xff], [25, 2, 0xffff], [26, 4, 0xffffffff], [27, 8, Infinity]];
  const [information, width] = widths.find(([, , most]) => number <= most);
  const bytes = new Uint8Array(1 + width);
  bytes[0] = (major << 5) | information;
  for (let i = 0, rest = BigInt(number); i < width; i++, rest >>= 8n) {
    bytes[width - i] = Number(rest & 255n);
  }
  return bytes;
}
const join = (parts) => new Uint8Array(Buffer.concat(parts));
const array = (items) => join([head(4, items.length), ...items]);
const string = (major, bytes) => join([head(major, bytes.length), bytes]);
const text = (value) => string(3, Buffer.from(value, "utf8"));

const fromHex = (hex) => {
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new Error(`not lower-case hexadecimal: ${hex}`);
  return new Uint8Array(Buffer.from(hex, "hex"));
};

/** The bytes of a hexadecimal string, {"repeat": hex, "times": n} or {"join": [...]}. */
function bytesOf(value) {
  if (typeof value === "string") return fromHex(value);
  const keys = Object.keys(value).join();
  if (keys === "repeat,times") return Buffer.concat(Array(value.times).fill(fromHex(value.repeat)));
  if (keys === "join") return Buffer.concat(value.join.map(bytesOf));
  throw new Error(`no bytes: ${JSON.stringify(value)}`);
}

/** A value of the JSON as the runner's [kind, value]. */
function encodeValue(value, isText) {
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || value < 0) throw new Error(`not a number: ${value}`);
    return array([head(0, 0), head(0, value)]);
  }
  if (typeof value === "string" && isText) return array([head(0, 2), text(value)]);
  if (Array.isArray(value)) {
    return array([head(0, 3), array(value.map((item) => encodeValue(item, isText)))]);
  }
  return array([head(0, 1), string(2, bytesOf(value))]);
}

const encodeRequest = (vector, texts) => array([
  text(vector.operation),
  array(Object.entries(vector.input).map(
    ([name, value]) => array([text(name), encodeValue(value, texts.has(name))]))),
]);

/** The answer as {outcome, output}, with values as the JSON has them. */
function decodeAnswer(bytes) {
  let offset = 0;
  const readHead = () => {
    const initial = bytes[offset++];
    const width = [1, 2, 4, 8][(initial & 31) - 24] ?? 0;
    let number = BigInt(initial & 31);
    if (width > 0) number = 0n;
    for (let i = 0; i < width; i++) number = (number << 8n) | BigInt(bytes[offset++]);
    return Number(number);
  };
  const readString = () => {
    const count = readHead();
    return Buffer.from(bytes.slice(offset, (offset += count)));
  };
  const readValue = () => {
    readHead();
    switch (readHead()) {
      case 0: return readHead();
      case 1: return readString().toString("hex");
      case 2: return readString().toString("utf8");
      default: return Array.from({ length: readHead() }, readValue);
    }
  };
  readHead();
  const outcome = readString().toString("utf8");
  const output = {};
  for (let count = readHead(); count > 0; count--) {
    readHead();
    const name = readString().toString("utf8");
    output[name] = readValue();
  }
  return { outcome, output };
}

// The vectors

const sorted = (object) => JSON.stringify(Object.entries(object).sort());

/** What is wrong with a vector's answer, or nothing. */
function difference(vector, texts) {
  let answer;
  try {
    answer = decodeAnswer(call(encodeRequest(vector, texts)));
  } catch (error) {
    core = instantiate();
    return `the module stopped: ${error.message}`;
  }
  if (answer.outcome !== vector.expect) {
    return `expected "${vector.expect}", got "${answer.outcome}"`;
  }
  const wanted = { ...vector.intermediate, ...vector.output };
  if (sorted(answer.output) === sorted(wanted)) return undefined;
  return `expected ${sorted(wanted)}, got ${sorted(answer.output)}`;
}

let passed = 0;
let failed = 0;
function fail(message) {
  failed += 1;
  console.log(`FAILED: ${message}`);
}

const files = readdirSync(vectorsFolder).filter((name) => name.endsWith(".json")).sort();
const start = performance.now();
for (const file of files) {
  const { vectors, text: textFields } = JSON.parse(readFileSync(new URL(file, vectorsFolder)));
  const texts = new Set(textFields ?? []);
  const names = [];
  for (const vector of vectors) {
    const problem = difference(vector, texts);
    if (problem) fail(`${file}, "${vector.name}": ${problem}`);
    else names.push(vector.name);
  }
  passed += names.length;
  console.log(`${file}: ${names.length} of ${vectors.length}`);

  // A vector that one of the two skipped would be missed otherwise.
  const note = new URL(file, nativeFolder);
  const native = existsSync(note) ? JSON.parse(readFileSync(note)) : [];
  if (JSON.stringify(native) === JSON.stringify(names)) passed += 1;
  else fail(`${file}: natively ${native.length} passed, here ${names.length}, or not the same`);
}
if (files.length === 0) fail("no vectors");
console.log(`${Math.round(performance.now() - start)} ms in WebAssembly`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
