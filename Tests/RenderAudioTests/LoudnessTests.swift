import CRenderEBUR128
import Glibc
import RenderMIDI
import Testing

@testable import RenderAudio

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
