import ArgumentParser
import Glibc
import Music

/// What the model sees of a MIDI file.
struct Tokens: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what a model sees of a MIDI file, one token a line.")

  @Argument(help: "The MIDI file.", completion: .file(extensions: ["mid", "midi"]))
  var file: String

  @Option(help: "The tokenizer.")
  var tokenizer = TokenizerName.classic

  @OptionGroup var reporting: ReportOptions

  enum TokenizerName: String, ExpressibleByArgument, CaseIterable {
    case classic
  }

  func run() throws {
    let tokens = try naming(file) { try ClassicTokenizer().tokens(of: readMIDI(file)) }
    if reporting.json {
      try reporting.reporter.report(tokens)
    } else if !tokens.isEmpty {
      writeLine(tokens.joined(separator: "\n"), to: STDOUT_FILENO)
    }
  }
}
