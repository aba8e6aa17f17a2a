import RenderMusic
import RenderNetwork
import RenderSystem

extension Planner {
  /// The bits of plans in all: −log2 of the probability of each token among those that may follow.
  ///
  /// - Throws: `NetworkError` for a number of threads out of range.
  func bits(of plans: [FormPlan], threads: Int) throws(NetworkError) -> Double {
    let sequences = plans.map { TokenSequence($0, styles, tellsLength: false) }
    return try PieceFold(parameters, threads: threads).fold(
      sequences, initial: { PlanBits(sequences[$0].tokens, styles) }
    ) { $0.add($1) }.reduce(0) { $0 + $1.bits }
  }
}

/// The bits of one plan, token by token.
private struct PlanBits {
  private let tokens: [Int32]
  private var reader: PlanReader
  private(set) var bits = 0.0

  init(_ tokens: [Int32], _ styles: StyleNames) {
    self.tokens = tokens
    reader = PlanReader(styles)
  }

  mutating func add(_ prediction: PieceFold.Prediction) {
    reader.read(tokens[prediction.position])
    guard prediction.position + 1 < tokens.count else { return }
    let next = Int(tokens[prediction.position + 1])
    // All that may follow: where a bar may, the end may as well, which a plan that is drawn does not choose.
    let logits = prediction.logits.indices.filter { reader.allows(Int32($0)) }.map {
      Double(prediction.logits[$0])
    }
    let largest = logits.max() ?? 0
    let sum = logits.reduce(0) { $0 + exp($1 - largest) }
    bits += (log(sum) + largest - Double(prediction.logits[next])) / M_LN2
  }
}
