import CRenderKernels
import Glibc
import Testing

struct KernelsLSTMTests {
  /// One step over `rows` rows with random gates and state.
  struct Step {
    var rows, units: Int
    var gates, c: [Float]
    var cNew, tanhC, h: [Float]

    init(rows: Int, units: Int) {
      var noise = Noise(seed: UInt64(rows * 1000 + units))
      (self.rows, self.units) = (rows, units)
      gates = noise.floats(rows * 4 * units, scale: 4)
      c = noise.floats(rows * units, scale: 2)
      cNew = c
      tanhC = c
      h = c
    }

    /// After the training step, the gates activated.
    func forward(_ isa: ck_isa, hard: Bool) -> Step {
      var step = self
      ck_lstm_forward(
        isa, rows, units, &step.gates, c, &step.cNew, &step.tanhC, &step.h, hard ? 1 : 0)
      return step
    }

    /// New c and h of the inference step.
    func inferred(_ isa: ck_isa, hard: Bool) -> (c: [Float], h: [Float]) {
      var (c, h) = (self.c, [Float](repeating: 0, count: rows * units))
      ck_lstm_step(isa, rows, units, gates, 4 * units, &c, units, &h, units, hard ? 1 : 0)
      return (c, h)
    }

    func backward(_ isa: ck_isa, dh: [Float], dc: [Float], hard: Bool) -> (
      dc: [Float], dgates: [Float]
    ) {
      var (dc, dgates) = (dc, gates)
      ck_lstm_backward(isa, rows, units, gates, c, tanhC, dh, &dc, &dgates, hard ? 1 : 0)
      return (dc, dgates)
    }
  }

  /// The step in double precision: new c and h of one unit.
  static func reference(_ gates: [Double], c: Double, hard: Bool) -> (c: Double, h: Double) {
    func gate(_ x: Double) -> Double {
      hard ? min(max(0.2 * x + 0.5, 0), 1) : 1 / (1 + Glibc.exp(-x))
    }
    let new = gate(gates[1]) * c + gate(gates[0]) * Glibc.tanh(gates[2])
    return (new, gate(gates[3]) * Glibc.tanh(new))
  }

  static let sizes = [1, 2, 7, 31, 33, 64, 100].flatMap { rows in
    [1, 5, 16, 33].map { (rows, $0) }
  }

  @Test(
    "a step has the same bits on every instruction set, in training and in inference",
    arguments: sizes, [false, true])
  func sameBits(size: (rows: Int, units: Int), hard: Bool) {
    let step = Step(rows: size.rows, units: size.units)
    var noise = Noise(seed: 5)
    let dh = noise.floats(size.rows * size.units)
    let dc = noise.floats(size.rows * size.units)
    let forward = step.forward(CK_SCALAR, hard: hard)
    let backward = forward.backward(CK_SCALAR, dh: dh, dc: dc, hard: hard)
    for isa in instructionSets {
      let here = step.forward(isa, hard: hard)
      #expect(bits(here.gates) == bits(forward.gates))
      #expect(bits(here.cNew) == bits(forward.cNew))
      #expect(bits(here.tanhC) == bits(forward.tanhC))
      #expect(bits(here.h) == bits(forward.h))
      let inferred = step.inferred(isa, hard: hard)
      #expect(bits(inferred.c) == bits(forward.cNew))
      #expect(bits(inferred.h) == bits(forward.h))
      let back = forward.backward(isa, dh: dh, dc: dc, hard: hard)
      #expect(bits(back.dc) == bits(backward.dc))
      #expect(bits(back.dgates) == bits(backward.dgates))
    }
  }

  @Test("a row has the same bits alone and among others")
  func rowsAlone() {
    let (rows, units) = (64, 21)
    let step = Step(rows: rows, units: units)
    for isa in instructionSets {
      let all = step.inferred(isa, hard: false)
      for row in [0, 13, 63] {
        var alone = Step(rows: 1, units: units)
        alone.gates = Array(step.gates[row * 4 * units..<(row + 1) * 4 * units])
        alone.c = Array(step.c[row * units..<(row + 1) * units])
        let result = alone.inferred(isa, hard: false)
        #expect(bits(result.c) == bits(Array(all.c[row * units..<(row + 1) * units])))
        #expect(bits(result.h) == bits(Array(all.h[row * units..<(row + 1) * units])))
      }
    }
  }

