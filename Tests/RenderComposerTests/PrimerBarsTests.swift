import RenderMIDI
import RenderMusic
import Testing

@testable import RenderComposer
@testable import RenderNetwork

@Suite("A piece that goes on from a primer")
struct PrimerBarsTests {
  /// A model of random weights that counts bars.
  private func model(plans: Bool) throws -> Model {
    let vocabulary = TimedVocabulary.full
    let styles = StyleNames()
    return Model(
      parameters: try randomParameters(
        vocabularySize: vocabulary.count, features: MetricalListener.featureCount(vocabulary)),
      tokenizer: MetricalTokens(vocabulary, styles: styles), context: .stateful,
      starts: [[vocabulary.start]],
      planner: plans
        ? Planner(try Parameters(randomFor: Planner.architecture, seed: 1), styles: styles) : nil,
      record: noRecord(preset: .default))
  }

  /// A note a quarter, in some metres.
  private func file(
    _ signatures: [Piece.TimeSignature], quarters: Int, from first: Int = 0
  ) throws -> MIDIFile {
    let keys: [UInt8] = [60, 64, 67, 65, 62, 59, 60]
    return try MIDIFile(
      Score(
        ticksPerQuarter: Piece.unitsPerQuarter,
        timeSignatures: signatures.map {
          Score.TimeSignature(tick: $0.onset, beats: $0.beats, beatUnit: $0.beatUnit)
        },
        parts: [
          Score.Part(
            name: "",
            notes: (first..<first + quarters).map {
              Note(onset: 24 * $0, duration: 24, key: keys[$0 % keys.count], velocity: 80)
            })
        ]))
  }

  /// A primer, and the metre that goes on.
  struct Case: Sendable {
    var signatures: [(onset: Int, beats: Int, beatUnit: Int)]
    var quarters: Int
    var first = 0
    var metre: Piece.Metre
  }

  private static let cases = [
    // Too short to suggest a metre.
    Case(signatures: [], quarters: 10, metre: Piece.Metre(beats: 4, beatUnit: 4)),
    Case(signatures: [(0, 3, 4)], quarters: 10, metre: Piece.Metre(beats: 3, beatUnit: 4)),
    Case(
      signatures: [(0, 1, 4), (24, 3, 4)], quarters: 12,
      metre: Piece.Metre(beats: 3, beatUnit: 4, pickUp: 24)),
    Case(signatures: [(0, 5, 8)], quarters: 2, metre: Piece.Metre(beats: 5, beatUnit: 8)),
    // Another metre from the fourth bar on, and a last bar that leaves room for the pick-up.
    Case(
      signatures: [(0, 4, 4), (288, 6, 8)], quarters: 30,
      metre: Piece.Metre(beats: 6, beatUnit: 8)),
    Case(
      signatures: [(0, 1, 4), (24, 4, 4), (408, 3, 4)], quarters: 20,
      metre: Piece.Metre(beats: 4, beatUnit: 4, pickUp: 24)),
    // Silence before the first note.
    Case(
      signatures: [(0, 1, 4), (24, 3, 4)], quarters: 12, first: 5,
      metre: Piece.Metre(beats: 3, beatUnit: 4, pickUp: 24)),
    // No bar that could be counted.
    Case(signatures: [(0, 1, 64)], quarters: 5, metre: Piece.Metre(beats: 4, beatUnit: 4)),
  ]

