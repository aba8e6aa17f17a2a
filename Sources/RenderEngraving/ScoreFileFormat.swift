import RenderFiles

/// The kinds of file that sheet music is written to, by the extension of the file.
public enum ScoreFileFormat: String, Hashable, Sendable, CaseIterable {
  /// MusicXML 4.0.
  case musicxml
  /// MusicXML 4.0, compressed.
  case mxl
  /// The input of LilyPond.
  case ly
  /// Pages.
  case pdf
  /// A drawing of one page, as high as the piece needs it.
  case svg
  /// A picture of one page, as high as the piece needs it.
  case png

  /// The format that the path's extension names, in upper or lower case; `.xml` is MusicXML, too.
  public init(path: String) throws(EngravingError) {
    let name = fileExtension(of: path)
    guard let format = name == "xml" ? .musicxml : name.flatMap(ScoreFileFormat.init(rawValue:))
    else { throw .unknownFormat(path: path) }
    self = format
  }

  /// Whether LilyPond makes it.
  public var isEngraved: Bool { engraved != nil }

  /// The engraver of what LilyPond makes; `nil` for what is written without it.
  ///
  /// - Parameter path: the path of the file, for errors.
  /// - Throws: `EngravingError.missingEngraver`.
  public func engraver(of path: String) throws(EngravingError) -> Engraver? {
    guard isEngraved else { return nil }
    guard let engraver = Engraver.installed else { throw .missingEngraver(path: path) }
    return engraver
  }

  /// What LilyPond makes; `nil` for what is written without it.
  var engraved: Engraver.Output? {
    switch self {
    case .pdf: .pdf
    case .svg: .svg
    case .png: .png
    case .musicxml, .mxl, .ly: nil
    }
  }
}
