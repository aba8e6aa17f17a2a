import Music

/// Classic tokens as events: each is one, half a quarter after the one before.
struct ClassicWriter: EventWriter {
  private let tokens: [ClassicToken]
  /// Tokens that are heard and not written.
  private var heard: Int
  private var events = 0
  private let limit: Int
  let quartersPerMinute: Double?

  init(
    _ vocabulary: Vocabulary, heard: Int, extent: Extent?, quartersPerMinute: Double?
  ) {
    // A model whose vocabulary holds anything else is not read.
    tokens = vocabulary.tokens.map { try! ClassicToken($0) }
    self.heard = heard
    let tempo = quartersPerMinute ?? 120
    self.quartersPerMinute = tempo
    limit =
      switch extent {
      case nil: .max
      case .events(let count): count
      case .seconds(let seconds): max(1, Int((seconds * tempo / 60 * 2).rounded()))
      }
  }

  var features: [Int32] { [] }
  var hasEnded: Bool { events >= limit }

  func writeAllowed(to mask: inout [Bool]) {
    for index in mask.indices { mask[index] = true }
  }

  mutating func read(_ token: Int32) -> ComposedEvent? {
    guard heard == 0 else {
      heard -= 1
      return nil
    }
    let token = tokens[Int(token)]
    events += 1
    return ComposedEvent(
      name: token.description, notes: ClassicTokenizer().notes(of: token, at: events - 1))
  }
}
