/// The settings of a piece's loudness.
public struct LevelSettings: Hashable, Sendable {
  /// The loudness or gain that a piece is brought to.
  public enum Target: Hashable, Sendable {
    /// An integrated loudness in LUFS, one of `loudnesses`.
    case loudness(Double)
    /// A fixed gain in dB, one of `gains`.
    case gain(Double)
  }

  /// The loudnesses that can be asked for, in LUFS.
  public static let loudnesses: ClosedRange<Double> = -70 ... -5
  /// The gains that can be asked for, in dB.
  public static let gains: ClosedRange<Double> = -60...60

  /// The loudness or gain to reach; by default the reference of ReplayGain 2, -18 LUFS, which a piano
  /// reaches without limiting.
  public var target = Target.loudness(-18)
  /// The highest true peak, in dBTP, -60...0. Where it and the target exclude one another it
  /// prevails, by a lower gain or, with `limits`, by a limiter.
  public var ceiling = -1.0
  /// Whether a limiter takes off peaks above the ceiling.
  public var limits = false

  public init() {}

  /// Checks ceiling and target.
  ///
  /// - Throws: `AudioError.setting` for the first value that is out of range.
  public func validate() throws(AudioError) {
    try RenderSettings.check("the ceiling", ceiling, -60...0)
    switch target {
    case .loudness(let loudness):
      try RenderSettings.check("the loudness", loudness, Self.loudnesses)
    case .gain(let gain): try RenderSettings.check("the gain", gain, Self.gains)
    }
  }

  /// The gain in dB that brings a sound of this loudness to the target. A sound that is too short or too
  /// quiet to have a loudness is left as it is.
  func gain(forLoudness loudness: Double) -> Double {
    switch target {
    case .gain(let gain): gain
    case .loudness(let target): loudness.isFinite ? target - loudness : 0
    }
  }

  /// The highest gain that a sound of this loudness can get, in dB: a limiter asks for more than
  /// `gain(forLoudness:)`, and a sound that is too short to have a loudness yet may turn out very soft.
  func highestGain(forLoudness loudness: Double) -> Double {
    if case .loudness = target, !loudness.isFinite { return 60 }
    return gain(forLoudness: loudness) + (limits ? 20 : 0)
  }
}

/// The level that a piece has got.
public struct LevelReport: Hashable, Sendable {
  /// The integrated loudness in LUFS; minus infinity for what is too short or too quiet to have one.
  public var loudness = -Double.infinity
  /// The true peak in dBTP, before integer or lossy coding.
  public var truePeak = -Double.infinity
  /// The gain of the synthesizer's sound in dB; where there is a limiter, before it.
  public var gain = 0.0
  /// Whether the piece is softer than the target asks for, since its true peak would be too high, or,
  /// with a limiter, since more gain makes it no louder.
  public var isBoundByCeiling = false
  /// The strongest reduction by the limiter, in dB: 0 or less; nil without one.
  public var limiting: Double?

  public init() {}

  init(
    loudness: Double, truePeak: Double, gain: Double, isBoundByCeiling: Bool = false,
    limiting: Double? = nil
  ) {
    self.loudness = loudness
    self.truePeak = truePeak
    self.gain = gain
    self.isBoundByCeiling = isBoundByCeiling
    self.limiting = limiting
  }
}
