import CRenderSndFile
import Glibc
import RenderFiles
import RenderMIDI
import RenderTestSupport
import Testing

@testable import RenderAudio

@Suite("An audio file") struct AudioFileTests {
  private let folder = TemporaryFolder()
  private let midi = millisecondFile([
    (0, noteOn(60)), (0, noteOn(64)), (400, noteOff(60)), (400, noteOff(64)),
  ])

  private func render(
    _ name: String, gain: Double = 0.5, _ change: (inout AudioFileOptions) -> Void = { _ in }
  ) throws -> (file: DecodedFile, report: RenderReport) {
    var settings = RenderSettings()
    settings.gain = gain
    settings.sampleRate = try AudioFileFormat(path: name).defaultSampleRate
    var options = AudioFileOptions()
    options.level.target = .gain(0)
    change(&options)
    let report = try Renderer(soundFont: Fonts.piano, settings: settings).render(
      midi, to: .file(folder.path(name)), options: options)
    return (try DecodedFile(path: folder.path(name)), report)
  }

  /// What the synthesizer gives for the piece.
  private func exactSamples(sampleRate: Int) throws -> [Float] {
    var settings = RenderSettings()
    settings.gain = 0.5
    settings.sampleRate = sampleRate
    return try samples(of: midi, font: Fonts.piano, settings: settings).samples
  }

  @Test("holds the piece: rate, length and level")
  func contents() throws {
    let (file, report) = try render("a.wav")
    #expect(file.sampleRate == 44_100)
    #expect(file.channels == 2)
    #expect(file.format == SF_FORMAT_WAV | SF_FORMAT_PCM_16)
    #expect(file.samples.count == 2 * report.frames)
    #expect(abs(file.samples.peak - report.peak) < 3 / 32768)
    #expect(report.level?.gain == 0)
  }

