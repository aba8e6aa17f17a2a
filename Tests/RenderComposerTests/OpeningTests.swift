import RenderMusic
import Testing

@testable import RenderComposer
@testable import RenderNetwork

@Suite("The opening of a piece that goes on")
struct OpeningTests {
  /// Composes a piece, and one that goes on from its opening.
  private func pieces(
    of model: Model, seed: UInt64, _ extent: Extent, to longer: Extent, going: UInt64
  ) throws -> (opening: Opening, first: ComposedPiece, second: Composer) {
    let network = InferenceNetwork(model.parameters)
    let made = try #require(
      try model.opening(
        ofPieceWith: seed, PieceOptions(extent: extent), network: network))
    return (
      made.opening, made.piece,
      try Composer(
        model, network: network, seed: going,
        PieceOptions(beginning: .opening(made.opening), extent: longer))
    )
  }

  @Test("has the piece's events, and what goes on has the length, key, tempo and plan asked for")
  func events() throws {
    for seed in 0..<12 as Range<UInt64> {
      let model = try randomMetricalModel(
        seed: seed, scale: 1, planner: randomPlanner(seed: seed))
      let (opening, first, second) = try pieces(
        of: model, seed: seed, .events(40), to: .events(60), going: seed + seed % 2)
      let alone = Array(
        try Composer(
          model, network: InferenceNetwork(model.parameters), seed: seed,
          PieceOptions(extent: .events(40))))
      #expect(first.events == alone)
      // Its closing has 17 events, and a bar may have begun before.
      #expect((1...23).contains(opening.events), "\(opening.events)")
      let events = Array(second)
      #expect(events.count == 60)
      #expect(Array(events.prefix(opening.events)) == Array(alone.prefix(opening.events)))
      #expect(second.header == first.header && opening.seconds > 0)
      let kept = try #require(opening.plan)
      #expect(Array(try #require(second.plan).bars.prefix(kept.bars.count)) == kept.bars)
      #expect(second.plan?.traits == first.plan?.traits)
    }
  }

  @Test("can be given in seconds, and lasts as long as asked for")
  func seconds() throws {
    let model = try randomMetricalModel(scale: 1, planner: randomPlanner())
    let (opening, _, second) = try pieces(
      of: model, seed: 2, .seconds(20), to: .seconds(60), going: 2)
    #expect(opening.seconds < 20 && opening.seconds > 0)
    let quartersPerMinute = second.header.quartersPerMinute
    let last = Array(second).last?.notes.first?.onset ?? 0
    let length = Double(last) / Double(Piece.unitsPerQuarter) * 60 / quartersPerMinute
    #expect(length > 40)
  }

  @Test("is all of a classic piece, which goes on as its seed's longer piece does")
  func classic() throws {
    for context in [TokenDecoder.Context.stateful, .window(5)] {
      let model = try randomModel(context: context)
      let (opening, first, second) = try pieces(
        of: model, seed: 3, .events(10), to: .events(25), going: 3)
      #expect(opening.events == 10 && first.events.count == 10)
      #expect(
        Array(second) == Array(try Composer(model, seed: 3, extent: .events(25))))
    }
  }

  @Test("is nothing of a piece of one event, and is not made where the work is cancelled")
  func short() throws {
    let model = try randomMetricalModel(planner: randomPlanner())
    let (opening, _, second) = try pieces(
      of: model, seed: 1, .events(1), to: .events(5), going: 1)
    #expect(opening.events == 0 && Array(second).count == 5)
    let nothing = try model.opening(
      ofPieceWith: 1, PieceOptions(extent: .events(5)),
      network: InferenceNetwork(model.parameters), isCancelled: { true })
    #expect(nothing == nil)
  }
}
