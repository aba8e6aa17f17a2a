import Testing

@testable import RenderAudio

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
