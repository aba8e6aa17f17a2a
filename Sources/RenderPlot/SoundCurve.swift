/// What there is to see of a sound: its waveform in bins and its loudness, both over time.
///
/// The arrays may be empty, and their values anything: what is no number leaves a gap.
public struct SoundCurve: Hashable, Sendable {
  /// Where the sound begins on the clock of the piano roll, in seconds: more than 0 where the
  /// renderer left out a silence before the first note.
  public var startsAt = 0.0

  /// The duration of a bin of the waveform.
  public var secondsPerBin: Double
  /// The least and the greatest sample of each bin, over all channels; 1 is full scale.
  public var minima: [Float]
  public var maxima: [Float]

  /// The distance of two values of loudness. The window of value i ends at (i + 1) of these, as a
  /// meter that runs along with the sound shows it.
  public var secondsPerValue: Double
  /// LUFS over 400 ms (EBU Tech 3341); -infinity is silence.
  public var momentaryLoudness: [Double]
  /// LUFS over 3 s.
  public var shortTermLoudness: [Double]
  /// LUFS of the whole, gated (ITU-R BS.1770); nil where there is none.
  public var integratedLoudness: Double?

  public init(
    startsAt: Double = 0, secondsPerBin: Double, minima: [Float], maxima: [Float],
    secondsPerValue: Double, momentaryLoudness: [Double], shortTermLoudness: [Double] = [],
    integratedLoudness: Double? = nil
  ) {
    self.startsAt = startsAt
    self.secondsPerBin = secondsPerBin
    self.minima = minima
    self.maxima = maxima
    self.secondsPerValue = secondsPerValue
    self.momentaryLoudness = momentaryLoudness
    self.shortTermLoudness = shortTermLoudness
    self.integratedLoudness = integratedLoudness
  }

  /// Seconds from the first bin to the end of the last one.
  public var duration: Double { secondsPerBin * Double(min(minima.count, maxima.count)) }
}
