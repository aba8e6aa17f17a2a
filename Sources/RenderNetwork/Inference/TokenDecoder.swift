/// A stream of tokens through a network: push each token, read the logits of the next one.
public struct TokenDecoder {
  /// The part of the stream so far on which a prediction depends.
  public enum Context: Hashable, Codable, Sendable {
    /// All tokens since the first: the state is carried on.
    case stateful
    /// The last tokens, as many as given, from a fresh state each time: the tutorial's sliding window.
    case window(Int)
  }

  private let network: InferenceNetwork
  private var state: InferenceState
  private let context: Context
  private let team: ThreadTeam
  /// The number of tokens pushed.
  public private(set) var count = 0

  /// A stream that has had no token yet.
  ///
  /// - Parameters:
  ///   - context: a window of fewer than 1 token counts as one of 1.
  ///   - team: the threads that share the arithmetic; without influence on the numbers.
  public init(_ network: InferenceNetwork, context: Context, on team: ThreadTeam = .alone) {
    self.network = network
    self.context = context
    self.team = team
    let rows = if case .window(let length) = context { max(1, length) } else { 1 }
    state = InferenceState(network, rows: rows)
  }

  /// Feeds one token, with its features where the network has some.
  ///
  /// A window that starts anew at every token would cost its whole length each time. So as many
  /// windows as it is long stay open, each begun one token later; all take the token in one product
  /// of that many rows, and the oldest is complete after it.
  public mutating func push(_ token: Int32, features: some Collection<Int32> = []) {
    // A copied decoder goes its own way from here.
    if !isKnownUniquelyReferenced(&state) { state = InferenceState(copying: state) }
    if case .window = context { state.reset(row: count % state.rows) }
    // Windows that are not begun yet hear nothing.
    let rows = min(count + 1, state.rows)
    var rowFeatures = PositionFeatures()
    if !features.isEmpty { for _ in 0..<rows { rowFeatures.append(features) } }
    network.advance(
      state, tokens: .init(repeating: token, count: rows), features: rowFeatures, on: team)
    count += 1
  }

  /// The logits of the next token, [vocabulary], after the tokens so far; of a window, once it is full.
  public var logits: [Float] {
    precondition(count > 0)
    return network.logits(state, rows: row..<row + 1, on: team)
  }

  /// The last LSTM's output after the tokens so far, [units].
  package var hidden: [Float] {
    precondition(count > 0)
    return state.hidden(row: row)
  }

  /// The row of the oldest window, which is the next to start anew; before any is full, the first.
  private var row: Int { count < state.rows ? 0 : count % state.rows }
}
