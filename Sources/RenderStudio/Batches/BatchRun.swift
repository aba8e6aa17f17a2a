import FoundationEssentials
import RenderComposer
import RenderFiles
import RenderMusic
import RenderThreads
import Synchronization

/// The work of a batch: each of some workers composes several pieces at once and renders each as it is
/// finished, or hands it to one that has no more to compose. So some compose while others render.
final class BatchRun: Sendable {
  private struct State {
    var waiting: [UInt64] = []
    /// The times at which the pieces that are being composed were begun.
    var started: [UInt64: Date] = [:]
    var done = 0
    /// The number of events composed until the first take is finished.
    var events = 0
    var failures: [Batch.Failure] = []
  }

  private let studio: Studio
  private let request: BatchRequest
  private let settings: BatchSettings
  private let folder: BatchFolder
  private let total: Int
  private let cancellation: Cancellation
  private let report: @Sendable (Batch.Event) -> Void
  private let state = Mutex(State())
  private let start = ContinuousClock.now

  init(
    _ studio: Studio, _ request: BatchRequest, _ settings: BatchSettings, _ folder: BatchFolder,
    total: Int, _ cancellation: Cancellation, _ report: @escaping @Sendable (Batch.Event) -> Void
  ) {
    self.studio = studio
    self.request = request
    self.settings = settings
    self.folder = folder
    self.total = total
    self.cancellation = cancellation
    self.report = report
  }

  /// The takes that failed, by ascending seed.
  var failures: [Batch.Failure] { state.withLock { $0.failures.sorted { $0.seed < $1.seed } } }

  /// Makes the takes, until all are made or the batch is cancelled.
  func make(_ seeds: [UInt64], jobs: Int) {
    state.withLock { $0.waiting = seeds.reversed() }
    let jobs = min(jobs, max(1, seeds.count))
    let rows = (seeds.count * request.piece.bestOf + jobs - 1) / jobs
    let group = studio.group(rows: min(Studio.mostRows, rows))
    let finished = WorkQueue<Composed>()
    Threads.perform(jobs) { _ in
      finished.work(
        making: { handOver in
          compose(with: group) { composed in
            if !handOver(composed) { render(composed) }
          }
        }, taking: render)
    }
  }

  private typealias Composed = (seed: UInt64, piece: Result<ComposedPiece, ComposerError>)

  /// Composes until there is no seed left: a piece of each, or the most real of several.
  private func compose(with group: ComposerGroup, finished: (Composed) -> Void) {
    let isCancelled: @Sendable () -> Bool = { [cancellation] in cancellation.isCancelled }
    let count = request.piece.bestOf
    guard count > 1 else {
      return group.compose(
        nextSeed: nextSeed, isCancelled: isCancelled, composed: { hear($0) }
      ) { finished(($0, $1)) }
    }
    while let seed = nextSeed() {
      do throws(ComposerError) {
        guard let piece = try group.mostReal(of: count, seed: seed, isCancelled: isCancelled)
        else { return }
        finished((seed, .success(piece)))
      } catch {
        finished((seed, .failure(error)))
      }
    }
  }

  /// Tells how much is composed while no take is finished.
  private func hear(_ event: ComposedEvent) {
    let share = state.withLock { state -> Double? in
      guard state.done == 0, state.failures.isEmpty else { return nil }
      state.events += 1
      guard state.events % 64 == 0, case .events(let count) = request.piece.extent else {
        return nil
      }
      return Double(state.events) / Double(count) / Double(max(1, total))
    }
    if let share { report(.composing(min(share, 1), of: total)) }
  }

  private func render(_ composed: Composed) {
    let start = ContinuousClock.now
    let made = Result {
      let (entry, take) = try make(composed.seed, composed.piece.get())
      try folder.add(entry)
      return (entry, take)
    }
    if case .failure(StudioError.cancelled) = made { return }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    state.withLock { record(composed.seed, made, rendering: seconds, in: &$0) }
  }

  private func nextSeed() -> UInt64? {
    state.withLock {
      guard !cancellation.isCancelled, let seed = $0.waiting.popLast() else { return nil }
      $0.started[seed] = .now
      return seed
    }
  }

  private func make(
    _ seed: UInt64, _ piece: ComposedPiece
  ) throws -> (entry: ManifestEntry, take: Take) {
    let name = BatchFolder.name(of: seed)
    let files = folder.files
    let audio = request.format.audio.map { "\(name).\($0.rawValue)" }
    let plot = request.plot.map { "\(name).\($0.rawValue)" }
    let score = request.score.map { BatchFolder.score(of: seed, as: $0) }
    var take = try studio.write(
      piece,
      to: TakeDestination(
        midi: "\(name).mid", audio: audio.map { .file($0, in: files) }, plot: plot, score: score,
        stems: request.stems ? StemFolder.name(of: name) : nil, folder: files),
      cancellation)
    take.seed = seed
    func file(_ name: String) throws -> TakeFile { try TakeFile(name, in: files) }
    let places = request.places
    let entry = ManifestEntry(
      seed: seed, choice: piece.choice, midi: try file("\(name).mid"), audio: try audio.map(file),
      plot: try plot.map(file), score: try score.map(file),
      stems: try take.sound?.stems?.map { try file($0.file) },
      seconds: take.sound?.seconds, events: take.events,
      notes: take.notes, metre: piece.header.metre.map { "\($0)" },
      tempo: piece.header.tempos.first?.quartersPerMinute,
      key: piece.header.keySignature.flatMap { $0.mode == nil ? nil : "\($0)" },
      composer: piece.plan?.style.composer, genre: piece.plan?.style.genre, form: piece.form,
      loudness: take.sound?.loudness, truePeak: take.sound?.truePeak,
      statistics: (try? TimedScore(piece.piece)).flatMap(PieceStatistics.init),
      settings: settings, places: places.isEmpty ? nil : places)
    return (entry, take)
  }

  private func record(
    _ seed: UInt64, _ result: Result<(ManifestEntry, Take), any Error>, rendering: Double,
    in state: inout State
  ) {
    let now = Date.now
    var times = TakeTimes(
      seed: seed, started: state.started.removeValue(forKey: seed) ?? now, finished: now,
      rendering: (rendering * 1000).rounded() / 1000)
    switch result {
    case .success: state.done += 1
    case .failure(let error):
      state.failures.append(Batch.Failure(seed: seed, error: error))
      times.error = "\(error)"
    }
    // A take is good without a line on its times.
    try? folder.log(times)
    let progress = Batch.Progress(
      done: state.done, failed: state.failures.count, total: total,
      seconds: (ContinuousClock.now - start) / .seconds(1))
    switch result {
    case .success((let entry, let take)): report(.finished(entry, take, progress))
    case .failure(let error): report(.failed(Batch.Failure(seed: seed, error: error), progress))
    }
  }
}
