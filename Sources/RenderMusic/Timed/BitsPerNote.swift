import RenderSystem

/// A measure of how well something predicts music: −log2 of the probability of all that carries onset, part, pitch
/// and duration (the end of a piece included, tempi left out), divided by the number of notes.
///
/// It does not depend on the tokens that a predictor uses.
public struct BitsPerNote: Hashable, Codable, Sendable {
  /// The number of notes that were predicted.
  public private(set) var notes = 0
  /// The sums of bits over all notes.
  private var onsetBits = 0.0
  private var partBits = 0.0
  private var pitchBits = 0.0
  private var durationBits = 0.0

  public init() {}

  /// The bits a note that onsets cost, and the end of the piece.
  public var onset: Double { onsetBits / Double(max(1, notes)) }
  /// The bits a note that it costs to say who plays it; 0 in music for one instrument.
  public var part: Double { partBits / Double(max(1, notes)) }
  /// The bits a note that pitches cost, with those of the key.
  public var pitch: Double { pitchBits / Double(max(1, notes)) }
  /// The bits a note that durations cost.
  public var duration: Double { durationBits / Double(max(1, notes)) }
  /// The bits a note in all.
  public var total: Double { onset + part + pitch + duration }

  /// Adds what one token cost; a pitch counts a note.
  public mutating func add(_ bits: Double, for kind: TimedToken.Kind) {
    switch kind {
    case .shift, .structure: onsetBits += bits
    case .part: partBits += bits
    case .pitch:
      pitchBits += bits
      notes += 1
    case .duration: durationBits += bits
    case .tempo: break
    }
  }

  /// Adds what it costs to say which of twelve keys a piece was moved from.
  public mutating func addKey() { pitchBits += log2(12) }

  /// Adds the notes and costs of other pieces.
  public static func += (sum: inout Self, other: Self) {
    sum.notes += other.notes
    sum.onsetBits += other.onsetBits
    sum.partBits += other.partBits
    sum.pitchBits += other.pitchBits
    sum.durationBits += other.durationBits
  }
}
