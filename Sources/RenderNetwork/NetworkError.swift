/// What this module refuses, with the facts. The file's name and what to do about it are the caller's to add.
public enum NetworkError: Error, Hashable, Sendable {
  case badArchitecture(String)
  /// A tensor that the architecture needs and the file lacks.
  case missingTensor(String)
  case wrongShape(tensor: String, found: [Int], expected: [Int])
  case badSafetensors(String)
  case badCheckpoint(String)
  /// A number outside of its range, and what it is the number of.
  case outOfRange(String, value: Double, allowed: NumberRange)
  /// More workers than rows of a batch, of which each takes one at least.
  case tooManyThreads(Int, rows: Int)
  /// Constants of the optimizer outside of their ranges: rates of decay from 0 to below 1.
  case badOptimizer
  /// A training that would end before it has begun.
  case badLimit
  /// A batch of so many sequences that the network takes so many bytes of memory for it.
  case tooMuchMemory(bytes: Int, sequences: Int, tokens: Int)
  /// No piece is as long as one prediction needs.
  case nothingToLearn
  /// The loss is no number any more.
  case diverged(step: Int)
}

extension NetworkError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badArchitecture(let fault): "its network cannot be built: \(fault)"
    case .missingTensor(let name): "the tensor \(name) is missing"
    case .wrongShape(let tensor, let found, let expected):
      "the tensor \(tensor) has the shape \(found), but the network needs \(expected); "
        + "weights and architecture are from different models"
    case .badSafetensors(let fault): "not a sound safetensors file: \(fault)"
    case .badCheckpoint(let fault): "the checkpoint cannot be continued: \(fault)"
    case .outOfRange(let name, let value, let allowed):
      "a \(name) of \(allowed.text(value)) is out of range (\(allowed))"
    case .tooManyThreads(let threads, let rows):
      "\(threads) threads cannot share a batch of \(rows) rows"
    case .badOptimizer:
      "the optimizer's constants are out of range (rates of decay from 0 to below 1)"
    case .badLimit: "a training needs a limit above 0"
    case .tooMuchMemory(let bytes, let sequences, let tokens):
      "a batch of \(sequences) sequences of \(tokens) tokens takes \(bytes >> 30) GiB of memory in "
        + "this network"
    case .nothingToLearn: "the training pieces are too short to learn from"
    case .diverged(let step): "the training diverged at step \(step)"
    }
  }
}
