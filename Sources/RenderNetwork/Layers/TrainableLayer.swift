/// The context of one pass through the network.
struct Pass {
  /// The flat parameters, which are only read, except for running statistics with `updatesStatistics`.
  let parameters: UnsafeMutablePointer<Float>
  /// The flat gradients, to which `backward` adds.
  let gradients: UnsafeMutablePointer<Float>
  /// The tokens that enter the network, [time, rows].
  let tokens: UnsafePointer<Int32>
  /// The features of the tokens, [time, rows].
  let features: PositionFeatures
  /// Whether dropout drops, and batch normalization takes the batch's own statistics.
  let isTraining: Bool
  let updatesStatistics: Bool
  /// The seed. With step and worker it decides the pass's random numbers: the same ones draw the same
  /// dropout.
  let seed: UInt64
  let step: UInt64
  let worker: UInt64
}

/// A layer with memory for the activations and gradients of one worker's batch, [time, rows, features],
/// contiguous.
protocol TrainableLayer: AnyObject {
  /// The result of `forward`, and the loss's gradient by it, from which `backward` begins.
  var output: Activations { get }
  func forward(_ pass: Pass)
  func backward(_ pass: Pass)
}

/// The values between two layers, [time, rows, features], and the loss's gradient by them.
final class Activations {
  let time: Int
  let rows: Int
  let features: Int
  let values: FloatBuffer
  let gradients: FloatBuffer

  var positions: Int { time * rows }

  init(time: Int, rows: Int, features: Int) {
    self.time = time
    self.rows = rows
    self.features = features
    values = FloatBuffer(count: time * rows * features)
    gradients = FloatBuffer(count: time * rows * features)
  }
}
