import RenderMusic

extension NotatedScore.Part {
  /// Puts the marks of a part at its staves: octave shifts at their own, dynamics at the upper, pedal at the lower one.
  ///
  /// - Parameters:
  ///   - dynamics: those of the piece.
  ///   - pedals: those of the part.
  ///   - notes: those of the part, by onset.
  ///   - measures: the measures.
  mutating func mark(
    _ dynamics: Dynamics, _ pedals: [HeldPedal], _ notes: [[StaffNote]],
    _ measures: [NotatedScore.Measure]
  ) {
    let end = measures.last.map { $0.start + $0.length } ?? 0
    let all = notes.flatMap(\.self).sorted { $0.onset < $1.onset }
    for staff in staves.indices {
      var marks: [PlacedMark] = []
      if staves.count > 1 {
        var clef = NotatedScore.Clef.treble
        let clefs = staves[staff].measures.map { measure in
          clef = measure.clef ?? clef
          return clef
        }
        marks =
          OctaveShifts(
            notes[staff], measures: measures, clefs: clefs, transposition: transposition
          ).marks
      }
      if staff == 0 { marks += dynamics.placed(for: all, end: end) }
      if staff == staves.count - 1 { marks += PedalMarks(pedals, all, end: end).marks }
      for (index, directions) in measures.distribute(marks).enumerated() {
        staves[staff].measures[index].directions = directions
      }
    }
  }
}

extension [NotatedScore.Part] {
  /// Gives what sounds with the last onset a fermata, in each staff; its rest where it is silent.
  mutating func addFermatas() {
    let measures = flatMap { $0.staves.compactMap(\.measures.last) }
    let onsets = measures.flatMap { measure in
      measure.voices.flatMap { voice in
        zip(voice.places, voice.elements).filter { !$1.isRest }.map(\.0)
      }
    }
    guard let last = onsets.max() else { return }
    for part in indices {
      for staff in self[part].staves.indices {
        let end = self[part].staves[staff].measures.count - 1
        self[part].staves[staff].measures[end].addFermata(at: last)
      }
    }
  }
}

extension NotatedScore.StaffMeasure {
  fileprivate mutating func addFermata(at place: ExactLength) {
    let covering = voices.map { voice in voice.places.lastIndex { $0 <= place } ?? 0 }
    // What one voice holds is held for all of them.
    let voice = voices.indices.first { !voices[$0].elements[covering[$0]].isRest } ?? 0
    voices[voice].elements[covering[voice]].hasFermata = true
    voices[voice].elements[covering[voice]].isHidden = false
  }
}

extension NotatedScore.Voice {
  /// The beginnings of the elements from that of the measure.
  var places: [ExactLength] {
    var place = ExactLength()
    return elements.map { element in
      defer { place += element.exactLength }
      return place
    }
  }
}
