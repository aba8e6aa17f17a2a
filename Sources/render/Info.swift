import ArgumentParser
import RenderFiles
import RenderPlot
import RenderStudio

/// The subcommand `info`: describes a model, a MIDI file, an audio file or a soundfont, recognized by its contents.
struct Info: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Describe a model, MIDI file, audio file or soundfont.",
    discussion: HelpText.discussion(
      """
      The kind of file is recognized by its contents, not by its name. For a MIDI file its form is printed: sections \
      as letters with numbers of bars, and the share of bars that return to earlier ones; if other instruments than a \
      piano play, its parts are listed, too. For an audio file its tags are printed; in a composed piece these are \
      its seed and model.
      """,
      examples: "render info piece.mid",
      "render info default",
      "render info piece.wav --json"))

  @Argument(
    help: "The file, or the name of a shipped model.",
    completion: .models(orFiles: FileFacts.extensions))
  var file: String

  @Option(
    help: ArgumentHelp(
      "Draw the form of a MIDI file to this file: .png, .svg or .pdf.", valueName: "file"),
    completion: .file(extensions: PlotFileFormat.allCases.map(\.rawValue)))
  var plot: String?

  @OptionGroup var reporting: ReportOptions

  func validate() throws { try PlotFileFormat.check(plot) }

  func run() throws {
    let path = Resources.ofProgram.shippedModel(named: file) ?? file
    let file = try FileFacts(of: path)
    if let plot {
      guard file.kind == .midi else {
        throw Failure(.usage, "--plot draws the form of a MIDI file, and \(path) is not one")
      }
      try FormPlot(of: path).write(to: plot)
    }
    guard !reporting.json else { return try reporting.reporter.report(file) }
    let width = file.facts.map(\.name.count).max() ?? 0
    for fact in file.facts {
      let padding = String(repeating: " ", count: width - fact.name.count)
      try StandardStream.output.writeLine("\(fact.name)\(padding)  \(fact.text)")
      for item in fact.value.items { try StandardStream.output.writeLine("  \(item)") }
    }
  }
}

extension FileFacts.Fact {
  fileprivate var text: String {
    let text =
      switch value {
      case .text(let text): text
      case .integer(let number): "\(number)"
      case .decimal(let number, let places): decimal(number, places)
      case .list, .parts: "\(value.items.count)"
      }
    let unit = value == .integer(1) && unit?.hasSuffix("s") == true ? unit?.dropLast() : unit?[...]
    return text + (unit.map { " \($0)" } ?? "")
  }
}

extension FileFacts.Fact.Value {
  /// What has a line of its own.
  fileprivate var items: [String] {
    switch self {
    case .list(let items): items
    case .parts(let parts): parts.map(\.description)
    default: []
    }
  }
}
