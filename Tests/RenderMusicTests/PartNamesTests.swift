import RenderMIDI
import RenderMusic
import Testing

@Suite("The names of parts") struct PartNamesTests {
  private func names(_ parts: [(String, UInt8)]) -> [String] {
    parts.map { Piece.Part(name: $0.0, program: $0.1) }.distinctNames
  }

  @Test("are their own, without blanks around them")
  func own() {
    #expect(names([(" Violin I\n", 40), ("Vc.", 42)]) == ["Violin I", "Vc."])
  }

  @Test("are those of the instruments where there are none")
  func missing() {
    #expect(names([("", 40), (" ", 40), ("", 42)]) == ["Violin", "Violin 2", "Cello"])
  }

  @Test("are those of the instruments where one name stands for several")
  func shared() {
    #expect(names([("Sonata", 73), ("Sonata", 0)]) == ["Flute", "Piano"])
  }

  @Test("are never the same twice")
  func distinct() {
    #expect(
      names([("Violin", 40), ("Violin 2", 40), ("Violin", 40), ("Violin", 40)])
        == ["Violin", "Violin 2", "Violin 3", "Violin 4"])
    #expect(names([]).isEmpty)
  }
}

@Suite("What a part has to play") struct PartUseTests {
  private let piece = Piece(
    header: Piece.Header(parts: [
      .init(name: "Violin 1", program: 40), .init(name: "Piano", program: 0),
    ]),
    notes: [
      Piece.Note(onset: 0, duration: 24, key: 76), Piece.Note(onset: 24, duration: 24, key: 79),
      Piece.Note(onset: 0, duration: 48, key: 36, part: 1),
      Piece.Note(onset: 0, duration: 24, key: 48, part: 1),
      Piece.Note(onset: 24, duration: 24, key: 52, part: 1),
      Piece.Note(onset: 36, duration: 12, key: 55, part: 1),
    ])

  @Test("is counted: its notes, their range, and how many sound at once")
  func uses() throws {
    let uses = PartUse.all(in: try MIDIFile(Score(piece)))
    #expect(uses.map(\.part) == piece.header.parts)
    #expect(uses.map(\.notes) == [2, 4])
    #expect(uses.map(\.keys) == [76...79, 36...55])
    // Where one note ends as another begins, they are not two at once.
    #expect(uses.map(\.mostAtOnce) == [1, 3])
  }

  @Test("is nothing in drums, and in a file without notes")
  func nothing() {
    func uses(_ events: [MIDIEvent]) -> [PartUse] {
      PartUse.all(
        in: MIDIFile(
          format: .singleTrack, division: .ticksPerQuarter(480),
          tracks: [MIDITrack(events: events.map { TimedEvent(tick: 0, event: $0) })]))
    }
    #expect(uses([]).isEmpty)
    #expect(uses([.noteOn(channel: 9, key: 40, velocity: 64)]).isEmpty)
    let hanging = uses([.noteOn(channel: 0, key: 40, velocity: 64)])
    #expect(hanging.map(\.notes) == [1] && hanging.map(\.mostAtOnce) == [1])
  }
}
