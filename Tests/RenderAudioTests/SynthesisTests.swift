import Glibc
import RenderMIDI
import RenderTestSupport
import Testing

@testable import RenderAudio

@Suite("A rendered piece") struct SynthesisTests {
  @Test("has A4 at 440 Hz within a cent, and every octave above and below")
  func pitch() throws {
    for (key, expected) in [(69, 440.0), (57, 220), (81, 880)] as [(UInt8, Double)] {
      let midi = millisecondFile([(0, noteOn(key)), (1000, noteOff(key))])
      let tone = Array(try samples(of: midi).samples.left[4410..<39_690])
      let cents = 1200 * log2(tone.frequency(sampleRate: 44_100) / expected)
      #expect(abs(cents) < 1, "key \(key) is \(cents) cents off")
    }
  }

  @Test("has A4 of the shipped piano at 440 Hz within 5 cents")
  func pianoPitch() throws {
    let midi = millisecondFile([(0, noteOn(69)), (2000, noteOff(69))])
    let left = try samples(of: midi, font: Fonts.piano).samples.left
    // The strongest of the frequencies around A4, by correlation over a second.
    let tone = left[22_050..<66_150]
    func power(_ frequency: Double) -> Double {
      var (real, imaginary) = (0.0, 0.0)
      for (index, sample) in tone.enumerated() {
        let phase = 2 * Double.pi * frequency * Double(index) / 44_100
        let window = 1 - cos(2 * Double.pi * Double(index) / Double(tone.count))
        real += Double(sample) * window * cos(phase)
        imaginary += Double(sample) * window * sin(phase)
      }
      return real * real + imaginary * imaginary
    }
    let cents = stride(from: -50.0, through: 50, by: 1)
    let best = cents.max { power(440 * exp2($0 / 1200)) < power(440 * exp2($1 / 1200)) }
    #expect(abs(best!) <= 5)
  }

  @Test("has every note where the tempo map puts it, to half a block of 64 frames")
  func onsets() throws {
    // A quarter lasts 0.5 s up to tick 500, then 0.3 s.
    var midi = millisecondFile(
      [(0, noteOn(69)), (50, noteOff(69)), (300, noteOn(69)), (350, noteOff(69))])
    midi.tracks[0].events.removeLast()
    midi.tracks[0].events += [
      TimedEvent(tick: 500, event: .meta(.tempo(microsecondsPerQuarter: 300_000))),
      TimedEvent(tick: 733, event: noteOn(69)), TimedEvent(tick: 800, event: noteOff(69)),
    ]
    let left = try samples(of: midi).samples.left
    for seconds in [0, 0.3, 0.5 + 233 * 0.0006] {
      let expected = Int((seconds * 44_100).rounded())
      let onset = try #require(left.onset(from: max(0, expected - 500), level: 0.01))
      // The sine takes a few frames from zero to the level.
      #expect(-32...40 ~= onset - expected, "\(seconds) s begins at \(onset), not \(expected)")
    }
  }

  @Test("of two notes at once is the sum of both alone")
  func additivity() throws {
    let low = try samples(of: millisecondFile([(100, noteOn(69)), (500, noteOff(69))])).samples
    let high = try samples(of: millisecondFile([(100, noteOn(76)), (500, noteOff(76))])).samples
    let both = try samples(
      of: millisecondFile(
        [(100, noteOn(69)), (100, noteOn(76)), (500, noteOff(69)), (500, noteOff(76))])
    ).samples
    #expect(both.peak > 0.05)
    for index in 0..<min(low.count, high.count, both.count) {
      #expect(abs(low[index] + high[index] - both[index]) < 1e-6)
      if abs(low[index] + high[index] - both[index]) >= 1e-6 { break }
    }
  }

  @Test("is twice as loud with twice the gain, and silent with none")
  func level() throws {
    let midi = millisecondFile([(0, noteOn(69)), (500, noteOff(69))])
    var settings = RenderSettings.dry
    let once = try samples(of: midi, settings: settings)
    settings.gain *= 2
    let twice = try samples(of: midi, settings: settings)
    #expect(abs(twice.report.peak / once.report.peak - 2) < 1e-4)
    #expect(once.report.peak == once.samples.peak)
    settings.gain = 0
    let none = try samples(of: midi, settings: settings).report
    #expect(none.peak < 1e-6)
  }

  @Test("gives the same samples again, after another piece, and beside other threads")
  func reproducible() async throws {
    var settings = RenderSettings()
    settings.gain = 0.5
    let first = millisecondFile(
      [(0, noteOn(60)), (100, noteOn(64)), (300, noteOff(60)), (400, noteOff(64))])
    let second = millisecondFile(
      [(0, program(3)), (0, noteOn(72)), (50, noteOn(40)), (300, noteOff(72)), (400, noteOff(40))])
    let alone = try samples(of: first, font: Fonts.piano, settings: settings).samples
    _ = try samples(of: second, font: Fonts.piano, settings: settings)
    #expect(try samples(of: first, font: Fonts.piano, settings: settings).samples == alone)
    let fresh = try LoadedSoundFont(path: Fonts.pianoPath)
    #expect(try samples(of: first, font: fresh, settings: settings).samples == alone)

    let values = settings
    try await withThrowingTaskGroup(of: [Float].self) { group in
      for index in 0..<6 {
        group.addTask {
          let piece = index.isMultiple(of: 2) ? first : second
          return try samples(of: piece, font: Fonts.piano, settings: values).samples
        }
      }
      var equal = 0
      for try await result in group where result == alone { equal += 1 }
      #expect(equal == 3)
    }
  }

