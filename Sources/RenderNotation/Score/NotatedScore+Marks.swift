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
        let ordered = notes[staff].sorted { $0.onset < $1.onset }
        marks = OctaveShifts(
          ordered, measures: measures, clefs: clefs, transposition: transposition).marks
      }
      if staff == 0 { marks += dynamics.placed(for: all, end: end) }
      if staff == staves.count - 1 { marks += PedalMarks(pedals, all, end: end).marks }
      for (index, directions) in measures.distribute(marks).enumerated() {
        staves[staff].measures[index].directions = directions
      }
    }
  }
}

extension Array<NotatedScore.Part> {
  /// Gives the last chord of each staff a fermata, or the rest where it has ended before.
  mutating func addFermatas() {
    for part in indices {
      for staff in self[part].staves.indices {
        guard var measure = self[part].staves[staff].measures.popLast() else { continue }
        // What is held to the end by one voice holds for all of them.
        let sounding = measure.voices.firstIndex { $0.elements.last?.isRest == false }
        let voice = sounding ?? 0
        let last = measure.voices[voice].elements.count - 1
        measure.voices[voice].elements[last].hasFermata = true
        measure.voices[voice].elements[last].isHidden = false
        self[part].staves[staff].measures.append(measure)
      }
    }
  }
}
