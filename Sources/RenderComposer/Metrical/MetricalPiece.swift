import RenderMIDI
import RenderMusic

/// A piece of a corpus as a network that counts bars reads it.
public struct MetricalPiece: Hashable, Sendable {
  /// The notes on the grid, with the tempo of the beginning alone.
  public var score: TimedScore
  /// The bars.
  public var bars: BarGrid
  /// The units at which the key signature changes, as far as they are known.
  public var keyChanges: [Int]
  /// The style, as far as it is known.
  public var style: Style

  /// Makes a piece of a file, with what its score says beyond the notes.
  ///
  /// - Parameter annotation: its bars go before those that the file's time signatures give, its tempo before
  ///   the file's.
  /// - Throws: `MusicError` for a file that is no music.
  public init(_ file: MIDIFile, _ annotation: Annotation?) throws(MusicError) {
    let read = try TimedScore.quantizing(file).score
    let tempo = annotation?.quartersPerMinute ?? read.tempos.first?.quartersPerMinute ?? 120
    score = try TimedScore(notes: read.notes, tempos: [Piece.Tempo(quartersPerMinute: tempo)])
    bars = annotation?.bars(until: score.end) ?? BarGrid(file, end: score.end)
    keyChanges = annotation?.keyChanges ?? file.keyChanges
    style = annotation.map(Style.init) ?? Style()
  }
}
