/// How loud a piece becomes.
public struct LevelSettings: Hashable, Sendable {
  public enum Target: Hashable, Sendable {
    /// Integrated loudness in LUFS.
    case loudness(Double)
    /// A fixed gain in dB.
    case gain(Double)
  }

  public static let loudnesses: ClosedRange<Double> = -70 ... -5
  public static let gains: ClosedRange<Double> = -60...60

  /// By default the reference of ReplayGain 2, which a piano reaches without limiting.
  public var target = Target.loudness(-18)
  /// The highest true peak, in dBTP, -60...0. Where it and the target exclude one another it
  /// prevails, by a lower gain or, with `limits`, by a limiter.
  public var ceiling = -1.0
  public var limits = false

  public init() {}

  func validate() throws(AudioError) {
    try RenderSettings.check("the ceiling", ceiling, -60...0)
    switch target {
    case .loudness(let loudness):
      try RenderSettings.check("the loudness", loudness, Self.loudnesses)
    case .gain(let gain): try RenderSettings.check("the gain", gain, Self.gains)
    }
  }

  /// The gain in dB that takes a sound of this loudness to the target. What is too short or too
  /// quiet to have a loudness is left as it is.
  func gain(forLoudness loudness: Double) -> Double {
    switch target {
    case .gain(let gain): gain
    case .loudness(let target): loudness.isFinite ? target - loudness : 0
    }
  }

  /// No gain for a sound of this loudness will be higher, in dB: a limiter asks for more, and what
  /// is too short to have a loudness yet may turn out to be very soft.
  func highestGain(forLoudness loudness: Double) -> Double {
    if case .loudness = target, !loudness.isFinite { return 60 }
    return gain(forLoudness: loudness) + (limits ? 20 : 0)
  }
}

/// What became of the level of a piece.
public struct LevelReport: Hashable, Sendable {
  /// Integrated, in LUFS; minus infinity for what is too short or too quiet to have one.
  public var loudness = -Double.infinity
  /// In dBTP, before integer or lossy coding.
  public var truePeak = -Double.infinity
  /// In dB, of the synthesizer's sound; with a limiter before it.
  public var gain = 0.0
  /// Whether the piece is softer than the target asks for, since its true peak would be too high,
  /// or, with a limiter, since that has no more to give.
  public var isBoundByCeiling = false
  /// The most that the limiter took away, in dB: 0 or less; nil without one.
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
