import RenderFiles

/// A value that can be drawn.
///
/// The same value gives the same bytes with the same versions of cairo and of the fonts.
public protocol Picture: Sendable {
  /// The bytes of a file with the picture.
  ///
  /// - Throws: `PlotError.drawing` where cairo fails.
  func encoded(as format: PlotFileFormat) throws(PlotError) -> [UInt8]
}

extension Picture {
  /// Writes the picture in the format of the path's extension; it appears when it is complete.
  ///
  /// - Parameter folder: the folder that is held open and in which `path` is a name; nil for a path.
  /// - Throws: `PlotError.unknownFormat` before anything is done, `.file` where it cannot be
  ///   written, `.drawing` where cairo fails.
  public func write(to path: String, in folder: Folder? = nil) throws(PlotError) {
    let format = try PlotFileFormat(path: path)
    let picture = try encoded(as: format)
    do {
      let file = try AtomicFile(replacing: path, in: folder)
      try file.write(picture)
      try file.commit()
    } catch {
      throw .file(error)
    }
  }
}