  @Test("states may stand in wider matrices, what is beside them is left alone")
  func leadingDimensions() {
    let (rows, units, ld) = (3, 11, 15)
    let step = Step(rows: rows, units: units)
    var gates = [Float](repeating: .nan, count: rows * (4 * units + 2))
    var c = [Float](repeating: -99, count: rows * ld)
    let h = c
    for r in 0..<rows {
      for u in 0..<4 * units { gates[r * (4 * units + 2) + u] = step.gates[r * 4 * units + u] }
      for u in 0..<units { c[r * ld + u] = step.c[r * units + u] }
    }
    let expected = step.inferred(CK_SCALAR, hard: false)
    for isa in instructionSets {
      var (c, h) = (c, h)
      ck_lstm_step(isa, rows, units, gates, 4 * units + 2, &c, ld, &h, ld, 0)
      for r in 0..<rows {
        #expect(Array(c[r * ld..<r * ld + units]) == Array(expected.c[r * units..<(r + 1) * units]))
        #expect(Array(h[r * ld..<r * ld + units]) == Array(expected.h[r * units..<(r + 1) * units]))
        #expect(c[r * ld + units..<(r + 1) * ld].allSatisfy { $0 == -99 })
        #expect(h[r * ld + units..<(r + 1) * ld].allSatisfy { $0 == -99 })
      }
    }
  }

  @Test("the step is the LSTM's equations", arguments: [false, true])
  func equations(hard: Bool) {
    let step = Step(rows: 5, units: 19)
    let result = step.forward(ck_best_isa(), hard: hard)
    for r in 0..<step.rows {
      for u in 0..<step.units {
        let gates = (0..<4).map { Double(step.gates[r * 4 * step.units + $0 * step.units + u]) }
        let at = r * step.units + u
        let expected = Self.reference(gates, c: Double(step.c[at]), hard: hard)
        #expect(abs(Double(result.cNew[at]) - expected.c) < 1e-6)
        #expect(abs(Double(result.h[at]) - expected.h) < 1e-6)
        #expect(abs(Double(result.tanhC[at]) - Glibc.tanh(expected.c)) < 1e-6)
      }
    }
  }

  @Test("the backward step gives the gradients of finite differences", arguments: [false, true])
  func gradients(hard: Bool) {
    let step = Step(rows: 4, units: 19)
    var noise = Noise(seed: 77)
    let dh = noise.floats(step.rows * step.units)
    let dc = noise.floats(step.rows * step.units)
    let result = step.forward(ck_best_isa(), hard: hard)
      .backward(ck_best_isa(), dh: dh, dc: dc, hard: hard)
    for r in 0..<step.rows {
      for u in 0..<step.units {
        let at = r * step.units + u
        let gates = (0..<4).map { Double(step.gates[r * 4 * step.units + $0 * step.units + u]) }
        func loss(_ gates: [Double], _ c: Double) -> Double {
          let new = Self.reference(gates, c: c, hard: hard)
          return Double(dh[at]) * new.h + Double(dc[at]) * new.c
        }
        let (c, e) = (Double(step.c[at]), 1e-5)
        let slope = (loss(gates, c + e) - loss(gates, c - e)) / (2 * e)
        #expect(abs(Double(result.dc[at]) - slope) < 2e-6)
        // Where a hard gate bends there is no slope.
        for gate in 0..<4 where !hard || gate == 2 || abs(abs(gates[gate]) - 2.5) > 2 * e {
          var (more, less) = (gates, gates)
          more[gate] += e
          less[gate] -= e
          let slope = (loss(more, c) - loss(less, c)) / (2 * e)
          let found = result.dgates[r * 4 * step.units + gate * step.units + u]
          #expect(abs(Double(found) - slope) < 2e-6)
        }
      }
    }
  }
}
