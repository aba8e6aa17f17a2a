/// One stream of tokens through a network: push what was heard or chosen, read the logits of what
/// may come next.
public struct TokenDecoder {
  /// What of the stream so far a prediction may know.
  public enum Context: Hashable, Codable, Sendable {
    /// Everything since the first token: the state is carried on.
    case stateful
    /// The last so many tokens, from a fresh state each time: the tutorial's sliding window.
    case window(Int)
  }

  private let network: InferenceNetwork
  private var state: InferenceState
  private let context: Context
  private let team: ThreadTeam
  /// Tokens heard.
  public private(set) var count = 0

  /// - Parameter team: shares the arithmetic; without influence on the numbers.
  public init(_ network: InferenceNetwork, context: Context, on team: ThreadTeam = .alone) {
    self.network = network
    self.context = context
    self.team = team
    let rows = if case .window(let length) = context { max(1, length) } else { 1 }
    state = InferenceState(network, rows: rows)
  }

  /// Hears one token, with its features where the network has some.
  ///
  /// A window that starts anew at every token would cost its whole length each time. So as many
  /// windows as it is long stay open, each begun one token later; all hear the token as one product
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

  /// [vocabulary], after the tokens heard so far; of a window, once it is full.
  public var logits: [Float] {
    precondition(count > 0)
    return network.logits(state, rows: row..<row + 1, on: team)
  }

  /// What the last LSTM says after the tokens heard so far, [units].
  package var hidden: [Float] {
    precondition(count > 0)
    return state.hidden(row: row)
  }

  /// The oldest window is the next to start anew; before any is full, it is the first.
  private var row: Int { count < state.rows ? 0 : count % state.rows }
}
