import Sodium
import Vault
import Wire

// What the module offers to its host. Its one thread is the worker's: nothing runs beside it.

/// What the module holds: the calls in progress, and what they share.
private final class Host {
  let around = Surroundings()
  let session: Session
  var calls: [(handle: Int32, call: CallInProgress)] = []
  var lastHandle: Int32 = 0
  var output = Output()

  init() { session = Session(around) }

  /// Runs one step and keeps what it says; of a call that is not there, that it failed.
  func step(
    _ handle: Int32,
    _ body: (CallInProgress, inout JSONWriter, inout SecretBuffer) -> CallInProgress.Step
  ) -> Int32 {
    var json = JSONWriter()
    var bytes = SecretBuffer(capacity: 0)
    var step = CallInProgress.Step.failed
    if let call = call(handle) {
      step = body(call, &json, &bytes)
    } else {
      CoreFailure.badCall.write(to: &json, isOpen: false)
    }
    output.set(json, bytes: bytes)
    return step.rawValue
  }

  func call(_ handle: Int32) -> CallInProgress? {
    calls.first { $0.handle == handle }?.call
  }
}

nonisolated(unsafe) private var host = Host()

/// `byteCount` bytes for the host to write to; the call that gets them gives them back.
@_expose(wasm, "core_allocate")
@_cdecl("core_allocate")
public func coreAllocate(_ byteCount: Int) -> UnsafeMutableRawPointer {
  .allocate(byteCount: max(byteCount, 1), alignment: 8)
}

/// This machine's clock, in seconds since 1970: said before every call.
@_expose(wasm, "core_clock")
@_cdecl("core_clock")
public func coreClock(_ seconds: Double) {
  unsafe host.around.localTime = seconds > 0 && seconds < 1e12 ? UInt64(seconds) : 0
}

/// Begins a call of the page with its arguments; gives its handle.
@_expose(wasm, "core_begin")
@_cdecl("core_begin")
public func coreBegin(
  _ number: Int32, _ pointer: UnsafeMutableRawPointer, _ byteCount: Int
) -> Int32 {
  let input = unsafe Input(pointer, byteCount)
  unsafe host.lastHandle += 1
  let operation: Operation
  do throws(CoreFailure) {
    operation = try unsafe host.session.operation(number, input)
  } catch {
    operation = RefusedCall(error)
  }
  unsafe host.calls.append((host.lastHandle, CallInProgress(operation)))
  return unsafe host.lastHandle
}

/// Goes on with a call; says how it stands (`CallInProgress.Step`).
@_expose(wasm, "core_next")
@_cdecl("core_next")
public func coreNext(_ handle: Int32) -> Int32 {
  unsafe host.step(handle) { call, json, bytes in
    unsafe call.step(host.around, to: &json, bytes: &bytes)
  }
}

/// A request of a call once more, signed at this time.
@_expose(wasm, "core_again")
@_cdecl("core_again")
public func coreAgain(_ handle: Int32, _ ticket: Int32) -> Int32 {
  unsafe host.step(handle) { call, json, bytes in
    unsafe call.write(Int(ticket), host.around, to: &json, bytes: &bytes)
  }
}

/// Hands an answer over; status 0 if none came.
@_expose(wasm, "core_answer")
@_cdecl("core_answer")
public func coreAnswer(
  _ handle: Int32, _ ticket: Int32, _ status: Int32, _ retryAfter: Int32,
  _ body: UnsafeMutableRawPointer, _ bodyCount: Int, _ challenge: UnsafeMutableRawPointer,
  _ challengeCount: Int
) {
  let body = unsafe Input(body, bodyCount)
  let field = unsafe Input(challenge, challengeCount)
  guard let call = unsafe host.call(handle) else { return }
  let response =
    status == 0
    ? nil
    : Response(status: Int(status), body: body.withBytes(0..<bodyCount) { $0.copied() })
  call.receive(
    response, ticket: Int(ticket), retryAfter: Int(retryAfter),
    challenge: Work.challenge(field: field.withBytes(0..<challengeCount) { $0.copied() }))
}

/// Lets a call go.
@_expose(wasm, "core_drop")
@_cdecl("core_drop")
public func coreDrop(_ handle: Int32) {
  unsafe host.calls.removeAll { $0.handle == handle }
}

/// What the last step said.
@_expose(wasm, "core_output")
@_cdecl("core_output")
public func coreOutput() -> UnsafeRawPointer? { unsafe host.output.address }

@_expose(wasm, "core_output_count")
@_cdecl("core_output_count")
public func coreOutputCount() -> Int { unsafe host.output.byteCount }

@_expose(wasm, "core_wipe_output")
@_cdecl("core_wipe_output")
public func coreWipeOutput() { unsafe host.output.wipe() }

/// Bytes of documents that a call has moved, and will have.
@_expose(wasm, "core_done")
@_cdecl("core_done")
public func coreDone(_ handle: Int32) -> Double {
  Double(unsafe host.call(handle)?.progress.done ?? 0)
}

@_expose(wasm, "core_total")
@_cdecl("core_total")
public func coreTotal(_ handle: Int32) -> Double {
  Double(unsafe host.call(handle)?.progress.total ?? 0)
}

/// Ends the session: every key and every opened byte is wiped with its owner.
@_expose(wasm, "core_end")
@_cdecl("core_end")
public func coreEnd() { unsafe host = Host() }

/// A call that could not be begun: says why at its first step.
private final class RefusedCall: Operation {
  private let failure: CoreFailure

  init(_ failure: CoreFailure) {
    self.failure = failure
  }

  override func proceed() throws(CoreFailure) -> Activity? { throw failure }
}
