import RenderMusic

/// The rests that are not printed where a staff has several voices: those for whose time another voice sounds or
/// shows a rest already.
struct HiddenRests {
  private typealias Span = Range<Int>

  /// Hides rests in the voices of a measure.
  ///
  /// With two voices the rests within a tuplet stay, unless nothing sounds in the tuplet; of three they would collide.
  static func hide(_ voices: inout [NotatedScore.Voice]) {
    guard voices.count > 1 else { return }
    let spans = voices.map { voice in
      var place = 0
      return voice.elements.map { element in
        defer { place += element.exactLength.parts }
        return place..<(place + element.exactLength.parts)
      }
    }
    var shown: [Span] = []
    for voice in voices.indices {
      let sounding = voices.indices.filter { $0 != voice }.flatMap { other in
        spans[other].indices.filter { !voices[other].elements[$0].isRest }
          .map { spans[other][$0] }
      }
      let covered = joined(sounding + shown)
      let hidden = voices[voice].elements.indices.filter {
        voices[voice].elements[$0].isRest && isCovered(spans[voice][$0], by: covered)
      }
      for index in hidden { voices[voice].elements[index].isHidden = true }
      if voices.count == 2 { showTuplets(&voices[voice].elements) }
      shown += voices[voice].elements.indices
        .filter { voices[voice].elements[$0].isRest && !voices[voice].elements[$0].isHidden }
        .map { spans[voice][$0] }
    }
  }

  /// The spans with those that overlap or touch joined, in order.
  private static func joined(_ spans: [Span]) -> [Span] {
    var joined: [Span] = []
    for span in spans.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = joined.last, span.lowerBound <= last.upperBound {
        joined[joined.count - 1] = last.lowerBound..<max(last.upperBound, span.upperBound)
      } else {
        joined.append(span)
      }
    }
    return joined
  }

  /// - Parameter others: joined.
  private static func isCovered(_ span: Span, by others: [Span]) -> Bool {
    let index = others.partitioningIndex { $0.upperBound >= span.upperBound }
    return index < others.count && others[index].lowerBound <= span.lowerBound
  }

  /// Shows the rests of tuplets again of which something is printed.
  private static func showTuplets(_ elements: inout [NotatedScore.Element]) {
    var start: Int?
    for index in elements.indices {
      if elements[index].beginsTuplet { start = index }
      guard elements[index].endsTuplet, let first = start else { continue }
      if elements[first...index].contains(where: { !$0.isHidden }) {
        for inside in first...index { elements[inside].isHidden = false }
      }
      start = nil
    }
  }
}
