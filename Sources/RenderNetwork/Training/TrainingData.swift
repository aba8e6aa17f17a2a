/// The pieces that a network learns from and is measured on, as tokens.
public struct TrainingData: Sendable {
  /// The pieces as an epoch sees them: a pure function of the epoch's number.
  public var pieces: @Sendable (_ epoch: Int) -> [TokenSequence]
  /// The pieces to measure on; none for no measurement.
  public var validation: [TokenSequence]

  /// The pieces of a training.
  public init(
    pieces: @escaping @Sendable (_ epoch: Int) -> [TokenSequence], validation: [TokenSequence]
  ) {
    self.pieces = pieces
    self.validation = validation
  }
}
