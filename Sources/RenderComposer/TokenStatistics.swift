/// Statistics of a piece's tokens.
public struct TokenStatistics: Hashable, Sendable {
  /// The number of tokens.
  public var count: Int
  /// The number of different tokens.
  public var distinct: Int
  /// The longest run of equal tokens.
  public var longestRun = 0
  /// The share of the most frequent token, 0...1.
  public var largestShare = 0.0
  /// The length of the longest passage that occurs twice (it may overlap itself); `nil` for more than
  /// 10,000 tokens, since finding it takes the square of their number.
  public var longestRepetition: Int?

  public init(_ tokens: [String]) {
    count = tokens.count
    var counts: [String: Int] = [:]
    var run = 0
    for (index, token) in tokens.enumerated() {
      counts[token, default: 0] += 1
      run = index > 0 && tokens[index - 1] == token ? run + 1 : 1
      longestRun = max(longestRun, run)
    }
    distinct = counts.count
    largestShare = Double(counts.values.max() ?? 0) / Double(max(1, count))
    if count <= 10_000 { longestRepetition = Self.longestRepetition(tokens) }
  }

  /// The longest common suffix of two prefixes, row by row.
  private static func longestRepetition(_ tokens: [String]) -> Int {
    guard tokens.count > 1 else { return 0 }
    var numbers: [String: Int] = [:]
    let values = tokens.map { token in
      numbers[token]
        ?? {
          numbers[token] = numbers.count
          return numbers.count - 1
        }()
    }
    var longest = 0
    var row = [Int](repeating: 0, count: values.count + 1)
    for end in 1..<values.count {
      for other in stride(from: end, through: 1, by: -1) {
        row[other] = values[other - 1] == values[end] ? row[other - 1] + 1 : 0
        longest = max(longest, row[other])
      }
    }
    return longest
  }
}
