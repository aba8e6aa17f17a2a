/// What can go wrong where notation becomes a file.
public enum NotationError: Error, Hashable {
  /// The archive of a compressed score could not be made, for a reason that libzip gives.
  case notCompressed(reason: String)
}

extension NotationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notCompressed(let reason): "the score cannot be compressed: \(reason)"
    }
  }
}
