import RenderMusic

// The words of MusicXML for values of notation.

extension NotatedScore.Clef {
  var sign: String {
    switch self {
    case .treble, .trebleOctaveDown: "G"
    case .alto, .tenor: "C"
    case .bass: "F"
    }
  }

  var line: Int {
    switch self {
    case .treble, .trebleOctaveDown: 2
    case .alto: 3
    case .tenor, .bass: 4
    }
  }
}

extension NotatedScore.Beam {
  var name: String {
    switch self {
    case .begins: "begin"
    case .goesOn: "continue"
    case .ends: "end"
    case .hookForward: "forward hook"
    case .hookBackward: "backward hook"
    }
  }
}

extension NoteValue.Base {
  var musicXMLName: String {
    switch self {
    case .sixtyFourth: "64th"
    case .thirtySecond: "32nd"
    case .sixteenth: "16th"
    case .eighth: "eighth"
    case .quarter: "quarter"
    case .half: "half"
    case .whole: "whole"
    case .breve: "breve"
    case .long: "long"
    }
  }
}

extension DynamicLevel {
  var musicXMLName: StaticString {
    switch self {
    case .ppp: "ppp"
    case .pp: "pp"
    case .p: "p"
    case .mp: "mp"
    case .mf: "mf"
    case .f: "f"
    case .ff: "ff"
    case .fff: "fff"
    }
  }
}
