/// The kinds of picture that can be written, by the extension of the file.
public enum PlotFileFormat: String, Hashable, Sendable, CaseIterable {
  /// Pixels, two to the point in each direction.
  case png
  case svg
  case pdf

  /// The format that the path's extension names, in upper or lower case.
  public init(path: String) throws(PlotError) {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: "."),
      let format = PlotFileFormat(rawValue: name[name.index(after: dot)...].lowercased())
    else { throw .unknownFormat(path: path) }
    self = format
  }
}
