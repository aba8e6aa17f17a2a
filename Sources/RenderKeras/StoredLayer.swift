import FoundationEssentials
import RenderWeights

/// A layer as its file has it: its kind, and its weights in Keras's order.
struct StoredLayer {
  enum Kind: String, CaseIterable {
    case embedding, lstm, dense
    case batchNormalization = "batch_normalization"
    case dropout, activation
    /// An input layer, which does nothing.
    case input
  }

  var name: String
  /// The kind; `nil` for one that is not known.
  var kind: Kind?
  var arrays: [WeightStore.Array]

  /// The width of the output.
  var width: Int? {
    arrays.last?.shape.last.map { kind == .lstm ? $0 / 4 : $0 }
  }
}

extension WeightStore {
  /// The version of Keras that wrote the file, where it says.
  var kerasVersion: String? {
    if let metadata = attributes[WeightStore.archiveAttribute]?.first {
      let texts = try? JSONDecoder().decode([String: String].self, from: Data(metadata.utf8))
      return texts?["keras_version"]
    }
    return attributes["@keras_version"]?.first ?? attributes["model_weights@keras_version"]?.first
  }

  var configuration: String? { attributes["@model_config"]?.first }

  /// The layers, and whether their order and their names are the network's.
  func storedLayers() throws(KerasError) -> (layers: [StoredLayer], areInOrder: Bool) {
    for prefix in ["", "model_weights"] {
      if let names = attributes["\(prefix)@layer_names"] {
        return (try namedLayers(names, prefix: prefix), true)
      }
    }
    for container in ["layers", "_layer_checkpoint_dependencies"] {
      let names = groups.compactMap { group -> String? in
        let parts = group.split(separator: "/")
        return parts.count == 2 && parts[0] == container ? String(parts[1]) : nil
      }
      if !names.isEmpty { return (numberedLayers(names, in: container), false) }
    }
    throw .badFile("it has no layers that Keras would have written")
  }

  /// The layers of Keras 2: `layer_names` lists them, `weight_names` of each its arrays.
  private func namedLayers(
    _ names: [String], prefix: String
  ) throws(KerasError) -> [StoredLayer] {
    var layers: [StoredLayer] = []
    for name in names {
      let group = prefix.isEmpty ? name : "\(prefix)/\(name)"
      var arrays: [Array] = []
      let weights = attributes["\(group)@weight_names"] ?? []
      for weight in weights {
        guard let array = self.arrays["\(group)/\(weight)"] else {
          throw .badFile("the weights \(weight) are missing")
        }
        arrays.append(array)
      }
      let kind = Self.kind(of: name, weights: weights)
      layers.append(StoredLayer(name: name, kind: kind, arrays: arrays))
    }
    return layers
  }

  /// The layers of Keras 3: groups named after the kinds of layers, whatever the layers are called, and
  /// counted by kind; arrays by number.
  private func numberedLayers(_ names: [String], in container: String) -> [StoredLayer] {
    names.sorted(by: Self.isBefore).map { name in
      let group = "\(container)/\(name)"
      let kind = Self.kind(of: name, weights: [])
      let paths = kind == .lstm ? "\(group)/cell/vars" : "\(group)/vars"
      var arrays: [Array] = []
      while let array = self.arrays["\(paths)/\(arrays.count)"] { arrays.append(array) }
      return StoredLayer(name: name, kind: kind, arrays: arrays)
    }
  }

  /// Whether one name comes before another, by kind, then by number: `lstm`, `lstm_1`, `lstm_2`, `lstm_10`.
  private static func isBefore(_ one: String, _ other: String) -> Bool {
    func key(_ name: String) -> (String, Int) {
      guard let end = name.lastIndex(of: "_"), let number = Int(name[name.index(after: end)...])
      else { return (name, 0) }
      return (String(name[..<end]), number)
    }
    return key(one) < key(other)
  }

  /// The kind of a layer, by its weights' names or its own; `nil` for one that is not known.
  private static func kind(of name: String, weights: [String]) -> StoredLayer.Kind? {
    func has(_ word: String) -> Bool {
      weights.contains { $0.split(separator: "/").last?.hasPrefix(word) ?? false }
    }
    if has("recurrent_kernel") { return .lstm }
    if has("moving_mean") { return .batchNormalization }
    if has("embeddings") { return .embedding }
    if has("kernel") { return .dense }
    guard weights.isEmpty else { return nil }
    return StoredLayer.Kind.allCases.first { name.hasPrefix($0.rawValue) }
  }
}
