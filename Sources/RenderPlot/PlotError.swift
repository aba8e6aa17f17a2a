import RenderFiles

/// An error on the way to a picture.
public enum PlotError: Error, Hashable, Sendable {
  /// No format belongs to the extension of this path.
  case unknownFormat(path: String)
  /// Cairo failed, for this reason.
  case drawing(reason: String)
  /// Writing the file failed.
  case file(FileError)
}

extension PlotError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownFormat(let path):
      "the extension of \(path) belongs to no kind of picture that can be drawn; "
        + "use \(PlotFileFormat.allCases.map { ".\($0.rawValue)" }.joined(separator: ", "))"
    case .drawing(let reason):
      "cairo could not draw the picture: \(reason); try another kind of picture"
    case .file(let error):
      error.description
    }
  }
}
