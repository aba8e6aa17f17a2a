import RenderComposer
import RenderPerformance

/// The result of one seed: its files, and facts about them.
public struct Take: Hashable, Codable, Sendable {
  /// The number that decided the piece.
  public var seed: UInt64
  /// How the piece was chosen, and its own seed, where it is the most real of several; `nil` otherwise.
  public var choice: Choice?
  /// The path of the MIDI file; `nil` where none was asked for.
  public var midi: String?
  /// The path of the picture; `nil` where none was asked for.
  public var plot: String?
  /// The path of the sheet music; `nil` where none was asked for.
  public var score: String?
  /// The style of the performance (`PerformanceStyle`).
  public var performance: String
  /// The number of events.
  public var events: Int
  /// The number of different events.
  public var distinctEvents: Int
  /// The longest run of one event.
  public var longestRun: Int
  /// The share of the most frequent event, 0...1.
  public var largestShare: Double
  /// The number of events of the longest passage that occurs twice.
  public var longestRepetition: Int?
  /// The number of notes.
  public var notes = 0
  /// The number of notes that a piano has no key for.
  public var notesOffKeyboard = 0
  /// The names of the instruments, in score order; `nil` for a piano alone.
  public var instruments: [String]?
  /// The number of semitones by which the piece was moved.
  public var transposition = 0
  /// The path of the model.
  public var model: String
  /// The fingerprint of what the model was trained on (`ModelRecord.corpusFingerprint`).
  public var modelFingerprint: String
  /// The properties of the sound; `nil` without any.
  public var sound: SoundReport?
  /// The version of this package that made the take.
  public var software = "render \(softwareVersion)"

  init(
    seed: UInt64, model: Model, modelPath: String, events: [String],
    performance: PerformanceStyle
  ) {
    self.seed = seed
    self.performance = performance.rawValue
    let statistics = TokenStatistics(events)
    self.events = events.count
    distinctEvents = statistics.distinct
    longestRun = statistics.longestRun
    largestShare = statistics.largestShare
    longestRepetition = statistics.longestRepetition
    self.model = modelPath
    modelFingerprint = model.record.corpusFingerprint
  }
}
