import RenderMusic

/// How the music of an instrument is usually written, by its program of General MIDI.
struct InstrumentNotation {
  private let program: UInt8

  /// - Parameter program: 0...127.
  init(_ program: UInt8) { self.program = program }

  /// The families of an orchestra's score, each with a bracket.
  enum Family: Hashable {
    case woodwind, brass, strings, voices
  }

  /// The family; `nil` for keyboards, percussion and what scores do not join.
  var family: Family? {
    switch program {
    case 40...45, 110: .strings
    case 52...54: .voices
    case 56...63: .brass
    case 64...79: .woodwind
    default: nil
    }
  }

  /// Whether one player has one line, with chords at most: a bow, a breath, a pair of sticks.
  var isLine: Bool { family != nil || program == 47 }

  /// The interval by which the instrument transposes. Clarinets and trumpets are in B flat, horns in F.
  var transposition: Transposition {
    switch program {
    // Celesta, xylophone, piccolo.
    case 8, 13, 72: Transposition(semitones: 12, steps: 7)
    // Glockenspiel.
    case 9: Transposition(semitones: 24, steps: 14)
    // Basses, the double bass among them.
    case 32...39, 43: Transposition(semitones: -12, steps: -7)
    // Trumpets, soprano saxophone, clarinet.
    case 56, 59, 64, 71: Transposition(semitones: -2, steps: -1)
    // Horn, English horn.
    case 60, 69: Transposition(semitones: -7, steps: -4)
    // Alto, tenor and baritone saxophone.
    case 65: Transposition(semitones: -9, steps: -5)
    case 66: Transposition(semitones: -14, steps: -8)
    case 67: Transposition(semitones: -21, steps: -12)
    default: .none
    }
  }

  /// What stands behind the name of an instrument that comes in several keys; empty for most.
  var pitchName: String {
    switch program {
    case 56, 59, 64, 66, 71: " in B♭"
    case 60: " in F"
    case 65, 67: " in E♭"
    default: ""
    }
  }

  /// The clefs that players of the instrument read, the usual one first.
  ///
  /// - Parameter meanKey: the mean of the written keys; `nil` without notes.
  func clefs(meanKey: Int?) -> [NotatedScore.Clef] {
    switch program {
    case 41: [.alto, .treble]
    // Cello, trombone, bassoon.
    case 42, 57, 70: [.bass, .tenor, .treble]
    case 43: [.bass, .tenor, .treble]
    case 32...39, 47, 58: [.bass]
    case 24...31: [.trebleOctaveDown]
    case 9...15, 40, 56, 59, 60, 64...69, 71...76, 110: [.treble]
    case 52...54:
      switch meanKey ?? 60 {
      case ..<55: [.bass]
      case ..<60: [.trebleOctaveDown]
      default: [.treble]
      }
    default: meanKey ?? 60 >= 57 ? [.treble, .bass] : [.bass, .treble]
    }
  }

  /// The short name; empty where only the name itself can be one.
  var abbreviation: String {
    let names: [UInt8: String] = [
      0: "Pno.", 1: "Pno.", 6: "Hpd.", 8: "Cel.", 9: "Glk.", 11: "Vib.", 12: "Mar.", 13: "Xyl.",
      14: "Tub. B.", 19: "Org.", 21: "Acc.", 24: "Gtr.", 25: "Gtr.", 32: "Bs.", 33: "Bs.",
      40: "Vln.", 41: "Vla.", 42: "Vc.", 43: "Cb.", 46: "Hp.", 47: "Timp.", 48: "Str.", 52: "V.",
      56: "Tpt.", 57: "Tbn.", 58: "Tba.", 60: "Hn.", 64: "S. Sax.", 65: "A. Sax.", 66: "T. Sax.",
      67: "B. Sax.", 68: "Ob.", 69: "E. H.", 70: "Bsn.", 71: "Cl.", 72: "Picc.", 73: "Fl.",
      74: "Rec.",
    ]
    return names[program] ?? ""
  }
}

extension NotatedScore.Part {
  /// The names of parts and their short forms, in score order.
  ///
  /// What is called as its program is gets the key of the instrument, and a number where there are several: Horn in F 1.
  /// Other names stay.
  ///
  /// - Parameter parts: the distinct names, and the programs.
  static func names(_ parts: [(name: String, program: UInt8)]) -> [(full: String, short: String)] {
    let numbers = parts.map { number(of: $0.name, program: $0.program) }
    let several = Set(zip(parts, numbers).filter { $1 ?? 1 > 1 }.map(\.0.program))
    return zip(parts, numbers).map { part, number in
      guard let number else {
        return (part.name, abbreviation(of: part.name))
      }
      let notation = InstrumentNotation(part.program)
      let suffix = several.contains(part.program) ? " \(number)" : ""
      let own = part.program == 60 ? "Horn" : GeneralMIDI.partName(of: part.program)
      let short = notation.abbreviation.isEmpty ? own : notation.abbreviation
      return (own + notation.pitchName + suffix, short + suffix)
    }
  }

  /// The first letters of a name, and its number.
  private static func abbreviation(of name: String) -> String {
    guard name.count > 8 else { return name }
    let number = name.split(separator: " ").dropFirst().lazy
      .map { word in
        let digits = word.prefix { $0.isNumber }
        return word.allSatisfy { $0 == "I" }
          ? word : word.dropFirst(digits.count).allSatisfy(\.isLetter) ? digits : ""
      }
      .first { (1...3).contains($0.count) }
    return "\(name.prefix(5))." + (number.map { " \($0)" } ?? "")
  }

  /// The number behind the name of a program, 1 where there is none; `nil` for a name of another kind.
  private static func number(of name: String, program: UInt8) -> Int? {
    let own = GeneralMIDI.partName(of: program)
    guard name.hasPrefix(own) else { return nil }
    let rest = name.dropFirst(own.count)
    guard !rest.isEmpty else { return 1 }
    return rest.first == " " ? Int(rest.dropFirst()).flatMap { $0 > 0 ? $0 : nil } : nil
  }
}
