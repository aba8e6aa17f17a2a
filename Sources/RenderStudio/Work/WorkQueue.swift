import Dispatch
import Synchronization

/// A work queue from workers that make work to those that have none left to make.
///
/// At the end of a batch each worker has pieces under way, more or longer ones than others have: what
/// is finished is handed to whoever is idle.
final class WorkQueue<Work: Sendable>: Sendable {
  private struct State {
    var work: [Work] = []
    /// The numbers of workers that make work, and of those that wait for it.
    var makers = 0
    var idle = 0
  }

  private let state = Mutex(State())
  private let available = DispatchSemaphore(value: 0)

  /// Calls `make` with a way to hand work over, which says whether somebody takes it; then gives what
  /// others hand over to `take` until nobody makes any more.
  func work(making make: (_ handOver: (Work) -> Bool) -> Void, taking take: (Work) -> Void) {
    state.withLock { $0.makers += 1 }
    make(handOver)
    let waiting = state.withLock {
      $0.makers -= 1
      return $0.makers == 0 ? $0.idle - $0.work.count : 0
    }
    for _ in 0..<waiting { available.signal() }
    while let work = next() { take(work) }
  }

  private func handOver(_ work: Work) -> Bool {
    let isTaken = state.withLock {
      guard $0.idle > $0.work.count else { return false }
      $0.work.append(work)
      return true
    }
    if isTaken { available.signal() }
    return isTaken
  }

  /// Waits for work; `nil` at the end.
  private func next() -> Work? {
    let waits = state.withLock {
      if $0.makers > 0 { $0.idle += 1 }
      return $0.makers > 0
    }
    guard waits else { return nil }
    available.wait()
    return state.withLock {
      $0.idle -= 1
      return $0.work.popLast()
    }
  }
}
