import RenderComposer
import RenderPerformance

extension PieceRequest {
  /// A request with the values of `pieceOptions`; what is not among them is as in a new request.
  ///
  /// Files are named by other means: a model, a primer or a plan among the options is passed over.
  ///
  /// - Parameter path: of the take from which the options are.
  /// - Throws: `StudioError.badRecipe` for an option that is not known or has no value of its kind.
  package init(options: [String: String], ofTake path: String) throws(StudioError) {
    self.init()
    for (name, value) in options {
      func number<Number: LosslessStringConvertible>() throws(StudioError) -> Number {
        guard let number = Number(value) else { throw .badRecipe(path: path) }
        return number
      }
      switch name {
      case "temperature": sampling.temperature = try number()
      case "top-p": sampling.topP = try number()
      case "min-p": sampling.minP = try number()
      case "top-k": sampling.topK = try number() as Int
      case "repetition": sampling.repetition = try number()
      case "transpose": transposition = try number()
      case "tempo": tempo = try number() as Double
      case "start": beginning = .start(index: try number())
      case "length": length = .events(try number())
      case "duration":
        guard value.hasSuffix(" s"), let seconds = Double(value.dropLast(2)) else {
          throw .badRecipe(path: path)
        }
        length = .seconds(seconds)
      case "performance":
        guard let style = PerformanceStyle(rawValue: value) else { throw .badRecipe(path: path) }
        performance = style
      case "metre": planning.metre = value
      case "key": planning.key = value
      case "style": planning.style = value
      case "form": planning.form = value
      case "ensemble": planning.ensemble = value
      case "instruments": planning.instruments = value
      case "model", "primer", "plan": break
      default: throw .badRecipe(path: path)
      }
    }
  }
}
