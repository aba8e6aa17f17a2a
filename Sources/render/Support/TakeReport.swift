import RenderComposer
import RenderPerformance

/// What is said about a take.
struct TakeReport: Codable {
  var seed: UInt64
  var midi: String?
  var plot: String?
  var performance: String
  var events: Int
  var distinctEvents: Int
  /// The longest run of one event.
  var longestRun: Int
  /// The share of the most frequent event, 0...1.
  var largestShare: Double
  /// Events of the longest passage that occurs twice.
  var longestRepetition: Int?
  var notes = 0
  /// Those that a piano has no key for.
  var notesOffKeyboard = 0
  /// By how many semitones the piece was moved.
  var transposition = 0
  var model: String
  var modelFingerprint: String
  var sound: SoundReport?
  var software = "render \(softwareVersion)"

  /// What a listener should know beside that, a sentence each.
  var notices: [String] { [keyboardNotice].compactMap(\.self) + (sound?.notices ?? []) }

  /// What is said where a piano cannot play all of it.
  var keyboardNotice: String? {
    guard notesOffKeyboard > 0 else { return nil }
    return
      "\(notesOffKeyboard) of \(notes) notes are off a piano's keyboard, which goes from A0 to C8"
      + (transposition == 0 ? "" : ", with --transpose=\(transposition)")
  }

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
