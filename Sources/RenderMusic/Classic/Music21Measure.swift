/// A measure while music21's notation is made: its notes lie in voices, or loose.
struct Music21Measure {
  /// The start of the first beat, from the start of the part.
  var start: Int
  /// The length by the time signature.
  var length: Int
  /// Whether a time signature stands at its start.
  var beginsSignature = false
  /// The place of its last tempo, key, time signature or instrument, from its start.
  var lastMark = 0
  var voices: [Music21Voice] = []
  /// The notes that lie in no voice. music21 keeps them in the measure itself, which remembers its
  /// end as a voice does.
  var loose = Music21Voice()
  /// Whether a tied note came to lie loose beside its voices.
  private var hasLooseTie = false

  init(start: Int, length: Int, beginsSignature: Bool = false) {
    self.start = start
    self.length = length
    self.beginsSignature = beginsSignature
  }

  /// Fills the measure and its voices up with rests (`makeNotation.makeRests`).
  /// - Returns: the time to which it is filled; more than its length where a note reaches over its
  ///   end, or where the measure or a voice remembers one that did.
  mutating func fill() -> Int {
    for index in voices.indices { voices[index].fill(to: length) }
    loose.fill(to: length)
    return max(length, voices.map(\.end).max() ?? 0, loose.end)
  }

  /// Remembers the end of the measure, unless its last element seemed to come before the end of what was
  /// there already: going through the measure sorts it then, and it forgets.
  mutating func rememberEnd() {
    guard let last = loose.elements.last else { return }
    let reach = loose.elements.dropLast().map(\.end).reduce(lastMark, max)
    // Its offset is the difference of two times of the part, so that it has the rounding of these.
    if reach < last.offset
      || reach == last.offset && QuantizationGrid.seemsToFollow(start + last.offset)
    {
      _ = loose.askEnd()
    }
  }

  /// Spreads overlapping notes over voices (`stream.Stream.makeVoices`): each note goes to the first
  /// voice that is free at its onset. There are as many voices as notes in the largest group of
  /// overlapping ones, so that a note which finds none free is lost.
  /// - Throws: `MusicError.tooDense`.
  mutating func makeVoices(work: inout WorkLimit) throws(MusicError) {
    let count = try largestOverlap(work: &work)
    guard count > 1 else { return }
    voices = Array(repeating: Music21Voice(), count: count)
    for element in loose.elements {
      try work.spend(count)
      guard let free = voices.indices.first(where: { voices[$0].askEnd() <= element.offset }) else {
        continue
      }
      voices[free].append(element)
    }
    voices.removeAll(where: \.elements.isEmpty)
    loose = Music21Voice()
    // A measure that is in order asks for its end, and so for its voices' ends, when something comes
    // in. It still is when the second voice comes in, unless the first came before something else.
    if lastMark == 0 && voices.count > 1 { _ = voices[0].askEnd() }
  }

  /// The size of the largest group that `stream.Stream.getOverlaps` finds.
  ///
  /// A note overlaps those after it up to the first that it does not reach. Going through the
  /// notes, each one's partners are stored under an offset: that of the group in which one of its
  /// partners was found last, else its own.
  private func largestOverlap(work: inout WorkLimit) throws(MusicError) -> Int {
    let loose = loose.elements
    var reach: [Int] = []
    for (index, element) in loose.enumerated() {
      var other = index + 1
      while other < loose.count && element.overlaps(loose[other]) { other += 1 }
      try work.spend(other - index)
      reach.append(other)
    }
    var group = [Int?](repeating: nil, count: loose.count)
    var sizes: [Int: Int] = [:]
    for (index, element) in loose.enumerated() {
      try work.spend(reach[index])
      var destination: Int?
      var hasPartner = false
      func meet(_ partner: Int) {
        hasPartner = true
        if let stored = group[partner] {
          destination = stored
        } else {
          store(partner)
        }
      }
      func store(_ member: Int) {
        let offset = destination ?? element.offset
        destination = offset
        group[member] = offset
        sizes[offset, default: 0] += 1
      }
      for earlier in 0..<index where reach[earlier] > index { meet(earlier) }
      for later in (index + 1)..<max(reach[index], index + 1) { meet(later) }
      if hasPartner && group[index] == nil { store(index) }
    }
    return sizes.values.max() ?? 1
  }

  /// Moves all loose notes into a new voice (`makeNotation.moveNotesToVoices`).
  mutating func moveLooseToVoice() {
    voices.append(Music21Voice(loose.elements))
    loose = Music21Voice()
  }

  /// Removes empty voices and dissolves a single one (`stream.Stream.flattenUnnecessaryVoices`).
  mutating func dissolveSingleVoice() {
    guard !voices.isEmpty else { return }
    voices.removeAll(where: \.elements.isEmpty)
    guard voices.count == 1 else { return }
    // The voice's notes come in after the loose ones of the same onset.
    loose = Music21Voice(Self.merging(loose.elements, voices[0].elements))
    voices = []
  }

  mutating func goThroughVoices() {
    for index in voices.indices { voices[index].goThrough() }
  }

  /// Puts a tied note's remainder beside the voices, or into the measure where there are none.
  mutating func insertLooseAtStart(_ element: TrackElement) {
    if !hasLooseTie {
      hasLooseTie = true
      for index in voices.indices { _ = voices[index].askEnd() }
    }
    loose.insertAtStart(element)
  }

  private static func merging(_ first: [TrackElement], _ second: [TrackElement]) -> [TrackElement] {
    let numbered = (first + second).enumerated().map { index, element in
      var element = element
      element.order = index
      return element
    }
    return numbered.sorted(by: TrackElement.precedes)
  }
}
