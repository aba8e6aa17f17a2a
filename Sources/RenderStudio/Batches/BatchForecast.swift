import FoundationEssentials
import RenderEngraving
import RenderFiles

/// What a batch would make, as far as that is known before: nothing is written to find out.
public struct BatchForecast: Hashable, Codable, Sendable {
  /// The folder that the takes lie in.
  public var folder: String
  /// The number of takes that were asked for, of the shard.
  public var requested: Int
  /// The seeds of those that are not there yet, in the order of the request.
  public var missing: [UInt64]
  /// The options that decide the takes, by name.
  public var options: [String: String]
  /// The paths of the files that takes are made from, by option.
  public var files: [String: String]
  /// The bytes that the missing takes will need, by the mean of those that are there; `nil` where there are none.
  public var bytes: Int?
  /// The seconds that they will take, by the usual time from one take's end to the next one's; `nil` where that is not
  /// known.
  public var seconds: Double?

  /// Looks at what a batch has to do.
  ///
  /// - Throws: as `Batch.make`, but for what only writing shows.
  public init(
    of request: BatchRequest, threads: Int = Processor.cores, jobs: Int? = nil,
    resources: Resources = .ofProgram, report: (Studio.Event) -> Void = { _ in }
  ) throws {
    try request.validate()
    try Processor.validate(threads: threads, jobs: jobs)
    try request.checkEngraver()
    let studio = try Studio(request, threads: threads, jobs: 1, resources, report)
    let settings = try BatchSettings(of: request, by: studio)
    folder = request.folder
    options = settings.options
    files = studio.inputs
    let seeds = request.distinctSeeds
    guard isFolder(request.folder) else {
      // Something else of that name would be in the way.
      try checkThatFolderCanBeMade(request.folder)
      missing = request.shard?.part(of: seeds) ?? seeds
      requested = missing.count
      return
    }
    let place = try Folder(request.folder)
    let (entries, times) = try BatchFolder.contents(of: place)
    let wanted = try BatchFolder.seeds(
      seeds, request.shard, settings, force: request.remakes, known: entries, in: place)
    requested = wanted.all.count
    missing = wanted.missing
    guard !entries.isEmpty else { return }
    let size = entries.values.reduce(0.0) { sum, take in
      take.files.reduce(sum) { $0 + Double($1.size) }
    }
    bytes = Int(min(1e18, size / Double(entries.count) * Double(missing.count)))
    let ends = times.filter { $0.error == nil }.map(\.finished).sorted()
    // The longest are left out, since a batch may have been interrupted for a night, and as many of the shortest. Times
    // are whole seconds, of which only a mean over many says more.
    let gaps = zip(ends.dropFirst(), ends).map { $0.timeIntervalSince($1) }.sorted()
    guard gaps.count >= 8, missing.count > 0 else { return }
    let middle = gaps[gaps.count / 8..<gaps.count - gaps.count / 8]
    seconds = middle.reduce(0, +) / Double(middle.count) * Double(missing.count)
  }
}

extension Studio {
  /// The studio of a batch.
  ///
  /// - Parameter jobs: takes that are made at once, and share the threads.
  init(
    _ request: BatchRequest, threads: Int, jobs: Int, _ resources: Resources,
    _ report: (Event) -> Void
  ) throws {
    try self.init(
      request.piece, format: request.format.audio, threads: threads, jobs: jobs, resources,
      ModelReader(resources), report)
  }
}

extension BatchRequest {
  /// Fails where sheet music is wanted that nobody can engrave.
  func checkEngraver() throws {
    guard let score, score.isEngraved, Engraver.installed == nil else { return }
    throw StudioError.missingEngraver(of: score)
  }
}
