/// The rows of one kind of feature in a network's table of features.
struct FeatureRows {
  /// The index of the first row.
  let first: Int
  /// The number of rows.
  let count: Int

  init(first: Int, _ count: Int) { (self.first, self.count) = (first, count) }

  /// The rows that follow others.
  init(after former: FeatureRows, _ count: Int) { self.init(first: former.end, count) }

  /// The index after the last row.
  var end: Int { first + count }

  /// The index of a value; the last row is for what is beyond.
  func callAsFunction(_ value: Int) -> Int32 { Int32(first + min(max(0, value), count - 1)) }
}
