import RenderWeights

extension WeightStore {
  /// Reads a file of weights or a whole model: HDF5 of Keras 2 or 3, or a `.keras` archive.
  ///
  /// The HDF5 library has a history of crashing on damaged files, so strangers' files belong into a
  /// process of their own.
  ///
  /// - Parameter bytes: the whole file.
  package init(reading bytes: [UInt8]) throws(WeightFault) {
    guard WeightStore.isArchive(bytes) else {
      self = try HDF5Contents.read(bytes)
      return
    }
    let archive = try KerasArchive(bytes)
    self = try HDF5Contents.read(archive.weights)
    attributes["@model_config"] = [archive.configuration]
    // The archive's own word is the one that counts.
    attributes["@keras_version"] = nil
    attributes[WeightStore.archiveAttribute] = archive.metadata.map { [$0] }
  }

  /// The most bytes that a compressed file may expand to: weights are hardly compressible, and Keras does not try.
  ///
  /// - Parameter size: the number of bytes of the file.
  package static func mostBytes(fromFileOf size: Int) -> Int { 16 * size + 1 << 20 }

  /// The bytes of an HDF5 file, a `.weights.h5`, with the arrays and the groups.
  package func file() throws(WeightFault) -> [UInt8] { try HDF5Writer.file(of: self) }
}
