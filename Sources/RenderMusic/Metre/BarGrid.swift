/// The bars of a piece: the places where they begin, and the time signatures from which that follows.
///
/// A piece with a pick-up begins with a bar that is shorter than the metre. Files say so by a time signature of
/// its own for that bar, as notation programs write it.
public struct BarGrid: Hashable, Sendable {
  /// The shortest length that a bar has on the grid, an eighth note: shorter ones are joined.
  public static let shortestBar = Piece.unitsPerQuarter / 2

  /// A number of bars of one length.
  public struct Run: Hashable, Sendable {
    /// The number of bars.
    public var count: Int
    /// The length of each in quarters.
    public var quarters: Double

    public init(count: Int, quarters: Double) {
      self.count = count
      self.quarters = quarters
    }
  }

  /// The beginnings of the bars in units, ascending, the first one 0; at least one.
  public let starts: [Int]
  /// The end of the last bar in units.
  public let end: Int
  /// The time signatures by onset, each at the beginning of a bar; at least one.
  public let timeSignatures: [Piece.TimeSignature]

  /// Makes the bars that time signatures give, up to the one that holds the end of the music.
  ///
  /// - Parameters:
  ///   - timeSignatures: by onset; of those at one place the last one holds. Before the first one, and with
  ///     none, 4/4 holds. One inside a bar ends that bar.
  ///   - end: the unit at which the music ends, at most `TimedScore.latest`.
  public init(_ timeSignatures: [Piece.TimeSignature], end: Int) {
    let end = min(max(1, end), TimedScore.latest)
    let signatures = Self.canonical(timeSignatures, before: end)
    var starts: [Int] = []
    var last = 0
    for (index, signature) in signatures.enumerated() {
      let limit = index + 1 < signatures.count ? signatures[index + 1].onset : end
      var bar = 0
      var start = signature.onset
      while start < limit {
        starts.append(start)
        last = start
        repeat {
          bar += 1
          start = signature.onset + signature.start(ofBar: bar)
        } while start < last + Self.shortestBar
      }
      last = start
    }
    self.starts = starts
    self.end = last
    self.timeSignatures = signatures
  }

  /// Makes the bars of a piece in one metre.
  public init(_ metre: Piece.Metre, end: Int) {
    let whole = Piece.TimeSignature(
      onset: metre.pickUp, beats: metre.beats, beatUnit: metre.beatUnit)
    guard metre.pickUp > 0 else {
      self.init([whole], end: end)
      return
    }
    // As long as a bar of so many units.
    let pickUp = Piece.TimeSignature(beats: metre.pickUp, beatUnit: 4 * Piece.unitsPerQuarter)
    self.init([pickUp, whole], end: end)
  }

  /// Makes bars of these lengths, as a score counts them; the last length goes on up to the end of the music.
  ///
  /// - Parameters:
  ///   - lengths: run-length, in quarters from place 0.
  ///   - timeSignatures: by onset; each holds from the bar that begins nearest to it.
  /// - Returns: `nil` where a length is no length, or bars would be too many or beyond the grid.
  public init?(
    _ lengths: [Run], timeSignatures: [Piece.TimeSignature], end: Int
  ) {
    var starts = [0]
    var quarters = 0.0
    let end = min(max(1, end), TimedScore.latest)
    func append(_ length: Double) -> Bool {
      quarters += length
      let next = Int((quarters * Double(Piece.unitsPerQuarter)).rounded())
      guard next >= starts[starts.count - 1] + 1 else { return true }
      starts.append(next)
      return next <= 2 * TimedScore.latest
    }
    guard let last = lengths.last else { return nil }
    for run in lengths {
      guard run.quarters > 0, run.quarters < 1024, (1...TimedScore.latest).contains(run.count)
      else { return nil }
      for _ in 0..<run.count where starts[starts.count - 1] < end {
        guard append(run.quarters) else { return nil }
      }
    }
    while starts[starts.count - 1] < end {
      guard append(max(last.quarters, 0.5)) else { return nil }
    }
    self.end = starts.removeLast()
    self.starts = starts
    let bars = starts
    var signatures = Self.canonical(timeSignatures, before: end)
    for index in signatures.indices {
      let onset = signatures[index].onset
      signatures[index].onset =
        bars.min { abs($0 - onset) < abs($1 - onset) } ?? 0
    }
    self.timeSignatures = signatures
  }

