/// A list of small numbers that is put in ascending order of their keys; those with equal keys stay as they
/// were added.
struct Ranking {
  /// A key and below it its number: one comparison decides.
  private var entries: [UInt64] = []

  init(capacity: Int) { entries.reserveCapacity(capacity) }

  /// Adds a number; numbers have to be added in ascending order.
  mutating func append(_ number: UInt32, key: UInt32) {
    entries.append(UInt64(key) << 32 | UInt64(number))
  }

  consuming func sorted() -> [Int] {
    // Below about so many the digits cost more than comparisons.
    if entries.count < 64 { entries.sort() } else { sortByDigits() }
    return entries.map { Int($0 & 0xFFFF_FFFF) }
  }

  /// Sorts by radix, from the last digit of the keys to the first (Knuth, The Art of Computer Programming,
  /// volume 3, 5.2.5).
  private mutating func sortByDigits() {
    // Digits that all keys share, as the exponents of numbers that are alike, are in order.
    let differing = entries.reduce(0) { $0 | ($1 ^ entries[0]) }
    var sorted = entries
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { places in
      for shift in stride(from: UInt64(32), to: 64, by: 8) where differing >> shift & 0xFF != 0 {
        places.update(repeating: 0)
        for entry in entries { places[Int(entry >> shift & 0xFF)] += 1 }
        var place = 0
        for digit in places.indices { (places[digit], place) = (place, place + places[digit]) }
        sorted.withUnsafeMutableBufferPointer { sorted in
          for entry in entries {
            let digit = Int(entry >> shift & 0xFF)
            sorted[places[digit]] = entry
            places[digit] += 1
          }
        }
        swap(&entries, &sorted)
      }
    }
  }
}
