import RenderMusic
import Testing

@testable import RenderComposer
@testable import RenderNetwork

/// What the command line refuses, the library refuses as well.
struct GuardTests {
  private static let refused: [PieceOptions] = {
    var all: [PieceOptions] = []
    func add<Value>(_ values: [Value], _ make: (Value) -> PieceOptions) {
      all += values.map(make)
    }
    func add(_ values: [Float], _ field: WritableKeyPath<Sampling, Float>) {
      add(values) { value in
        var options = PieceOptions()
        options.sampling[keyPath: field] = value
        return options
      }
    }
    let tempos: [Double] = [9.99, 500.1, 0, -1, .nan, .infinity, -.infinity]
    add(tempos) { PieceOptions(quartersPerMinute: $0) }
    let counts: [Int] = [0, -1, 1_000_001, .min, .max]
    add(counts) { PieceOptions(extent: .events($0)) }
    let seconds: [Double] = [0, -1, 86_400.1, .nan, .infinity, -.infinity]
    add(seconds) { PieceOptions(extent: .seconds($0)) }
    let semitones: [Int] = [49, -49, .min, .max]
    add(semitones) { PieceOptions(transposition: $0) }
    add([-0.1, 10.1, .nan, .infinity], \.temperature)
    add([0, 1.1, .nan], \.topP)
    add([-0.1, 1.1, .nan], \.minP)
    add([-0.1, 1000.1, .nan], \.repetition)
    let choices: [Int] = [0, -1, .min]
    add(choices) { PieceOptions(sampling: Sampling(topK: $0)) }
    let starts: [Int] = [-1, 1000, .min, .max]
    add(starts) { PieceOptions(beginning: .start($0)) }
    let primers: [[Int32]] = [[], [-1], [.max]]
    add(primers) { PieceOptions(beginning: .primer(Primer($0))) }
    let moves: [Int] = [128, .min, .max]
    add(moves) { PieceOptions(beginning: .primer(Primer([0], movedBy: $0))) }
    return all
  }()

  @Test(
    "A piece that cannot be is refused by throwing, by composers of both tokenizers and in groups")
  func pieces() throws {
    for model in [try randomModel(), try randomTimedModel(), try randomModel(context: .window(5))] {
      let network = InferenceNetwork(model.parameters)
      for options in Self.refused {
        #expect(throws: ComposerError.self, "\(options)") {
          try Composer(model, network: network, seed: 1, options)
        }
        var seeds: [UInt64] = [1]
        ComposerGroup(model, network: network, options, rows: 2).compose(
          nextSeed: { seeds.popLast() }
        ) { _, result in
          #expect(throws: ComposerError.self, "\(options)") { try result.get() }
        }
      }
    }
  }

  @Test("What stands at the ends of the ranges is allowed")
  func allowed() throws {
    let model = try randomModel()
    for options in [
      PieceOptions(extent: .events(1_000_000), quartersPerMinute: 10),
      PieceOptions(extent: .seconds(86_400), quartersPerMinute: 500),
      PieceOptions(extent: .seconds(1e-300)), PieceOptions(transposition: 48),
      PieceOptions(sampling: Sampling(temperature: 10, minP: 1, repetition: 1000)),
    ] {
      var composer = try Composer(
        model, network: InferenceNetwork(model.parameters), seed: 1, options)
      #expect(composer.next() != nil)
    }
  }

  @Test("An error holds the value and what is allowed")
  func facts() throws {
    let error = ComposerError.outOfRange(
      "tempo", value: 501, allowed: NumberRange(PieceOptions.tempos))
    #expect(throws: error) { try Composer(randomModel(), seed: 1, quartersPerMinute: 501) }
    #expect("\(error)" == "a tempo of 501.0 is out of range (10 to 500)")
    #expect(
      throws: ComposerError.outOfRange(
        "length in events", value: 0, allowed: NumberRange(Extent.eventCounts))
    ) { try Composer(randomModel(), seed: 1, extent: .events(0)) }
    func sentence(_ sampling: Sampling) -> String {
      do throws(ComposerError) { try sampling.validate() } catch { return "\(error)" }
      return ""
    }
    #expect(sentence(Sampling(topP: 1.1)) == "a top-p of 1.1 is out of range (above 0, to 1)")
    #expect(
      sentence(Sampling(temperature: 11)) == "a temperature of 11.0 is out of range (0 to 10)")
    #expect(sentence(Sampling(topK: 0)) == "a top-k of 0 leaves no token to draw")
  }

  @Test("Numbers of threads and pieces out of range are refused", arguments: [0, -1, 257, Int.max])
  func threads(count: Int) throws {
    let model = try randomTimedModel()
    #expect(throws: ComposerError.self) { try Composer(model, seed: 1, threads: count) }
    #expect(throws: NetworkError.self) { try ThreadTeam(count) }
    #expect(throws: ComposerError.self) { try model.evaluate([randomScore(1)], threads: count) }
    #expect(throws: ComposerError.self) {
      try randomModel().evaluate([["C4", "D4", "E4"]], threads: count)
    }
    #expect(throws: ComposerError.self) {
      try model.pieces(seeds: 1..<2, events: 5, threads: count)
    }
    #expect(throws: ComposerError.self) { try model.pieces(seeds: 1..<1, events: 5) }
    #expect(throws: ComposerError.self) { try model.pieces(seeds: 0..<UInt64.max, events: 5) }
    #expect(throws: ComposerError.self) { try model.pieces(seeds: 1..<2, events: 0) }
  }
}
