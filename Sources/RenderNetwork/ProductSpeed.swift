/// The speed of the products that a training is made of, as it computes them: for benchmarks.
public enum ProductSpeed {
  /// A product of a layer with a matrix W [inputs, outputs].
  public enum Kind: String, CaseIterable, Sendable {
    /// A product `y += x · W` over all rows.
    case forward
    /// A product `dx = dy · Wᵀ` over all rows.
    case backward
    /// A product `dW += xᵀ · dy` over all rows.
    case gradient
    /// A product `y += x · W` of one step of a sequence, where W was packed before.
    case step
  }

  /// Measures the multiply-adds a second of one thread, in billions. What is packed or rounded for each
  /// product is part of its time.
  ///
  /// - Parameters:
  ///   - rows: the rows of x and dy.
  ///   - seconds: the time to measure for; the fastest of all products counts.
  public static func measure(
    _ kind: Kind, rows: Int, inputs: Int, outputs: Int, in precision: TrainingOptions.Precision,
    seconds: Double
  ) -> Double {
    let (x, y) = (numbers(rows * inputs), numbers(rows * outputs))
    let kernel = numbers(inputs * outputs)
    let products = LayerProducts(inputs: inputs, outputs: outputs, precision: precision)
    let gradients = GradientProducts(positions: rows, outputs: outputs, precision: precision)
    let step = StepProducts(inputs: inputs, outputs: outputs, precision: precision)
    step.pack(kernel.base)
    func multiply() {
      switch kind {
      case .forward: products.forward(x, positions: rows, kernel: kernel.base, into: y)
      case .backward: products.backward(y, positions: rows, kernel: kernel.base, into: x)
      case .gradient:
        gradients.take(y)
        gradients.add(x, inputs: inputs, y, to: kernel.base)
      case .step: step.accumulate(x.base, rows: rows, into: y.base)
      }
    }
    let clock = ContinuousClock()
    return BLAS.withOneThread {
      multiply()
      var best = Double.infinity
      let start = clock.now
      repeat {
        // Sums would grow without end, and infinities be slow or fast.
        y.zero()
        let time = clock.measure(multiply).seconds
        best = min(best, time)
      } while (clock.now - start).seconds < seconds
      return Double(rows) * Double(inputs) * Double(outputs) / best * 1e-9
    }
  }

  private static func numbers(_ count: Int) -> FloatBuffer {
    FloatBuffer((0..<count).map { Float($0 % 17 - 8) / 64 })
  }
}
