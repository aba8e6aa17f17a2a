/// The timed tokenizer's vocabulary: its tokens, and the nearest of them to any music.
///
/// It always holds start, end, `+0`, `+1`, `+96+`, `=1` and `=96+`, so that no note is too short,
/// too long or too near to be written, a pitch and a tempo.
public struct TimedVocabulary: Hashable, Sendable {
  /// The names of the tokens, as a model's file keeps them.
  public let vocabulary: Vocabulary
  /// The tokens, by index.
  public let tokens: [TimedToken]
  /// The index of the token that begins a piece.
  public let start: Int32
  /// The index of the token that ends a piece.
  public let end: Int32

  let longShift: Int32
  let longDuration: Int32
  /// The indices by units and by key; -1 where the vocabulary lacks one.
  let shiftIndices: [Int32]
  let durationIndices: [Int32]
  let pitchIndices: [Int32]
  /// The instruments that have a token, in the order of the tokens.
  let parts: [(instrument: Instrument, index: Int32)]
  /// The keys that have a token, ascending.
  let keys: [UInt8]
  /// The tempi that have a token, ascending.
  let tempos: [(quartersPerMinute: Int, index: Int32)]
  let shifts: Lengths
  let durations: Lengths

  /// The vocabulary of all 358 tokens of music for one instrument, of which 128 are pitches and 33 tempi.
  // It lacks nothing and has nothing twice.
  public static let full = try! TimedVocabulary(all())

  /// The metronome marks that have tokens, 20 to 320 quarters a minute, 7 to 11% apart, which repeat every
  /// octave: most tempi of scores are among them or near.
  public static let tempoMarks: [Int] = [
    20, 22, 24, 26, 28, 30, 33, 36, 40, 44, 48, 52, 56, 60, 66, 72, 80, 88, 96, 104, 112, 120, 132,
    144, 160, 176, 192, 208, 224, 240, 264, 288, 320,
  ]

  /// The vocabulary with names in a given order, that of a model's file, say.
  /// - Throws: `MusicError.malformedTimedToken`, `.duplicateToken`, `.incompleteVocabulary`.
  public init(_ vocabulary: Vocabulary) throws(MusicError) {
    var tokens: [TimedToken] = []
    for name in vocabulary.tokens { tokens.append(try TimedToken(name)) }
    try self.init(vocabulary, tokens)
  }

  private init(_ tokens: [TimedToken]) throws(MusicError) {
    try self.init(Vocabulary(ordered: tokens.map(\.description)), tokens)
  }

  private init(_ vocabulary: Vocabulary, _ tokens: [TimedToken]) throws(MusicError) {
    var shiftIndices = [Int32](repeating: -1, count: TimedToken.longUnits + 1)
    var durationIndices = shiftIndices
    var pitchIndices = [Int32](repeating: -1, count: 128)
    var tempos: [(quartersPerMinute: Int, index: Int32)] = []
    var parts: [(instrument: Instrument, index: Int32)] = []
    for (index, token) in tokens.enumerated() {
      let index = Int32(index)
      switch token {
      case .shift(let units): shiftIndices[units] = index
      case .duration(let units): durationIndices[units] = index
      case .pitch(let key): pitchIndices[Int(key)] = index
      case .tempo(let quartersPerMinute): tempos.append((quartersPerMinute, index))
      case .part(let instrument): parts.append((instrument, index))
      case .start, .end, .longShift, .longDuration: break
      }
    }
    func needed(_ token: TimedToken) throws(MusicError) -> Int32 {
      guard let index = vocabulary.index(of: token.description) else {
        throw .incompleteVocabulary(lacking: token.description)
      }
      return Int32(index)
    }
    start = try needed(.start)
    end = try needed(.end)
    longShift = try needed(.longShift)
    longDuration = try needed(.longDuration)
    for token in [TimedToken.shift(0), .shift(1), .duration(1)] { _ = try needed(token) }
    keys = (0..<128).filter { pitchIndices[Int($0)] >= 0 }
    if keys.isEmpty { throw .incompleteVocabulary(lacking: "any pitch") }
    if tempos.isEmpty { throw .incompleteVocabulary(lacking: "any tempo") }
    self.vocabulary = vocabulary
    self.tokens = tokens
    self.shiftIndices = shiftIndices
    self.durationIndices = durationIndices
    self.pitchIndices = pitchIndices
    self.parts = parts
    self.tempos = tempos.sorted { $0.quartersPerMinute < $1.quartersPerMinute }
    shifts = Lengths((1...TimedToken.longUnits).filter { shiftIndices[$0] >= 0 })
    durations = Lengths((1...TimedToken.longUnits).filter { durationIndices[$0] >= 0 })
  }

