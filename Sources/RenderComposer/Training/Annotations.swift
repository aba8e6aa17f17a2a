import FoundationEssentials
import RenderMusic

/// The annotations of a corpus, by file.
public struct Annotations: Sendable {
  private var byPath: [String: Annotation] = [:]

  /// Makes annotations of no file.
  public init() {}

  /// - Parameter jsonLines: one object a line, with the path of a file under `file`.
  /// - Throws: `ComposerError.badAnnotations` with the number of the first line that is none.
  public init(jsonLines: [UInt8]) throws(ComposerError) {
    let decoder = JSONDecoder()
    for (index, line) in jsonLines.split(separator: UInt8(ascii: "\n")).enumerated() {
      do {
        let row = try decoder.decode(Row.self, from: Data(line))
        byPath[row.file] = Annotation(row)
      } catch {
        throw .badAnnotations(line: index + 1)
      }
    }
  }

  /// The number of files that are annotated.
  public var count: Int { byPath.count }

  /// The annotation of a file: that of the longest end of its path that has one.
  public func annotation(of path: String) -> Annotation? {
    guard !byPath.isEmpty else { return nil }
    var end = path[...]
    while true {
      if let annotation = byPath[String(end)] { return annotation }
      guard let slash = end.firstIndex(of: "/") else { return nil }
      end = end[end.index(after: slash)...]
    }
  }
}

/// A line of a file of annotations. Positions are in quarters from the beginning.
private struct Row: Decodable {
  var file: String
  var bars: [[Double]]?
  var time_signatures: [[Double]]?
  var key_signatures: [Place]?
  var tempo_bpm: Double?
  var tempo_source: String?
  var composer: String?
  var born: Int?
  var genre: String?
  var genres: [String]?
  var source: String?
  var staves: Int?
  var dynamics: [Mark]?
  var hairpins: [Span]?
  var sections: [Mark]?

  /// A place and a word; what follows does not matter here.
  struct Mark: Decodable {
    var quarter: Double
    var text: String

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      quarter = try values.decode(Double.self)
      text = try values.decode(String.self)
    }
  }

  /// A place; what follows does not matter here.
  struct Place: Decodable {
    var quarter: Double

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      quarter = try values.decode(Double.self)
    }
  }

  /// A beginning, an end and a word.
  struct Span: Decodable {
    var start: Double
    var end: Double
    var text: String

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      start = try values.decode(Double.self)
      end = try values.decode(Double.self)
      text = try values.decode(String.self)
    }
  }
}

extension Annotation {
  /// The kinds of marks at which a section begins or ends.
  private static let boundaryKinds: Set = [
    "section", "repeat_start", "repeat_end", "double", "title", "segno", "fine",
  ]

  fileprivate init(_ row: Row) {
    self.init()
    barLengths = (row.bars ?? []).compactMap { pair in
      guard pair.count == 2, pair[0] >= 1, pair[0] <= 1e6, pair[1] > 0 else { return nil }
      return BarGrid.Run(count: Int(pair[0]), quarters: pair[1])
    }
    timeSignatures = (row.time_signatures ?? []).compactMap { values in
      guard values.count == 3, let onset = unit(values[0]), (1...255).contains(values[1]),
        (1...128).contains(values[2])
      else { return nil }
      return Piece.TimeSignature(onset: onset, beats: Int(values[1]), beatUnit: Int(values[2]))
    }
    keyChanges = (row.key_signatures ?? []).dropFirst().compactMap { unit($0.quarter) }
    if let tempo = row.tempo_bpm, row.tempo_source != "none", (4...999).contains(tempo) {
      quartersPerMinute = tempo
    }
    composer = row.composer ?? ""
    born = row.born
    genre = row.genre ?? ""
    // Songs have a staff for the voice; dances may be sung somewhere, too.
    isSong =
      row.source == "lieder" || ((row.genres ?? []).contains("song") && (row.staves ?? 0) >= 3)
    dynamics.marks = (row.dynamics ?? []).compactMap { mark in
      guard let onset = unit(mark.quarter), let level = DynamicLevel(mark: mark.text) else {
        return nil
      }
      return Dynamics.Mark(onset: onset, level: level)
    }
    dynamics.accents = (row.dynamics ?? []).filter { DynamicLevel.isAccent($0.text) }
      .compactMap { unit($0.quarter) }
    dynamics.hairpins = (row.hairpins ?? []).compactMap { span in
      guard let onset = unit(span.start), let end = unit(span.end), end > onset,
        ["cresc", "dim"].contains(span.text)
      else { return nil }
      return Dynamics.Hairpin(onset: onset, end: end, isCrescendo: span.text == "cresc")
    }
    boundaries = Set(
      (row.sections ?? []).filter { Self.boundaryKinds.contains($0.text) }
        .compactMap { unit($0.quarter) }
    ).sorted()
  }
}

/// The unit nearest to a place in quarters; `nil` for one that is not on the grid.
private func unit(_ quarters: Double) -> Int? {
  guard quarters >= 0, quarters <= Double(TimedScore.latest) else { return nil }
  let unit = Int((quarters * Double(Piece.unitsPerQuarter)).rounded())
  return unit <= TimedScore.latest ? unit : nil
}
