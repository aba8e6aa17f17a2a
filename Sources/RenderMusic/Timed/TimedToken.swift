/// A token of the timed tokenizer. A piece is
///
///     start  tempo  (shift  [tempo]  pitch  duration)…  end
///
/// A shift counts units of 1/24 quarter from the onset of the note before (the first one from the
/// beginning) and is 0 inside a chord, whose notes come from the lowest up: a chord is easier to
/// predict over its bass (0.1 bit a note less than from the highest down, with n-grams). Shifts and
/// durations of more than 96 units are so many long tokens and then the rest, 1...96.
///
/// Where several instruments play, an onset's notes come from the last part of the score to the first, from the bass up
/// as a rule, and a part says who plays the notes after it: at every onset, and in place of the shift of 0 where another
/// part joins in:
///
///     start  tempo  (shift  [tempo]  (part  pitch  duration  (+0  pitch  duration)…)…)…  end
public enum TimedToken: Hashable, Sendable {
  case start
  case end
  /// A tempo in quarters a minute, 4...999, which MIDI can hold; written `tempo120`.
  case tempo(quartersPerMinute: Int)
  /// A shift of 0...96 units; written `+12`.
  case shift(Int)
  /// A shift of 96 units, whose rest follows; written `+96+`.
  case longShift
  /// The instrument that plays what follows; written `@40`, the second one with the program `@40.2`.
  case part(Instrument)
  /// A MIDI key, 0...127; written `C4`, `F#5`, `Eb-1`, middle C being C4.
  case pitch(key: UInt8)
  /// A duration of 1...96 units; written `=24`.
  case duration(Int)
  /// A duration of 96 units, whose rest follows; written `=96+`.
  case longDuration

  /// The units of a long token, and the most that others hold.
  public static let longUnits = 96

  /// The kinds of what a token says, by which bits are counted.
  public enum Kind: Hashable, Sendable, CaseIterable {
    case shift, part, pitch, duration, tempo
    /// The start and the end of a piece.
    case structure
  }

  /// The kind of the token, which a long shift or duration has in common with its rest.
  public var kind: Kind {
    switch self {
    case .start, .end: .structure
    case .tempo: .tempo
    case .shift, .longShift: .shift
    case .part: .part
    case .pitch: .pitch
    case .duration, .longDuration: .duration
    }
  }
}

extension TimedToken: CustomStringConvertible {
  public var description: String {
    switch self {
    case .start: "start"
    case .end: "end"
    case .tempo(let quartersPerMinute): "tempo\(quartersPerMinute)"
    case .shift(let units): "+\(units)"
    case .longShift: "+96+"
    case .part(let part): "@\(part.program)" + (part.number == 1 ? "" : ".\(part.number)")
    case .pitch(let key): Self.pitchNames[Int(key)]
    case .duration(let units): "=\(units)"
    case .longDuration: "=96+"
    }
  }

  /// Reads a token exactly as `description` writes it: each has one name.
  /// - Throws: `MusicError.malformedTimedToken`.
  public init(_ text: String) throws(MusicError) {
    guard let token = Self.named[text] ?? Self(tempo: text) ?? Self(part: text) else {
      throw .malformedTimedToken(text)
    }
    self = token
  }

  private init?(tempo text: String) {
    guard text.hasPrefix("tempo"), let value = Int(text.dropFirst(5)), Self.tempos.contains(value)
    else { return nil }
    self = .tempo(quartersPerMinute: value)
    // Int reads a sign and leading zeros, too.
    if description != text { return nil }
  }

  private init?(part text: String) {
    guard text.first == "@" else { return nil }
    let numbers = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
    guard let program = UInt8(numbers[0]), program < 128,
      let number = numbers.count == 1 ? 1 : Int(numbers[1]),
      (1...Instrument.mostAlike).contains(number)
    else { return nil }
    self = .part(Instrument(program: program, number: number))
    if description != text { return nil }
  }

  static let tempos = 4...999

  /// The names of the 128 keys, spelt as by the classic tokenizer, but `b` for flats: below C0 the octave has
  /// a minus of its own.
  private static let pitchNames: [String] = {
    let steps = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"]
    return (0..<128).map { steps[$0 % 12] + String($0 / 12 - 1) }
  }()

  /// The tokens by name, all but the tempi.
  private static let named: [String: TimedToken] = {
    var tokens: [TimedToken] = [.start, .end, .longShift, .longDuration]
    tokens += (0...longUnits).map(TimedToken.shift)
    tokens += (1...longUnits).map(TimedToken.duration)
    tokens += (0..<128).map { .pitch(key: $0) }
    return Dictionary(uniqueKeysWithValues: tokens.map { ($0.description, $0) })
  }()
}