  /// The number of tokens.
  public var count: Int { tokens.count }

  /// The instruments that have a token, in the order of the tokens.
  public var instruments: [Instrument] { parts.map(\.instrument) }

  /// The MIDI keys from the lowest that has a token to the highest.
  public var keyRange: ClosedRange<Int> { Int(keys[0])...Int(keys[keys.count - 1]) }

  /// The index of a token, nil where the vocabulary lacks it.
  public func index(of token: TimedToken) -> Int32? {
    vocabulary.index(of: token.description).map(Int32.init)
  }

  public static func == (left: Self, right: Self) -> Bool { left.tokens == right.tokens }

  public func hash(into hasher: inout Hasher) { hasher.combine(tokens) }
}

extension TimedVocabulary {
  private static func all(
    keys: some Sequence<UInt8> = 0..<128,
    shifts: some Sequence<Int> = 0...TimedToken.longUnits,
    durations: some Sequence<Int> = 1...TimedToken.longUnits,
    tempos: some Sequence<Int> = tempoMarks,
    parts: some Sequence<Instrument> = []
  ) -> [TimedToken] {
    [.start, .end] + tempos.map { .tempo(quartersPerMinute: $0) }
      + shifts.map { .shift($0) } + [.longShift] + keys.map { .pitch(key: $0) }
      + durations.map { .duration($0) } + [.longDuration] + parts.map { .part($0) }
  }

  /// The vocabulary of all tokens of music for some instruments.
  public static func full(for instruments: some Sequence<Instrument>) -> TimedVocabulary {
    // Equal instruments are one token, in an order that does not depend on the pieces'.
    let parts = Set(instruments).sorted { ($0.program, $0.number) < ($1.program, $1.number) }
    return parts.isEmpty ? full : try! TimedVocabulary(all(parts: parts))
  }

  /// The vocabulary of the tokens that pieces hold at least `minimum` times, with the keys between, and what
  /// is needed for any music.
  ///
  /// What is so rare that a network cannot learn it is better written as its neighbour.
  public init(of scores: some Sequence<TimedScore>, minimum: Int = 1) {
    let full = Self.full(for: scores.lazy.filter(\.hasParts).flatMap(\.instruments))
    var counts = [Int](repeating: 0, count: full.count)
    for score in scores {
      for token in TimedTokenizer(full).encode(score).tokens { counts[Int(token)] += 1 }
    }
    func isKept(_ token: TimedToken) -> Bool {
      counts[Int(full.index(of: token)!)] >= minimum
    }
    let keys = (0..<128).filter { isKept(.pitch(key: $0)) }
    let tempos = Self.tempoMarks.filter { isKept(.tempo(quartersPerMinute: $0)) }
    // Any one pitch and tempo where there is no music at all.
    self = try! TimedVocabulary(
      Self.all(
        keys: (keys.first ?? 60)...(keys.last ?? 60),
        shifts: (0...TimedToken.longUnits).filter { $0 <= 1 || isKept(.shift($0)) },
        durations: (1...TimedToken.longUnits).filter { $0 == 1 || isKept(.duration($0)) },
        tempos: tempos.isEmpty ? [120] : tempos,
        parts: full.parts.map(\.instrument).filter { isKept(.part($0)) }))
  }
}

extension TimedVocabulary {
  /// The next token of a shift of which so many units are still to be written; −1 where there is none.
  ///
  /// - Parameter isFirst: whether nothing of it was written: only then it may be 0.
  public func shiftToken(forRest units: Int, isFirst: Bool) -> Int32 {
    guard units > 0 || (units == 0 && isFirst) else { return -1 }
    return units > TimedToken.longUnits ? longShift : shiftIndices[units]
  }

  /// The next token of a duration of which so many units are still to be written; −1 where there is
  /// none.
  public func durationToken(forRest units: Int) -> Int32 {
    guard units > 0 else { return -1 }
    return units > TimedToken.longUnits ? longDuration : durationIndices[units]
  }

  /// The token of a pitch; −1 where the vocabulary lacks the key.
  public func pitchToken(forKey key: Int) -> Int32 {
    pitchIndices.indices.contains(key) ? pitchIndices[key] : -1
  }
}
