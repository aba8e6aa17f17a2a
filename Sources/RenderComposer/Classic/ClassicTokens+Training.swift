import RenderMusic
import RenderNetwork

extension ClassicTokens {
  public static func material(
    training: [[String]], validation: [[String]], knownAs known: ClassicTokens?, of base: Model?,
    preset: Preset, seed: UInt64
  ) throws(ComposerError) -> TrainingMaterial {
    let context = base?.context ?? preset.context
    let transposes = base.map { $0.context == .stateful } ?? preset.transposes
    let tokenizer: ClassicTokens
    if let known {
      tokenizer = known
    } else {
      tokenizer = try ClassicTokens(Vocabulary(covering: training, transposed: transposes))
    }
    let vocabulary = tokenizer.vocabulary
    let pieces = training.map(vocabulary.indices).filter { $0.count >= 2 }
    let validationPieces = validation.map(vocabulary.indices).filter { $0.count >= 2 }
    guard !pieces.isEmpty else { throw .nothingToLearn }
    let transposition = transposes ? Transposition(vocabulary) : nil
    let starts: [[Int32]]
    if let base {
      starts = base.starts
    } else {
      starts = try Starts.classic(of: pieces, context: context, seed: seed)
    }
    var material = TrainingMaterial(
      tokenizer: tokenizer,
      data: TrainingData(
        pieces: { epoch in
          (transposition?.pieces(pieces, seed: seed, epoch: epoch) ?? pieces)
            .map { TokenSequence($0) }
        },
        validation: validationPieces.map { TokenSequence($0) }),
      starts: starts,
      fingerprint: ModelTraining.fingerprint(of: training.map { $0.map { Array($0.utf8) + [0] } }))
    material.trainingPieces = pieces.count
    material.trainingEvents = pieces.reduce(0) { $0 + $1.count }
    material.validationEvents = validationPieces.reduce(0) { $0 + $1.count }
    material.leftOutEvents =
      (training + validation).reduce(0) { $0 + $1.count } - material.trainingEvents
      - material.validationEvents
    return material
  }
}

extension Vocabulary {
  /// The tokens of some pieces, and of the same pieces in all keys.
  fileprivate init(covering pieces: [[String]], transposed: Bool) {
    let tokens = Set(pieces.joined())
    guard transposed else {
      self.init(of: tokens)
      return
    }
    self.init(
      of: tokens.flatMap { token in
        Transposition.semitones.compactMap { semitones in
          (try? ClassicToken(token))?.transposed(by: semitones)?.description
        }
      })
  }
}
