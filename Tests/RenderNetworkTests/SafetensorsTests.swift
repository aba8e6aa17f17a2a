import Foundation
import RenderRandomness
import Testing

@testable import RenderNetwork

struct SafetensorsTests {
  private func sample() throws -> Safetensors {
    var file = Safetensors(metadata: ["title": "a \"quoted\" / title\nü", "empty": ""])
    file.add(
      [1, -2.5, 3e-8, .greatestFiniteMagnitude, 0, -0.0], shape: [2, 3], precision: .single, as: "a"
    )
    file.add([0.5, 1.0009765625, 65504], shape: [3], precision: .half, as: "b/ü")
    file.add([7], shape: [], precision: .single, as: "scalar")
    file.add([], shape: [0, 4], precision: .half, as: "nothing")
    return file
  }

  @Test("What was written is read again")
  func roundTrip() throws {
    let file = try sample()
    let read = try Safetensors(decoding: file.encoded)
    #expect(read.metadata == file.metadata)
    #expect(read.names == ["a", "b/ü", "nothing", "scalar"])
    #expect(
      try bits(read.values(of: "a", shape: [2, 3]))
        == bits([1, -2.5, 3e-8, .greatestFiniteMagnitude, 0, -0.0]))
    #expect(try read.values(of: "b/ü", shape: [3]) == [0.5, 1.0009765625, 65504])
    #expect(try read.values(of: "scalar", shape: []) == [7])
    #expect(try read.values(of: "nothing", shape: [0, 4]) == [])
    #expect(read.encoded == file.encoded)
  }

  @Test("The same file is the same bytes, its header a multiple of eight")
  func canonical() throws {
    #expect(try sample().encoded == sample().encoded)
    #expect(try headerEnd(sample().encoded) % 8 == 0)
  }

  @Test("Every half precision number is widened exactly")
  func everyHalf() throws {
    let patterns = (0..<UInt16.max).map { $0 }
    var file = Safetensors()
    let values = patterns.map { Float(Float16(bitPattern: $0)) }
    file.add(values, shape: [values.count], precision: .half, as: "x")
    let read = try Safetensors(decoding: file.encoded).values(of: "x", shape: [values.count])
    for (pattern, value) in zip(patterns, read) {
      #expect(bits([value]) == bits([widened(pattern)]))
    }
  }

  /// Sign, exponent and fraction by hand.
  private func widened(_ pattern: UInt16) -> Float {
    let sign: Float = pattern >> 15 == 0 ? 1 : -1
    let (exponent, fraction) = (Int(pattern >> 10 & 31), Float(pattern & 1023))
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      return sign * Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction / 1024)
    }
  }

  @Test("Asking for another shape, or for what is not there, is an error")
  func wrongRequests() throws {
    let file = try Safetensors(decoding: sample().encoded)
    #expect(throws: NetworkError.wrongShape(tensor: "a", found: [2, 3], expected: [3, 2])) {
      try file.values(of: "a", shape: [3, 2])
    }
    #expect(throws: NetworkError.missingTensor("c")) { try file.values(of: "c", shape: [1]) }
  }

  @Test("Parameters come back from a file, in single precision to the bit")
  func parameters() throws {
    for architecture in [everyPosition(), lastPosition()] {
      let parameters = try Parameters(randomFor: architecture, seed: 1)
      var file = Safetensors()
      parameters.add(to: &file, precision: .single)
      let read = try Parameters(
        architecture: architecture, from: Safetensors(decoding: file.encoded))
      #expect(bits(read.buffer.array) == bits(parameters.buffer.array))
    }
  }

  /// A file with this header and so many zeros behind it.
  private func file(_ header: String, data: Int = 0) -> [UInt8] {
    let header = Array(header.utf8)
    return withUnsafeBytes(of: UInt64(header.count).littleEndian, Array.init) + header
      + [UInt8](repeating: 0, count: data)
  }

  static let impossible = [
    "", "[]", "null", "{", "{}x", "\"a\"", #"{"__metadata__":{"a":1}}"#, #"{"a":{}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,16]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[16,24]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9223372036854775807]}}"#,
    #"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}"#,
    #"{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,10]}}"#,
    #"{"a":{"dtype":"F32","shape":[4611686018427387905,4],"data_offsets":[0,16]}}"#,
    #"{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[18446744073709551617],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"F32","shape":[1e999],"data_offsets":[0,4]}}"#,
    #"{"a":{"dtype":"BF16","shape":[8],"data_offsets":[0,16]}}"#,
    #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}"#,
    #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]},"b":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#,
    #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}"#,
    #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
  ]

  @Test("An impossible header is an error", arguments: impossible)
  func impossibleHeader(header: String) {
    #expect(throws: NetworkError.self) { try Safetensors(decoding: file(header, data: 16)) }
  }

  @Test("A possible header of the same kind is none")
  func possibleHeader() throws {
    let header =
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F16","shape":[4],"data_offsets":[8,16]}}"#
    #expect(try Safetensors(decoding: file(header, data: 16)).names == ["a", "b"])
    #expect(try Safetensors(decoding: file("{}")).names == [])
  }

  @Test("A header nested without end, or that names a tensor twice, does no harm")
  func nestingAndDuplicates() throws {
    let deep = String(repeating: "[", count: 200_000)
    #expect(throws: NetworkError.self) { try Safetensors(decoding: file(deep)) }
    let objects = String(repeating: #"{"a":"#, count: 100_000)
    #expect(throws: NetworkError.self) { try Safetensors(decoding: file(objects)) }
    let twice =
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#
    if let read = try? Safetensors(decoding: file(twice, data: 8)) {
      #expect(try read.values(of: "a", shape: [2]) == [0, 0])
    }
  }

  @Test("A header longer than the file is an error")
  func longHeader() {
    for length in [UInt64.max, UInt64(Int.max), 1 << 40, 9] {
      let bytes = withUnsafeBytes(of: length.littleEndian, Array.init) + Array("{}      ".utf8)
      #expect(throws: NetworkError.self) { try Safetensors(decoding: bytes) }
    }
  }

  @Test("A header with more tensors than any model has is refused before it is read")
  func manyTensors() {
    let entry = #""e":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"#
    let header = "{" + String(repeating: entry, count: 100_000) + #""x":0}"#
    let error = #expect(throws: NetworkError.self) { try Safetensors(decoding: file(header)) }
    #expect(error?.description.contains("larger than any model's") == true)
    #expect(!Safetensors.mayBegin(Array(file(header).prefix(16))))
    #expect(Safetensors.mayBegin(Array(file("{}      ").prefix(16))))
    #expect(!Safetensors.mayBegin([UInt8](repeating: 0, count: 16)))
  }

  @Test("A file truncated at any byte is an error")
  func truncated() throws {
    let bytes = try sample().encoded
    for count in 0..<bytes.count {
      #expect(throws: NetworkError.self) { try Safetensors(decoding: Array(bytes[..<count])) }
    }
    #expect(throws: NetworkError.self) { try Safetensors(decoding: bytes + [0]) }
  }

  @Test("A file with changed bytes is an error or a file, never a crash")
  func changedBytes() throws {
    let bytes = try sample().encoded
    var generator = SeededGenerator(seed: 5)
    var errors = 0
    for round in 0..<4000 {
      let end = round % 4 == 0 ? bytes.count : headerEnd(bytes)
      let changed = damaged(bytes, within: 0..<end, generator: &generator)
      do {
        let file = try Safetensors(decoding: changed)
        for name in file.names { _ = try file.values(of: name, shape: file.tensors[name]!.shape) }
        _ = file.encoded
      } catch { errors += 1 }
    }
    #expect(errors > 2000 && errors < 4000)
  }

  @Test("Parameters of an impossible network, or with values that are not numbers, are refused")
  func hostileParameters() throws {
    let vocabulary = everyPosition()
    for change in [
      { $0.vocabularySize = 0 }, { $0.vocabularySize = -1 }, { $0.vocabularySize = .max },
      { $0.layers = [] }, { $0.layers.removeFirst() }, { $0.layers.removeLast() },
      { $0.layers[0] = .embedding(width: .max) }, { $0.layers[0] = .embedding(width: 0) },
      { $0.layers[2] = .dropout(rate: .nan) }, { $0.layers[2] = .dropout(rate: 1) },
      { $0.layers[2] = .batchNormalization(epsilon: .nan, momentum: 0) },
      { $0.layers[2] = .scaledIndex }, { $0.layers[3] = .dense(units: .min) },
      { $0.layers[1] = .lstm(units: 16, returnsSequence: false, recurrentActivation: .logistic) },
      { $0.layers = Array(repeating: $0.layers[0], count: 1000) },
    ] as [(inout Architecture) -> Void] {
      var architecture = vocabulary
      change(&architecture)
      #expect(throws: NetworkError.self, "\(architecture)") {
        try Parameters(randomFor: architecture, seed: 1)
      }
    }
    let parameters = try Parameters(randomFor: vocabulary, seed: 1)
    for value in [Float.nan, .infinity] {
      parameters.buffer.base[3] = value
      var file = Safetensors()
      parameters.add(to: &file, precision: .half)
      #expect(throws: NetworkError.self) {
        try Parameters(architecture: vocabulary, from: file)
      }
    }
  }
}
