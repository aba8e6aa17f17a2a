/// A safetensors file: named tensors and metadata, which are strings by name.
public struct Safetensors: Sendable {
  /// The type of a tensor's numbers, by its name in the format.
  public enum Precision: String, Hashable, Codable, Sendable {
    case half = "F16"
    case single = "F32"

    /// The size of a number in bytes.
    var size: Int { self == .half ? 2 : 4 }
  }

  struct Tensor: Sendable {
    var precision: Precision
    var shape: [Int]
    /// The tensor's bytes, counted from the beginning of `data`.
    var range: Range<Int>
  }

  /// The metadata of the file, by name.
  public var metadata: [String: String]
  private(set) var tensors: [String: Tensor]
  /// The tensors' bytes; those of a file that was decoded are the rest of it.
  private(set) var data: ArraySlice<UInt8>

  /// A file without tensors.
  public init(metadata: [String: String] = [:]) {
    self.metadata = metadata
    tensors = [:]
    data = []
  }

  /// - Parameter data: the bytes in which the tensors' ranges lie.
  init(metadata: [String: String], tensors: [String: Tensor], data: ArraySlice<UInt8>) {
    self.metadata = metadata
    self.tensors = tensors
    self.data = data
  }

  /// Adds a tensor, rounded to nearest when stored in half precision.
  ///
  /// - Parameters:
  ///   - values: the numbers, row-major, as many as the shape has.
  ///   - name: a name that no other tensor of the file has.
  public mutating func add(
    _ values: some Collection<Float>, shape: [Int], precision: Precision, as name: String
  ) {
    precondition(values.count == shape.reduce(1, *) && tensors[name] == nil)
    let start = data.count
    data.reserveCapacity(start + values.count * precision.size)
    for value in values {
      switch precision {
      case .single:
        withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) }
      case .half:
        withUnsafeBytes(of: Float16(value).bitPattern.littleEndian) { data.append(contentsOf: $0) }
      }
    }
    tensors[name] = Tensor(precision: precision, shape: shape, range: start..<data.count)
  }

  /// A tensor's shape; `nil` where the file has none of that name.
  public func shape(of name: String) -> [Int]? { tensors[name]?.shape }

  /// A tensor's values, row-major; half precision is widened exactly.
  ///
  /// - Throws: `NetworkError.missingTensor` and `.wrongShape`.
  public func values(of name: String, shape: [Int]) throws(NetworkError) -> [Float] {
    let tensor = try tensor(name, shape: shape)
    let count = tensor.range.count / tensor.precision.size
    return [Float](unsafeUninitializedCapacity: count) { values, initialized in
      if let base = values.baseAddress, count > 0 { copy(tensor, to: base) }
      initialized = count
    }
  }

  /// Copies a tensor's values to memory with room for them; half precision is widened exactly.
  func copyValues(
    of name: String, shape: [Int], to values: UnsafeMutablePointer<Float>
  ) throws(NetworkError) {
    copy(try tensor(name, shape: shape), to: values)
  }

  private func tensor(_ name: String, shape: [Int]) throws(NetworkError) -> Tensor {
    guard let tensor = tensors[name] else { throw .missingTensor(name) }
    guard tensor.shape == shape else {
      throw .wrongShape(tensor: name, found: tensor.shape, expected: shape)
    }
    return tensor
  }

  /// The format's numbers are little-endian, as are those of every processor that Swift runs on.
  private func copy(_ tensor: Tensor, to values: UnsafeMutablePointer<Float>) {
    data.withUnsafeBytes { data in
      let bytes = UnsafeRawBufferPointer(rebasing: data[tensor.range])
      switch tensor.precision {
      case .single:
        UnsafeMutableRawPointer(values).copyMemory(from: bytes.baseAddress!, byteCount: bytes.count)
      case .half:
        Kernels.widen(bytes, to: values)
      }
    }
  }

  /// The names of all tensors, sorted.
  public var names: [String] { tensors.keys.sorted() }
}
