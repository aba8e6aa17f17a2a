import RenderMusic
import RenderNetwork

/// A memory of the piece that is being written or read: a hidden pointer that takes hold of an earlier
/// note, copies note after note from there on, and lets go again.
///
/// It is a hidden Markov model over the network's predictions. Before each note a pointer that holds a
/// place goes on to the note after it, or lets go; one that is free may take hold, more readily where
/// the network's state says so, of a place whose state is like the present one (after the continuous
/// cache of Grave, Joulin, Usunier 2017, with a pointer's gate after Merity et al. 2016) and where the
/// notes before agree. What it copies may be moved in pitch where the notes before are (sequences,
/// fugues). A token is the copied one, or by a small chance the network's; of a free pointer always the
/// network's. The chances of all places are kept (forward algorithm). With the odds as learned the
/// mixture is what a model is measured by; a piece is drawn with others (`PieceInProgress`).
///
/// Every operation has a fixed order: the same bits on every processor.
struct PieceMemory: Sendable {
  private let head: MemoryHead
  /// The factor of the odds of taking hold.
  private let repetition: Float
  private let recall: DecodingPolicy.Recall
  /// The least lag, in notes, of a theme that comes back; with less it is a figure that goes on.
  private static let themeLag = 32
  private var lags: LagTable
  private var reader: NoteReader
  private var vectors: VectorRing

  /// The chance that nothing is held.
  private var free: Float = 1
  /// The chances that the next note is a copy of the one at a lag, [Copying][lag index].
  private var held: [[Float]] = [[], []]
  private var hasBegunNote = false

  /// The network's probabilities of the token to come, [vocabulary], and the copied tokens,
  /// [Copying][lag index], −1 where there is none or it is not allowed.
  private var network: [Float] = []
  private var copies: [[Int32]] = [[], []]

  /// - Parameters:
  ///   - repetition: the factor of the odds of taking hold: 1 as learned, 0 never.
  ///   - recall: the change of the odds of going on.
  ///   - setting: what is known of the piece beside its tokens.
  init(
    _ head: MemoryHead, _ vocabulary: TimedVocabulary, repetition: Float = 1,
    recall: DecodingPolicy.Recall = .asLearned, setting: PieceSetting = PieceSetting()
  ) {
    self.head = head
    self.repetition = repetition
    self.recall = recall
    lags = LagTable(setting.bars)
    reader = NoteReader(vocabulary)
    vectors = VectorRing(width: head.parameters.width, capacity: LagTable.longest)
  }

  /// The probabilities of the token to come.
  ///
  /// - Parameters:
  ///   - network: the network's probabilities, [vocabulary]; 0 for what is not allowed.
  ///   - allowed: whether a token may come, [vocabulary].
  ///   - state: the network's last hidden state, [states].
  /// - Returns: the probabilities, [vocabulary].
  mutating func mix(network: [Float], allowed: [Bool], state: [Float]) -> [Float] {
    if reader.isBetweenNotes, !hasBegunNote { beginNote(state) }
    self.network = network
    var networkShare = free
    var copied = [Float](repeating: 0, count: network.count)
    let (lags, reader) = (lags, reader)
    for copying in Copying.allCases {
      let misses = head.misses(copying, kind: reader.kind)
      let chances = held[copying.rawValue]
      copies[copying.rawValue].withUnsafeMutableBufferPointer { tokens in
        for (index, chance) in chances.enumerated() where chance > 0 {
          let token = reader.copy(copying, lags, atLagIndex: index, allowed: allowed)
          tokens[index] = token
          guard token >= 0 else {
            networkShare += chance
            continue
          }
          let miss = misses[lags[index].agreement(copying)]
          networkShare += chance * miss
          copied[Int(token)] += chance * (1 - miss)
        }
      }
    }
    return zip(network, copied).map { networkShare * $0 + $1 }
  }

  /// Takes the token that came.
  mutating func hear(_ token: Int32) {
    switch reader.vocabulary.tokens[Int(token)].kind {
    case .structure, .tempo: break
    case .shift, .part, .pitch, .duration: if !network.isEmpty { weigh(token) }
    }
    guard let note = reader.read(token) else { return }
    lags.append(note)
    hasBegunNote = false
    for copying in Copying.allCases {
      while held[copying.rawValue].count < lags.count {
        held[copying.rawValue].append(0)
        copies[copying.rawValue].append(-1)
      }
    }
  }

  /// Weighs all chances by the token that came.
  private mutating func weigh(_ token: Int32) {
    let fromNetwork = network[Int(token)]
    free *= fromNetwork
    var sum = free
    let lags = lags
    for copying in Copying.allCases {
      let misses = head.misses(copying, kind: reader.kind)
      let tokens = copies[copying.rawValue]
      held[copying.rawValue].withUnsafeMutableBufferPointer { chances in
        for index in chances.indices where chances[index] > 0 {
          var probability = fromNetwork
          if tokens[index] >= 0 {
            let miss = misses[lags[index].agreement(copying)]
            probability = miss * fromNetwork + (tokens[index] == token ? 1 - miss : 0)
          }
          chances[index] *= probability
          sum += chances[index]
        }
      }
    }
    network = []
    guard sum > 0 else {
      // Neither the network nor a copy allows it: it was not drawn from this mixture.
      free = 1
      for copying in held.indices { held[copying] = held[copying].map { _ in 0 } }
      return
    }
    free /= sum
    for copying in held.indices {
      held[copying].withUnsafeMutableBufferPointer { for index in $0.indices { $0[index] /= sum } }
    }
  }

  /// Moves the pointer before a note: goes on, lets go and takes hold.
  private mutating func beginNote(_ state: [Float]) {
    hasBegunNote = true
    let moment = head.moment(state)
    defer { vectors.append(moment.vector) }
    guard lags.count > 0 else { return }
    var choosing = free
    let near = head.goOn(moment.gates, bias: recall.near)
    let far = recall.far == recall.near ? near : head.goOn(moment.gates, bias: recall.far)
    let lags = lags
    for copying in Copying.allCases {
      let before = held[copying.rawValue]
      var after = [Float](repeating: 0, count: before.count)
      for (index, chance) in before.enumerated() where chance > 0 {
        guard let next = lags.next(copying, atLagIndex: index) else {
          choosing += chance
          continue
        }
        let isTheme = index + 1 >= Self.themeLag && lags[index].turns(copying) == 0
        let goOn = head.goOnIndex(copying, lags, atLagIndex: index)
        let stays = chance * (isTheme ? far[goOn] : near[goOn])
        after[next] += stays
        choosing += chance - stays
      }
      held[copying.rawValue] = after
    }
    free = choosing
    guard let choice = head.choice(likeness: vectors.products(with: moment.vector), lags)
    else { return }
    let hold = head.holdChance(moment.gates)
    let odds = repetition * hold
    // At odds of 0 nothing is taken, however sure the gate is.
    let takes = odds > 0 ? choosing * (odds / (odds + (1 - hold))) : 0
    free = choosing - takes
    let least = MemoryHead.leastChance
    for copying in Copying.allCases {
      let choice = choice[(copying.rawValue * lags.count)...]
      held[copying.rawValue].withUnsafeMutableBufferPointer { chances in
        for (index, share) in zip(chances.indices, choice) {
          let chance = chances[index] + takes * share
          chances[index] = chance < least ? 0 : chance
        }
      }
    }
  }
}
