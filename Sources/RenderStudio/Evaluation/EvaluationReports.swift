import RenderComposer
import RenderMusic

/// What is found of a model of the timed tokenizer.
public struct NoteEvaluation: Hashable, Codable, Sendable {
  /// What was measured, by part.
  public var parts: [NoteReport]
  /// Composed pieces beside real ones; `nil` where none were asked for.
  public var statistics: StatisticsReport?
}

/// How well a model of the timed tokenizer predicts a part of the files.
public struct NoteReport: Hashable, Codable, Sendable {
  /// Bits a note, together and apart.
  public struct Bits: Hashable, Codable, Sendable {
    /// The length of the n-grams that they are by; `nil` for a model.
    public var order: Int?
    /// The bits of a whole note.
    public var bitsPerNote: Double
    /// The share of the bits that tells when a note starts.
    public var onset: Double
    /// The share of the bits that tells its pitch.
    public var pitch: Double
    /// The share of the bits that tells its length.
    public var duration: Double

    init(order: Int? = nil, _ bits: BitsPerNote) {
      self.order = order
      bitsPerNote = bits.total
      onset = bits.onset
      pitch = bits.pitch
      duration = bits.duration
    }
  }

  /// The part of the split; `all` without one.
  public var part: String
  /// The number of pieces.
  public var pieces: Int
  /// The number of notes.
  public var notes: Int
  /// The number of pitches and lengths that are not in the vocabulary: the nearest were measured.
  public var moved: Int
  /// The bits of the model.
  public var model: Bits
  /// The bits of the network alone, where the model has a memory.
  public var withoutMemory: Bits?
  /// The bits of n-grams that were counted in the train part.
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
  /// The part of the split; `all` without one.
  public var part: String
  /// The number of pieces.
  public var pieces: Int
  /// The number of predicted events: all but the first of each piece.
  public var events: Int
  /// The number of events that are not in the vocabulary.
  public var leftOut: Int
  /// The mean −ln of the probability of an event, in nats.
  public var loss: Double
  /// The exponential of the loss.
  public var perplexity: Double
  /// The share of the events that were the likeliest, 0...1.
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
  /// The number of pieces.
  public var pieces: Int
  /// The number of passages of real pieces.
  public var passages: Int
  /// The number of composed pieces of which one event or bar has more than a quarter.
  public var collapsed: Int
  /// What was compared, a statistic a row.
  public var rows: [StatisticsComparison.Row]
  /// The number of whole pieces whose endings stand beside those of composed ones.
  public var wholePieces: Int
  /// How often pieces end like pieces, a sign of an ending a row.
  public var endings: [EndingComparison.Row]
  /// What composed pieces, and real passages, have from the train part; `nil` without one.
  public var copies: Originality.Copies?
  /// The same for real passages.
  public var copiesOfReal: Originality.Copies?
}
