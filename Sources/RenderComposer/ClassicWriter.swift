import RenderMusic

/// Classic tokens as events: each is one, half a quarter after the one before.
struct ClassicWriter: EventWriter {
  private let tokens: [ClassicToken]
  private let written: WrittenForm
  /// Tokens that are heard and not written, and those that are heard and written.
  private var silent: Int
  private let opening: Int
  private var events = 0
  private let limit: Int
  let quartersPerMinute: Double?

  /// - Parameters:
  ///   - filling: tokens that are heard before the opening, never written.
  ///   - opening: tokens of the opening.
  init(
    _ vocabulary: Vocabulary, filling: Int, opening: Int, extent: Extent?,
    quartersPerMinute: Double?, written: WrittenForm
  ) {
    self.written = written
    // A model whose vocabulary holds anything else is not read.
    tokens = vocabulary.tokens.map { try! ClassicToken($0) }
    silent = filling + (written.includesOpening ? 0 : opening)
    self.opening = written.includesOpening ? opening : 0
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
  var isClosing: Bool { false }
  var temperatureShare: Float { 1 }
  func favor(_ logits: inout [Float]) {}
  var expectsPitch: Bool { true }
  var hasEnded: Bool { events - opening >= limit }

  func writeAllowed(to mask: inout [Bool]) {
    for index in mask.indices { mask[index] = true }
  }

  func isBeyondCompass(_ token: Int32) -> Bool { false }

  mutating func read(_ token: Int32) -> ComposedEvent? {
    guard silent == 0 else {
      silent -= 1
      return nil
    }
    let token = tokens[Int(token)]
    events += 1
    var notes = ClassicTokenizer().notes(of: token, at: events - 1)
    for index in notes.indices { notes[index].key = written.key(notes[index].key) }
    return ComposedEvent(name: written.name(of: token), notes: notes)
  }
}
