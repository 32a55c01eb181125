import CCurl
import Synchronization

/// One of libcurl's transfers, with the connection that it keeps.
///
/// Unchecked: an exchange takes it out of the transport's list for as long as it lasts, so one
/// thread at a time has it.
final class Transfer: @unchecked Sendable {
  /// Whether an exchange is to end.
  final class Flag: Sendable {
    private let isRaised = Atomic(false)
    var isSet: Bool { isRaised.load(ordering: .relaxed) }
    func set() { isRaised.store(true, ordering: .relaxed) }
  }

  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
  private let handle: UnsafeMutableRawPointer?

  init() {
    handle = Self.isReady ? curl_easy_init() : nil
  }

  deinit {
    curl_easy_cleanup(handle)
  }

  func perform(
    _ request: Transport.Request, at origin: String, limit: Int, seconds: Int,
    unless cancelled: Flag
  ) -> Result<Transport.Answer, TransportError> {
    guard let handle else { return .failure(.failed) }
    guard request.isWellFormed else { return .failure(.malformed) }
    // Options go, the connection stays.
    curl_easy_reset(handle)
    guard let fields = HeaderList(request.headLines) else { return .failure(.failed) }
    let received = Received(limit: limit, cancelled: cancelled)
    let context = Unmanaged.passUnretained(received).toOpaque()
    let body = request.body ?? []
    let code = withExtendedLifetime((fields, received)) {
      body.withUnsafeBytes { bytes in
        set(CURLOPT_URL, origin + request.path)
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_PROXY, "")
        set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if request.body != nil {
          // Of an empty body nothing is read, but null would say that there is none.
          let first = bytes.baseAddress ?? UnsafeRawPointer(context)
          ccurl_set_pointer(handle, CURLOPT_POSTFIELDS, first)
          ccurl_set_large(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
        }
        set(CURLOPT_CUSTOMREQUEST, request.method)
        ccurl_set_pointer(handle, CURLOPT_HTTPHEADER, fields.first)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_CONNECTTIMEOUT, 10)
        set(CURLOPT_TIMEOUT, seconds)
        set(CURLOPT_LOW_SPEED_LIMIT, 512)
        set(CURLOPT_LOW_SPEED_TIME, 30)
        set(CURLOPT_BUFFERSIZE, 1 << 17)
        ccurl_set_receiver(handle, CURLOPT_HEADERFUNCTION) { bytes, _, count, context in
          Received.of(context).takeHead(UnsafeRawBufferPointer(start: bytes, count: count))
        }
        ccurl_set_pointer(handle, CURLOPT_HEADERDATA, context)
        ccurl_set_receiver(handle, CURLOPT_WRITEFUNCTION) { bytes, _, count, context in
          Received.of(context).takeBody(UnsafeRawBufferPointer(start: bytes, count: count))
        }
        ccurl_set_pointer(handle, CURLOPT_WRITEDATA, context)
        set(CURLOPT_NOPROGRESS, 0)
        ccurl_set_watch(handle) { context, _, _, _, _ in
          Received.of(context).cancelled.isSet ? 1 : 0
        }
        ccurl_set_pointer(handle, CURLOPT_XFERINFODATA, context)
        return curl_easy_perform(handle)
      }
    }
    guard code == CURLE_OK || received.isOverlong else { return .failure(.failed) }
    var status = 0
    ccurl_status(handle, &status)
    return .success(
      Transport.Answer(status: status, fields: received.fields, body: received.body))
  }

  private func set(_ option: CURLoption, _ value: Int) {
    ccurl_set_number(handle, option, value)
  }

  private func set(_ option: CURLoption, _ value: String) {
    ccurl_set_text(handle, option, value)
  }
}

/// What came of an answer so far.
private final class Received {
  /// More of a head than any answer of ours, or of a proxy before it, has.
  static let headLimit = 64 << 10

  let limit: Int
  let cancelled: Transfer.Flag
  private(set) var fields: [(name: String, value: String)] = []
  private(set) var body: [UInt8] = []
  private var headBytes = 0

  init(limit: Int, cancelled: Transfer.Flag) {
    self.limit = limit
    self.cancelled = cancelled
  }

  static func of(_ context: UnsafeMutableRawPointer?) -> Received {
    Unmanaged<Received>.fromOpaque(context!).takeUnretainedValue()  // Set for each transfer.
  }

  var isOverlong: Bool { body.count > limit }

  /// A line of the head; how many of its bytes were taken, other than all ends the transfer.
  func takeHead(_ line: UnsafeRawBufferPointer) -> Int {
    headBytes += line.count
    guard headBytes <= Self.headLimit else { return 0 }
    let text = String(decoding: line, as: UTF8.self)
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else {
      // The first line of a head: that of a 1xx before it counts no more.
      if text.hasPrefix("HTTP/") { fields = [] }
      return line.count
    }
    let value = text[text.index(after: colon)...].drop { $0.isWhitespace }
    let end = value.lastIndex { !$0.isWhitespace }.map(value.index(after:)) ?? value.startIndex
    fields.append((text[..<colon].lowercased(), String(value[..<end])))
    return line.count
  }

  /// As ``takeHead(_:)``: what goes beyond the limit is kept, and is the last.
  func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
    body.append(contentsOf: bytes)
    return isOverlong ? 0 : bytes.count
  }
}

/// Lines of a head as libcurl has them.
private final class HeaderList {
  private(set) var first: UnsafeMutablePointer<curl_slist>?

  /// nil if memory ran out.
  init?(_ lines: [String]) {
    for line in lines {
      guard let longer = curl_slist_append(first, line) else { return nil }
      first = longer
    }
  }

  deinit { curl_slist_free_all(first) }
}

extension Transport.Request {
  /// Whether nothing in it could end a line of the head.
  fileprivate var isWellFormed: Bool {
    let texts = [method, path] + fields.flatMap { [$0.name, $0.value] }
    return texts.allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }
  }

  /// The fields, and those that libcurl would add by itself taken away.
  fileprivate var headLines: [String] {
    let given = Set(fields.map { $0.name.lowercased() })
    return fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
      + ["accept", "content-type", "expect"].filter { !given.contains($0) }.map { "\($0):" }
  }
}
