/// Statistics of how far values were from the places that they were moved to.
public struct Deviation: Hashable, Codable, Sendable {
  /// The number of all values, those that were in place as well.
  public private(set) var count = 0
  /// The number of values that were not in place.
  public private(set) var moved = 0
  /// The largest distance; 0 without values.
  public private(set) var largest = 0.0
  private var total = 0.0

  public init() {}

  /// The mean distance over all values; 0 without any.
  public var mean: Double { count == 0 ? 0 : total / Double(count) }

  mutating func add(_ distance: Double) {
    count += 1
    moved += distance > 0 ? 1 : 0
    largest = max(largest, distance)
    total += distance
  }

  static func += (sum: inout Self, other: Self) {
    sum.count += other.count
    sum.moved += other.moved
    sum.largest = max(sum.largest, other.largest)
    sum.total += other.total
  }
}
