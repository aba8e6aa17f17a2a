import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer
@testable import RenderNetwork

/// The same seed is the same piece.
struct ComposerTests {
  private func compose(
    _ model: Model, seed: UInt64 = 7, beginning: PieceOptions.Beginning = .drawn,
    sampling: Sampling = Sampling(), threads: Int = 1, length: Int = 60
  ) throws -> [String] {
    Array(
      try Composer(model, seed: seed, beginning: beginning, sampling: sampling, threads: threads)
        .prefix(length).map(\.name))
  }

  @Test(
    "The same seed gives the same tokens, with one thread and two; another seed gives others",
    arguments: [TokenDecoder.Context.stateful, .window(5)])
  func seeds(context: TokenDecoder.Context) throws {
    let model = try randomModel(context: context)
    let piece = try compose(model)
    #expect(piece.count == 60 && piece.allSatisfy { model.vocabulary.index(of: $0) != nil })
    #expect(try compose(model) == piece)
    #expect(try compose(model, threads: 2) == piece)
    #expect(try compose(Model(decoding: model.encoded(precision: .single))) == piece)
    let others = try (0..<20).map { try compose(model, seed: $0) }
    #expect(Set(others).count == 20)
  }

  @Test("A longer piece begins with the shorter one")
  func prefix() throws {
    let model = try randomModel()
    #expect(try Array(compose(model, length: 100)[..<30]) == compose(model, length: 30))
  }

  @Test("A copied composer goes its own way, and a sequence can be walked through twice")
  func copies() throws {
    for context in [TokenDecoder.Context.stateful, .window(5)] {
      let model = try randomModel(context: context)
      var first = try Composer(model, seed: 3)
      let piece = first.prefix(40).map(\.name)
      #expect(first.prefix(40).map(\.name) == piece)
      var second = first
      var found: ([String], [String]) = ([], [])
      for _ in 0..<40 {
        found.0.append(first.next()?.name ?? "the end")
        found.1.append(second.next()?.name ?? "the end")
      }
      #expect(found.0 == piece && found.1 == piece)
    }
  }

  @Test("Many composers can share one packed network")
  func sharedNetwork() throws {
    let model = try randomModel()
    let network = InferenceNetwork(model.parameters)
    var composers = try (0..<4).map { try Composer(model, network: network, seed: $0) }
    var pieces = [[String]](repeating: [], count: 4)
    for _ in 0..<30 {
      for index in composers.indices { pieces[index].append(composers[index].next()!.name) }
    }
    for seed in 0..<4 {
      #expect(try pieces[seed] == compose(model, seed: UInt64(seed), length: 30))
    }
  }

  @Test("Naming the start that the seed draws changes nothing, another start does")
  func starts() throws {
    let model = try randomModel()
    let piece = try compose(model)
    let drawn = try (0..<40).filter { try compose(model, beginning: .start($0)) == piece }
    #expect(drawn.count == 1)
    #expect(try compose(model, beginning: .primer(Primer(model.starts[drawn[0]]))) == piece)
    for index in [-1, 40, Int.max] {
      #expect(
        throws: ComposerError.missingStart(index, count: 40)
      ) {
        try Composer(model, seed: 1, beginning: .start(index))
      }
    }
  }

  @Test("A primer is heard and not written; a short one is filled up to the window")
  func primer() throws {
    for context in [TokenDecoder.Context.stateful, .window(5)] {
      let model = try randomModel(context: context)
      let greedy = try compose(
        model, beginning: .primer(Primer([0, 1, 2, 3, 4])), sampling: .greedy, length: 1)
      var decoder = TokenDecoder(InferenceNetwork(model.parameters), context: context)
      for token in [0, 1, 2, 3, 4] as [Int32] { decoder.push(token) }
      let logits = decoder.logits
      #expect(greedy == [model.vocabulary[logits.indices.max { logits[$0] < logits[$1] }!]])
      #expect(try compose(model, beginning: .primer(Primer([9]))).count == 60)
      #expect(throws: ComposerError.self) {
        try Composer(model, seed: 1, beginning: .primer(Primer([])))
      }
      for token in [-1, 10, .max, .min] as [Int32] {
        #expect(throws: ComposerError.self) {
          try Composer(model, seed: 1, beginning: .primer(Primer([0, token])))
        }
      }
    }
    // The last tokens of the start that the seed draws, then the primer.
    let model = try randomModel(context: .window(5))
    var generator = SeededGenerator(seed: 7)
    let start = model.starts[Int(generator.next(below: 40))]
    #expect(
      try compose(model, beginning: .primer(Primer([9, 9])))
        == compose(model, beginning: .primer(Primer(start.suffix(3) + [9, 9]))))
  }

  @Test("An opening can be kept, without what fills up its window; a piece can be moved in pitch")
  func written() throws {
    for context in [TokenDecoder.Context.stateful, .window(5)] {
      let model = try randomModel(context: context)
      func events(_ includes: Bool, _ semitones: Int = 0) throws -> [ComposedEvent] {
        Array(
          try Composer(
            model, seed: 7, beginning: .primer(Primer([0, 1, 2])), extent: .events(10),
            includesBeginning: includes, transposition: semitones))
      }
      let (alone, whole) = (try events(false), try events(true))
      #expect(whole.map(\.name) == (0..<3).map { model.vocabulary[$0] } + alone.map(\.name))
      #expect(whole.enumerated().allSatisfy { $0.element.notes[0].onset == $0.offset * 12 })
      for (event, moved) in zip(alone, try events(false, 2)) {
        let token = try ClassicToken(event.name).transposed(by: 2)
        #expect(moved.name == token?.description)
        #expect(Set(moved.notes.map { $0.key % 12 }) == Set(event.notes.map { ($0.key + 2) % 12 }))
      }
    }
  }

  @Test("Sampling options out of range are refused")
  func badSampling() throws {
    let model = try randomModel()
    for sampling in [
      Sampling(temperature: -1), Sampling(temperature: .nan), Sampling(temperature: 11),
      Sampling(topK: 0), Sampling(topK: .min), Sampling(topP: 0), Sampling(topP: 1.1),
      Sampling(topP: .nan), Sampling(repetition: -1), Sampling(repetition: .nan),
      Sampling(repetition: .infinity),
    ] {
      #expect(throws: ComposerError.self, "\(sampling)") {
        try Composer(model, seed: 1, sampling: sampling)
      }
    }
  }
}