  /// Makes bars with these beginnings; the last one is as long as its time signature says, or as the music.
  ///
  /// - Parameters:
  ///   - starts: ascending from 0.
  ///   - signatures: by onset from 0, each at one of the beginnings.
  init(starts: [Int], signatures: [Piece.TimeSignature], end: Int) {
    self.starts = starts
    timeSignatures = signatures
    let last = starts[starts.count - 1]
    self.end = max(end, last + max(1, signatures[signatures.count - 1].barLength))
  }

  private static func canonical(
    _ signatures: [Piece.TimeSignature], before end: Int
  ) -> [Piece.TimeSignature] {
    var kept: [Piece.TimeSignature] = []
    // The order of arrival decides at one place; `sort` alone does not promise to keep it.
    let sorted = signatures.enumerated()
      .filter { $0.element.beats > 0 && $0.element.beatUnit > 0 }
      .sorted { ($0.element.onset, $0.offset) < ($1.element.onset, $1.offset) }
    for (_, signature) in sorted where signature.onset < end {
      var signature = signature
      signature.onset = max(0, signature.onset)
      if let last = kept.last, last.onset == signature.onset { kept.removeLast() }
      if let last = kept.last, (last.beats, last.beatUnit) == (signature.beats, signature.beatUnit),
        isAtBar(signature.onset, of: last)
      {
        continue
      }
      kept.append(signature)
    }
    if kept.first?.onset != 0 { kept.insert(.common, at: 0) }
    return kept
  }

  private static func isAtBar(_ onset: Int, of signature: Piece.TimeSignature) -> Bool {
    let offset = onset - signature.onset
    let bar = offset * signature.beatUnit / (signature.beats * 4 * Piece.unitsPerQuarter)
    return signature.start(ofBar: bar) == offset || signature.start(ofBar: bar + 1) == offset
  }

  /// The number of bars, the pick-up among them.
  public var count: Int { starts.count }

  /// The beginning of a bar in units; the end for those after the last one.
  public func start(ofBar bar: Int) -> Int { bar < starts.count ? starts[bar] : end }

  /// The length of a bar in units.
  public func length(ofBar bar: Int) -> Int { start(ofBar: bar + 1) - starts[bar] }

  /// The length of the pick-up in units: of a first bar that is shorter than the second; 0 for none.
  public var pickUp: Int {
    guard starts.count > 1, length(ofBar: 0) < length(ofBar: 1) else { return 0 }
    return length(ofBar: 0)
  }

  /// The bar that holds a unit; the last one for what comes after it.
  public func bar(at unit: Int) -> Int {
    max(0, starts.partitioningIndex { $0 > unit } - 1)
  }

  /// The time signature of a bar.
  public func timeSignature(ofBar bar: Int) -> Piece.TimeSignature {
    timeSignatures[max(1, timeSignatures.partitioningIndex { $0.onset > starts[bar] }) - 1]
  }

  /// The metre of the piece: the time signature that holds longest, with the pick-up.
  public var metre: Piece.Metre {
    var lengths: [[Int]: Int] = [:]
    for (index, signature) in timeSignatures.enumerated() {
      let next = index + 1 < timeSignatures.count ? timeSignatures[index + 1].onset : end
      lengths[[signature.beats, signature.beatUnit], default: 0] += next - signature.onset
    }
    // Of two that hold as long the first one.
    var (longest, held) = (timeSignatures[0], 0)
    for signature in timeSignatures {
      let length = lengths[[signature.beats, signature.beatUnit]] ?? 0
      if length > held { (longest, held) = (signature, length) }
    }
    return Piece.Metre(beats: longest.beats, beatUnit: longest.beatUnit, pickUp: pickUp)
  }

  /// The metre in which the piece goes on after its last bar: the last time signature that holds for two bars at least,
  /// or else the one that holds longest. What is less than a bar before its first bar line is the pick-up.
  public var lastMetre: Piece.Metre {
    let longest = metre
    let last = timeSignatures.indices.last { index in
      let isLast = index + 1 == timeSignatures.count
      let length = (isLast ? end : timeSignatures[index + 1].onset) - timeSignatures[index].onset
      return length >= 2 * timeSignatures[index].barLength
    }
    let signature: Piece.TimeSignature? =
      last.map { timeSignatures[$0] }
      ?? timeSignatures.last { $0.beats == longest.beats && $0.beatUnit == longest.beatUnit }
    guard let signature, signature.barLength >= Self.shortestBar else {
      return Piece.Metre(beats: 4, beatUnit: 4)
    }
    return Piece.Metre(
      beats: signature.beats, beatUnit: signature.beatUnit,
      pickUp: signature.onset % signature.barLength)
  }
}
