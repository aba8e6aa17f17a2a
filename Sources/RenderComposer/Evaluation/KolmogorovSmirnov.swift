/// The largest difference between the distribution functions of two samples, 0...1 (Kolmogorov, Smirnov); `nil`
/// where one of them is empty.
public func kolmogorovSmirnovDistance(_ first: [Double], _ second: [Double]) -> Double? {
  guard !first.isEmpty, !second.isEmpty else { return nil }
  let (first, second) = (first.sorted(), second.sorted())
  var (i, j, distance) = (0, 0, 0.0)
  while i < first.count, j < second.count {
    let value = min(first[i], second[j])
    while i < first.count, first[i] == value { i += 1 }
    while j < second.count, second[j] == value { j += 1 }
    distance = max(
      distance, abs(Double(i) / Double(first.count) - Double(j) / Double(second.count)))
  }
  return distance
}
