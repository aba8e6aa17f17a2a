import CRenderSndFile
import RenderFiles
import RenderMIDI
import RenderTestSupport
import Testing

@testable import RenderAudio

@Suite("The stems of a piece") struct StemTests {
  private let folder = TemporaryFolder()

  /// Three tracks: a piano, another one on the left with a pedal that nobody lifts, far away, and one that shares the
  /// first one's channel and strikes its keys again. Ticks are milliseconds.
  private static let midi: MIDIFile = {
    func track(_ events: [(Int, MIDIEvent)]) -> MIDITrack {
      MIDITrack(
        events: (events + [(events.last!.0, .meta(.endOfTrack))])
          .map { TimedEvent(tick: $0.0, event: $0.1) })
    }
    func controller(_ number: UInt8, _ value: UInt8, channel: UInt8) -> MIDIEvent {
      .controlChange(channel: channel, controller: number, value: value)
    }
    let first = (0..<10).flatMap { index -> [(Int, MIDIEvent)] in
      let key = UInt8(60 + index % 5)
      return [(500 + index * 200, noteOn(key, velocity: 90)), (650 + index * 200, noteOff(key))]
    }
    let second = [64, 127, 10, 91].enumerated().map { index, number in
      (0, controller(UInt8(number), [127, 90, 20, 110][index], channel: 1))
    }
    let low: [(Int, MIDIEvent)] = [
      (700, noteOn(43, velocity: 100, channel: 1)), (900, noteOff(43, channel: 1)),
      (900, noteOn(50, velocity: 70, channel: 1)), (1200, noteOff(50, channel: 1)),
    ]
    let third: [(Int, MIDIEvent)] = [
      (550, noteOn(60, velocity: 60)), (800, noteOff(60)), (1000, noteOn(79, velocity: 60)),
      (1010, controller(7, 60, channel: 0)), (2900, noteOff(79)),
    ]
    return MIDIFile(
      format: .simultaneousTracks, division: .ticksPerQuarter(500),
      tracks: [
        track([(0, .meta(.tempo(microsecondsPerQuarter: 500_000)))]), track(first),
        track(second + low), track(third),
      ])
  }()

  private static func stems(_ format: String = "wav") -> [Stem] {
    [UInt8(0), 1, 0].enumerated().map { index, channel in
      Stem(
        name: "part \(index + 1)", file: "\(index + 1).\(format)",
        places: [Stem.Place(track: index + 1, channel: channel)])
    }
  }

  private func render(
    _ format: String = "wav", stems: [Stem]? = nil, threads: Int = 2,
    with options: AudioFileOptions = AudioFileOptions()
  ) throws -> (mix: RenderReport, stems: [StemReport]) {
    let renderer = try Renderer(soundFont: Fonts.piano, threads: threads)
    let mix = try renderer.render(
      Self.midi, to: .file(folder.path("mix.\(format)")), options: options)
    return (
      mix,
      try renderer.render(
        stems ?? Self.stems(format), of: Self.midi, beside: mix, in: Folder(folder.path),
        options: options)
    )
  }

  private func sum(_ stems: [Stem]) throws -> [Float] {
    let parts = try stems.map { try DecodedFile(path: folder.path($0.file)).samples }
    #expect(Set(parts.map(\.count)).count == 1)
    return parts[0].indices.map { index in parts.reduce(0) { $0 + $1[index] } }
  }

  /// The largest difference of two sounds.
  private func difference(_ sound: [Float], _ other: [Float]) -> Float {
    zip(sound, other).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }

  @Test("have its length and add up to it", arguments: [-18.0, -30])
  func sum(loudness: Double) throws {
    var options = AudioFileOptions()
    options.sampleFormat = .float32
    options.level.target = .loudness(loudness)
    let (report, stems) = try render(with: options)
    let mix = try DecodedFile(path: folder.path("mix.wav")).samples
    #expect(mix.count == 2 * report.frames && mix.peak > 0.01)
    let sum = try sum(stems.map(\.stem))
    #expect(sum.count == mix.count)
    #expect(difference(sum, mix) < 1e-5)
    #expect(stems.allSatisfy { $0.peak > 0.001 && !$0.isClipped })
    // The first part ends long before the piece; all have the lead-in.
    #expect(sum.left.onset(level: 0.001)! > 21_000)
  }

  @Test("of more parts than a synthesizer keeps apart add up, with parts on one channel and drums")
  func many() throws {
    let tracks = (0..<17).map { index -> MIDITrack in
      let channel = UInt8(index % 16)
      let pan = MIDIEvent.controlChange(channel: channel, controller: 10, value: UInt8(7 * index))
      let notes = (0..<6).flatMap { note -> [TimedEvent] in
        let key = UInt8(40 + (5 * index + 3 * note) % 40)
        let tick = 100 * note + 37 * index
        return [
          TimedEvent(tick: tick, event: noteOn(key, velocity: 80, channel: channel)),
          TimedEvent(tick: tick + 150, event: noteOff(key, channel: channel)),
        ]
      }
      return MIDITrack(
        events: [TimedEvent(tick: 0, event: pan)] + notes.sorted { $0.tick < $1.tick }
          + [TimedEvent(tick: 2000, event: .meta(.endOfTrack))])
    }
    let midi = MIDIFile(
      format: .simultaneousTracks, division: .ticksPerQuarter(500), tracks: tracks)
    var options = AudioFileOptions()
    options.sampleFormat = .float32
    let renderer = try Renderer(soundFont: Fonts.piano)
    let mix = try renderer.render(midi, to: .file(folder.path("mix.wav")), options: options)
    let stems = (0..<17).map {
      Stem(
        name: "part \($0)", file: "\($0).wav",
        places: [Stem.Place(track: $0, channel: UInt8($0 % 16))])
    }
    let reports = try renderer.render(
      stems, of: midi, beside: mix, in: Folder(folder.path), options: options)
    #expect(reports.map(\.stem) == stems)
    // The soundfont has no drums.
    #expect(reports.filter { $0.peak > 0.001 }.map(\.stem) == stems.filter { $0 != stems[9] })
    let whole = try DecodedFile(path: folder.path("mix.wav")).samples
    #expect(difference(try sum(stems), whole) < 1e-5)
  }

