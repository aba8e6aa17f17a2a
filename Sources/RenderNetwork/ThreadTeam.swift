import CRenderKernels
import Glibc
import Synchronization

/// Threads that share the parts of one task after another: fork and join within a microsecond.
///
/// A step of a network is over sooner than a thread that sleeps wakes up. So the threads of a team
/// look out for the next task for a while before they go to sleep. On a machine that is busy with
/// other things a thread may be without a core just then: the caller then works alone for a while.
public final class ThreadTeam: Sendable {
  /// A team of the caller's thread alone.
  public static let alone = try! ThreadTeam(1)

  /// The numbers of threads that may be asked for.
  public static let counts = 1...256

  /// How many threads there are, the caller's among them.
  public let count: Int
  private let shared: Shared
  private let isBusy = Atomic(false)

  /// - Parameter count: 1...256. There are fewer threads where the system gives no more, and eight at most: a step
  ///   of a network is too small to be shared by more.
  /// - Throws: `NetworkError.outOfRange`.
  public init(_ count: Int) throws(NetworkError) {
    guard Self.counts.contains(count) else {
      throw .outOfRange(
        "number of threads", value: Double(count), allowed: NumberRange(Self.counts))
    }
    let shared = Shared()
    self.shared = shared
    var started = 1
    while started < min(count, Self.most) {
      let index = started
      guard startThread({ shared.work(as: index) }) else { break }
      started += 1
    }
    self.count = started
    shared.count = started
  }

  private static let most = 8

  deinit { shared.end() }

  /// Calls `body` once for each part of 0..<parts, at once on as many threads; there are at most as
  /// many parts as threads. A caller that finds the team at work does all parts itself.
  public func run(_ parts: Int, _ body: (Int) -> Void) {
    precondition(parts <= count)
    guard parts > 1, !shared.isAlone, !isBusy.exchange(true, ordering: .acquiring) else {
      for part in 0..<parts { body(part) }
      return
    }
    withoutActuallyEscaping(body) { body in shared.run(parts, body) }
    isBusy.store(false, ordering: .releasing)
  }

  /// From now on the caller works alone: its cores have other work.
  public func rest() { shared.rest() }

  /// Calls `body` for equal shares of 0..<count.
  ///
  /// - Parameter products: multiply-adds that all of it takes, about: for few a second thread costs
  ///   more than it brings.
  func share(_ count: Int, costing products: Int, _ body: (Range<Int>) -> Void) {
    let parts = products < 1 << 17 ? 1 : min(self.count, count)
    run(parts) { part in body(count * part / parts..<count * (part + 1) / parts) }
  }

  /// What the threads have in common, and outlives the team until the last of them has ended.
  private final class Shared: @unchecked Sendable {
    /// Looks at what others have written before a thread sleeps: about a tenth of a millisecond.
    private static let patience = 3000

    /// Written by the caller alone, as what follows, and only while all threads wait.
    var count = 1
    private var body: ((Int) -> Void)?
    private var parts = 0
    /// Counts tasks; a task is there for all once it counts.
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

    /// Whether the caller is to work alone this time.
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

    /// Waits for the other threads, those without a part too.
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

    /// The number of the next task, as soon as there is one.
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

/// False where the system has no thread left.
private func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
  final class Work {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var thread = pthread_t()
  let work = Unmanaged.passRetained(Work(body))
  let result = pthread_create(
    &thread, nil,
    { work in
      Unmanaged<Work>.fromOpaque(work!).takeRetainedValue().body()
      return nil
    }, work.toOpaque())
  guard result == 0 else {
    work.release()
    return false
  }
  pthread_detach(thread)
  return true
}
