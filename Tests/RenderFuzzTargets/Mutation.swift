import RenderRandomness

extension FuzzTarget {
  /// A changed copy of one of the seeds, as the generator decides.
  public func mutation(of seeds: [[UInt8]], using random: inout SeededGenerator) -> [UInt8] {
    func below(_ count: Int) -> Int { Int(random.next(below: UInt64(max(1, count)))) }
    var bytes = seeds[below(seeds.count)]
    for _ in 0...below(6) {
      let index = below(bytes.count)
      let range = index..<min(bytes.count, index + 1 + below(24))
      switch below(8) {
      case 0: bytes.removeSubrange(range)
      case 1: bytes.insert(contentsOf: bytes[range], at: below(bytes.count))
      case 2:
        let other = seeds[below(seeds.count)]
        let start = below(other.count)
        bytes.replaceSubrange(range, with: other[start..<min(other.count, start + range.count)])
      case 3: bytes.insert(UInt8(below(256)), at: index)
      case 4: bytes = Array(bytes[..<index])
      case _ where bytes.isEmpty: break
      case 5: bytes[index] = [0, 1, 0x7F, 0x80, 0xFF, 0x30, 0x39, 0x2D][below(8)]
      default: bytes[index] ^= 1 << UInt8(below(8))
      }
    }
    return below(4) == 0 ? bytes : repaired(bytes)
  }
}
