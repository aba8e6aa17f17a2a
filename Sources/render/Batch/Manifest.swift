import FoundationEssentials
import RenderAudio
import RenderComposer
import RenderFiles
import RenderMusic
import RenderPlot

/// A file of a take.
struct TakeFile: Codable, Hashable {
  /// In the batch's folder.
  var name: String
  /// Bytes.
  var size: Int
  var sha256: String

  /// - Throws: when it cannot be read.
  init(_ name: String, in folder: Folder) throws {
    let file = try InputFile(name, in: folder)
    self.name = name
    size = file.size
    sha256 = try render.sha256(of: file)
  }

  /// Whether it lies there, as far as its size tells.
  func exists(in folder: Folder) -> Bool { folder.size(of: name) == size }

  /// Whether it lies there with the same bytes.
  func isIntact(in folder: Folder) -> Bool { (try? TakeFile(name, in: folder)) == self }
}

/// A take as the manifest tells of it. Two runs of one command give the same lines.
struct ManifestEntry: Codable, Hashable {
  var seed: UInt64
  var midi: TakeFile
  var audio: TakeFile?
  var plot: TakeFile?
  /// The tail included.
  var seconds: Double?
  var events: Int
  var notes: Int
  /// Integrated, in LUFS.
  var loudness: Double?
  /// In dBTP.
  var truePeak: Double?
  /// `nil` where a piece is too short for them.
  var statistics: PieceStatistics?
  var settings: BatchSettings
  /// The files of the settings as the command line named them, by option, where they were given. They
  /// decide nothing: the same model may lie elsewhere on another machine.
  var places: [String: String]?

  /// Of two that tell of one seed, this one or the other: the one whose files lie there.
  func chosen(over other: ManifestEntry, in folder: Folder) -> ManifestEntry {
    self == other || files.allSatisfy { $0.isIntact(in: folder) } ? self : other
  }

  /// In the batch's folder.
  var files: [TakeFile] { [audio, midi, plot].compactMap(\.self) }

  /// Whether the files are called as a batch calls them: a manifest may come from anywhere.
  fileprivate var namesItsOwnFiles: Bool {
    let name = BatchFolder.name(of: seed)
    func isOwn(_ file: TakeFile?, _ extensions: [String]) -> Bool {
      file.map { file in extensions.contains { "\(name).\($0)" == file.name } } ?? true
    }
    // A piece's MIDI file is never that large, and is read whole.
    return midi.size <= 1 << 26 && isOwn(midi, ["mid"])
      && isOwn(audio, AudioFileFormat.allCases.map(\.rawValue))
      && isOwn(plot, PlotFileFormat.allCases.map(\.rawValue))
  }
}

/// A list of takes, a line in JSON each: it grows while they are made, and is sorted by seed in the end.
struct Manifest {
  let name: String
  private let folder: Folder
  private(set) var entries: [UInt64: ManifestEntry] = [:]

  /// Reads what a run before has left.
  ///
  /// - Throws: for a file that is no manifest.
  init(_ name: String, in folder: Folder) throws {
    self.name = name
    self.folder = folder
    guard folder.holds(name) else { return }
    let lines = try folder.read(name).split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let decoder = JSONDecoder.ofFacts
    // What follows the last line feed was being written when the program was killed.
    for (index, line) in lines.dropLast().enumerated() {
      guard let entry = try? decoder.decode(ManifestEntry.self, from: Data(line)),
        entry.namesItsOwnFiles
      else {
        throw Failure(
          .badData,
          "\(folder.path(of: name)): line \(index + 1) is no take of a batch; choose another folder, or remove it"
        )
      }
      entries[entry.seed] = entry
    }
  }

  mutating func append(_ entry: ManifestEntry) throws {
    try folder.appendLine(Self.encoder.encode(entry), to: name)
    entries[entry.seed] = entry
  }

  mutating func remove(_ seeds: some Sequence<UInt64>) {
    for seed in seeds { entries[seed] = nil }
  }

  /// Takes in those of another one.
  mutating func merge(_ others: [UInt64: ManifestEntry]) {
    entries.merge(others) { $0.chosen(over: $1, in: folder) }
  }

  /// Writes it anew, by seed.
  func write() throws {
    let lines = try sorted.map(Self.encoder.encode)
    try folder.write(lines.flatMap { Array($0) + [UInt8(ascii: "\n")] }, to: name)
  }

  /// By seed.
  var sorted: [ManifestEntry] { entries.values.sorted { $0.seed < $1.seed } }

  private static var encoder: JSONEncoder { .ofFacts([.sortedKeys, .withoutEscapingSlashes]) }
}
