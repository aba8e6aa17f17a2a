import Foundation
import RenderMIDI
import Testing

@testable import RenderMusic

/// What music21 10.5.1 said; `Scripts/music21-golden.py` made the files and asked it.
enum Golden {
  static let folder = Bundle.module.url(forResource: "Golden", withExtension: nil)!

  struct Tokens: Decodable, CustomTestStringConvertible {
    var file: String
    var tokens: [String]
    var offsets: [String]
    var durations: [String]

    var testDescription: String { file }
  }

  struct InstrumentKind: Decodable, CustomTestStringConvertible {
    var name: String
    var kind: String?

    var testDescription: String { name }
  }

  static func lines(_ name: String) throws -> [Substring] {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8).split(separator: "\n")
  }

  static func decoded<Line: Decodable>(_ name: String) -> [Line] {
    try! lines(name).map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
  }

  static func file(_ name: String) throws -> MIDIFile {
    let data = try Data(contentsOf: folder.appending(path: name + ".mid"))
    return try MIDIFile(parsing: [UInt8](data))
  }

  /// Units of 1/96 quarter as music21 writes a fraction.
  static func fraction(_ units: Int) -> String {
    func divisor(_ one: Int, _ other: Int) -> Int { other == 0 ? one : divisor(other, one % other) }
    let common = divisor(units, ClassicTokenizer.Event.unitsPerQuarter)
    return "\(units / common)/\(ClassicTokenizer.Event.unitsPerQuarter / common)"
  }
}

@Test(
  "Tokens, offsets and lengths are music21's",
  arguments: Golden.decoded("tokens.jsonl") as [Golden.Tokens])
func tokensAreMusic21s(golden: Golden.Tokens) throws {
  let events = try ClassicTokenizer().events(of: Golden.file(golden.file))
  #expect(events.map(\.token.description) == golden.tokens)
  #expect(events.map { Golden.fraction($0.offset) } == golden.offsets)
  #expect(events.map { Golden.fraction($0.duration) } == golden.durations)
}

@Test("Each of the 4095 sets of pitch classes has music21's normal order")
func normalOrdersAreMusic21s() throws {
  let golden = try Golden.lines("normal-orders.txt")
  #expect(golden.count == 4095)
  for bits in 1..<4096 {
    let order = ClassicToken(chord: PitchClassSet(bits: UInt16(bits))).description
    #expect(order == golden[bits - 1])
  }
}

@Test("Every MIDI key is spelled as music21 spells it")
func spellingIsMusic21s() throws {
  #expect(try PitchSpelling.names == Golden.lines("pitches.txt").map(String.init))
}

@Test(
  "A track's name means the instrument that music21 takes it for",
  arguments: Golden.decoded("instruments.jsonl") as [Golden.InstrumentKind])
func instrumentNamesAreMusic21s(golden: Golden.InstrumentKind) {
  #expect(InstrumentName(Array(golden.name.utf8))?.kind == golden.kind)
}
