import Dispatch
import RenderThreads

/// A value that is made on another thread until it is needed.
final class DeferredValue<Value: Sendable>: Sendable {
  /// The value, which one thread at a time has: the one that makes it, then one that has waited for it.
  private final class Made: @unchecked Sendable {
    var result: Result<Value, any Error>?
  }

  private let made = Made()
  private let work = DispatchGroup()

  init(_ make: @escaping @Sendable () throws -> Value) {
    work.enter()
    let making: @Sendable () -> Void = { [made, work] in
      made.result = Result { try make() }
      work.leave()
    }
    if !Threads.start(making) { making() }
  }

  /// Waits for the work, so that it does not outlive its owner.
  deinit { work.wait() }

  /// Waits for the value; throws what prevented it.
  func get() throws -> Value {
    work.wait()
    return try made.result!.get()
  }
}
