import RenderAudio
import RenderComposer
import RenderNetwork
import RenderPerformance

/// A request to compose and render a piece: with a seed it decides every byte of a take.
public struct PieceRequest: Hashable, Sendable {
  /// The kinds of beginning that a piece continues.
  public enum Beginning: Hashable, Codable, Sendable {
    /// A beginning that the seed chooses.
    case drawn
    /// One of the model's own starts, counted from 0.
    case start(index: Int)
    /// The notes of a MIDI file, which the piece contains where they are included.
    case primer(path: String, isIncluded: Bool)
    /// The opening of a take, by its MIDI file: what stands before its ending, as it was composed.
    case take(path: String)
  }

  /// The model: a file, or the name of a shipped one. It may be weights that Keras has saved. Without it the shipped
  /// one that writes for those who play.
  public var model: String?
  /// The file with the list of tokens that weights of Keras were trained with; `nil` for a model.
  public var notes: String?
  /// The length of the piece, where its plan does not say it.
  public var length: Extent
  /// What the piece's plan has to be like.
  public var planning: PlanRequest
  /// The beginning that the piece continues.
  public var beginning: Beginning
  /// The way in which the model's next event is drawn.
  public var sampling: Sampling
  /// The number of pieces that are composed, of which the one is kept that the model's judge finds the most real.
  public var bestOf: Int
  /// The tempo of the whole piece, in quarters a minute; without it the model chooses, or it is 120 where the
  /// model knows no tempo.
  public var tempo: Double?
  /// The semitones by which the piece is written higher than it was composed.
  public var transposition: Int
  /// The style of the performance, in the MIDI file, too.
  public var performance: PerformanceStyle
  /// The sound of the piece, where its outputs have audio.
  public var sound: SoundRequest
  /// The files of a single take; a batch names its own.
  public var outputs: TakeOutputs

  /// The allowed tempi, in quarters a minute.
  public static let tempos = PieceOptions.tempos
  /// The allowed transpositions, in semitones.
  public static let transpositions = PieceOptions.transpositions

  /// Makes a request of these values.
  public init(
    model: String? = nil, notes: String? = nil,
    length: Extent = .events(500), planning: PlanRequest = PlanRequest(),
    beginning: Beginning = .drawn,
    sampling: Sampling = Sampling(), bestOf: Int = 1, tempo: Double? = nil, transposition: Int = 0,
    performance: PerformanceStyle = .expressive, sound: SoundRequest = SoundRequest(),
    outputs: TakeOutputs = TakeOutputs()
  ) {
    self.model = model
    self.notes = notes
    self.length = length
    self.planning = planning
    self.beginning = beginning
    self.sampling = sampling
    self.bestOf = bestOf
    self.tempo = tempo
    self.transposition = transposition
    self.performance = performance
    self.sound = sound
    self.outputs = outputs
  }

  /// Refuses what makes no sense, whatever the model is.
  ///
  /// - Throws: `StudioError`; `ComposerError` for the sampling; `AudioError` and `PlotError` for outputs whose
  ///   format does not exist or cannot be what the sound asks for.
  public func validate() throws {
    try planning.validate()
    if case .primer = beginning, let part = planning.partOfPrimer {
      throw StudioError.givenByPrimer(part)
    }
    if case .take = beginning, let part = planning.partOfTake {
      throw StudioError.givenByTake(part)
    }
    switch length {
    case .events(let count): try check(.length, count, Extent.eventCounts)
    case .seconds(let seconds):
      try check(.duration, seconds, NumberRange(above: 0, to: Extent.mostSeconds))
    }
    try check(.transposition, transposition, Self.transpositions)
    try check(.tempo, tempo, Self.tempos)
    try sampling.validate()
    try check(.bestOf, bestOf, Choice.counts)
    if bestOf > 1, outputs.streams { throw StudioError.choiceOfStream }
    try sound.validate()
    try outputs.validate()
    if let format = try outputs.audioFormat { _ = try audioOptions(for: format) }
  }

  /// The length of the piece; `nil` where its plan says it.
  var extent: Extent? { planning.saysLength ? nil : length }

  /// The options by which the sound is stored, tags aside.
  ///
  /// - Throws: `AudioError` where the format, or a stream, cannot be what was asked for.
  func audioOptions(for format: AudioFileFormat) throws -> AudioFileOptions {
    try sound.fileOptions(
      for: format, streamGain: outputs.streams ? performance.streamGain : nil)
  }
}

extension PerformanceStyle: Codable {}

extension PerformanceStyle {
  /// The gain of a stream, in dB: expressive pieces, which are at -26 LUFS on average over seeds,
  /// come to the loudness that files have.
  var streamGain: Double { self == .expressive ? 8 : 0 }
}

/// Coded so that what is not given is as in a new request.
extension PieceRequest: Codable {
  private enum CodingKeys: CodingKey {
    case model, notes, length, planning, beginning, sampling, bestOf, tempo, transposition,
      performance,
      sound,
      outputs
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func value<Value: Decodable>(_ key: CodingKeys, or value: Value) throws -> Value {
      try container.decodeIfPresent(Value.self, forKey: key) ?? value
    }
    self.init()
    model = try container.decodeIfPresent(String.self, forKey: .model)
    notes = try value(.notes, or: notes)
    length = try value(.length, or: length)
    planning = try value(.planning, or: planning)
    beginning = try value(.beginning, or: beginning)
    sampling = try value(.sampling, or: sampling)
    bestOf = try value(.bestOf, or: bestOf)
    tempo = try value(.tempo, or: tempo)
    transposition = try value(.transposition, or: transposition)
    performance = try value(.performance, or: performance)
    sound = try value(.sound, or: sound)
    outputs = try value(.outputs, or: outputs)
  }
}
