import Dispatch
import RenderSystem
import Synchronization

/// Threads, as far as the system gives any: where it gives none, work is done by the thread that has it.
///
/// A dispatch queue waits for ever for a thread that cannot be made, a process with a limit on its memory say. Threads that
/// have done their work wait for more, since a thread takes longer to make than many a work to do.
package enum Threads {
  private struct State {
    /// The work that a waiting thread is about to take.
    var work: [@Sendable () -> Void] = []
    /// The number of threads that wait.
    var idle = 0
    /// The number of threads that share the calls of `perform`, those that have called it aside.
    var sharing = 0
  }

  private static let state = Mutex(State())
  private static let available = DispatchSemaphore(value: 0)

  /// Runs work on another thread.
  ///
  /// - Returns: false where there is none; nothing is run then.
  package static func start(_ work: @escaping @Sendable () -> Void) -> Bool {
    let isTaken = state.withLock {
      guard $0.idle > $0.work.count else { return false }
      $0.work.append(work)
      return true
    }
    if isTaken { available.signal() }
    return isTaken || make(work)
  }

  /// Calls `body` once for each index of 0..<count, on as many threads as there are cores, the caller's among them. Calls
  /// within calls share the cores.
  package static func perform(_ count: Int, _ body: (Int) -> Void) {
    let next = Atomic(0)
    func work() {
      while true {
        let index = next.add(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        body(index)
      }
    }
    let wanted = state.withLock {
      let wanted = max(0, min(count, cores) - 1 - $0.sharing)
      $0.sharing += wanted
      return wanted
    }
    let others = DispatchGroup()
    withoutActuallyEscaping(work) { work in
      let shared = Shared(work)
      for _ in 0..<wanted {
        others.enter()
        let isStarted = start {
          shared.run()
          others.leave()
        }
        if !isStarted { others.leave() }
      }
      work()
      others.wait()
      shared.work = nil
    }
    state.withLock { $0.sharing -= wanted }
  }

  /// Work that threads share until the one that has called `perform` takes it back: the others may hold on to this object for
  /// longer.
  private final class Shared: @unchecked Sendable {
    /// Written by the caller alone, before the others begin and after they have ended.
    var work: (() -> Void)?

    init(_ work: @escaping () -> Void) { self.work = work }

    /// Has let go of the work when it returns.
    @inline(never) func run() { work?() }
  }

  private static let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))

  private static func make(_ work: @escaping @Sendable () -> Void) -> Bool {
    final class Work {
      let body: @Sendable () -> Void
      init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }
    var thread = pthread_t()
    let first = Unmanaged.passRetained(Work(work))
    let code = pthread_create(
      &thread, nil,
      { first in
        Threads.run(Unmanaged<Work>.fromOpaque(first!).takeRetainedValue().body)
      }, first.toOpaque())
    guard code == 0 else {
      first.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  /// Does work after work, and waits in between.
  private static func run(_ first: @escaping @Sendable () -> Void) -> Never {
    var work: (@Sendable () -> Void)? = first
    while true {
      work?()
      // What it has held is not needed any more.
      work = nil
      state.withLock { $0.idle += 1 }
      available.wait()
      work = state.withLock {
        $0.idle -= 1
        return $0.work.removeFirst()
      }
    }
  }
}
