/// A picture of a piece: piano roll with pedal, waveform and loudness above one another on one time
/// axis.
///
/// The size of the picture in bytes is bounded by its width, whatever the length of the piece.
public struct PiecePlot: Picture, Hashable {
  /// A line each; what does not fit in the width is cut off.
  public var title: String
  public var subtitle: String
  public var roll: PianoRoll
  /// Nil for a piano roll alone.
  public var sound: SoundCurve?

  public init(title: String, subtitle: String = "", roll: PianoRoll, sound: SoundCurve? = nil) {
    self.title = title
    self.subtitle = subtitle
    self.roll = roll
    self.sound = sound
  }

  public func encoded(as format: PlotFileFormat) throws(PlotError) -> [UInt8] {
    try PieceLayout(self).encoded(as: format)
  }
}
