import RenderAudio
import RenderEngraving
import RenderPlot

/// A request for many takes of one piece request, one a seed, in a folder.
public struct BatchRequest: Hashable, Codable, Sendable {
  /// The formats written beside the MIDI file of a take; mid is none.
  public enum Format: String, Hashable, Codable, Sendable, CaseIterable {
    case wav, flac, ogg, opus, mp3, aiff, mid

    /// The format of the audio; `nil` without any.
    public var audio: AudioFileFormat? { AudioFileFormat(rawValue: rawValue) }
  }

  /// The request of each take; its outputs stay empty, since takes are named by their seeds.
  public var piece: PieceRequest
  /// The seeds of the whole batch, of which each counts once; a shard makes its part of them.
  public var seeds: [UInt64]
  /// The folder to write to; made when it is missing.
  public var folder: String
  /// The format written beside the MIDI file of each take.
  public var format: Format
  /// The format of a picture of each take; none without it.
  public var plot: PlotFileFormat?
  /// The format of the sheet music of each take; none without it.
  public var score: ScoreFileFormat?
  /// Whether each part of a take gets an audio file of its own, too.
  public var stems: Bool
  /// The part of the seeds to make; all without it.
  public var shard: Shard?
  /// Whether takes that exist already are made anew.
  public var remakes: Bool

  /// Makes a request of these values.
  public init(
    piece: PieceRequest = PieceRequest(), seeds: [UInt64], folder: String, format: Format = .wav,
    plot: PlotFileFormat? = nil, score: ScoreFileFormat? = nil, stems: Bool = false,
    shard: Shard? = nil, remakes: Bool = false
  ) {
    self.piece = piece
    self.seeds = seeds
    self.folder = folder
    self.format = format
    self.plot = plot
    self.score = score
    self.stems = stems
    self.shard = shard
    self.remakes = remakes
  }

  /// Refuses what makes no sense, whatever the model is.
  ///
  /// - Throws: as `PieceRequest.validate()`, and `StudioError.outputsOfBatch` or `.tooManySeeds`.
  public func validate() throws {
    try piece.validate()
    if seeds.count > SeedList.most { throw StudioError.tooManySeeds(most: SeedList.most) }
    if piece.outputs != TakeOutputs() { throw StudioError.outputsOfBatch }
    if let format = format.audio { _ = try piece.audioOptions(for: format) }
    if stems { try checkStems(of: format.audio) }
  }
}

extension BatchRequest {
  /// The seeds in their order, each once.
  var distinctSeeds: [UInt64] {
    var known: Set<UInt64> = []
    return seeds.filter { known.insert($0).inserted }
  }
}

extension PlotFileFormat: Codable {}

extension ScoreFileFormat: Codable {}
