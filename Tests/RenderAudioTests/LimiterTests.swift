import RenderMIDI
import Testing

@testable import RenderAudio

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
