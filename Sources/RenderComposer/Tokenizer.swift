import RenderMusic

/// How a model reads and writes music; each with the vocabulary that the model was trained with.
public enum Tokenizer: Hashable, Sendable {
  /// The tutorial's: notes and chords, an event a token.
  case classic(Vocabulary)
  /// Pitches, times and tempi on a grid.
  case timed(TimedVocabulary)

  /// What a model's file calls it.
  public enum Name: String, CaseIterable, Codable, Sendable {
    case classic, timed
  }

  public var name: Name {
    switch self {
    case .classic: .classic
    case .timed: .timed
    }
  }

  /// The names of the tokens, by index.
  public var vocabulary: Vocabulary {
    switch self {
    case .classic(let vocabulary): vocabulary
    case .timed(let vocabulary): vocabulary.vocabulary
    }
  }

  /// A tokenizer from a stranger's file.
  ///
  /// - Throws: a vocabulary that the tokenizer could not have made.
  init(_ name: Name, vocabulary: Vocabulary) throws(ComposerError) {
    switch name {
    case .classic:
      for token in vocabulary.tokens {
        guard (try? ClassicToken(token)) != nil else {
          throw .badModel("its vocabulary holds '\(token)', neither a note nor a chord")
        }
      }
      self = .classic(vocabulary)
    case .timed:
      do { self = .timed(try TimedVocabulary(vocabulary)) } catch {
        throw .badModel("of its vocabulary: \(error)")
      }
    }
  }

  /// What is known beside each token: the number of features that a network can hear.
  public var featureCount: Int {
    switch self {
    case .classic: 0
    case .timed: TimedListener.featureCount
    }
  }

  /// The version of what each feature means; `nil` where there are none.
  public var featureLayout: Int? {
    switch self {
    case .classic: nil
    case .timed: TimedListener.featureLayout
    }
  }
}
