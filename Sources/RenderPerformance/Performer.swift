/// One or several musicians who play phrases, one after the other.
protocol Performer {
  /// The tempi that have been written.
  var tempo: TempoWriter { get }

  /// Plays a phrase; the queue holds then all that happens before the next one can begin.
  mutating func play(_ phrase: Phrase, into queue: inout EventQueue)
}

extension Performers {
  /// The performer of the piece: a pianist for pianos, and for anyone else at keys or strings of their own.
  func performer(time: ScoreTime, weights: RuleWeights, seed: UInt64) -> any Performer {
    isOneKeyboardPlayer
      ? KeyboardPerformer(time: time, parts: parts, weights: weights, seed: seed)
      : EnsemblePerformer(self, time: time, weights: weights, seed: seed)
  }
}
