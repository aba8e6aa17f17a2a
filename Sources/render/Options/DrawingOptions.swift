import ArgumentParser
import RenderEngraving
import RenderPlot

/// The option for a picture of a piece.
struct DrawingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Draw piano roll, pedal, waveform and loudness to this file: .png, .svg or .pdf. Bars and sections are \
      drawn, too, if the metre is known.
      """,
      valueName: "file"),
    completion: .file(extensions: PlotFileFormat.allCases.map(\.rawValue)))
  var plot: String?

  func validate() throws { try PlotFileFormat.check(plot) }
}

extension PlotFileFormat {
  /// - Throws: what is wrong with the extension of a path that was given.
  static func check(_ path: String?) throws {
    guard let path else { return }
    _ = try validating { try PlotFileFormat(path: path) }
  }
}

extension PlotFileFormat: ExpressibleByArgument {}

extension ScoreFileFormat {
  /// The extensions that a shell completes.
  static let extensions = allCases.map(\.rawValue) + ["xml"]

  /// What they are, for help.
  static let list = allCases.map { ".\($0.rawValue)" }.joined(separator: ", ")

  /// - Throws: what is wrong with the extension of a path that was given.
  static func check(_ path: String?) throws {
    guard let path else { return }
    _ = try validating { try ScoreFileFormat(path: path) }
  }
}

extension ScoreFileFormat: ExpressibleByArgument {}
