import FoundationEssentials
import RenderComposer
import RenderEngraving
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
    let listed = try takes.map { take in
      let midi = try naming(files.path(of: take.midi.name)) {
        try MIDIFile.parse(files.read(take.midi.name), mode: .strict).file
      }
      let roll = PianoRoll(midi)
      let bars = take.metre == nil ? nil : BarLines(midi, in: midi)
      return ListeningPage.Take(
        seed: take.seed,
        title: take.title(
          tempo: take.tempo ?? midi.usualTempo, form: take.form ?? bars?.form.description),
        audio: take.audio?.name, files: take.wholeFiles.map(\.name),
        seconds: take.seconds, events: take.events,
        values: columns.map { $0.value(take, midi) } + [roll.ensemble.map { .words($0) }],
        roll: roll, bars: bars, form: take.form, sheet: sheet(of: take))
    }
    var page = ListeningPage(
      columns: columns.map(\.column) + [.init("Ensemble", .words)], command: remaking(takes),
      takes: listed, facts: settings.facts, identity: try settings.identity)
    page.removeEnsembleOfPianoAlone()
    try files.write(Array(page.html().utf8), to: Self.pageName)
    return Gallery(page: files.path(of: Self.pageName), takes: takes.count, gone: gone)
  }
}

extension BatchFolder {
  /// The sheet music of a take that a browser shows, with the places of its bars where they can be found.
  private func sheet(of take: ManifestEntry) -> ListeningPage.Sheet? {
    guard let name = take.score?.name, let format = try? ScoreFileFormat(path: name),
      format == .svg || format == .png
    else { return nil }
    let drawing = format == .svg ? try? files.read(name, atMost: Self.largestDrawing) : nil
    let places = drawing.flatMap { BarPlaces(svg: $0) }?.places ?? []
    return ListeningPage.Sheet(
      file: name, places: places.map { ($0.left, $0.top, $0.right, $0.bottom) })
  }

  /// In bytes; that of a piece of two minutes has half a million.
  private static let largestDrawing = 1 << 26
}

extension PianoRoll {
  /// The name of the ensemble that plays, or else the names of the parts; `nil` where nobody plays.
  fileprivate var ensemble: String? {
    if parts.isEmpty { return nil }
    let programs = parts.map(\.program)
    return Ensemble.known.first { $0.programs == programs }?.name
      ?? partNames.joined(separator: ", ")
  }
}

extension ListeningPage {
  /// Removes the last column where it says of no take that several instruments play.
  fileprivate mutating func removeEnsembleOfPianoAlone() {
    if takes.contains(where: \.isEnsemble) { return }
    columns.removeLast()
    for take in takes.indices { takes[take].values.removeLast() }
  }
}

extension ManifestEntry {
  /// The values that the page shows, sorts and filters by. What a title says is not shown beside it.
  fileprivate static var columns:
    [(
      column: ListeningPage.Column,
      value: @Sendable (ManifestEntry, MIDIFile) -> ListeningPage.Value?
    )]
  {
    typealias Value = @Sendable (ManifestEntry, MIDIFile) -> ListeningPage.Value?
    func number(_ number: @escaping @Sendable (ManifestEntry) -> Double?) -> Value {
      { take, _ in number(take).map { .number($0) } }
    }
    func statistic(_ value: @escaping @Sendable (PieceStatistics) -> Double) -> Value {
      number { $0.statistics.map(value) }
    }
    func words(_ words: @escaping @Sendable (ManifestEntry) -> String?) -> Value {
      { take, _ in words(take).map { .words($0) } }
    }
    let columns: [(String, ListeningPage.Column.Style, isShown: Bool, Value)] = [
      ("Length", .time, true, number(\.seconds)),
      ("Metre", .words, false, words(\.metre)),
      ("Key", .words, false, words(\.key)),
      (
        "Tempo", .decimal(places: 0, unit: "bpm"), false,
        { take, midi in (take.tempo ?? midi.usualTempo).map { .number($0.rounded()) } }
      ),
      ("Genre", .words, false, words(\.genre)),
      ("Composer", .words, false, words(\.composer)),
      ("Notes", .decimal(places: 0, unit: ""), true, number { Double($0.notes) }),
      ("Loudness", .decimal(places: 1, unit: "LUFS"), true, number(\.loudness)),
      ("Repetition", .share, true, statistic(\.selfRepetition)),
      ("Voices", .decimal(places: 1, unit: ""), true, statistic(\.polyphony)),
      ("Notes a quarter", .decimal(places: 1, unit: ""), true, statistic(\.noteDensity)),
      ("Form", .words, false, words(\.form)),
      ("Events", .decimal(places: 0, unit: ""), false, number { Double($0.events) }),
      ("True peak", .decimal(places: 1, unit: "dBTP"), false, number(\.truePeak)),
      ("Range", .decimal(places: 0, unit: "semitones"), false, statistic(\.pitchRange)),
      ("Pitch classes", .decimal(places: 2, unit: "bits"), false, statistic(\.pitchClassEntropy)),
      ("In one scale", .share, false, statistic(\.scaleConsistency)),
      ("Length of a note", .decimal(places: 2, unit: "quarters"), false, statistic(\.noteLength)),
      (
        "From event to event", .decimal(places: 2, unit: "quarters"), false,
        statistic(\.interOnsetInterval)
      ),
      ("Drift", .decimal(places: 1, unit: "semitones"), false, statistic(\.registerDrift)),
      ("Largest share", .share, false, statistic(\.largestShare)),
    ]
    return columns.map { (ListeningPage.Column($0, $1, isShown: $2), $3) }
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
