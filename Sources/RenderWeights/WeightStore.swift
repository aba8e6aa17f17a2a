/// The arrays and texts of a file of weights, by their paths in it: all that is kept of HDF5.
public struct WeightStore: Hashable, Sendable {
  /// An array of numbers.
  public struct Array: Hashable, Sendable {
    /// The sizes of the dimensions.
    public var shape: [Int]
    /// The numbers, the last index varying first.
    public var values: [Float]

    public init(shape: [Int], values: [Float]) {
      self.shape = shape
      self.values = values
    }
  }

  /// The arrays by their paths, `layers/lstm/cell/vars/0` say.
  public var arrays: [String: Array] = [:]
  /// The paths of all groups, those without arrays as well: layers without weights have one.
  public var groups: [String] = []
  /// The texts that say what the network is, by `path@name`.
  public var attributes: [String: [String]] = [:]

  /// An empty store.
  public init() {}

  /// The names of the attributes that describe a network.
  package static let attributeNames = [
    "keras_version", "model_config", "layer_names", "weight_names",
  ]
  /// The attribute with the metadata of a `.keras` archive, in JSON.
  package static let archiveAttribute = "@metadata.json"

  /// The bytes with which every HDF5 file begins.
  package static let signature = [0x89] + Swift.Array("HDF\r\n\u{1A}\n".utf8)

  /// Whether a file begins as a zip archive does.
  package static func isArchive(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: "PK\u{3}\u{4}".utf8)
  }

  /// Whether a file begins as one of weights does: HDF5, or a `.keras` archive.
  ///
  /// - Parameter bytes: the file's first eight bytes at least.
  public static func isStored(in bytes: [UInt8]) -> Bool {
    bytes.starts(with: signature) || isArchive(bytes)
  }
}
