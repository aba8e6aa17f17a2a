/// The tokens with which a vocabulary writes the parts of a piece.
public struct Seats: Hashable, Sendable {
  /// The token's instrument of each part, in score order; none where nobody says who plays.
  public private(set) var instruments: [Instrument] = []
  /// The part of each token's instrument: the first one of those that share it.
  public private(set) var parts: [Instrument: Int] = [:]
  /// The number of parts that are written as another instrument.
  public private(set) var movedParts = 0

  /// Finds each part's own token, or else the nearest that is free: of the program, of its family, of any; where all
  /// are taken, one that another part has.
  ///
  /// - Parameters:
  ///   - wanted: the instruments, in score order.
  ///   - known: the instruments that have tokens.
  init(_ wanted: [Instrument], in known: [Instrument]) {
    let own = Set(known)
    guard !known.isEmpty else { return }
    // One who has a token of his own keeps it, wherever he sits.
    let taken = Set(wanted).intersection(own)
    for instrument in wanted {
      let isFirst = parts[instrument] == nil
      let seat =
        own.contains(instrument) && isFirst
        ? instrument
        : Self.nearest(to: instrument, in: known.filter { parts[$0] == nil && !taken.contains($0) })
          ?? Self.nearest(to: instrument, in: known)!
      if parts[seat] == nil { parts[seat] = instruments.count }
      movedParts += seat == instrument && isFirst ? 0 : 1
      instruments.append(seat)
    }
  }

  private static func nearest(to wanted: Instrument, in known: [Instrument]) -> Instrument? {
    func distance(_ other: Instrument) -> (Int, Int) {
      let kind =
        other.program == wanted.program
        ? 0 : GeneralMIDI.family(other.program) == GeneralMIDI.family(wanted.program) ? 1 : 2
      return (kind, abs(other.number - wanted.number))
    }
    return known.min { distance($0) < distance($1) }
  }

  /// The part whose token a part is written with: itself, or the one that it shares it with.
  public func seat(ofPart part: Int) -> Int { parts[instruments[part]]! }
}

extension TimedVocabulary {
  /// The tokens of a piece's instruments, in score order; none for a single one, and in a vocabulary that has none.
  public func seats(of instruments: [Instrument]) -> Seats {
    Seats(instruments.count > 1 ? instruments : [], in: parts.map(\.instrument))
  }
}
