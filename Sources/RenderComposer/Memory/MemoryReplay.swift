import RenderMusic

/// A passage, read note by note, with the copies that every place of the pointer has for each token.
struct MemoryReplay {
  /// The token that a place copies, where another one or the same has come.
  struct Copy {
    var copying: Copying
    var index: Int
    var agreement: Int
    var kind: Int
    /// Whether the copied token is the one that came.
    var isRight: Bool
    /// The network's probability of the token that came.
    var probability: Float
  }

  private(set) var lags: LagTable
  private let passage: MemoryPassage
  private var masked: MaskedNetwork
  private var reader: NoteReader
  private var position = 0

  init(_ passage: MemoryPassage, _ vocabulary: TimedVocabulary) {
    self.passage = passage
    lags = LagTable(passage.setting.bars)
    masked = MaskedNetwork(vocabulary, passage.setting.instruments)
    reader = NoteReader(vocabulary)
  }

  /// Reads one note.
  ///
  /// - Parameters:
  ///   - isLive: whether a place, by its lag index, is looked at.
  ///   - tell: takes each token's copies; where there is none the network decides alone.
  mutating func readNote(where isLive: (Copying, Int) -> Bool, _ tell: (Copy) -> Void) {
    while position < passage.tokens.count {
      let token = passage.tokens[position]
      switch reader.vocabulary.tokens[Int(token)].kind {
      case .structure, .tempo: break
      case .shift, .part, .pitch, .duration: tellCopies(of: token, where: isLive, tell)
      }
      position += 1
      masked.read(token)
      if let note = reader.read(token) {
        lags.append(note)
        return
      }
    }
  }

  private func tellCopies(
    of token: Int32, where isLive: (Copying, Int) -> Bool, _ tell: (Copy) -> Void
  ) {
    let kind = reader.kind
    for copying in Copying.allCases {
      for index in 0..<lags.count where isLive(copying, index) {
        let copied = reader.copy(copying, lags, atLagIndex: index, allowed: masked.allowed)
        guard copied >= 0 else { continue }
        tell(
          Copy(
            copying: copying, index: index,
            agreement: lags[index].agreement(copying), kind: kind,
            isRight: copied == token, probability: passage.probabilities[position]))
      }
    }
  }
}
