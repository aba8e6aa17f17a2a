import RenderMusic
import RenderNetwork
import RenderRandomness

/// The pieces of a training as a network that counts bars hears them: some as they are, most of them with how much
/// remains, the form and the texture that are to come, and what is known of their manner.
struct MetricalHearing: Sendable {
  /// A piece to learn from.
  struct Lesson: Sendable {
    var tokens: [Int32]
    var bars: BarGrid
    var instruments: [Instrument]
    var plan: FormPlan
  }

  let lessons: [Lesson]
  let vocabulary: TimedVocabulary
  let styles: StyleNames
  let seed: UInt64

  /// The pieces as an epoch hears them, half of them with mistakes.
  func pieces(epoch: Int) -> [TokenSequence] {
    concurrentMap(lessons.count) {
      sequence(piece: $0, epoch: epoch, heard: heard(piece: $0, epoch: epoch))
    }
  }

  /// The pieces as an epoch hears them, without mistakes.
  func faultlessPieces(epoch: Int) -> [TokenSequence] {
    lessons.indices.map { sequence(piece: $0, epoch: epoch, heard: nil) }
  }

  /// What is known of the pieces beside their tokens, as an epoch hears them, for a memory.
  func settings(epoch: Int) -> [PieceSetting] {
    lessons.indices.map {
      PieceSetting(
        instruments: lessons[$0].instruments,
        bars: BarLags(lessons[$0].bars, plan: told(piece: $0, epoch: epoch)?.plan))
    }
  }

  private func sequence(piece index: Int, epoch: Int, heard: [Int32]?) -> TokenSequence {
    let lesson = lessons[index]
    // A network is measured without being told anything, and has to learn that, too.
    guard let (plan, tellsRemaining) = told(piece: index, epoch: epoch) else {
      return TokenSequence(
        metrical: lesson.tokens, heard: heard, vocabulary, bars: lesson.bars,
        instruments: lesson.instruments)
    }
    return TokenSequence(
      metrical: lesson.tokens, heard: heard, vocabulary, bars: lesson.bars,
      instruments: lesson.instruments, plan: plan,
      tellsRemaining: tellsRemaining,
      weight: tellsRemaining ? TokenSequence.weight(ofPiece: lesson.tokens.count) : nil)
  }

  /// A piece as an epoch hears it, with mistakes; `nil` where it is heard as it is.
  private func heard(piece index: Int, epoch: Int) -> [Int32]? {
    var generator = SeededGenerator(seed: seed, stream: .mistakes(epoch: epoch, piece: index))
    guard generator.next(below: 2) > 0 else { return nil }
    let share = Self.mostMistakes * generator.nextUnit()
    return Mistakes.heard(
      lessons[index].tokens, vocabulary, instruments: lessons[index].instruments, share: share,
      with: &generator)
  }

  /// The largest share of notes of a piece that are heard with another key, and of those with another length.
  private static let mostMistakes = 0.15

  /// What the network is told of a piece in an epoch; `nil` where it is told nothing.
  private func told(
    piece index: Int, epoch: Int
  ) -> (plan: HeardPlan, remaining: Bool)? {
    var generator = SeededGenerator(seed: seed, stream: .remainder(epoch: epoch, piece: index))
    guard generator.next(below: 3) > 0 else { return nil }
    func tells() -> Bool { generator.next(below: 4) > 0 }
    let tellsRemaining = tells()
    let (form, texture) = (tells(), tells())
    var plan = HeardPlan(lessons[index].plan, styles)
    plan.manner = plan.manner.filter { _ in tells() }
    plan = plan.telling(form: form, texture: texture, players: tells())
    return (plan, tellsRemaining)
  }
}

extension TokenSequence {
  /// A piece's timed tokens with the features of each, as a network that counts bars hears them.
  ///
  /// - Parameters:
  ///   - tokens: of the whole piece.
  ///   - heard: the tokens as they are heard, where they differ.
  ///   - instruments: those of the parts, in score order.
  ///   - plan: what is to come in each bar; `nil` where the network is not told.
  ///   - tellsRemaining: whether the network hears at every token how much remains.
  ///   - weight: how much each token counts in training; 1 without it.
  init(
    metrical tokens: [Int32], heard: [Int32]? = nil, _ vocabulary: TimedVocabulary,
    bars: BarGrid, instruments: [Instrument] = [],
    plan: HeardPlan? = nil, tellsRemaining: Bool = false,
    weight: (@Sendable (_ position: Int) -> Float)? = nil
  ) {
    self.init(
      tokens, heard: heard, vocabulary,
      heardBy: {
        MetricalListener(vocabulary, bars: bars, instruments: instruments, plan: plan)
      },
      tellsRemaining: tellsRemaining, weight: weight)
  }
}
