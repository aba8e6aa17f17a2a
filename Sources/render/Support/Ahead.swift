import Dispatch

/// What is made on another thread until it is needed.
final class Ahead<Value>: @unchecked Sendable {
  private let work = DispatchGroup()
  private var result: Result<Value, any Error>?

  /// - Parameter make: touches nothing that the caller uses meanwhile.
  init(_ make: @escaping () throws -> Value) {
    // One thread at a time has it: the other one, then who waited for it.
    nonisolated(unsafe) let make = make
    DispatchQueue.global().async(group: work) { [unowned(unsafe) self] in
      result = Result { try make() }
    }
  }

  /// So that nothing runs on behind whoever no longer needs it.
  deinit { work.wait() }

  /// Waits for it; throws what prevented it.
  func get() throws -> Value {
    work.wait()
    return try result!.get()
  }
}
