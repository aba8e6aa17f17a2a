import ArgumentParser
import RenderEngraving
import RenderFiles
import RenderStudio

/// The subcommand `score`: writes a MIDI file as sheet music.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Write a MIDI file as sheet music.",
    discussion: HelpText.discussion(
      """
      The extension of --out selects the format: .musicxml or .xml and compressed .mxl for other programs; .pdf for \
      pages, .svg and .png for a picture of a single page, as tall as the piece needs; .ly is the input of LilyPond, \
      which engraves .pdf, .svg and .png and has to be installed for them. - writes MusicXML to standard output.

      Bars come from the file's time signatures; pick-ups, irregular bars and missing metres are found from the \
      notes. For composed pieces, --score of `render` and `render batch` gives better scores: it writes them as they \
      were composed, not as they were performed.
      """,
      examples: "render score song.mid --out song.pdf",
      "render score song.mid --out - | less"))

  @Argument(help: "The MIDI file.", completion: .file(extensions: ["mid", "midi"]))
  var file: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The file to write, for example song.pdf; - is standard output.", valueName: "file"),
    completion: .file(extensions: ScoreFileFormat.extensions))
  var out: String

  @OptionGroup var reporting: ReportOptions

  private var streams: Bool { out == "-" }

  func validate() throws { if !streams { try ScoreFileFormat.check(out) } }

  func run() throws {
    let reporter = reporting.reporter(streams: streams)
    let music = try SheetMusic(of: file, to: streams ? nil : out) { reporter.show($0, of: file) }
    if let notice = music.quantization.notice { reporter.say("\(file): \(notice)") }
    reporter.say(
      "\(streams ? "wrote the score" : out): \(counted(music.measures, "bar")), \(counted(music.notes, "note"))"
    )
    try reporter.report(music)
  }
}
