import RenderMIDI
import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer
@testable import RenderNetwork

@Suite("What a model composes that counts bars")
struct MetricalComposerTests {
  /// Events come in order, each of the piano's keys, and no key is struck while it sounds.
  private func check(_ events: [ComposedEvent]) {
    var ends = [Int](repeating: 0, count: 128)
    var last = -1
    for event in events {
      #expect(!event.notes.isEmpty && Set(event.notes.map(\.onset)).count == 1)
      #expect(event.notes[0].onset > last)
      last = event.notes[0].onset
      for note in event.notes {
        #expect((21...108).contains(note.key) && note.duration >= 1)
        #expect(ends[Int(note.key)] <= note.onset)
        ends[Int(note.key)] = note.onset + note.duration
      }
    }
  }

  @Test("Pieces of random networks have the length asked for, on the piano's keys")
  func lengths() throws {
    for network in 0..<4 as Range<UInt64> {
      let model = try randomMetricalModel(
        seed: network, scale: Float(1 + 2 * network), planner: randomPlanner(seed: network))
      let packed = InferenceNetwork(model.parameters)
      for seed in 0..<8 as Range<UInt64> {
        let length = 1 + Int(seed) * 4
        let composer = try Composer(
          model, network: packed, seed: seed, PieceOptions(extent: .events(length)))
        let events = Array(composer)
        #expect(events.count == length, "network \(network), seed \(seed)")
        check(events)
      }
      check(
        Array(
          try Composer(model, network: packed, seed: 9, PieceOptions(extent: .seconds(12)))))
    }
  }

  @Test("New bars are pulled into the register that the plan has for them")
  func register() throws {
    var policy = DecodingPolicy.tuned
    // As much as the shipped model has.
    policy.register = 0.02
    var differences: [Double] = []
    for seed in 0..<8 as Range<UInt64> {
      let model = try randomMetricalModel(
        seed: seed, scale: 1, planner: randomPlanner(), decodingPolicy: policy)
      let keys = try [0, 5].map { register in
        var plan = FormPlan(metre: Piece.Metre(beats: 4, beatUnit: 4))
        var bar = FormPlan.Bar(relation: .new)
        bar.texture = Texture.Classes([2, register, 2, 2])
        (plan.tonic, plan.isMinor) = (0, false)
        plan.bars = Array(repeating: bar, count: 4000)
        var options = PieceOptions(extent: .events(100))
        options.plan = plan
        let notes = Piece(
          try Composer(
            model, network: InferenceNetwork(model.parameters), seed: seed, options)
        ).notes
        // Some networks write rests that are longer than any plan.
        return notes.filter { $0.onset < 4000 * 96 }.map { Double($0.key) }
      }
      guard keys.allSatisfy({ $0.count >= 50 }) else { continue }
      let means = keys.map { $0.reduce(0, +) / Double($0.count) }
      differences.append(means[1] - means[0])
    }
    #expect(differences.count >= 3)
    #expect(differences.reduce(0, +) / Double(differences.count) > 3, "\(differences)")
  }

  @Test("Metre, key, tempo and form asked for are those of the piece, which ends with the form")
  func wishes() throws {
    let key = MusicalKey(tonic: 4, isMinor: true)
    for seed in 0..<5 as Range<UInt64> {
      let model = try randomMetricalModel(seed: seed, planner: randomPlanner(seed: seed))
      var options = PieceOptions(quartersPerMinute: 111)
      options.wishes.form = WantedForm("A2A2B2A2")
      options.wishes.metre = Piece.Metre("3/4")
      options.wishes.key = key
      let composer = try Composer(
        model, network: InferenceNetwork(model.parameters), seed: seed, options)
      let header = composer.header
      let metre = try #require(header.metre)
      #expect(metre.beats == 3 && metre.beatUnit == 4)
      #expect(header.keySignature == Piece.KeySignature(of: key))
      #expect(header.tempos == [Piece.Tempo(quartersPerMinute: 111)])
      let events = Array(composer)
      check(events)
      let end = metre.pickUp + 72 * 8
      let last = try #require(events.last?.notes[0].onset)
      // In the last bar, and not beyond it.
      #expect(last < end && last >= end - 72, "\(last), \(end)")
      #expect(composer.dynamics.marks.allSatisfy { $0.onset < end })
    }
  }

