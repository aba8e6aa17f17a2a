import RenderMusic

/// What a model sees of a file, as people read it.
public struct TokenListing: Hashable, Sendable {
  /// The place of a token in a piece.
  public struct Time: Hashable, Sendable {
    /// The onset, in units from the beginning.
    public var onset: Int
    /// The length, in units.
    public var duration: Int
  }

  /// The units of a quarter note, in which times are given.
  public static let unitsPerQuarter = ClassicTokenizer.Event.unitsPerQuarter

  /// The names of the tokens.
  public var tokens: [String]
  /// The times of the tokens; `nil` where the tokens say them.
  public var times: [Time]?
  /// The changes that putting the notes on the grid has made; `nil` where there is no grid.
  public var quantization: Quantization?
  /// The semitones by which the notes were moved to the key that models compose in.
  public var movedBy: Int

  /// Makes a listing of these values.
  public init(
    _ tokens: [String], times: [Time]? = nil, quantization: Quantization? = nil, movedBy: Int = 0
  ) {
    self.tokens = tokens
    self.times = times
    self.quantization = quantization
    self.movedBy = movedBy
  }
}
