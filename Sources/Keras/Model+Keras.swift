import Composer
import NeuralNetwork

extension Model {
  /// A model out of a network that was trained in Keras after the tutorial, and the list of tokens that
  /// it was trained with.
  ///
  /// - Parameter window: how many tokens the network sees at a time, where its file does not say; the
  ///   tutorial's 100 without it.
  /// - Throws: a list that is not the network's, or is no longer than a window.
  public init(_ network: KerasNetwork, notes: TokenList, window: Int? = nil) throws {
    let vocabulary = notes.vocabulary
    let outputs = network.architecture.vocabularySize
    guard vocabulary.count == outputs else {
      throw KerasError.wrongVocabulary(outputs: outputs, tokens: vocabulary.count)
    }
    let context = TokenDecoder.Context.window(network.window ?? window ?? 100)
    let indices = notes.tokens.map { Int32(vocabulary.index(of: $0)!) }
    self.init(
      parameters: network.parameters, tokenizer: .classic(vocabulary), context: context,
      starts: try Starts.classic(of: [indices], context: context, seed: 1),
      record: ModelRecord(
        preset: "keras",
        corpusFingerprint: ModelTraining.fingerprint(of: [notes.tokens.map { Array($0.utf8) }]),
        corpusFiles: 1, corpusEvents: indices.count,
        training: TrainingRecord(
          options: Preset.tutorial.options, steps: 0, epochs: 0,
          parameters: network.parameters.count, evaluations: [])))
  }
}
