import BenchCore

// What the benchmark's WebAssembly module offers: a wallet in memory, as the native program has.

/// The one wallet of the module.
nonisolated(unsafe) private var wallet: MemoryWallet?

/// Makes a wallet with `documentCount` documents; 1 if it is there.
@_expose(wasm, "bench_prepare")
@_cdecl("bench_prepare")
public func benchPrepare(_ documentCount: Int) -> Int {
  unsafe wallet = try? MemoryWallet(documentCount: documentCount)
  return unsafe wallet == nil ? 0 : 1
}

/// Opens it, from the typed phrase on; the number of its documents, or -1.
@_expose(wasm, "bench_open")
@_cdecl("bench_open")
public func benchOpen() -> Int {
  unsafe (try? wallet?.open()) ?? -1
}

/// Argon2id alone; 1 if it could be done.
@_expose(wasm, "bench_stretch")
@_cdecl("bench_stretch")
public func benchStretch() -> Int {
  unsafe (try? wallet?.stretchAlone()) == nil ? 0 : 1
}
