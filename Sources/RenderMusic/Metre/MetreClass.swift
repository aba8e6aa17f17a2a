/// The metres that a network tells apart; all others are one.
public enum MetreClass {
  /// The metres by class, as beats and beat unit, the commonest of piano music and songs.
  public static let metres: [(beats: Int, beatUnit: Int)] = [
    (4, 4), (3, 4), (2, 4), (6, 8), (3, 8), (2, 2), (9, 8), (12, 8), (3, 2), (6, 4), (4, 8), (4, 2),
    (5, 4), (2, 8),
  ]

  /// The number of classes.
  public static let count = metres.count + 1

  /// The class of a time signature.
  public static func index(of signature: Piece.TimeSignature) -> Int {
    metres.firstIndex { $0.beats == signature.beats && $0.beatUnit == signature.beatUnit }
      ?? metres.count
  }
}
