import ArgumentParser
import RenderComposer
import RenderMusic
import RenderStudio

/// The options for what a piece's plan is like.
struct PlanOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The metre; drawn without it, as all that follows.", valueName: "3/4"))
  var metre: String?

  @Option(
    help: ArgumentHelp(
      "The key: \"E flat major\", Eb, em. --transpose moves on from there.", valueName: "key"))
  var key: String?

  @Option(
    help: ArgumentHelp(
      "A composer or a genre whose style the piece keeps; `render plan --list-styles` lists them.",
      valueName: "name"))
  var style: String?

  @Option(
    help: ArgumentHelp(
      "Sections by their letters with their bars, 8 where none are said; A' varies A. They say the length.",
      valueName: "A8A8B8A8"))
  var form: String?

  @Option(
    help: ArgumentHelp(
      "Follow the plan in this file, which `render plan` has written. It says the length.",
      valueName: "file"),
    completion: .file(extensions: ["json"]))
  var plan: String?

  @Option(
    help: ArgumentHelp(
      "Who plays: \(Ensemble.known.map(\.name).joined(separator: ", ")); any lets the seed choose. A piano without it.",
      valueName: "name"))
  var ensemble: String?

  @Option(
    help: ArgumentHelp(
      "Who plays, one by one in score order; `render plan --list-instruments` lists them.",
      valueName: "violin,viola,cello"))
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
      "Notes and chords to compose; \(ExtentOptions.defaultLength) without it.",
      valueName: "events"))
  var length: Int?

  @Option(
    help: ArgumentHelp(
      "Compose for so long instead: 90s, 2min or 1h.", valueName: "time"))
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
      "\(plan.plan == nil ? "--form" : "--plan") says how many bars there are; leave out "
        + "\(length == nil ? "--duration" : "--length").")
  }
}
