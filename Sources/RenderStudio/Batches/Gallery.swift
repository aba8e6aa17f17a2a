import FoundationEssentials
import RenderComposer
import RenderFiles
import RenderGallery
import RenderHashing
import RenderMIDI
import RenderMusic
import RenderPlot

/// The page to listen to the takes of a batch.
public struct Gallery: Codable, Hashable, Sendable {
  /// A function that gives the command to make takes of equal settings, at least one, again; `nil` where no
  /// command makes the same.
  public typealias Remaking = @Sendable (_ takes: [ManifestEntry]) -> ListeningPage.Command?

  /// The path of the page.
  public var page: String
  /// The number of takes on it.
  public var takes: Int
  /// The seeds of takes that are left out, since their files are gone or changed.
  public var gone: [UInt64]

  /// Gathers all takes made in a folder, by shards as well, and writes the page.
  ///
  /// - Throws: `StudioError.missingFolder`, `.noTakes`, `.filesGone`, or `.mixedTakes` for takes that do not
  ///   belong together; a page that cannot be written.
  public static func write(in folder: String, remaking: Remaking) throws -> Gallery {
    guard isFolder(folder) else { throw StudioError.missingFolder(path: folder) }
    return try BatchFolder(folder).writeGallery(remaking: remaking)
  }
}

extension BatchFolder {
  /// Gathers all takes, and writes the page to listen to them.
  ///
  /// - Throws: takes that do not belong together, or a page that cannot be written.
  func writeGallery(remaking: Gallery.Remaking) throws -> Gallery {
    let (takes, gone) = try gather()
    let columns = ManifestEntry.columns
    // All takes have the same, and there are some.
    let settings = takes[0].settings
    let page = ListeningPage(
      columns: columns.map(\.column), command: remaking(takes),
      takes: try takes.map { take in
        let midi = try naming(files.path(of: take.midi.name)) {
          try MIDIFile.parse(files.read(take.midi.name), mode: .strict).file
        }
        return ListeningPage.Take(
          seed: take.seed, audio: take.audio?.name, files: take.files.map(\.name),
          seconds: take.seconds, numbers: columns.map { $0.number(take) }, roll: PianoRoll(midi),
          bars: take.metre == nil ? nil : BarLines(midi, in: midi))
      },
      facts: settings.facts, identity: try settings.identity)
    try files.write(Array(page.html().utf8), to: Self.pageName)
    return Gallery(page: files.path(of: Self.pageName), takes: takes.count, gone: gone)
  }
}

extension ManifestEntry {
  /// The numbers that the page shows, sorts and filters by.
  fileprivate static var columns:
    [(column: ListeningPage.Column, number: @Sendable (ManifestEntry) -> Double?)]
  {
    typealias Column = ListeningPage.Column
    func statistic(_ value: @escaping @Sendable (PieceStatistics) -> Double)
      -> @Sendable (ManifestEntry) -> Double?
    {
      { $0.statistics.map(value) }
    }
    return [
      (Column("Length", .time, isShown: true), \.seconds),
      (Column("Notes", .decimal(places: 0, unit: ""), isShown: true), { Double($0.notes) }),
      (Column("Loudness", .decimal(places: 1, unit: "LUFS"), isShown: true), \.loudness),
      (
        Column("Repetition", .share, isShown: true), statistic(\.selfRepetition)
      ),
      (
        Column("Voices", .decimal(places: 1, unit: ""), isShown: true), statistic(\.polyphony)
      ),
      (
        Column("Notes a quarter", .decimal(places: 1, unit: ""), isShown: true),
        statistic(\.noteDensity)
      ),
      (Column("Events", .decimal(places: 0, unit: "")), { Double($0.events) }),
      (Column("True peak", .decimal(places: 1, unit: "dBTP")), \.truePeak),
      (Column("Range", .decimal(places: 0, unit: "semitones")), statistic(\.pitchRange)),
      (Column("Pitch classes", .decimal(places: 2, unit: "bits")), statistic(\.pitchClassEntropy)),
      (Column("In one scale", .share), statistic(\.scaleConsistency)),
      (Column("Length of a note", .decimal(places: 2, unit: "quarters")), statistic(\.noteLength)),
      (
        Column("From event to event", .decimal(places: 2, unit: "quarters")),
        statistic(\.interOnsetInterval)
      ),
      (Column("Drift", .decimal(places: 1, unit: "semitones")), statistic(\.registerDrift)),
      (Column("Largest share", .share), statistic(\.largestShare)),
    ]
  }
}

extension BatchSettings {
  /// The settings as facts for a reader.
  fileprivate var facts: [ListeningPage.Fact] {
    func facts(_ values: [String: String], _ name: (String) -> String) -> [ListeningPage.Fact] {
      values.sorted { $0.key < $1.key }.map { ListeningPage.Fact(name($0.key), $0.value) }
    }
    return facts(options) { "--\($0)" } + facts(files) { "SHA-256 of the \($0)" }
      + facts(versions) { $0 }
  }

  /// The name of the page for its stars, the same for takes of equal settings.
  fileprivate var identity: String {
    get throws {
      let encoder = JSONEncoder.ofFacts([.sortedKeys])
      return SHA256.digest(of: Array(try encoder.encode(self))).hexadecimal
    }
  }
}
