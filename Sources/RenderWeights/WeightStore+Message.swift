/// The form of a store that is sent between two processes.
///
/// Numbers are 64 bits, the lowest first. A text is the number of its bytes and UTF-8. The groups come
/// first, then the attributes, then the arrays, each list with the number of its elements before it.
/// Nothing but the standard library is needed for it: Foundation's JSON would double the helper's size.
extension WeightStore {
  /// The message; equal stores are equal bytes.
  package var message: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(arrays.values.reduce(1 << 16) { $0 + 4 * $1.values.count })
    bytes.append(texts: groups)
    bytes.append(number: attributes.count)
    for (name, texts) in attributes.sorted(by: { $0.key < $1.key }) {
      bytes.append(text: name)
      bytes.append(texts: texts)
    }
    bytes.append(number: arrays.count)
    for (path, array) in arrays.sorted(by: { $0.key < $1.key }) {
      bytes.append(text: path)
      bytes.append(number: array.shape.count)
      for size in array.shape { bytes.append(number: size) }
      array.values.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  /// Reads the store of a message. It is checked, since its writer has read a stranger's file.
  package init(message: [UInt8]) throws(WeightFault) {
    var reader = MessageReader(bytes: message[...])
    groups = try reader.texts()
    for _ in 0..<(try reader.count()) {
      let name = try reader.text()
      attributes[name] = try reader.texts()
    }
    for _ in 0..<(try reader.count()) {
      let path = try reader.text()
      arrays[path] = try reader.array()
    }
    guard reader.bytes.isEmpty else { throw MessageReader.fault }
  }
}

extension [UInt8] {
  fileprivate mutating func append(number: Int) {
    Swift.withUnsafeBytes(of: Int64(number).littleEndian) { append(contentsOf: $0) }
  }

  fileprivate mutating func append(text: String) {
    append(number: text.utf8.count)
    append(contentsOf: text.utf8)
  }

  fileprivate mutating func append(texts: [String]) {
    append(number: texts.count)
    for text in texts { append(text: text) }
  }
}

private struct MessageReader {
  static let fault = WeightFault("what was read of it is damaged")

  var bytes: ArraySlice<UInt8>

  private mutating func take(_ count: Int) throws(WeightFault) -> ArraySlice<UInt8> {
    guard count <= bytes.count else { throw Self.fault }
    defer { bytes = bytes.dropFirst(count) }
    return bytes.prefix(count)
  }

  mutating func number() throws(WeightFault) -> Int {
    let number = try take(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard let number = Int(exactly: number) else { throw Self.fault }
    return number
  }

  /// Reads a number of things, of which each takes a byte at least.
  mutating func count() throws(WeightFault) -> Int {
    let count = try number()
    guard count <= bytes.count else { throw Self.fault }
    return count
  }

  mutating func text() throws(WeightFault) -> String {
    let count = try count()
    guard let text = String(validating: try take(count), as: UTF8.self) else { throw Self.fault }
    return text
  }

  mutating func texts() throws(WeightFault) -> [String] {
    var texts: [String] = []
    for _ in 0..<(try count()) { texts.append(try text()) }
    return texts
  }

  mutating func array() throws(WeightFault) -> WeightStore.Array {
    var shape: [Int] = []
    var size = 4
    for _ in 0..<(try count()) {
      let length = try number()
      shape.append(length)
      let (product, isTooLarge) = size.multipliedReportingOverflow(by: length)
      guard !isTooLarge else { throw Self.fault }
      size = product
    }
    let numbers = try take(size)
    let values = [Float](unsafeUninitializedCapacity: size / 4) { buffer, count in
      _ = UnsafeMutableRawBufferPointer(buffer).initializeMemory(as: UInt8.self, from: numbers)
      count = size / 4
    }
    return WeightStore.Array(shape: shape, values: values)
  }
}
