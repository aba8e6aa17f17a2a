import CRenderKernels

/// The cross-entropy of a softmax over the logits: −ln of the probability of each target, summed.
struct SoftmaxCrossEntropy {
  /// The sum over the counted positions, in nats.
  private(set) var loss: Double = 0
  /// The number of positions whose largest logit was the target's.
  private(set) var hits = 0
  /// The number of positions with a target; a target below zero is not counted.
  private(set) var count = 0

  init() {}

  /// - Parameters:
  ///   - logits: [positions, vocabulary] in `values`; `gradients` receives
  ///     (softmax - one-hot) · `scale`, zero where there is no target.
  ///   - targets: the targets, [positions].
  ///   - weights: further factors of the targets' gradients, [positions]; `nil` for 1. The loss is without
  ///     them.
  init(
    _ logits: Activations, targets: UnsafePointer<Int32>, weights: UnsafePointer<Float>?,
    scale: Float
  ) {
    let width = logits.features
    logits.gradients.base.update(from: logits.values.base, count: logits.gradients.count)
    for position in 0..<logits.positions {
      let row = logits.gradients.base + position * width
      let target = Int(targets[position])
      guard target >= 0 else {
        row.update(repeating: 0, count: width)
        continue
      }
      let logit = row[target]
      var isLargest = true
      for column in 0..<width where row[column] > logit { isLargest = false }
      var logSum: Float = 0
      Kernels.softmax(row, count: width, logSum: &logSum)
      loss += Double(logSum - logit)
      hits += isLargest ? 1 : 0
      count += 1
      row[target] -= 1
      let scale = scale * (weights?[position] ?? 1)
      for column in 0..<width { row[column] *= scale }
    }
  }

  static func += (left: inout Self, right: Self) {
    left.loss += right.loss
    left.hits += right.hits
    left.count += right.count
  }
}
