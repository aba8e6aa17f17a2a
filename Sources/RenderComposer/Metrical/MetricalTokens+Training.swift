import RenderMusic
import RenderNetwork

extension MetricalTokens {
  public static func material(
    training: [MetricalPiece], validation: [MetricalPiece], knownAs known: MetricalTokens?,
    of base: Model?, preset: Preset, seed: UInt64
  ) throws(ComposerError) -> TrainingMaterial {
    // A network for one instrument hears the notes of all as one's.
    let hasParts = known.map { !$0.timedVocabulary.instruments.isEmpty } ?? (preset == .ensemble)
    let scores = training.map {
      let score = $0.score.inHomeKey().score
      return hasParts ? score : score.inOnePart
    }
    let vocabulary = known?.timedVocabulary ?? TimedVocabulary(learnedFrom: scores)
    let styles = known?.styles ?? StyleNames(of: training.map(\.style))
    let tokenizer = TimedTokenizer(vocabulary)
    let encodings = scores.map(tokenizer.encode)
    let validationEncodings = validation.map { tokenizer.encode($0.score.inHomeKey().score) }
    guard !encodings.isEmpty else { throw .nothingToLearn }
    let hearing = MetricalHearing(
      lessons: concurrentMap(training.count) { index in
        var piece = training[index]
        piece.score = scores[index]
        return MetricalHearing.Lesson(
          tokens: encodings[index].tokens, bars: piece.bars,
          instruments: piece.score.instruments, plan: FormPlan(of: piece))
      }, vocabulary: vocabulary, styles: styles, seed: seed)
    var material = TrainingMaterial(
      tokenizer: MetricalTokens(
        vocabulary, styles: styles,
        compasses: known?.compasses
          ?? (hasParts ? Compass.learned(from: training.map(\.score)) : [:]),
        orchestration: known?.orchestration
          ?? Orchestration(
            learnedFrom: zip(training, hearing.lessons).map { ($0, $1.plan) })),
      data: TrainingData(
        pieces: hearing.pieces,
        validation: zip(validationEncodings, validation).map {
          TokenSequence(
            metrical: $0.tokens, vocabulary, bars: $1.bars, instruments: $1.score.instruments)
        }),
      starts: base?.starts
        ?? Starts.timed(
          of: encodings.map(\.tokens), vocabulary, instruments: scores.map(\.instruments),
          seed: seed),
      fingerprint: ModelTraining.fingerprint(
        of: zip(encodings, training).map { encoding, piece in
          [encoding.tokens.flatMap(bytes), piece.bars.starts.flatMap { bytes(Int32($0)) }]
        }))
    material.settings = hearing.settings
    material.faultlessPieces = { hearing.faultlessPieces(epoch: 0) }
    material.planTraining = PlanTraining(
      hearing.lessons.map(\.plan),
      validation: validation.map { piece in
        var piece = piece
        piece.score = piece.score.inHomeKey().score
        return FormPlan(of: piece)
      }, styles: styles, seed: seed)
    material.realPieces = evenly(training, ModelTraining.judgedPieces).map {
      MeasuredPiece($0.score, bars: $0.bars)
    }
    material.trainingPieces = training.count
    material.trainingEvents = scores.reduce(0) { $0 + $1.eventCount }
    material.validationEvents = validation.reduce(0) { $0 + $1.score.eventCount }
    material.movedNotes = (encodings + validationEncodings).reduce(0) {
      $0 + $1.movedPitches + $1.movedShifts + $1.movedDurations
    }
    return material
  }

  private static func bytes(_ value: Int32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
}
