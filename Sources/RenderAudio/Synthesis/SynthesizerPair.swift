import Dispatch
import RenderThreads
import Synchronization

/// Two synthesizers that share the keys of a piece, and the threads that play them.
///
/// The work of a synthesizer grows with its voices, so two with half of the keys each are done in
/// little more than half of the time. What they play does not depend on which thread plays what.
///
/// The threads are not bound to a half: each takes the half that is furthest behind, the caller's
/// too while it has nothing to pass on. So no core waits while there is something to play.
final class SynthesizerPair: Sendable {
  /// The owner of a synthesizer, at any time taken by one thread at most.
  private final class Half: @unchecked Sendable {
    var synthesizer: Synthesizer
    init(_ synthesizer: consuming Synthesizer) { self.synthesizer = synthesizer }
  }
  private struct Work {
    let segment: SynthesisSegment
    /// The group that is left when the segment was played.
    let group: DispatchGroup
  }
  private struct Plan {
    /// The work of each half that is still to be played, in order.
    var waiting: [[Work]] = [[], []]
    var isTaken = [false, false]
    /// The number of threads that play, the caller's not among them.
    var helpers = 0

    /// The half that may be played and has the most to do.
    var next: Int? {
      waiting.indices.filter { !isTaken[$0] && !waiting[$0].isEmpty }
        .max { waiting[$0].count < waiting[$1].count }
    }
  }

  private let halves: [Half]
  private let plan = Mutex(Plan())
  private let mostHelpers: Int

  /// - Parameters:
  ///   - groups: the number of groups of notes whose sounds are kept apart.
  ///   - threads: the number of threads, the caller's among them.
  init(
    _ settings: RenderSettings, _ soundFonts: [SoundFont], groups: Int, threads: Int
  ) throws(AudioError) {
    var halves: [Half] = []
    for _ in 0..<2 { halves.append(Half(try Synthesizer(settings, soundFonts, groups: groups))) }
    self.halves = halves
    mostHelpers = min(threads - 1, halves.count)
  }

  /// Adds a segment of each half, to be played after those before it by the helpers and by `playNext()`.
  ///
  /// - Returns: the group to wait for.
  func add(_ segments: [SynthesisSegment]) -> DispatchGroup {
    let group = DispatchGroup()
    for _ in segments { group.enter() }
    plan.withLock {
      for (half, segment) in segments.enumerated() {
        $0.waiting[half].append(Work(segment: segment, group: group))
      }
    }
    for _ in segments { callHelper() }
    return group
  }

  /// Plays one segment on the thread of the caller. False where there is none that others do not
  /// already play.
  func playNext() -> Bool {
    defer { callHelper() }
    return playNext(asHelper: false)
  }

  /// Drops what no thread has begun to play.
  func stop() {
    let forgotten = plan.withLock { plan in
      defer { plan.waiting = [[], []] }
      return plan.waiting
    }
    for work in forgotten.joined() { work.group.leave() }
  }

  private func playNext(asHelper: Bool) -> Bool {
    let taken = plan.withLock { plan -> (half: Int, work: Work)? in
      guard let half = plan.next else {
        if asHelper { plan.helpers -= 1 }
        return nil
      }
      plan.isTaken[half] = true
      return (half, plan.waiting[half].removeFirst())
    }
    guard let (half, work) = taken else { return false }
    halves[half].synthesizer.play(work.segment)
    plan.withLock { $0.isTaken[half] = false }
    work.group.leave()
    return true
  }

  /// Starts a helper, where there is work for one more.
  private func callHelper() {
    let isWanted = plan.withLock { plan in
      guard plan.helpers < mostHelpers, plan.next != nil else { return false }
      plan.helpers += 1
      return true
    }
    guard isWanted, !Threads.start({ while self.playNext(asHelper: true) {} }) else { return }
    // The caller plays all alone.
    plan.withLock { $0.helpers -= 1 }
  }
}
