import ArgumentParser
import RenderComposer
import RenderPerformance
import RenderStudio

/// The options for what is composed, by which model, and how: shared by a single piece and a batch.
struct CompositionOptions: ParsableArguments {
  @OptionGroup var extent: ExtentOptions

  @Option(
    help: ArgumentHelp(
      "The model: a file, the name of a shipped one, or weights that Keras has saved. Without it default, or "
        + "ensemble where someone else than a piano plays.",
      valueName: "file|name"),
    completion: .file(extensions: ["safetensors", "hdf5", "h5", "keras"]))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "For weights of Keras: the list of tokens that the training wrote, data/notes.",
      valueName: "file"),
    completion: .file())
  var notes: String?

  @Option(
    help: ArgumentHelp(
      "Begin from this one of the model's starts, counted from 0; the seed chooses without it.",
      valueName: "number"))
  var start: Int?

  @Option(
    help: ArgumentHelp(
      "Begin from the notes of this MIDI file: the model hears them and goes on from there.",
      valueName: "file"),
    completion: .file(extensions: ["mid", "midi"]))
  var primer: String?

  @Flag(help: "Let the piece begin with the primer's notes; --length and --duration add to them.")
  var includePrimer = false

  @Option(
    name: .customLong("continue"),
    help: ArgumentHelp(
      "Make this take longer, up to --length, --duration or further sections with --form: all that stands before its "
        + "ending stays as it is.",
      valueName: "take.mid"),
    completion: .file(extensions: ["mid"]))
  var continued: String?

  @Option(
    help: ArgumentHelp(
      "Follow the plan of this take with other notes; without --seed its own notes in another way, with --performance or "
        + "--transpose say. All else is as it was, where nothing else is said.",
      valueName: "take.mid"),
    completion: .file(extensions: ["mid"]))
  var vary: String?

  @OptionGroup var plan: PlanOptions

  @OptionGroup var choice: SamplingOptions

  @Option(
    help: ArgumentHelp(
      "Compose so many pieces, and keep the one that the model's judge finds the most like real music.",
      valueName: "count"))
  var bestOf = 1

  @Option(
    help: ArgumentHelp(
      "Quarters a minute; what the model chooses without it, or 120 where it knows no tempo.",
      valueName: "bpm"))
  var tempo: Double?

  @Option(
    help: ArgumentHelp(
      "Write the piece so many semitones higher; lower with --transpose=-2.",
      valueName: "semitones"))
  var transpose = 0

  @Option(
    help: "As musicians would shape it, or as the model says; the MIDI file has it, too.")
  var performance = PerformanceStyle.expressive

  @OptionGroup var processor: ProcessorOptions

  func validate() throws {
    try extent.validate(with: plan)
    if start != nil, primer != nil {
      throw ValidationError("Give --start or --primer, not both.")
    }
    let beginnings = [("--primer", primer), ("--continue", continued), ("--vary", vary)]
      .compactMap { name, file in file.map { _ in name } }
    if beginnings.count > 1 {
      throw ValidationError("Give \(beginnings.joined(separator: " or ")), not both.")
    }
    if let beginning = beginnings.first, beginning != "--primer" {
      if start != nil { throw ValidationError("Give --start or \(beginning), not both.") }
      if bestOf > 1 { throw ValidationError("Give --best-of or \(beginning), not both.") }
    }
    if vary != nil, extent.length != nil || extent.duration != nil {
      throw ValidationError(
        "A variation is as long as its take; leave out \(extent.length == nil ? "--duration" : "--length")."
      )
    }
    if includePrimer, primer == nil {
      throw ValidationError("--include-primer needs --primer, the file that it shall include.")
    }
    try validating { try given().validate() }
  }

  /// The request of these options, with its sound and its outputs.
  ///
  /// - Parameter seed: the number that decides the piece, where it is given.
  /// - Returns: also the seed of a take whose own notes are asked for, or that is continued.
  /// - Throws: what is wrong with the take that is continued or varied.
  func request(
    seed: UInt64?, sound: SoundRequest = SoundRequest(), outputs: TakeOutputs = TakeOutputs()
  ) throws -> (request: PieceRequest, seed: UInt64?) {
    let given = given(sound: sound, outputs: outputs)
    if let continued {
      return (
        try .continuing(continued, as: given),
        try seed ?? TakeRecipe(ofTake: continued).piece.seed
      )
    }
    guard let vary else { return (given, seed) }
    if let seed { return (try .varying(vary, as: given), seed) }
    return try PieceRequest.repeating(vary, as: given)
  }

  /// The request of these options alone.
  func given(
    sound: SoundRequest = SoundRequest(), outputs: TakeOutputs = TakeOutputs()
  ) -> PieceRequest {
    PieceRequest(
      model: model, notes: notes,
      length: extent.extent, planning: plan.request,
      beginning: primer.map { .primer(path: $0, isIncluded: includePrimer) }
        ?? start.map { .start(index: $0) } ?? .drawn,
      sampling: choice.sampling, bestOf: bestOf, tempo: tempo, transposition: transpose,
      performance: performance,
      sound: sound, outputs: outputs)
  }
}

extension PerformanceStyle: ExpressibleByArgument {}

/// A length of time as it is typed on the command line.
struct PlayingTime: ExpressibleByArgument {
  var seconds: Double

  init?(argument: String) {
    let units: [(String, Double)] = [
      ("minutes", 60), ("min", 60), ("m", 60), ("h", 3600), ("s", 1), ("", 1),
    ]
    for (unit, factor) in units where argument.hasSuffix(unit) {
      guard let number = Double(argument.dropLast(unit.count)) else { continue }
      seconds = number * factor
      guard seconds > 0, seconds <= Extent.mostSeconds else { return nil }
      return
    }
    return nil
  }
}
