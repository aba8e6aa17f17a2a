import ArgumentParser
import RenderPlot

/// The option for a picture of a piece.
struct DrawingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Draw piano roll, pedal, waveform and loudness to this file: .png, .svg or .pdf. Where the metre is known, \
      bars and sections are drawn, too.
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
