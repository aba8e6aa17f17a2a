import CRenderEBUR128
import Glibc
import RenderFiles
import RenderMIDI
import RenderTestSupport
import Testing

@testable import RenderAudio

/// A stereo sine, interleaved; whole blocks of 64 frames.
private func sine(
  _ frequency: Double, amplitude: Double, seconds: Double, phase: Double = 0
) -> [Float] {
  let frames = Int(seconds * 44_100) / 64 * 64
  return (0..<frames).flatMap { frame -> [Float] in
    let value = amplitude * sin(2 * .pi * frequency * Double(frame) / 44_100 + phase)
    return [Float(value), Float(value)]
  }
}

@Suite("Loudness") struct LoudnessTests {
  /// EBU Tech 3341, case 1: a stereo sine of 1 kHz at -23 dBFS is at -23 LUFS.
  @Test("of the standard's sines is what the standard says", arguments: [-23.0, -33, -18])
  func standard(_ level: Double) {
    var meter = LoudnessMeter(sampleRate: 44_100)
    sine(1000, amplitude: pow(10, level / 20), seconds: 20).withUnsafeBufferPointer {
      meter.add($0)
    }
    #expect(abs(meter.integrated - level) < 0.1)
    #expect(abs(meter.momentary - level) < 0.1)
  }

  @Test("is none for what is too short or silent")
  func none() {
    var meter = LoudnessMeter(sampleRate: 44_100)
    #expect(meter.integrated == -.infinity)
    [Float](repeating: 0, count: 1 << 17).withUnsafeBufferPointer { meter.add($0) }
    #expect(meter.integrated == -.infinity)
  }
}

@Suite("A true peak") struct TruePeakTests {
  /// A sine of a quarter of the sample rate whose samples miss its crests by 45 degrees.
  @Test("is found between the samples")
  func betweenSamples() {
    let sound = sine(11_025, amplitude: 0.5, seconds: 0.1, phase: .pi / 4)
    #expect(abs(sound.peak - 0.5 * Float(0.5).squareRoot()) < 1e-4)
    var measurement = LevelMeasurement(sampleRate: 44_100)
    sound.withUnsafeBufferPointer { measurement.add($0) }
    // The sudden beginning overshoots a little.
    #expect(abs(measurement.truePeak - Decibels.from(amplitude: 0.5)) < 0.2)
  }

  /// Passing over blocks is only a saving: on music it has to give what libebur128 gives.
  @Test(
    "is that of the whole sound, though most of it is passed over", arguments: [44_100, 96_000])
  func exact(_ sampleRate: Int) throws {
    var settings = RenderSettings()
    settings.sampleRate = sampleRate
    let midi = millisecondFile(
      (0..<20).flatMap { index -> [(Int, MIDIEvent)] in
        let key = UInt8(40 + index * 7 % 50)
        return [
          (index * 150, noteOn(key, velocity: UInt8(30 + index * 37 % 97))),
          (index * 150 + 140, noteOff(key)),
        ]
      })
    let sound = try samples(of: midi, font: Fonts.piano, settings: settings).samples
    var measurement = LevelMeasurement(sampleRate: sampleRate)
    sound.withUnsafeBufferPointer { measurement.add($0) }
    var state = ebur128_init(2, UInt(sampleRate), Int32(EBUR128_MODE_TRUE_PEAK.rawValue))
    defer { ebur128_destroy(&state) }
    ebur128_add_frames_float(state, sound, sound.count / 2)
    var (left, right) = (0.0, 0.0)
    ebur128_true_peak(state, 0, &left)
    ebur128_true_peak(state, 1, &right)
    #expect(measurement.truePeak == Decibels.from(amplitude: Float(max(left, right))))
  }
}

@Suite("A limiter") struct LimiterTests {
  private func limit(_ sound: [Float], ceiling: Float) -> (sound: [Float], smallestGain: Float) {
    var limiter = Limiter(sampleRate: 44_100, ceiling: ceiling)
    var result: [Float] = []
    // In parts of different lengths, as they come.
    var start = 0
    var blocks = 1
    while start < sound.count {
      let part = sound[start..<min(sound.count, start + 128 * blocks)]
      part.withUnsafeBufferPointer { limiter.process($0) { result += $0 } }
      start += part.count
      blocks = blocks % 7 + 1
    }
    limiter.finish { result += $0 }
    return (result, limiter.smallestGain)
  }

  private func truePeak(_ sound: [Float]) -> Double {
    var measurement = LevelMeasurement(sampleRate: 44_100)
    sound.withUnsafeBufferPointer { measurement.add($0) }
    return measurement.truePeak
  }

  @Test("changes nothing under its ceiling, not even by a bit", arguments: [1, 3, 6, 7, 500])
  func transparent(_ blocks: Int) {
    let sound = Array(sine(440, amplitude: 0.4, seconds: 1)[..<(blocks * 128)])
    let (limited, smallestGain) = limit(sound, ceiling: 0.5)
    #expect(limited == sound)
    #expect(smallestGain == 1)
  }

