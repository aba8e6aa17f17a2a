import RenderMusic

@testable import RenderComposer
@testable import RenderNetwork

/// A model of random weights, in a blink. Notes C4 upwards and two chords.
func randomModel(
  seed: UInt64 = 1, context: TokenDecoder.Context = .stateful, scale: Float = 4
) throws -> Model {
  let vocabulary = try Vocabulary(
    ordered: ["C4", "D4", "E4", "F4", "G4", "A4", "B4", "C5", "0.4.7", "2.5.9"])
  let isWindow = context != .stateful
  let architecture = Architecture(
    vocabularySize: vocabulary.count,
    layers: [
      isWindow ? .scaledIndex : .embedding(width: 6),
      .lstm(units: 12, returnsSequence: true, recurrentActivation: .logistic),
      .lstm(units: 8, returnsSequence: !isWindow, recurrentActivation: .logistic),
      .dense(units: vocabulary.count),
    ])
  let parameters = try Parameters(randomFor: architecture, seed: seed)
  // Larger weights than a fresh network's: what was heard makes a difference.
  for index in 0..<parameters.count { parameters.buffer.base[index] *= scale }
  // Forty different ones.
  let starts = (0..<40).map { (start: Int) -> [Int32] in
    let (offset, growth) = (start * 7, 1 + start / 10)
    return (0..<6).map { (index: Int) -> Int32 in Int32((offset + index * index * growth) % 10) }
  }
  return Model(
    parameters: parameters, tokenizer: try ClassicTokens(vocabulary), context: context,
    starts: starts,
    decodingPolicy: .tuned,
    record: ModelRecord(
      software: softwareVersion, preset: isWindow ? "tutorial" : "classic",
      corpusFingerprint: "", corpusFiles: 0, corpusEvents: 0,
      training: TrainingRecord(
        options: Preset.classic.options, steps: 0, epochs: 0, parameters: parameters.count,
        evaluations: [])))
}

/// Tunes in C that go through all their notes, as tokens.
func tunes(count: Int, length: Int) -> [[String]] {
  let scale = ["C4", "D4", "E4", "F4", "G4", "A4", "B4", "0.4.7"]
  return (0..<count).map { tune in (0..<length).map { scale[($0 * (tune % 3 + 1) + tune) % 8] } }
}
