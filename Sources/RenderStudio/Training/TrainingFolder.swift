import FoundationEssentials
import RenderComposer
import RenderFiles
import RenderNetwork

/// The folder that a training keeps beside its model: `last.safetensors` to continue from,
/// `best.safetensors`, a whole model, and `log.jsonl`.
struct TrainingFolder {
  private let files: Folder

  private static let last = "last.safetensors"
  private static let best = "best.safetensors"

  init(beside model: String, resumes: Bool) throws {
    let path = Self.path(beside: model)
    if resumes, !isFolder(path) { throw StudioError.noTraining(path: path) }
    try makeFolder(path)
    try self.init(path, resumes: resumes)
  }

  private init(_ path: String, resumes: Bool) throws {
    files = try Folder(path)
    switch (resumes, files.holds(Self.last)) {
    case (true, false): throw StudioError.noTraining(path: path)
    case (false, true): throw StudioError.trainingExists(path: path)
    default: break
    }
  }

  /// The folder as it is there, to look at it; `nil` where it is still to be made.
  static func existing(beside model: String, resumes: Bool) throws -> TrainingFolder? {
    let path = path(beside: model)
    guard resumes || isFolder(path) else { return nil }
    if !isFolder(path) { throw StudioError.noTraining(path: path) }
    return try TrainingFolder(path, resumes: resumes)
  }

  private static func path(beside model: String) -> String {
    RenderStudio.path(model, withExtension: "training")
  }

  var lastPath: String { files.path(of: Self.last) }

  /// Loads the last state, and the best where there is one.
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

  /// Logs and stores what happens on the way.
  func store(_ event: TrainingRun.Event, of training: ModelTraining) throws {
    switch event {
    case .step(let progress):
      if progress.step % 100 == 0 { try append(progress) }
    case .evaluation(let evaluation):
      try append(evaluation)
    case .checkpoint(let file):
      try files.write(training.stored(file).encoded, to: Self.last)
    case .best(let parameters, let record):
      try files.write(
        training.model(parameters, record: record).encoded(precision: .single), to: Self.best)
    }
  }

  /// Logs the progress of a memory.
  func log(_ progress: MemoryTraining.Progress) throws {
    guard progress.step % 10 == 0 || progress.step == progress.steps else { return }
    try append(progress)
  }

  private func append(_ entry: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try files.appendLine(encoder.encode(entry), to: "log.jsonl")
  }
}
