import RenderMusic
import RenderNetwork

extension TimedTokens {
  public static func material(
    training: [TimedScore], validation: [TimedScore], knownAs known: TimedTokens?, of base: Model?,
    preset: Preset, seed: UInt64
  ) throws(ComposerError) -> TrainingMaterial {
    let training = training.map { $0.inHomeKey().score }
    let vocabulary = known?.timedVocabulary ?? TimedVocabulary(learnedFrom: training)
    let tokenizer = TimedTokenizer(vocabulary)
    let encodings = training.map(tokenizer.encode)
    let validationEncodings = validation.map { tokenizer.encode($0.inHomeKey().score) }
    let pieces = encodings.map(\.tokens).filter { !$0.isEmpty }
    guard !pieces.isEmpty else { throw .nothingToLearn }
    let hearing = TimedHearing(pieces: pieces, vocabulary: vocabulary, seed: seed)
    var material = TrainingMaterial(
      tokenizer: TimedTokens(vocabulary),
      data: TrainingData(
        pieces: hearing.pieces,
        validation: validationEncodings.map {
          TokenSequence(timed: $0.tokens, vocabulary, tellsRemaining: false)
        }),
      starts: base?.starts ?? Starts.timed(of: pieces, vocabulary, seed: seed),
      fingerprint: ModelTraining.fingerprint(of: encodings.map { [$0.tokens.flatMap(bytes)] }))
    material.trainingPieces = pieces.count
    material.trainingEvents = training.reduce(0) { $0 + $1.eventCount }
    material.validationEvents = validation.reduce(0) { $0 + $1.eventCount }
    material.movedNotes = (encodings + validationEncodings).reduce(0) {
      $0 + $1.movedPitches + $1.movedShifts + $1.movedDurations
    }
    return material
  }

  private static func bytes(_ token: Int32) -> [UInt8] {
    [UInt8(truncatingIfNeeded: token), UInt8(truncatingIfNeeded: token >> 8)]
  }
}

extension TimedVocabulary {
  /// The vocabulary of a training's pieces: what is rarer than ten times cannot be learned; of a small corpus
  /// everything is rare.
  init(learnedFrom scores: [TimedScore]) {
    let notes = scores.reduce(0) { $0 + $1.notes.count }
    self.init(of: scores, minimum: notes < 100_000 ? 1 : 10)
  }
}
