import RenderAudio
import RenderComposer
import RenderMIDI
import RenderMusic
import RenderNetwork

/// A studio that composes and renders takes of one request: what stays the same from one to the next is
/// loaded once.
///
///     let studio = try Studio(PieceRequest(outputs: TakeOutputs(midi: "piece.mid")))
///     let take = try studio.makeTake(seed: 7)
public struct Studio: Sendable {
  /// An event while a model and a primer are read.
  public enum Event: Sendable {
    /// A remark on a model that is made of weights of Keras.
    case imported(ModelReader.Event)
    /// A model without a memory, so that `Sampling.repetition` changes nothing.
    case repetitionWithoutMemory(model: String)
    /// The faults of a damaged primer, which is read as far as possible.
    case damaged(path: String, [MIDIDamage])
    /// A sentence on what of the primer the model does not know.
    case primer(path: String, String)
  }

  /// The request whose takes are made.
  public let request: PieceRequest
  /// The number of cores that a take can use, no more than there are; without influence on its bytes.
  public let threads: Int
  let model: Model
  let modelPath: String
  let network: InferenceNetwork
  let beginning: PieceOptions.Beginning
  /// The pieces that the takes continue; none where they are whole pieces.
  let continued: [TakeRecipe.Piece]
  /// What the plan has to be like, and the plan that was given.
  let planning: (wishes: PlanWishes, plan: FormPlan?)
  /// Whether others than a piano play, as far as they are known before a piece is drawn.
  let hasOthers: Bool
  /// The renderer and the options of its files; `nil` where no audio is wanted.
  let sound: (renderer: Renderer, options: AudioFileOptions)?

  /// Loads what the request's takes are made from.
  ///
  /// - Parameters:
  ///   - threads: cores that a take can use.
  ///   - report: takes what comes up on the way.
  /// - Throws: as `PieceRequest.validate()`, and what is wrong with the files.
  public init(
    _ request: PieceRequest, threads: Int = Processor.cores, resources: Resources = .ofProgram,
    report: (Event) -> Void = { _ in }
  ) throws {
    try request.validate()
    try self.init(
      request, format: request.outputs.audioFormat, threads: threads, resources,
      ModelReader(resources), report)
  }

  /// - Parameters:
  ///   - format: of the audio; `nil` where only MIDI is wanted.
  ///   - jobs: takes that are made at once, and share the threads.
  init(
    _ request: PieceRequest, format: AudioFileFormat?, threads: Int, jobs: Int = 1,
    _ resources: Resources, _ reader: ModelReader, _ report: (Event) -> Void
  ) throws {
    try Processor.validate(threads: threads)
    // More threads than cores would take these from each other.
    let threads = min(threads, Processor.cores)
    self.request = request
    self.threads = threads
    // What is refused is refused before the model is read.
    let fileOptions = try format.map(request.audioOptions)
    let plan = try request.planning.readPlan()
    let primer = try request.primer.map { path in
      try MIDIFile(readingLeniently: path) { report(.damaged(path: path, $0)) }
    }
    let take = try request.continuedTake.map(TakeRecipe.read)
    continued = take?.recipe.pieces ?? []
    // A model that was chosen hears a primer as it can.
    let needsEnsembles =
      try request.planning.needsEnsembles(with: plan ?? continued.last?.plan)
      || request.model == nil && primer.map(Self.asksForOthers) ?? false
    let modelName = request.model ?? Resources.modelName(forEnsembles: needsEnsembles)
    _ = try resources.model(named: modelName)
    // Read beside the model.
    let font = format.map { _ in
      DeferredValue {
        var library = SoundFontLibrary(chosen: request.sound.soundFont, resources)
        return try needsEnsembles ? library.ensembles() : library.piano()
      }
    }
    (model, modelPath) = try reader.model(named: modelName, notes: request.notes) {
      report(.imported($0))
    }
    planning = (try request.planning.wishes(for: model, at: modelPath), plan)
    if request.bestOf > 1, model.judge == nil {
      throw StudioError.modelWithoutJudge(path: modelPath)
    }
    network = InferenceNetwork(model.parameters)
    if model.memory == nil, request.sampling.repetition != Sampling().repetition {
      report(.repetitionWithoutMemory(model: modelPath))
    }
    if let path = request.primer, let primer {
      beginning = .primer(try Self.primer(primer, at: path, for: model.tokenizer, report))
    } else if case .start(let index) = request.beginning {
      beginning = .start(index)
    } else if let path = request.continuedTake, let take {
      beginning = .opening(
        try model.opening(
          of: take, at: path, for: request, network, threads: threads, resources,
          modelPath: modelPath))
    } else {
      beginning = .drawn
    }
    // A model that writes for several instruments does so unasked.
    hasOthers = needsEnsembles || !model.instruments.isEmpty
    if let format, let fileOptions, let font {
      var library = SoundFontLibrary(chosen: request.sound.soundFont, resources)
      sound = (
        try Renderer(
          soundFont: hasOthers == needsEnsembles ? font.get() : library.ensembles(),
          settings: request.sound.settings(for: format, inHall: hasOthers),
          threads: max(1, threads / jobs)), fileOptions
      )
    } else {
      sound = nil
    }
  }

  /// Whether someone plays a file who is no pianist.
  private static func asksForOthers(_ midi: MIDIFile) -> Bool {
    FileParts(midi).parts.contains { !GeneralMIDI.isPiano($0.program) }
  }

  /// A primer in the tokens of the model.
  private static func primer(
    _ midi: MIDIFile, at path: String, for tokenizer: any Tokenizer, _ report: (Event) -> Void
  ) throws -> Primer {
    let primer = try naming(path) { try tokenizer.primer(midi) }
    guard !primer.tokens.isEmpty else { throw StudioError.emptyPrimer(path: path) }
    for notice in primer.notices { report(.primer(path: path, notice)) }
    return primer
  }

  /// The files that takes are made from, by option; none may be overwritten.
  var inputs: [String: String] {
    [
      "model": modelPath, "notes": request.notes, "primer": request.primer,
      "continue": request.continuedTake, "plan": request.planning.plan,
      "soundfont": sound?.renderer.soundFont.path,
      "piano": sound?.renderer.soundFont.others.first?.path,
    ].compactMapValues(\.self)
  }

  var pieceOptions: PieceOptions { request.pieceOptions(beginning, planning) }

  /// The recipe of a take.
  ///
  /// - Parameter plan: the one that the piece has followed, up to its last bar.
  func recipe(seed: UInt64, _ plan: FormPlan?) -> TakeRecipe {
    var options = request.recipeOptions
    options["model"] = model.recipeName
    return TakeRecipe(
      pieces: continued + [TakeRecipe.Piece(seed: seed, options: options, plan: plan)])
  }
}

extension PieceRequest {
  /// The options of the request for a composer, with what was read of its files.
  func pieceOptions(
    _ beginning: PieceOptions.Beginning, _ planning: (wishes: PlanWishes, plan: FormPlan?)
  ) -> PieceOptions {
    var includesBeginning = false
    if case .primer(_, let isIncluded) = self.beginning { includesBeginning = isIncluded }
    var options = PieceOptions(
      beginning: beginning, extent: extent, quartersPerMinute: tempo, sampling: sampling,
      includesBeginning: includesBeginning, transposition: transposition)
    (options.wishes, options.plan) = planning
    return options
  }
}
