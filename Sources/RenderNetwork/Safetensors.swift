import FoundationEssentials

/// A safetensors file: named tensors and string metadata (the public format of
/// huggingface/safetensors: a little-endian header length, a JSON header, the tensors' bytes).
///
/// Reading treats the bytes as hostile: lengths, offsets and shapes are checked before they are used.
public struct Safetensors: Sendable {
  public enum Precision: String, Hashable, Codable, Sendable {
    case half = "F16"
    case single = "F32"

    var size: Int { self == .half ? 2 : 4 }
  }

  struct Tensor: Sendable {
    var precision: Precision
    var shape: [Int]
    /// From the beginning of `data`.
    var range: Range<Int>
  }

  public var metadata: [String: String]
  private(set) var tensors: [String: Tensor]
  /// Where it was decoded, the rest of the file.
  private var data: ArraySlice<UInt8>

  public init(metadata: [String: String] = [:]) {
    self.metadata = metadata
    tensors = [:]
    data = []
  }

  /// Adds a tensor, rounded to nearest when stored in half precision.
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

  /// A tensor's values; half precision is widened exactly.
  public func values(of name: String, shape: [Int]) throws(NetworkError) -> [Float] {
    let tensor = try tensor(name, shape: shape)
    let count = tensor.range.count / tensor.precision.size
    return [Float](unsafeUninitializedCapacity: count) { values, initialized in
      if let base = values.baseAddress, count > 0 { copy(tensor, to: base) }
      initialized = count
    }
  }

  /// The same to where there is room for them.
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

extension Safetensors {
  /// The file's bytes.
  public var encoded: [UInt8] {
    let entries = tensors.mapValues {
      Header.Entry(
        dtype: $0.precision.rawValue, shape: $0.shape,
        data_offsets: [$0.range.lowerBound, $0.range.upperBound])
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings and whole numbers only: encoding cannot fail.
    var header = try! Array(encoder.encode(Header(metadata: metadata, tensors: entries)))
    // The format wants the tensors to begin at a multiple of eight.
    header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: (8 - header.count % 8) % 8))
    return withUnsafeBytes(of: UInt64(header.count).littleEndian, Array.init) + header + data
  }

  public init(decoding bytes: [UInt8]) throws(NetworkError) {
    guard bytes.count >= 8 else { throw .badSafetensors("it is only \(bytes.count) bytes long") }
    let length = bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    guard length <= UInt64(bytes.count - 8) else {
      throw .badSafetensors("its header of \(length) bytes goes past the end of the file")
    }
    let start = 8 + Int(length)
    let header: Header
    do {
      header = try JSONDecoder().decode(Header.self, from: Data(bytes[8..<start]))
    } catch {
      throw .badSafetensors("its header is not the JSON of tensors")
    }
    var tensors: [String: Tensor] = [:]
    for (name, entry) in header.tensors {
      guard let precision = Precision(rawValue: entry.dtype) else {
        throw .badSafetensors("the tensor \(name) is of type \(entry.dtype), not F16 or F32")
      }
      var size = precision.size
      for dimension in entry.shape {
        let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
        guard dimension >= 0, !overflow else {
          throw .badSafetensors("the tensor \(name) has an impossible shape")
        }
        size = product
      }
      guard entry.data_offsets.count == 2, entry.data_offsets[0] >= 0,
        entry.data_offsets[0] <= entry.data_offsets[1],
        entry.data_offsets[1] <= bytes.count - start,
        entry.data_offsets[1] - entry.data_offsets[0] == size
      else {
        throw .badSafetensors("the tensor \(name) does not fit into the file")
      }
      tensors[name] = Tensor(
        precision: precision, shape: entry.shape,
        range: entry.data_offsets[0]..<entry.data_offsets[1])
    }
    // As the format demands: so a file cannot name the same bytes as many tensors, and whatever is
    // made of its tensors is no larger than the file justifies.
    var end = 0
    let ranges = tensors.values.map(\.range).sorted {
      ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
    }
    for range in ranges {
      guard range.lowerBound == end else {
        throw .badSafetensors("its tensors overlap or leave gaps")
      }
      end = range.upperBound
    }
    guard end == bytes.count - start else {
      throw .badSafetensors("bytes follow its last tensor")
    }
    metadata = header.metadata
    self.tensors = tensors
    data = bytes[start...]
  }
}

/// The JSON header: one entry a tensor beside `__metadata__`.
private struct Header: Codable {
  struct Entry: Codable {
    var dtype: String
    var shape: [Int]
    var data_offsets: [Int]
  }

  struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
    static let metadata = Key(stringValue: "__metadata__")
  }

  var metadata: [String: String]
  var tensors: [String: Entry]

  init(metadata: [String: String], tensors: [String: Entry]) {
    self.metadata = metadata
    self.tensors = tensors
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    metadata = try container.decodeIfPresent([String: String].self, forKey: .metadata) ?? [:]
    tensors = [:]
    for key in container.allKeys where key.stringValue != Key.metadata.stringValue {
      tensors[key.stringValue] = try container.decode(Entry.self, forKey: key)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(metadata, forKey: .metadata)
    for (name, entry) in tensors { try container.encode(entry, forKey: Key(stringValue: name)) }
  }
}

extension Parameters {
  /// Adds all tensors by name.
  public func add(
    to file: inout Safetensors, precision: Safetensors.Precision, prefix: String = ""
  ) {
    add(buffer, to: &file, precision: precision, prefix: prefix)
  }

  /// Adds a buffer laid out as the parameters are, such as an optimizer's moments.
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

  /// The tensors that the architecture needs, from a file.
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
