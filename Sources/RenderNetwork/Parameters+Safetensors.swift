extension Parameters {
  /// Adds all tensors to a file, by name.
  ///
  /// - Parameter prefix: a text before each tensor's name.
  public func add(
    to file: inout Safetensors, precision: Safetensors.Precision, prefix: String = ""
  ) {
    add(buffer, to: &file, precision: precision, prefix: prefix)
  }

  /// Adds a buffer that is laid out as the parameters are, such as an optimizer's moments.
  func add(
    _ buffer: FloatBuffer, to file: inout Safetensors, precision: Safetensors.Precision,
    prefix: String
  ) {
    for slot in slots {
      file.add(
        UnsafeBufferPointer(start: buffer.base + slot.offset, count: slot.count),
        shape: slot.shape, precision: precision, as: prefix + slot.name)
    }
  }

  /// The parameters of an architecture, from a file.
  ///
  /// - Throws: `NetworkError`: an architecture that cannot be built, a tensor that is missing, of another
  ///   shape, or not of numbers.
  public convenience init(
    architecture: Architecture, from file: Safetensors, prefix: String = ""
  ) throws(NetworkError) {
    // Shapes first: the file must justify the memory.
    for slot in try Parameters.slots(of: architecture) {
      guard let tensor = file.tensors[prefix + slot.name] else {
        throw .missingTensor(prefix + slot.name)
      }
      guard tensor.shape == slot.shape else {
        throw .wrongShape(tensor: prefix + slot.name, found: tensor.shape, expected: slot.shape)
      }
    }
    try self.init(zerosFor: architecture)
    try read(into: buffer, from: file, prefix: prefix)
  }

  /// Fills a buffer that is laid out as the parameters are.
  func read(into buffer: FloatBuffer, from file: Safetensors, prefix: String) throws(NetworkError) {
    let faults = concurrentMap(slots.count) { index -> NetworkError? in
      let slot = slots[index]
      let values = buffer.base + slot.offset
      do throws(NetworkError) {
        try file.copyValues(of: prefix + slot.name, shape: slot.shape, to: values)
      } catch {
        return error
      }
      return Kernels.areFinite(values, count: slot.count)
        ? nil
        : .badSafetensors("the tensor \(prefix + slot.name) holds values that are not numbers")
    }
    if let fault = faults.compactMap(\.self).first { throw fault }
  }
}
