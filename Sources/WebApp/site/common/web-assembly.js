// Whether WebAssembly runs here: some browsers' settings forbid it, as an iPhone's Lockdown Mode and
// the security level of Tor Browser do.

/** A module with nothing in it: compiling it asks for leave, and takes no time. */
const empty = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);

/** Whether it does. */
export function runsWebAssembly() {
  try {
    return new WebAssembly.Module(empty) instanceof WebAssembly.Module;
  } catch {
    return false;
  }
}
