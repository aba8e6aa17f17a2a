import CRenderKernels
import Testing

struct KernelsAffineTests {
  struct Shape: CustomTestStringConvertible {
    var rows, inputs, outputs: Int
    var x, weights, y, panels: [Float]

    init(rows: Int, inputs: Int, outputs: Int) {
      var noise = Noise(seed: UInt64(rows * 1_000_000 + inputs * 1000 + outputs))
      (self.rows, self.inputs, self.outputs) = (rows, inputs, outputs)
      x = noise.floats(rows * inputs)
      weights = noise.floats(inputs * outputs)
      y = noise.floats(rows * outputs, scale: 4)
      panels = packed(weights, inputs: inputs, outputs: outputs)
    }

    func result(_ isa: ck_isa, range: Range<Int>? = nil) -> [Float] {
      affine(
        isa, rows: rows, inputs: inputs, outputs: outputs, x: x, panels: panels, y: y, range: range)
    }

    var testDescription: String { "\(rows) × \(inputs) → \(outputs)" }
  }

  static let shapes: [Shape] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 31, 33, 64, 100, 129, 300].flatMap {
    rows in
    [(1, 1), (3, 31), (17, 33), (130, 100), (300, 257)].map {
      Shape(rows: rows, inputs: $0.0, outputs: $0.1)
    }
  }

  @Test("every element is one chain of fused multiply-adds, bit for bit", arguments: shapes)
  func chain(shape: Shape) {
    var expected = shape.y
    for r in 0..<shape.rows {
      for k in 0..<shape.inputs {
        let factor = shape.x[r * shape.inputs + k]
        for j in 0..<shape.outputs {
          expected[r * shape.outputs + j]
            .addProduct(factor, shape.weights[k * shape.outputs + j])
        }
      }
    }
    for isa in instructionSets { #expect(bits(shape.result(isa)) == bits(expected)) }
  }

  @Test("weights of half precision give the bits that they give widened", arguments: shapes)
  func half(shape: Shape) {
    let (inputs, outputs) = (shape.inputs, shape.outputs)
    let halves = shape.weights.map { Float16($0).bitPattern }
    var widened = shape
    widened.weights = shape.weights.map { Float(Float16($0)) }
    widened.panels = packed(widened.weights, inputs: inputs, outputs: outputs)
    var panels = [UInt16](repeating: .max, count: ck_packed_count(inputs, outputs))
    ck_pack_half(halves, inputs, outputs, &panels)
    #expect(panels == widened.panels.map { Float16($0).bitPattern })
    let columns = Int(CK_PANEL)
    for isa in instructionSets {
      var y = shape.y
      ck_affine_half(
        isa, shape.rows, inputs, outputs, shape.x, inputs, panels, &y, outputs, 0,
        (outputs + columns - 1) / columns)
      #expect(bits(y) == bits(widened.result(isa)))
    }
  }

  @Test("weights that lie transposed are packed as those that do not", arguments: shapes)
  func transposed(shape: Shape) {
    let (inputs, outputs) = (shape.inputs, shape.outputs)
    let weights = (0..<outputs).flatMap { j in
      (0..<inputs).map { k in shape.weights[k * outputs + j] }
    }
    var panels = [Float](repeating: .nan, count: ck_packed_count(inputs, outputs))
    ck_pack_transposed(weights, inputs, outputs, &panels)
    #expect(bits(panels) == bits(shape.panels))
  }

  @Test("the product is right to rounding")
  func accuracy() {
    let shape = Shape(rows: 7, inputs: 300, outputs: 70)
    let result = shape.result(ck_best_isa())
    for r in 0..<shape.rows {
      for j in 0..<shape.outputs {
        var sum = Double(shape.y[r * shape.outputs + j])
        for k in 0..<shape.inputs {
          sum +=
            Double(shape.x[r * shape.inputs + k]) * Double(shape.weights[k * shape.outputs + j])
        }
        #expect(abs(Double(result[r * shape.outputs + j]) - sum) < 1e-4)
      }
    }
  }

  @Test("a row has the same bits alone and among 2, 7, 64 and 100")
  func rowsAlone() {
    let all = Shape(rows: 100, inputs: 260, outputs: 150)
    for isa in instructionSets {
      let reference = all.result(isa)
      for count in [1, 2, 7, 64] {
        for first in [0, 1, 36] {
          let result = affine(
            isa, rows: count, inputs: all.inputs, outputs: all.outputs,
            x: Array(all.x[first * all.inputs..<(first + count) * all.inputs]), panels: all.panels,
            y: Array(all.y[first * all.outputs..<(first + count) * all.outputs]))
          #expect(
            bits(result)
              == bits(Array(reference[first * all.outputs..<(first + count) * all.outputs])))
        }
      }
    }
  }

  @Test("panels computed apart are the panels computed together", arguments: [1, 2, 7, 64])
  func panelsApart(rows: Int) {
    let shape = Shape(rows: rows, inputs: 45, outputs: 32 * 9 + 5)
    for isa in instructionSets {
      let reference = shape.result(isa)
      for split in 0...10 {
        var halves = shape
        halves.y = halves.result(isa, range: 0..<split)
        let untouched = split * 32
        for r in 0..<rows {
          for j in untouched..<max(untouched, shape.outputs) {
            #expect(halves.y[r * shape.outputs + j] == shape.y[r * shape.outputs + j])
          }
        }
        #expect(bits(halves.result(isa, range: split..<10)) == bits(reference))
      }
    }
  }

  @Test("rows of a wider matrix are read and written in place, what is beside them is left alone")
  func leadingDimensions() {
    let (inputs, outputs, ldx, ldy) = (37, 45, 41, 50)
    for rows in [1, 3, 12] {
      let shape = Shape(rows: rows, inputs: inputs, outputs: outputs)
      var wideX = [Float](repeating: .nan, count: rows * ldx)
      var wideY = [Float](repeating: -99, count: rows * ldy)
      for r in 0..<rows {
        for k in 0..<inputs { wideX[r * ldx + k] = shape.x[r * inputs + k] }
        for j in 0..<outputs { wideY[r * ldy + j] = shape.y[r * outputs + j] }
      }
      for isa in instructionSets {
        let reference = shape.result(isa)
        var result = wideY
        ck_affine(isa, rows, inputs, outputs, wideX, ldx, shape.panels, &result, ldy, 0, 2)
        for r in 0..<rows {
          #expect(
            bits(Array(result[r * ldy..<r * ldy + outputs]))
              == bits(Array(reference[r * outputs..<(r + 1) * outputs])))
          #expect(result[r * ldy + outputs..<(r + 1) * ldy].allSatisfy { $0 == -99 })
        }
      }
    }
  }

  @Test("no rows, no inputs or no panels leave y as it is")
  func nothing() {
    for isa in instructionSets {
      var y: [Float] = [1, 2, 3]
      ck_affine(isa, 0, 4, 3, [], 4, [Float](repeating: 1, count: 128), &y, 3, 0, 1)
      ck_affine(isa, 1, 0, 3, [], 0, [], &y, 3, 0, 1)
      ck_affine(
        isa, 1, 1, 3, [1], 1, packed([1, 1, 1], inputs: 1, outputs: 3), &y, 3, 1, 1)
      #expect(y == [1, 2, 3])
    }
  }
}
