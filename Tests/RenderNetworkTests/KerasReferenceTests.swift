import Foundation
import Testing

@testable import RenderNetwork

/// Against the numbers that Keras computed (`Scripts/keras-reference.py`).
struct KerasReferenceTests {
  static let networks = ["embedding", "tutorial", "normalization", "hard-sigmoid"]
  private let tolerance: Float = 1e-5

  @Test("A training pass has Keras's logits, loss and gradients", arguments: networks)
  func trainingPass(name: String) throws {
    let reference = try Reference(name)
    let parameters = try reference.parameters("before/")
    let network = TrainingNetwork(parameters, time: reference.time, rows: reference.rows)
    let result = network.train(
      parameters, tokens: reference.tokens, targets: reference.targets,
      scale: 1 / Float(reference.targets.count))

    let logits = try reference.values("training_logits")
    #expect(difference(network.lastLogits, logits) < tolerance)
    #expect(result.count == reference.targets.count)
    let loss = Float(result.loss / Double(result.count))
    #expect(abs(loss - (try reference.values("loss"))[0]) < tolerance)
    for slot in parameters.slots where !slot.name.contains("moving") {
      let expected = try reference.values("gradient/" + slot.name, shape: slot.shape)
      let found = Array(network.gradients.array[slot.offset..<slot.offset + slot.count])
      #expect(difference(found, expected) < tolerance, "\(slot.name)")
      #expect(expected.contains { abs($0) > 1e-4 } || slot.name == "dense_1.bias", "\(slot.name)")
    }
  }

  /// Keras adds its epsilon to √v, the paper (and this package) to √v̂, with v̂ = v / (1 - β₂ᵗ): a
  /// step with Keras's 1e-7 is one with 1e-7 / √(1 - β₂) here.
  static let optimizers: [String: Optimizer] = [
    "rmsprop": .rmsprop(rho: 0.9, epsilon: 1e-7),
    "adam": .adam(beta1: 0.9, beta2: 0.999, epsilon: 1e-7 / (1 - 0.999 as Float).squareRoot()),
  ]

  @Test(
    "One step of training leaves Keras's weights", arguments: networks, optimizers.keys.sorted())
  func oneStep(name: String, optimizer: String) throws {
    let reference = try Reference(name)
    let parameters = try reference.parameters("before/")
    let trainer = try Trainer(
      parameters: parameters,
      options: TrainingOptions(
        sequenceLength: reference.time, batchSize: reference.rows,
        optimizer: Self.optimizers[optimizer]!, learningRate: 1e-3, schedule: .constant))
    _ = trainer.learn(from: reference.batch, rate: 1e-3)

    // Adam divides each gradient by its own size. Batch normalization leaves gradients with a rounding of
    // 1e-7, which changes the step by up to 3e-5 where they are small themselves.
    let tolerance = name == "normalization" && optimizer == "adam" ? 5 * tolerance : tolerance
    let expected = try reference.parameters("\(optimizer)/")
    for slot in parameters.slots {
      // What batch normalization takes off again has no gradient but rounding, which Adam would
      // blow up to a step.
      if name == "normalization", slot.name == "dense_1.bias" { continue }
      let range = slot.offset..<slot.offset + slot.count
      let (found, wanted) = (parameters.buffer.array[range], expected.buffer.array[range])
      #expect(difference(Array(found), Array(wanted)) < tolerance, "\(slot.name)")
    }
    let before = try reference.parameters("before/")
    #expect(difference(before.buffer.array, expected.buffer.array) > 5e-4)
  }

  @Test(
    "The packed network has Keras's logits and probabilities, one token at a time",
    arguments: networks)
  func inference(name: String) throws {
    let reference = try Reference(name)
    let network = InferenceNetwork(try reference.parameters("before/"))
    let state = InferenceState(network, rows: reference.rows)
    let expected = try reference.values("inference_logits")
    let probabilities = try reference.values("inference_probabilities")
    let width = reference.rows * network.architecture.vocabularySize
    for t in 0..<reference.time {
      let tokens = Array(reference.tokens[t * reference.rows..<(t + 1) * reference.rows])
      network.advance(state, tokens: tokens)
      let isPredicted = network.architecture.predictsEveryPosition
      guard isPredicted || t == reference.time - 1 else { continue }
      let start = isPredicted ? t * width : 0
      let logits = network.logits(state, rows: 0..<reference.rows)
      #expect(difference(logits, Array(expected[start..<start + width])) < tolerance)
      for row in 0..<reference.rows {
        let columns = row * width / reference.rows..<(row + 1) * width / reference.rows
        let found = softmax(Array(logits[columns]))
        #expect(
          difference(found, columns.map { probabilities[start + $0] }) < tolerance)
      }
    }
  }

  @Test("A window that slides over the tutorial's network ends in Keras's logits")
  func window() throws {
    let reference = try Reference("tutorial")
    let network = InferenceNetwork(try reference.parameters("before/"))
    let expected = try reference.values("inference_logits")
    for row in 0..<reference.rows {
      var decoder = TokenDecoder(network, context: .window(reference.time))
      // What was heard before the window must not matter.
      for token in [3, 1, 12, 0] as [Int32] { decoder.push(token) }
      for t in 0..<reference.time { decoder.push(reference.tokens[t * reference.rows + row]) }
      #expect(difference(decoder.logits, Array(expected[row * 13..<(row + 1) * 13])) < tolerance)
    }
  }
}

/// One file that the script wrote.
private struct Reference {
  let file: Safetensors
  let architecture: Architecture
  let time: Int
  let rows: Int

  init(_ name: String) throws {
    let url = try #require(
      Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "safetensors"))
    file = try Safetensors(decoding: Array(Data(contentsOf: url)))
    let json = try #require(file.metadata["architecture"])
    architecture = try JSONDecoder().decode(Architecture.self, from: Data(json.utf8))
    time = Int(file.metadata["time"]!)!
    rows = Int(file.metadata["rows"]!)!
  }

  func values(_ name: String, shape: [Int]? = nil) throws -> [Float] {
    let shape = try shape ?? #require(file.tensors[name]).shape
    return try file.values(of: name, shape: shape)
  }

  func parameters(_ prefix: String) throws -> Parameters {
    try Parameters(architecture: architecture, from: file, prefix: prefix)
  }

  var tokens: [Int32] { try! values("tokens").map { Int32($0) } }
  var targets: [Int32] { try! values("targets").map { Int32($0) } }

  var batch: TrainingBatch {
    TrainingBatch(
      time: time, rows: rows, tokens: tokens, targets: targets,
      resets: .init(repeating: true, count: rows))
  }
}

/// The largest difference of two numbers in the same place; not a number where one is none.
private func difference(_ a: [Float], _ b: [Float]) -> Float {
  guard a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { worst, pair in
    let distance = abs(pair.0 - pair.1)
    return distance > worst || distance.isNaN ? distance : worst
  }
}
