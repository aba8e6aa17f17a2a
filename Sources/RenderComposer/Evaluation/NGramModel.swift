import RenderMusic
import RenderSystem

/// A baseline without a network: each shift, part, pitch and duration predicted from the few before it, by
/// interpolated Kneser-Ney smoothing with three discounts an order (Chen, Goodman 1999, section 3:
/// "modified Kneser-Ney"). Order 1 is a unigram.
public struct NGramModel: Sendable {
  /// The number of symbols that a prediction and its context have together, 1...6.
  public let order: Int
  /// The n-grams by length of the context, the shortest first.
  private let levels: [Level]
  /// The number of symbols that could stand in the place of each symbol.
  private let alternatives: [Double]

  /// The vocabulary of the symbols, which are all its tokens but tempi.
  private let vocabulary: TimedVocabulary
  /// The group of each symbol.
  private let groups: [Group]

  /// The bits of a symbol: seven of nine bits fit into a key.
  private static let bits = 9
  /// The most symbols.
  private static let mostSymbols = 1 << bits

  /// Counts the n-grams of some pieces.
  ///
  /// - Parameters:
  ///   - order: the number of symbols that a prediction and its context have together, 1...6.
  ///   - vocabulary: of at most 512 tokens.
  /// - Throws: `ComposerError.outOfRange`.
  public init(
    order: Int, learning scores: some Sequence<TimedScore>, vocabulary: TimedVocabulary = .full
  ) throws(ComposerError) {
    try requireInRange("number of symbols", order, 1...6)
    try requireInRange("number of tokens", vocabulary.count, 1...Self.mostSymbols)
    self.order = order
    self.vocabulary = vocabulary
    var keys: [UInt64] = []
    for score in scores {
      var history = Self.emptyHistory
      for symbol in Self.symbols(of: score, vocabulary) {
        history = history << Self.bits | UInt64(symbol)
        keys.append(history & Self.mask(order))
      }
    }
    let groups = vocabulary.tokens.map(Group.init)
    self.groups = groups
    var levels: [Level] = []
    for length in (1...order).reversed() {
      let level = Level(keys, isUnigram: length == 1)
      levels.append(level)
      // A shorter one counts the different symbols before it, not how often it occurs.
      keys = level.keys.map { $0 & Self.mask(length - 1) }
    }
    self.levels = levels.reversed()
    alternatives = groups.map { group in Double(groups.count { $0 == group }) }
  }

  /// Measures how well the model predicts some pieces.
  public func evaluate(_ scores: some Sequence<TimedScore>) -> BitsPerNote {
    var bits = BitsPerNote()
    for score in scores {
      var history = Self.emptyHistory
      for symbol in Self.symbols(of: score, vocabulary) {
        bits.add(
          -log2(probability(of: symbol, after: history)),
          for: vocabulary.tokens[Int(symbol)].kind)
        history = history << Self.bits | UInt64(symbol)
      }
    }
    return bits
  }

  /// - Parameter history: the symbols before, the last in the lowest bits.
  func probability(of symbol: Int32, after history: UInt64) -> Double {
    var probability = 1 / alternatives[Int(symbol)]
    for (contextLength, level) in levels.enumerated() {
      let key = (history << Self.bits | UInt64(symbol)) & Self.mask(contextLength + 1)
      probability = level.probability(of: key, groups, shorter: probability)
    }
    return probability
  }

  static let emptyHistory = UInt64.max >> 1

  /// A piece's tokens without start and tempi.
  static func symbols(of score: TimedScore, _ vocabulary: TimedVocabulary = .full) -> [Int32] {
    TimedTokenizer(vocabulary).encode(score).tokens.filter { token in
      token != vocabulary.start && vocabulary.tokens[Int(token)].kind != .tempo
    }
  }

  /// The lowest symbols of a history.
  private static func mask(_ symbols: Int) -> UInt64 { (1 << UInt64(bits * symbols)) - 1 }

  /// The groups of symbols that may stand in one place.
  private enum Group {
    case shift, part, pitch, duration, none

    init(_ token: TimedToken) {
      switch token {
      case .shift, .longShift, .end: self = .shift
      case .part: self = .part
      case .pitch: self = .pitch
      case .duration, .longDuration: self = .duration
      case .start, .tempo: self = .none
      }
    }
  }

  /// The n-grams of one length with their counts.
  private struct Level {
    /// The different n-grams, ascending: those of one context stand together.
    private(set) var keys: [UInt64] = []
    private var counts: [UInt32] = []
    /// The discounts of counts of 1, 2, and 3 or more.
    private let discounts: [Double]
    private let isUnigram: Bool

    init(_ occurrences: [UInt64], isUnigram: Bool) {
      self.isUnigram = isUnigram
      for key in occurrences.sorted() {
        if keys.last == key {
          counts[counts.count - 1] += 1
        } else {
          keys.append(key)
          counts.append(1)
        }
      }
      var frequencies = [Double](repeating: 0, count: 5)
      for count in counts where count <= 4 { frequencies[Int(count)] += 1 }
      let y = frequencies[1] / max(1, frequencies[1] + 2 * frequencies[2])
      discounts = (1...3).map { count in
        // Too small a corpus has none of some counts: then half a count is taken off.
        guard frequencies[count] > 0, frequencies[count + 1] > 0 else { return 0.5 }
        let discount =
          Double(count) - Double(count + 1) * y * frequencies[count + 1] / frequencies[count]
        return min(max(discount, 0), Double(count))
      }
    }

    /// - Parameter shorter: the probability after a shorter context.
    func probability(of key: UInt64, _ groups: [Group], shorter: Double) -> Double {
      var (count, total, spared) = (0.0, 0.0, 0.0)
      let context = key >> UInt64(NGramModel.bits)
      var index = firstIndex(notBelow: context << UInt64(NGramModel.bits))
      // A context of one symbol or more says itself which group may follow.
      func group(of key: UInt64) -> Group { groups[Int(key & NGramModel.mask(1))] }
      let wanted = group(of: key)
      while index < keys.count, keys[index] >> UInt64(NGramModel.bits) == context {
        if !isUnigram || group(of: keys[index]) == wanted {
          let found = Double(counts[index])
          total += found
          let discount = discounts[min(Int(counts[index]), 3) - 1]
          spared += discount
          if keys[index] == key { count = found - discount }
        }
        index += 1
      }
      return total == 0 ? shorter : (count + spared * shorter) / total
    }

    private func firstIndex(notBelow key: UInt64) -> Int {
      var (low, high) = (0, keys.count)
      while low < high {
        let middle = (low + high) / 2
        if keys[middle] < key { low = middle + 1 } else { high = middle }
      }
      return low
    }
  }
}
