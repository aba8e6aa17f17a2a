import RenderMusic

/// A writer of classic tokens: each is an event, half a quarter after the one before.
struct ClassicWriter: EventWriter {
  private let tokens: [ClassicToken]
  private let written: WrittenForm
  /// The numbers of tokens that are heard and not written, and of those that are heard and written.
  private var silent: Int
  private let beginning: Int
  private var events = 0
  private let limit: Int
  let quartersPerMinute: Double?

  init(_ tokenizer: ClassicTokens, _ plan: PiecePlan) {
    tokens = tokenizer.tokens
    written = plan.written
    silent = plan.unwritten
    beginning = plan.heard.count - plan.unwritten
    let tempo = plan.quartersPerMinute ?? 120
    quartersPerMinute = tempo
    limit =
      switch plan.extent {
      case nil: .max
      case .events(let count): count
      case .seconds(let seconds): max(1, Int((seconds * tempo / 60 * 2).rounded()))
      }
  }

  var expectsPitch: Bool { true }
  var hasEnded: Bool { events - beginning >= limit }

  func writeAllowed(to mask: inout [Bool]) {
    for index in mask.indices { mask[index] = true }
  }

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
