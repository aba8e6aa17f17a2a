/// What one pass through the network shares.
struct Pass {
  /// The flat parameters; read only, but for running statistics when `updatesStatistics`.
  let parameters: UnsafeMutablePointer<Float>
  /// The flat gradients, added to by `backward`.
  let gradients: UnsafeMutablePointer<Float>
  /// [time, rows], what enters the network.
  let tokens: UnsafePointer<Int32>
  /// [time, rows]
  let features: PositionFeatures
  /// Dropout drops, batch normalization takes the batch's own statistics.
  let isTraining: Bool
  let updatesStatistics: Bool
  /// Names this pass's random numbers: the same step and worker draw the same dropout.
  let seed: UInt64
  let step: UInt64
  let worker: UInt64
}

/// A layer with room for the activations and gradients of one worker's batch. Forward and backward
/// stand together; both work on [time, rows, features], contiguous.
protocol TrainableLayer: AnyObject {
  /// Where `forward` leaves its result and `backward` expects the loss's gradient of it.
  var output: Activations { get }
  func forward(_ pass: Pass)
  func backward(_ pass: Pass)
}

/// Values flowing between two layers, [time, rows, features], and the loss's gradient of them.
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
