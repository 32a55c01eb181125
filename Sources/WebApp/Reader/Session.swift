import Share
import Sodium
import Vault
import Wire

/// The reader's session: one link, its cover, and the bundle once it is open.
final class Session {
  let around: Surroundings
  private var secret: SharedSecret<GrantSecret>?
  private var read: Cover?
  private var opened: Bundle?

  init(_ around: Surroundings) {
    self.around = around
  }

  func keep(_ cover: Cover, of secret: SharedSecret<GrantSecret>) {
    read = cover
    self.secret = secret
    opened = nil
  }

  func keep(_ bundle: Bundle) {
    opened = bundle
    around.isOpen = true
  }

  func cover() throws(CoreFailure) -> Cover {
    guard let read else { throw .notOpen }
    return read
  }

  /// The link whose cover was read; where it leads to is not asked any more.
  func link() throws(CoreFailure) -> GrantLink {
    guard let secret else { throw .notOpen }
    return GrantLink(origin: [], secret: secret.secret.copy())
  }

  func bundle() throws(CoreFailure) -> Bundle {
    guard let opened else { throw .notOpen }
    return opened
  }

  /// The call of a number; call-list.js has the names.
  func operation(_ number: Int32, _ input: Input) throws(CoreFailure) -> Operation {
    switch number {
    case 1: ReadInfo(around)
    case 40: try ReadCoverCall(self, input)
    case 41: try OpenGrantCall(self, input)
    case 42: try ReadItem(self, input)
    case 44: try KeepOpen(self)
    default: throw .badCall
    }
  }
}
