import ArgumentParser
import RenderComposer
import RenderFiles
import RenderMIDI
import RenderMusic
import RenderStudio

/// The subcommand `tokens`: shows what the model sees of a MIDI file.
struct Tokens: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the tokens that a model sees of a MIDI file, one per line.",
    discussion: HelpText.discussion(
      """
      timed: three tokens per note, on a grid of 24 units per quarter note: the time since the previous note \
      (+12), the pitch (Eb4), the length (=24); also tempo120, start and end. The piece \
      is transposed to C major or A minor.

      classic: a note is its name and octave, such as E4 or B-2 (B flat); a chord is its pitch \
      classes joined by dots, such as 4.9.
      """,
      examples: "render tokens song.mid",
      "render tokens song.mid --tokenizer classic --times"))

  @Argument(help: "The MIDI file.", completion: .file(extensions: ["mid", "midi"]))
  var file: String

  @Option(help: "The tokenizer.")
  var tokenizer = TokenizerChoice(TimedTokens.self)

  @Flag(help: "Also print the onset and length of each classic token, in quarter notes.")
  var times = false

  @OptionGroup var reporting: ReportOptions

  func validate() throws {
    if times, tokenizer.kind.keepsTimes {
      throw ValidationError(
        "\(tokenizer.kind.name.capitalized) tokens include times; --times is for --tokenizer classic."
      )
    }
  }

  func run() throws {
    let reporter = reporting.reporter
    let midi = try MIDIFile(readingLeniently: file) { reporter.show($0, of: file) }
    let listing = try naming(file) { try tokenizer.kind.listing(of: midi) }
    if times, let places = listing.times {
      try show(
        zip(listing.tokens, places).map(PlacedToken.init),
        as: { "\($0.token) \($0.offset) \($0.duration)" }, reporter)
    } else {
      try show(listing.tokens, as: \.self, reporter)
    }
    if let notice = listing.quantization?.notice { reporter.say("\(file): \(notice)") }
    if listing.movedBy != 0 {
      reporter.say(
        "\(file): transposed by \(counted(listing.movedBy, "semitone")), to C major or A minor")
    }
  }

  private func show<Token: Encodable>(
    _ tokens: [Token], as line: (Token) -> String, _ reporter: Reporter
  ) throws {
    if reporting.json {
      try reporter.report(tokens)
    } else if !tokens.isEmpty {
      try StandardStream.output.write(tokens.map { line($0).printable + "\n" }.joined())
    }
  }
}

/// A token with its place in quarters, as reduced fractions: `E4 3/2 1/3`.
private struct PlacedToken: Codable {
  var token: String
  var offset: String
  var duration: String

  init(_ token: String, _ time: TokenListing.Time) {
    self.token = token
    offset = Self.quarters(time.onset)
    duration = Self.quarters(time.duration)
  }

  private static func quarters(_ units: Int) -> String {
    var (divisor, rest) = (TokenListing.unitsPerQuarter, units)
    while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    return "\(units / divisor)/\(TokenListing.unitsPerQuarter / divisor)"
  }
}

/// A tokenizer by its name.
struct TokenizerChoice: ExpressibleByArgument, CustomStringConvertible {
  let kind: any Tokenizer.Type

  init(_ kind: any Tokenizer.Type) { self.kind = kind }

  init?(argument: String) {
    guard let kind = Tokenizers.known.first(where: { $0.name == argument }) else { return nil }
    self.kind = kind
  }

  var description: String { kind.name }

  static var allValueStrings: [String] { Tokenizers.known.map { $0.name } }
}
