import RenderMIDI
import RenderMusic

/// The facts about one of several parts of a MIDI file.
public struct PartFacts: Hashable, Codable, Sendable {
  /// The number in score order, from 1 on.
  public var number: Int
  /// The name: that of its track, or else of its instrument.
  public var name: String
  /// The name that General MIDI gives the instrument.
  public var instrument: String
  /// The program of General MIDI, 0...127.
  public var program: Int
  /// The number of notes.
  public var notes: Int
  /// The name of the lowest note: `C#4`, middle C being C4.
  public var lowest: String
  /// The name of the highest note.
  public var highest: String
  /// The most notes that sound at once.
  public var mostAtOnce: Int
}

extension PartFacts: CustomStringConvertible {
  /// The facts in a line: `2 Second violin (Violin), 310 notes, G3 to E6, 2 at once`.
  public var description: String {
    let instrument = name == self.instrument ? "" : " (\(self.instrument))"
    return "\(number) \(name)\(instrument), \(notes) \(notes == 1 ? "note" : "notes"), "
      + "\(lowest) to \(highest), \(mostAtOnce) at once"
  }
}

extension FileFacts {
  /// The parts of a file; nothing of one for a piano alone.
  static func partFacts(of file: MIDIFile) -> [Fact] {
    let uses = PartUse.all(in: file)
    let programs = uses.map { Int($0.part.program) }
    guard !uses.isEmpty, programs != [0] else { return [] }
    let names = uses.map(\.part).distinctNames
    let parts = zip(uses, names).enumerated().map { index, named in
      let (use, name) = named
      let program = Int(use.part.program)
      return PartFacts(
        number: index + 1, name: name, instrument: GeneralMIDI.names[program], program: program,
        notes: use.notes, lowest: Self.noteName(of: use.keys.lowerBound),
        highest: Self.noteName(of: use.keys.upperBound), mostAtOnce: use.mostAtOnce)
    }
    return [Fact("parts", .parts(parts))]
  }

  /// The instruments that a model writes for, where it tells who plays.
  static func instrumentFacts(of instruments: [Instrument]) -> [Fact] {
    guard !instruments.isEmpty else { return [] }
    let most = Dictionary(instruments.map { ($0.program, $0.number) }, uniquingKeysWith: max)
    let lines = most.sorted { $0.key < $1.key }.map { program, number in
      GeneralMIDI.names[Int(program)] + (number == 1 ? "" : ", \(number) of them")
    }
    return [Fact("writes for", .list(lines))]
  }

  private static func noteName(of key: UInt8) -> String { "\(TimedToken.pitch(key: key))" }
}
