import Files
import Glibc
import Synchronization

/// Where a batch's takes lie. One batch at a time works there, or its shards side by side, each with a
/// manifest of its own; who works alone takes their manifests in.
final class BatchFolder: Sendable {
  let path: String
  private let shard: Shard?
  private let locks: [FileLock]
  private let manifest: Mutex<Manifest>
  /// For a shard: those in the manifests of others.
  private let others: [UInt64: ManifestEntry]

  private static let manifestName = "manifest"
  private static let logName = "times"
  private static let linesExtension = "jsonl"
  static let pageName = "index.html"

  /// Makes the folder, where it is missing, and takes hold of it.
  init(_ path: String, shard: Shard? = nil) throws {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    self.shard = shard
    try makeFolder(self.path)
    var locks: [FileLock] = []
    let names = [".render-batch.lock"] + (shard.map { [$0.name(".render-batch", "lock")] } ?? [])
    for (index, name) in names.enumerated() {
      guard let lock = try FileLock(path: "\(self.path)/\(name)", isShared: index < names.count - 1)
      else {
        throw Failure(
          .cannotCreate,
          "another batch is writing to \(self.path); wait until it is finished, "
            + "or choose another folder")
      }
      locks.append(lock)
    }
    self.locks = locks
    var own = try Manifest(path: Self.file(Self.manifestName, of: shard, in: self.path))
    var others: [UInt64: ManifestEntry] = [:]
    if shard == nil {
      for path in Self.shardFiles(Self.manifestName, in: self.path) {
        own.merge(try Manifest(path: path))
      }
    } else {
      let whole = Self.file(Self.manifestName, of: nil, in: self.path)
      for path in [whole] + Self.shardFiles(Self.manifestName, in: self.path)
      where path != own.path {
        others.merge(try Manifest(path: path).entries) { _, later in later }
      }
    }
    self.others = others
    manifest = Mutex(own)
  }

  /// `seed-000007`, without an extension.
  static func name(of seed: UInt64) -> String {
    let digits = String(seed)
    return "seed-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  private static func file(_ name: String, of shard: Shard?, in folder: String) -> String {
    "\(folder)/\(shard?.name(name, linesExtension) ?? "\(name).\(linesExtension)")"
  }

  private static func shardFiles(_ name: String, in folder: String) -> [String] {
    fileNames(in: folder).filter { Shard.isName($0, name, linesExtension) }
      .map { "\(folder)/\($0)" }
  }

  /// Makes ready for some seeds: what a killed run has left half-made goes.
  ///
  /// - Parameters:
  ///   - seeds: of the whole batch; a shard makes its part of them.
  ///   - force: forget the takes that there are of these seeds.
  /// - Returns: the seeds that are to be made here, and those of them that are not made yet.
  /// - Throws: where other takes were made differently.
  func prepare(
    _ seeds: [UInt64], _ settings: BatchSettings, force: Bool
  ) throws -> (all: [UInt64], missing: [UInt64]) {
    var known = entries
    if force { for seed in seeds { known[seed] = nil } }
    try Self.refuseMixing(known.values, with: settings, in: path) {
      force
        ? "give their seeds, too, or choose another --out"
        : "give the same options, choose another --out, or make all anew with --force"
    }
    let all = shard?.part(of: seeds) ?? seeds
    let names = Set(all.map(Self.name))
    let list = Self.file(Self.manifestName, of: shard, in: path)
    AtomicFile.removeLeftovers(in: path) { name in
      names.contains(stem(of: name)) || "\(path)/\(name)" == list
        || shard == nil && name == Self.pageName
    }
    let missing = all.filter { seed in
      guard let entry = known[seed] else { return true }
      return !entry.files.allSatisfy { $0.exists(in: path) }
    }
    try remove(missing)
    return (all, missing)
  }

  /// Takes in what shards have made.
  ///
  /// - Returns: the takes, by seed, and the seeds of those whose files are gone, which are forgotten.
  /// - Throws: where they were made differently.
  func gather() throws -> (takes: [ManifestEntry], gone: [UInt64]) {
    let takes = manifest.withLock { $0.sorted }
    if let first = takes.first {
      try Self.refuseMixing(takes, with: first.settings, in: path) {
        "make them anew with the options of seed \(first.seed), or move them elsewhere"
      }
    }
    let gone = takes.filter { !$0.files.allSatisfy { $0.exists(in: path) } }.map(\.seed)
    try remove(gone)
    return (manifest.withLock { $0.sorted }, gone)
  }

  private static func refuseMixing(
    _ entries: some Collection<ManifestEntry>, with settings: BatchSettings, in path: String,
    remedy: () -> String
  ) throws {
    let others = entries.filter { $0.settings != settings }
    guard let other = others.min(by: { $0.seed < $1.seed }) else { return }
    let differences = settings.differences(from: other.settings).joined(separator: ", ")
    throw Failure(
      .usage,
      "\(others.count) takes in \(path) were made differently (now \(differences)); \(remedy())")
  }

  private func remove(_ seeds: [UInt64]) throws {
    manifest.withLock { $0.remove(seeds) }
    try finish()
  }

  /// All that is known to be made, by shards as well.
  var entries: [UInt64: ManifestEntry] {
    others.merging(manifest.withLock { $0.entries }) { _, own in own }
  }

  /// Tells of a take whose files lie there.
  func add(_ entry: ManifestEntry) throws { try manifest.withLock { try $0.append(entry) } }

  /// Tells when a take was made. Times differ from run to run, so no other list has them.
  func log(_ times: TakeTimes) throws {
    let log = Self.file(Self.logName, of: shard, in: path)
    try manifest.withLock { _ in try appendLine(times.line(), to: log) }
  }

  /// Puts the manifest in order. Those of shards, which are in it, go.
  func finish() throws {
    try manifest.withLock { try $0.write() }
    guard shard == nil else { return }
    for path in Self.shardFiles(Self.manifestName, in: path) { unlink(path) }
    let log = Self.file(Self.logName, of: nil, in: path)
    for path in Self.shardFiles(Self.logName, in: path) {
      for line in try readFile(path).split(separator: UInt8(ascii: "\n")) {
        try appendLine(line, to: log)
      }
      unlink(path)
    }
  }
}
