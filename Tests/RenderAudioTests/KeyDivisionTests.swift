import RenderMIDI
import Testing

@testable import RenderAudio

@Suite("The division of a piece between two synthesizers") struct KeyDivisionTests {
  private func halves(_ division: KeyDivision, channel: UInt8) -> Set<Int?> {
    Set(
      (UInt8(0)..<128).map { key in
        let halves = [
          .noteOn(key: key, velocity: 64), .noteOff(key: key),
          .polyphonicPressure(key: key, pressure: 1),
        ].map { division.half(for: ChannelMessage(channel: channel, $0)) }
        // What concerns a key goes where the key is.
        #expect(Set(halves).count == 1)
        return halves[0]
      })
  }

  @Test("gives each half of the keys, and both all controllers")
  func keys() {
    let division = KeyDivision([Fonts.piano.contents])
    #expect(halves(division, channel: 0) == [0, 1])
    for kind in [
      .controlChange(controller: 64, value: 127), .programChange(3), .channelPressure(1),
      .pitchBend(0),
    ] as [ChannelMessage.Kind] {
      #expect(division.half(for: ChannelMessage(channel: 0, kind)) == nil)
    }
  }

  @Test("leaves channels whole whose notes act on one another")
  func whole() {
    let legato = ChannelMessage(channel: 3, .controlChange(controller: 68, value: 127))
    let division = KeyDivision([Fonts.piano.contents], [(0, legato)])
    #expect(halves(division, channel: 3).count == 1)
    #expect(halves(division, channel: 9).count == 1)
    #expect(halves(division, channel: 4).count == 2)
    let off = ChannelMessage(channel: 3, .controlChange(controller: 65, value: 0))
    #expect(halves(KeyDivision([Fonts.piano.contents], [(0, off)]), channel: 3).count == 2)
    // It holds for other channels, too.
    let mono = ChannelMessage(channel: 0, .controlChange(controller: 126, value: 0))
    #expect(halves(KeyDivision([Fonts.piano.contents], [(0, mono)]), channel: 4).count == 1)
  }

  @Test("is without influence on the sound, but for rounding")
  func sound() throws {
    let keys: [UInt8] = [60, 61, 64, 67, 72, 73]
    let notes = keys.enumerated().flatMap { index, key in
      [(index * 150, noteOn(key)), (index * 150 + 400, noteOff(key))]
    }.sorted { $0.0 < $1.0 }
    let timeline = Timeline(millisecondFile(notes))
    let mono = ChannelMessage(channel: 0, .controlChange(controller: 126, value: 0))
    let divisions = [
      KeyDivision([Fonts.piano.contents]), KeyDivision([Fonts.piano.contents], [(0, mono)]),
    ]
    let (divided, joined) = try (samples(divisions[0]), samples(divisions[1]))
    func samples(_ division: KeyDivision) throws -> [Float] {
      let queue = try MessageQueue(
        timeline.messages.makeIterator(), endOfPiece: timeline.end, settings: RenderSettings())
      var synthesis = try Synthesis(
        queue, division, soundFont: Fonts.piano, settings: RenderSettings(), mixdown: Mixdown(),
        threads: 1)
      var samples: [Float] = []
      _ = try synthesis.play(endingBelow: { -80 }) { samples += $0 }
      return samples
    }
    #expect(divided.count == joined.count)
    let difference = zip(divided, joined).map { abs($0 - $1) }.max()!
    #expect(difference < 1e-5 && divided.peak > 0.05)
  }

  @Test("gives the same samples on any number of threads")
  func threads() throws {
    let midi = millisecondFile(
      (0..<40).flatMap { index in
        let key = UInt8(40 + index * 7 % 40)
        return [(index * 90, noteOn(key)), (index * 90 + 80, noteOff(key))]
      })
    let renditions = try [1, 2, 3].map { threads in
      var samples: [Float] = []
      let report = try Renderer(soundFont: Fonts.piano, threads: threads).render(midi) {
        samples += $0
      }
      return (samples, report)
    }
    #expect(renditions.allSatisfy { $0 == renditions[0] })
    #expect(renditions[0].1.voices > 2)
  }
}
