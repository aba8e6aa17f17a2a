import RenderMusic

/// What an instrument can play.
public struct Compass: Hashable, Codable, Sendable {
  /// The keys from the lowest to the highest, sounding.
  public var keys: ClosedRange<Int>
  /// The most notes at once.
  public var mostNotes: Int

  public init(keys: ClosedRange<Int>, mostNotes: Int) {
    self.keys = keys
    self.mostNotes = mostNotes
  }

  /// A piano's compass; its player's hands are learned.
  public static let piano = Compass(keys: Note.pianoKeys, mostNotes: 128)

  /// The share of an instrument's notes that lie below its compass, and above it: a wrong clef in one score of a
  /// thousand is no reason to write what nobody can play.
  private static let beyond = 0.001

  /// The compasses of the instruments of some pieces, by program.
  static func learned(from scores: [TimedScore]) -> [Int: Compass] {
    var counts: [UInt8: [Int]] = [:]
    for score in scores {
      for note in score.notes {
        counts[score.programs[note.part], default: .init(repeating: 0, count: 128)][
          Int(note.key)] += 1
      }
    }
    return Dictionary(
      uniqueKeysWithValues: counts.map { program, counts in
        (
          Int(program),
          Compass(keys: range(of: counts), mostNotes: GeneralMIDI.mostNotes(of: program))
        )
      })
  }

  private static func range(of counts: [Int]) -> ClosedRange<Int> {
    let left = Int(beyond * Double(counts.reduce(0, +)))
    func edge(_ keys: some Sequence<Int>) -> Int {
      var sum = 0
      return keys.first { key in
        sum += counts[key]
        return sum > left
      } ?? 60
    }
    return edge(0..<128)...edge((0..<128).reversed())
  }

  /// Whether it is one that an instrument can have: a stranger's model may say anything.
  var isPossible: Bool {
    (0...127).contains(keys.lowerBound) && keys.upperBound < 128 && (1...128).contains(mostNotes)
  }
}
