import CRenderZip
import RenderWeights

/// A `.keras` file: a zip archive of weights and a description of the network.
struct KerasArchive {
  let weights: [UInt8]
  /// The description of the network, in JSON.
  let configuration: String
  /// The metadata of the archive, in JSON, with the version of Keras.
  let metadata: String?

  /// The entries that are read of an archive, and the most bytes of each: a few compressed ones may expand to
  /// a great many.
  private static let entries = [
    "model.weights.h5": 1 << 30, "config.json": 1 << 22, "metadata.json": 1 << 16,
  ]

  /// - Throws: `WeightFault`.
  init(_ bytes: [UInt8]) throws(WeightFault) {
    let entries = try bytes.withUnsafeBufferPointer { (buffer) throws(WeightFault) in
      try Self.read(UnsafeRawBufferPointer(buffer))
    }
    guard let weights = entries["model.weights.h5"], let configuration = entries["config.json"]
    else {
      throw WeightFault("the archive holds no model of Keras")
    }
    self.weights = weights
    self.configuration = String(decoding: configuration, as: UTF8.self)
    metadata = entries["metadata.json"].map { String(decoding: $0, as: UTF8.self) }
  }

  private static func read(
    _ bytes: UnsafeRawBufferPointer
  ) throws(WeightFault) -> [String: [UInt8]] {
    let damaged = WeightFault("the archive is damaged")
    guard let source = zip_source_buffer_create(bytes.baseAddress, UInt64(bytes.count), 0, nil)
    else { throw damaged }
    guard let archive = zip_open_from_source(source, ZIP_RDONLY, nil) else {
      zip_source_free(source)
      throw damaged
    }
    defer { zip_discard(archive) }
    var contents: [String: [UInt8]] = [:]
    for (name, limit) in entries {
      var status = zip_stat_t()
      guard zip_stat(archive, name, 0, &status) == 0 else { continue }
      let limit = min(limit, WeightStore.mostBytes(fromFileOf: bytes.count))
      guard status.size <= UInt64(limit) else {
        throw WeightFault("\(name) in the archive is too large")
      }
      guard let file = zip_fopen(archive, name, 0) else { throw damaged }
      defer { zip_fclose(file) }
      var content = [UInt8](repeating: 0, count: Int(status.size))
      guard zip_fread(file, &content, status.size) == Int64(status.size) else { throw damaged }
      contents[name] = content
    }
    return contents
  }
}
