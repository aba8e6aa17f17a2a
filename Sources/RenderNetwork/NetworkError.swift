/// What this module refuses, with the facts. The file's name is the caller's to add.
public enum NetworkError: Error, Hashable, Sendable {
  case badArchitecture(String)
  /// A tensor that the architecture needs and the file lacks.
  case missingTensor(String)
  case wrongShape(tensor: String, found: [Int], expected: [Int])
  case badSafetensors(String)
  case badCheckpoint(String)
  case badOption(String)
  case nothingToLearn(String)
  /// The loss is no number any more.
  case diverged(step: Int)
}

extension NetworkError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .badArchitecture(let fault):
      "its network cannot be built: \(fault); use a model written by `render train`"
    case .missingTensor(let name):
      "the tensor \(name) is missing; the file is incomplete, copy or train it again"
    case .wrongShape(let tensor, let found, let expected):
      "the tensor \(tensor) has the shape \(found), but the network needs \(expected); "
        + "weights and architecture are from different models"
    case .badSafetensors(let fault):
      "not a sound safetensors file: \(fault); copy or train it again"
    case .badCheckpoint(let fault):
      "the checkpoint cannot be continued: \(fault); start anew without --resume"
    case .badOption(let fault): fault
    case .nothingToLearn(let fault): fault
    case .diverged(let step):
      "the training diverged at step \(step); lower --learning-rate"
    }
  }
}
