import RenderComposer
import RenderNetwork

/// A request to train a model on MIDI files.
public struct TrainingRequest: Hashable, Codable, Sendable {
  /// The end of a training.
  public enum Limit: Hashable, Codable, Sendable {
    /// The end after so many passes over the corpus.
    case epochs(count: Int)
    /// The end after about so many minutes, those of a memory included.
    case minutes(count: Double)
  }

  /// The paths of MIDI files, and of folders of them.
  public var corpus: [String]
  /// The model file to write. Beside it a folder keeps the last and the best state, and a log.
  public var out: String
  /// The network and the way it is trained, where no base brings its own.
  public var preset: Preset
  /// A model to go on from: a file, or the name of a shipped one.
  public var base: String?
  /// The end of the training.
  public var limit: Limit
  /// The path of JSON with the lists train and validation, which say what each file is for.
  public var split: String?
  /// The path of annotations, one JSON object a line: what the scores say beyond the notes.
  public var annotations: String?
  /// The share of the files, 0..<1, that is held out for validation where there is no split.
  public var validationShare: Double
  /// The number that decides the first weights, the order of pieces and dropout.
  public var seed: UInt64
  /// The highest learning rate; the preset's own without it.
  public var learningRate: Float?
  /// The number of sequences in a step; the preset's own without it.
  public var batchSize: Int?
  /// The number of tokens of each sequence, over which errors flow back; the preset's own without it.
  public var sequenceLength: Int?
  /// The precision of products of matrices; the one in which this processor is fastest without it.
  public var precision: TrainingOptions.Precision?
  /// Whether an interrupted training of the same request is continued.
  public var resumes: Bool

  /// The allowed numbers of passes over the corpus.
  public static let epochs = 1...1_000_000
  /// The allowed minutes, of which 0 itself is excluded.
  public static let minutes: ClosedRange<Double> = 0...1_000_000
  /// The allowed shares for validation; all is too many.
  public static let validationShares = 0.0..<1

  /// Makes a request of these values.
  public init(
    corpus: [String], out: String, preset: Preset = .default, base: String? = nil,
    limit: Limit = .minutes(count: 60), split: String? = nil, annotations: String? = nil,
    validationShare: Double = 0.05, seed: UInt64 = 1, learningRate: Float? = nil,
    batchSize: Int? = nil, sequenceLength: Int? = nil,
    precision: TrainingOptions.Precision? = nil, resumes: Bool = false
  ) {
    self.corpus = corpus
    self.out = out
    self.preset = preset
    self.base = base
    self.limit = limit
    self.split = split
    self.annotations = annotations
    self.validationShare = validationShare
    self.seed = seed
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.sequenceLength = sequenceLength
    self.precision = precision
    self.resumes = resumes
  }

  /// Refuses what makes no sense, whatever the corpus is.
  ///
  /// - Throws: `StudioError.outOfRange`; `NetworkError.outOfRange` for the learning rate, the batch and its sequences.
  public func validate() throws {
    switch limit {
    case .epochs(let count): try check(.epochs, count, Self.epochs)
    case .minutes(let count):
      try check(.minutes, count, NumberRange(above: 0, to: Self.minutes.upperBound))
    }
    try check(.validationShare, validationShare, NumberRange(Self.validationShares))
    var options = preset.options
    adjust(&options)
    options.threads = 1
    try options.validate()
    if let sequenceLength, case .window(let length) = preset.context {
      // A window is what the network hears, and no matter of training alone.
      try NetworkError.check("sequence length", sequenceLength, length...length)
    }
  }

  /// Sets what is asked for instead of the preset's own.
  func adjust(_ options: inout TrainingOptions) {
    if let learningRate { options.learningRate = learningRate }
    if let batchSize { options.batchSize = batchSize }
    if let sequenceLength { options.sequenceLength = sequenceLength }
  }
}
