import FoundationEssentials

extension Safetensors {
  /// The file's bytes: a little-endian header length, a JSON header, the tensors' bytes (the public
  /// format of huggingface/safetensors).
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

  /// Reads a file. Its bytes are treated as hostile: lengths, offsets and shapes are checked before they
  /// are used.
  ///
  /// - Throws: `NetworkError.badSafetensors`.
  public init(decoding bytes: [UInt8]) throws(NetworkError) {
    guard bytes.count >= 8 else { throw .badSafetensors("it is only \(bytes.count) bytes long") }
    let length = bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    guard length <= UInt64(bytes.count - 8) else {
      throw .badSafetensors("its header of \(length) bytes goes past the end of the file")
    }
    guard length <= Self.mostHeader else {
      throw .badSafetensors(
        "its header of \(length) bytes is larger than any model's (\(Self.mostHeader))")
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
      tensors[name] = try entry.tensor(name, dataCount: bytes.count - start)
    }
    try Self.requireGapless(tensors.values.map(\.range), dataCount: bytes.count - start)
    self.init(metadata: header.metadata, tensors: tensors, data: bytes[start...])
  }

  /// The most bytes of a header. Each tensor's entry takes a thousand bytes of memory and ten microseconds; the largest
  /// header of a shipped model has a tenth of a mebibyte.
  private static let mostHeader: UInt64 = 4 << 20

  /// Whether a file of tensors may begin with these bytes: the length of a header, then JSON.
  ///
  /// - Parameter bytes: the first nine of them at least.
  public static func mayBegin(_ bytes: [UInt8]) -> Bool {
    bytes.count > 8 && bytes[8] == UInt8(ascii: "{")
      && bytes.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) } <= mostHeader
  }

  /// Checks that the tensors lie one after the other, as the format demands: so a file cannot name the
  /// same bytes as many tensors, and whatever is made of its tensors is no larger than the file justifies.
  private static func requireGapless(
    _ ranges: [Range<Int>], dataCount: Int
  ) throws(NetworkError) {
    var end = 0
    let ranges = ranges.sorted {
      ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound)
    }
    for range in ranges {
      guard range.lowerBound == end else {
        throw .badSafetensors("its tensors overlap or leave gaps")
      }
      end = range.upperBound
    }
    guard end == dataCount else { throw .badSafetensors("bytes follow its last tensor") }
  }
}

/// The JSON header: an entry for each tensor beside `__metadata__`.
private struct Header: Codable {
  struct Entry: Codable {
    var dtype: String
    var shape: [Int]
    var data_offsets: [Int]

    /// - Parameter dataCount: the number of bytes of all tensors.
    func tensor(_ name: String, dataCount: Int) throws(NetworkError) -> Safetensors.Tensor {
      guard let precision = Safetensors.Precision(rawValue: dtype) else {
        throw .badSafetensors("the tensor \(name) is of type \(dtype), not F16 or F32")
      }
      var size = precision.size
      for dimension in shape {
        let (product, overflow) = size.multipliedReportingOverflow(by: dimension)
        guard dimension >= 0, !overflow else {
          throw .badSafetensors("the tensor \(name) has an impossible shape")
        }
        size = product
      }
      guard data_offsets.count == 2, data_offsets[0] >= 0, data_offsets[0] <= data_offsets[1],
        data_offsets[1] <= dataCount, data_offsets[1] - data_offsets[0] == size
      else {
        throw .badSafetensors("the tensor \(name) does not fit into the file")
      }
      return Safetensors.Tensor(
        precision: precision, shape: shape, range: data_offsets[0]..<data_offsets[1])
    }
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
