/// A note, a chord or drums in a measure, a voice or a part, with snapped times in units of
/// `QuantizationGrid`.
struct TrackElement {
  var content: NoteGroup.Content
  /// The onset from the start of what contains the element.
  var offset: Int
  var duration: Int
  var isGrace: Bool
  /// The rank in which it came into its container: the last of music21's sort keys.
  var order: Int

  var end: Int { offset + duration }

  /// Ends the element at `length`, where it reaches over it, and returns the rest, which begins the
  /// next measure.
  mutating func cut(at length: Int) -> TrackElement? {
    guard end > length, offset < length else { return nil }
    var remainder = self
    remainder.offset = 0
    remainder.duration = end - length
    duration = length - offset
    return remainder
  }

  /// Whether the two sound together; touching ends do not count. A grace note overlaps what began
  /// before it and nothing that begins with it.
  func overlaps(_ other: TrackElement) -> Bool {
    let isFirst = (offset, end) <= (other.offset, other.end)
    return isFirst ? other.offset < end : offset < other.end
  }

  /// Whether one comes first in music21's order of a stream: by offset, grace notes first, then as inserted.
  static func precedes(_ one: TrackElement, _ other: TrackElement) -> Bool {
    (one.offset, one.isGrace ? 0 : 1, one.order) < (
      other.offset, other.isGrace ? 0 : 1, other.order
    )
  }
}
