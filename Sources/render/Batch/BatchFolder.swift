import Files
import Synchronization

/// Where a batch's takes lie. One batch at a time works there.
final class BatchFolder: Sendable {
  let path: String
  private let lock: FileLock
  private let manifest: Mutex<Manifest>

  static let manifestName = "manifest.jsonl"

  /// Makes the folder, where it is missing, and takes hold of it.
  init(_ path: String) throws {
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    try makeFolder(self.path)
    guard let lock = try FileLock(path: "\(self.path)/.render-batch.lock") else {
      throw Failure(
        .cannotCreate,
        "another batch is writing to \(self.path); wait until it is finished, or choose another --out"
      )
    }
    self.lock = lock
    manifest = Mutex(try Manifest(path: "\(self.path)/\(Self.manifestName)"))
  }

  /// `seed-000007`, without an extension.
  static func name(of seed: UInt64) -> String {
    let digits = String(seed)
    return "seed-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  /// Makes ready for some seeds: what a killed run has left half-made goes.
  ///
  /// - Parameter force: forget the takes that there are of these seeds.
  /// - Returns: the seeds that are not made yet.
  /// - Throws: where other takes were made differently.
  func prepare(_ seeds: [UInt64], _ settings: BatchSettings, force: Bool) throws -> [UInt64] {
    var known = entries
    if force { for seed in seeds { known[seed] = nil } }
    let others = known.values.filter { $0.settings != settings }
    if let other = others.min(by: { $0.seed < $1.seed }) {
      let differences = settings.differences(from: other.settings).joined(separator: ", ")
      throw Failure(
        .usage,
        "\(others.count) takes in \(path) were made differently (now \(differences)); "
          + (force
            ? "give their seeds, too, or choose another --out"
            : "give the same options, choose another --out, or make all anew with --force"))
    }
    let names = Set(seeds.map(Self.name))
    AtomicFile.removeLeftovers(in: path) { name in
      name == Self.manifestName || names.contains(stem(of: name))
    }
    let missing = seeds.filter { seed in
      guard let entry = known[seed] else { return true }
      return ![entry.midi, entry.audio].compactMap(\.self).allSatisfy { $0.exists(in: path) }
    }
    try manifest.withLock {
      $0.remove(missing)
      try $0.write()
    }
    return missing
  }

  var entries: [UInt64: ManifestEntry] { manifest.withLock { $0.entries } }

  /// Tells of a take whose files lie there.
  func add(_ entry: ManifestEntry) throws { try manifest.withLock { try $0.append(entry) } }

  /// Puts the manifest in order.
  func finish() throws { try manifest.withLock { try $0.write() } }
}
