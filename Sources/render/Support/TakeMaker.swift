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
  private let sound: (renderer: Renderer, options: AudioFileOptions)?

  /// - Parameter format: of the audio; `nil` where only MIDI is wanted.
  init(
    _ options: CompositionOptions, sound: SoundOptions, format: AudioFileFormat?,
    streams: Bool = false, _ reporter: Reporter
  ) throws {
    self.options = options
    // What is refused is refused before the model is read.
    let fileOptions = try format.map { try sound.fileOptions(for: $0, streams: streams) }
    let path = try Resources.model(named: options.model)
    modelPath = path
    model = try naming(path) { try Model(decoding: readFile(path)) }
    network = InferenceNetwork(model.parameters)
    if let primer = options.primer {
      opening = .tokens(try TakeMaker.opening(of: primer, model.vocabulary, reporter))
    } else {
      opening = options.start.map(Composer.Opening.start) ?? .drawn
    }
    if let format, let fileOptions {
      var shelf = SoundFontShelf(chosen: sound.soundFont)
      self.sound = (
        try Renderer(soundFont: shelf.piano(), settings: sound.settings(for: format)), fileOptions
      )
    } else {
      self.sound = nil
    }
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
    [modelPath] + [options.primer, sound?.renderer.soundFont.path].compactMap(\.self)
  }

  /// Composes one piece and writes its files; each appears complete or not at all.
  ///
  /// - Parameters:
  ///   - midiPath: `nil` writes no MIDI.
  ///   - audio: `nil` writes no audio.
  ///   - progress: is told the number of events written.
  func make(
    seed: UInt64, midiPath: String?, audio: AudioDestination?,
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
    if let audio, let sound {
      var audioOptions = sound.options
      audioOptions.ditherSeed = seed
      audioOptions.tags.title = score.title
      audioOptions.tags.comment = "seed \(seed), model \(model.record.preset)"
      report.sound = SoundReport(
        try sound.renderer.render(midi, to: audio, options: audioOptions),
        renderer: sound.renderer, file: audio.path)
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
  var events: Int
  var distinctEvents: Int
  /// The longest run of one event.
  var longestRun: Int
  /// The share of the most frequent event, 0...1.
  var largestShare: Double
  /// Events of the longest passage that occurs twice.
  var longestRepetition: Int?
  var notes = 0
  var model: String
  var modelFingerprint: String
  var sound: SoundReport?
  var version = softwareVersion

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
  }
}
