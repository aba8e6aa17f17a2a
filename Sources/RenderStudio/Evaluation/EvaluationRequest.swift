import RenderComposer
import RenderPlot

/// A request to measure a model on MIDI files.
public struct EvaluationRequest: Hashable, Codable, Sendable {
  /// The model: a file, or the name of a shipped one.
  public var model: String
  /// The paths of MIDI files, and of folders of them.
  public var corpus: [String]
  /// The path of JSON with the lists train, validation and test: which files to measure together.
  public var split: String?
  /// The path of annotations, one JSON object a line: what the scores say beyond the notes.
  public var annotations: String?
  /// The number of pieces of 500 events to compose, to compare their statistics with those of the files'
  /// passages of 500 events (the test part's of a split that has one); none without it.
  public var composedPieces: Int?
  /// The way in which the composed pieces' events are drawn.
  public var sampling: Sampling
  /// The path of a picture of the comparison; its extension names the format.
  public var plot: String?

  /// Makes a request of these values.
  public init(
    model: String, corpus: [String], split: String? = nil, annotations: String? = nil,
    composedPieces: Int? = nil,
    sampling: Sampling = Sampling(), plot: String? = nil
  ) {
    self.model = model
    self.corpus = corpus
    self.split = split
    self.annotations = annotations
    self.composedPieces = composedPieces
    self.sampling = sampling
    self.plot = plot
  }

  /// Refuses what makes no sense, whatever the model is.
  ///
  /// - Throws: `StudioError`; `ComposerError` for the sampling, `PlotError` for the picture.
  public func validate() throws {
    try check(.composedPieces, composedPieces, Model.pieceCounts)
    try sampling.validate()
    if let plot {
      _ = try PlotFileFormat(path: plot)
      if composedPieces == nil { throw StudioError.plotWithoutPieces }
    }
  }
}
