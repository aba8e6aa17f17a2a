/// The keys that have been struck since the pedal went down.
struct Harmony: Hashable {
  /// The pitch classes, a bit each.
  private(set) var pitchClasses: UInt16 = 0
  /// The keys below E4, a bit each: there even a major second blurs.
  private(set) var lowKeys: UInt64 = 0

  init(_ keys: some Sequence<Int>) {
    for key in keys { insert(key) }
  }

  mutating func insert(_ key: Int) {
    pitchClasses |= 1 << UInt16(key % 12)
    if key < 64 { lowKeys |= 1 << UInt64(key) }
  }

  mutating func formUnion(_ other: Harmony) {
    pitchClasses |= other.pitchClasses
    lowKeys |= other.lowKeys
  }

  /// Whether both can ring together: all pitch classes are of one triad or seventh chord, and no
  /// two low keys are a second apart.
  func blends(with other: Harmony) -> Bool {
    let union = pitchClasses | other.pitchClasses
    let near = other.lowKeys << 1 | other.lowKeys << 2 | other.lowKeys >> 1 | other.lowKeys >> 2
    return near & lowKeys == 0 && Self.isChord[Int(union)]
  }

  /// Whether each set of pitch classes is part of a major, minor, augmented or diminished triad or of a
  /// dominant, major, minor, half-diminished or diminished seventh chord.
  private static let isChord: [Bool] = {
    let chords: [[Int]] = [
      [0, 4, 8], [0, 4, 7, 10], [0, 4, 7, 11], [0, 3, 7, 10], [0, 3, 6, 10], [0, 3, 6, 9],
    ]
    let masks = (0..<12).flatMap { root in
      chords.map { $0.reduce(0) { $0 | 1 << ((root + $1) % 12) } }
    }
    return (0..<4096).map { set in masks.contains { set & ~$0 == 0 } }
  }()
}
