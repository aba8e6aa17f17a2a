import RenderComposer
import RenderMusic

/// What is found of a model of the timed tokenizer.
public struct NoteEvaluation: Hashable, Codable, Sendable {
  public var parts: [NoteReport]
  public var statistics: StatisticsReport?
}

/// How well a model of the timed tokenizer predicts a part of the files.
public struct NoteReport: Hashable, Codable, Sendable {
  /// Bits a note, together and apart.
  public struct Bits: Hashable, Codable, Sendable {
    /// The length of the n-grams that they are by; `nil` for a model.
    public var order: Int?
    public var bitsPerNote: Double
    public var onset: Double
    public var pitch: Double
    public var duration: Double

    init(order: Int? = nil, _ bits: BitsPerNote) {
      self.order = order
      bitsPerNote = bits.total
      onset = bits.onset
      pitch = bits.pitch
      duration = bits.duration
    }
  }

  public var part: String
  public var pieces: Int
  public var notes: Int
  public var moved: Int
  public var model: Bits
  /// The bits of the network alone, where the model has a memory.
  public var withoutMemory: Bits?
  public var baselines: [Bits] = []

  init(part: String, pieces: Int, hasMemory: Bool, _ evaluation: TimedEvaluation) {
    self.part = part
    self.pieces = pieces
    notes = evaluation.bits.notes
    moved = evaluation.moved
    model = Bits(evaluation.bits)
    withoutMemory = hasMemory ? Bits(evaluation.bitsWithoutMemory) : nil
  }
}

/// How well a model of the classic tokenizer predicts a part of the files.
public struct EventReport: Hashable, Codable, Sendable {
  public var part: String
  public var pieces: Int
  /// The number of predicted events: all but the first of each piece.
  public var events: Int
  public var leftOut: Int
  public var loss: Double
  public var perplexity: Double
  public var accuracy: Double

  init(part: String, pieces: Int, _ evaluation: ModelEvaluation) {
    self.part = part
    self.pieces = pieces
    events = evaluation.events
    leftOut = evaluation.leftOut
    loss = evaluation.loss
    perplexity = evaluation.perplexity
    accuracy = evaluation.accuracy
  }
}

/// Composed pieces beside real ones.
public struct StatisticsReport: Hashable, Codable, Sendable {
  public var pieces: Int
  public var passages: Int
  public var collapsed: Int
  public var rows: [StatisticsComparison.Row]
  /// The number of whole pieces whose endings stand beside those of composed ones.
  public var wholePieces: Int
  public var endings: [EndingComparison.Row]
  /// What composed pieces, and real passages, have from the train part; `nil` without one.
  public var copies: Originality.Copies?
  public var copiesOfReal: Originality.Copies?
}
