import ArgumentParser
import Plot

/// Whether a piece is drawn.
struct DrawingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Draw piano roll, pedal, waveform and loudness to this file: .png, .svg or .pdf.",
      valueName: "file"),
    completion: .file(extensions: PlotFileFormat.allCases.map(\.rawValue)))
  var plot: String?

  func validate() throws {
    guard let plot else { return }
    do { _ = try PlotFileFormat(path: plot) } catch { throw ValidationError("\(error).") }
  }
}
