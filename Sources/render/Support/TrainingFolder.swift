import Composer
import Files
import FoundationEssentials
import Glibc
import NeuralNetwork

/// What a training keeps beside its model: `last.safetensors` to continue from, `best.safetensors`, a
/// whole model, and `log.jsonl`.
struct TrainingFolder {
  let lastPath: String
  private let bestPath: String
  private let logPath: String

  init(beside model: String, resumes: Bool) throws {
    let folder = path(model, withExtension: "training")
    lastPath = "\(folder)/last.safetensors"
    bestPath = "\(folder)/best.safetensors"
    logPath = "\(folder)/log.jsonl"
    switch (resumes, access(lastPath, F_OK) == 0) {
    case (true, false):
      throw Failure(
        .missingInput,
        "there is no training to continue in \(folder); begin one without --resume")
    case (false, true):
      throw Failure(
        .cannotCreate,
        "\(folder) holds a training already; continue it with --resume, or remove it first")
    default:
      try makeFolder(folder)
    }
  }

  /// The last state, and the best where there is one.
  func load() throws -> (last: Safetensors, best: Parameters?) {
    let last = try naming(lastPath) { try Safetensors(decoding: readFile(lastPath)) }
    guard access(bestPath, F_OK) == 0 else { return (last, nil) }
    return (last, try naming(bestPath) { try Model(decoding: readFile(bestPath)).parameters })
  }

  /// Shows, logs and stores what happens on the way.
  func record(
    _ event: TrainingRun.Event, of training: ModelTraining, reporter: Reporter
  ) throws {
    switch event {
    case .step(let progress):
      let total = progress.totalSteps.map { "/\($0)" } ?? ""
      let left = progress.secondsLeft.map { ", \(duration($0)) left" } ?? ""
      let line =
        "step \(progress.step)\(total), epoch \(progress.epoch + 1): "
        + "loss \(decimal(progress.loss, 3)), "
        + "\(decimal(progress.tokensPerSecond, 0)) events/s\(left)"
      reporter.progress(line)
      if progress.step % 100 == 0 {
        if isatty(STDERR_FILENO) != 1 { reporter.say(line) }
        try log(progress)
      }
    case .evaluation(let evaluation):
      let validation =
        evaluation.validationLoss.map { ", validation loss \(decimal($0, 4))" } ?? ""
      reporter.say(
        "epoch \(evaluation.epoch + 1): training loss \(decimal(evaluation.trainingLoss, 4))"
          + "\(validation)\(evaluation.isBest ? ", the best so far" : "")")
      try log(evaluation)
    case .checkpoint(let file):
      try writeFile(training.stored(file).encoded, to: lastPath)
    case .best(let parameters, let record):
      try writeFile(
        training.model(parameters, record: record).encoded(precision: .single), to: bestPath)
    }
  }

  /// Shows and logs what a memory has learned.
  func record(_ progress: MemoryTraining.Progress, reporter: Reporter) throws {
    let line =
      "memory, step \(progress.step)/\(progress.steps): "
      + "saves \(decimal(progress.gain, 2)) bits a note"
    reporter.progress(line)
    guard progress.step % 10 == 0 || progress.step == progress.steps else { return }
    if isatty(STDERR_FILENO) != 1 { reporter.say(line) }
    try log(progress)
  }

  private func log(_ entry: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try appendLine(encoder.encode(entry), to: logPath)
  }
}
