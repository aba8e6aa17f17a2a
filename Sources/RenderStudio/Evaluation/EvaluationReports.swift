import RenderComposer
import RenderMusic

/// The measure of a timed model.
public struct NoteEvaluation: Hashable, Codable, Sendable {
  /// The measures by part of the files.
  public var parts: [NoteReport]
  /// The comparison of composed pieces with real ones; `nil` where none was asked for.
  public var statistics: StatisticsReport?
}

/// A report of how well a timed model predicts a part of the files.
public struct NoteReport: Hashable, Codable, Sendable {
  /// The bits a note, in all and by what they say.
  public struct Bits: Hashable, Codable, Sendable {
    /// The length of the n-grams that predicted; `nil` for a model.
    public var order: Int?
    /// The bits a note in all.
    public var bitsPerNote: Double
    /// The part of the bits that says when a note begins.
    public var onset: Double
    /// The part of the bits that says who plays it; `nil` in music for one instrument.
    public var part: Double?
    /// The part of the bits that says its pitch.
    public var pitch: Double
    /// The part of the bits that says its length.
    public var duration: Double

    init(order: Int? = nil, _ bits: BitsPerNote) {
      self.order = order
      bitsPerNote = bits.total
      onset = bits.onset
      part = bits.part > 0 ? bits.part : nil
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
  /// The bits of the model where it is told the plan of each piece, if it plans.
  public var withPlan: Bits?
  /// The bits of the plans themselves, divided by the number of notes.
  public var planBitsPerNote: Double?
  /// The bits of n-grams that were counted in the train part.
  public var baselines: [Bits] = []

  init(part: String, pieces: Int, hasMemory: Bool, _ evaluation: TimedEvaluation) {
    self.part = part
    self.pieces = pieces
    notes = evaluation.bits.notes
    moved = evaluation.moved
    model = Bits(evaluation.bits)
    withoutMemory = hasMemory ? Bits(evaluation.bitsWithoutMemory) : nil
    withPlan = evaluation.planned.map { Bits($0.bits) }
    planBitsPerNote = evaluation.planned?.planBitsPerNote
  }
}

/// A report of how well a classic model predicts a part of the files.
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

/// A report that compares composed pieces with real ones.
public struct StatisticsReport: Hashable, Codable, Sendable {
  /// The number of pieces.
  public var pieces: Int
  /// The number of passages of real pieces.
  public var passages: Int
  /// The number of composed pieces of which one event or bar has more than a quarter.
  public var collapsed: Int
  /// The rows, one a statistic.
  public var rows: [StatisticsComparison.Row]
  /// The number of whole pieces whose endings are compared with those of composed ones.
  public var wholePieces: Int
  /// The shares of pieces that end like pieces, a sign of an ending a row.
  public var endings: [EndingComparison.Row]
  /// The copies from the train part in composed pieces; `nil` without such a part.
  public var copies: Originality.Copies?
  /// The copies from the train part in real passages; `nil` without such a part.
  public var copiesOfReal: Originality.Copies?
  /// The measures of the form, beside those of the real pieces of validation and test.
  public var form: FormComparison
  /// How well composed pieces are told from those real ones; `nil` for fewer than ten of either.
  public var discrimination: Discrimination?
}
