import Benchmark
import RenderAudio
import RenderComposer
import RenderMIDI
import RenderNetwork

/// The parts that take the time: a step of generation, a training step, a second of sound, the start.
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.wallClock, .cpuTotal], maxDuration: .seconds(3), maxIterations: 10_000)

  // In half precision, as model files are.
  let model = try! Parameters(randomFor: .stacked, seed: 1).stored
  let network = InferenceNetwork(
    try! Parameters(architecture: .stacked, from: Safetensors(decoding: model)))
  for rows in [1, 16, 64, 100] {
    for threads in [1, 2] {
      Benchmark("step of LSTM 512 × 3, \(rows) rows, \(threads) threads") { benchmark in
        let state = InferenceState(network, rows: rows)
        let team = try ThreadTeam(threads)
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
          network.advance(state, tokens: .init(repeating: 1, count: rows), on: team)
        }
      }
    }
  }

  Benchmark("two training steps of LSTM 512 × 2, 32 × 128, 2 threads") { benchmark in
    let run = try TrainingRun(
      parameters: Parameters(randomFor: .dense, seed: 1),
      options: TrainingOptions(
        sequenceLength: 128, batchSize: 32, optimizer: .adam(), learningRate: 1e-3,
        schedule: .constant, gradientClip: 1, threads: 2),
      data: TrainingData(
        pieces: { _ in
          (0..<32).map { piece in TokenSequence((0..<500).map { Int32(($0 * 7 + piece) % 400) }) }
        }, validation: []),
      limit: .steps(2))
    benchmark.startMeasurement()
    _ = try run.run(report: { _ in })
  }

  Benchmark("reading of a model") { _ in
    let file = try Safetensors(decoding: model)
    blackHole(InferenceNetwork(try Parameters(architecture: .stacked, from: file)))
  }

  let soundFont = try! LoadedSoundFont(path: "../SoundFonts/FluidR3-GrandPiano.sf2")
  let sounds: [(String, RenderSettings.Reverb?, MIDIFile)] = [
    ("dry", nil, .chords), ("in a room", .room, .chords),
    ("with FluidSynth's reverb", .room, .chords.sendingDifferently),
  ]
  for (name, reverb, midi) in sounds {
    for threads in [1, 2] {
      Benchmark("a minute of eight notes at once, \(name), \(threads) threads") { _ in
        var settings = RenderSettings()
        settings.reverb = reverb
        let renderer = try Renderer(soundFont: soundFont, settings: settings, threads: threads)
        blackHole(try renderer.render(midi) { blackHole($0) })
      }
    }
  }
}

extension Architecture {
  /// The tutorial's generation network, its states carried on.
  static let stacked = Architecture(
    vocabularySize: 350,
    layers: [.scaledIndex, .lstm, .lstm, .lstm, .dense(units: 256), .dense(units: 350)])

  static let dense = Architecture(
    vocabularySize: 400, layers: [.embedding(width: 128), .lstm, .lstm, .dense(units: 400)])
}

extension Layer {
  static let lstm = Layer.lstm(units: 512, returnsSequence: true, recurrentActivation: .logistic)
}

extension Parameters {
  /// As in a model file, in half precision.
  var stored: [UInt8] {
    var file = Safetensors()
    add(to: &file, precision: .half)
    return file.encoded
  }
}

extension MIDIFile {
  /// A minute of chords of eight notes, two in a second.
  static let chords: MIDIFile = {
    var track = MIDITrack()
    for chord in 0..<120 {
      for key in 0..<8 {
        let key = UInt8(36 + key * 6 + chord % 5)
        track.events.append(
          TimedEvent(tick: chord * 480, event: .noteOn(channel: 0, key: key, velocity: 80)))
      }
      for key in 0..<8 {
        let key = UInt8(36 + key * 6 + chord % 5)
        track.events.append(
          TimedEvent(tick: chord * 480 + 400, event: .noteOff(channel: 0, key: key, velocity: 64)))
      }
    }
    return MIDIFile(format: .singleTrack, division: .ticksPerQuarter(480), tracks: [track])
  }()

  /// The same, with a change of what goes to the reverb at the end, which only FluidSynth's follows.
  var sendingDifferently: MIDIFile {
    var midi = self
    let end = midi.tracks[0].events.last?.tick ?? 0
    midi.tracks[0].events.append(
      TimedEvent(tick: end, event: .controlChange(channel: 0, controller: 91, value: 41)))
    return midi
  }
}
