import RenderMIDI
import Testing

@testable import RenderMusic

@Suite("Ensembles and their stage") struct EnsembleTests {
  @Test("Ensembles have names of their own, and instruments with names")
  func names() throws {
    #expect(Set(Ensemble.known.map(\.name)).count == Ensemble.known.count)
    let quartet = try #require(Ensemble(named: "String-Quartet"))
    #expect(quartet.programs == [40, 40, 41, 42])
    #expect(Ensemble(programs: quartet.programs).name == "Violin, Violin 2, Viola, Cello")
    #expect(Ensemble(named: "any") == nil)
    // An orchestra has a channel for each part, the tenth left out.
    #expect(Ensemble.known.allSatisfy { $0.programs.count <= 15 })
  }

  @Test(
    "Programs are found by General MIDI's names and by those that people use",
    arguments: [
      ("violin", 40), ("Acoustic Grand Piano", 0), ("acoustic-grand-piano", 0), ("piano", 0),
      ("Horn", 60), ("french horn", 60), ("double bass", 43), ("VOICE", 52), ("English Horn", 69),
    ] as [(String, UInt8)])
  func programs(name: String, program: UInt8) {
    #expect(GeneralMIDI.program(named: name) == program)
  }

  @Test("Every name of General MIDI is found, and none that is not there")
  func all() {
    #expect(GeneralMIDI.names.count == 128)
    for (program, name) in GeneralMIDI.names.enumerated() {
      #expect(GeneralMIDI.program(named: name) == UInt8(program))
    }
    for name in ["", "kazoo", "violin 2", "-"] { #expect(GeneralMIDI.program(named: name) == nil) }
  }

  @Test("A piano alone has the stage; a quartet sits from left to right, a piano in the middle")
  func pans() throws {
    #expect(Stage([0]).places.isEmpty)
    let quartet = Stage([40, 40, 41, 42]).places.map(\.pan)
    #expect(quartet == quartet.sorted() && quartet[0] == 22 && quartet[3] == 106)
    #expect(Stage([40, 42, 0]).places.map(\.pan) == [22, 106, 64])
    #expect(Stage([52, 0]).places.map(\.pan) == [64, 64])
    let orchestra = try #require(Ensemble(named: "orchestra")).programs
    let places = Stage(orchestra).places
    let violins = orchestra.indices.filter { orchestra[$0] == 40 }.map { places[$0].pan }
    #expect(
      violins == violins.sorted() && Set(violins).count == 2 && violins.allSatisfy { $0 < 64 })
    #expect(places[orchestra.firstIndex(of: 43)!].pan > 90)
  }

  @Test("Volumes bring instruments to one loudness, and stay in a controller's range")
  func volumes() {
    for program in 0..<128 as Range<UInt8> {
      for count in [2, 12] {
        let places = Stage(Array(repeating: program, count: count)).places
        #expect(places.count == count)
        #expect(
          places.allSatisfy { $0.pan < 128 && (50...127).contains($0.volume) && $0.reverb < 128 })
      }
    }
    // A clarinet is 6.3 dB louder than a cello: 40 dB to a factor of ten.
    #expect(Stage([42, 71]).places.map(\.volume) == [100, 70])
  }

  @Test("A score of several parts says where they sit, and a piano's does not")
  func controllers() throws {
    func controllers(_ parts: [Piece.Part]) throws -> [[UInt8]] {
      let score = Score(Piece.Header(parts: parts))
      return try MIDIFile(score).tracks.dropFirst().map { track in
        track.events.compactMap { timed in
          if case .controlChange(_, let controller, _) = timed.event { controller } else { nil }
        }
      }
    }
    #expect(try controllers([.piano]) == [[]])
    let quartet = Instrument.numbered([40, 40, 41, 42]).map(Piece.Part.init)
    #expect(try controllers(quartet) == Array(repeating: [7, 10, 91], count: 4))
  }
}
