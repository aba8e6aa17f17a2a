import RenderMusic

/// What is known of a piece beside its tokens: who plays, and where its bars begin.
public struct PieceSetting: Sendable {
  /// The instruments of the parts, in score order; one, or none, where tokens say nothing of parts.
  public var instruments: [Instrument]
  /// The bars as a memory sees them; `nil` where the network hears none.
  public var bars: BarLags?

  public init(instruments: [Instrument] = [], bars: BarLags? = nil) {
    self.instruments = instruments
    self.bars = bars
  }
}