  @Test("has its metre and goes on in its bars, whether the primer is written or not")
  func bars() throws {
    for plans in [false, true] {
      let model = try model(plans: plans)
      let network = InferenceNetwork(model.parameters)
      for example in Self.cases {
        let signatures = example.signatures.map {
          Piece.TimeSignature(onset: $0.onset, beats: $0.beats, beatUnit: $0.beatUnit)
        }
        let primer = try model.tokenizer.primer(
          file(signatures, quarters: example.quarters, from: example.first))
        let bars = BarGrid(example.metre, end: TimedScore.latest)
        // Where the bar of the primer's first note begins.
        let first = bars.starts[bars.bar(at: 24 * example.first)]
        for seed in 0..<(plans ? 1 : 2) as Range<UInt64> {
          var options = PieceOptions(
            beginning: .primer(primer), extent: .events(8), includesBeginning: true)
          let whole = Piece(try Composer(model, network: network, seed: seed, options))
          let notes = whole.notes.dropFirst(example.quarters)
          #expect(
            whole.notes.prefix(example.quarters).map(\.onset)
              == (0..<example.quarters).map { 24 * (example.first + $0) - first }, "\(example)")
          var metre = example.metre
          if first > 0 { metre.pickUp = 0 }
          #expect(whole.header.metre == metre, "\(example)")

          options.includesBeginning = false
          let continued = Piece(try Composer(model, network: network, seed: seed, options))
          let onset = try #require(notes.first).onset + first
          let start = bars.starts[bars.bar(at: onset)]
          #expect(
            continued.notes.map(\.onset) == notes.map { $0.onset + first - start }, "\(example)")
          metre.pickUp = start > 0 ? 0 : example.metre.pickUp
          #expect(continued.header.metre == metre, "\(example)")
          // A file of it has the bars.
          let read = try MIDIFile(Score(continued))
          #expect(BarGrid(read, end: 1000).metre == metre, "\(example)")
        }
      }
    }
  }

  @Test("Without a primer the first note stands in the first bar, which may be a pick-up")
  func pickUp() throws {
    let model = try model(plans: false)
    let network = InferenceNetwork(model.parameters)
    for pickUp in [0, 12, 24, 60] {
      var options = PieceOptions(extent: .events(5))
      options.plan = FormPlan(metre: Piece.Metre(beats: 3, beatUnit: 4, pickUp: pickUp))
      for seed in 0..<4 as Range<UInt64> {
        let piece = Piece(try Composer(model, network: network, seed: seed, options))
        #expect(piece.header.metre == options.plan?.metre)
        #expect(piece.notes[0].onset < (pickUp > 0 ? pickUp : 72))
      }
    }
  }

  @Test("One of the model's starts is heard in its own metre, or in the one that is asked for")
  func starts() throws {
    let model = try model(plans: true)
    let tokenizer = model.tokenizer
    // A waltz: a long low note and two chords.
    var notes: [Piece.Note] = []
    for bar in 0..<16 {
      notes.append(Piece.Note(onset: 72 * bar, duration: 72, key: 40 + UInt8(bar % 3)))
      for (beat, key) in [(24, 60), (24, 64), (24, 67), (48, 60), (48, 64), (48, 67)] {
        notes.append(Piece.Note(onset: 72 * bar + beat, duration: 12, key: UInt8(key)))
      }
    }
    let start = TimedTokenizer(try #require(tokenizer.memoryVocabulary)).encode(
      try TimedScore(notes: notes)
    ).tokens.dropLast()
    let plan = try #require(tokenizer.plan(ofStart: Array(start), metre: nil))
    #expect(plan.metre == Piece.Metre(beats: 3, beatUnit: 4) && plan.tonic == nil)
    #expect(plan.bars.count == 16)
    let wanted = Piece.Metre(beats: 4, beatUnit: 4)
    #expect(tokenizer.plan(ofStart: Array(start), metre: wanted)?.metre == wanted)

    var options = PieceOptions(beginning: .start(0), extent: .events(5))
    options.wishes.metre = Piece.Metre(beats: 5, beatUnit: 8)
    let composer = try Composer(
      model, network: InferenceNetwork(model.parameters), seed: 1, options)
    let metre = try #require(composer.header.metre)
    #expect(metre.beats == 5 && metre.beatUnit == 8)
  }

  @Test("A plan is nothing to a model that counts no bars")
  func withoutBars() throws {
    for model in [try randomModel(), try randomTimedModel()] {
      var options = PieceOptions(extent: .events(5))
      let network = InferenceNetwork(model.parameters)
      let plain = Piece(try Composer(model, network: network, seed: 1, options))
      options.plan = FormPlan(metre: Piece.Metre(beats: 3, beatUnit: 4))
      #expect(Piece(try Composer(model, network: network, seed: 1, options)) == plain)
    }
  }
}
