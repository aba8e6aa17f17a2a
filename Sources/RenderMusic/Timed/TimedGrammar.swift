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
    case start, firstTempo, shift, part, pitch, duration, ended
  }

  /// What a part sounds, and what it has room for.
  private struct PartState: Hashable {
    /// The unit at which each key has ended.
    var ends = [Int](repeating: 0, count: 128)
    /// The highest key of the chord so far, −1 for none.
    var highestKey = -1
    /// The keys of which one has to have room for a note that may follow, and how many may sound at once.
    var compass = 0...127
    var mostNotes = Int.max
    /// The unit from which on it has room for a note.
    var freeFrom = 0
    /// Whether it has room for another note above its chord.
    var canGrow = true

    /// Finds what there is room for.
    mutating func findRoom(_ keys: [UInt8], at onset: Int) {
      freeFrom = .max
      canGrow = false
      for key in keys where compass.contains(Int(key)) {
        freeFrom = min(freeFrom, ends[Int(key)])
        if Int(key) > highestKey, ends[Int(key)] <= onset { canGrow = true }
      }
      guard mostNotes < ends.count else { return }
      // From the end of this one on there are fewer.
      freeFrom = max(freeFrom, ends.sorted(by: >)[mostNotes - 1])
      canGrow = canGrow && freeFrom <= onset
    }
  }

  /// The vocabulary whose indices the tokens are.
  public let vocabulary: TimedVocabulary
  /// The tokens of the parts.
  public let seats: Seats
  private var place = Place.start
  /// The onset of the note being read, or read last, in units.
  public private(set) var onset = 0
  /// The index of the part of the note being read, or read last.
  public private(set) var part = 0
  /// The key of the note being read, or read last.
  public private(set) var key = 0
  private var tempo = 0
  /// Whether a tempo may stand before what follows.
  private var mayChangeTempo = false
  /// The units that long tokens add to the length being read.
  public private(set) var units = 0
  private var hasNotes = false
  private var parts: [PartState]
  private let partTokens: [Int32]
  /// The unit from which on a part has room for a note.
  private var freeFrom = 0

  /// - Parameter instruments: those of the parts, in score order; with one, or without any, no part is told.
  public init(_ vocabulary: TimedVocabulary = .full, instruments: [Instrument] = []) {
    self.vocabulary = vocabulary
    seats = vocabulary.seats(of: instruments)
    parts = Array(repeating: PartState(), count: max(1, seats.instruments.count))
    partTokens = seats.instruments.map { vocabulary.index(of: .part($0))! }
  }

  /// Lets a note follow from now on only where a range of keys, those of an instrument, say, has room for it.
  /// Which pitch it gets is not said: a vocabulary may have none in the range, and an opening may have left
  /// no room.
  ///
  /// - Parameters:
  ///   - part: the part that it holds for.
  ///   - mostNotes: the most notes that the part has at once.
  public mutating func confine(
    part: Int = 0, to keys: ClosedRange<Int>, mostNotes: Int = .max
  ) {
    guard vocabulary.keys.contains(where: { keys.contains(Int($0)) }) else { return }
    parts[part].compass = keys
    parts[part].mostNotes = max(1, mostNotes)
    findRoom(part)
  }

  /// Whether a note of a part can begin at a unit.
  public func hasRoom(inPart part: Int, at unit: Int) -> Bool { parts[part].freeFrom <= unit }

  /// Whether the piece says who plays its notes.
  public var hasParts: Bool { parts.count > 1 }

  /// The token of a part; −1 where it has none.
  public func token(ofPart part: Int) -> Int32 {
    partTokens.indices.contains(part) ? partTokens[part] : -1
  }

  /// The highest key of the chord so far in the present part, −1 for none; keys above it may still join.
  public var highestKey: Int { parts[part].highestKey }

  /// Whether the piece's end was read; nothing may follow it.
  public var hasEnded: Bool { place == .ended }

  /// Whether a pitch may follow; but for a tempo, nothing else may then.
  public var expectsPitch: Bool { place == .pitch }

  /// Whether a part may follow; but for a tempo, nothing else may then.
  public var expectsPart: Bool { place == .part }

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
      units == 0 && (!hasNotes || parts[part].canGrow)
    case (.shift, .shift(let rest)):
      canBegin(onset + units + rest)
    case (.shift, .longShift):
      canBegin(onsetAfterLongShift)
    case (.part, .tempo(let quartersPerMinute)), (.pitch, .tempo(let quartersPerMinute)):
      mayChangeTempo && quartersPerMinute != tempo
    case (.part, .part(let instrument)):
      seats.parts[instrument].map { parts[$0].freeFrom <= onset } ?? false
    case (.shift, .part(let instrument)):
      // From the last part of the score to the first.
      units == 0 && hasNotes
        && (seats.parts[instrument].map { $0 < part && parts[$0].freeFrom <= onset } ?? false)
    case (.pitch, .pitch(let key)):
      key > highestKey && parts[part].ends[Int(key)] <= onset
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
      if place == .firstTempo { place = .shift }
      mayChangeTempo = false
      return .tempo(
        Piece.Tempo(onset: onset, quartersPerMinute: Double(quartersPerMinute)))
    case .longShift, .longDuration:
      units += TimedToken.longUnits
    case .shift(let rest):
      let shift = units + rest
      onset += shift
      units = 0
      if shift > 0 { beginOnset() }
      // The first tempo holds for the first note, and a tempo for the whole of a chord.
      mayChangeTempo = hasNotes && shift > 0
      place = hasParts && (shift > 0 || !hasNotes) ? .part : .pitch
    case .part(let instrument):
      part = seats.parts[instrument]!
      mayChangeTempo = false
      place = .pitch
    case .pitch(let key):
      self.key = Int(key)
      mayChangeTempo = false
      place = .duration
    case .duration(let rest):
      let note = Piece.Note(onset: onset, duration: units + rest, key: UInt8(key), part: part)
      finish(note)
      return .note(note)
    }
    return .incomplete
  }

  private mutating func finish(_ note: Piece.Note) {
    units = 0
    hasNotes = true
    place = .shift
    parts[part].ends[key] = note.end
    parts[part].highestKey = key
    findRoom(part)
  }

  /// Begins the chords of an onset.
  private mutating func beginOnset() {
    for part in parts.indices where parts[part].highestKey >= 0 {
      parts[part].highestKey = -1
    }
  }

  private mutating func findRoom(_ part: Int) {
    guard hasNotes else { return }
    parts[part].findRoom(vocabulary.keys, at: onset)
    freeFrom = parts.lazy.map(\.freeFrom).min()!
  }
}
