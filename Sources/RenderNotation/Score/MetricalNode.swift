import RenderMusic

/// A stretch of a bar in the metre's hierarchy of halves, beats and their parts (Lerdahl and Jackendoff, "A Generative
/// Theory of Tonal Music", 1983), in 64ths.
///
/// Its parts are made when they are asked for: a file may say 255 beats, and a bar of them has a few notes.
struct MetricalNode: Hashable {
  private enum Division: Hashable {
    case none
    /// Halves, or thirds where the length has a dot.
    case halvesOrThirds
    /// So many beats of one length, more than three in two groups.
    case beats(Int)
    /// So many notes of a tuplet.
    case notes(Int)
  }

  /// The beginning from that of the bar, in 64ths.
  let start: Int
  /// The length in 64ths.
  let length: Int
  private let division: Division

  /// The end in 64ths.
  var end: Int { start + length }

  /// The bar of a time signature.
  init(_ signature: Piece.TimeSignature) {
    let beat = 64 / signature.beatUnit
    let beats = signature.beats
    guard signature.beatUnit <= 64, beat >= 1 else {
      self.init(start: 0, length: max(1, 64 * beats / signature.beatUnit), .none)
      return
    }
    let isCompound = beats.isMultiple(of: 3) && (beats > 3 || signature.beatUnit > 4)
    self =
      isCompound
      ? Self.beats(beats / 3, of: 3 * beat, from: 0) : Self.beats(beats, of: beat, from: 0)
  }

  /// A beat and its parts: halves, or thirds where it has a dot.
  init(dividing start: Int, _ length: Int) {
    self.init(start: start, length: length, .halvesOrThirds)
  }

  /// So many notes of a tuplet, of one length.
  init(notes count: Int, of length: Int) {
    self.init(start: 0, length: count * length, .notes(count))
  }

  private init(start: Int, length: Int, _ division: Division) {
    (self.start, self.length, self.division) = (start, length, division)
  }

  private static func beats(_ count: Int, of length: Int, from start: Int) -> MetricalNode {
    MetricalNode(
      start: start, length: count * length, count == 1 ? .halvesOrThirds : .beats(count))
  }

  /// The parts, in order; none for what is not divided.
  var children: [MetricalNode] {
    switch division {
    case .none: return []
    case .halvesOrThirds:
      return length.isMultiple(of: 3) ? parts(3) : length.isMultiple(of: 2) ? parts(2) : []
    case .beats(let count) where count > 3:
      let first = Self.beats(count - count / 2, of: length / count, from: start)
      return [first, Self.beats(count / 2, of: length / count, from: first.end)]
    case .beats(let count), .notes(let count): return parts(count)
    }
  }

  private func parts(_ count: Int) -> [MetricalNode] {
    let part = length / count
    return (0..<count).map { MetricalNode(dividing: start + $0 * part, part) }
  }
}

extension MetricalNode {
  /// The lengths of the notes, tied, or of the rests that fill a stretch, in 64ths: as few as a reader who must see the
  /// beats can do with.
  func division(from: Int, to end: Int, isRest: Bool) -> [Int] {
    guard from < end else { return [] }
    if isWhole(from, end, isRest: isRest) { return [end - from] }
    let boundaries = children.dropFirst().map(\.start).filter { $0 > from && $0 < end }
    guard !boundaries.isEmpty else {
      guard let child = children.first(where: { $0.start <= from && $0.end >= end }) else {
        return Self.binary(end - from)
      }
      return child.division(from: from, to: end, isRest: isRest)
    }
    var best: [Int] = []
    for boundary in boundaries {
      let lengths =
        division(from: from, to: boundary, isRest: isRest)
        + division(from: boundary, to: end, isRest: isRest)
      if best.isEmpty || lengths.count < best.count { best = lengths }
    }
    return best
  }

  /// Whether one note or rest may stand for a stretch of the node.
  private func isWhole(_ from: Int, _ to: Int, isRest: Bool) -> Bool {
    let length = to - from
    guard let value = NoteValue(sixtyFourths: length), from >= start, to <= end else {
      return false
    }
    if from == start && to == end { return !isRest || value.dots < 2 }
    let part = children.first?.length ?? 1
    if isRest {
      // A rest stands where a beat of its length does.
      return value.dots == 0 && children.count == 2 && (from - start).isMultiple(of: length)
        && part.isMultiple(of: length)
    }
    // Beats with a dot are seen: what is longer consists of them.
    if part.isMultiple(of: 3), part > 3, length > part || crossesPart(from, to) {
      return length.isMultiple(of: part) && (from - start).isMultiple(of: part)
    }
    if from == start || to == end { return value.dots < 2 || from == start }
    // A syncopation of one beat, halfway from one to the next.
    return children.contains { from + length / 2 == $0.start && length == part }
      && length.isMultiple(of: 2)
  }

  private func crossesPart(_ from: Int, _ to: Int) -> Bool {
    children.contains { $0.start > from && $0.start < to }
  }

  /// Powers of two, from the longest.
  private static func binary(_ length: Int) -> [Int] {
    var rest = length
    var lengths: [Int] = []
    while rest > 0 {
      let power = min(256, 1 << (Int.bitWidth - 1 - rest.leadingZeroBitCount))
      lengths.append(power)
      rest -= power
    }
    return lengths
  }
}
