// Fails if a WebAssembly module asks its host for more than random bytes.
//
// libc brings four functions on files with its error output; they are linked and never called,
// and a host may answer them with a trap.
import { readFileSync } from "node:fs";

const allowed = new Set(["random_get", "fd_close", "fd_fdstat_get", "fd_seek", "fd_write"]);
const module = new WebAssembly.Module(readFileSync(process.argv[2]));
const imports = WebAssembly.Module.imports(module);
for (const { module, name } of imports) console.log(`${module}.${name}`);
const others = imports.filter((i) => i.module !== "wasi_snapshot_preview1" || !allowed.has(i.name));
process.exit(others.length === 0 ? 0 : 1);
