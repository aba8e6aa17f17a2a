import RenderMusic
import Synchronization
import Testing

@testable import RenderComposer
@testable import RenderNetwork

@Suite("Many pieces at once")
struct ComposerGroupTests {
  private func check(_ model: Model, _ options: PieceOptions, rows: Int, seeds: [UInt64]) throws {
    let network = InferenceNetwork(model.parameters)
    var waiting = seeds[...]
    var finished: [UInt64: ComposedPiece] = [:]
    try ComposerGroup(model, network: network, options, rows: rows).compose(
      nextSeed: { waiting.popFirst() }
    ) { seed, piece in
      #expect(finished[seed] == nil)
      finished[seed] = try piece.get()
    }
    #expect(finished.count == seeds.count)
    for seed in seeds {
      let composer = try Composer(model, network: network, seed: seed, options)
      #expect(finished[seed]?.header == composer.header)
      #expect(finished[seed]?.events == Array(composer))
    }
  }

  @Test("A piece is the same as alone, however many rows there are", arguments: [1, 3, 8, 40])
  func sameAsAlone(rows: Int) throws {
    let seeds = (0..<20).map { UInt64($0 * 7 % 20) }
    try check(randomTimedModel(), PieceOptions(extent: .events(25)), rows: rows, seeds: seeds)
    try check(randomModel(), PieceOptions(extent: .events(25)), rows: rows, seeds: seeds)
  }

  @Test("A piece that follows a plan is the same as alone", arguments: [1, 5])
  func planned(rows: Int) throws {
    let model = try randomMetricalModel(planner: randomPlanner())
    try check(model, PieceOptions(extent: .events(15)), rows: rows, seeds: Array(0..<9))
  }

  @Test("Cancelled between two tokens, no piece is finished")
  func cancelled() throws {
    let model = try randomTimedModel()
    var asked = 0
    ComposerGroup(
      model, network: InferenceNetwork(model.parameters), PieceOptions(extent: .events(25)), rows: 3
    ).compose(
      nextSeed: { 1 },
      isCancelled: {
        asked += 1
        return asked > 20
      }
    ) { seed, _ in Issue.record("\(seed) is finished") }
    #expect(asked == 21)
  }

  @Test("Pieces of different lengths, from a primer, and by windows are the same as alone")
  func options() throws {
    let timed = try randomTimedModel()
    try check(timed, PieceOptions(extent: .seconds(9)), rows: 4, seeds: Array(0..<12))
    let primer =
      timed.starts[0]
      + Array(
        TimedTokenizer(.full).encode(
          try TimedScore(notes: (0..<9).map { .init(onset: 12 * $0, duration: 9, key: 60) })
        ).tokens.dropFirst(2).dropLast())
    try check(
      timed,
      PieceOptions(
        beginning: .primer(Primer(primer)), extent: .events(9), includesBeginning: true,
        transposition: 2),
      rows: 3, seeds: Array(0..<7))
  }

  @Test("A seed that cannot be composed is said, and the others go on")
  func refused() throws {
    let model = try randomModel()
    var seeds = (0..<5 as Range<UInt64>).makeIterator()
    var failures = 0
    ComposerGroup(
      model, network: InferenceNetwork(model.parameters),
      PieceOptions(beginning: .start(-1), extent: .events(5)), rows: 2
    ).compose(nextSeed: { seeds.next() }) { _, piece in
      if case .failure = piece { failures += 1 }
    }
    #expect(failures == 5)
  }
}