  @Test("A plan that is given is followed to its end, however long a bar is")
  func plans() throws {
    let model = try randomMetricalModel(planner: nil)
    let network = InferenceNetwork(model.parameters)
    for seed in 0..<8 as Range<UInt64> {
      var options = PieceOptions()
      var plan = randomPlan(seed, bars: 6)
      plan.metre.pickUp = 0
      plan.tonic = 3
      options.plan = plan
      let composer = try Composer(model, network: network, seed: seed, options)
      #expect(composer.header.metre == plan.metre)
      #expect(
        composer.header.keySignature
          == Piece.KeySignature(of: MusicalKey(tonic: 3, isMinor: plan.isMinor!)))
      let events = Array(composer)
      check(events)
      #expect(try #require(events.last).notes[0].onset < 6 * plan.metre.barLength)
      // A length that is asked for goes before the plan's.
      options.extent = .events(9)
      #expect(Array(try Composer(model, network: network, seed: seed, options)).count == 9)
    }
    // More bars than the grid has.
    var options = PieceOptions()
    var plan = FormPlan(metre: Piece.Metre(beats: 32, beatUnit: 1))
    plan.isMinor = false
    plan.bars = [FormPlan.Bar](repeating: FormPlan.Bar(relation: .new), count: 1000)
    options.plan = plan
    #expect(
      try Composer(model, network: network, seed: 1, options).prefix(3).map(\.self).count == 3)
  }

  @Test("Without a planner and without a plan a piece has no form, and the length asked for")
  func withoutPlanner() throws {
    let model = try randomMetricalModel(planner: nil)
    let composer = try Composer(model, seed: 1, extent: .events(20))
    #expect(composer.dynamics == Dynamics() && composer.header.metre == nil)
    #expect(Array(composer).count == 20)
  }

  @Test("A piece is the same alone and among others, and with one thread and two")
  func sameAsAlone() throws {
    let model = try randomMetricalModel(planner: randomPlanner())
    let network = InferenceNetwork(model.parameters)
    var formed = PieceOptions()
    formed.wishes.form = WantedForm("A2B1A2")
    for options in [PieceOptions(extent: .events(15)), PieceOptions(extent: .seconds(6)), formed] {
      var waiting = [4, 9, 2, 7, 0] as [UInt64]
      let seeds = waiting
      var finished: [UInt64: ComposedPiece] = [:]
      try ComposerGroup(model, network: network, options, rows: 3).compose(
        nextSeed: { waiting.popLast() }
      ) { seed, piece in
        finished[seed] = try piece.get()
      }
      for seed in seeds {
        let composer = try Composer(model, network: network, seed: seed, options)
        #expect(finished[seed]?.header == composer.header)
        #expect(finished[seed]?.dynamics == composer.dynamics)
        let events = Array(composer)
        #expect(finished[seed]?.events == events)
        let two = try Composer(
          model, network: network, seed: seed, options, on: ThreadTeam(2))
        #expect(Array(two) == events)
      }
    }
  }

  @Test("A primer is heard with its plan, and the piece goes on in its bars")
  func primer() throws {
    let model = try randomMetricalModel(planner: randomPlanner())
    let piece = try randomPiece(4)
    let score = Score(
      ticksPerQuarter: 24,
      parts: [
        Score.Part(
          notes: piece.score.beginning(events: 40).notes.map {
            Note(onset: $0.onset, duration: $0.duration, key: $0.key, velocity: 80)
          })
      ])
    let primer = try model.tokenizer.primer(MIDIFile(score))
    #expect(primer.plan?.bars.isEmpty == false)
    var options = PieceOptions(beginning: .primer(primer), extent: .events(12))
    let network = InferenceNetwork(model.parameters)
    let events = Array(try Composer(model, network: network, seed: 1, options))
    #expect(events.count == 12)
    check(events)
    options.includesBeginning = true
    #expect(Array(try Composer(model, network: network, seed: 1, options)).count == 52)
    options.extent = nil
    options.includesBeginning = false
    options.wishes.form = WantedForm("A1A1")
    check(Array(try Composer(model, network: network, seed: 1, options)))
  }

  @Test("A model's file composes the same, and is refused where its plans or styles are damaged")
  func file() throws {
    var parameters = try Parameters(randomFor: Planner.architecture, seed: 1)
    let planner = Planner(parameters, styles: namedStyles)
    let model = try randomMetricalModel(planner: planner)
    let bytes = model.encoded(precision: .single)
    let read = try Model(decoding: bytes)
    #expect((read.tokenizer as? MetricalTokens)?.styles == namedStyles)
    #expect(read.memory == model.memory && read.planner != nil)
    func compose(_ model: Model) throws -> ComposedPiece {
      let composer = try Composer(model, seed: 3, extent: .events(6))
      return ComposedPiece(
        seed: 3, header: composer.header, events: Array(composer), dynamics: composer.dynamics)
    }
    let (first, second) = (try compose(model), try compose(read))
    #expect(first.header == second.header && first.events == second.events)
    #expect(first.dynamics == second.dynamics)

    func expectRefusal(_ change: (inout Safetensors) -> Void) throws {
      var file = try Safetensors(decoding: bytes)
      change(&file)
      #expect(throws: (any Error).self) { try Model(decoding: file.encoded) }
    }
    try expectRefusal { $0.metadata["plan_layout"] = "1" }
    try expectRefusal { $0.metadata["plan_layout"] = "" }
    try expectRefusal { $0.metadata["styles"] = nil }
    try expectRefusal { $0.metadata["styles"] = "{}" }
    try expectRefusal { $0.metadata["styles"] = #"{"composers": [1], "genres": []}"# }
    let many = (0...StyleNames.largestCount).map { "\"\($0)\"" }.joined(separator: ",")
    try expectRefusal { $0.metadata["styles"] = #"{"composers": [\#(many)], "genres": []}"# }
    try expectRefusal { $0.metadata["feature_layout"] = "0" }
    // A planner's tensors are missing, or are no numbers.
    var alone = try Safetensors(
      decoding: try randomMetricalModel(planner: nil).encoded(precision: .single))
    #expect(try Model(decoding: alone.encoded).planner == nil)
    alone.metadata["plan_layout"] = "\(PlanReader.layout)"
    #expect(throws: (any Error).self) { try Model(decoding: alone.encoded) }
    parameters = try Parameters(randomFor: Planner.architecture, seed: 1)
    parameters.buffer.base[parameters.count / 2] = .nan
    let damaged = try randomMetricalModel(planner: Planner(parameters, styles: namedStyles))
    #expect(throws: (any Error).self) {
      try Model(decoding: damaged.encoded(precision: .single))
    }
    // A timed model has no styles, and can have no plans.
    var timed = try Safetensors(decoding: randomTimedModel().encoded())
    planner.add(to: &timed, precision: .half)
    #expect(throws: ComposerError.self) { try Model(decoding: timed.encoded) }
  }
}
