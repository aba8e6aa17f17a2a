/// A sound as it is drawn: its waveform in bins and its loudness, both over time.
///
/// The arrays may be empty, and their values anything: what is no number leaves a gap.
public struct SoundCurve: Hashable, Sendable {
  /// The time on the piano roll's clock at which the sound begins, in seconds: more than 0 where the
  /// renderer left out a silence before the first note.
  public var startsAt = 0.0

  /// The duration of a bin of the waveform, in seconds.
  public var secondsPerBin: Double
  /// The least sample of each bin, over all channels; 1 is full scale.
  public var minima: [Float]
  /// The greatest sample of each bin.
  public var maxima: [Float]

  /// The time between two values of loudness, in seconds. The window of value i ends at (i + 1) of these,
  /// as a meter that runs along with the sound shows it.
  public var secondsPerValue: Double
  /// The loudness of windows of 400 ms, in LUFS (EBU Tech 3341); -infinity is silence.
  public var momentaryLoudness: [Double]
  /// The loudness of windows of 3 s, in LUFS.
  public var shortTermLoudness: [Double]
  /// The gated loudness of the whole, in LUFS (ITU-R BS.1770); nil where there is none.
  public var integratedLoudness: Double?

  /// A sound as it is drawn.
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

  /// The time from the first bin to the end of the last one, in seconds.
  public var duration: Double { secondsPerBin * Double(min(minima.count, maxima.count)) }
}
