/// A voice of a measure, or the notes of a measure without voices.
struct Music21Voice {
  private(set) var elements: [TrackElement] = []

  /// The end that music21 remembers.
  ///
  /// A music21 stream computes its highest time when asked and forgets it when it changes; but a
  /// chord whose length changes does not tell the streams it is in, as a note does. So a voice, or a
  /// measure, can remember the end that a chord had before it was cut at the barline, and the measure
  /// then counts as that long.
  private(set) var rememberedEnd: Int?
  /// An element came in out of order, as it seems.
  private var isUnsorted = false

  init(_ elements: [TrackElement] = []) {
    self.elements = elements
  }

  /// The end that music21 takes for the voice's.
  var end: Int { rememberedEnd ?? elements.map(\.end).max() ?? 0 }

  /// Asks for the end, whereby it is remembered.
  mutating func askEnd() -> Int {
    rememberedEnd = end
    return end
  }

  /// Adds an element, wherever the others are.
  mutating func add(_ element: TrackElement) {
    elements.append(element)
    rememberedEnd = nil
  }

  /// Adds an element that begins where the voice ends, or later.
  mutating func append(_ element: TrackElement) {
    if let last = elements.last, end == element.offset {
      let areGraces = last.isGrace && element.isGrace && last.offset == element.offset
      if !QuantizationGrid.seemsToFollow(element.offset, isSortedAfter: !areGraces) {
        isUnsorted = true
      }
    }
    elements.append(element)
    rememberedEnd = nil
  }

  /// Adds the remainder of a tied note at the start, after what is there already.
  mutating func insertAtStart(_ element: TrackElement) {
    isUnsorted = !elements.isEmpty
    elements.insert(element, at: elements.firstIndex { $0.offset > 0 } ?? elements.endIndex)
    rememberedEnd = nil
  }

  /// Goes through the voice, which sorts an unsorted one, so that it forgets its end.
  mutating func goThrough() {
    if isUnsorted { rememberedEnd = nil }
    isUnsorted = false
  }

  /// Cuts the elements that reach over `length` and hands their remainders on.
  mutating func cut(at length: Int, handing: (TrackElement) throws(MusicError) -> Void)
    throws(MusicError)
  {
    goThrough()
    for index in elements.indices {
      guard let remainder = elements[index].cut(at: length) else { continue }
      if case .chord = elements[index].content {} else { rememberedEnd = nil }
      try handing(remainder)
    }
  }

  /// Fills the voice up with rests to `length`; one rest suffices to make it forget.
  mutating func fill(to length: Int) {
    var isRestNeeded = end < length
    var reach = 0
    for element in elements {
      if element.offset > reach { isRestNeeded = true }
      reach = max(reach, element.end)
    }
    if isRestNeeded { rememberedEnd = nil }
  }
}
