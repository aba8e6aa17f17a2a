import CRenderKernels
import RenderSystem
import RenderThreads
import Synchronization

/// A team of threads that share the parts of one task after another: fork and join within a microsecond.
///
/// A step of a network is over sooner than a thread that sleeps wakes up. So the threads of a team
/// poll for the next task for a while before they sleep. On a machine that is busy with other things a
/// thread may be without a core just then: the caller then works alone for a while.
public final class ThreadTeam: Sendable {
  /// A team of the caller's thread alone.
  public static let alone = ThreadTeam(starting: 1)

  /// The numbers of threads that can be asked for, here and wherever a network's work is shared; more are
  /// refused as a mistake.
  public static let counts = 1...256

  /// The number of threads, the caller's among them.
  public let count: Int
  private let shared: Shared
  private let isBusy = Atomic(false)

  /// Starts the threads of a team.
  ///
  /// - Parameter count: the number of threads, one of `counts`. There are fewer where the system gives no
  ///   more, and eight at most: a step of a network is too small to be shared by more.
  /// - Throws: `NetworkError.outOfRange`.
  public convenience init(_ count: Int) throws(NetworkError) {
    try NetworkError.check("number of threads", count, Self.counts)
    self.init(starting: count)
  }

  private init(starting count: Int) {
    let shared = Shared()
    self.shared = shared
    var started = 1
    while started < min(count, Self.most) {
      let index = started
      guard Threads.start({ shared.work(as: index) }) else { break }
      started += 1
    }
    self.count = started
    shared.count = started
  }

  private static let most = 8

  deinit { shared.end() }

  /// Calls `body` once for each part of 0..<parts, at once on as many threads; there are at most as
  /// many parts as threads. A caller that finds the team working does all parts itself.
  public func run(_ parts: Int, _ body: (Int) -> Void) {
    precondition(parts <= count)
    guard parts > 1, !shared.isAlone, !isBusy.exchange(true, ordering: .acquiring) else {
      for part in 0..<parts { body(part) }
      return
    }
    withoutActuallyEscaping(body) { body in shared.run(parts, body) }
    isBusy.store(false, ordering: .releasing)
  }

  /// Ends sharing: from now on the caller works alone, since its cores have other work.
  public func rest() { shared.rest() }

  /// Calls `body` for equal shares of 0..<count.
  ///
  /// - Parameter products: the number of multiply-adds in all, about: for few a second thread costs more
  ///   than it saves.
  func share(_ count: Int, costing products: Int, _ body: (Range<Int>) -> Void) {
    let parts = products < 1 << 17 ? 1 : min(self.count, count)
    run(parts) { part in body(count * part / parts..<count * (part + 1) / parts) }
  }

  /// The state that the threads share; it outlives the team until the last of them has ended.
  private final class Shared: @unchecked Sendable {
    /// The number of times that a thread polls before it sleeps: about a tenth of a millisecond.
    private static let patience = 3000

    /// The number of threads. This and the next two are written by the caller alone, and only while all
    /// threads wait.
    var count = 1
    private var body: ((Int) -> Void)?
    private var parts = 0
    /// The number of tasks so far; a task is visible to all once it is counted.
    private let task = Atomic(0)
    private let pending = Atomic(0)
    private let runsAlone = Atomic(0)
    private let hasEnded = Atomic(false)
    private let sleepers = Atomic(0)
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let wakeUp = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
      pthread_mutex_init(lock, nil)
      pthread_cond_init(wakeUp, nil)
    }

    deinit {
      pthread_cond_destroy(wakeUp)
      pthread_mutex_destroy(lock)
      wakeUp.deallocate()
      lock.deallocate()
    }

    func rest() { runsAlone.store(.max, ordering: .relaxed) }

    /// Whether the caller has to work alone this time.
    var isAlone: Bool {
      let left = runsAlone.load(ordering: .relaxed)
      guard left > 0 else { return false }
      if left < .max { runsAlone.store(left - 1, ordering: .relaxed) }
      return true
    }

    func run(_ parts: Int, _ body: @escaping (Int) -> Void) {
      let start = ContinuousClock.now
      self.body = body
      self.parts = parts
      pending.store(count - 1, ordering: .relaxed)
      announce()
      body(0)
      let done = ContinuousClock.now
      join()
      if ContinuousClock.now - done > done - start + .microseconds(100) {
        runsAlone.store(32, ordering: .relaxed)
      }
      self.body = nil
    }

    /// Waits for the other threads, also those without a part.
    private func join() {
      var looks = 0
      while pending.load(ordering: .acquiring) > 0 {
        looks += 1
        // With fewer cores than threads, the others need this one's.
        if looks < Self.patience { ck_pause() } else { sched_yield() }
      }
    }

    func end() {
      hasEnded.store(true, ordering: .relaxed)
      announce()
    }

    private func announce() {
      task.add(1, ordering: .sequentiallyConsistent)
      guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
      pthread_mutex_lock(lock)
      pthread_cond_broadcast(wakeUp)
      pthread_mutex_unlock(lock)
    }

    func work(as index: Int) {
      var done = 0
      while true {
        done = next(after: done)
        if hasEnded.load(ordering: .relaxed) { return }
        if index < parts { body!(index) }
        pending.subtract(1, ordering: .releasing)
      }
    }

    /// Waits for the next task, and returns its number.
    private func next(after done: Int) -> Int {
      for _ in 0..<Self.patience {
        let current = task.load(ordering: .acquiring)
        if current != done { return current }
        ck_pause()
      }
      pthread_mutex_lock(lock)
      defer { pthread_mutex_unlock(lock) }
      sleepers.add(1, ordering: .sequentiallyConsistent)
      defer { sleepers.subtract(1, ordering: .relaxed) }
      while true {
        let current = task.load(ordering: .sequentiallyConsistent)
        if current != done { return current }
        pthread_cond_wait(wakeUp, lock)
      }
    }
  }
}
