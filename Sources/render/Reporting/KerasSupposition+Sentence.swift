import RenderKeras

extension KerasSupposition {
  /// The supposition as the user of the program meets it, with the option that says otherwise.
  var sentence: String {
    guard let remedy else { return description }
    return "\(description); \(remedy)"
  }

  private var remedy: String? {
    switch self {
    case .window: "--window of `render import` says otherwise"
    case .gatesOfUnknownVersion:
      "with `render import`, --recurrent-activation hard-sigmoid has those of Keras before 2.3"
    case .gatesOfAmbiguousVersion:
      "with `render import`, --recurrent-activation hard-sigmoid has the others"
    case .hardSigmoids, .plainDenseLayer, .rectifier, .orderFromShapes, .fewActivations, .noSoftmax:
      nil
    }
  }
}
