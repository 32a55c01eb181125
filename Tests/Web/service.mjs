// A real pde-server of its own for a test, the pde program beside it, and cores that talk to it.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const bin = process.env.PDE_BIN ?? join(root, ".build/release");
const wasm = process.env.PDE_WASM ?? join(root, ".build/wasm");

/** The core of a site, as it stands in its folder: what is common, and its own. */
async function coreOf(site) {
  const folder = mkdtempSync(join(tmpdir(), "pde-core-"));
  for (const part of ["common", site]) cpSync(join(root, "Sources/WebApp/site", part), folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{"type": "module"}');
  const { startCore } = await import(join(folder, "core.js"));
  rmSync(folder, { recursive: true });
  return startCore;
}
const cores = { holder: await coreOf("holder"), reader: await coreOf("reader") };

export class Service {
  /** Starts the server on a free port. */
  static async start() {
    const service = new Service();
    service.folder = mkdtempSync(join(tmpdir(), "pde-web-"));
    // Below those that the system gives away by itself: nobody else gets it while the server is down.
    for (let tries = 5; ; tries--) {
      try {
        await service.run(`127.0.0.1:${16_384 + Math.floor(16_384 * Math.random())}`);
        return service;
      } catch (error) {
        if (tries === 0) throw error;
      }
    }
  }

  async run(listen) {
    this.process = spawn(join(bin, "pde-server"), [
      "serve", "--data", join(this.folder, "data"), "--listen", listen,
      // Many wallets of one source: no work for each from the sixth on.
      "--place", "127.0.0.1",
    ], { stdio: ["ignore", "pipe", "ignore"] });
    this.url = await new Promise((resolve, reject) => {
      let said = "";
      this.process.stdout.on("data", (part) => {
        said += part;
        const url = /http:\/\/\S+/.exec(said);
        if (url) resolve(url[0]);
      });
      this.process.on("exit", (code) => reject(new Error(`pde-server ended with ${code}`)));
    });
  }

  /** Ends the server; its data stay. */
  async halt() {
    if (this.process.exitCode !== null) return;
    const gone = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill();
    await gone;
  }

  /** Starts it again at the same address. */
  async resume() {
    await this.run(new URL(this.url).host);
  }

  async stop() {
    await this.halt();
    rmSync(this.folder, { recursive: true });
  }

  /**
   * A core that talks to it.
   * @param {"holder" | "reader" | "holder-plain" | "reader-plain"} name
   * @param {typeof fetch} through what stands between the core and the server
   */
  async core(name, through = fetch) {
    const core = await cores[name.split("-")[0]](readFileSync(join(wasm, `${name}.wasm`)), through, this.url);
    await core.call("info");
    return core;
  }

  /** Runs pde for the wallet of a phrase; gives what it says on standard output. */
  pde(phrase, args, input = "") {
    const file = join(this.folder, "phrase");
    writeFileSync(file, phrase, { mode: 0o600 });
    const done = spawnSync(join(bin, "pde"), args, {
      input,
      env: { ...process.env, LC_ALL: "C", PDE_SERVER: this.url, PDE_PHRASE_FILE: file },
      maxBuffer: 64 << 20,
    });
    if (done.status !== 0) throw new Error(`pde ${args[0]} ended with ${done.status}: ${done.stderr}`);
    return done.stdout;
  }

  /** How many files of one block the server keeps. */
  blockCount() {
    const found = spawnSync("find", [join(this.folder, "data"), "-type", "f", "-size", "131072c"]);
    return found.stdout.toString().split("\n").filter(Boolean).length;
  }
}

/** `count` bytes that repeat nothing a compressor would see. */
export function bytesOf(count, seed = 1) {
  const bytes = new Uint8Array(count);
  let state = seed;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}