  @Test(
    "add up to within what rounding and dither take, a step each",
    arguments: [("wav", SampleFormat.integer16), ("flac", .integer24), ("aiff", .integer16)])
  func rounding(format: String, sampleFormat: SampleFormat) throws {
    var options = AudioFileOptions()
    options.sampleFormat = .float32
    _ = try render(with: options)
    let exact = try DecodedFile(path: folder.path("mix.wav")).samples
    options.sampleFormat = sampleFormat
    let stems = try render(format, with: options).stems.map(\.stem)
    let step: Float = sampleFormat == .integer16 ? 0x1p-15 : 0x1p-23
    let sum = try sum(stems)
    #expect(sum.count == exact.count)
    #expect(difference(sum, exact) <= step * Float(stems.count) + 1e-5)
  }

  @Test("have the gain of the piece before its limiter")
  func limiter() throws {
    var options = AudioFileOptions()
    options.sampleFormat = .float32
    options.level.target = .loudness(-8)
    options.level.limits = true
    let (report, stems) = try render(with: options)
    let level = try #require(report.level)
    #expect(try #require(level.limiting) < -1)
    let raw = try samples(of: Self.midi, font: Fonts.piano, settings: RenderSettings()).samples
    let gain = Decibels.amplitude(level.gain)
    // The file is longer, since it is louder.
    let common = raw.prefix(raw.count - 8192).map { $0 * gain }
    let sum = try sum(stems.map(\.stem))
    #expect(sum.count == 2 * report.frames && sum.count >= raw.count)
    #expect(difference(common, sum) < 5e-5)
    let mix = try DecodedFile(path: folder.path("mix.wav")).samples
    #expect(difference(mix, sum) > 0.01)
  }

  @Test("are faded out where a piece is that will not end")
  func cut() throws {
    var settings = RenderSettings()
    settings.maximumTail = 0.5
    var options = AudioFileOptions()
    options.sampleFormat = .float32
    let renderer = try Renderer(soundFont: Fonts.piano, settings: settings)
    let report = try renderer.render(
      Self.midi, to: .file(folder.path("mix.wav")), options: options)
    #expect(report.tailWasCut)
    _ = try renderer.render(
      Self.stems(), of: Self.midi, beside: report, in: Folder(folder.path), options: options)
    let mix = try DecodedFile(path: folder.path("mix.wav")).samples
    let sum = try sum(Self.stems())
    #expect(sum.count == mix.count && difference(sum, mix) < 1e-5)
  }

  @Test("have the same bytes on any number of threads, and leave those of the piece as they are")
  func threads() throws {
    var found: [[UInt8]] = []
    for threads in [1, 2, 5] {
      _ = try render(threads: threads)
      found.append(["mix.wav", "1.wav", "2.wav", "3.wav"].flatMap { folder.bytes($0) })
    }
    #expect(found.allSatisfy { $0 == found[0] })
  }

  @Test("are silent where a part does not play, and have titles with the parts' names")
  func silence() throws {
    var options = AudioFileOptions()
    options.tags.title = "Trio"
    let silent = (1...2).map { Stem(name: "silent \($0)", file: "\($0).wav", places: []) }
    let reports = try render(stems: silent, with: options).stems
    #expect(reports.allSatisfy { $0.peak < 1e-6 })
    let files = try silent.map { try DecodedFile(path: folder.path($0.file)) }
    // Their dither of one unit leaves silence as it is, and rounds what is half a unit either way.
    #expect(files.allSatisfy { $0.samples.peak <= 0x1p-15 })
    #expect(files[1].tags[SF_STR_TITLE] == "Trio: silent 2")
  }

  @Test("that exceed full scale are told of where they are cut off")
  func clipping() throws {
    var options = AudioFileOptions()
    options.level.target = .gain(40)
    options.level.limits = true
    #expect(try render(with: options).stems.contains { $0.isClipped && $0.peak > 1 })
    options.sampleFormat = .float32
    #expect(try render(with: options).stems.allSatisfy { !$0.isClipped })
  }

  @Test("that fail or are cancelled leave nothing half-written")
  func failures() throws {
    let renderer = try Renderer(soundFont: Fonts.piano, threads: 4)
    let report = try renderer.render(Self.midi) { _ in }
    var stems = Self.stems()
    #expect(throws: AudioError.cancelled) {
      try renderer.render(
        stems, of: Self.midi, beside: report, in: Folder(folder.path), isCancelled: { true })
    }
    stems[1].file = "2.xyz"
    #expect(throws: AudioError.unknownFormat(path: "2.xyz")) {
      try renderer.render(stems, of: Self.midi, beside: report, in: Folder(folder.path))
    }
    #expect(folder.names.allSatisfy { $0 == "1.wav" || $0 == "3.wav" })
  }
}
