/// A track as music21 notates it: in measures, notes tied over barlines being two, then laid flat
/// again.
struct NotatedPart {
  /// The notes and chords, in music21's order.
  var elements: [TrackElement] = []
  /// The length to the end of the last measure.
  var length: Int
  /// The places to which the instruments given come, by offset.
  var instruments: [(index: Int, offset: Int)]

  private static let tieLimit = 1_000_000

  /// - Parameters:
  ///   - elements: the track's notes and chords, in music21's order.
  ///   - instruments: offsets of the instruments.
  ///   - marks: offsets of tempi and keys.
  ///   - signatures: all time signatures in the track, which ties look at.
  ///   - meter: the time signatures that make the measures.
  ///   - needsVoices: whether overlapping notes go to voices.
  /// - Throws: `MusicError.tooLong`, `MusicError.tooDense`.
  init(
    _ elements: [TrackElement], instruments: [Int], marks: [Int],
    signatures: [Music21Meter.Signature],
    meter: Music21Meter, needsVoices: Bool, work: inout WorkLimit
  ) throws(MusicError) {
    let lengthless = instruments + marks + signatures.map(\.offset)
    let end = max(elements.map(\.end).max() ?? 0, lengthless.max() ?? 0)
    var measures = try meter.measures(until: end)
    let starts = measures.map(\.start)
    func measure(at offset: Int) -> Int { starts.partitioningIndex { $0 > offset } - 1 }
    let barline = starts.last! + measures.last!.length

    // What has no length and stands on the last barline is in no measure: it comes to where the
    // music in the measures ends.
    var stray: [TrackElement] = []
    var reach = starts.last!
    for element in elements {
      if element.offset >= barline {
        stray.append(element)
        continue
      }
      let index = measure(at: element.offset)
      var inMeasure = element
      inMeasure.offset -= starts[index]
      measures[index].loose.add(inMeasure)
      reach = max(reach, element.end)
    }
    for mark in lengthless where mark < barline {
      reach = max(reach, mark)
      let index = measure(at: mark)
      measures[index].lastMark = max(measures[index].lastMark, mark - starts[index])
    }
    // To find that place (`storeAtEnd` in `makeNotation.makeMeasures`) music21 asks every measure for
    // its end. The last one forgets it: its final barline came in out of order.
    if !stray.isEmpty || lengthless.contains(where: { $0 >= barline }) {
      for index in measures.indices.dropLast() { measures[index].rememberEnd() }
    }

    if needsVoices {
      for index in measures.indices { try measures[index].makeVoices(work: &work) }
    }
    let tieMeter = Music21Meter(
      measures.filter(\.beginsSignature)
        .map { Music21Meter.Signature(offset: $0.start, length: $0.length) }
        + signatures.filter { $0.offset < barline && starts[measure(at: $0.offset)] != $0.offset })
    try Self.makeTies(&measures, meter: tieMeter)

    // Each measure begins where the one before is filled to.
    var position = 0
    var positions: [Int] = []
    var flat: [TrackElement] = []
    length = 0
    for index in measures.indices {
      positions.append(position)
      let measure = measures[index]
      for var element in measure.voices.flatMap(\.elements) + measure.loose.elements {
        element.offset += position
        flat.append(element)
      }
      length = position + measure.length
      position += measures[index].fill()
    }
    for var element in stray {
      element.offset = reach
      flat.append(element)
    }
    for index in flat.indices { flat[index].order = index }
    self.elements = flat.sorted(by: TrackElement.precedes)
    length = max(length, flat.map(\.end).max() ?? 0)
    // Measures can be moved past an instrument that is in none. It comes before a measure that begins
    // where it lies.
    self.instruments = instruments.enumerated()
      .map { index, offset -> (index: Int, offset: Int, turn: Int) in
        guard offset < barline else { return (index, reach, turn: 1) }
        let measure = measure(at: offset)
        let distance = offset - starts[measure]
        return (index, positions[measure] + distance, turn: distance == 0 ? 2 : 0)
      }
      .sorted { ($0.offset, $0.turn, $0.index) < ($1.offset, $1.turn, $1.index) }
      .map { ($0.index, $0.offset) }
  }

  /// Splits notes at barlines (`makeNotation.makeTies`): the remainder begins the next measure, and
  /// where both measures have voices, it lies loose beside them and is not split again.
  private static func makeTies(_ measures: inout [Music21Measure], meter: Music21Meter)
    throws(MusicError)
  {
    // The search for time signatures goes through everything.
    for index in measures.indices { measures[index].goThroughVoices() }
    var ties = 0
    var index = 0
    while index < measures.count {
      let length = meter.length(at: measures[index].start)
      var next: Music21Measure
      let isLast = index + 1 == measures.count
      if isLast {
        next = Music21Measure(start: measures[index].start + length, length: measures[index].length)
      } else {
        next = measures[index + 1]
      }
      let nextHasVoices = !next.voices.isEmpty
      var isTied = false

      let isInVoice = !measures[index].voices.isEmpty
      func hand(_ remainder: TrackElement) throws(MusicError) {
        ties += 1
        guard ties <= Self.tieLimit else { throw .tooLong(limit: Self.tieLimit) }
        isTied = true
        if isInVoice && !nextHasVoices { next.moveLooseToVoice() }
        if isInVoice == nextHasVoices {
          next.insertLooseAtStart(remainder)
        } else {
          next.voices[0].insertAtStart(remainder)
        }
      }
      if isInVoice {
        for voice in measures[index].voices.indices {
          try measures[index].voices[voice].cut(at: length, handing: hand)
        }
      } else {
        try measures[index].loose.cut(at: length, handing: hand)
      }
      if !isLast {
        measures[index + 1] = next
      } else if isTied {
        measures.append(next)
      }
      index += 1
    }
    for index in measures.indices { measures[index].dissolveSingleVoice() }
  }
}
