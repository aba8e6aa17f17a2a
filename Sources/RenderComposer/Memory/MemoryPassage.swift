import RenderMusic
import RenderNetwork

/// The beginning of a piece as the finished network hears it: what a memory learns from.
struct MemoryPassage: Sendable {
  /// The tokens of whole notes after `start`, without the end.
  let tokens: [Int32]
  /// The network's last hidden state before each note, [notes, states].
  private(set) var states: [Float] = []
  /// The network's probability of each token; 1 where it says nothing of notes.
  private(set) var probabilities: [Float]
  private(set) var notes = 0
  /// What is known of the piece beside its tokens.
  let setting: PieceSetting
  private var masked: MaskedNetwork
  private var reader: NoteReader

  /// - Parameters:
  ///   - setting: what is known of the piece beside its tokens.
  ///   - most: notes at most.
  init(
    _ piece: [Int32], _ vocabulary: TimedVocabulary, setting: PieceSetting = PieceSetting(),
    most: Int
  ) {
    self.setting = setting
    masked = MaskedNetwork(vocabulary, setting.instruments)
    reader = NoteReader(vocabulary)
    var counting = reader
    var (count, notes) = (0, 0)
    for (index, token) in piece.enumerated() where counting.read(token) != nil {
      (count, notes) = (index + 1, notes + 1)
      if notes == most { break }
    }
    tokens = Array(piece[..<count])
    probabilities = .init(repeating: 1, count: count)
  }

  /// Takes what the network predicts at each position, in order.
  mutating func add(_ prediction: PieceFold.Prediction) {
    guard prediction.position < tokens.count else { return }
    masked.read(tokens[prediction.position])
    if reader.read(tokens[prediction.position]) != nil { notes += 1 }
    let next = prediction.position + 1
    guard next < tokens.count else { return }
    let token = Int(tokens[next])
    guard masked.grammar.vocabulary.tokens[token].kind != .tempo else { return }
    if reader.isBetweenNotes { states.append(contentsOf: prediction.hidden) }
    probabilities[next] = masked.probabilities(prediction.logits)[token]
  }
}