  @Test("keeps true peaks under its ceiling within 0.1 dB", arguments: [3.0, 12])
  func ceiling(_ excess: Double) throws {
    let midi = millisecondFile(
      (0..<30).flatMap { index -> [(Int, MIDIEvent)] in
        let key = UInt8(36 + index * 11 % 60)
        return [(index * 97, noteOn(key)), (index * 97 + 300, noteOff(key))]
      })
    var sound = try samples(of: midi, font: Fonts.piano).samples
    sound += [Float](repeating: 0, count: (128 - sound.count % 128) % 128)
    let gain = Decibels.amplitude(-1 + excess - truePeak(sound))
    let (limited, smallestGain) = limit(sound.map { $0 * gain }, ceiling: Decibels.amplitude(-1))
    #expect(limited.count == sound.count)
    #expect(truePeak(limited) < -0.9)
    #expect(abs(Decibels.from(amplitude: smallestGain) + excess) < 1)
  }

  @Test("goes down before a peak and comes back after it, without a step")
  func envelope() throws {
    var sound = sine(1000, amplitude: 0.25, seconds: 2)
    let burst = 44_100..<44_544
    for index in 2 * burst.lowerBound..<2 * burst.upperBound { sound[index] *= 4 }
    let limited = limit(sound, ceiling: 0.5).sound
    let gains = stride(from: 22, to: sound.count / 2, by: 1).compactMap { frame -> Float? in
      abs(sound[2 * frame]) > 0.1 ? limited[2 * frame] / sound[2 * frame] : nil
    }
    #expect(gains.min()! < 0.51)
    #expect(gains.last! > 0.999)
    // In a millisecond the gain moves by less than 2 dB.
    let steps = zip(gains, gains.dropFirst()).map { abs($1 - $0) }
    #expect(steps.max()! < 0.05)
  }
}

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
      let left = file.samples.left
      let threshold = Decibels.amplitude(-80)
      let last = try #require(left.lastIndex { abs($0) > threshold })
      // A quarter of a second of quiet, a chunk of the tail and the fade.
      #expect(Double(left.count - last) / 44_100 < 0.4)
      #expect(Double(left.count - last) / 44_100 > 0.24)
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

@Suite("A sound's profile") struct SoundProfileTests {
  @Test("has the envelope and the loudness of the sound, in parts of any length")
  func profile() {
    let sound = sine(1000, amplitude: 0.5, seconds: 3)
    var profiler = SoundProfiler(sampleRate: 44_100)
    var start = 0
    while start < sound.count {
      let end = min(sound.count, start + 128 * (1 + start % 5))
      sound[start..<end].withUnsafeBufferPointer { profiler.add($0) }
      start = end
    }
    let profile = profiler.finish()
    #expect(profile.minima.count == profile.maxima.count)
    #expect(abs(Double(profile.maxima.count) * profile.secondsPerBin - 3) < 0.01)
    #expect(profile.maxima.dropLast().allSatisfy { abs($0 - 0.5) < 0.01 })
    #expect(profile.minima.dropLast().allSatisfy { abs($0 + 0.5) < 0.01 })
    #expect(profile.secondsPerLoudness == 0.1)
    #expect(profile.momentaryLoudness.count == 29)
    #expect(profile.momentaryLoudness.dropFirst(4).allSatisfy { abs($0 + 6) < 0.1 })
  }

  @Test("of hours is no larger than that of minutes, and still true")
  func bounded() {
    var profiler = SoundProfiler(sampleRate: 8000)
    let block = [Float](repeating: 0.25, count: 1 << 14)
    let peak = [Float](repeating: -0.75, count: 1 << 14)
    let parts = 8000
    for part in 0..<parts {
      (part == parts / 2 ? peak : block).withUnsafeBufferPointer { profiler.add($0) }
    }
    let profile = profiler.finish()
    let seconds = Double(parts << 13) / 8000
    #expect(profile.maxima.count <= 1 << 13)
    #expect(abs(Double(profile.maxima.count) * profile.secondsPerBin - seconds) < 2)
    let lowest = profile.minima.firstIndex { $0 == -0.75 }
    #expect(abs(Double(lowest ?? 0) * profile.secondsPerBin - seconds / 2) < 3)
    #expect(profile.momentaryLoudness.count <= 1 << 16)
    #expect(
      abs(Double(profile.momentaryLoudness.count) * profile.secondsPerLoudness - seconds) < 1)
  }

  @Test("is taken of numbers alone: a sample that is none is found wherever it stands")
  func numbers() throws {
    var samples = (0..<100).map { Float($0 - 50) / 64 }
    #expect(try samples.withUnsafeBufferPointer { try $0.finitePeak() } == 50 / 64)
    for (index, bad) in [(0, Float.nan), (37, .infinity), (99, -.infinity), (64, -.nan)] {
      let good = samples[index]
      samples[index] = bad
      #expect(throws: AudioError.self) {
        try samples.withUnsafeBufferPointer { _ = try $0.finitePeak() }
      }
      samples[index] = good
    }
  }
}
