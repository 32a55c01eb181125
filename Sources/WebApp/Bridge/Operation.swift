import Sodium
import Vault
import Wire

/// One call of the page, as activities one after the other.
class Operation {
  /// Whether what it asks for now is the wallet of the session. That one's answering as none ends the
  /// session; another's does not.
  var asksOwnWallet: Bool { true }

  /// The activity that comes next; nil when the call is done.
  func proceed() throws(CoreFailure) -> Activity? { nil }

  /// Writes what there is to tell while the call goes on, if there is anything.
  func tell(
    to json: inout JSONWriter, bytes: inout SecretBuffer
  ) throws(CoreFailure) -> Bool { false }

  /// What has to be done before `failure` is reported.
  func cleanUp(after failure: CoreFailure) -> Activity? { nil }

  /// Whether what failed turns out to be as it was asked.
  func absorbs(_ failure: CoreFailure) -> Bool { false }

  /// Writes the result: an object, and bytes beside it.
  func write(to json: inout JSONWriter, bytes: inout SecretBuffer) throws(CoreFailure) {
    json.object()
    json.end()
  }
}

/// A call in progress: which requests are out, and what they wait for.
final class CallInProgress {
  enum Step: Int32 {
    case waits = 0
    case request = 1
    case result = 2
    case failed = 3
    /// Work that the server asked for goes on in the next step.
    case works = 4
    /// Something is told before the call is done.
    case news = 5
  }

  private let operation: Operation
  private var activity: Activity?
  private var requests: [(ticket: Int, request: Request, workTries: Int, signatures: Int)] = []
  /// Those that are to be sent once more, signed anew.
  private var again: [Int] = []
  private var searches: [WorkSearch] = []
  private var lastTicket = 0
  /// Why it fails, once what is to be cleaned up is.
  private var failure: CoreFailure?
  private var isOver = false
  private(set) var progress: (done: UInt64, total: UInt64) = (0, 0)

  /// Requests that may be out at the same time.
  private static let width = 4
  /// How often work is done for one request: a challenge is good for one answer, which may be lost.
  private static let workTries = 3

  init(_ operation: Operation) {
    self.operation = operation
  }

  /// Goes on until there is something to send, to wait for or to report, which it writes.
  func step(
    _ around: Surroundings, to json: inout JSONWriter, bytes: inout SecretBuffer
  ) -> Step {
    do throws(CoreFailure) {
      if let search = searches.first {
        guard let work = try search.go() else { return .works }
        searches.removeFirst()
        for index in requests.indices where requests[index].ticket == search.ticket {
          requests[index].request.add(work: work)
        }
        return write(search.ticket, around, to: &json, bytes: &bytes)
      }
      if let ticket = again.popLast() { return write(ticket, around, to: &json, bytes: &bytes) }
      if try operation.tell(to: &json, bytes: &bytes) { return .news }
      while !isOver {
        guard let activity, !activity.isOver else {
          activity = failure == nil ? try operation.proceed() : nil
          if activity == nil { isOver = true }
          continue
        }
        guard requests.count < CallInProgress.width else { return .waits }
        if let request = try activity.next(lastTicket + 1) {
          lastTicket += 1
          requests.append((lastTicket, request, 0, 1))
          return write(lastTicket, around, to: &json, bytes: &bytes)
        }
        if !activity.isOver { return .waits }
      }
      if let failure { throw failure }
      try operation.write(to: &json, bytes: &bytes)
      return .result
    } catch {
      return fail(error, around, to: &json, bytes: &bytes)
    }
  }

  private func fail(
    _ error: CoreFailure, _ around: Surroundings, to json: inout JSONWriter,
    bytes: inout SecretBuffer
  ) -> Step {
    searches = []
    requests = []
    again = []
    activity = nil
    if failure == nil {
      if operation.absorbs(error) { return step(around, to: &json, bytes: &bytes) }
      failure = error
      activity = operation.cleanUp(after: error)
      if activity != nil {
        isOver = false
        return step(around, to: &json, bytes: &bytes)
      }
    } else if case .vault(.noSuchWallet) = error {
      // While cleaning up it turns out that the wallet itself is locked or gone: that is why.
      failure = error
    }
    isOver = true
    json = JSONWriter()
    (failure ?? error).write(to: &json, isOpen: around.isOpen && operation.asksOwnWallet)
    return .failed
  }

  /// Takes an answer; one to a request that nobody waits for any more is let go.
  func receive(
    _ response: Response?, ticket: Int, retryAfter: Int, challenge: [UInt8]?
  ) {
    guard let index = requests.firstIndex(where: { $0.ticket == ticket }) else { return }
    do throws(CoreFailure) {
      // That the second operator is away, the exchange hears as an answer.
      let isForHardener = requests[index].request.destination == .hardener
      guard let response = response ?? (isForHardener ? Response.none : nil) else {
        throw .unreachable
      }
      if response.status == Problem.tooManyCalls.status {
        guard requests[index].workTries < CallInProgress.workTries, let challenge,
          let hash = requests[index].request.workBodyHash
        else { throw .tooManyCalls(retryAfter: max(retryAfter, 0)) }
        requests[index].workTries += 1
        searches.append(WorkSearch(ticket: ticket, challenge: challenge, bodyHash: hash))
        return
      }
      // What is between sent it twice: the first may have been done, and the second says which.
      if response.isSignatureUsed, requests[index].signatures < Request.mostSignatures {
        requests[index].signatures += 1
        again.append(ticket)
        return
      }
      let request = requests.remove(at: index).request
      guard let activity else { return }
      try activity.receive(request.answered(response), ticket)
      progress = activity.progress
    } catch {
      activity = FailedActivity(error)
      requests = []
      again = []
    }
  }

  /// Writes a request that is out, signed at this time.
  func write(
    _ ticket: Int, _ around: Surroundings, to json: inout JSONWriter,
    bytes: inout SecretBuffer
  ) -> Step {
    guard let index = requests.firstIndex(where: { $0.ticket == ticket }) else { return .waits }
    let request = requests[index].request
    json.object()
    json.number("ticket", UInt64(ticket))
    json.text("method", request.call.method)
    json.text("path", request.call.path)
    // Everything else goes to where the page came from.
    if request.destination == .hardener { json.text("origin", around.hardener) }
    json.number("limit", UInt64(request.call.answerBytes))
    json.key("headers")
    json.object()
    if request.call != .info {
      json.text("content-type", request.contentType)
    }
    for (name, value) in request.signatureFields(
      time: around.serverTime, authority: around.authority)
    {
      json.text(name, value)
    }
    json.end()
    json.end()
    bytes = SecretBuffer(capacity: request.body.count)
    bytes.append(request.body)
    return .request
  }
}

/// Fails at its first step: how a failure of an answer comes up in the next step.
private final class FailedActivity: Activity {
  private let failure: CoreFailure

  init(_ failure: CoreFailure) {
    self.failure = failure
  }

  override var isOver: Bool { false }
  override func next(_ ticket: Int) throws(CoreFailure) -> Request? { throw failure }
}
