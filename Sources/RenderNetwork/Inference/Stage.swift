import CRenderKernels

/// A layer as generation uses it: with packed weights, and without dropout.
enum Stage: Sendable {
  case embedding(table: FloatBuffer, features: FloatBuffer?, width: Int)
  case scaledIndex(scale: Float)
  case lstm(PackedLSTM)
  case dense(PackedProduct, bias: FloatBuffer)
  /// The function y = (x - mean) · scale + beta, each [features].
  case batchNormalization(mean: FloatBuffer, scale: FloatBuffer, beta: FloatBuffer)
  case activation(Activation)

  init?(layer index: Int, of parameters: Parameters) {
    let slots = parameters.slots(ofLayer: index)
    func tensor(_ number: Int) -> FloatBuffer {
      let buffer = FloatBuffer(count: slots[number].count)
      buffer.base.update(
        from: parameters.buffer.base + slots[number].offset, count: slots[number].count)
      return buffer
    }
    func product(_ number: Int) -> PackedProduct {
      PackedProduct(
        parameters.buffer.base + slots[number].offset, inputs: slots[number].shape[0],
        outputs: slots[number].shape[1])
    }
    switch parameters.architecture.layers[index] {
    case .embedding(let width):
      self = .embedding(table: tensor(0), features: nil, width: width)
    case .featuredEmbedding(let width, _):
      self = .embedding(table: tensor(0), features: tensor(1), width: width)
    case .scaledIndex:
      self = .scaledIndex(scale: Float(parameters.architecture.vocabularySize))
    case .lstm(let units, _, let recurrentActivation):
      self = .lstm(
        PackedLSTM(
          units: units, kernel: product(0), recurrentKernel: product(1), bias: tensor(2),
          isHard: recurrentActivation == .hardSigmoid ? 1 : 0))
    case .dense:
      self = .dense(product(0), bias: tensor(1))
    case .batchNormalization(let epsilon, _):
      let (gamma, variance) = (tensor(0), tensor(3))
      let scale = FloatBuffer(count: gamma.count)
      for f in 0..<gamma.count {
        scale.base[f] = gamma.base[f] / (variance.base[f] + epsilon).squareRoot()
      }
      self = .batchNormalization(mean: tensor(2), scale: scale, beta: tensor(1))
    case .activation(let activation):
      self = .activation(activation)
    case .dropout:
      return nil
    }
  }

  /// The output of a stage without a state, [rows, features].
  ///
  /// - Parameter input: [rows, inputs].
  func apply(_ input: FloatBuffer, rows: Int, on team: ThreadTeam) -> FloatBuffer {
    switch self {
    case .dense(let product, let bias):
      let output = FloatBuffer(count: rows * product.outputs)
      team.share(product.panels, costing: rows * product.inputs * product.outputs) { panels in
        output.fill(rows: rows, columns: product.columns(of: panels), with: bias)
        product.accumulate(input.base, rows: rows, into: output.base, panels: panels)
      }
      return output
    case .batchNormalization(let mean, let scale, let beta):
      let output = FloatBuffer(count: input.count)
      let features = mean.count
      for row in 0..<rows {
        for f in 0..<features {
          output.base[row * features + f] =
            (input.base[row * features + f] - mean.base[f]) * scale.base[f] + beta.base[f]
        }
      }
      return output
    case .activation(let activation):
      let output = FloatBuffer(count: input.count)
      Kernels.activate(activation, input.base, into: output.base, count: input.count)
      return output
    case .embedding, .scaledIndex, .lstm:
      preconditionFailure("a stage that takes tokens or has a state")
    }
  }
}

/// An LSTM's weights, packed.
struct PackedLSTM: Sendable {
  let units: Int
  let kernel: PackedProduct
  let recurrentKernel: PackedProduct
  let bias: FloatBuffer
  let isHard: Int32

  /// Advances all rows by one step: input [rows, inputs]; hidden and cell [rows, units], updated in place;
  /// gates [rows, 4 units], of no use afterwards.
  func step(
    _ input: FloatBuffer, rows: Int, hidden: FloatBuffer, cell: FloatBuffer, gates: FloatBuffer,
    on team: ThreadTeam
  ) {
    let products = rows * (kernel.inputs + units) * 4 * units
    team.share(kernel.panels, costing: products) { panels in
      gates.fill(rows: rows, columns: kernel.columns(of: panels), with: bias)
      kernel.accumulate(input.base, rows: rows, into: gates.base, panels: panels)
      recurrentKernel.accumulate(hidden.base, rows: rows, into: gates.base, panels: panels)
    }
    // A unit takes as long as some thirty products.
    team.share(rows, costing: rows * units * 32) { rows in
      let first = rows.lowerBound
      ck_lstm_step(
        Kernels.best, rows.count, units, gates.base + first * 4 * units, 4 * units,
        cell.base + first * units, units, hidden.base + first * units, units, isHard)
    }
  }
}

extension FloatBuffer {
  /// Copies some columns of `row` to each of `rows` rows.
  fileprivate func fill(rows: Int, columns: Range<Int>, with row: FloatBuffer) {
    for index in 0..<rows {
      (base + index * row.count + columns.lowerBound).update(
        from: row.base + columns.lowerBound, count: columns.count)
    }
  }
}
