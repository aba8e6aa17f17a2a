import RenderComposer
import RenderEngraving
import RenderFiles
import RenderGallery

/// The result of a batch.
public struct Batch: Sendable {
  /// A seed whose take could not be made, and why.
  public struct Failure: Sendable {
    /// The seed.
    public var seed: UInt64
    /// The error that ended the take.
    public var error: any Error
  }

  /// The progress of a batch.
  public struct Progress: Hashable, Sendable {
    /// The number of takes that are finished.
    public var done: Int
    /// The number of takes that could not be made.
    public var failed: Int
    /// The number of takes that are to be made.
    public var total: Int
    /// The time since the first take was begun, in seconds.
    public var seconds: Double

    /// The number of takes finished in a minute, good or bad.
    public var takesPerMinute: Double { Double(done + failed) / seconds * 60 }
    /// The estimated time for the rest, in seconds.
    public var secondsLeft: Double {
      seconds / Double(done + failed) * Double(total - done - failed)
    }
  }

  /// An event while a batch is made. Takes finish in any order, each on a thread of its own; their events
  /// come one at a time.
  public enum Event: Sendable {
    /// An event while model and primer were read.
    case loading(Studio.Event)
    /// The number of takes that are there already, of all that were asked for.
    case found(Int, of: Int)
    /// The share that is composed of all takes, 0...1, and their number, until the first is finished.
    case composing(Double, of: Int)
    /// A take is finished, with its line of the manifest.
    case finished(ManifestEntry, Take, Progress)
    /// A take could not be made.
    case failed(Failure, Progress)
    /// The page could not be written, nor could some takes be made.
    case pageFailed(any Error)
  }

  /// The number of takes that were asked for, of the shard.
  public var requested: Int
  /// The takes that are there, in the order of their seeds in the request.
  public var takes: [ManifestEntry]
  /// The takes of this run that could not be made, by seed.
  public var failures: [Failure]
  /// The page to listen to the takes; `nil` for a shard, and where no take could be made.
  public var gallery: Gallery?

  /// Makes what is missing of a batch, and the page to listen to it.
  ///
  /// Each take is the same as that of its seed alone. One that fails does not end the batch.
  ///
  /// - Parameters:
  ///   - threads: cores that all takes share.
  ///   - jobs: takes that are made at the same time, no more than there are cores; as many as threads without it.
  ///   - remaking: how the page says that its takes are made again.
  ///   - cancellation: ends the work with `StudioError.cancelled`; what is finished by then is in the
  ///     manifest.
  /// - Throws: as `BatchRequest.validate()`; `StudioError.mixedTakes`, `.folderInUse` and their like; and what
  ///   is wrong with the files.
  public static func make(
    _ request: BatchRequest, threads: Int = Processor.cores, jobs: Int? = nil,
    resources: Resources = .ofProgram,
    remaking: Gallery.Remaking = { _ in nil }, cancellation: Cancellation = Cancellation(),
    report: @escaping @Sendable (Event) -> Void = { _ in }
  ) throws -> Batch {
    try request.validate()
    try Processor.validate(threads: threads, jobs: jobs)
    let seeds = request.distinctSeeds
    try request.checkEngraver()
    let jobs = min(jobs ?? threads, Processor.cores, max(1, seeds.count))
    let studio = try Studio(request, threads: threads, jobs: jobs, resources) {
      report(.loading($0))
    }
    let settings = try BatchSettings(of: request, by: studio)
    let folder = try BatchFolder(request.folder, shard: request.shard)
    let (own, missing) = try folder.prepare(seeds, settings, force: request.remakes)
    if missing.count < own.count { report(.found(own.count - missing.count, of: own.count)) }
    let run = BatchRun(
      studio, request, settings, folder, total: missing.count, cancellation, report)
    run.make(missing, jobs: jobs)
    if cancellation.isCancelled {
      try folder.finish()
      throw StudioError.cancelled
    }
    let (failures, entries) = (run.failures, folder.entries)
    let failed = Set(failures.map(\.seed))
    var batch = Batch(
      requested: own.count, takes: own.filter { !failed.contains($0) }.compactMap { entries[$0] },
      failures: failures)
    guard request.shard == nil, failures.count < own.count else {
      try folder.finish()
      return batch
    }
    do {
      batch.gallery = try folder.writeGallery(remaking: remaking)
    } catch  where !failures.isEmpty {
      report(.pageFailed(error))
    }
    return batch
  }
}
