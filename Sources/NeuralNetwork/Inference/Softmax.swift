/// Probabilities from logits, by the kernels' fixed operations: the same bits on every processor.
public func softmax(_ logits: [Float]) -> [Float] {
  var result = logits
  var logSum: Float = 0
  result.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return }
    Kernels.softmax(base, count: buffer.count, logSum: &logSum)
  }
  return result
}
