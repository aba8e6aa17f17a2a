import RenderFiles

/// The kinds of picture that can be written, by the extension of the file.
public enum PlotFileFormat: String, Hashable, Sendable, CaseIterable {
  /// A picture of pixels, two to the point in each direction.
  case png
  case svg
  case pdf

  /// The format that the path's extension names, in upper or lower case.
  public init(path: String) throws(PlotError) {
    guard let name = fileExtension(of: path), let format = PlotFileFormat(rawValue: name)
    else { throw .unknownFormat(path: path) }
    self = format
  }
}
