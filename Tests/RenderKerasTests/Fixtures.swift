import Foundation
import RenderNetwork

@testable import RenderKeras

/// What `Scripts/keras-models.py` has written; `KERAS_MODELS` names another folder of it.
enum Fixtures {
  private static let full = ProcessInfo.processInfo.environment["KERAS_MODELS"]
  static let areFull = full != nil
  static let folder =
    full ?? Bundle.module.url(forResource: "Fixtures", withExtension: nil)!.path

  static func bytes(_ name: String) throws -> [UInt8] {
    try Array(Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)")))
  }

  /// What Keras says of a network.
  struct Reference: Decodable {
    /// [window]
    var windows: [[Int32]]
    /// [token], of each window.
    var probabilities: [[Float]]
    /// What follows the first window when the likeliest token is taken each time.
    var greedy: [Int32]

    init(_ name: String) throws {
      self = try JSONDecoder().decode(Reference.self, from: Data(bytes("\(name).json")))
    }
  }
}

extension KerasNetwork {
  init(
    file: String, window: Int? = nil, recurrentActivation: RecurrentActivation? = nil
  ) throws {
    try self.init(
      KerasWeights.read(Fixtures.bytes(file)), window: window,
      recurrentActivation: recurrentActivation)
  }
}
