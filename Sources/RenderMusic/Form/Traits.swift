/// What tells one piece's manner from another's, in classes: how its melody and its bass go, how its rhythm is
/// divided, how chromatic it is.
public struct Traits: Hashable, Sendable {
  /// The traits of a piece.
  public enum Trait: Int, CaseIterable, Hashable, Sendable {
    /// The share of the steps of one or two semitones between the highest notes of events.
    case melodySteps
    /// The share of repetitions among the highest notes.
    case melodyRepeats
    /// The share of the steps of one or two semitones between the lowest notes of events.
    case bassSteps
    /// The share of repetitions among the lowest notes.
    case bassRepeats
    /// The share of the events that are not on a quarter of their bar.
    case offBeats
    /// The share of the events that begin off a quarter, where nothing begins on the next one.
    case syncopation
    /// The entropy of the pitch classes of the notes, in bits.
    case pitchClassEntropy

    /// Where the classes end, but for the last one: of about equally many of 700 scores each.
    fileprivate var limits: [Double] {
      switch self {
      case .melodySteps: [0.195, 0.294, 0.379, 0.474]
      case .melodyRepeats: [0.025, 0.061, 0.1, 0.167]
      case .bassSteps: [0.066, 0.122, 0.183, 0.28]
      case .bassRepeats: [0.008, 0.028, 0.069, 0.148]
      case .offBeats: [0.386, 0.504, 0.586, 0.681]
      // Two of three scores have none.
      case .syncopation: [0.0005, 0.004, 0.012, 0.035]
      case .pitchClassEntropy: [2.833, 2.99, 3.113, 3.263]
      }
    }
  }

  /// The number of classes of each trait.
  public static let classCount = 5

  /// The class of each trait, by the trait's number, each below `classCount`.
  public var classes: [Int]

  /// Traits in these classes.
  ///
  /// - Parameter classes: one for each trait.
  public init(classes: [Int]) {
    precondition(classes.count == Trait.allCases.count)
    self.classes = classes.map { min(max(0, $0), Self.classCount - 1) }
  }

  /// Measures a piece; `nil` for one of fewer than two events, which has no line.
  public init?(of score: TimedScore, _ bars: BarGrid) {
    let events = score.notes.chunked(by: \.onset)
    guard events.count > 1 else { return nil }
    func share(_ count: Int) -> Double { Double(count) / Double(events.count - 1) }
    func line(_ keys: [Int]) -> (steps: Double, repeats: Double) {
      let steps = zip(keys, keys.dropFirst()).map { abs($1 - $0) }
      return (share(steps.count { (1...2).contains($0) }), share(steps.count { $0 == 0 }))
    }
    // Notes of an event are by key.
    let melody = line(events.map { Int($0[$0.count - 1].key) })
    let bass = line(events.map { Int($0[0].key) })
    let onsets = events.map { $0[0].onset }
    let places = bars.placesInQuarters(of: onsets)
    let entropy = PieceStatistics.entropy(score.notes.pitchClassFrequencies)
    let values: [(Trait, Double)] = [
      (.melodySteps, melody.steps), (.melodyRepeats, melody.repeats), (.bassSteps, bass.steps),
      (.bassRepeats, bass.repeats),
      (.offBeats, Double(places.count { $0 > 0 }) / Double(places.count)),
      (.syncopation, share(bars.syncopations(of: onsets))), (.pitchClassEntropy, entropy),
    ]
    classes = values.map { trait, value in trait.limits.count { $0 <= value } }
  }
}

extension BarGrid {
  /// How many units after a quarter of its bar each onset stands, 0 on one.
  package func placesInQuarters(of onsets: [Int]) -> [Int] {
    onsets.map { ($0 - starts[bar(at: $0)]) % Piece.unitsPerQuarter }
  }

  /// The number of onsets off a quarter of their bar, where nothing begins on the next one.
  ///
  /// - Parameter onsets: ascending.
  package func syncopations(of onsets: [Int]) -> Int {
    zip(zip(onsets, onsets.dropFirst()), placesInQuarters(of: onsets)).count { onsets, place in
      place > 0 && onsets.1 > onsets.0 - place + Piece.unitsPerQuarter
    }
  }
}
