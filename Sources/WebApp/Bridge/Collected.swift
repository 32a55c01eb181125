import Sodium

/// Opened bytes as they come; wiped with their owner.
final class Collected {
  private var buffer: SecretBuffer

  init(capacity: Int) {
    buffer = SecretBuffer(capacity: capacity)
  }

  func append(_ bytes: RawSpan) { buffer.append(bytes) }

  /// Gives the bytes away.
  func take() -> SecretBuffer { buffer.take() }
}
