import RenderEngraving
import RenderFiles
import Synchronization

/// The folder of a batch's takes. One batch at a time works there, or its shards side by side, each with a
/// manifest of its own; a batch that works alone takes their manifests in.
final class BatchFolder: Sendable {
  let files: Folder
  private let shard: Shard?
  private let locks: [FileLock]
  private let manifest: Mutex<Manifest>
  /// The takes in the manifests of other shards; only a shard has any.
  private let others: [UInt64: ManifestEntry]

  private static let manifestName = "manifest"
  private static let logName = "times"
  private static let linesExtension = "jsonl"
  static let pageName = "index.html"

  /// Makes the folder, where it is missing, and locks it.
  init(_ path: String, shard: Shard? = nil) throws {
    self.shard = shard
    try makeFolder(path)
    files = try Folder(path)
    var locks: [FileLock] = []
    let names = [".render-batch.lock"] + (shard.map { [$0.name(".render-batch", "lock")] } ?? [])
    for (index, name) in names.enumerated() {
      guard let lock = try FileLock(name, in: files, isShared: index < names.count - 1) else {
        throw StudioError.folderInUse(path: files.path)
      }
      locks.append(lock)
    }
    self.locks = locks
    var own = try Manifest(Self.list(Self.manifestName, of: shard), in: files)
    var others: [UInt64: ManifestEntry] = [:]
    for name in Self.lists(Self.manifestName, in: files) where name != own.name {
      let entries = try Manifest(name, in: files).entries
      if shard == nil {
        own.merge(entries)
      } else {
        others.merge(entries) { [files] in $0.chosen(over: $1, in: files) }
      }
    }
    self.others = others
    manifest = Mutex(own)
  }

