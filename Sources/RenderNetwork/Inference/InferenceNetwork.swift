import CRenderKernels

/// A network that is packed for generation: one token a row and step, states kept by the caller.
///
/// Every number is computed by `CRenderKernels` in one fixed order, so that a row's logits are the same
/// bits whatever the number of rows, the number of threads and the processor.
public final class InferenceNetwork: Sendable {
  /// The architecture of the network.
  public let architecture: Architecture
  /// The stages up to and with the last LSTM, which every row passes at every step.
  private let body: [Stage]
  /// The stages from the last hidden state to the logits, which only rows that predict pass.
  private let head: [Stage]

  /// Packs the parameters of a network, of which it keeps a copy.
  public init(_ parameters: Parameters) {
    architecture = parameters.architecture
    let stages = concurrentMap(architecture.layers.count) { Stage(layer: $0, of: parameters) }
      .compactMap(\.self)
    // Without an LSTM, only the first stage knows tokens.
    let last = stages.lastIndex { if case .lstm = $0 { true } else { false } } ?? 0
    body = Array(stages[...last])
    head = Array(stages[(last + 1)...])
  }

  var lstmUnits: [Int] {
    body.compactMap { if case .lstm(let lstm) = $0 { lstm.units } else { nil } }
  }

  /// Feeds one token to each row of a state, or to the first rows alone.
  ///
  /// - Parameters:
  ///   - tokens: the tokens, [rows], each below the vocabulary's size.
  ///   - features: the features of each token, [rows], where the network has features.
  ///   - team: the threads that share the outputs; without influence on the numbers.
  public func advance(
    _ state: InferenceState, tokens: [Int32], features: PositionFeatures = PositionFeatures(),
    on team: ThreadTeam = .alone
  ) {
    let rows = tokens.count
    precondition(rows <= state.rows && state.units == lstmUnits)
    precondition(tokens.allSatisfy { $0 >= 0 && $0 < architecture.vocabularySize })
    precondition(features.allSatisfy { $0 >= 0 && $0 < architecture.featureCount })
    var input = FloatBuffer(count: 0)
    var lstm = 0
    for stage in body {
      switch stage {
      case .embedding(let table, let featureTable, let width):
        input = FloatBuffer(count: state.rows * width)
        for (row, token) in tokens.enumerated() {
          let vector = input.base + row * width
          vector.update(from: table.base + Int(token) * width, count: width)
          guard let featureTable else { continue }
          for feature in features[row] {
            Kernels.add(featureTable.base + Int(feature) * width, to: vector, count: width)
          }
        }
      case .scaledIndex(let scale):
        input = FloatBuffer(count: state.rows)
        for (row, token) in tokens.enumerated() { input.base[row] = Float(token) / scale }
      case .lstm(let packed):
        packed.step(
          input, rows: rows, hidden: state.hidden[lstm], cell: state.cell[lstm],
          gates: state.gates, on: team)
        input = state.hidden[lstm]
        lstm += 1
      case .dense, .batchNormalization, .activation:
        input = stage.apply(input, rows: rows, on: team)
      }
    }
    state.output = input
  }

  /// The logits that follow the last token of some rows, once there was one.
  ///
  /// - Returns: the logits, [rows, vocabulary].
  public func logits(
    _ state: InferenceState, rows: Range<Int>, on team: ThreadTeam = .alone
  ) -> [Float] {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= state.rows)
    precondition(state.output.count > 0, "no token was heard yet")
    let width = state.output.count / state.rows
    var values = FloatBuffer(count: rows.count * width)
    values.base.update(from: state.output.base + rows.lowerBound * width, count: values.count)
    for stage in head { values = stage.apply(values, rows: rows.count, on: team) }
    return values.array
  }
}

/// The states of some rows of an `InferenceNetwork`. Not shared between threads.
public final class InferenceState {
  /// The number of rows.
  public let rows: Int
  let units: [Int]
  /// The hidden state of each LSTM, [rows, units].
  let hidden: [FloatBuffer]
  let cell: [FloatBuffer]
  /// The gates of one LSTM after another, [rows, 4 units].
  let gates: FloatBuffer
  /// The body's output for the last tokens, [rows, width].
  var output = FloatBuffer(count: 0)

  /// The state of rows that have had no token yet.
  public init(_ network: InferenceNetwork, rows: Int) {
    precondition(rows > 0)
    self.rows = rows
    units = network.lstmUnits
    hidden = units.map { FloatBuffer(count: rows * $0) }
    cell = units.map { FloatBuffer(count: rows * $0) }
    gates = FloatBuffer(count: rows * 4 * (units.max() ?? 0))
  }

  /// A copy with memory of its own.
  init(copying other: InferenceState) {
    rows = other.rows
    units = other.units
    hidden = other.hidden.map { $0.copy() }
    cell = other.cell.map { $0.copy() }
    gates = FloatBuffer(count: other.gates.count)
    output = other.output.copy()
  }

  /// The last LSTM's output after a row's last token, [units].
  package func hidden(row: Int) -> [Float] {
    let width = output.count / rows
    return Array(UnsafeBufferPointer(start: output.base + row * width, count: width))
  }

  /// Copies one row's state to another row.
  package func copyRow(_ source: Int, to target: Int) {
    let all = hidden + cell + (hidden.contains { $0 === output } ? [] : [output])
    for buffer in all where source != target {
      let width = buffer.count / rows
      (buffer.base + target * width).update(from: buffer.base + source * width, count: width)
    }
  }

  /// Sets one row's state back to that before the first token.
  public func reset(row: Int) {
    for buffer in hidden + cell {
      let units = buffer.count / rows
      (buffer.base + row * units).update(repeating: 0, count: units)
    }
  }
}
