import RenderComposer

/// A model to be trained on MIDI files.
public struct TrainingRequest: Hashable, Codable, Sendable {
  /// When a training ends.
  public enum Limit: Hashable, Codable, Sendable {
    /// After so many passes over the corpus.
    case epochs(count: Int)
    /// After about so many minutes, those of a memory included.
    case minutes(count: Double)
  }

  /// MIDI files, and folders of them.
  public var corpus: [String]
  /// The model file to write. Beside it a folder keeps the last and the best state, and a log.
  public var out: String
  /// The network and the way it is trained, where no base brings its own.
  public var preset: Preset
  /// A model to go on from: a file, or the name of a shipped one.
  public var base: String?
  /// When the training ends.
  public var limit: Limit
  /// JSON with the lists train and validation, which say what each file is for.
  public var split: String?
  /// Without a split, the share of the files that is held out for validation.
  public var validationShare: Double
  /// The number that decides the first weights, the order of pieces and dropout.
  public var seed: UInt64
  /// The highest learning rate; the preset's own without it.
  public var learningRate: Float?
  /// Sequences in a step; the preset's own without it.
  public var batchSize: Int?
  /// Whether an interrupted training of the same request is continued.
  public var resumes: Bool

  /// Allowed passes over the corpus.
  public static let epochs = 1...1_000_000
  /// Allowed minutes; none is no limit.
  public static let minutes: ClosedRange<Double> = 0...1_000_000
  /// Allowed shares; all is too many.
  public static let validationShares = 0.0..<1

  /// Makes a request of these values.
  public init(
    corpus: [String], out: String, preset: Preset = .default, base: String? = nil,
    limit: Limit = .minutes(count: 60), split: String? = nil, validationShare: Double = 0.05,
    seed: UInt64 = 1, learningRate: Float? = nil, batchSize: Int? = nil, resumes: Bool = false
  ) {
    self.corpus = corpus
    self.out = out
    self.preset = preset
    self.base = base
    self.limit = limit
    self.split = split
    self.validationShare = validationShare
    self.seed = seed
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.resumes = resumes
  }

  /// Refuses what makes no sense, whatever the corpus is.
  public func validate() throws(StudioError) {
    switch limit {
    case .epochs(let count): try check(.epochs, count, Self.epochs)
    case .minutes(let count):
      guard count > 0, count <= Self.minutes.upperBound else {
        throw .outOfRange(.minutes, value: count, allowed: Self.minutes)
      }
    }
    guard Self.validationShares.contains(validationShare) else {
      throw .outOfRange(.validationShare, value: validationShare, allowed: 0...1)
    }
  }
}
