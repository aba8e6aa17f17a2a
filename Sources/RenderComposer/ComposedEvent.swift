import RenderMusic

/// An event of a composed piece: all notes that begin together.
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

/// The pitch at which tokens are written.
public struct WrittenForm: Hashable, Sendable {
  /// The semitones that are added.
  public var transposition: Int

  public init(transposition: Int = 0) { self.transposition = transposition }

  /// The key as it is written; one that would leave MIDI's range goes by octaves to the nearest in it.
  public func key(_ key: UInt8) -> UInt8 {
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
