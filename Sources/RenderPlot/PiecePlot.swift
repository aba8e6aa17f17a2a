/// A picture of a piece: piano roll with pedal, waveform and loudness above one another on one time
/// axis. Where bars are known, the roll has their lines and numbers, and the letters of its sections above it.
///
/// The size of the picture in bytes is bounded by its width, whatever the length of the piece.
public struct PiecePlot: Picture, Hashable {
  /// The title, of one line as the subtitle is; what does not fit in the width is cut off.
  public var title: String
  /// The subtitle, a line under the title; none where it is empty.
  public var subtitle: String
  /// The notes and pedals.
  public var roll: PianoRoll
  /// The waveform and loudness; nil for a piano roll alone.
  public var sound: SoundCurve?
  /// The bars and sections; nil where nobody knows them.
  public var bars: BarLines?

  /// A picture of a piece, by default without sound and bars.
  public init(
    title: String, subtitle: String = "", roll: PianoRoll, sound: SoundCurve? = nil,
    bars: BarLines? = nil
  ) {
    self.title = title
    self.subtitle = subtitle
    self.roll = roll
    self.sound = sound
    self.bars = bars
  }

  public func encoded(as format: PlotFileFormat) throws(PlotError) -> [UInt8] {
    try PieceLayout(self).encoded(as: format)
  }
}
