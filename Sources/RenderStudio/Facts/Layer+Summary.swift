import RenderNetwork

extension Layer {
  /// The layer in words: `LSTM 512`, `dropout 0.25`.
  package var summary: String {
    switch self {
    case .embedding(let width): "embedding \(width)"
    case .featuredEmbedding(let width, let features):
      "embedding \(width) with \(features) features"
    case .scaledIndex: "scaled index"
    case .lstm(let units, let returnsSequence, let gates):
      "LSTM \(units)\(gates == .hardSigmoid ? " with hard sigmoids" : "")"
        + (returnsSequence ? "" : " (last)")
    case .dropout(let rate): "dropout \(rate)"
    case .dense(let units): "dense \(units)"
    case .batchNormalization: "batch normalization"
    case .activation(let activation): activation.rawValue
    }
  }
}
