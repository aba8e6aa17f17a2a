import CRenderKernels
import Dispatch
import RenderSystem
import RenderThreads
import Synchronization

/// A team of threads that share the parts of one task after another: fork and join within a microsecond.
///
/// A step of a network is over sooner than a thread that sleeps wakes up. So the threads of a team
/// poll for the next task for a while before they sleep.
///
/// On a machine that is busy with other things a thread may be without a core just then. So no part is a thread's own: the
/// caller does what nobody has begun, and waits only for a part that somebody has begun. Once waiting has taken more time
/// than sharing has saved, it works alone for 32 times as long as it has lost. So whatever else runs, a team takes hardly
/// longer than its caller alone.
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
      guard Threads.start({ shared.work() }) else { break }
      started += 1
    }
    self.count = started
  }

  private static let most = 8
  /// The fewest multiply-adds that are shared: of one row they take some twenty microseconds.
  private static let fewestShared = 1 << 20

  deinit { shared.end() }

  /// Calls `body` once for each part of 0..<parts, on as many threads as come in time; there are at most as
  /// many parts as threads. A caller that finds the team working does all parts itself.
  public func run(_ parts: Int, _ body: (Int) -> Void) {
    precondition(parts <= count)
    guard parts > 1, !isBusy.exchange(true, ordering: .acquiring) else {
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
  /// - Parameter products: the number of multiply-adds in all, about; few are the caller's. A step of one row of LSTM
  ///   512 has 2 million a layer.
  func share(_ count: Int, costing products: Int, _ body: (Range<Int>) -> Void) {
    let parts = products < Self.fewestShared ? 1 : min(self.count, count)
    run(parts) { part in body(count * part / parts..<count * (part + 1) / parts) }
  }

  /// The state that the threads share; it outlives the team until the last of them has ended.
  private final class Shared: @unchecked Sendable {
    /// The number of times that a thread polls before it sleeps: about a tenth of a millisecond.
    private static let patience = 3000
    /// The number of times as long as it has lost by sharing that a caller works alone then.
    private static let caution = 32
    /// The most time that may be lost after much was gained.
    private static let mostGain = Duration.milliseconds(10)
    /// The bit of `left` that says that the caller sleeps.
    private static let sleeps = 1 << 8

    /// The work of a part. It is written by the caller alone, and only while no part is taken.
    private var body: ((Int) -> Void)?
    /// The time that sharing has saved lately, less that of waiting for others, and the time up to which the caller
    /// works alone since it was negative; for the caller only.
    private var gain = Duration.zero
    private var aloneUntil = ContinuousClock.now
    /// The present task: its number, its parts and the next part to be taken, from the highest bits to the
    /// lowest, so that nobody takes a part of a task that is over.
    private let task = Atomic(0)
    /// The number of parts that are not done.
    private let left = Atomic(0)
    private let isDone = DispatchSemaphore(value: 0)
    private let rests = Atomic(false)
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

    func rest() { rests.store(true, ordering: .relaxed) }

    func run(_ parts: Int, _ body: @escaping (Int) -> Void) {
      let start = ContinuousClock.now
      if rests.load(ordering: .relaxed) || start < aloneUntil {
        for part in 0..<parts { body(part) }
        return
      }
      self.body = body
      left.store(parts, ordering: .relaxed)
      let number = (task.load(ordering: .relaxed) >> 16) + 1
      announce(number << 16 | parts << 8)
      let own = doParts(of: number)
      let done = ContinuousClock.now
      waitForOthers()
      let waited = ContinuousClock.now - done
      gain = min(gain + (done - start) * (parts - own) / max(1, own) - waited, Self.mostGain)
      if gain < .zero {
        aloneUntil = ContinuousClock.now.advanced(by: gain * -Self.caution)
        gain = .zero
      }
      self.body = nil
    }

    /// Waits for the parts that others have taken.
    private func waitForOthers() {
      for _ in 0..<Self.patience {
        if left.load(ordering: .acquiring) == 0 { return }
        ck_pause()
      }
      // One of the others may need this core.
      if left.bitwiseOr(Self.sleeps, ordering: .acquiringAndReleasing).oldValue > 0 {
        isDone.wait()
      }
    }

    func end() {
      hasEnded.store(true, ordering: .relaxed)
      announce(((task.load(ordering: .relaxed) >> 16) + 1) << 16)
    }

    private func announce(_ next: Int) {
      task.store(next, ordering: .sequentiallyConsistent)
      guard sleepers.load(ordering: .sequentiallyConsistent) > 0 else { return }
      pthread_mutex_lock(lock)
      pthread_cond_broadcast(wakeUp)
      pthread_mutex_unlock(lock)
    }

    /// Does parts of one task after the other.
    func work() {
      var number = 0
      while true {
        number = next(after: number)
        if hasEnded.load(ordering: .relaxed) { return }
        doParts(of: number)
      }
    }

    /// Does parts of a task until all are taken, and returns their number.
    @discardableResult private func doParts(of number: Int) -> Int {
      var count = 0
      while let part = takePart(of: number) {
        body!(part)
        count += 1
        let left = left.subtract(1, ordering: .acquiringAndReleasing).newValue
        if left == Self.sleeps { isDone.signal() }
      }
      return count
    }

    private func takePart(of number: Int) -> Int? {
      var seen = task.load(ordering: .acquiring)
      while seen >> 16 == number, seen & 0xff < seen >> 8 & 0xff {
        let (isTaken, present) = task.weakCompareExchange(
          expected: seen, desired: seen + 1, ordering: .acquiringAndReleasing)
        if isTaken { return seen & 0xff }
        seen = present
      }
      return nil
    }

    /// Waits for the next task, and returns its number.
    private func next(after number: Int) -> Int {
      for _ in 0..<Self.patience {
        let current = task.load(ordering: .acquiring) >> 16
        if current != number { return current }
        ck_pause()
      }
      pthread_mutex_lock(lock)
      defer { pthread_mutex_unlock(lock) }
      sleepers.add(1, ordering: .sequentiallyConsistent)
      defer { sleepers.subtract(1, ordering: .relaxed) }
      while true {
        let current = task.load(ordering: .sequentiallyConsistent) >> 16
        if current != number { return current }
        pthread_cond_wait(wakeUp, lock)
      }
    }
  }
}
