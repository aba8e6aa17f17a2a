import CRenderEBUR128
import Glibc
import RenderMIDI
import RenderTestSupport
import Testing

@testable import RenderAudio

@Suite("The level of a file") struct LevelTests {
  private let folder = TemporaryFolder()
  private let midi = millisecondFile(
    (0..<40).flatMap { index -> [(Int, MIDIEvent)] in
      let key = UInt8(48 + index * 5 % 36)
      return [
        (index * 200, noteOn(key, velocity: UInt8(50 + index % 40))),
        (index * 200 + 250, noteOff(key)),
      ]
    })

  private func render(
    _ name: String = "a.wav", _ change: (inout LevelSettings) -> Void
  ) throws -> (level: LevelReport, file: DecodedFile) {
    var options = AudioFileOptions()
    options.sampleFormat = .float32
    change(&options.level)
    let report = try Renderer(soundFont: Fonts.piano).render(
      midi, to: .file(folder.path(name)), options: options)
    return (try #require(report.level), try DecodedFile(path: folder.path(name)))
  }

  /// What libebur128 says of the whole file.
  private func measure(_ file: DecodedFile) -> (loudness: Double, truePeak: Double) {
    let mode = EBUR128_MODE_I.rawValue | EBUR128_MODE_TRUE_PEAK.rawValue
    var state = ebur128_init(2, UInt(file.sampleRate), Int32(mode))
    defer { ebur128_destroy(&state) }
    ebur128_add_frames_float(state, file.samples, file.samples.count / 2)
    var (loudness, left, right) = (0.0, 0.0, 0.0)
    ebur128_loudness_global(state, &loudness)
    ebur128_true_peak(state, 0, &left)
    ebur128_true_peak(state, 1, &right)
    return (loudness, 20 * log10(max(left, right)))
  }

  @Test("is the loudness asked for", arguments: [-18.0, -23, -30])
  func loudness(_ target: Double) throws {
    let (level, file) = try render { $0.target = .loudness(target) }
    let measured = measure(file)
    #expect(abs(measured.loudness - target) < 0.1)
    #expect(abs(level.loudness - measured.loudness) < 0.1)
    #expect(abs(level.truePeak - measured.truePeak) < 0.02)
    #expect(!level.isBoundByCeiling && level.limiting == nil)
  }

  @Test("yields where the true peak would exceed the ceiling")
  func ceiling() throws {
    let (level, file) = try render { $0.target = .loudness(-8) }
    #expect(level.isBoundByCeiling)
    #expect(abs(measure(file).truePeak + 1) < 0.02)
    #expect(abs(level.loudness - measure(file).loudness) < 0.1)
    #expect(level.loudness < -9)
  }

  @Test("is reached with a limiter, the true peak staying under the ceiling")
  func limiter() throws {
    let (level, file) = try render {
      $0.target = .loudness(-10)
      $0.limits = true
    }
    let measured = measure(file)
    #expect(abs(measured.loudness + 10) < 0.15)
    #expect(measured.truePeak < -0.9)
    #expect(try #require(level.limiting) < -1)
    #expect(!level.isBoundByCeiling)
  }

  @Test("that no limiter reaches is reported as missed")
  func unreachable() throws {
    let (level, file) = try render {
      $0.target = .loudness(-5)
      $0.ceiling = -12
      $0.limits = true
    }
    #expect(level.isBoundByCeiling)
    #expect(level.loudness < -6)
    #expect(measure(file).truePeak < -11.9)
  }

  @Test("is the synthesizer's own with a gain of 0, and half of that with -6.02 dB")
  func gain() throws {
    let (plain, file) = try render { $0.target = .gain(0) }
    let exact = try samples(of: midi, font: Fonts.piano, settings: RenderSettings()).samples
    #expect(file.samples == exact)
    #expect(plain.gain == 0)
    let half = try render("b.wav") {
      $0.target = .gain(-6.0206)
    }.file
    // All but the fade, which comes earlier where the sound is softer.
    let common = min(half.samples.count, exact.count) - 4096
    for (sample, other) in zip(half.samples[..<common], exact)
    where abs(sample - other / 2) > 1e-6 {
      Issue.record("\(sample) is not half of \(other)")
      break
    }
  }

  /// A piece turned up has to be synthesized further into its tail than one turned down.
  @Test("decides how long the tail is: it ends below -80 dBFS of the file")
  func tail() throws {
    for gain in [-20.0, 0, 8] {
      let file = try render { $0.target = .gain(gain) }.file
      let threshold = Decibels.amplitude(-80)
      let last = try #require(file.samples.lastIndex { abs($0) > threshold })
      // A quarter of a second of quiet, a chunk of the tail and the fade.
      #expect(Double(file.samples.count - last) / 88_200 < 0.4)
      #expect(Double(file.samples.count - last) / 88_200 > 0.24)
    }
  }

  @Test(
    "decides the tail of short pieces, too, and with a limiter",
    arguments: [(15, 350, -18.0, false), (110, 500, -18, false), (110, 500, -8, true)])
  func shortTail(velocity: UInt8, length: Int, loudness: Double, limits: Bool) throws {
    let midi = millisecondFile(
      [60, 64, 67].map { (0, noteOn($0, velocity: velocity)) }
        + [60, 64, 67].map { (length, noteOff($0)) })
    var options = AudioFileOptions()
    options.sampleFormat = .float32
    options.level.target = .loudness(loudness)
    options.level.limits = limits
    _ = try Renderer(soundFont: Fonts.piano).render(
      midi, to: .file(folder.path("a.wav")), options: options)
    let left = try DecodedFile(path: folder.path("a.wav")).samples.left
    // All but the fade of 1024 frames: the end is inaudible before it begins.
    let end = Array(left.dropLast(1024).suffix(8192))
    #expect(Decibels.from(amplitude: end.peak) < -80)
  }

  @Test("of what has no loudness is left alone")
  func tooShort() throws {
    var settings = RenderSettings.dry
    settings.maximumTail = 0
    let midi = millisecondFile([(0, noteOn(69)), (100, noteOff(69))])
    let report = try Renderer(soundFont: Fonts.sine, settings: settings).render(
      midi, to: .file(folder.path("a.wav")))
    #expect(report.level?.gain == 0)
    #expect(report.level?.loudness == -.infinity)
  }

  @Test("has to make sense")
  func validation() {
    for target in [LevelSettings.Target.loudness(0), .loudness(.nan), .gain(100)] {
      #expect(throws: AudioError.self) { try render { $0.target = target } }
    }
    #expect(throws: AudioError.self) { try render { $0.ceiling = 1 } }
  }
}
