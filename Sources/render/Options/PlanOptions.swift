import ArgumentParser
import RenderComposer
import RenderMusic
import RenderStudio

/// The options for what a piece's plan is like.
struct PlanOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The metre (default: drawn).", valueName: "3/4"),
    completion: .list(["4/4", "3/4", "2/4", "2/2", "6/8", "3/8", "9/8", "12/8"]))
  var metre: String?

  @Option(
    help: ArgumentHelp(
      "The key, for example \"E flat major\", Eb or em (default: drawn); --transpose is added to it.",
      valueName: "key"))
  var key: String?

  @Option(
    help: ArgumentHelp(
      "The style: a composer or a genre; `render plan --list-styles` lists them (default: drawn).",
      valueName: "name"),
    completion: .styles)
  var style: String?

  @Option(
    help: ArgumentHelp(
      "Sections as letters with numbers of bars, 8 if omitted; A' varies A. Sets the length.",
      valueName: "A8A8B8A8"))
  var form: String?

  @Option(
    help: ArgumentHelp(
      "Follow the plan in this file, written by `render plan`, or that of a take by its MIDI file. Sets the length.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var plan: String?

  @Option(
    help: ArgumentHelp(
      "Who plays: \(Ensemble.known.map(\.name).joined(separator: ", ")); any lets the seed choose "
        + "(default: a piano).",
      valueName: "name"),
    completion: .ensembles)
  var ensemble: String?

  @Option(
    help: ArgumentHelp(
      "The instruments, in score order; `render plan --list-instruments` lists them.",
      valueName: "violin,viola,cello"),
    completion: .instruments)
  var instruments: String?

  var request: PlanRequest {
    PlanRequest(
      metre: metre, key: key, style: style, form: form, plan: plan, ensemble: ensemble,
      instruments: instruments)
  }
}

/// The options for the length of a piece.
struct ExtentOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "The number of notes and chords to compose (default: \(ExtentOptions.defaultLength)).",
      valueName: "events"))
  var length: Int?

  @Option(
    help: ArgumentHelp(
      "The playing time, instead of --length: 90s, 2min, 1h or 1:30.", valueName: "time"))
  var duration: PlayingTime?

  static let defaultLength = 500

  var extent: Extent {
    duration.map { .seconds($0.seconds) } ?? .events(length ?? Self.defaultLength)
  }

  func validate() throws {
    if length != nil, duration != nil {
      throw ValidationError("Give --length or --duration, not both.")
    }
  }

  /// - Throws: where a plan says the length as well.
  func validate(with plan: PlanOptions) throws {
    guard plan.request.saysLength, length != nil || duration != nil else { return }
    throw ValidationError(
      "\(plan.plan == nil ? "--form" : "--plan") sets the number of bars; leave out "
        + "\(length == nil ? "--duration" : "--length").")
  }
}
