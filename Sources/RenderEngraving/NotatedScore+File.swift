import RenderNotation

extension NotatedScore {
  /// The bytes of a file of sheet music.
  ///
  /// - Parameters:
  ///   - path: the path of the file, for errors.
  ///   - isCancelled: asked again and again; whether nobody wants the result any more.
  /// - Throws: `EngravingError`.
  public func file(
    as format: ScoreFileFormat, at path: String, isCancelled: () -> Bool = { false }
  ) throws(EngravingError) -> [UInt8] {
    switch format {
    case .musicxml: return musicXML()
    case .mxl: do { return try compressedMusicXML() } catch { throw .notation(error) }
    case .ly: return lilyPond()
    case .pdf, .svg, .png: break
    }
    guard let engraver = try format.engraver(of: path), let output = format.engraved else {
      preconditionFailure("\(format) is engraved")
    }
    return try engraver.engrave(lilyPond(), as: output, isCancelled: isCancelled)
  }
}
