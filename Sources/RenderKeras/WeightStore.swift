import FoundationEssentials
import RenderNetwork

/// The arrays and texts of a file of weights, by their paths in it: all that is kept of HDF5.
public struct WeightStore: Hashable, Sendable {
  public struct Array: Hashable, Sendable {
    public var shape: [Int]
    /// The last index varies first.
    public var values: [Float]
  }

  public var arrays: [String: Array] = [:]
  /// All groups, those without arrays as well: layers without weights have one.
  public var groups: [String] = []
  /// By `path@name`.
  public var attributes: [String: [String]] = [:]

  /// The attributes that tell of a network.
  static let attributeNames = ["keras_version", "model_config", "layer_names", "weight_names"]

  init() {}

  /// Whether a file begins as one of these does.
  ///
  /// - Parameter bytes: its first eight at least.
  public static func isStored(in bytes: [UInt8]) -> Bool {
    bytes.starts(with: HDF5Contents.signature) || KerasArchive.isOne(bytes)
  }

  /// Reads a file of weights or a whole model: HDF5 of Keras 2 or 3, or a `.keras` archive.
  ///
  /// The HDF5 library has a history of crashing on damaged files, so strangers' files belong into a
  /// process of their own; `encoded` brings from there what was read.
  ///
  /// - Parameter bytes: the whole file.
  /// - Throws: `KerasError.badFile`.
  public init(reading bytes: [UInt8]) throws(KerasError) {
    guard KerasArchive.isOne(bytes) else {
      self = try HDF5Contents.read(bytes)
      return
    }
    let archive = try KerasArchive(bytes)
    self = try HDF5Contents.read(archive.weights)
    attributes["@model_config"] = [archive.configuration]
    attributes["@keras_version"] = archive.version.map { [$0] }
  }
}

/// On its way from one process to another.
extension WeightStore {
  private struct Texts: Codable {
    var groups: [String]
    var attributes: [String: [String]]
  }

  /// In the safetensors format.
  public var encoded: [UInt8] {
    get throws {
      let texts = try JSONEncoder().encode(Texts(groups: groups, attributes: attributes))
      var file = Safetensors(metadata: ["texts": String(decoding: texts, as: UTF8.self)])
      for (name, array) in arrays {
        file.add(array.values, shape: array.shape, precision: .single, as: name)
      }
      return file.encoded
    }
  }

  /// - Throws: what is none.
  public init(decoding bytes: [UInt8]) throws {
    let file = try Safetensors(decoding: bytes)
    guard let text = file.metadata["texts"],
      let texts = try? JSONDecoder().decode(Texts.self, from: Data(text.utf8))
    else { throw KerasError.badFile("what was read of it is damaged") }
    groups = texts.groups
    attributes = texts.attributes
    for name in file.names {
      guard let shape = file.shape(of: name) else { continue }
      arrays[name] = Array(shape: shape, values: try file.values(of: name, shape: shape))
    }
  }
}