  @Test("plays all sixteen channels, and says for which there is no instrument")
  func channels() throws {
    for channel in UInt8(0)..<16 {
      let midi = millisecondFile(
        [(0, noteOn(69, channel: channel)), (200, noteOff(69, channel: channel))])
      let (sound, report) = try samples(of: midi)
      let isDrums = channel == 9
      #expect((sound.peak > 0.01) == !isDrums, "channel \(channel)")
      #expect(report.silentNotes == (isDrums ? 1 : 0))
    }
  }

  @Test("remarks on an instrument that the soundfont does not have")
  func substitution() throws {
    let (sound, report) = try samples(
      of: millisecondFile([(0, program(40)), (0, noteOn(69)), (200, noteOff(69))]))
    #expect(sound.peak > 0.01)
    #expect(report.remarks.count == 1)
    #expect(report.remarks.first?.contains("prog=40") == true)
  }

  @Test("follows controllers, pitch bend and program changes")
  func messages() throws {
    let end: [(Int, MIDIEvent)] = [(0, noteOn(69)), (500, noteOff(69))]
    let plain = try samples(of: millisecondFile(end)).samples.left
    let bent = try samples(
      of: millisecondFile([(0, .pitchBend(channel: 0, value: 16_383))] + end)
    ).samples.left
    let soft = try samples(
      of: millisecondFile([(0, .controlChange(channel: 0, controller: 7, value: 50))] + end)
    ).samples.left
    let right = try samples(
      of: millisecondFile([(0, .controlChange(channel: 0, controller: 10, value: 127))] + end)
    ).samples.left
    let bentFrequency = Array(bent[2000..<18_000]).frequency(sampleRate: 44_100)
    #expect(abs(1200 * log2(bentFrequency / 440) - 200) < 2)
    #expect(soft.peak < 0.5 * plain.peak)
    #expect(right.peak < 0.05 * plain.peak)
  }

  @Test("keeps a note under the pedal until the pedal goes up")
  func pedal() throws {
    let midi = millisecondFile([
      (0, .controlChange(channel: 0, controller: 64, value: 127)), (0, noteOn(69)),
      (100, noteOff(69)), (600, .controlChange(channel: 0, controller: 64, value: 0)),
    ])
    let (sound, report) = try samples(of: midi)
    #expect(sound.left[20_000..<26_000].contains { $0 > 0.05 })
    #expect(0.6...1 ~= report.seconds)
  }

  @Test("counts its voices and notes")
  func counting() throws {
    let midi = millisecondFile(
      (60..<68).map { (0, noteOn($0)) } + (60..<68).map { (100, noteOff($0)) })
    let report = try samples(of: midi).report
    #expect(report.notes == 8)
    #expect(report.voices == 8)
    #expect(LibraryVersions.fluidSynth.split(separator: ".").count == 3)
  }

  @Test("is not made with settings that make no sense")
  func settings() throws {
    var settings = RenderSettings()
    settings.sampleRate = 4000
    let error = #expect(throws: AudioError.self) {
      try Renderer(soundFont: Fonts.sine, settings: settings)
    }
    #expect(
      error?.description == "the sample rate is 4000 and has to be between 22050 and 96000")
    settings = RenderSettings()
    settings.reverb?.level = .nan
    #expect(throws: AudioError.self) { try Renderer(soundFont: Fonts.sine, settings: settings) }
  }

  @Test("stops when its samples are not wanted any more", arguments: 1...3)
  func cancellation(threads: Int) throws {
    struct Enough: Error {}
    let midi = millisecondFile([(0, noteOn(69)), (60_000, noteOff(69))])
    for last in 1...40 {
      var parts = 0
      #expect(throws: Enough.self) {
        _ = try Renderer(soundFont: Fonts.sine, threads: threads).render(midi) { _ in
          parts += 1
          if parts == last { throw Enough() }
        }
      }
      #expect(parts == last)
    }
  }

  @Test("may change instruments a thousand times a second")
  func programChanges() throws {
    let path = Fonts.pianoPath.replacing("GrandPiano", with: "Ensembles")
    let font = try LoadedSoundFont(path: path)
    let programs: [UInt8] = [0, 40, 42, 48]
    font.load(programs.map { InstrumentRequest(channel: 0, program: $0) })
    var synthesizer = try Synthesizer(.dry, font.all)
    let seconds = processorSeconds {
      for index in 0..<10_000 {
        synthesizer.send(ChannelMessage(channel: 0, .programChange(programs[index % 4])))
      }
    }
    #expect(seconds < 1, "\(seconds) s")
  }
}
