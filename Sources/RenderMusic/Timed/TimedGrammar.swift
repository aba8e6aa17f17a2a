/// A grammar that reads the tokens of a piece one by one and says which may follow.
///
/// What it lets pass is a piece: every note is complete, no key begins while it sounds or twice at an
/// onset, and nothing sounds beyond `TimedScore.latest`. Some token may always follow until the end
/// is read. A piece has exactly one sequence of tokens that it lets pass.
public struct TimedGrammar: Sendable {
  /// The thing that a token completes when it is read.
  public enum Reading: Hashable, Sendable {
    /// A note; notes come by onset, then key.
    case note(Piece.Note)
    /// A tempo, with the unit from which it holds.
    case tempo(Piece.Tempo)
    /// The end of the piece.
    case end
    /// The token completes nothing yet.
    case incomplete
    /// The token cannot stand there; nothing has changed.
    case refused
  }

  private enum Place: Hashable {
    case start, firstTempo, shift, tempoOrPitch, pitch, duration, ended
  }

  /// The vocabulary whose indices the tokens are.
  public let vocabulary: TimedVocabulary
  private var place = Place.start
  /// The onset of the note being read, or read last, in units.
  public private(set) var onset = 0
  /// The key of the note being read, or read last.
  public private(set) var key = 0
  private var tempo = 0
  /// The units that long tokens add to the length being read.
  public private(set) var units = 0
  private var hasNotes = false
  /// The unit at which each key has ended.
  private var ends = [Int](repeating: 0, count: 128)
  /// The highest key of the chord so far, −1 for none; keys above it may still join.
  public private(set) var highestKey = -1
  private var chordCanGrow = false
  /// The unit from which on a key is free.
  private var freeFrom = 0
  /// The keys of which one has to have room for a note that may follow.
  private var compass = 0...127

  public init(_ vocabulary: TimedVocabulary = .full) {
    self.vocabulary = vocabulary
  }

  /// Lets a note follow from now on only where a range of keys, those of an instrument, say, has room for it.
  /// Which pitch it gets is not said: a vocabulary may have none in the range, and an opening may have left
  /// no room.
  public mutating func confine(to keys: ClosedRange<Int>) {
    guard vocabulary.keys.contains(where: { keys.contains(Int($0)) }) else { return }
    compass = keys
    findFreeKeys()
  }

  /// Whether the piece's end was read; nothing may follow it.
  public var hasEnded: Bool { place == .ended }

  /// Whether a pitch may follow; but for a tempo, nothing else may then.
  public var expectsPitch: Bool { place == .pitch || place == .tempoOrPitch }

  /// Whether a length must follow.
  public var expectsDuration: Bool { place == .duration }

  /// Whether a token, an index of the vocabulary, may follow.
  public func allows(_ token: Int32) -> Bool { allows(vocabulary.tokens[Int(token)]) }

  /// Writes which tokens of the vocabulary may follow.
  /// - Parameter mask: as long as the vocabulary.
  public func writeAllowed(to mask: inout [Bool]) {
    precondition(mask.count == vocabulary.count)
    for (index, token) in vocabulary.tokens.enumerated() { mask[index] = allows(token) }
  }

  private func allows(_ token: TimedToken) -> Bool {
    switch (place, token) {
    case (.start, .start), (.firstTempo, .tempo):
      true
    case (.shift, .end):
      hasNotes && units == 0
    case (.shift, .shift(0)):
      units == 0 && (!hasNotes || chordCanGrow)
    case (.shift, .shift(let rest)):
      canBegin(onset + units + rest)
    case (.shift, .longShift):
      canBegin(onsetAfterLongShift)
    case (.tempoOrPitch, .tempo(let quartersPerMinute)):
      quartersPerMinute != tempo
    case (.tempoOrPitch, .pitch(let key)), (.pitch, .pitch(let key)):
      key > highestKey && ends[Int(key)] <= onset
    case (.duration, .duration(let rest)):
      onset + units + rest <= TimedScore.latest
    case (.duration, .longDuration):
      // The shortest rest is in every vocabulary.
      onset + units + TimedToken.longUnits + 1 <= TimedScore.latest
    default:
      false
    }
  }

  private func canBegin(_ onset: Int) -> Bool {
    onset >= freeFrom && onset < TimedScore.latest
  }

  /// The first unit at which a note can begin if a long shift follows now.
  public var onsetAfterLongShift: Int {
    let unit = onset + units + TimedToken.longUnits
    return unit + vocabulary.shifts.notBelow(max(1, freeFrom - unit))
  }

  /// Reads a token, an index of the vocabulary.
  public mutating func read(_ token: Int32) -> Reading {
    let token = vocabulary.tokens[Int(token)]
    guard allows(token) else { return .refused }
    switch token {
    case .start:
      place = .firstTempo
    case .end:
      place = .ended
      return .end
    case .tempo(let quartersPerMinute):
      tempo = quartersPerMinute
      place = place == .firstTempo ? .shift : .pitch
      return .tempo(
        Piece.Tempo(onset: onset, quartersPerMinute: Double(quartersPerMinute)))
    case .longShift, .longDuration:
      units += TimedToken.longUnits
    case .shift(let rest):
      let shift = units + rest
      onset += shift
      units = 0
      if shift > 0 { highestKey = -1 }
      // The first tempo holds for the first note, and a tempo for the whole of a chord.
      place = hasNotes && shift > 0 ? .tempoOrPitch : .pitch
    case .pitch(let key):
      self.key = Int(key)
      place = .duration
    case .duration(let rest):
      let note = Piece.Note(onset: onset, duration: units + rest, key: UInt8(key))
      finish(note)
      return .note(note)
    }
    return .incomplete
  }

  private mutating func finish(_ note: Piece.Note) {
    units = 0
    hasNotes = true
    place = .shift
    ends[key] = note.end
    highestKey = key
    findFreeKeys()
  }

  private mutating func findFreeKeys() {
    guard hasNotes else { return }
    freeFrom = .max
    chordCanGrow = false
    for key in vocabulary.keys where compass.contains(Int(key)) {
      freeFrom = min(freeFrom, ends[Int(key)])
      if key > highestKey, ends[Int(key)] <= onset { chordCanGrow = true }
    }
  }
}
