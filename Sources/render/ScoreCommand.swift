import ArgumentParser
import RenderEngraving
import RenderFiles
import RenderStudio

/// The subcommand `score`: writes a MIDI file as sheet music.
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score", abstract: "Write a MIDI file as sheet music.",
    discussion: """
      The extension of --out picks the format: .musicxml or .xml and compressed .mxl for other programs; .pdf for pages, \
      .svg and .png for a picture of one page, as high as the piece needs it; .ly is what LilyPond engraves these \
      from, which has to be installed for them. - writes MusicXML to standard output.

      Bars come from the file's time signatures; pick-ups, odd bars and metres that it does not name are found from the \
      notes. For composed pieces --score of `render` and `render batch` gives better scores: it writes them as they were \
      composed, not as they were performed.
      """)

  @Argument(help: "The MIDI file.", completion: .file(extensions: ["mid", "midi"]))
  var file: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write, song.pdf say, or -.", valueName: "file"),
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
      "\(streams ? "wrote the score" : out): \(music.measures) bars, \(music.notes) notes")
    try reporter.report(music)
  }
}
