/// A measure of how well a model predicts pieces, in what its tokens can be measured in.
public enum PredictionMeasure: Hashable, Sendable {
  /// The measure of tokens that are whole events, in nats an event.
  case events(ModelEvaluation)
  /// The measure of tokens that say when notes begin and end, in bits a note.
  case notes(TimedEvaluation)
}
