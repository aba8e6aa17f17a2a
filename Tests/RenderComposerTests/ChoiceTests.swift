import RenderMusic
import Testing

@testable import RenderComposer
@testable import RenderNetwork

@Suite("The most real of several pieces")
struct ChoiceTests {
  private let options = PieceOptions(extent: .events(40))

  /// A model whose judge has learned to tell its pieces from others.
  private func model(planner: Planner? = nil) throws -> Model {
    var model = try randomMetricalModel(planner: planner)
    let composed = try model.pieces(seeds: 1000..<1030, events: 40)
    let others = (0..<30).map { MeasuredPiece(randomScore($0)) }
    model.judge = Discriminator(
      composed: PieceFeatures.of(composed), real: PieceFeatures.of(others))
    return model
  }

  private func group(_ model: Model) -> ComposerGroup {
    ComposerGroup(model, network: InferenceNetwork(model.parameters), options, rows: 3)
  }

  @Test(
    "is the one that the judge finds so, as its seed makes it alone, with any number of threads")
  func choice() throws {
    let model = try model(planner: randomPlanner())
    let judge = try #require(model.judge)
    let network = InferenceNetwork(model.parameters)
    for seed in 0..<4 as Range<UInt64> {
      let chosen = try #require(try group(model).mostReal(of: 7, seed: seed))
      let choice = try #require(chosen.choice)
      let seeds = Choice.seeds(seed, count: 7)
      let realness = try seeds.map { seed in
        let piece = Piece(try Composer(model, network: network, seed: seed, options))
        return try PieceFeatures(MeasuredPiece(piece)).flatMap(judge.realness) ?? 0
      }
      #expect(choice.candidates == 7 && choice.realness == realness.max())
      #expect(choice.seed == seeds[realness.firstIndex(of: choice.realness)!])
      #expect(
        chosen.piece == Piece(try Composer(model, network: network, seed: choice.seed, options)))
      let shared = try #require(try group(model).mostReal(of: 7, seed: seed, threads: 2))
      #expect(shared.choice == choice && shared.piece == chosen.piece)
    }
  }

  @Test("is among the same ones and more where more are asked for, and of one is the seed's own")
  func seeds() throws {
    #expect(Choice.seeds(5, count: 1) == [5])
    #expect(Array(Choice.seeds(5, count: 9).prefix(4)) == Choice.seeds(5, count: 4))
    #expect(Set(Choice.seeds(5, count: 100)).count == 100)
    #expect(try group(model()).mostReal(of: 1, seed: 5)?.choice?.seed == 5)
  }

  @Test(
    "is none where the work is cancelled, and cannot be had without a judge of the same features")
  func refusals() throws {
    var model = try model()
    #expect(try group(model).mostReal(of: 3, seed: 1, isCancelled: { true }) == nil)
    #expect(throws: ComposerError.self) { try group(model).mostReal(of: 0, seed: 1) }
    model.judge = Discriminator(
      composed: [PieceFeatures(names: ["other"], values: [0])],
      real: [PieceFeatures(names: ["other"], values: [1])])
    #expect(throws: ComposerError.missingJudge) { try group(model).mostReal(of: 3, seed: 1) }
    model.judge = nil
    #expect(throws: ComposerError.missingJudge) { try group(model).mostReal(of: 3, seed: 1) }
  }

  @Test("A judge is in its model's file")
  func file() throws {
    let model = try model()
    let read = try Model(decoding: model.encoded(precision: .single))
    let piece = try #require(try model.pieces(seeds: 7..<8, events: 40).first)
    let features = try #require(PieceFeatures(piece))
    let realness = try #require(model.judge?.realness(of: features))
    #expect(read.judge?.realness(of: features) == realness && (0...1).contains(realness))
  }
}
