import RenderNetwork

/// The material that a tokenizer makes of a corpus for a training.
public struct TrainingMaterial: Sendable {
  /// The tokenizer of the finished model.
  public var tokenizer: any Tokenizer
  /// The token sequences to learn from and to measure on.
  public var data: TrainingData
  /// The pieces that a memory learns from; the first epoch's without it.
  var faultlessPieces: (@Sendable () -> [TokenSequence])?
  /// The openings that the finished model carries, to begin from.
  public var starts: [[Int32]]
  /// The SHA-256 over all training pieces, in hexadecimal digits.
  public var fingerprint: String
  /// What is known of the pieces beside their tokens, as an epoch hears them, for a memory; `nil` where that is nothing.
  var settings: (@Sendable (_ epoch: Int) -> [PieceSetting])?
  /// The learning of the network that draws plans; `nil` for a tokenizer whose pieces have none.
  public var planTraining: PlanTraining?
  /// Some of the training pieces as they sound, for a judge to learn from; none where it has no use for them.
  var realPieces: [MeasuredPiece] = []
  /// The number of pieces that are learned from.
  public var trainingPieces = 0
  /// The number of events in them.
  public var trainingEvents = 0
  /// The number of events in the validation pieces.
  public var validationEvents = 0
  /// The number of events that are not in the vocabulary and were left out.
  public var leftOutEvents = 0
  /// The number of pitches, times and durations that the vocabulary lacks and that went to its nearest
  /// member.
  public var movedNotes = 0

  public init(
    tokenizer: any Tokenizer, data: TrainingData, starts: [[Int32]], fingerprint: String
  ) {
    self.tokenizer = tokenizer
    self.data = data
    self.starts = starts
    self.fingerprint = fingerprint
  }
}
