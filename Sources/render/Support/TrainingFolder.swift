import FoundationEssentials
import Glibc
import RenderComposer
import RenderFiles
import RenderNetwork

/// What a training keeps beside its model: `last.safetensors` to continue from, `best.safetensors`, a
/// whole model, and `log.jsonl`.
struct TrainingFolder {
  private let files: Folder

  private static let last = "last.safetensors"
  private static let best = "best.safetensors"

  init(beside model: String, resumes: Bool) throws {
    let path = path(model, withExtension: "training")
    let noTraining = Failure(
      .missingInput, "there is no training to continue in \(path); begin one without --resume")
    if resumes, !isFolder(path) { throw noTraining }
    try makeFolder(path)
    files = try Folder(path)
    switch (resumes, files.holds(Self.last)) {
    case (true, false): throw noTraining
    case (false, true):
      throw Failure(
        .cannotCreate,
        "\(path) holds a training already; continue it with --resume, or remove it first")
    default: break
    }
  }

  var lastPath: String { files.path(of: Self.last) }

  /// The last state, and the best where there is one.
  func load() throws -> (last: Safetensors, best: Parameters?) {
    func read<Content>(
      _ name: String, _ decode: ([UInt8]) throws -> Content
    ) throws -> Content {
      try naming(files.path(of: name)) { try decode(files.read(name, atMost: 1 << 34)) }
    }
    let last = try read(Self.last) { try Safetensors(decoding: $0) }
    guard files.holds(Self.best) else { return (last, nil) }
    return (last, try read(Self.best) { try Model(decoding: $0).parameters })
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
      try files.write(training.stored(file).encoded, to: Self.last)
    case .best(let parameters, let record):
      try files.write(
        training.model(parameters, record: record).encoded(precision: .single), to: Self.best)
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
    try files.appendLine(encoder.encode(entry), to: "log.jsonl")
  }
}
