import RenderComposer
import RenderMIDI
import RenderMusic
import RenderNetwork
import RenderTestSupport

/// What the tests compose from: made here, so that they need no corpus and no shipped model.
public enum Material {
  public static let tokens: [String] = {
    let notes = [3, 4, 5].flatMap { octave in
      ["C", "D", "E", "F", "G", "A", "B"].map { "\($0)\(octave)" }
    }
    return notes + ["0.4.7", "2.5.9", "4.9", "5.9.0", "7.11.2"]
  }()

  /// A model of random weights, small and quick.
  public static let model: [UInt8] = {
    let vocabulary = Vocabulary(of: tokens)
    let architecture = Architecture(
      vocabularySize: vocabulary.count,
      layers: [
        .embedding(width: 8), .dropout(rate: 0.1),
        .lstm(units: 16, returnsSequence: true, recurrentActivation: .logistic),
        .dense(units: vocabulary.count),
      ])
    let options = Preset.classic.options
    let model = Model(
      parameters: try! Parameters(randomFor: architecture, seed: 1),
      tokenizer: try! ClassicTokens(vocabulary),
      context: .stateful,
      starts: (0..<32).map { start in (0..<4).map { Int32((start + 5 * $0) % vocabulary.count) } },
      record: ModelRecord(
        software: softwareVersion, preset: "classic", corpusFingerprint: "", corpusFiles: 0,
        corpusEvents: 0,
        training: TrainingRecord(
          options: options, steps: 0, epochs: 0, parameters: 0, evaluations: [])))
    return model.encoded()
  }()

  /// The same of the timed tokenizer.
  public static let timedModel: [UInt8] = {
    let vocabulary = TimedVocabulary.full
    let architecture = Architecture(
      vocabularySize: vocabulary.count,
      layers: [
        .featuredEmbedding(width: 8, features: TimedListener.featureCount),
        .lstm(units: 16, returnsSequence: true, recurrentActivation: .logistic),
        .dense(units: vocabulary.count),
      ])
    let tempo = vocabulary.nearestTempo(to: 120)
    let model = Model(
      parameters: try! Parameters(randomFor: architecture, seed: 1),
      tokenizer: TimedTokens(vocabulary),
      context: .stateful, starts: .init(repeating: [vocabulary.start, tempo], count: 32),
      record: ModelRecord(
        software: softwareVersion, preset: "timed", corpusFingerprint: "", corpusFiles: 0,
        corpusEvents: 0,
        training: TrainingRecord(
          options: Preset.timed.options, steps: 0, epochs: 0, parameters: 0, evaluations: [])))
    return model.encoded()
  }()

  /// A piece of so many events that go round the vocabulary, another way for each number.
  public static func piece(_ number: Int, events: Int = 60) -> [UInt8] {
    let step = 2 * number + 1
    let piece = (0..<events).map { tokens[(number + step * $0) % tokens.count] }
    var score = Score(try! ClassicTokenizer().piece(of: piece))
    // Notes that overlap would be read as voices, in another order.
    for part in score.parts.indices {
      for note in score.parts[part].notes.indices {
        score.parts[part].notes[note].duration = score.ticksPerQuarter / 2
      }
    }
    return try! MIDIFile(score).encoded()
  }

  /// The grand piano that comes with the package.
  public static let soundFont: String = {
    let package = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/\(package)/SoundFonts/FluidR3-GrandPiano.sf2"
  }()

  /// The length of its end that holds everything but the samples.
  public static let soundFontRecords = 3776

  /// A folder with the model and a piece.
  public static func folder() -> TemporaryFolder {
    let folder = TemporaryFolder()
    folder.write(model, to: "model.safetensors")
    folder.write(piece(1), to: "song.mid")
    return folder
  }
}
