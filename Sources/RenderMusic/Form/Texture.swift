/// The texture of some bars: how dense, how high, how wide and how full the music is.
public struct Texture: Hashable, Sendable {
  /// The number of notes that begin in a quarter, on average.
  public var density: Double
  /// The mean key, in MIDI key numbers; 60 without notes.
  public var register: Double
  /// The standard deviation of the keys in semitones.
  public var spread: Double
  /// The number of notes that sound at a time, on average over the time in which any sounds; 0 without notes.
  public var polyphony: Double

  /// Measures the notes that begin in some bars.
  public init(of score: TimedScore, _ grid: BarGrid, _ bars: Range<Int>) {
    let bars = bars.clamped(to: 0..<grid.count)
    let first = bars.isEmpty ? 0 : grid.starts[bars.lowerBound]
    let end = bars.isEmpty ? 0 : grid.start(ofBar: bars.upperBound)
    self.init(score.notes(from: first, to: end), from: first, to: end)
  }

  private init(_ notes: ArraySlice<Piece.Note>, from first: Int, to end: Int) {
    let count = Double(max(1, notes.count))
    let quarters = Double(max(1, end - first)) / Double(Piece.unitsPerQuarter)
    density = Double(notes.count) / quarters
    let sum = notes.reduce(0) { $0 + Int($1.key) }
    let mean = notes.isEmpty ? 60 : Double(sum) / count
    register = mean
    let deviation = notes.reduce(0.0) { $0 + (Double($1.key) - mean) * (Double($1.key) - mean) }
    spread = (deviation / count).squareRoot()
    // Notes are by onset, so that what has sounded so far is one stretch after the other.
    var (sounding, held, until) = (0, 0, first)
    for note in notes {
      let last = min(note.end, end)
      held += last - note.onset
      sounding += max(0, last - max(until, note.onset))
      until = max(until, last)
    }
    polyphony = sounding > 0 ? Double(held) / Double(sounding) : 0
  }
}

extension Texture {
  /// A texture in classes of about equally many groups of four bars in 958 scores.
  public struct Classes: Hashable, Sendable {
    /// The number of classes of each feature.
    public static let count = 6

    /// The class of density, below `count`; the others likewise.
    public var density: Int
    /// The class of the register.
    public var register: Int
    /// The class of the spread.
    public var spread: Int
    /// The class of polyphony.
    public var polyphony: Int

    /// About the mean of the registers of the class, in MIDI key numbers.
    public var meanRegister: Double { [56, 59.5, 61.5, 63.5, 66, 70][register] }

    /// The four classes, in the order of the properties.
    public var all: [Int] { [density, register, spread, polyphony] }

    /// Makes a texture of classes in the order of the properties, each brought below `count`.
    ///
    /// - Parameter classes: [4].
    public init(_ classes: [Int]) {
      let classes = classes.map { min(max(0, $0), Self.count - 1) }
      (density, register, spread, polyphony) = (classes[0], classes[1], classes[2], classes[3])
    }
  }

  /// Where the classes end, but for the last one.
  private enum Limits {
    static let density = [3.1, 4.1, 5.1, 6.2, 7.9]
    static let register = [58.3, 60.6, 62.5, 64.6, 67.5]
    static let spread = [7.7, 8.9, 10.0, 11.2, 12.8]
    static let polyphony = [2.6, 3.1, 3.6, 4.1, 4.7]
  }

  /// The classes of the four features.
  public var classes: Classes {
    func place(_ value: Double, _ limits: [Double]) -> Int { limits.count { $0 <= value } }
    return Classes([
      place(density, Limits.density), place(register, Limits.register),
      place(spread, Limits.spread), place(polyphony, Limits.polyphony),
    ])
  }
}

extension TimedScore {
  /// The notes that begin from a unit on and before another one.
  func notes(from first: Int, to end: Int) -> ArraySlice<Piece.Note> {
    func index(_ unit: Int) -> Int {
      var (low, high) = (0, notes.count)
      while low < high {
        let middle = (low + high) / 2
        if notes[middle].onset < unit { low = middle + 1 } else { high = middle }
      }
      return low
    }
    let start = index(first)
    return notes[start..<max(start, index(end))]
  }
}
