import FoundationEssentials

/// The position of a training between its first step and its last.
struct Position: Hashable, Codable, Sendable {
  var limit: TrainingRun.Limit
  var totalSteps: Int?
  var epoch = 0
  /// The number of the epoch's next batch, from 0.
  var batch = 0
  /// The sum and number of losses since the last evaluation, in nats.
  var loss = 0.0
  var count = 0
  var bestLoss: Double?
  var evaluations: [TrainingRun.Evaluation] = []

  init(limit: TrainingRun.Limit) { self.limit = limit }
}

/// A training as a checkpoint stores it: parameters, moments and states as tensors, the rest as JSON in
/// the metadata.
struct SavedRun: Codable {
  var architecture: Architecture
  var options: TrainingOptions
  var position: Position
  var step: Int

  private static let key = "training_run"
  private static let averagePrefix = "average."

  init(position: Position, trainer: Trainer) {
    architecture = trainer.parameters.architecture
    options = trainer.options
    self.position = position
    step = trainer.step
  }

  init(_ checkpoint: Safetensors) throws(NetworkError) {
    guard let text = checkpoint.metadata[SavedRun.key] else {
      throw .badCheckpoint("it holds a model, not a training")
    }
    do {
      self = try JSONDecoder().decode(SavedRun.self, from: Data(text.utf8))
    } catch {
      throw .badCheckpoint("its record of the training is damaged")
    }
    let counters = 0...(1 << 48)
    guard [step, position.batch, position.epoch, position.count].allSatisfy(counters.contains),
      (0...1e18).contains(position.loss)
    else {
      throw .badCheckpoint("its record of the training is damaged")
    }
  }

  func file(_ trainer: Trainer) -> Safetensors {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Plain values: only a loss that is not a number could fail, and then there is nothing to save.
    let text = try! String(decoding: encoder.encode(self), as: UTF8.self)
    var file = Safetensors(metadata: [SavedRun.key: text])
    let parameters = trainer.parameters
    parameters.add(to: &file, precision: .single)
    parameters.add(trainer.optimizer.second, to: &file, precision: .single, prefix: "second.")
    if trainer.optimizer.first.count > 0 {
      parameters.add(trainer.optimizer.first, to: &file, precision: .single, prefix: "first.")
    }
    trainer.average?.parameters.add(
      to: &file, precision: .single, prefix: SavedRun.averagePrefix)
    file.add(trainer.state, shape: [trainer.stateCount], precision: .single, as: "state")
    return file
  }

  func makeTrainer(from file: Safetensors) throws(NetworkError) -> Trainer {
    try options.validate()
    let parameters = try Parameters(architecture: architecture, from: file)
    // The file must justify the memory of the rows.
    let units = architecture.layers.reduce(0) { sum, layer in
      if case .lstm(let units, _, _) = layer { sum + units } else { sum }
    }
    let state = try file.values(of: "state", shape: [2 * options.batchSize * units])
    guard state.allSatisfy(\.isFinite) else {
      throw .badCheckpoint("its state holds values that are not numbers")
    }
    // Trainings of before have no average, and their options ask for none.
    var averaged: Parameters?
    if options.averageDecay != nil {
      averaged = try Parameters(
        architecture: architecture, from: file, prefix: SavedRun.averagePrefix)
    }
    let trainer = try Trainer(parameters: parameters, options: options, averaged: averaged)
    try parameters.read(into: trainer.optimizer.second, from: file, prefix: "second.")
    if trainer.optimizer.first.count > 0 {
      try parameters.read(into: trainer.optimizer.first, from: file, prefix: "first.")
    }
    trainer.state = state
    trainer.step = step
    return trainer
  }
}
