// Trains a network on noise and prints how many predictions a second it learns from.
//
//     TrainingSpeed tutorial|dense SECONDS [fp32|bf16]
//
// The networks are those of peers/networks.py.

import Glibc
import RenderNetwork

let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))

func lstm(_ units: Int, returnsSequence: Bool = true) -> Layer {
  .lstm(units: units, returnsSequence: returnsSequence, recurrentActivation: .logistic)
}

let networks: [String: (layers: [Layer], vocabulary: Int, options: TrainingOptions)] = [
  "tutorial": (
    [
      .scaledIndex, lstm(256), .dropout(rate: 0.3), lstm(512), .dropout(rate: 0.3),
      lstm(256, returnsSequence: false), .dense(units: 256), .dropout(rate: 0.3),
      .dense(units: 350),
    ], 350,
    TrainingOptions(
      sequenceLength: 100, batchSize: 64, optimizer: .rmsprop(), learningRate: 1e-3,
      schedule: .constant, threads: min(32, cores))
  ),
  "dense": (
    [.embedding(width: 128), lstm(512), lstm(512), .dense(units: 400)], 400,
    TrainingOptions(
      sequenceLength: 128, batchSize: 32, optimizer: .adam(), learningRate: 1e-3,
      schedule: .constant, gradientClip: 1, threads: min(32, cores))
  ),
]

let arguments = CommandLine.arguments
guard (3...4).contains(arguments.count), var network = networks[arguments[1]],
  let seconds = Double(arguments[2]),
  let precision = arguments.count == 3
    ? .fastest : TrainingOptions.Precision(rawValue: arguments[3])
else { fatalError("TrainingSpeed tutorial|dense SECONDS [fp32|bf16]") }
network.options.precision = precision

MatrixLibrary.endThreads()
let vocabulary = UInt64(network.vocabulary)
var state: UInt64 = 1
let pieces = (0..<64).map { _ in
  TokenSequence(
    (0..<2000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int32((state >> 33) % vocabulary)
    })
}
let run = try TrainingRun(
  parameters: Parameters(
    randomFor: Architecture(vocabularySize: network.vocabulary, layers: network.layers), seed: 1),
  options: network.options,
  data: TrainingData(pieces: { _ in pieces }, validation: []), limit: .epochs(1000))

// Steps from the third on, as the peers count theirs.
let clock = ContinuousClock()
var times: [ContinuousClock.Instant] = []
_ = try run.run(
  shouldStop: { times.count > 4 && times[times.count - 1] - times[1] > .seconds(seconds) },
  report: { if case .step = $0 { times.append(clock.now) } })
let isWindow = !run.architecture.predictsEveryPosition
let predictions =
  network.options.batchSize * (isWindow ? 1 : network.options.sequenceLength) * (times.count - 2)
print(Double(predictions) / ((times[times.count - 1] - times[1]) / .seconds(1)))
