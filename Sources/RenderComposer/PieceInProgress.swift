import RenderMusic
import RenderNetwork
import RenderRandomness

/// A piece while it is composed: it takes the network's predictions and gives tokens and events. The caller
/// lets the network hear the tokens.
struct PieceInProgress: Sendable {
  /// The prediction of the network after the tokens so far: logits, [vocabulary], and the last hidden state.
  typealias Prediction = (logits: [Float], hidden: [Float])

  private let sampling: Sampling
  /// The parts that play.
  private let parts: [Piece.Part]
  /// The signature of what is written, where the model composes in a key that is known.
  private let keySignature: Piece.KeySignature?
  /// The tokens that are heard and not drawn, and what else the writer knows of the piece.
  let plan: PiecePlan
  private var writer: any EventWriter
  private var memory: PieceMemory?
  private var generator: SeededGenerator
  private var allowed: [Bool]
  /// The tokens of the beginning that are not yet heard; the next one last.
  private var beginning: [Int32]
  private var isFirst = true

  /// - Throws: `ComposerError`, for options out of range and what the model does not have.
  init(_ model: Model, seed: UInt64, _ options: PieceOptions) throws(ComposerError) {
    try options.validate()
    try model.decodingPolicy.validate()
    let tokenizer = model.tokenizer
    var sampling = options.sampling
    sampling.temperature *= model.decodingPolicy.temperature
    self.sampling = sampling
    generator = SeededGenerator(seed: seed, stream: .composition)
    // Drawn in any case, so that naming the start that the seed would choose changes nothing.
    let drawn = model.starts[Int(generator.next(below: UInt64(model.starts.count)))]
    var plan = PiecePlan(heard: [])
    var filling = 0
    plan.key = tokenizer.drawKey(with: &generator)
    switch options.beginning {
    case .drawn:
      plan.heard = tokenizer.beginning(drawn: drawn)
    case .start(let index):
      guard model.starts.indices.contains(index) else {
        throw .missingStart(index, count: model.starts.count)
      }
      guard model.instruments.isEmpty else { throw .startOfEnsemble }
      plan.heard = model.starts[index]
    case .primer(let primer):
      try requireInRange("move of a primer in semitones", primer.movedBy, -127...127)
      plan.key = -primer.movedBy
      guard !primer.tokens.isEmpty else { throw .emptyPrimer }
      for token in primer.tokens where !model.vocabulary.tokens.indices.contains(Int(token)) {
        throw .unknownToken(token, vocabulary: model.vocabulary.count)
      }
      // A window that the primer does not fill is filled up in front by the start.
      let missing = Swift.max(0, model.context.length - primer.tokens.count)
      let before = drawn.suffix(missing)
      filling = before.count
      plan.heard = before + primer.tokens
    case .opening(let opening):
      (plan.heard, plan.key) = (opening.tokens, opening.key)
      // It goes on with the numbers that follow those of its own draws, where the seed is its own.
      for _ in opening.tokens.dropFirst(opening.heard) { _ = generator.next() }
    }
    plan.unwritten =
      options.beginning.opening?.unwritten
      ?? (options.includesBeginning ? filling : plan.heard.count)
    plan.extent = options.newExtent
    plan.form = try plannedForm(model, seed: seed, options)
    if let instruments = plan.form?.instruments, !instruments.isEmpty {
      plan.instruments = instruments
      plan.compasses = instruments.map { tokenizer.compass(of: $0.program) }
    }
    parts = plan.instruments.map(Piece.Part.init)
    plan.endsWithForm =
      options.extent == nil && (options.plan != nil || options.wishes.form != nil)
    plan.quartersPerMinute = options.quartersPerMinute
    // Another beginning has a tempo of its own, and may change it.
    if case .drawn = options.beginning, plan.quartersPerMinute == nil {
      plan.quartersPerMinute = plan.form?.quartersPerMinute
    }
    switch options.beginning {
    case .primer: break
    case .opening(let opening):
      plan.quartersPerMinute = plan.quartersPerMinute ?? opening.quartersPerMinute
    case .drawn, .start:
      guard let form = plan.form, let tonic = form.tonic else { break }
      let key = MusicalKey(tonic: tonic, isMinor: form.isMinor == true)
      plan.key = form.octave(of: MusicalKey.nearest(key.stepsAboveHome))
    }
    plan.closing = model.decodingPolicy.closing
    plan.register = model.decodingPolicy.register
    plan.lines = model.decodingPolicy.lines
    plan.parts = model.decodingPolicy.parts
    plan.activities = plan.instruments.map { tokenizer.orchestration.activity(of: $0.program) }
    plan.written = WrittenForm(transposition: options.transposition + plan.key)
    let moved = plan.written.transposition
    keySignature =
      plan.form?.isMinor.map { isMinor in
        Piece.KeySignature(of: MusicalKey(stepsAboveHome: moved, isMinor: isMinor))
      } ?? tokenizer.keySignature(movedBy: moved)
    self.plan = plan
    writer = tokenizer.makeWriter(plan)
    if let vocabulary = tokenizer.memoryVocabulary, let parameters = model.memory {
      memory = PieceMemory(
        MemoryHead(parameters), vocabulary, repetition: sampling.repetition,
        recall: model.decodingPolicy.recall, setting: writer.setting)
    }
    allowed = .init(repeating: true, count: model.vocabulary.count)
    beginning = plan.heard.reversed()
  }

