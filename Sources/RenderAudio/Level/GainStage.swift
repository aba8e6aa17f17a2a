/// The stage that brings the synthesizer's sound to its level: a gain, and a limiter where one is wanted.
struct GainStage: ~Copyable {
  private let gain: Float
  private var limiter: Limiter?

  /// - Parameter gain: the gain before the limiter, in dB.
  init(gain: Double, limiter: consuming Limiter? = nil) {
    self.gain = Decibels.amplitude(gain)
    self.limiter = limiter
  }

  /// The strongest reduction by the limiter so far, in dB: 0 or less; nil without one.
  var limiting: Double? {
    switch limiter {
    case .some(let limiter): Decibels.from(amplitude: limiter.smallestGain)
    case .none: nil
    }
  }

  mutating func process(
    _ samples: UnsafeBufferPointer<Float>, into sink: (UnsafeBufferPointer<Float>) throws -> Void
  ) throws {
    // `map` would append one sample after the other, which takes eight times as long.
    let scaled = [Float](unsafeUninitializedCapacity: samples.count) { scaled, count in
      for (index, sample) in samples.enumerated() { scaled[index] = sample * gain }
      count = samples.count
    }
    try scaled.withUnsafeBufferPointer { scaled in
      if limiter == nil { try sink(scaled) } else { try limiter!.process(scaled, into: sink) }
    }
  }

  /// Passes on the samples that the limiter still holds.
  mutating func finish(into sink: (UnsafeBufferPointer<Float>) throws -> Void) throws {
    try limiter?.finish(into: sink)
  }
}
