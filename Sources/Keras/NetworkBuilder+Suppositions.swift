import NeuralNetwork

/// For files of weights alone, which do not describe their network.
extension NetworkBuilder {
  mutating func add(_ stored: [StoredLayer]) throws(KerasError) {
    let gates = supposedGates()
    let lastLSTM = stored.lastIndex { $0.kind == .lstm }
    let lastActivation = stored.lastIndex { $0.kind == .activation }
    let hidden = stored.indices.dropLast().filter { stored[$0].kind == .dense }
    let lastDense = stored.lastIndex { $0.kind == .dense }
    if hidden.contains(where: { $0 != lastDense && stored[$0 + 1].kind != .activation }) {
      suppositions.append("a dense layer without an activation after it is taken to have none")
    }
    for (index, layer) in stored.enumerated() {
      switch layer.kind {
      case .embedding: try addEmbedding(layer.arrays)
      case .lstm: try addLSTM(layer.arrays, gates: gates, returnsSequence: index != lastLSTM)
      case .dense: try addDense(layer.arrays)
      case .batchNormalization:
        try addNormalization(layer.arrays, epsilon: 1e-3, momentum: 0.99)
      case .activation:
        if index == lastActivation {
          endsInSoftmax = true
        } else {
          suppositions.append("the activation \(layer.name) is taken to be ReLU")
          try addActivation("relu")
        }
      case .dropout, .input: break
      }
    }
  }

  /// Keras before 2.3 had hard sigmoids.
  private mutating func supposedGates() -> RecurrentActivation {
    if let recurrentActivation { return recurrentActivation }
    guard let version else { return .logistic }
    let numbers = version.split { !$0.isNumber }.prefix(2).compactMap { Int($0) }
    let isOld = numbers.count == 2 && (numbers[0], numbers[1]) < (2, 3)
    // TensorFlow 2.0 called its own so, and had changed the gates by then.
    if isOld, version.hasSuffix("-tf"), version.hasPrefix("2.2.4") {
      suppositions.append(
        "Keras \(version) came with TensorFlow 1.15 and 2.0: the gates are taken to be those of 2.0; "
          + "--recurrent-activation hard-sigmoid has the others")
      return .logistic
    }
    if isOld { suppositions.append("Keras \(version) had hard sigmoids as gates") }
    return isOld ? .hardSigmoid : .logistic
  }

  /// The order of a network like the tutorial's out of its layers by kind: LSTMs first, then what is
  /// dense; each normalization after the layer of its width and its activation, each activation after
  /// what is dense.
  static func inOrder(_ layers: [StoredLayer]) -> [StoredLayer] {
    func all(_ kind: StoredLayer.Kind) -> [StoredLayer] { layers.filter { $0.kind == kind } }
    var ordered = all(.embedding) + all(.lstm)
    var normalizations = all(.batchNormalization)[...]
    var activations = all(.activation)[...]
    let dense = all(.dense)
    func addNormalization(after layer: StoredLayer?) {
      guard let width = layer?.arrays.last?.shape.last,
        let next = normalizations.first?.arrays.first?.shape.last
      else { return }
      let outputs = layer?.kind == .lstm ? width / 4 : width
      if next == outputs { ordered.append(normalizations.removeFirst()) }
    }
    addNormalization(after: ordered.last)
    for (index, layer) in dense.enumerated() {
      ordered.append(layer)
      // One is left for the end.
      if index < dense.count - 1, activations.count > 1 {
        ordered.append(activations.removeFirst())
      }
      addNormalization(after: layer)
    }
    return ordered + Array(normalizations) + Array(activations)
  }
}
