import RenderNetwork

/// What a tokenizer makes of a corpus for a training.
public struct TrainingMaterial: Sendable {
  public var tokenizer: any Tokenizer
  public var data: TrainingData
  /// The openings that the finished model carries, to begin from.
  public var starts: [[Int32]]
  /// The SHA-256 over all training pieces.
  public var fingerprint: String
  public var trainingPieces = 0
  public var trainingEvents = 0
  public var validationEvents = 0
  /// Events that are not in the vocabulary and were left out.
  public var leftOutEvents = 0
  /// Pitches, times and durations that the vocabulary lacks and that went to its nearest member.
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
