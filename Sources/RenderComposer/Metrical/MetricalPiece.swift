import RenderMIDI
import RenderMusic

/// A piece of a corpus as a network that counts bars reads it.
public struct MetricalPiece: Hashable, Sendable {
  /// The notes on the grid, of each part, with the tempo of the beginning alone.
  public var score: TimedScore
  /// The bars.
  public var bars: BarGrid
  /// The units at which the key signature changes, as far as they are known.
  public var keyChanges: [Int]
  /// The tonic in which the piece stood before it was moved; `nil` without notes.
  public var tonic: Int?
  /// The style, as far as it is known.
  public var style: Style
  /// The tempo in quarters a minute; `nil` where nobody knows it.
  public var quartersPerMinute: Double?
  /// The dynamics; no marks where nobody knows them.
  public var dynamics: Dynamics

  /// Makes a piece of which nobody knows more than its notes and bars.
  init(_ score: TimedScore, bars: BarGrid) {
    self.score = score
    self.bars = bars
    keyChanges = []
    tonic = MusicalKey(of: score.notes)?.tonic
    style = Style()
    quartersPerMinute = score.tempos.first?.quartersPerMinute
    dynamics = Dynamics()
  }

  /// Makes a piece of a file, with what its score says beyond the notes.
  ///
  /// - Parameter annotation: its bars go before those that the file's time signatures give, its tempo before
  ///   the file's. Without either bars are estimated from the notes.
  /// - Throws: `MusicError` for a file that is no music.
  public init(_ file: MIDIFile, _ annotation: Annotation?) throws(MusicError) {
    let parts = FileParts(file)
    let read = try TimedScore.quantizing(file, parts: parts).score
    let tempo = annotation?.quartersPerMinute ?? read.tempos.first?.quartersPerMinute ?? 120
    score = try TimedScore(
      notes: read.notes, tempos: [Piece.Tempo(quartersPerMinute: tempo)],
      programs: annotation?.isSong == true ? parts.programsOfSong : read.programs)
    tonic = MusicalKey(of: read.notes)?.tonic
    bars = annotation?.bars(until: score.end) ?? BarGrid(file, of: score.inOnePart)
    keyChanges = annotation?.keyChanges ?? file.keyChanges
    style = annotation.map(Style.init) ?? Style()
    quartersPerMinute =
      annotation == nil ? read.tempos.first?.quartersPerMinute : annotation?.quartersPerMinute
    dynamics = annotation?.dynamics ?? Dynamics()
  }

  /// The loudness of some units, of which the first decides; `nil` where the score has no marks.
  func level(in units: Range<Int>) -> DynamicLevel? {
    // A mark often stands behind the bar line; before the first one its loudness holds.
    let middle = (units.lowerBound + units.upperBound) / 2
    return (dynamics.marks.last { $0.onset < middle } ?? dynamics.marks.first)?.level
  }

  /// The place of the first accent in a bar: its beginning or, for all others, its middle, as a share of the bar; `nil`
  /// for none.
  func accent(in units: Range<Int>) -> Double? {
    dynamics.accents.first(where: units.contains).map { $0 == units.lowerBound ? 0 : 0.5 }
  }

  /// How the loudness changes in at least half of some units.
  func swelling(in units: Range<Int>) -> FormPlan.Swelling {
    func length(_ isCrescendo: Bool) -> Int {
      dynamics.hairpins.filter { $0.isCrescendo == isCrescendo }
        .reduce(0) { $0 + units.clamped(to: $1.onset..<max($1.onset, $1.end)).count }
    }
    let (rise, fall) = (length(true), length(false))
    return 2 * max(rise, fall) < units.count ? .none : rise >= fall ? .crescendo : .diminuendo
  }
}
