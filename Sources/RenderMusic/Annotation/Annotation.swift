/// The contents of a score beyond its notes, as its editors wrote them: what a file of notes does not say.
public struct Annotation: Hashable, Sendable {
  /// The lengths of the bars from place 0, run-length, in quarters; empty where nobody knows them.
  public var barLengths: [BarGrid.Run] = []
  /// The time signatures, by onset.
  public var timeSignatures: [Piece.TimeSignature] = []
  /// The places in units where another key signature begins, the first one's left out.
  public var keyChanges: [Int] = []
  /// The tempo at the beginning in quarters a minute; `nil` where the score says nothing of it.
  public var quartersPerMinute: Double?
  /// The composer, as the collection writes the name; empty where nobody knows.
  public var composer = ""
  /// The year in which the composer was born.
  public var born: Int?
  /// The kind of piece, such as mazurka or song; empty where nobody knows.
  public var genre = ""
  /// Whether a voice sings, and the keyboard accompanies it.
  public var isSong = false
  /// The dynamics, by onset.
  public var dynamics = Dynamics()
  /// The places in units where a section begins or a repetition turns back.
  public var boundaries: [Int] = []

  public init() {}

  /// The bars of a piece that ends at a unit; `nil` where the score does not say them.
  public func bars(until end: Int) -> BarGrid? {
    BarGrid(barLengths, timeSignatures: timeSignatures, end: end)
  }
}