  @Test("holds the same samples as WAV, AIFF and FLAC", arguments: SampleFormat.allCases)
  func lossless(_ format: SampleFormat) throws {
    let wav = try render("a.wav") { $0.sampleFormat = format }.file
    #expect(try render("a.aiff") { $0.sampleFormat = format }.file.samples == wav.samples)
    if AudioFileFormat.flac.sampleFormats.contains(format) {
      #expect(try render("a.flac") { $0.sampleFormat = format }.file.samples == wav.samples)
    } else {
      #expect(throws: AudioError.unsupportedSampleFormat(.flac, format)) {
        _ = try render("a.flac") { $0.sampleFormat = format }
      }
    }
    let resolution: Float = format.integerBits.map { 1 / Float(1 << ($0 - 1)) } ?? 0
    // Rounding takes half a unit and triangular dither up to one. Floats hold 24 bits.
    let error = zip(wav.samples, try exactSamples(sampleRate: 44_100)).map { abs($0 - $1) }.max()!
    #expect(error <= 1.5 * resolution + 1e-7)
    #expect(format == .float32 || format == .integer32 || error > 0.9 * resolution)
  }

  @Test("with loss sounds as the piece does", arguments: ["a.ogg", "a.opus", "a.mp3"])
  func lossy(_ name: String) throws {
    let (file, report) = try render(name)
    let exact = try exactSamples(sampleRate: file.sampleRate)
    #expect(file.sampleRate == report.sampleRate)
    // MP3 pads both ends; the others give back every frame.
    #expect(abs(file.samples.count - exact.count) <= (name == "a.mp3" ? 2 * 2 * 1152 : 0))
    let ratios = (0...(name == "a.mp3" ? 2400 : 0)).map { delay -> Double in
      var (error, power) = (0.0, 0.0)
      for index in 0..<exact.count - 2 * 2400 {
        let difference = Double(file.samples[index + 2 * delay] - exact[index])
        error += difference * difference
        power += Double(exact[index] * exact[index])
      }
      return 10 * log10(power / error)
    }
    #expect(ratios.max()! > 15, "signal to error \(ratios.max()!) dB")
  }

  @Test("with loss is larger with a higher quality", arguments: ["a.ogg", "a.opus", "a.mp3"])
  func quality(_ name: String) throws {
    let sizes = try [0, 4, 7, 10].map { quality in
      _ = try render(name) { $0.quality = quality }
      return folder.bytes(name).count
    }
    #expect(sizes == sizes.sorted() && Set(sizes).count == 4, "\(sizes)")
    _ = try render(name)
    #expect(folder.bytes(name).count == sizes[2])
  }

  @Test("refuses what its format cannot be, with a remedy")
  func refusals() throws {
    #expect(throws: AudioError.qualityWithoutLoss(.flac)) {
      _ = try render("a.flac") { $0.quality = 5 }
    }
    #expect(throws: AudioError.unsupportedSampleFormat(.ogg, .integer16)) {
      _ = try render("a.ogg") { $0.sampleFormat = .integer16 }
    }
    #expect(throws: AudioError.setting(name: "the quality", value: 11, allowed: 0...10)) {
      _ = try render("a.mp3") { $0.quality = 11 }
    }
    var settings = RenderSettings()
    for (name, rate) in [("a.opus", 44_100), ("a.mp3", 96_000)] {
      settings.sampleRate = rate
      let format = try AudioFileFormat(path: name)
      #expect(throws: AudioError.unsupportedSampleRate(format, rate)) {
        try Renderer(soundFont: Fonts.sine, settings: settings).render(
          midi, to: .file(folder.path(name)))
      }
    }
    #expect(folder.names == [])
  }

  @Test("is the same bytes every time", arguments: ["a.wav", "a.flac", "a.aiff", "a.mp3"])
  func reproducible(_ name: String) throws {
    _ = try render(name)
    let first = folder.bytes(name)
    sleep(1)
    _ = try render(name)
    #expect(folder.bytes(name) == first)
    #expect(folder.names == [name])
  }

  @Test("of floating-point samples has no time of day in it")
  func noPeakChunk() throws {
    _ = try render("a.wav") { $0.sampleFormat = .float32 }
    let head = folder.bytes("a.wav").prefix(200)
    #expect(!String(decoding: head, as: Unicode.ASCII.self).contains("PEAK"))
  }

  @Test("that will be longer than 4 GiB is RF64")
  func large() throws {
    let path = folder.path("a.wav")
    let encoder = try SoundFileEncoder(
      AtomicFile(replacing: path), format: .wav, options: AudioFileOptions(), sampleRate: 44_100,
      frames: 1 << 30)
    let few: [Int32] = [1, 2, 3, 4]
    try encoder.write(few)
    try encoder.finish()
    let file = try DecodedFile(path: path)
    #expect(file.format == SF_FORMAT_RF64 | SF_FORMAT_PCM_16)
    #expect(file.samples == few.map { Float($0) / 32768 })
    #expect(throws: AudioError.tooLongForFormat(.aiff)) {
      try SoundFileEncoder(
        AtomicFile(replacing: folder.path("a.aiff")), format: .aiff, options: AudioFileOptions(),
        sampleRate: 44_100, frames: 1 << 30)
    }
  }

  @Test("carries its tags, and a date only where one is given", arguments: AudioFileFormat.allCases)
  func tags(_ format: AudioFileFormat) throws {
    let title = "Étude élégiaque, dla Żabińskiej, über ein Thema"
    let tags = AudioTags(title: title, software: "render 1.0", comment: "seed 7, model m")
    let name = "a.\(format.rawValue)"
    let file = try render(name) { $0.tags = tags }.file
    #expect(file.tags[SF_STR_TITLE] == title)
    // libsndfile does not read it from ID3.
    #expect(file.tags[SF_STR_SOFTWARE]?.hasPrefix("render 1.0") == true || format == .mp3)
    #expect(file.tags[SF_STR_COMMENT] == "seed 7, model m")
    // libsndfile reads an ID3 tag without a year as an empty one.
    #expect(file.tags[SF_STR_DATE] ?? "" == "")
    // AIFF has no chunk for it.
    if format == .aiff { return }
    let dated = try render(name) {
      $0.tags = tags
      $0.tags.date = "2031"
    }.file
    #expect(dated.tags[SF_STR_DATE] == "2031")
  }

  @Test("needs an extension that names a format, and the sentence lists them")
  func formats() throws {
    #expect(try AudioFileFormat(path: "/a.b/Song.WAV") == .wav)
    #expect(try AudioFileFormat(path: "song.flac") == .flac)
    for path in ["song.xyz", "song", "a.wav/song", "/", ""] {
      #expect(throws: AudioError.unknownFormat(path: path)) { try AudioFileFormat(path: path) }
    }
    #expect(
      AudioError.unknownFormat(path: "song.xyz").description
        == "the extension of song.xyz belongs to no format that can be written; "
        + "use .wav, .flac, .ogg, .opus, .mp3 or .aiff")
  }

  @Test("that cannot be written leaves nothing behind, and says why")
  func failures() throws {
    let missing = folder.path("none/a.wav")
    #expect(throws: AudioError.file(FileError(.create, missing, code: ENOENT))) {
      _ = try render("none/a.wav")
    }
    let empty = millisecondFile([])
    #expect(throws: AudioError.noNotes) {
      _ = try Renderer(soundFont: Fonts.sine).render(empty, to: .file(folder.path("a.wav")))
    }
    #expect(folder.names == [])
  }

  @Test(
    "on a full disk fails in either writer, on the caller's thread and on its own",
    arguments: AudioFileFormat.allCases, [false, true])
  func fullDisk(_ format: AudioFileFormat, isApart: Bool) throws {
    let full = AudioError.file(FileError(.write, "/dev/full", code: ENOSPC))
    #expect(throws: full) {
      let encoder = try SoundFileEncoder(
        AtomicFile(replacing: "/dev/full"), format: format, options: AudioFileOptions(),
        sampleRate: format.defaultSampleRate, frames: 100_000, isApart: isApart)
      let noise = (0..<200_000).map { Int32(truncatingIfNeeded: $0 &* 7919) % 32768 }
      if format.isLossy {
        try noise.map { Float($0) / 32768 }.withUnsafeBufferPointer { try encoder.write($0) }
      } else {
        try encoder.write(noise)
      }
      try encoder.finish()
    }
  }

  @Test("named /dev/full is a WAV stream that fails")
  func fullDevice() throws {
    let link = folder.path("full.wav")
    symlink("/dev/full", link)
    #expect(throws: AudioError.file(FileError(.write, link, code: ENOSPC))) {
      _ = try render("full.wav")
    }
    let flac = folder.path("full.flac")
    symlink("/dev/full", flac)
    #expect(throws: AudioError.needsSeeking(path: flac, .flac)) { _ = try render("full.flac") }
  }
}
