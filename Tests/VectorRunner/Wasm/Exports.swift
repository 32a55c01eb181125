import VectorRunner

// What the WebAssembly module offers to its host. Memory that the host writes to, or reads from,
// is allocated by the module; a pointer is an offset in its memory.

/// `byteCount` bytes, to be given back with ``coreRelease(_:)``.
@_expose(wasm, "core_allocate")
@_cdecl("core_allocate")
public func coreAllocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
  .allocate(byteCount: max(byteCount, 1), alignment: 8)
}

@_expose(wasm, "core_release")
@_cdecl("core_release")
public func coreRelease(_ pointer: UnsafeMutableRawPointer) {
  unsafe pointer.deallocate()
}

/// Runs an encoded request. The result is a u32, little-endian, the number of bytes of the
/// encoded answer, which follows; to be given back with ``coreRelease(_:)``.
@_expose(wasm, "vector_run")
@_cdecl("vector_run")
public func vectorRun(
  _ pointer: UnsafeMutableRawPointer, _ byteCount: Int
) -> UnsafeMutableRawPointer {
  let request = unsafe [UInt8](UnsafeRawBufferPointer(start: pointer, count: byteCount))
  let answer = VectorRunner.run(request)
  let result = unsafe coreAllocate(4 + answer.count)
  unsafe result.storeBytes(of: UInt32(answer.count).littleEndian, as: UInt32.self)
  unsafe (result + 4).copyMemory(from: answer, byteCount: answer.count)
  return unsafe result
}
