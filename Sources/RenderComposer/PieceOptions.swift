import RenderMusic
import RenderNetwork

/// The options of a piece to compose.
public struct PieceOptions: Hashable, Sendable {
  /// The tokens that the network hears before it draws any.
  public enum Beginning: Hashable, Sendable {
    /// The beginning of a piece, for a model that knows beginnings (timed); one of the model's own
    /// starts, chosen by the seed, for one that does not.
    case drawn
    /// One of the model's own starts, counted from 0.
    case start(Int)
    /// The beginning of a piece that the user gives.
    case primer(Primer)
    /// The opening of a composed piece, which is written as it was.
    case opening(Opening)

    /// The opening of a composed piece, where it is that.
    var opening: Opening? { if case .opening(let opening) = self { opening } else { nil } }
  }

  /// The tokens that the network hears before it draws any.
  public var beginning: Beginning
  /// The length; without it a classic model writes for ever, a timed one until it finds an end.
  public var extent: Extent?
  /// What the plan has to be like, where a model plans its pieces. Its length and tempo are those of the piece.
  public var wishes = PlanWishes()
  /// The plan of a model that plans its pieces; drawn without it. Where nothing else says the length, the piece ends
  /// with its bars.
  public var plan: FormPlan?
  /// The tempo in quarters a minute; without it 120, or what a timed model chooses.
  public var quartersPerMinute: Double?
  /// The way in which tokens are drawn.
  public var sampling: Sampling
  /// Whether the start or the primer is written, too; the extent does not count it. The opening of a composed piece is
  /// written and counted always.
  public var includesBeginning: Bool
  /// The semitones by which the piece is written higher than it was composed.
  public var transposition: Int

  /// The tempi that may be asked for, in quarters a minute.
  public static let tempos = 10.0...500
  /// The semitones by which a piece can be moved: four octaves.
  public static let transpositions = -48...48

  public init(
    beginning: Beginning = .drawn, extent: Extent? = nil, quartersPerMinute: Double? = nil,
    sampling: Sampling = Sampling(), includesBeginning: Bool = false, transposition: Int = 0
  ) {
    self.beginning = beginning
    self.extent = extent
    self.quartersPerMinute = quartersPerMinute
    self.sampling = sampling
    self.includesBeginning = includesBeginning
    self.transposition = transposition
  }

  /// The length of what is to be composed; `nil` where there is none.
  var newExtent: Extent? {
    guard let opening = beginning.opening else { return extent }
    return extent.map { $0.after(opening) }
  }

  /// What the plan has to be like, with the tempo of the piece and the length of what is to be composed.
  var plannedWishes: PlanWishes {
    var wishes = wishes
    wishes.extent = newExtent
    wishes.quartersPerMinute = quartersPerMinute
    return wishes
  }

  /// Checks what can be checked without a model; a composer does, too.
  ///
  /// - Throws: `ComposerError.outOfRange`.
  public func validate() throws(ComposerError) {
    try sampling.validate()
    try extent?.validate()
    try wishes.validate()
    if let quartersPerMinute { try requireInRange("tempo", quartersPerMinute, Self.tempos) }
    try requireInRange("transposition", transposition, Self.transpositions)
  }
}
