import RenderMIDI
import RenderMusic

extension Rendition {
  /// A piece of the grid as it is played, while its notes are still being composed.
  ///
  ///     for event in Rendition(notes, of: composer.header, style: .expressive, seed: 7) { … }
  ///
  /// Each part is shaped as its instrument is played (`PlayingTechnique`). The dynamics are part of what is written, so
  /// `plain` plays them, too.
  public init<Composed: Sequence>(
    _ notes: Composed, of header: Piece.Header, dynamics: Dynamics = Dynamics(),
    style: PerformanceStyle, seed: UInt64, weights: RuleWeights = RuleWeights()
  ) where Composed.Element == Piece.Note, Notes == LazyMapSequence<Composed, PartNote> {
    let score = Score(header)
    let loudness = DynamicCurve(dynamics)
    self.init(
      notes.lazy.map { PartNote(Note($0, loudness), part: $0.part) }, parts: score.performedParts,
      time: ScoreTime(score), style: style, seed: seed, weights: weights)
  }
}

extension MIDIFile {
  /// Makes a file of a composed piece as it is played.
  /// - Throws: `MusicError.unwritable` where a value has no place in a MIDI file.
  public init(
    performing piece: Piece, style: PerformanceStyle, seed: UInt64,
    weights: RuleWeights = RuleWeights()
  ) throws(MusicError) {
    let notes = piece.notes.enumerated()
      .sorted { ($0.element.onset, $0.offset) < ($1.element.onset, $1.offset) }
      .map(\.element)
    try self.init(
      Rendition(
        notes, of: piece.header, dynamics: piece.dynamics, style: style, seed: seed,
        weights: weights),
      of: piece.header)
  }

  /// Makes a file of what was played of a piece that has this header.
  /// - Throws: `MusicError.unwritable` where a value has no place in a MIDI file.
  public init(
    _ performance: some Sequence<PerformedEvent>, of header: Piece.Header
  ) throws(MusicError) {
    try self.init(performance, of: Score(header))
  }
}
