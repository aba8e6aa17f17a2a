import CRenderKernels
import Testing

/// Fingerprints of results that every processor must give. They were recorded from these kernels: a
/// change that changes them changes every piece that a seed stands for.
struct KernelsRecordedTests {
  static let numbers: [Float] = {
    var noise = Noise(seed: 2024)
    return noise.floats(1 << 16, scale: 128)
  }()

  @Test("exp over 65,536 numbers gives the recorded bits")
  func exp() {
    check(0x236f_a54f_5d26_2159) { KernelsElementaryTests.apply(ck_exp, $0, Self.numbers) }
  }

  @Test("tanh over 65,536 numbers gives the recorded bits")
  func tanh() {
    let x = Self.numbers.map { $0 * 0x1p-4 }
    check(0x6d18_4b9c_c267_39a1) { KernelsElementaryTests.apply(ck_tanh, $0, x) }
  }

  @Test("the logistic function over 65,536 numbers gives the recorded bits")
  func sigmoid() {
    check(0x701c_e281_455d_5f62) { KernelsElementaryTests.apply(ck_sigmoid, $0, Self.numbers) }
  }

  @Test("an affine map gives the recorded bits")
  func affine() {
    let shape = KernelsAffineTests.Shape(rows: 13, inputs: 300, outputs: 131)
    check(0x232a_b994_1537_5d25) { shape.result($0) }
  }

  @Test("an LSTM step gives the recorded bits")
  func lstm() {
    let step = KernelsLSTMTests.Step(rows: 9, units: 101)
    check(0x6515_548e_0693_af9d) { step.inferred($0, hard: false).h }
  }

  @Test("softmax and its log-sum-exp give the recorded bits")
  func softmax() {
    let logits = Array(Self.numbers[0..<4000]).map { $0 * 0x1p-4 }
    check(0x23d2_798d_9f30_a2b4) {
      let result = KernelsSoftmaxTests.softmax($0, rows: 10, columns: 400, logits)
      return result.p + result.lse
    }
  }

  @Test("a step of Adam and one of RMSprop give the recorded bits")
  func optimizers() {
    let state = KernelsOptimizerTests.State(count: 777)
    check(0x92cb_296c_a63e_0c8a) { state.adam($0).all + state.rmsprop($0).all }
  }

  private func check(_ recorded: UInt64, _ result: (ck_isa) -> [Float]) {
    for isa in instructionSets {
      let found = fingerprint(result(isa))
      #expect(found == recorded, "0x\(String(found, radix: 16)) on instruction set \(isa.rawValue)")
    }
  }
}
