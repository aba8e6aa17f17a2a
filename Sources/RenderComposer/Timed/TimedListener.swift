import RenderMusic

/// A listener that hears a piece's timed tokens and knows at each what a musician would: the place in the
/// bar, the keys that are down, the piece's key and register so far, and how much of the piece remains. The
/// network gets these as features beside the token; they follow from the tokens before and change nothing in
/// what may be predicted.
public struct TimedListener: Sendable, TimedListening {
  /// The grammar after the last token: what may follow, and the present onset.
  public private(set) var grammar: TimedGrammar
  /// The number of events that have begun: an event is all notes that begin together.
  public private(set) var events = 0
  /// The onset and end of each key's last note, in units.
  private var onsets = [Int](repeating: -1, count: 128)
  private var ends = [Int](repeating: 0, count: 128)
  /// The units for which each pitch class has sounded.
  private var pitchClassLengths = [Int](repeating: 0, count: 12)
  private var notes = 0
  private var sumOfKeys = 0

  /// - Parameter instruments: those of the parts, in score order.
  public init(_ vocabulary: TimedVocabulary, instruments: [Instrument] = []) {
    grammar = TimedGrammar(vocabulary, instruments: instruments)
  }

  /// Lets a note of a part follow only where its instrument has room for it (`TimedGrammar.confine`).
  mutating func confine(part: Int, to compass: Compass) {
    grammar.confine(part: part, to: compass.keys, mostNotes: compass.mostNotes)
  }

  /// Hears a token, an index of the vocabulary.
  public mutating func hear(_ token: Int32) -> TimedGrammar.Reading {
    let reading = grammar.read(token)
    switch reading {
    case .note(let note):
      onsets[Int(note.key)] = note.onset
      // Another part may hold the key longer.
      ends[Int(note.key)] = max(ends[Int(note.key)], note.end)
      pitchClassLengths[Int(note.key) % 12] += note.duration
      notes += 1
      sumOfKeys += Int(note.key)
    case .incomplete:
      if case .shift(let rest) = grammar.vocabulary.tokens[Int(token)], rest > 0 || events == 0 {
        events += 1
      }
    case .tempo, .end, .refused: break
    }
    return reading
  }

  /// The key of the piece so far; `nil` before its first note.
  public var musicalKey: MusicalKey? { MusicalKey(pitchClassLengths: pitchClassLengths) }

  public var bars: BarGrid? { nil }
  var setting: PieceSetting { PieceSetting() }
  public var looksBack: Bool { false }
  var plannedRegister: Double? { nil }
  func players(at unit: Int) -> [Int]? { nil }

  /// The features after the last token, without any bars.
  public func features(remaining: Int?) -> [Int32] { features(remaining: remaining, place: nil) }

  // MARK: Features

  /// The units of twelve quarters: whole bars of two, three, four and six quarters.
  static let barUnits = 12 * Piece.unitsPerQuarter
  private static let remainders = Remainder.count + 1
  private static let held = remainders + barUnits
  private static let struck = held + 128
  private static let musicalKeys = struck + 128
  private static let registers = musicalKeys + MusicalKey.count
  /// The semitones of the mean pitch that are one register.
  private static let registerStep = 2

  /// The number of features: indices are below it.
  public static let featureCount = registers + 128 / registerStep

  /// The version of the layout: which features there are, and which index each has. A network has learned a
  /// vector for each index, and is of no use with another layout.
  public static let featureLayout = 1

  /// The features after the last token.
  /// - Parameters:
  ///   - remaining: events that are still to begin; `nil` where the network does not hear it.
  ///   - place: the place in the bar in units; without it the place in twelve quarters from the beginning.
  func features(remaining: Int?, place: Int?) -> [Int32] {
    let place = place.map { min($0, Self.barUnits - 1) } ?? grammar.onset % Self.barUnits
    var features = [
      Int32(remaining.map { 1 + Remainder.index(of: $0) } ?? 0), Int32(Self.remainders + place),
    ]
    for key in grammar.vocabulary.keyRange where ends[key] > grammar.onset {
      features.append(Int32((onsets[key] == grammar.onset ? Self.struck : Self.held) + key))
    }
    if let musicalKey {
      features.append(Int32(Self.musicalKeys + musicalKey.index))
      features.append(Int32(Self.registers + sumOfKeys / notes / Self.registerStep))
    }
    return features
  }
}

/// The classes of how many events remain, the finer the nearer the end is.
enum Remainder {
  /// The number of events that are counted one by one.
  static let exact = 16
  /// The number of classes: four from each power of two to the next, up to 8,192.
  static let count = exact + 1 + 4 * 9

  static func index(of events: Int) -> Int {
    guard events > exact else { return max(0, events) }
    let events = min(events, 8191)
    let power = Int.bitWidth - 1 - events.leadingZeroBitCount
    return exact + 1 + 4 * (power - 4) + (events >> (power - 2)) & 3
  }
}
