import Audio
import Composer
import Files
import MIDI
import Music
import NeuralNetwork

/// Composes and renders takes: what stays the same from one to the next is loaded once.
struct TakeMaker {
  private let options: CompositionOptions
  private let model: Model
  private let modelPath: String
  private let network: InferenceNetwork
  private let opening: Composer.Opening
  private let renderer: Renderer?

  /// - Parameter sound: `nil` where only MIDI is wanted.
  init(_ options: CompositionOptions, sound: SoundOptions?, _ reporter: Reporter) throws {
    self.options = options
    let path = try Resources.model(named: options.model)
    modelPath = path
    model = try naming(path) { try Model(decoding: readFile(path)) }
    network = InferenceNetwork(model.parameters)
    if let primer = options.primer {
      opening = .tokens(try TakeMaker.opening(of: primer, model.vocabulary, reporter))
    } else {
      opening = options.start.map(Composer.Opening.start) ?? .drawn
    }
    renderer = try sound?.makeRenderer()
  }

  /// The events of a primer that the model knows.
  private static func opening(
    of primer: String, _ vocabulary: Vocabulary, _ reporter: Reporter
  ) throws -> [Int32] {
    let midi = try readMIDI(primer, reporter)
    let tokens = try naming(primer) { try ClassicTokenizer().tokens(of: midi) }
    let indices = vocabulary.indices(of: tokens)
    guard !indices.isEmpty else {
      throw Failure(
        .badData, "\(primer): there are no notes that the model knows; choose another primer")
    }
    if indices.count < tokens.count {
      reporter.say(
        "\(tokens.count - indices.count) of the primer's \(tokens.count) events are not in the "
          + "model's vocabulary and are left out")
    }
    return indices
  }

  /// The files that takes are made from, which none may overwrite.
  var inputs: [String] {
    [modelPath] + [options.primer, renderer?.soundFont.path].compactMap(\.self)
  }

  /// Composes one piece and writes its files; each appears complete or not at all.
  ///
  /// - Parameters:
  ///   - midiPath: `nil` writes no MIDI.
  ///   - audio: `nil` writes no audio.
  ///   - progress: is told the number of events written.
  func make(
    seed: UInt64, midiPath: String?, audio: AudioDestination?, sampleFormat: SampleFormat,
    progress: (Int) -> Void = { _ in }
  ) throws -> TakeReport {
    for output in [midiPath, audio?.path].compactMap(\.self) {
      try refuseOverwriting(inputs, with: output)
    }
    let composer = try Composer(
      model, network: network, seed: seed, opening: opening, sampling: options.sampling,
      threads: options.processor.threads)
    var tokens: [String] = []
    tokens.reserveCapacity(eventCount)
    for token in composer.prefix(eventCount) {
      tokens.append(token)
      progress(tokens.count)
    }
    var score = try ClassicTokenizer().score(of: tokens)
    score.title = "render, seed \(seed)"
    score.tempos = [Score.Tempo(tick: 0, quartersPerMinute: options.tempo)]
    let midi = try MIDIFile(score)

    var report = TakeReport(seed: seed, model: model, modelPath: modelPath, tokens: tokens)
    report.notes = score.parts.reduce(0) { $0 + $1.notes.count }
    let midiFile = try midiPath.map { path in
      let file = try AtomicFile(replacing: path)
      try file.write(midi.encoded())
      return file
    }
    if let audio, let renderer {
      var audioOptions = AudioFileOptions()
      audioOptions.sampleFormat = sampleFormat
      audioOptions.ditherSeed = seed
      audioOptions.tags = AudioTags(
        title: score.title, software: "render \(softwareVersion)",
        comment: "seed \(seed), model \(model.record.preset)")
      let sound = try renderer.render(midi, to: audio, options: audioOptions)
      report.add(sound, renderer: renderer, path: audio.path)
    }
    try midiFile?.commit()
    report.midi = midiPath
    return report
  }

  private var eventCount: Int {
    if let length = options.length { return length }
    guard let seconds = options.duration?.seconds else { return CompositionOptions.defaultLength }
    // Half a quarter from event to event.
    return max(1, Int((seconds * options.tempo / 60 * 2).rounded()))
  }
}

extension AudioDestination {
  /// `nil` for standard output.
  var path: String? { if case .file(let path) = self { path } else { nil } }
}

/// What is said about a take.
struct TakeReport: Codable {
  var seed: UInt64
  var midi: String?
  var audio: String?
  var events: Int
  var distinctEvents: Int
  /// The longest run of one event.
  var longestRun: Int
  /// The share of the most frequent event, 0...1.
  var largestShare: Double
  /// Events of the longest passage that occurs twice.
  var longestRepetition: Int?
  var notes = 0
  /// Seconds of audio, its tail included.
  var seconds: Double?
  /// Of the synthesizer's sound before `gain` brought it under the ceiling, in dBFS.
  var peak: Double?
  /// In dB.
  var gain: Double?
  var model: String
  var modelFingerprint: String
  var soundFont: String?
  var versions: [String: String]

  init(seed: UInt64, model: Model, modelPath: String, tokens: [String]) {
    self.seed = seed
    let statistics = TokenStatistics(tokens)
    events = tokens.count
    distinctEvents = statistics.distinct
    longestRun = statistics.longestRun
    largestShare = statistics.largestShare
    longestRepetition = statistics.longestRepetition
    self.model = modelPath
    modelFingerprint = model.record.corpusFingerprint
    versions = ["render": softwareVersion]
  }

  mutating func add(_ sound: RenderReport, renderer: Renderer, path: String?) {
    audio = path
    seconds = sound.seconds
    peak = sound.peakLevel
    gain = sound.appliedGain
    soundFont = renderer.soundFont.path
    versions["FluidSynth"] = sound.fluidSynthVersion
    versions["libsndfile"] = LibraryVersions.sndFile
  }
}
