import RenderSystem

extension Sequence where Element == Double {
  /// The mean; `nil` without values.
  var mean: Double? {
    var (sum, count) = (0.0, 0.0)
    for value in self {
      sum += value
      count += 1
    }
    return count > 0 ? sum / count : nil
  }
}

extension [Double] {
  /// The standard deviation of the sample as it is, divided by n; `nil` without values.
  var deviation: Double? {
    mean.flatMap { mean in map { ($0 - mean) * ($0 - mean) }.mean?.squareRoot() }
  }
}

extension Sequence where Element: Hashable {
  /// The entropy −Σ p log₂ p of how often each value occurs, in bits; 0 without values.
  var entropy: Double {
    var counts: [Element: Int] = [:]
    var all = 0.0
    for element in self {
      counts[element, default: 0] += 1
      all += 1
    }
    // In one order, so that the sum has the same last bits each time.
    return counts.values.sorted().reduce(0) {
      $0 - Double($1) / all * log2(Double($1) / all)
    }
  }
}
