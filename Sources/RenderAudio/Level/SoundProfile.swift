/// A sound in outline, for drawing: its waveform's envelope and its loudness over time.
public struct SoundProfile: Hashable, Sendable {
  /// The duration of a bin, an element of `minima` and `maxima`, in seconds.
  public internal(set) var secondsPerBin: Double
  /// The lowest sample of both channels in each bin, 1 being full scale; the last bin may be shorter.
  public internal(set) var minima: [Float] = []
  /// The highest sample of each bin.
  public internal(set) var maxima: [Float] = []
  /// The time from one value of loudness to the next, in seconds; the first is at this time.
  public internal(set) var secondsPerLoudness: Double
  /// The loudness of the 0.4 s before, in LUFS.
  public internal(set) var momentaryLoudness: [Double] = []
  /// The loudness of the 3 s before, in LUFS.
  public internal(set) var shortTermLoudness: [Double] = []
}

/// A builder of the profile of a sound of unknown length, in bounded memory: when there are too many
/// bins, two become one.
struct SoundProfiler: ~Copyable {
  private static let mostBins = 1 << 13
  private static let mostLoudnesses = 1 << 16

  private let sampleRate: Int
  private var meter: LoudnessMeter
  private var profile: SoundProfile
  private var framesPerBin = 64
  private var framesPerLoudness: Int
  private var frames = 0

  init(sampleRate: Int) {
    self.sampleRate = sampleRate
    meter = LoudnessMeter(sampleRate: sampleRate, measuresShortTerm: true)
    framesPerLoudness = sampleRate / 10
    profile = SoundProfile(secondsPerBin: 0, secondsPerLoudness: 0)
  }

  mutating func add(_ samples: UnsafeBufferPointer<Float>) {
    var rest = samples[...]
    while !rest.isEmpty {
      let left = min(
        framesPerBin - frames % framesPerBin, framesPerLoudness - frames % framesPerLoudness)
      let part = UnsafeBufferPointer(rebasing: rest.prefix(2 * left))
      addWithinBin(part)
      rest = rest.dropFirst(part.count)
    }
  }

  private mutating func addWithinBin(_ samples: UnsafeBufferPointer<Float>) {
    if frames.isMultiple(of: framesPerBin) {
      if profile.maxima.count == Self.mostBins { halveBins() }
      if frames.isMultiple(of: framesPerBin) {
        profile.minima.append(.infinity)
        profile.maxima.append(-.infinity)
      }
    }
    let bin = profile.maxima.count - 1
    for sample in samples {
      profile.minima[bin] = min(profile.minima[bin], sample)
      profile.maxima[bin] = max(profile.maxima[bin], sample)
    }
    meter.add(samples)
    frames += samples.count / 2
    if frames.isMultiple(of: framesPerLoudness) {
      if profile.momentaryLoudness.count == Self.mostLoudnesses { halveLoudnesses() }
      if frames.isMultiple(of: framesPerLoudness) {
        profile.momentaryLoudness.append(meter.momentary)
        profile.shortTermLoudness.append(meter.shortTerm)
      }
    }
  }

  private mutating func halveBins() {
    for bin in 0..<Self.mostBins / 2 {
      profile.minima[bin] = min(profile.minima[2 * bin], profile.minima[2 * bin + 1])
      profile.maxima[bin] = max(profile.maxima[2 * bin], profile.maxima[2 * bin + 1])
    }
    profile.minima.removeLast(Self.mostBins / 2)
    profile.maxima.removeLast(Self.mostBins / 2)
    framesPerBin *= 2
  }

  /// Keeps every second value, which is at a multiple of the doubled time.
  private mutating func halveLoudnesses() {
    func half(_ values: [Double]) -> [Double] {
      stride(from: 1, to: values.count, by: 2).map { values[$0] }
    }
    profile.momentaryLoudness = half(profile.momentaryLoudness)
    profile.shortTermLoudness = half(profile.shortTermLoudness)
    framesPerLoudness *= 2
  }

  consuming func finish() -> SoundProfile {
    var profile = profile
    profile.secondsPerBin = Double(framesPerBin) / Double(sampleRate)
    profile.secondsPerLoudness = Double(framesPerLoudness) / Double(sampleRate)
    return profile
  }
}
