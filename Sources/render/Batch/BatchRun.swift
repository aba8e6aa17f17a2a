import Dispatch
import FoundationEssentials
import RenderAudio
import RenderComposer
import RenderFiles
import RenderMusic
import RenderPlot
import Synchronization

/// The work of a batch: each of some workers composes several pieces at once and renders each as it is
/// finished, or hands it to one that has no more to compose. So some compose while others render.
final class BatchRun: Sendable {
  private struct State {
    var waiting: [UInt64] = []
    /// Of the pieces that are being composed.
    var started: [UInt64: Date] = [:]
    var done = 0
    var failures: [FailedTake] = []
  }

  private let maker: TakeMaker
  private let settings: BatchSettings
  private let places: [String: String]
  private let folder: BatchFolder
  private let format: AudioFileFormat?
  private let plot: PlotFileFormat?
  private let total: Int
  private let reporter: Reporter
  private let state = Mutex(State())
  private let start = ContinuousClock.now

  /// Pieces that a worker composes at once.
  private static let rows = 16

  init(
    _ maker: TakeMaker, _ settings: BatchSettings, places: [String: String], _ folder: BatchFolder,
    format: AudioFileFormat?, plot: PlotFileFormat?, total: Int, _ reporter: Reporter
  ) {
    self.maker = maker
    self.settings = settings
    self.places = places
    self.folder = folder
    self.format = format
    self.plot = plot
    self.total = total
    self.reporter = reporter
  }

  /// By seed.
  var failures: [FailedTake] { state.withLock { $0.failures.sorted { $0.seed < $1.seed } } }

  func make(_ seeds: [UInt64], jobs: Int) {
    state.withLock { $0.waiting = seeds.reversed() }
    let jobs = min(jobs, max(1, seeds.count))
    let group = maker.group(rows: min(Self.rows, (seeds.count + jobs - 1) / jobs))
    let finished = HandOver<Composed>()
    DispatchQueue.concurrentPerform(iterations: jobs) { _ in
      finished.work(
        making: { handOver in
          group.compose(nextSeed: nextSeed) { seed, piece in
            let composed = (seed, piece)
            if !handOver(composed) { render(composed) }
          }
        }, taking: render)
    }
  }

  private typealias Composed = (seed: UInt64, piece: Result<ComposedPiece, ComposerError>)

  private func render(_ composed: Composed) {
    let start = ContinuousClock.now
    let entry = Result {
      let entry = try make(composed.seed, composed.piece.get())
      try folder.add(entry)
      return entry
    }
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    state.withLock { record(composed.seed, entry, rendering: seconds, in: &$0) }
  }

  private func nextSeed() -> UInt64? {
    state.withLock {
      guard let seed = $0.waiting.popLast() else { return nil }
      $0.started[seed] = .now
      return seed
    }
  }

  private func make(_ seed: UInt64, _ piece: ComposedPiece) throws -> ManifestEntry {
    let name = BatchFolder.name(of: seed)
    let audio = format.map { "\(name).\($0.rawValue)" }
    let plot = plot.map { "\(name).\($0.rawValue)" }
    let files = folder.files
    let take = try maker.make(
      piece,
      TakeMaker.Outputs(
        midi: "\(name).mid", audio: audio.map { .file($0, in: files) }, plot: plot, folder: files))
    if let notice = take.keyboardNotice { reporter.say("\(name): \(notice)") }
    func file(_ name: String) throws -> TakeFile { try TakeFile(name, in: files) }
    return ManifestEntry(
      seed: seed, midi: try file("\(name).mid"), audio: try audio.map(file),
      plot: try plot.map(file), seconds: take.sound?.seconds, events: take.events,
      notes: take.notes, loudness: take.sound?.loudness,
      truePeak: take.sound?.truePeak,
      statistics: (try? TimedScore(piece.piece)).flatMap(PieceStatistics.init),
      settings: settings, places: places.isEmpty ? nil : places)
  }

  private func record(
    _ seed: UInt64, _ result: Result<ManifestEntry, any Error>, rendering: Double,
    in state: inout State
  ) {
    let now = Date.now
    var times = TakeTimes(
      seed: seed, started: state.started.removeValue(forKey: seed) ?? now, finished: now,
      rendering: (rendering * 1000).rounded() / 1000)
    do {
      let entry = try result.get()
      state.done += 1
      reporter.say(
        "\(state.done + state.failures.count)/\(total) \((entry.audio ?? entry.midi).name): "
          + "\(entry.events) events\(entry.seconds.map { ", \(duration($0))" } ?? "")")
    } catch {
      let message = Failure(error).message
      state.failures.append(FailedTake(seed: seed, error: message))
      reporter.warn("seed \(seed) failed: \(message)")
      times.error = message
    }
    // A take is good without a line on its times.
    try? folder.log(times)
    let count = state.done + state.failures.count
    let seconds = (ContinuousClock.now - start) / .seconds(1)
    reporter.progress(
      "\(state.done) done, \(state.failures.count) failed, "
        + "\(decimal(Double(count) / seconds * 60)) a minute, "
        + "\(duration(seconds / Double(count) * Double(total - count))) left")
  }
}
