// Prints how many billion multiply-adds a second one thread does in the products of a training, in single
// precision and in bf16.
//
//     ProductSpeed [SECONDS]
//
// The shapes are those of the presets: of a step's 16 or 32 rows (32 and 64 on two threads and one), and of
// all positions of a worker.

import RenderNetwork

let seconds = CommandLine.arguments.dropFirst().first.flatMap(Double.init) ?? 0.5
MatrixLibrary.endThreads()
let hasInstructions = TrainingOptions.Precision.bfloat16.hasInstructions
print(
  "OpenBLAS \(MatrixLibrary.coreType), bf16 "
    + (hasInstructions ? "by the processor's instructions" : "without instructions for it"))
print("product   rows  inputs  outputs      fp32      bf16  ratio")

func pad(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}

func decimal(_ number: Double, _ places: Int) -> String {
  let scale = places == 1 ? 10.0 : 100
  let scaled = Int((number * scale).rounded())
  let rest = String(scaled % Int(scale))
  return "\(scaled / Int(scale))." + String(repeating: "0", count: places - rest.count) + rest
}

func show(_ kind: ProductSpeed.Kind, _ rows: Int, _ inputs: Int, _ outputs: Int) {
  // In turns, so that whatever else the machine does slows both.
  var best: [TrainingOptions.Precision: Double] = [:]
  for _ in 0..<3 {
    for precision in [TrainingOptions.Precision.single, .bfloat16] {
      let speed = ProductSpeed.measure(
        kind, rows: rows, inputs: inputs, outputs: outputs, in: precision, seconds: seconds / 3)
      best[precision] = max(best[precision] ?? 0, speed)
    }
  }
  let (single, rounded) = (best[.single]!, best[.bfloat16]!)
  print(
    kind.rawValue + pad("\(rows)", 14 - kind.rawValue.count) + pad("\(inputs)", 8)
      + pad("\(outputs)", 9) + pad(decimal(single, 1), 10) + pad(decimal(rounded, 1), 10)
      + pad(decimal(rounded / single, 2), 7))
}

for rows in [16, 32, 64] {
  for (inputs, outputs) in [(256, 1024), (512, 2048), (2048, 512), (1024, 4096)] {
    show(.step, rows, inputs, outputs)
  }
}
for rows in [2048, 4096] {
  for kind in [ProductSpeed.Kind.forward, .backward, .gradient] {
    for (inputs, outputs) in [(192, 2048), (512, 2048), (512, 270), (1024, 2048)] {
      show(kind, rows, inputs, outputs)
    }
  }
}
