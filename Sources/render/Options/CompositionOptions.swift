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
    if includePrimer, primer == nil {
      throw ValidationError("--include-primer needs --primer with the file to include.")
    }
    try validating { try request().validate() }
  }

  /// The request of these options, with its sound and its outputs.
  func request(
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
