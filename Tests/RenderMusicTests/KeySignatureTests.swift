import RenderMIDI
import Testing

@testable import RenderMusic

@Suite("A key signature") struct KeySignatureTests {
  @Test(
    "has the names that people write, in their spelling",
    arguments: [
      ("E flat major", -3, Piece.KeySignature.Mode.major), ("Eb", -3, .major), ("em", 1, .minor),
      ("E minor", 1, .minor), ("c sharp minor", 4, .minor), ("F#m", 3, .minor), ("b", 5, .major),
      ("bb", -2, .major), ("bbm", -5, .minor), ("B flat minor", -5, .minor), ("CM", 0, .major),
      ("Cm", -3, .minor), ("c-sharp minor", 4, .minor), ("A♭", -4, .major), ("f♯ min", 3, .minor),
      ("gmaj", 1, .major), ("G flat major", -6, .major), ("F SHARP MAJOR", 6, .major),
      ("d#m", 6, .minor), ("Cb", -7, .major),
      // Eight sharps and ten flats are nobody's signature.
      ("G sharp major", -4, .major), ("F flat minor", 1, .minor),
    ])
  func names(name: String, sharps: Int, mode: Piece.KeySignature.Mode) {
    let signature = Piece.KeySignature(named: name)
    #expect(signature == Piece.KeySignature(sharps: sharps, mode: mode))
    #expect(MusicalKey(named: name) == signature.flatMap { MusicalKey($0) })
  }

  @Test(
    "has no other names",
    arguments: [
      "", " ", "H", "E flat flat", "E moll", "x minor", "5", "E minorr", "E##", "♭", "mm",
    ])
  func noNames(name: String) {
    #expect(Piece.KeySignature(named: name) == nil && MusicalKey(named: name) == nil)
  }

  @Test("of each key has six accidentals at most, is named after it, and is read back by its name")
  func everyKey() {
    let majors = [
      "C", "D flat", "D", "E flat", "E", "F", "F sharp", "G", "A flat", "A", "B flat", "B",
    ]
    let minors = [
      "C", "C sharp", "D", "E flat", "E", "F", "F sharp", "G", "G sharp", "A", "B flat", "B",
    ]
    for tonic in 0..<12 {
      for (isMinor, name) in [
        (false, majors[tonic] + " major"), (true, minors[tonic] + " minor"),
      ] {
        let key = MusicalKey(tonic: tonic - 12, isMinor: isMinor)
        let signature = Piece.KeySignature(of: key)
        #expect(key.tonic == tonic && abs(signature.sharps) <= 6)
        #expect(key.description == name && signature.description == name)
        #expect(MusicalKey(named: name) == key && MusicalKey(signature) == key)
      }
    }
    for sharps in -7...7 {
      for mode in [Piece.KeySignature.Mode.major, .minor] {
        let signature = Piece.KeySignature(sharps: sharps, mode: mode)
        #expect(Piece.KeySignature(named: "\(signature)") == signature)
      }
    }
    #expect("\(Piece.KeySignature(majorOn: 3))" == "E flat major or C minor")
  }

  @Test("is in the file with its mode, and not where the mode is open")
  func files() throws {
    func file(_ key: Piece.KeySignature?) throws -> MIDIFile {
      try MIDIFile(Score(Piece.Header(keySignature: key)))
    }
    for sharps in -7...7 {
      for mode in [Piece.KeySignature.Mode.major, .minor] {
        let key = Piece.KeySignature(sharps: sharps, mode: mode)
        let bytes = try file(key).encoded()
        let read = try MIDIFile.parse(bytes, mode: .strict).file.keySignatures
        #expect(read.map(\.onset) == [0] && read.map(\.signature) == [key])
      }
      #expect(try file(Piece.KeySignature(sharps: sharps)) == file(nil))
    }
    #expect(throws: MusicError.self) { try file(Piece.KeySignature(sharps: 8, mode: .major)) }
  }

  @Test("of a file holds from its place on, and the same one again is no change")
  func changes() throws {
    func key(_ tick: Int, _ sharps: Int8, _ isMinor: Bool) -> TimedEvent {
      TimedEvent(tick: tick, event: .meta(.keySignature(sharps: sharps, isMinor: isMinor)))
    }
    let file = MIDIFile(
      format: .simultaneousTracks, division: .ticksPerQuarter(480),
      tracks: [
        MIDITrack(events: [key(0, 1, false), key(960, 1, false), key(1920, 1, true)]),
        MIDITrack(events: [key(480, 1, false)]),
      ])
    #expect(file.keySignatures.map(\.onset) == [0, 24, 48, 96])
    #expect(file.keySignatures.map(\.signature.description).last == "E minor")
    #expect(file.keyChanges == [96])
  }
}
