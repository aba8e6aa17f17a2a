/// A set of pitch classes, 0 (C) to 11 (B).
struct PitchClassSet: Hashable, Sendable {
  /// The bits, of which bit p stands for pitch class p.
  var bits: UInt16

  init(bits: UInt16 = 0) {
    self.bits = bits
  }

  init(_ pitchClasses: some Sequence<Int>) {
    self.init()
    for pitchClass in pitchClasses { insert(pitchClass) }
  }

  mutating func insert(_ pitchClass: Int) {
    bits |= 1 << UInt16(pitchClass)
  }

  /// The set moved up by `semitones`, which may be negative.
  func transposed(by semitones: Int) -> PitchClassSet {
    let shift = UInt16(((semitones % 12) + 12) % 12)
    let wide = UInt32(bits) << UInt32(shift)
    return PitchClassSet(bits: UInt16((wide | wide >> 12) & 0xFFF))
  }

  /// The pitch classes in ascending order.
  var ascending: [Int] { (0..<12).filter { bits >> UInt16($0) & 1 == 1 } }

  /// The normal order: of all rotations the one that spans least, then the one whose intervals
  /// from its first member are smallest, compared from the left; of equal ones the one that begins
  /// lowest (Allen Forte, *The Structure of Atonal Music*, 1973).
  var normalOrder: [Int] {
    Self.normalOrders[Int(bits)]
  }

  private static let normalOrders: [[Int]] = (0..<4096).map { bits in
    let members = PitchClassSet(bits: UInt16(bits)).ascending
    let rotations = members.indices.map { Array(members[$0...] + members[..<$0]) }
    func intervals(_ rotation: [Int]) -> [Int] {
      let fromFirst = rotation.map { ($0 - rotation[0] + 12) % 12 }
      return [fromFirst.last!] + fromFirst
    }
    return rotations.min { intervals($0).lexicographicallyPrecedes(intervals($1)) } ?? []
  }
}