  /// The name of a take without an extension: `seed-000007`.
  static func name(of seed: UInt64) -> String {
    let digits = String(seed)
    return "seed-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  /// The name of the sheet music of a take, apart from that of its picture: `seed-000007-score.pdf`.
  static func score(of seed: UInt64, as format: ScoreFileFormat) -> String {
    "\(name(of: seed))\(scoreEnding).\(format.rawValue)"
  }

  private static let scoreEnding = "-score"

  /// The name of a list of the whole batch or of a shard.
  private static func list(_ name: String, of shard: Shard?) -> String {
    shard?.name(name, linesExtension) ?? "\(name).\(linesExtension)"
  }

  /// The names of the lists of the whole batch and of all shards.
  private static func lists(_ name: String, in folder: Folder) -> [String] {
    folder.names.filter { isList($0, name) }
  }

  private static func isList(_ file: String, _ name: String) -> Bool {
    file == list(name, of: nil) || Shard.isName(file, name, linesExtension)
  }

  /// Prepares for some seeds: what a killed run has left half-made is removed.
  ///
  /// - Parameters:
  ///   - seeds: of the whole batch; a shard makes its part of them.
  ///   - force: forget the takes that there are of these seeds.
  /// - Returns: the seeds that are to be made here, and those of them that are not made yet.
  /// - Throws: where other takes were made differently.
  func prepare(
    _ seeds: [UInt64], _ settings: BatchSettings, force: Bool
  ) throws -> (all: [UInt64], missing: [UInt64]) {
    let (all, missing) = try Self.seeds(
      seeds, shard, settings, force: force, known: entries, in: files)
    removeLeftovers()
    try files.dropHalfLine(of: Self.list(Self.logName, of: shard))
    manifest.withLock { $0.remove(missing) }
    try finish()
    return (all, missing)
  }

  /// The seeds that are to be made, and those of them that are not made yet; takes made differently are refused.
  ///
  /// - Parameter known: the takes that manifests have.
  static func seeds(
    _ seeds: [UInt64], _ shard: Shard?, _ settings: BatchSettings, force: Bool,
    known: [UInt64: ManifestEntry], in files: Folder
  ) throws(StudioError) -> (all: [UInt64], missing: [UInt64]) {
    var known = known
    if force { for seed in seeds { known[seed] = nil } }
    try refuseMixing(known.values, with: settings, in: files.path, force ? .remaking : .making)
    let all = shard?.part(of: seeds) ?? seeds
    return (
      all,
      all.filter { seed in
        guard let entry = known[seed] else { return true }
        return !entry.files.allSatisfy { $0.exists(in: files) }
      }
    )
  }

  /// The takes of all manifests in a folder, which is only read, and what is logged of their times.
  static func contents(
    of files: Folder
  ) throws -> (entries: [UInt64: ManifestEntry], times: [TakeTimes]) {
    var entries: [UInt64: ManifestEntry] = [:]
    for name in lists(manifestName, in: files) {
      entries.merge(try Manifest(name, in: files).entries) { $0.chosen(over: $1, in: files) }
    }
    let times = try lists(logName, in: files).flatMap { name in
      try files.read(name).split(separator: UInt8(ascii: "\n")).compactMap {
        try? TakeTimes.of(line: $0)
      }
    }
    return (entries, times)
  }

  /// Removes what killed runs have left half-made.
  private func removeLeftovers() {
    AtomicFile.removeLeftovers(in: files)
    // The rest is for who has the folder alone.
    guard shard == nil else { return }
    for name in files.names where Self.isTake(stem(of: name)) && StemFolder.isName(name) {
      guard let stems = try? files.folder(name) else { continue }
      AtomicFile.removeLeftovers(in: stems)
    }
    for name in files.names where Shard.isName(name, ".render-batch", "lock") {
      files.remove(name)
    }
  }

  private static func isTake(_ name: String) -> Bool {
    name.hasPrefix("seed-") && UInt64(name.dropFirst("seed-".count)).map(Self.name(of:)) == name
  }

  /// Puts together all that was made, by shards as well.
  ///
  /// - Returns: the takes, by seed, and the seeds of those whose files are gone or changed, which are
  ///   forgotten.
  /// - Throws: where they were made differently, or there are none.
  func gather() throws -> (takes: [ManifestEntry], gone: [UInt64]) {
    let known = manifest.withLock { $0.sorted }
    if let first = known.first {
      try Self.refuseMixing(
        known, with: first.settings, in: files.path, .gathering(seed: first.seed))
    }
    let gone = known.filter { take in
      !take.files.allSatisfy { $0.exists(in: files) } || !take.midi.isIntact(in: files)
    }.map(\.seed)
    guard gone.count < known.count else {
      throw known.isEmpty
        ? StudioError.noTakes(path: files.path)
        : StudioError.filesGone(path: files.path, takes: gone.count)
    }
    removeLeftovers()
    manifest.withLock { $0.remove(gone) }
    try finish()
    return (manifest.withLock { $0.sorted }, gone)
  }

  private static func refuseMixing(
    _ entries: some Collection<ManifestEntry>, with settings: BatchSettings, in path: String,
    _ work: MixedTakes.Work
  ) throws(StudioError) {
    let others = entries.filter { $0.settings != settings }
    guard let other = others.min(by: { $0.seed < $1.seed }) else { return }
    throw .mixedTakes(
      MixedTakes(
        count: others.count, path: path, differences: settings.differences(from: other.settings),
        work: work))
  }

  /// The takes that are known to be made, by shards as well.
  var entries: [UInt64: ManifestEntry] {
    others.merging(manifest.withLock { $0.entries }) { _, own in own }
  }

  /// Adds a take whose files lie there.
  func add(_ entry: ManifestEntry) throws { try manifest.withLock { try $0.append(entry) } }

  /// Adds when a take was made. Times differ from run to run, so no other list has them.
  func log(_ times: TakeTimes) throws {
    let log = Self.list(Self.logName, of: shard)
    try manifest.withLock { _ in try files.appendLine(times.line(), to: log) }
  }

  /// Sorts the manifest. Those of shards, which are in it, are removed.
  func finish() throws {
    try manifest.withLock { try $0.write() }
    guard shard == nil else { return }
    let whole = Self.list(Self.manifestName, of: nil)
    for name in Self.lists(Self.manifestName, in: files) where name != whole { files.remove(name) }
    try joinLogs()
  }

  private func joinLogs() throws {
    let logs = Self.lists(Self.logName, in: files)
    guard logs.count > 1 else { return }
    for log in logs { try files.dropHalfLine(of: log) }
    let whole = Self.list(Self.logName, of: nil)
    try files.write(logs.flatMap { try files.read($0) }, to: whole)
    for log in logs where log != whole { files.remove(log) }
  }
}
