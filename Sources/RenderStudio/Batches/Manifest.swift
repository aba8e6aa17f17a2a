import FoundationEssentials
import RenderAudio
import RenderComposer
import RenderEngraving
import RenderFiles
import RenderMusic
import RenderPlot

/// A file of a take.
public struct TakeFile: Codable, Hashable, Sendable {
  /// The file's name in the batch's folder; that of a stem begins with its folder there.
  public var name: String
  /// The number of bytes.
  public var size: Int
  /// The SHA-256 in hexadecimal digits.
  public var sha256: String

  /// - Throws: when it cannot be read.
  init(_ name: String, in folder: Folder) throws {
    let (folder, own) = try Self.place(name, in: folder)
    let file = try InputFile(own, in: folder)
    self.name = name
    size = file.size
    sha256 = try RenderStudio.sha256(of: file)
  }

  /// Whether the file is in the folder, as far as its size says.
  func exists(in folder: Folder) -> Bool {
    guard let (folder, own) = try? Self.place(name, in: folder) else { return false }
    return folder.size(of: own) == size
  }

  /// Whether the file is in the folder with the same bytes.
  func isIntact(in folder: Folder) -> Bool { (try? TakeFile(name, in: folder)) == self }

  /// The folder that a file lies in, no part of which is a link, and its name there.
  private static func place(
    _ name: String, in folder: Folder
  ) throws(FileError) -> (folder: Folder, name: String) {
    guard let slash = name.firstIndex(of: "/") else { return (folder, name) }
    return (try folder.folder(String(name[..<slash])), String(name[slash...].dropFirst()))
  }
}

/// A take as the manifest describes it. Two runs of one request give the same lines.
public struct ManifestEntry: Codable, Hashable, Sendable {
  /// The seed that the take is named by.
  public var seed: UInt64
  /// How the piece was chosen, and its own seed, where it is the most real of several.
  public var choice: Choice?
  /// The MIDI file.
  public var midi: TakeFile
  /// The audio file; `nil` in a batch of MIDI alone.
  public var audio: TakeFile?
  /// The picture; `nil` where none was asked for.
  public var plot: TakeFile?
  /// The sheet music; `nil` where none was asked for.
  public var score: TakeFile?
  /// The files of the parts, in score order; `nil` where none were asked for.
  public var stems: [TakeFile]?
  /// The length of the sound in seconds, its tail included.
  public var seconds: Double?
  /// The number of events.
  public var events: Int
  /// The number of notes.
  public var notes: Int
  /// The metre, such as `3/4`; `nil` where nobody knows it.
  public var metre: String?
  /// The tempo in which the piece is written, in quarters a minute; `nil` in takes made before it was kept.
  public var tempo: Double?
  /// The key, such as `E flat major`; `nil` where nobody knows it and its mode.
  public var key: String?
  /// The composer whose style the plan names; `nil` where it names none.
  public var composer: String?
  /// The kind of piece that the plan names, such as `mazurka`; `nil` where it names none.
  public var genre: String?
  /// The letters of the plan's sections, such as `A B A′`; `nil` for a piece without a plan.
  public var form: String?
  /// The integrated loudness, in LUFS.
  public var loudness: Double?
  /// The true peak, in dBTP.
  public var truePeak: Double?
  /// Statistics of the notes; `nil` where a piece is too short for them.
  public var statistics: PieceStatistics?
  /// The settings that the take has in common with all of its batch.
  public var settings: BatchSettings
  /// The paths of the settings' files as they were given, by option, where they were. They decide nothing:
  /// the same model may lie elsewhere on another machine.
  public var places: [String: String]?

  /// The entry to keep of two of one seed: the one whose files are in the folder.
  func chosen(over other: ManifestEntry, in folder: Folder) -> ManifestEntry {
    self == other || files.allSatisfy { $0.isIntact(in: folder) } ? self : other
  }

  /// The files that lie in the batch's folder.
  public var files: [TakeFile] { wholeFiles + (stems ?? []) }

  /// The files that have all of the piece.
  public var wholeFiles: [TakeFile] { [audio, midi, plot, score].compactMap(\.self) }

  /// Whether the files have the names that a batch gives: a manifest may come from anywhere.
  fileprivate var namesItsOwnFiles: Bool {
    let name = BatchFolder.name(of: seed)
    func isOwn(_ file: TakeFile?, _ extensions: [String]) -> Bool {
      file.map { file in extensions.contains { "\(name).\($0)" == file.name } } ?? true
    }
    // A piece's MIDI file is never that large, and is read whole.
    return midi.size <= 1 << 26 && isOwn(midi, ["mid"])
      && isOwn(audio, AudioFileFormat.allCases.map(\.rawValue))
      && isOwn(plot, PlotFileFormat.allCases.map(\.rawValue))
      && (score.map { score in
        ScoreFileFormat.allCases.contains { BatchFolder.score(of: seed, as: $0) == score.name }
      } ?? true)
      && (stems ?? []).allSatisfy { StemFolder.isFile($0.name, ofTake: name) }
  }
}

/// A list of takes, a line in JSON each: it grows while they are made, and is sorted by seed in the end.
struct Manifest {
  let name: String
  private let folder: Folder
  private(set) var entries: [UInt64: ManifestEntry] = [:]

  /// Reads the manifest that an earlier run has left.
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
        throw StudioError.badManifest(path: folder.path(of: name), line: index + 1)
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

  /// Takes in the takes of another manifest.
  mutating func merge(_ others: [UInt64: ManifestEntry]) {
    entries.merge(others) { $0.chosen(over: $1, in: folder) }
  }

  /// Writes the manifest anew, sorted by seed.
  func write() throws {
    let lines = try sorted.map(Self.encoder.encode)
    try folder.write(lines.flatMap { Array($0) + [UInt8(ascii: "\n")] }, to: name)
  }

  /// The takes, sorted by seed.
  var sorted: [ManifestEntry] { entries.values.sorted { $0.seed < $1.seed } }

  private static var encoder: JSONEncoder { .ofFacts([.sortedKeys, .withoutEscapingSlashes]) }
}
