import CRenderKernels
import Testing

struct KernelsOptimizerTests {
  static let counts = [0, 1, 2, 7, 15, 16, 17, 31, 33, 64, 100, 1001]

  /// Parameters, gradients, the two moments and the average.
  struct State {
    var w, g, m, v, a: [Float]

    init(count: Int) {
      var noise = Noise(seed: UInt64(count))
      w = noise.floats(count)
      g = noise.floats(count)
      m = noise.floats(count)
      v = noise.floats(count).map(abs)
      a = noise.floats(count)
    }

    func adam(_ isa: ck_isa) -> State {
      var s = self
      ck_adam(
        isa, w.count, &s.w, g, &s.m, &s.v, &s.a, 1e-3, 0.9, 0.999, 1e-7, 0.271, 0.002997, 0.25)
      return s
    }

    func rmsprop(_ isa: ck_isa) -> State {
      var s = self
      ck_rmsprop(isa, w.count, &s.w, g, &s.v, &s.a, 1e-3, 0.9, 1e-7, 0.25)
      return s
    }

    /// The same two steps without an average.
    func alone(_ isa: ck_isa) -> (adam: State, rmsprop: State) {
      var (s, r) = (self, self)
      ck_adam(isa, w.count, &s.w, g, &s.m, &s.v, nil, 1e-3, 0.9, 0.999, 1e-7, 0.271, 0.002997, 0)
      ck_rmsprop(isa, w.count, &r.w, g, &r.v, nil, 1e-3, 0.9, 1e-7, 0)
      return (s, r)
    }

    /// All but the average.
    var all: [Float] { w + g + m + v }
  }

  @Test("optimizer steps have the same bits on every instruction set", arguments: counts)
  func sameBits(count: Int) {
    let state = State(count: count)
    for isa in instructionSets {
      #expect(bits(state.adam(isa).all) == bits(state.adam(CK_SCALAR).all))
      #expect(bits(state.rmsprop(isa).all) == bits(state.rmsprop(CK_SCALAR).all))
    }
  }

  @Test("the average goes its share of the way to the new parameters", arguments: counts)
  func average(count: Int) {
    let state = State(count: count)
    for isa in instructionSets {
      for after in [state.adam(isa), state.rmsprop(isa)] {
        let expected = zip(state.a, after.w).map { $0.addingProduct(0.25, $1 - $0) }
        #expect(bits(after.a) == bits(expected))
      }
    }
  }

  @Test("an optimizer without an average changes the parameters as one with it", arguments: counts)
  func withoutAverage(count: Int) {
    let state = State(count: count)
    for isa in instructionSets {
      let (adam, rmsprop) = state.alone(isa)
      #expect(
        bits(adam.w + adam.m + adam.v)
          == bits(state.adam(isa).w + state.adam(isa).m + state.adam(isa).v))
      #expect(bits(rmsprop.w + rmsprop.v) == bits(state.rmsprop(isa).w + state.rmsprop(isa).v))
      #expect(bits(adam.a + rmsprop.a) == bits(state.a + state.a))
    }
  }

  @Test("Adam is its formula")
  func adam() {
    let before = State(count: 100)
    let after = before.adam(ck_best_isa())
    for i in 0..<100 {
      let g = Double(before.g[i])
      let m = 0.9 * Double(before.m[i]) + 0.1 * g
      let v = 0.999 * Double(before.v[i]) + 0.001 * g * g
      let w = Double(before.w[i]) - 1e-3 * (m / 0.271) / ((v / 0.002997).squareRoot() + 1e-7)
      #expect(abs(Double(after.m[i]) - m) < 1e-6)
      #expect(abs(Double(after.v[i]) - v) < 1e-6)
      #expect(abs(Double(after.w[i]) - w) < 1e-6)
    }
  }

  @Test("RMSprop is Keras's formula, epsilon inside the root")
  func rmsprop() {
    var before = State(count: 100)
    // Where epsilon decides: no history, gradients below its root.
    for i in 0..<50 { (before.v[i], before.g[i]) = (0, before.g[i] * 1e-4) }
    let after = before.rmsprop(ck_best_isa())
    for i in 0..<100 {
      let g = Double(before.g[i])
      let v = 0.9 * Double(before.v[i]) + 0.1 * g * g
      let w = Double(before.w[i]) - 1e-3 * g / (v + 1e-7).squareRoot()
      #expect(abs(Double(after.v[i]) - v) < 1e-6 * max(v, 1e-9))
      #expect(abs(Double(after.w[i]) - w) < 2e-7)
    }
  }

  @Test("the sum of squares is right and has the same bits everywhere", arguments: counts)
  func sumOfSquares(count: Int) {
    var noise = Noise(seed: 9)
    let x = noise.floats(count, scale: 1e-20)
    let expected = x.reduce(0.0) { $0 + Double($1) * Double($1) }
    for isa in instructionSets {
      let sum = ck_sum_of_squares(isa, count, x)
      #expect(abs(sum - expected) <= 1e-13 * expected)
      #expect(sum.bitPattern == ck_sum_of_squares(CK_SCALAR, count, x).bitPattern)
    }
  }

  @Test("axpy is one fused multiply-add an element", arguments: counts)
  func axpy(count: Int) {
    var noise = Noise(seed: 11)
    let (x, y) = (noise.floats(count), noise.floats(count))
    for isa in instructionSets {
      var result = y
      ck_axpy(isa, count, 0.3, x, &result)
      #expect(bits(result) == bits(zip(x, y).map { $1.addingProduct(0.3, $0) }))
    }
  }
}
