import RenderFiles

/// An error on the way to a picture.
public enum PlotError: Error, Hashable, Sendable {
  /// A path with an extension of no format.
  case unknownFormat(path: String)
  /// A failure of cairo, with its reason.
  case drawing(reason: String)
  /// A failure to write the file.
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
