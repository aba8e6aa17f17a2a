import RenderMIDI
import RenderMusic

/// A piece that is compared with others: its notes and, as far as they are known, its bars and its kind.
public struct MeasuredPiece: Hashable, Sendable {
  /// A kind of music, by who makes it.
  public enum Kind: String, CaseIterable, Codable, Sendable {
    /// Keyboard music.
    case solo
    /// A voice with a keyboard.
    case song
  }

  /// The notes, with their tempi.
  public var score: TimedScore
  /// The bars; `nil` where nobody knows them.
  public var bars: BarGrid?
  /// The kind; `nil` where nobody knows it.
  public var kind: Kind?

  public init(_ score: TimedScore, bars: BarGrid? = nil, kind: Kind? = nil) {
    self.score = score
    self.bars = bars
    self.kind = kind
  }

  /// Takes a composed piece; one without a metre has bars of 4/4, as in its file.
  ///
  /// - Throws: `MusicError.beyondGrid`.
  public init(_ piece: Piece, kind: Kind? = nil) throws(MusicError) {
    let score = try TimedScore(piece)
    self.init(
      score,
      bars: BarGrid(piece.header.metre ?? Piece.Metre(beats: 4, beatUnit: 4), end: score.end),
      kind: kind)
  }

  /// Takes the piece in a file.
  ///
  /// - Parameter annotation: what its score says beyond the notes. Its bars count for those of a file that has no
  ///   time signature, and its kind; without an annotation the kind is unknown.
  /// - Throws: `MusicError` for a file that is no music.
  public init(_ file: MIDIFile, annotation: Annotation? = nil) throws(MusicError) {
    let score = try TimedScore.quantizing(file).score
    let own = file.timeSignatures.isEmpty ? nil : BarGrid(file, end: score.end)
    self.init(
      score, bars: own ?? annotation?.bars(until: score.end),
      kind: annotation.map { $0.isSong ? .song : .solo })
  }
}
