import ArgumentParser
import Glibc
import Music

/// What the model sees of a MIDI file.
struct Tokens: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what a model sees of a MIDI file, one token a line.",
    discussion: """
      A note is its name and octave, such as E4 or B-2 (a flat); a chord is its pitch classes \
      joined by dots, such as 4.9.
      """)

  @Argument(help: "The MIDI file.", completion: .file(extensions: ["mid", "midi"]))
  var file: String

  @Option(help: "How notes become tokens.")
  var tokenizer = TokenizerName.classic

  @OptionGroup var reporting: ReportOptions

  enum TokenizerName: String, ExpressibleByArgument, CaseIterable {
    case classic
  }

  func run() throws {
    let reporter = reporting.reporter
    let midi = try readMIDI(file, reporter)
    let tokens = try naming(file) { try ClassicTokenizer().tokens(of: midi) }
    if reporting.json {
      try reporter.report(tokens)
    } else if !tokens.isEmpty {
      writeLine(tokens.joined(separator: "\n"), to: STDOUT_FILENO)
    }
  }
}
