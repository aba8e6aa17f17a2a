import ArgumentParser
import RenderAudio
import RenderComposer
import RenderStudio

/// The subcommand `soundfont`, with subcommands of its own.
struct SoundFontCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "soundfont", abstract: "Extract instruments from soundfonts.",
    subcommands: [ExtractPresets.self])
}

/// The subcommand `soundfont extract`: writes presets of a soundfont to a file of their own.
struct ExtractPresets: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract", abstract: "Write some presets of a soundfont to a new file.",
    discussion: HelpText.discussion(
      """
      The new file has everything that the presets need and nothing else, and sounds the same. \
      `render info FILE` lists the presets of a soundfont.
      """,
      examples: "render soundfont extract gm.sf2 --preset 0:0 --preset 128:0 --out few.sf2"))

  @Argument(
    help: "The SoundFont 2 file, or SoundFont 3.", completion: .file(extensions: ["sf2", "sf3"]))
  var file: String

  @Option(
    help: ArgumentHelp(
      "Bank and program of a preset, any number of times; drum kits are in bank 128.",
      valueName: "bank:program"))
  var preset: [SoundFont.PresetNumber]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "file"),
    completion: .file(extensions: ["sf2", "sf3"]))
  var out: String

  @OptionGroup var reporting: ReportOptions

  func run() throws {
    let reporter = reporting.reporter
    try refuseOverwriting([file], with: out)
    let extracted = try SoundFont(path: file)
      .extract(preset, to: out, software: "render \(softwareVersion)")
    let names = extracted.presets.map { "\($0.number) \($0.name)" }
    reporter.say(
      "\(out): \(names.joined(separator: ", ")); \(counted(extracted.sampleCount, "sample")), "
        + "\(decimal(Double(extracted.size) / 1e6)) MB")
    try reporter.report(
      ExtractionReport(
        soundFont: out, presets: names, instruments: extracted.instrumentCount,
        samples: extracted.sampleCount, bytes: extracted.size))
  }
}

private struct ExtractionReport: Codable {
  var soundFont: String
  var presets: [String]
  var instruments: Int
  var samples: Int
  var bytes: Int
}

extension SoundFont.PresetNumber: ExpressibleByArgument {}
