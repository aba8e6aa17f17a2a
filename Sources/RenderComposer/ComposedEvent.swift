import RenderMusic

/// What a composer writes: all notes that begin together.
public struct ComposedEvent: Hashable, Sendable {
  /// The classic token, or the pitches from the lowest up, `C4 E4 G4`.
  public var name: String
  /// The notes on the grid; events come by onset.
  public var notes: [Piece.Note]

  public init(name: String, notes: [Piece.Note]) {
    self.name = name
    self.notes = notes
  }
}

/// How long a piece shall become.
public enum Extent: Hashable, Sendable {
  case events(Int)
  /// About so long, at the piece's tempo.
  case seconds(Double)
}

/// What of the tokens is written, and at which pitch.
struct WrittenForm: Hashable, Sendable {
  var includesOpening = false
  /// Semitones that are added.
  var transposition = 0

  /// Where a key goes; one that would leave MIDI's range, by octaves to the nearest in it.
  func key(_ key: UInt8) -> UInt8 {
    var moved = Int(key) + transposition
    while moved < 0 { moved += 12 }
    while moved > 127 { moved -= 12 }
    return UInt8(moved)
  }

  func name(of token: ClassicToken) -> String {
    switch token {
    case .note(let key): ClassicToken.note(key: self.key(key)).description
    case .chord: (token.transposed(by: transposition) ?? token).description
    }
  }
}

/// A model's tokens on their way to events: one for each tokenizer.
protocol EventWriter: Sendable {
  /// Of the last token.
  var features: [Int32] { get }
  /// Known before the first event.
  var quartersPerMinute: Double? { get }
  /// After the end nothing follows.
  var hasEnded: Bool { get }
  /// Whether the next token is a pitch, or has pitches.
  var expectsPitch: Bool { get }
  /// Whether the piece is coming to its end.
  var isClosing: Bool { get }
  /// What the temperature is multiplied by at the next token.
  var temperatureShare: Float { get }
  /// Makes likelier what the piece needs next, whatever the network says.
  func favor(_ logits: inout [Float])
  /// Whether a token may come next; at least one may until the end.
  func writeAllowed(to mask: inout [Bool])
  /// Whether a token is a pitch that the instrument does not have.
  func isBeyondCompass(_ token: Int32) -> Bool
  /// Takes a token.
  ///
  /// - Returns: an event that it completes.
  mutating func read(_ token: Int32) -> ComposedEvent?
}
