import FoundationEssentials
import RenderComposer
import RenderFiles
import RenderKeras
import RenderMusic
import RenderNetwork
import RenderTestMaterial
import RenderWeights

func fuzzSafetensors(_ bytes: [UInt8]) {
  guard let file = try? Safetensors(decoding: bytes) else { return }
  for name in file.names {
    let shape = file.shape(of: name)!
    let values = try! file.values(of: name, shape: shape)
    precondition(values.count == shape.reduce(1, *), "a tensor is as large as its shape")
  }
  _ = try? Model(decoding: bytes)
}

func fuzzModel(header: [UInt8]) {
  guard let size = tensorBytes(of: header), size <= 1 << 22 else { return }
  var bytes = withUnsafeBytes(of: UInt64(header.count).littleEndian, Array.init) + header
  let start = bytes.count
  bytes += repeatElement(0, count: size)
  // Half-precision numbers around 0.1 of both signs.
  for index in 0..<size {
    bytes[start + index] = UInt8(truncatingIfNeeded: (index &* 0x9E37_79B1) >> 13)
    if index % 2 == 1 { bytes[start + index] = bytes[start + index] & 0x83 | 0x2C }
  }
  guard let model = try? Model(decoding: bytes) else { return }
  compose(model, PieceOptions(extent: .events(6)))
  precondition((try? Model(decoding: model.encoded())) != nil, "what is written is read again")
}

/// The number of bytes up to the end of the last tensor that a header names.
func tensorBytes(of header: [UInt8]) -> Int? {
  let key = Array("\"data_offsets\":[".utf8)
  var size = 0
  var position = 0
  while let start = header[position...].firstRange(of: key) {
    let numbers = header[start.upperBound...].prefix { $0 != UInt8(ascii: "]") }
      .split(separator: UInt8(ascii: ","))
    guard let end = numbers.last.flatMap({ Int(String(decoding: $0, as: UTF8.self)) }) else {
      return nil
    }
    size = max(size, end)
    position = start.upperBound
  }
  return size
}

/// Composes a few events, twice.
func compose(_ model: Model, _ options: PieceOptions) {
  func events() -> [ComposedEvent]? {
    let network = InferenceNetwork(model.parameters)
    return (try? Composer(model, network: network, seed: 1, options)).map { Array($0.prefix(6)) }
  }
  precondition(events() == events(), "the same seed is the same piece")
}

func fuzzPlan(_ bytes: [UInt8]) {
  guard let plan = try? JSONDecoder().decode(FormPlan.self, from: Data(bytes)) else { return }
  let written = try! JSONEncoder().encode(plan)
  precondition(
    (try? JSONDecoder().decode(FormPlan.self, from: written)) != nil, "a plan is read again")
  var options = PieceOptions()
  options.plan = plan
  compose(Made.ensembleModel, options)
}

/// Models of random weights: small and quick.
enum Made {
  static let models =
    [Material.model, Material.timedModel].map { try! Model(decoding: $0) }
    + [ensembleModel]

  /// One that counts bars, with the tokens and the plans of the shipped one for many instruments.
  static let ensembleModel: Model = {
    let shipped = try! Model(
      decoding: readFile(packageFolder + "/Models/ensemble.safetensors", first: 1 << 30))
    let architecture = Architecture(
      vocabularySize: shipped.vocabulary.count,
      layers: [
        .featuredEmbedding(width: 4, features: shipped.tokenizer.featureCount),
        .lstm(units: 8, returnsSequence: true, recurrentActivation: .logistic),
        .dense(units: shipped.vocabulary.count),
      ])
    return Model(
      parameters: try! Parameters(randomFor: architecture, seed: 1),
      tokenizer: shipped.tokenizer, context: .stateful, starts: Array(shipped.starts.prefix(4)),
      planner: shipped.planner, decodingPolicy: shipped.decodingPolicy, record: shipped.record)
  }()
}

// MARK: - Keras

func fuzzPickle(_ bytes: [UInt8]) {
  guard let list = try? TokenList(bytes) else { return }
  _ = list.vocabulary
}

func fuzzWeights(_ bytes: [UInt8]) {
  do throws(KerasError) {
    readNetwork(try KerasWeights.read(bytes))
  } catch {
    switch error {
    case .missingProgram, .failedProgram: fatalError("\(error)")
    default: break
    }
  }
}

func fuzzAnswer(_ bytes: [UInt8]) {
  guard let store = try? WeightStore(message: bytes) else { return }
  readNetwork(store)
}

private func readNetwork(_ store: WeightStore) {
  guard let network = try? KerasNetwork(store),
    let notes = try? TokenList(Array(Material.tokens.prefix(5).joined(separator: "\n").utf8))
  else { return }
  _ = try? Model(network, notes: notes)
}
