import RenderMusic
import RenderRandomness
import Testing

@testable import RenderComposer
@testable import RenderNetwork

/// A network of random weights, in a blink.
///
/// - Parameter scale: larger weights than a fresh network's: what was heard makes a difference.
func randomParameters(
  seed: UInt64 = 1, vocabularySize: Int, features: Int, width: Int = 6, units: Int = 12,
  scale: Float = 1
) throws -> Parameters {
  let parameters = try Parameters(
    randomFor: Architecture(
      vocabularySize: vocabularySize,
      layers: [
        .featuredEmbedding(width: width, features: features),
        .lstm(units: units, returnsSequence: true, recurrentActivation: .logistic),
        .dense(units: vocabularySize),
      ]), seed: seed)
  for index in 0..<parameters.count { parameters.buffer.base[index] *= scale }
  return parameters
}

/// What a model's file says of its origin, of one that nothing was trained for.
func noRecord(preset: Preset, parameters: Int = 0) -> ModelRecord {
  ModelRecord(
    preset: preset.rawValue, corpusFingerprint: "", corpusFiles: 0, corpusEvents: 0,
    training: TrainingRecord(
      options: preset.options, steps: 0, epochs: 0, parameters: parameters, evaluations: []))
}

/// A timed model of random weights, in a blink, with a memory that has learned nothing.
func randomTimedModel(
  seed: UInt64 = 1, vocabulary: TimedVocabulary = .full, scale: Float = 4,
  memory: MemoryParameters = MemoryParameters(mean: [Float](repeating: 0, count: 12)),
  decodingPolicy: DecodingPolicy = .tuned
) throws -> Model {
  let parameters = try randomParameters(
    seed: seed, vocabularySize: vocabulary.count, features: TimedListener.featureCount,
    scale: scale)
  let pieces = (0..<40).map { TimedTokenizer(vocabulary).encode(randomScore($0)).tokens }
  return Model(
    parameters: parameters, tokenizer: TimedTokens(vocabulary), context: .stateful,
    starts: Starts.timed(of: pieces, vocabulary, seed: seed),
    memory: memory, decodingPolicy: decodingPolicy,
    record: noRecord(preset: .timed, parameters: parameters.count))
}

/// Chords and single notes in a few lengths.
func randomScore(_ seed: UInt64, notes: Int = 200) -> TimedScore {
  var generator = SeededGenerator(seed: seed)
  func draw(_ choices: [Int]) -> Int { choices[Int(generator.next(below: UInt64(choices.count)))] }
  var onset = 0
  return try! TimedScore(
    notes: (0..<notes).map { _ in
      onset += draw([0, 0, 6, 12, 24, 120])
      return Piece.Note(
        onset: onset, duration: draw([3, 6, 12, 24, 96, 200]),
        key: UInt8(40 + generator.next(below: 40)))
    }, tempos: [Piece.Tempo(onset: 0, quartersPerMinute: Double(draw([60, 96, 144])))])
}

/// Events come in order, a chord's notes together and from the lowest up, and no key is struck while
/// it sounds.
func checkMusic(_ events: [ComposedEvent]) {
  var ends = [Int](repeating: 0, count: 128)
  var last = -1
  for event in events {
    #expect(!event.notes.isEmpty)
    #expect(Set(event.notes.map(\.onset)).count == 1 && event.notes[0].onset > last)
    last = event.notes[0].onset
    #expect(event.notes.map(\.key) == Set(event.notes.map(\.key)).sorted())
    for note in event.notes {
      #expect(note.duration >= 1 && ends[Int(note.key)] <= note.onset)
      ends[Int(note.key)] = note.onset + note.duration
    }
  }
  #expect(events.first?.notes.first?.onset == 0)
}
