import RenderComposer
import RenderPlot

/// A model to be measured on MIDI files.
public struct EvaluationRequest: Hashable, Codable, Sendable {
  /// The model: a file, or the name of a shipped one.
  public var model: String
  /// MIDI files, and folders of them.
  public var corpus: [String]
  /// JSON with the lists train, validation and test: which files to measure together.
  public var split: String?
  /// How many pieces of 500 events to compose, to compare their statistics with those of the files'
  /// passages of 500 events (the test part's of a split that has one); none without it.
  public var composedPieces: Int?
  /// How the composed pieces' events are chosen.
  public var sampling: Sampling
  /// A picture of what was found of composed pieces; its extension names the format.
  public var plot: String?

  /// Allowed numbers of composed pieces.
  public static let pieceCounts = 1...100_000

  /// Makes a request of these values.
  public init(
    model: String, corpus: [String], split: String? = nil, composedPieces: Int? = nil,
    sampling: Sampling = Sampling(), plot: String? = nil
  ) {
    self.model = model
    self.corpus = corpus
    self.split = split
    self.composedPieces = composedPieces
    self.sampling = sampling
    self.plot = plot
  }

  /// Refuses what makes no sense, whatever the model is.
  ///
  /// - Throws: `StudioError`; `ComposerError` for the sampling, `PlotError` for the picture.
  public func validate() throws {
    try check(.composedPieces, composedPieces, Self.pieceCounts)
    try sampling.validate()
    if let plot {
      _ = try PlotFileFormat(path: plot)
      if composedPieces == nil { throw StudioError.plotWithoutPieces }
    }
  }
}
