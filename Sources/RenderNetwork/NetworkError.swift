/// A fault of a network, its file or its training, with the facts. The file's name is the caller's to add.
public enum NetworkError: Error, Hashable, Sendable {
  /// The network cannot be built, for this reason.
  case badArchitecture(String)
  /// The file lacks a tensor that the architecture needs.
  case missingTensor(String)
  /// A tensor has another shape than the architecture needs.
  case wrongShape(tensor: String, found: [Int], expected: [Int])
  /// The safetensors file is damaged, in this way.
  case badSafetensors(String)
  /// The checkpoint cannot be continued, for this reason.
  case badCheckpoint(String)
  /// A setting is outside the values that it may have. Its name goes before "of" and the value: "batch".
  case outOfRange(setting: String, value: Double, allowed: NumberRange)
  /// There are more threads than rows of a batch for them to share.
  case tooManyThreads(Int, rows: Int)
  /// A constant of the optimizer is out of its range: rates of decay are from 0 to below 1.
  case badOptimizer(Optimizer)
  /// The activations and parameters of a training would take so many bytes.
  case tooMuchMemory(bytes: Int, batchSize: Int, sequenceLength: Int)
  /// No piece is long enough for a prediction.
  case nothingToLearn
  /// The network predicts one token after a window, where a prediction at every position is needed.
  case predictsLastPositionOnly
  /// The loss, or a parameter, is no number any more.
  case diverged(step: Int)
}

extension NetworkError {
  /// Checks a setting that is a count.
  ///
  /// - Throws: `outOfRange` for a count that is not allowed.
  package static func check(
    _ setting: String, _ count: Int, _ allowed: ClosedRange<Int>
  ) throws(NetworkError) {
    guard allowed.contains(count) else {
      throw .outOfRange(setting: setting, value: Double(count), allowed: NumberRange(allowed))
    }
  }

  /// Checks a setting that is a number.
  ///
  /// - Throws: `outOfRange` for a number that is not allowed, and for NaN.
  package static func check(
    _ setting: String, _ number: Double, above lower: Double,
    to upper: Double = .greatestFiniteMagnitude
  ) throws(NetworkError) {
    guard number > lower, number <= upper else {
      throw .outOfRange(
        setting: setting, value: number, allowed: NumberRange(above: lower, to: upper))
    }
  }
}

extension NetworkError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badArchitecture(let fault):
      "its network cannot be built: \(fault)"
    case .missingTensor(let name):
      "the tensor \(name) is missing; the file is incomplete, copy or train it again"
    case .wrongShape(let tensor, let found, let expected):
      "the tensor \(tensor) has the shape \(found), but the network needs \(expected); "
        + "weights and architecture are from different models"
    case .badSafetensors(let fault):
      "not a sound safetensors file: \(fault); copy or train it again"
    case .badCheckpoint(let fault):
      "the checkpoint cannot be continued: \(fault)"
    case .outOfRange(let setting, let value, let allowed):
      "a \(setting) of \(allowed.text(value)) is out of range (\(allowed))"
    case .tooManyThreads(let threads, let rows):
      "\(threads) threads cannot share a batch of \(rows) rows"
    case .badOptimizer:
      "the optimizer's constants are out of range (rates of decay from 0 to below 1)"
    case .tooMuchMemory(let bytes, let batchSize, let sequenceLength):
      "a batch of \(batchSize) sequences of \(sequenceLength) tokens takes "
        + "\(bytes >> 20) MiB of memory in this network; use a smaller batch, or fewer threads"
    case .nothingToLearn:
      "the training pieces are too short to learn from"
    case .predictsLastPositionOnly:
      "the network predicts the token after a window only, not the one after every position"
    case .diverged(let step):
      "the training diverged at step \(step)"
    }
  }
}
