/// A piece as it is composed: a header, and notes on a grid of 1/24 quarter with their dynamics.
/// Ticks, performance, MIDI and sheet music are derived from it, each in one place: `Score(piece)` has the
/// ticks.
public struct Piece: Hashable, Sendable {
  /// The places of the grid in a quarter: it holds 32nds, triplets of 16ths and all that is longer.
  public static let unitsPerQuarter = 24

  /// The ticks in a quarter where a piece becomes a score or a file: 20 to a unit, so that a performance has
  /// room between the grid's lines.
  public static let ticksPerQuarter = 480

  /// A note on the grid.
  public struct Note: Hashable, Sendable {
    /// The beginning, in units from the beginning of the piece.
    public var onset: Int
    /// The length in units, at least 1.
    public var duration: Int
    /// The MIDI key number, 60 is middle C (C4).
    public var key: UInt8
    /// The index of the part that plays the note.
    public var part: Int

    public init(onset: Int, duration: Int, key: UInt8, part: Int = 0) {
      self.onset = onset
      self.duration = duration
      self.key = key
      self.part = part
    }

    /// The first unit after the note.
    public var end: Int { onset + duration }
  }

  /// The title, tempi, key, metre and parts.
  public var header: Header
  /// The notes, ordered by onset.
  public var notes: [Note]
  /// The dynamics; without any, all notes are *mezzo forte*.
  public var dynamics: Dynamics

  public init(header: Header, notes: [Note], dynamics: Dynamics = Dynamics()) {
    self.header = header
    self.notes = notes
    self.dynamics = dynamics
  }

  /// Makes a piece of music that was read onto the grid.
  ///
  /// - Parameter parts: as many as the music has; named after their instruments without them.
  public init(_ score: TimedScore, title: String = "", parts: [Part]? = nil) {
    self.init(
      header: Header(
        title: title, tempos: score.tempos, parts: parts ?? score.instruments.map(Part.init)),
      notes: score.notes)
  }
}
