import RenderSystem

/// Levels relative to full scale: an amplitude of 1 is 0 dBFS.
public enum Decibels {
  /// The level of an amplitude, in dBFS; minus infinity for silence.
  public static func from(amplitude: Float) -> Double { 20 * log10(Double(amplitude)) }

  /// The amplitude of a level in dBFS, 1 being full scale.
  public static func amplitude(_ level: Double) -> Float { Float(pow(10, level / 20)) }
}

extension UnsafeBufferPointer<Float> {
  /// The sample peak, 1 being full scale.
  ///
  /// - Throws: `AudioError` where a sample is no number.
  func finitePeak() throws(AudioError) -> Float {
    let peak = largestMagnitude
    guard peak.isFinite else {
      throw .synthesizer(
        step: "synthesize the piece",
        reason: "a sample is not finite; the soundfont is not fit for use")
    }
    return peak
  }

  /// The sample peak, 0 for no samples; not finite if a sample is not.
  ///
  /// Magnitudes are in the order of their bit patterns, with infinities and NaNs above all: the peak is
  /// the largest of whole numbers, which vector instructions find.
  var largestMagnitude: Float {
    var largest: Int32 = 0
    for sample in self {
      let magnitude = Int32(bitPattern: sample.bitPattern & 0x7FFF_FFFF)
      largest = magnitude > largest ? magnitude : largest
    }
    return Float(bitPattern: UInt32(bitPattern: largest))
  }
}
