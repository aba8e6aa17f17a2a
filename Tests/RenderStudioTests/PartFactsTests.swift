import FoundationEssentials
import RenderMIDI
import RenderMusic
import RenderTestMaterial
import RenderTestSupport
import Testing

@testable import RenderStudio

@Suite("The facts about parts") struct PartFactsTests {
  private let folder = Material.folder()

  private func facts(_ parts: [Piece.Part]) throws -> FileFacts {
    let notes = parts.indices.flatMap { part in
      [
        Piece.Note(onset: 0, duration: 24, key: UInt8(60 + part), part: part),
        Piece.Note(onset: 0, duration: 48, key: UInt8(73 - part), part: part),
      ]
    }
    let piece = Piece(header: Piece.Header(parts: parts), notes: notes)
    folder.write(try MIDIFile(Score(piece)).encoded(), to: "piece.mid")
    return try FileFacts(of: folder.path("piece.mid"))
  }

  private func parts(_ facts: FileFacts) -> [PartFacts]? {
    for case .parts(let parts) in facts.facts.map(\.value) { return parts }
    return nil
  }

  @Test("say of each who plays, how much, how high and how much at once")
  func several() throws {
    let facts = try facts([
      .init(name: "Second fiddle", program: 40), .init(name: "", program: 42),
    ])
    let parts = try #require(self.parts(facts))
    #expect(
      parts.map(\.description) == [
        "1 Second fiddle (Violin), 2 notes, C4 to C#5, 2 at once",
        "2 Cello, 2 notes, C#4 to C5, 2 at once",
      ])
    let json = String(decoding: try JSONEncoder.ofFacts([]).encode(facts), as: UTF8.self)
    for text in [#""instrument":"Cello""#, #""mostAtOnce":2"#, #""lowest":"C4""#] {
      #expect(json.contains(text), "\(json)")
    }
  }

  @Test("are not there where a piano plays alone, and are where another instrument does")
  func alone() throws {
    #expect(parts(try facts([.piano])) == nil)
    #expect(parts(try facts([.init(name: "", program: 73)]))?.map(\.name) == ["Flute"])
    #expect(parts(try FileFacts(of: folder.path("song.mid"))) == nil)
  }

  @Test("name the instruments of a model that tells who plays")
  func instruments() {
    let instruments = [
      Instrument(program: 42), Instrument(program: 40), Instrument(program: 40, number: 2),
    ]
    #expect(
      FileFacts.instrumentFacts(of: instruments).map(\.value) == [
        .list(["Violin, 2 of them", "Cello"])
      ])
    #expect(FileFacts.instrumentFacts(of: []).isEmpty)
  }
}
