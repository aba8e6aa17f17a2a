extension GeneralMIDI {
  /// The names that people have for some programs, beside those of General MIDI.
  private static let nicknames: [String: UInt8] = [
    "piano": 0, "organ": 19, "guitar": 24, "double bass": 43, "bass": 43, "harp": 46,
    "strings": 48, "choir": choir, "voice": choir, "soprano": choir, "alto": choir,
    "tenor": choir, "horn": 60, "saxophone": 65, "sax": 65, "cor anglais": 69,
  ]

  /// The names that people have for some programs, ascending.
  public static let shortNames: [String] = nicknames.keys.sorted()

  /// The name that a part with a program has: Piano and Voice where General MIDI has longer ones.
  package static func partName(of program: UInt8) -> String {
    switch program {
    case 0: "Piano"
    case choir: "Voice"
    default: names[Int(program)]
    }
  }

  /// The program of an instrument by its name, in capitals or small letters, with spaces or dashes.
  public static func program(named name: String) -> UInt8? {
    nicknames[plain(name)] ?? names.firstIndex { areAlike($0, name) }.map(UInt8.init)
  }

  /// Whether two names are the same but for capitals and what stands between words.
  package static func areAlike(_ name: String, _ other: String) -> Bool {
    plain(name) == plain(other)
  }

  private static func plain(_ name: String) -> String {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: " ")
  }
}
