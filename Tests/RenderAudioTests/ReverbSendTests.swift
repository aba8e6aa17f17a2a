import Foundation
import RenderMIDI
import RenderTestSupport
import Testing

@testable import RenderAudio

@Suite("The reverb of a piece") struct ReverbSendTests {
  private static let note: [(Int, MIDIEvent)] = [(100, noteOn(69)), (400, noteOff(69))]

  private static func send(_ value: UInt8, channel: UInt8 = 0) -> MIDIEvent {
    .controlChange(channel: channel, controller: 91, value: value)
  }

  private static var settings: RenderSettings {
    var settings = RenderSettings.dry
    settings.reverb = .hall
    return settings
  }

  @Test(
    "is ours where channels send the same all the time, and FluidSynth's elsewhere",
    arguments: [
      ([], false), ([(0, send(90))], false), ([(0, send(90)), (50, send(20))], false),
      ([(0, send(90)), (300, send(90))], false), ([(200, send(41))], true),
      ([(500, send(0))], true), ([(500, send(0, channel: 1))], false),
      ([(0, .controlChange(channel: 0, controller: 99, value: 120))], true),
    ] as [([(Int, MIDIEvent)], Bool)])
  func maker(messages: [(Int, MIDIEvent)], isFluidSynths: Bool) throws {
    let events = (messages + Self.note).sorted { $0.0 < $1.0 }
    let report = try samples(of: millisecondFile(events), settings: Self.settings).report
    #expect(report.hasFluidSynthReverb == isFluidSynths)
  }

  @Test("is ours where each instrument of the soundfont sends as much everywhere")
  func instruments() throws {
    let folder = TemporaryFolder()
    func sends(_ change: (inout SoundFontBuilder) -> Void) throws -> Int? {
      var builder = SoundFontBuilder()
      change(&builder)
      let path = folder.write(builder.bytes(), to: "sends.sf2")
      return try LoadedSoundFont(path: path)
        .reverbSend(of: InstrumentRequest(channel: 0, program: 1))
    }
    #expect(try sends { _ in } == 0)
    // In all zones of the preset; beside what the instrument sends; in one zone.
    #expect(try sends { $0.presets[1].zones[0].generators.append((16, 100)) } == 100)
    #expect(
      try sends {
        $0.presets[1].zones[0].generators.append((16, 100))
        $0.instruments[1].zones[0].generators.append((16, 150))
      } == 250)
    #expect(try sends { $0.presets[1].zones[1].generators.insert((16, 80), at: 0) } == 40)
    #expect(try sends { $0.presets[1].zones[1].generators.insert((16, 200), at: 0) } == nil)
    #expect(try sends { $0.instruments[1].zones[2].generators.insert((16, 200), at: 0) } == nil)
    #expect(try sends { $0.instruments[1].zones[0].modulators[0][1] = 16 } == nil)
    // Another instrument does not matter.
    #expect(try sends { $0.instruments[0].zones[0].generators.insert((16, 200), at: 0) } == 0)
    #expect(Fonts.piano.reverbSend(of: InstrumentRequest(channel: 0)) == 100)
    // One that the soundfont lacks is played by another.
    #expect(Fonts.piano.reverbSend(of: InstrumentRequest(channel: 0, program: 1)) == 100)
  }

  /// Two channels that send differently, and a third one that does not send.
  private static let ensemble = millisecondFile(
    [(0, send(100, channel: 1)), (0, send(0, channel: 2))]
      + (0..<6).flatMap { index in
        (0..<3).flatMap { channel -> [(Int, MIDIEvent)] in
          let key = UInt8(50 + 7 * channel + index)
          return [
            (100 + 200 * index, noteOn(key, channel: UInt8(channel))),
            (250 + 200 * index, noteOff(key, channel: UInt8(channel))),
          ]
        }
      }.sorted { $0.0 < $1.0 })

  @Test("has from each channel what that sends")
  func shares() throws {
    func wet(_ value: UInt8) throws -> [Float] {
      let midi = millisecondFile([(0, Self.send(value))] + Self.note)
      let dry = try samples(of: midi).samples
      let both = try samples(of: midi, settings: Self.settings).samples
      return zip(both, dry).map { $0 - $1 }
    }
    let (half, whole) = (try wet(60), try wet(120))
    #expect(half.peak > 0.001)
    #expect(zip(half, whole).allSatisfy { abs(2 * $0 - $1) < 1e-6 })
    #expect(try wet(0).peak < 1e-6)
  }

  @Test("gives the same samples on any number of threads", arguments: [nil, 2] as [Int?])
  func threads(groups: Int?) throws {
    let midi = groups == nil ? millisecondFile(Self.note) : Self.ensemble
    var found: [[Float]] = []
    for threads in 1...3 {
      var sound: [Float] = []
      let renderer = try Renderer(
        soundFont: Fonts.sine, settings: Self.settings, threads: threads)
      #expect(try !renderer.render(midi) { sound += $0 }.hasFluidSynthReverb)
      found.append(sound)
    }
    #expect(found.allSatisfy { $0 == found[0] })
  }

  @Test("gives the same samples while the piece is still being made")
  func stream() throws {
    let midi = Self.ensemble
    let renderer = try Renderer(soundFont: Fonts.sine, settings: Self.settings)
    var (file, stream): ([Float], [Float]) = ([], [])
    _ = try renderer.render(midi) { file += $0 }
    _ = try renderer.render(
      midi.tracks[0].events, division: midi.division,
      instruments: [
        InstrumentRequest(channel: 0), InstrumentRequest(channel: 1, reverbSend: 100),
        InstrumentRequest(channel: 2, reverbSend: 0),
      ], endingBelow: { renderer.settings.tailThreshold }
    ) { stream += $0 }
    #expect(file.peak > 0.01 && stream == file)
  }

  @Test("lasts as long as it is heard")
  func tail() throws {
    let dry = try samples(of: millisecondFile(Self.note)).report.tailSeconds
    let hall = try samples(of: millisecondFile(Self.note), settings: Self.settings).report
    #expect(hall.tailSeconds > dry + 0.5 && !hall.tailWasCut)
  }

  @Test("was written otherwise by earlier versions, and is read so")
  func coding() throws {
    func decoded(_ text: String) throws -> RenderSettings.Reverb {
      try JSONDecoder().decode(RenderSettings.Reverb.self, from: Data(text.utf8))
    }
    let old = #"{"damping": 0.4, "level": 0.55, "roomSize": 0.6, "width": 1}"#
    #expect(try decoded(old) == RenderSettings.Reverb(.hall, level: 0.55))
    let new = try JSONEncoder().encode(RenderSettings.Reverb.chamber)
    #expect(try decoded(String(decoding: new, as: UTF8.self)) == .chamber)
  }

  @Test("is that of earlier versions where it is FluidSynth's")
  func levels() {
    let usual = [RenderSettings.Reverb.room, .chamber, .hall, .cathedral]
    let levels = usual.map { $0.fluidSynthSettings.last?.1 }
    #expect(levels == [0.9, 0.7, 0.55, 0.45])
  }
}
