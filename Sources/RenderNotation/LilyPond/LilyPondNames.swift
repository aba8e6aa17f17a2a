import RenderMusic

// The words of LilyPond for values of notation.

extension NotatedScore.Clef {
  var lilyPondName: StaticString {
    switch self {
    case .treble: "treble"
    case .trebleOctaveDown: "\"treble_8\""
    case .alto: "alto"
    case .tenor: "tenor"
    case .bass: "bass"
    }
  }
}

extension NoteValue.Base {
  var lilyPondName: StaticString {
    switch self {
    case .sixtyFourth: "64"
    case .thirtySecond: "32"
    case .sixteenth: "16"
    case .eighth: "8"
    case .quarter: "4"
    case .half: "2"
    case .whole: "1"
    case .breve: "\\breve"
    case .long: "\\longa"
    }
  }
}

extension SpelledPitch.Letter {
  var lilyPondName: StaticString {
    switch self {
    case .c: "c"
    case .d: "d"
    case .e: "e"
    case .f: "f"
    case .g: "g"
    case .a: "a"
    case .b: "b"
    }
  }
}

extension DynamicLevel {
  var lilyPondName: StaticString {
    switch self {
    case .ppp: "\\ppp"
    case .pp: "\\pp"
    case .p: "\\p"
    case .mp: "\\mp"
    case .mf: "\\mf"
    case .f: "\\f"
    case .ff: "\\ff"
    case .fff: "\\fff"
    }
  }
}

extension Piece.KeySignature {
  /// The tonic; that of the major key where the mode is open. Its octave says nothing.
  var tonic: SpelledPitch { SpelledPitch(fifths: mode == .minor ? sharps + 3 : sharps, key: 0) }
}
