import FoundationEssentials
import RenderMIDI
import RenderMusic
import RenderNetwork
import RenderRandomness

/// The tokenizer of models that count bars: the tokens are those of `TimedTokens`, and beside them the network
/// hears the metre, the bar, what earlier bars have at the same place, and a plan of what is to come.
public struct MetricalTokens: Tokenizer, Hashable {
  public static let name = "metrical"
  public static let keepsTimes = true

  /// The vocabulary, with what each of its tokens means.
  public let timedVocabulary: TimedVocabulary
  /// The styles that the model knows.
  public let styles: StyleNames
  /// What the instruments can play that the model knows, by program.
  public let compasses: [Int: Compass]
  /// Who plays where.
  public let orchestration: Orchestration

  public init(
    _ vocabulary: TimedVocabulary, styles: StyleNames, compasses: [Int: Compass] = [:],
    orchestration: Orchestration = Orchestration()
  ) {
    timedVocabulary = vocabulary
    self.styles = styles
    self.compasses = compasses
    self.orchestration = orchestration
  }

  public init(
    _ vocabulary: Vocabulary, metadata: [String: String]
  ) throws(ComposerError) {
    let timed = try TimedTokens(vocabulary)
    guard let text = metadata["styles"],
      let styles = try? JSONDecoder().decode(StyleNames.self, from: Data(text.utf8)),
      max(styles.composers.count, styles.genres.count) <= StyleNames.largestCount
    else { throw .badModel("its styles are missing or damaged") }
    guard let text = metadata["compasses"] else {
      self.init(timed.timedVocabulary, styles: styles)
      return
    }
    guard let compasses = try? JSONDecoder().decode([Int: Compass].self, from: Data(text.utf8)),
      compasses.keys.allSatisfy((0...127).contains),
      compasses.values.allSatisfy(\.isPossible)
    else { throw .badModel("what its instruments can play is damaged") }
    self.init(
      timed.timedVocabulary, styles: styles, compasses: compasses,
      orchestration: try metadata["orchestration"].map(Orchestration.init(json:)) ?? Orchestration()
    )
  }

  public func compass(of program: UInt8) -> Compass {
    // An instrument that it has not learned may have any key, and as many at once as its player can have.
    compasses[Int(program)]
      ?? (GeneralMIDI.isKeyboard(program)
        ? .piano
        : Compass(keys: Compass.piano.keys, mostNotes: GeneralMIDI.mostNotes(of: program)))
  }

  public func add(to metadata: inout [String: String]) {
    metadata["styles"] = json(styles)
    guard !compasses.isEmpty else { return }
    metadata["compasses"] = json(compasses)
    metadata["orchestration"] = json(orchestration)
  }

  public var vocabulary: Vocabulary { timedVocabulary.vocabulary }
  public var featureCount: Int { MetricalListener.featureCount(timedVocabulary) }
  public var featureLayout: Int? { MetricalListener.featureLayout }
  public var memoryVocabulary: TimedVocabulary? { timedVocabulary }
  public var plannedStyles: StyleNames? { styles }

  private var timed: TimedTokens { TimedTokens(timedVocabulary) }

  public static func corpusPiece(
    of file: MIDIFile, annotation: Annotation?
  ) throws(MusicError) -> MetricalPiece? {
    let piece = try MetricalPiece(file, annotation)
    return piece.score.notes.isEmpty ? nil : piece
  }

  public func score(of piece: MetricalPiece) -> TimedScore? {
    timedVocabulary.instruments.isEmpty ? piece.score.inOnePart : piece.score
  }

  public static func listing(of file: MIDIFile) throws(MusicError) -> TokenListing {
    try TimedTokens.listing(of: file)
  }

  public func primer(_ file: MIDIFile) throws(MusicError) -> Primer {
    var primer = try timed.primer(file)
    guard !primer.tokens.isEmpty else { return primer }
    var piece = try MetricalPiece(file, nil)
    piece.score = piece.score.inHomeKey().score
    if timedVocabulary.instruments.isEmpty { piece.score = piece.score.inOnePart }
    // What is composed has one metre: the one that goes on.
    piece.bars = BarGrid(piece.bars.lastMetre, end: piece.score.end)
    var plan = FormPlan(of: piece)
    // Those who have begun go on, be it one alone.
    if !timedVocabulary.instruments.isEmpty { plan.instruments = piece.score.instruments }
    primer.plan = plan
    return primer
  }

  public func plan(ofStart start: [Int32], metre: Piece.Metre?) -> FormPlan? {
    let score = TimedTokenizer(timedVocabulary).decode(start).score
    guard !score.notes.isEmpty else { return nil }
    var plan = FormPlan(
      of: MetricalPiece(
        score, bars: metre.map { BarGrid($0, end: score.end) } ?? BarGrid(estimatedFrom: score)))
    // It is heard in the home key, and written in any.
    plan.tonic = nil
    return plan
  }

  public func beginning(drawn start: [Int32]) -> [Int32] { timed.beginning(drawn: start) }
  public func drawKey(with generator: inout SeededGenerator) -> Int {
    timed.drawKey(with: &generator)
  }
  public func keySignature(movedBy semitones: Int) -> Piece.KeySignature? {
    timed.keySignature(movedBy: semitones)
  }
  public func makeWriter(_ plan: PiecePlan) -> any EventWriter {
    let metre = plan.form?.metre ?? Piece.Metre(beats: 4, beatUnit: 4)
    return TimedWriter(
      MetricalListener(
        timedVocabulary,
        // They go on beyond the plan for as long as a piece may.
        bars: BarGrid(metre, end: TimedScore.latest), instruments: plan.instruments,
        plan: plan.form.map { HeardPlan($0, styles) }),
      plan)
  }

  public func measure(
    _ model: Model, on pieces: [MetricalPiece], threads: Int,
    report: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws -> PredictionMeasure {
    let home = pieces.map { $0.score.inHomeKey().score }
    let encodings = home.map(TimedTokenizer(timedVocabulary).encode)
    let passes = model.planner == nil ? 1.0 : 2
    func evaluate(told plans: [HeardPlan?], pass: Double) throws -> TimedEvaluation {
      try TimedEvaluation(
        model, on: encodings, timedVocabulary, threads: threads,
        pieces: pieces.indices.map {
          TokenSequence(
            metrical: encodings[$0].tokens, timedVocabulary, bars: pieces[$0].bars,
            instruments: pieces[$0].score.instruments, plan: plans[$0])
        },
        settings: zip(pieces, plans).map {
          PieceSetting(instruments: $0.score.instruments, bars: BarLags($0.bars, plan: $1))
        }, report: { report(($0 + pass) / passes) })
    }
    var evaluation = try evaluate(told: pieces.map { _ in nil }, pass: 0)
    if let planner = model.planner {
      let plans = concurrentMap(pieces.count) { index in
        var piece = pieces[index]
        piece.score = home[index]
        piece.score = score(of: piece) ?? piece.score
        return FormPlan(of: piece)
      }
      let told = try evaluate(told: plans.map { HeardPlan($0, styles) }, pass: 1)
      evaluation.planned = TimedEvaluation.Planned(
        bits: told.bits, bitsWithoutMemory: told.bitsWithoutMemory,
        planBitsPerNote: try planner.bits(of: plans, threads: threads)
          / Double(max(1, told.bits.notes)))
    }
    return .notes(evaluation)
  }
}
