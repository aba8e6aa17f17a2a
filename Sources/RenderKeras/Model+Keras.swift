import RenderComposer
import RenderNetwork

extension Model {
  /// Makes a model of a network that was trained in Keras after the tutorial, and the list of tokens that it
  /// was trained with.
  ///
  /// - Throws: a list that is not the network's, or is no longer than a window.
  public init(_ network: KerasNetwork, notes: TokenList) throws {
    guard notes.tokens.count > network.window else {
      throw KerasError.tooFewTokens(notes.tokens.count, window: network.window)
    }
    let vocabulary = notes.vocabulary
    let outputs = network.architecture.vocabularySize
    guard vocabulary.count == outputs else {
      throw KerasError.wrongVocabulary(outputs: outputs, tokens: vocabulary.count)
    }
    let context = TokenDecoder.Context.window(network.window)
    let indices = notes.tokens.map { Int32(vocabulary.index(of: $0)!) }
    try self.init(
      parameters: network.parameters, tokenizer: ClassicTokens(vocabulary), context: context,
      starts: try Starts.classic(of: [indices], context: context, seed: 1),
      // Nothing was tuned for it.
      decodingPolicy: .neutral,
      record: ModelRecord(
        preset: "keras",
        corpusFingerprint: ModelTraining.fingerprint(of: [
          notes.tokens.map { Array($0.utf8) },
          network.parameters.arrays.joined().map { $0.values.withUnsafeBytes { Array($0) } },
        ]),
        corpusFiles: 1, corpusEvents: indices.count,
        training: TrainingRecord(
          options: Preset.tutorial.options, steps: 0, epochs: 0,
          parameters: network.parameters.count, evaluations: [])))
  }
}
