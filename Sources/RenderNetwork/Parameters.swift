/// The numbers of a network in one flat buffer, with the place and shape of each tensor in it, so
/// that the optimizer, the checkpoint and the gradient sum are one loop each.
public final class Parameters: Sendable {
  /// A named tensor's place in the flat buffer.
  struct Slot: Hashable, Sendable {
    var name: String
    var layer: Int
    var shape: [Int]
    var offset: Int
    var count: Int { shape.reduce(1, *) }
  }

  /// The architecture of the network.
  public let architecture: Architecture
  let slots: [Slot]
  let buffer: FloatBuffer

  /// Parameters of zeros (and moving variances of zero: fill them before use).
  init(zerosFor architecture: Architecture) throws(NetworkError) {
    self.architecture = architecture
    slots = try Parameters.slots(of: architecture)
    buffer = FloatBuffer(count: slots.last.map { $0.offset + $0.count } ?? 0)
  }

  /// The number of floats, running statistics and padding between tensors included.
  public var count: Int { buffer.count }

  /// The slots of one layer, in the order in which its type declares them.
  func slots(ofLayer layer: Int) -> [Slot] { slots.filter { $0.layer == layer } }

  /// The tensors of each layer, row-major, in the order in which its type declares them.
  public var arrays: [[(shape: [Int], values: [Float])]] {
    architecture.layers.indices.map { layer in
      slots(ofLayer: layer).map { slot in
        (
          slot.shape,
          Array(UnsafeBufferPointer(start: buffer.base + slot.offset, count: slot.count))
        )
      }
    }
  }

  /// A copy with memory of its own.
  public func copy() -> Parameters {
    // The architecture was checked when `self` was made.
    let result = try! Parameters(zerosFor: architecture)
    result.buffer.base.update(from: buffer.base, count: count)
    return result
  }

  /// The tensors of an architecture. Names count layers of a kind from 1: `lstm_1.kernel`, `lstm_2.kernel`,
  /// `dense_1.bias`.
  static func slots(of architecture: Architecture) throws(NetworkError) -> [Slot] {
    let widths = try architecture.widths()
    var slots: [Slot] = []
    var numbers: [String: Int] = [:]
    var offset = 0
    for (index, layer) in architecture.layers.enumerated() {
      let inputs = index == 0 ? architecture.vocabularySize : widths[index - 1]
      let number = numbers[layer.name, default: 0] + 1
      numbers[layer.name] = number
      for (tensor, shape) in layer.tensors(inputs: inputs) {
        let slot = Slot(
          name: "\(layer.name)_\(number).\(tensor)", layer: index, shape: shape, offset: offset)
        slots.append(slot)
        // Whole cache lines, so that tensors start aligned. Widths are bounded: no overflow.
        offset += (slot.count + 15) / 16 * 16
      }
    }
    return slots
  }
}

extension Layer {
  /// The names and shapes of the layer's tensors, kernels as [inputs, outputs] as in Keras.
  fileprivate func tensors(inputs: Int) -> [(String, [Int])] {
    switch self {
    case .embedding(let width):
      [("weight", [inputs, width])]
    case .featuredEmbedding(let width, let features):
      [("weight", [inputs, width]), ("feature_weight", [features, width])]
    case .lstm(let units, _, _):
      [
        ("kernel", [inputs, 4 * units]), ("recurrent_kernel", [units, 4 * units]),
        ("bias", [4 * units]),
      ]
    case .dense(let units):
      [("kernel", [inputs, units]), ("bias", [units])]
    case .batchNormalization:
      [
        ("gamma", [inputs]), ("beta", [inputs]),
        ("moving_mean", [inputs]), ("moving_variance", [inputs]),
      ]
    case .scaledIndex, .dropout, .activation:
      []
    }
  }
}
