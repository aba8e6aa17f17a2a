/// The probabilities that logits stand for, [vocabulary], by the kernels' fixed operations: the same bits
/// on every processor.
public func softmax(_ logits: [Float]) -> [Float] {
  var result = logits
  var logSum: Float = 0
  result.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return }
    Kernels.softmax(base, count: buffer.count, logSum: &logSum)
  }
  return result
}

/// The logistic function of each number, by the kernels' fixed operations.
package func logistic(_ logits: [Float]) -> [Float] {
  var result = logits
  result.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return }
    Kernels.activate(.logistic, base, into: base, count: buffer.count)
  }
  return result
}

/// Brings a vector to length 1 by fixed operations; a vector of zeros stays one.
///
/// - Returns: the length that it had.
@discardableResult
package func normalize(_ vector: inout [Float]) -> Float {
  let length = Float(
    vector.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { Kernels.sumOfSquares($0, count: buffer.count) } ?? 0
    }.squareRoot())
  guard length > 0 else { return 0 }
  for index in vector.indices { vector[index] /= length }
  return length
}
