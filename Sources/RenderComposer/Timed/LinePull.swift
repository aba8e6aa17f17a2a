import RenderMusic

/// The pull of a piece's melody and bass towards the steps and the repeated notes that its plan has for them.
///
/// A network that has always heard lines that were as planned learns more from the lines than from the plan: its own are
/// all alike, and leap. What the plan wants and the last events lack is made likelier.
struct LinePull: Sendable {
  /// Shares of the events that go on by a step of one or two semitones, and with the same key.
  private struct Shares: Sendable {
    var steps: Double
    var repeats: Double
  }

  /// The highest or the lowest notes of the events.
  private struct Line: Sendable {
    let planned: Shares
    var last: Shares
    /// The key at the last event.
    var key: Int?

    init(_ planned: Shares) {
      self.planned = planned
      last = planned
    }

    mutating func append(_ next: Int) {
      defer { key = next }
      guard let key else { return }
      let distance = abs(next - key)
      func update(_ share: inout Double, _ isOne: Bool) {
        share += ((isOne ? 1 : 0) - share) / LinePull.memory
      }
      update(&last.steps, (1...2).contains(distance))
      update(&last.repeats, distance == 0)
    }

    /// The share that is lacking of the way in which a key would go on.
    func lack(_ next: Int) -> Double {
      switch key.map({ abs(next - $0) }) {
      case 0: planned.repeats - last.repeats
      case 1, 2: planned.steps - last.steps
      default: 0
      }
    }
  }

  private var melody: Line
  private var bass: Line
  /// The onset and the outer keys of the last event, as far as it has come.
  private var event: (onset: Int, lowest: Int, highest: Int)?

  /// The number of events over which shares forget.
  private static let memory = 24.0

  /// The mean share in each class of a trait, over 300 training pieces.
  private static let means: [Traits.Trait: [Double]] = [
    .melodySteps: [0.129, 0.248, 0.338, 0.419, 0.556],
    .melodyRepeats: [0.009, 0.043, 0.078, 0.13, 0.273],
    .bassSteps: [0.032, 0.093, 0.152, 0.226, 0.414],
    .bassRepeats: [0.002, 0.017, 0.045, 0.109, 0.247],
  ]

  init(_ traits: Traits) {
    func share(_ trait: Traits.Trait) -> Double {
      Self.means[trait]![traits.classes[trait.rawValue]]
    }
    melody = Line(Shares(steps: share(.melodySteps), repeats: share(.melodyRepeats)))
    bass = Line(Shares(steps: share(.bassSteps), repeats: share(.bassRepeats)))
  }

  /// Takes the next note, by onset, then key.
  mutating func append(_ note: Piece.Note) {
    if event?.onset == note.onset {
      event?.highest = Int(note.key)
    } else {
      finishEvent()
      event = (note.onset, Int(note.key), Int(note.key))
    }
  }

  private mutating func finishEvent() {
    guard let event else { return }
    melody.append(event.highest)
    bass.append(event.lowest)
  }

  /// The shares that are lacking of what each key would be at an onset, [128]: an event's first note is its bass, and any
  /// may be its highest.
  func lack(at onset: Int) -> [Double] {
    var lines = self
    let isFirst = event?.onset != onset
    if isFirst { lines.finishEvent() }
    return (0..<128).map { lines.melody.lack($0) + (isFirst ? lines.bass.lack($0) : 0) }
  }
}
