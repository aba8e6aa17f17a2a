import Files

/// A picture of a piece: piano roll with pedal, waveform and loudness above one another on one time
/// axis.
///
/// The same value gives the same bytes with the same versions of cairo and of the fonts. The size of
/// the picture in bytes is bounded by its width, whatever the length of the piece.
public struct PiecePlot: Hashable, Sendable {
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

  /// Writes the picture in the format of the path's extension; it appears when it is complete.
  ///
  /// - Throws: `PlotError.unknownFormat` before anything is done, `.file` where it cannot be
  ///   written, `.drawing` where cairo fails.
  public func write(to path: String) throws(PlotError) {
    let format = try PlotFileFormat(path: path)
    let picture = try encoded(as: format)
    do {
      let file = try AtomicFile(replacing: path)
      try file.write(picture)
      try file.commit()
    } catch {
      throw .file(error)
    }
  }

  /// The bytes of a file with the picture.
  public func encoded(as format: PlotFileFormat) throws(PlotError) -> [UInt8] {
    let layout = Layout(self)
    let canvas = Canvas(
      format: format, width: Layout.width, height: layout.height, title: title.oneLine)
    layout.draw(on: canvas)
    return try canvas.finish()
  }
}
