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

  @Flag(help: "Print the onset and length of each, too, in quarters.")
  var times = false

  @OptionGroup var reporting: ReportOptions

  enum TokenizerName: String, ExpressibleByArgument, CaseIterable {
    case classic
  }

  func run() throws {
    let reporter = reporting.reporter
    let midi = try readMIDI(file, reporter)
    let tokens = try naming(file) {
      try ClassicTokenizer().events(of: midi).map(TimedToken.init)
    }
    if reporting.json {
      if times { try reporter.report(tokens) } else { try reporter.report(tokens.map(\.token)) }
    } else if !tokens.isEmpty {
      let lines = tokens.map { times ? "\($0.token) \($0.offset) \($0.duration)" : $0.token }
      writeLine(lines.joined(separator: "\n"), to: STDOUT_FILENO)
    }
  }
}

/// A token with its place in quarters, as reduced fractions: `E4 3/2 1/3`.
private struct TimedToken: Codable {
  var token: String
  var offset: String
  var duration: String

  init(_ event: ClassicTokenizer.Event) {
    token = event.token.description
    offset = Self.quarters(event.offset)
    duration = Self.quarters(event.duration)
  }

  private static func quarters(_ units: Int) -> String {
    var (divisor, rest) = (ClassicTokenizer.Event.unitsPerQuarter, units)
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    return "\(units / divisor)/\(ClassicTokenizer.Event.unitsPerQuarter / divisor)"
  }
}
