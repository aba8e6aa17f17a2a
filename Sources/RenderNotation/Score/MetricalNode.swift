import RenderMusic

/// A stretch of a bar in the metre's hierarchy of halves, beats and their parts (Lerdahl and Jackendoff, "A Generative
/// Theory of Tonal Music", 1983), in 64ths.
struct MetricalNode: Hashable {
  /// The beginning from that of the bar, in 64ths.
  var start: Int
  /// The length in 64ths.
  var length: Int
  /// The parts, in order; none for what is not divided.
  var children: [MetricalNode] = []

  /// The end in 64ths.
  var end: Int { start + length }

  /// The bar of a time signature.
  init(_ signature: Piece.TimeSignature) {
    let beat = 64 / signature.beatUnit
    let beats = signature.beats
    guard signature.beatUnit <= 64, beat >= 1 else {
      self.init(start: 0, length: max(1, 64 * beats / signature.beatUnit), children: [])
      return
    }
    let isCompound = beats.isMultiple(of: 3) && (beats > 3 || signature.beatUnit > 4)
    let unit = isCompound ? 3 * beat : beat
    let count = isCompound ? beats / 3 : beats
    let beatNodes = (0..<count).map { MetricalNode(dividing: $0 * unit, unit) }
    self = Self.grouped(beatNodes)
  }

  init(start: Int, length: Int, children: [MetricalNode]) {
    (self.start, self.length, self.children) = (start, length, children)
  }

  /// A beat and its parts: halves, or thirds where it has a dot.
  init(dividing start: Int, _ length: Int) {
    (self.start, self.length) = (start, length)
    if length.isMultiple(of: 3), length > 3 || length == 3 {
      children = (0..<3).map { MetricalNode(dividing: start + $0 * length / 3, length / 3) }
    } else if length.isMultiple(of: 2) {
      children = (0..<2).map { MetricalNode(dividing: start + $0 * length / 2, length / 2) }
    }
  }

  private static func grouped(_ beats: [MetricalNode]) -> MetricalNode {
    guard beats.count > 1 else { return beats[0] }
    let first = beats[0].start
    let length = beats[beats.count - 1].end - first
    let sizes: [Int]
    switch beats.count {
    case 2, 3: sizes = [Int](repeating: 1, count: beats.count)
    case let count: sizes = [count - count / 2, count / 2]
    }
    var children: [MetricalNode] = []
    var next = 0
    for size in sizes {
      children.append(grouped(Array(beats[next..<(next + size)])))
      next += size
    }
    return MetricalNode(start: first, length: length, children: children)
  }

  /// The same node, so many 64ths later.
  func moved(by distance: Int) -> MetricalNode {
    MetricalNode(
      start: start + distance, length: length, children: children.map { $0.moved(by: distance) })
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
