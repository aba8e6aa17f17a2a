import ArgumentParser
import RenderComposer
import RenderPerformance
import RenderStudio

/// The options for what is composed, by which model, and how: shared by a single piece and a batch.
struct CompositionOptions: ParsableArguments {
  @OptionGroup(title: "Length") var extent: ExtentOptions

  @Option(
    help: ArgumentHelp(
      "The model: a file, the name of a shipped one, or weights saved by Keras (default: the "
        + "shipped model default, or ensemble if other instruments than a piano play).",
      valueName: "file|name"),
    completion: .models(orFiles: ["safetensors", "hdf5", "h5", "keras"]))
  var model: String?

  @Option(
    help: ArgumentHelp(
      "For weights of Keras: the list of tokens written by the training, data/notes.",
      valueName: "file"),
    completion: .file())
  var notes: String?

  @Option(
    help: ArgumentHelp(
      "Begin with this one of the model's openings, counted from 0 (default: the seed chooses).",
      valueName: "number"))
  var start: Int?

  @Option(
    help: ArgumentHelp(
      "Continue from the notes of this MIDI file.",
      valueName: "file"),
    completion: .file(extensions: ["mid", "midi"]))
  var primer: String?

  @Flag(help: "Begin the piece with the primer's notes; --length and --duration do not count them.")
  var includePrimer = false

  @Option(
    name: .customLong("continue"),
    help: ArgumentHelp(
      "Make this take longer, up to --length or --duration, or by further sections with --form; the music before its "
        + "ending stays as it is.",
      valueName: "take.mid"),
    completion: .file(extensions: ["mid"]))
  var continued: String?

  @Option(
    help: ArgumentHelp(
      "Follow the plan of this take with other notes; without --seed keep its notes and change their --performance or "
        + "--transpose. Options that are not given are as they were for the take.",
      valueName: "take.mid"),
    completion: .file(extensions: ["mid"]))
  var vary: String?

  @OptionGroup(title: "Plan") var plan: PlanOptions

  @OptionGroup(title: "Sampling") var choice: SamplingOptions

  @Option(
    help: ArgumentHelp(
      "Compose this many pieces, and keep the one that the model's judge finds most like real music.",
      valueName: "count"))
  var bestOf = 1

  @OptionGroup(title: "Performance") var playing: PlayingOptions

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
      throw ValidationError("--include-primer needs --primer with the file to include.")
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
      let take = try PieceRequest.continuing(continued, as: given)
      return (take.request, seed ?? take.seed)
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
      sampling: choice.sampling, bestOf: bestOf, tempo: playing.tempo,
      transposition: playing.transpose, performance: playing.performance,
      sound: sound, outputs: outputs)
  }
}
