/// A token of the classic tokenizer: one note or one chord, no time, no length, no strength.
public enum ClassicToken: Hashable, Sendable {
  /// A MIDI key, 0...127, written as its pitch name: `E4`, `B-2`, `F#5`.
  case note(key: UInt8)
  /// The pitch classes of a chord, 0...11 in normal order, written joined by dots: `4.9`, `11.2.5`. A single
  /// one stands for notes in unison or octaves.
  case chord([Int])

  /// Reads a token as `description` writes it; other spellings of the same note (`D-4`) and other
  /// orders of the same chord are read, too.
  /// - Throws: `MusicError.malformedToken`.
  public init(_ text: some StringProtocol) throws(MusicError) {
    if let key = PitchSpelling.key(named: text) {
      self = .note(key: key)
      return
    }
    var pitchClasses = PitchClassSet()
    for member in text.split(separator: ".", omittingEmptySubsequences: false) {
      guard member.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
        let pitchClass = Int(member), pitchClass < 12
      else { throw .malformedToken(String(text)) }
      pitchClasses.insert(pitchClass)
    }
    self = .chord(pitchClasses.normalOrder)
  }

  init(chord pitchClasses: PitchClassSet) {
    self = .chord(pitchClasses.normalOrder)
  }

  /// The token of the same music moved by `semitones`; nil where a note would leave 0...127.
  public func transposed(by semitones: Int) -> ClassicToken? {
    switch self {
    case .note(let key):
      let moved = Int(key).addingReportingOverflow(semitones)
      guard !moved.overflow, (0..<128).contains(moved.partialValue) else { return nil }
      return .note(key: UInt8(moved.partialValue))
    case .chord(let pitchClasses):
      return ClassicToken(chord: PitchClassSet(pitchClasses).transposed(by: semitones))
    }
  }

  /// The MIDI keys that sound: a chord's in the octave of middle C.
  public var keys: [UInt8] {
    switch self {
    case .note(let key): [key]
    case .chord(let pitchClasses): pitchClasses.map { UInt8(60 + $0) }.sorted()
    }
  }
}

extension ClassicToken: CustomStringConvertible {
  public var description: String {
    switch self {
    case .note(let key): PitchSpelling.names[Int(key)]
    case .chord(let pitchClasses): pitchClasses.map(String.init).joined(separator: ".")
    }
  }
}