  /// What is to come in each bar; `nil` for a model that counts none.
  var form: FormPlan? { plan.form }
  /// The features of the last token.
  var features: [Int32] { writer.features }
  /// The tempo, known before the first note that is new; a primer may change its own.
  var quartersPerMinute: Double? { beginning.isEmpty ? writer.quartersPerMinute : nil }
  /// Whether the header and the dynamics are final: the tempo and, where there are bars, the first one are known.
  var knowsHeader: Bool { quartersPerMinute != nil && (form == nil || writer.origin != nil) }
  /// The piece's header.
  var header: Piece.Header {
    var metre = form?.metre
    // What is written from a later bar on has no pick-up.
    if origin > 0 { metre?.pickUp = 0 }
    return Piece.Header(
      tempos: [Piece.Tempo(quartersPerMinute: quartersPerMinute ?? 120)],
      keySignature: keySignature, metre: metre, parts: parts)
  }
  /// The dynamics, where they are planned.
  var dynamics: Dynamics { (form?.dynamics ?? Dynamics()).from(origin) }
  /// The place in the plan, in units, at which the written notes begin.
  var origin: Int { writer.origin ?? 0 }
  var hasEnded: Bool { beginning.isEmpty && writer.hasEnded }
  /// The place in units of the plan of the note that the last token has completed; `nil` for none.
  var completedOnset: Int? { writer.completedOnset }

  /// Whether the next token depends on what the network says: the beginning's are known.
  var needsPrediction: Bool { beginning.isEmpty || (memory != nil && !isFirst) }

  /// The next token: the beginning's, then drawn.
  ///
  /// - Parameter prediction: what the network says by now, where it is needed.
  /// - Returns: also an event that the token completes.
  mutating func next(_ prediction: Prediction?) -> (token: Int32, event: ComposedEvent?) {
    let token: Int32
    if let heard = beginning.popLast() {
      // What the memory knows of a beginning, it knows by how likely it was: nothing is left out.
      if let prediction {
        writer.writeAllowed(to: &allowed)
        _ = probabilities(prediction, Sampling(topP: 1))
      }
      token = heard
    } else {
      token = draw(prediction!)
    }
    isFirst = false
    memory?.hear(token)
    return (token, writer.read(token))
  }

  /// The next token. A pitch that the instrument lacks is drawn again, rather than left out of every
  /// draw: a piece in which none comes is then as if nothing was said of instruments.
  private mutating func draw(_ prediction: Prediction) -> Int32 {
    writer.writeAllowed(to: &allowed)
    let token = sampling.draw(probabilities(prediction, sampling), with: &generator)
    guard writer.isBeyondCompass(token) else { return token }
    let others = allowed.indices.map { allowed[$0] && !writer.isBeyondCompass(Int32($0)) }
    guard others.contains(true) else { return token }
    allowed = others
    return sampling.draw(probabilities(prediction, sampling), with: &generator)
  }

  /// The probabilities of the token to come, where `allowed` says which may come, [vocabulary].
  private mutating func probabilities(_ prediction: Prediction, _ sampling: Sampling) -> [Float] {
    let isClosing = writer.isClosing
    var sampling = sampling
    sampling.temperature *= writer.temperatureShare
    var logits = prediction.logits
    writer.favor(&logits)
    let network = sampling.probabilities(
      logits, allowed: allowed, ofPitches: writer.expectsPitch)
    guard memory != nil else { return network }
    let sum = network.reduce(0, +)
    // The memory hears every note: more may remain again, where a length in time was asked for.
    let mixed = memory?.mix(
      network: network.map { $0 / sum }, allowed: allowed, state: prediction.hidden)
    // What it would copy is no ending, and no other return than the one that is planned.
    return isClosing || writer.looksBack ? network : mixed ?? network
  }
}

extension TokenDecoder.Context {
  fileprivate var length: Int { if case .window(let length) = self { length } else { 0 } }
}

/// The plan of a piece: the one that is given, or one that the seed draws, after that of the beginning; none for a model that
/// counts no bars.
private func plannedForm(
  _ model: Model, seed: UInt64, _ options: PieceOptions
) throws(ComposerError) -> FormPlan? {
  guard model.tokenizer.plannedStyles != nil else {
    if let many = options.wishes.ensembles.first(where: { $0.programs.count > 1 }) {
      throw .oneInstrument(asked: many.programs.count)
    }
    return nil
  }
  if let plan = options.plan {
    return try model.orchestrated(plan, options.plannedWishes, seed: seed)
  }
  let beginning: FormPlan? =
    switch options.beginning {
    case .drawn: nil
    case .primer(let primer): primer.plan
    case .start(let index):
      model.tokenizer.plan(ofStart: model.starts[index], metre: options.wishes.metre)
    case .opening(let opening): opening.plan
    }
  let plan = try model.plan(options.plannedWishes, after: beginning, seed: seed) ?? beginning
  guard case .opening(let opening) = options.beginning, let plan, var whole = opening.plan
  else { return plan }
  // What was planned before stays to the last bit, also what tokens of plans cannot say.
  whole.bars += plan.bars.dropFirst(whole.bars.count)
  return whole
}

extension FormPlan {
  /// The mean keys of nearly all real pieces: over 320 of them the mean is 63 and the standard deviation 3.
  private static let registers = 55.0...71.0

  /// The semitones by which the piece is to be moved from the key in which it is composed: those given, or an octave
  /// more or less where it would lie higher or lower than nearly all pieces.
  func octave(of semitones: Int) -> Int {
    let registers = bars.compactMap(\.texture).map(\.meanRegister)
    guard !registers.isEmpty else { return semitones }
    let mean = registers.reduce(0, +) / Double(registers.count) + Double(semitones)
    if mean > Self.registers.upperBound { return semitones - 12 }
    return mean < Self.registers.lowerBound ? semitones + 12 : semitones
  }
}
