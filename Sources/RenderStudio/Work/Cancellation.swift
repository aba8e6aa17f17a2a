import Synchronization

/// A way to end work early: its starter cancels, and the work checks between events, steps and takes, then
/// throws `StudioError.cancelled`.
public final class Cancellation: Sendable {
  private let requested = Atomic(false)

  /// A cancellation that nobody has asked for yet.
  public init() {}

  /// Asks the work to end.
  public func cancel() { requested.store(true, ordering: .relaxed) }

  /// Whether the work has been asked to end.
  public var isCancelled: Bool { requested.load(ordering: .relaxed) }

  /// - Throws: `StudioError.cancelled` once the work is cancelled.
  func check() throws(StudioError) { if isCancelled { throw .cancelled } }
}
