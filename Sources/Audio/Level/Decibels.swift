import Glibc

/// Levels relative to full scale: an amplitude of 1 is 0 dBFS.
public enum Decibels {
  /// Minus infinity for silence.
  public static func from(amplitude: Float) -> Double { 20 * log10(Double(amplitude)) }

  public static func amplitude(_ level: Double) -> Float { Float(pow(10, level / 20)) }
}
