import Dispatch

/// A value that is made on another thread until it is needed.
final class DeferredValue<Value: Sendable>: Sendable {
  /// One thread at a time has it: the one that makes, then who has waited for it.
  private final class Made: @unchecked Sendable {
    var result: Result<Value, any Error>?
  }

  private let made = Made()
  private let work = DispatchGroup()

  init(_ make: @escaping @Sendable () throws -> Value) {
    DispatchQueue.global().async(group: work) { [made] in made.result = Result { try make() } }
  }

  /// So that nothing runs on behind whoever no longer needs it.
  deinit { work.wait() }

  /// Waits for it; throws what prevented it.
  func get() throws -> Value {
    work.wait()
    return try made.result!.get()
  }
}
