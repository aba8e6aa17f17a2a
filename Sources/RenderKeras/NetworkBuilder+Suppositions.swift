import RenderNetwork

/// The part for files of weights alone, which do not describe their network.
extension NetworkBuilder {
  /// The way out where weights alone do not say enough.
  static let remedy = "save the whole model, model.save('x.keras'), and import that"

  static let unknownOrder = KerasError.unknownNetwork(
    "the order of its layers cannot be worked out from their shapes; \(remedy)")

  /// - Parameter areInOrder: whether the layers are in the network's order.
  mutating func add(_ stored: [StoredLayer], areInOrder: Bool) throws(KerasError) {
    if let layer = stored.first(where: { $0.kind == nil }) {
      throw .unknownNetwork(
        "the layer \(layer.name) is of a kind that is not known; \(Self.remedy)")
    }
    orderIsKnown = areInOrder
    let layers = areInOrder ? stored : try inOrder(stored)
    let gates = supposedGates()
    let lastLSTM = layers.lastIndex { $0.kind == .lstm }
    let lastActivation = layers.lastIndex { $0.kind == .activation }
    let lastDense = layers.lastIndex { $0.kind == .dense } ?? 0
    let hidden = layers.indices.prefix(lastDense).filter { layers[$0].kind == .dense }
    if hidden.contains(where: { layers[$0 + 1].kind != .activation }) {
      suppositions.append(.plainDenseLayer)
    }
    for (index, layer) in layers.enumerated() {
      switch layer.kind {
      case .embedding: try addEmbedding(layer.arrays)
      case .lstm: try addLSTM(layer.arrays, gates: gates, returnsSequence: index != lastLSTM)
      case .dense: try addDense(layer.arrays)
      case .batchNormalization:
        try addNormalization(layer.arrays, epsilon: 1e-3, momentum: 0.99)
      case .activation:
        // The softmax may be part of the last dense layer.
        if index == lastActivation, index > lastDense {
          endsInSoftmax = true
        } else {
          suppositions.append(.rectifier(name: layer.name))
          try addActivation("relu")
        }
      case .dropout, .input, nil: break
      }
    }
  }

  /// The assumed function of the gates: Keras before 2.3 had hard sigmoids.
  private mutating func supposedGates() -> RecurrentActivation {
    if let recurrentActivation { return recurrentActivation }
    guard let version else {
      // What has no order is of Keras 3.
      if orderIsKnown {
        suppositions.append(.gatesOfUnknownVersion)
      }
      return .logistic
    }
    let numbers = version.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
    let isOld = numbers.count == 2 && (numbers[0], numbers[1]) < (2, 3)
    // TensorFlow 2.0 called its own so, and had changed the gates by then.
    if isOld, version.hasSuffix("-tf"), version.hasPrefix("2.2.4") {
      suppositions.append(.gatesOfAmbiguousVersion(version))
      return .logistic
    }
    if isOld { suppositions.append(.hardSigmoids(version: version)) }
    return isOld ? .hardSigmoid : .logistic
  }

  /// The layers in the order of a network like the tutorial's, by kind: LSTMs first, then dense layers; each
  /// activation after a dense layer, each normalization after the last layer of its width: the tutorial's has
  /// one after all its LSTMs.
  private mutating func inOrder(_ layers: [StoredLayer]) throws(KerasError) -> [StoredLayer] {
    func all(_ kind: StoredLayer.Kind) -> [StoredLayer] { layers.filter { $0.kind == kind } }
    suppositions.append(.orderFromShapes)
    let spine = all(.embedding) + all(.lstm) + all(.dense)
    var followers: [Int: StoredLayer] = [:]
    var free = spine.dropLast()
    for normalization in all(.batchNormalization).reversed() {
      guard let place = free.lastIndex(where: { $0.width == normalization.width }) else {
        throw Self.unknownOrder
      }
      followers[place] = normalization
      free = free[..<place]
    }
    var activations = all(.activation)[...]
    let dense = all(.dense).count
    guard activations.count <= dense else { throw Self.unknownOrder }
    if !activations.isEmpty, activations.count < dense {
      suppositions.append(.fewActivations(count: activations.count, denseLayers: dense))
    }
    var ordered: [StoredLayer] = []
    for (place, layer) in spine.enumerated() {
      ordered.append(layer)
      // One is left for the end.
      if layer.kind == .dense, place < spine.count - 1, activations.count > 1 {
        ordered.append(activations.removeFirst())
      }
      if let follower = followers[place] { ordered.append(follower) }
    }
    return ordered + Array(activations)
  }
}
