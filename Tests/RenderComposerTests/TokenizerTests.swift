import RenderMIDI
import RenderMusic
import RenderNetwork
import Testing

@testable import RenderComposer

/// Notes of middle C alone, a token each: as small as a tokenizer can be.
private struct BeatTokens: Tokenizer {
  static let name = "beat"
  let vocabulary: Vocabulary

  init(_ vocabulary: Vocabulary, metadata: [String: String] = [:]) throws(ComposerError) {
    guard vocabulary.tokens == ["rest", "beat"] else { throw .badModel("no beats") }
    self.vocabulary = vocabulary
  }

  static func corpusPiece(
    of file: MIDIFile, annotation: Annotation?
  ) throws(MusicError) -> [Int32]? { [0, 1] }

  func primer(_ file: MIDIFile) throws(MusicError) -> Primer { Primer([1]) }

  static func material(
    training: [[Int32]], validation: [[Int32]], knownAs known: BeatTokens?, of base: Model?,
    preset: Preset, seed: UInt64
  ) throws(ComposerError) -> TrainingMaterial { throw .nothingToLearn }

  func beginning(drawn start: [Int32]) -> [Int32] { start }

  func makeWriter(_ plan: PiecePlan) -> any EventWriter { Writer() }

  func measure(
    _ model: Model, on pieces: [[Int32]], threads: Int,
    report: @escaping @Sendable (Double) -> Void
  ) -> PredictionMeasure {
    .events(ModelEvaluation(events: pieces.count, leftOut: 0, loss: 0, accuracy: 1))
  }

  static func listing(of file: MIDIFile) throws(MusicError) -> TokenListing {
    TokenListing(["rest", "beat"])
  }

  struct Writer: EventWriter {
    var place = 0
    let quartersPerMinute: Double? = 120
    let expectsPitch = true
    var hasEnded: Bool { place >= 20 }

    func writeAllowed(to mask: inout [Bool]) { mask = [true, true] }

    mutating func read(_ token: Int32) -> ComposedEvent? {
      place += 1
      return token == 0
        ? nil
        : ComposedEvent(
          name: "beat", notes: [Piece.Note(onset: 24 * (place - 1), duration: 24, key: 60)])
    }
  }
}

struct TokenizerTests {
  private static func beatModel() throws -> Model {
    let architecture = Architecture(
      vocabularySize: 2,
      layers: [
        .embedding(width: 2),
        .lstm(units: 4, returnsSequence: true, recurrentActivation: .logistic), .dense(units: 2),
      ])
    let record = try randomModel().record
    return Model(
      parameters: try Parameters(randomFor: architecture, seed: 1),
      tokenizer: try BeatTokens(Vocabulary(ordered: ["rest", "beat"])), context: .stateful,
      starts: [[1]], record: record)
  }

  @Test("A tokenizer of somebody else's composes, and its models are read by who knows it")
  func another() throws {
    let model = try Self.beatModel()
    let events = Array(try Composer(model, seed: 1))
    #expect(!events.isEmpty && events.allSatisfy { $0.name == "beat" })
    let bytes = model.encoded(precision: .single)
    let read = try Model(decoding: bytes, tokenizers: Tokenizers.known + [BeatTokens.self])
    #expect(Array(try Composer(read, seed: 1)) == events)
    let error = #expect(throws: ComposerError.self) { try Model(decoding: bytes) }
    #expect(
      "\(try #require(error))".contains(
        "its tokenizer is beat, this program knows metrical, timed and classic"))
  }

  @Test("A model is measured on pieces of its own tokens alone")
  func measured() throws {
    let (classic, timed) = (try randomModel(), try randomTimedModel())
    #expect(throws: ComposerError.wrongTokenizer(found: "classic", expected: "timed")) {
      try classic.evaluate([randomScore(1)], threads: 1)
    }
    #expect(throws: ComposerError.wrongTokenizer(found: "timed", expected: "classic")) {
      try timed.evaluate([["C4", "D4", "E4"]], threads: 1)
    }
    #expect(throws: ComposerError.tokensWithoutTimes(tokenizer: "classic")) {
      try classic.pieces(seeds: 1..<2, events: 5)
    }
    #expect(try timed.evaluate([randomScore(1)], threads: 1).bits.notes > 0)
  }

  @Test(
    "A training goes on from a model of its own tokens alone, and begins with a preset of theirs")
  func trained() throws {
    let (classic, timed) = (try randomModel(), try randomTimedModel())
    #expect(throws: ComposerError.wrongTokenizer(found: "timed", expected: "classic")) {
      try ModelTraining(
        training: tunes(count: 2, length: 20), validation: [], as: ClassicTokens.self,
        preset: .classic, base: timed, seed: 1)
    }
    #expect(throws: ComposerError.wrongTokenizer(found: "classic", expected: "timed")) {
      try ModelTraining(
        training: [randomScore(1)], validation: [], as: TimedTokens.self, preset: .timed,
        base: classic, seed: 1)
    }
    #expect(throws: ComposerError.wrongTokenizer(found: "metrical", expected: "classic")) {
      try ModelTraining(
        training: tunes(count: 2, length: 20), validation: [], as: ClassicTokens.self,
        preset: .default, seed: 1)
    }
    #expect(throws: ComposerError.wrongTokenizer(found: "classic", expected: "timed")) {
      try ModelTraining(
        training: [randomScore(1)], validation: [], as: TimedTokens.self, preset: .tutorial,
        seed: 1)
    }
  }

  @Test("A tokenizer of somebody else's measures with the figures that reports know")
  func measuredByAnother() throws {
    let model = try Self.beatModel()
    let tokenizer: any Tokenizer = model.tokenizer
    func measure<Kind: Tokenizer>(_ tokenizer: Kind) throws -> PredictionMeasure {
      let file = MIDIFile(
        format: .singleTrack, division: .ticksPerQuarter(480), tracks: [MIDITrack()])
      let piece = try #require(try Kind.corpusPiece(of: file, annotation: nil))
      #expect(tokenizer.score(of: piece) == nil && !Kind.keepsTimes)
      return try tokenizer.measure(model, on: [piece], threads: 1) { _ in }
    }
    #expect(
      try measure(tokenizer)
        == .events(ModelEvaluation(events: 1, leftOut: 0, loss: 0, accuracy: 1)))
  }

  @Test("No two tokenizers have one name")
  func names() {
    #expect(Set(Tokenizers.known.map { $0.name }) == ["classic", "metrical", "timed"])
  }
}
