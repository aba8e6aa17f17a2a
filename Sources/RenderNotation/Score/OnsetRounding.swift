import RenderMusic

/// Onsets that players and programs move away from where they are written: rolled chords, and in performances all of
/// them.
///
/// Notes of a part that begin a unit after others that sound on are one chord with those, and so are notes from the lowest
/// up that begin two or three units one after the other and end together. What was played is put on the
/// coarsest grid of each beat that its onsets are near to, the beat undivided, in halves, quarters, thirds, sixths or
/// eighths, and its notes end where the next one begins or at a place of that grid.
struct OnsetRounding {
  /// The parts of a beat in units, and what each costs in squares of units: the more places, the more.
  private static let grids: [(step: Int, cost: Double)] = [
    (24, 0), (12, 0.5), (6, 1.5), (8, 2.5), (4, 6), (3, 6), (1, 12),
  ]
  /// The share of onsets off the grid from which a piece was played.
  private static let played = 0.3
  /// The shortest notes in units of a rolled chord.
  private static let shortest = Piece.unitsPerQuarter / 4
  private static let beat = Piece.unitsPerQuarter
  /// The units from note to note of a chord that is rolled slowly, and the fewest that it lasts.
  private static let (rollSteps, shortestRoll) = (2...3, Piece.unitsPerQuarter / 2)

  /// The notes, by onset.
  let notes: [Piece.Note]

  /// - Parameters:
  ///   - score: the notes.
  ///   - quantization: what putting them on the grid did.
  init(_ score: TimedScore, _ quantization: Quantization) {
    let chords = Self.unrolled(score.notes)
    let share = Double(quantization.onsets.moved) / Double(max(1, quantization.onsets.count))
    guard share >= Self.played else {
      notes = chords
      return
    }
    let steps = Self.steps(chords.map(\.onset), end: score.end)
    var moved = chords
    for index in moved.indices {
      moved[index].onset = Self.rounded(chords[index].onset, steps)
    }
    notes = Self.released(moved, ends: chords.map(\.end), steps)
  }

  /// The notes with those of rolled chords beginning together.
  private static func unrolled(_ notes: [Piece.Note]) -> [Piece.Note] {
    var moved = widelyUnrolled(notes)
    let notes = moved
    // What follows a grace note is not rolled.
    let graces = Set(notes.lazy.filter { $0.duration <= 2 }.map { [$0.part, $0.end] })
    /// The chord of each part: where it begins, its last onset and its first end.
    var chords: [Int: (onset: Int, last: Int, end: Int)] = [:]
    for index in notes.indices {
      let note = notes[index]
      if let chord = chords[note.part], note.onset - chord.last <= 1,
        note.onset <= chord.onset + 4, note.duration >= shortest - 1,
        note.onset == chord.onset
          || (chord.end >= chord.onset + shortest && !graces.contains([note.part, note.onset]))
      {
        moved[index].onset = chord.onset
        moved[index].duration += note.onset - chord.onset
        chords[note.part] = (chord.onset, note.onset, min(chord.end, note.end))
      } else {
        chords[note.part] = (note.onset, note.onset, note.end)
      }
    }
    return moved
  }

  /// The notes with those of slowly rolled chords beginning together.
  private static func widelyUnrolled(_ notes: [Piece.Note]) -> [Piece.Note] {
    var moved = notes
    /// The chord of each part and end: where it begins, its highest note so far, and the units from note to note.
    var chords: [[Int]: (onset: Int, note: Piece.Note, step: Int)] = [:]
    for index in notes.indices {
      let note = notes[index]
      let name = [note.part, note.end]
      let last = chords[name]
      let step = note.onset - (last?.note.onset ?? 0)
      if let last, last.onset.isMultiple(of: shortest), note.key > last.note.key,
        last.step > 0 ? step == 0 || step == last.step : rollSteps.contains(step),
        note.end - last.onset >= shortestRoll
      {
        moved[index].onset = last.onset
        moved[index].duration = note.end - last.onset
        chords[name] = (last.onset, note, max(step, last.step))
      } else if step > 0 || last?.step != 0 || note.key > last?.note.key ?? 0 {
        chords[name] = (note.onset, note, 0)
      }
    }
    return moved.indices.sorted { (moved[$0].onset, $0) < (moved[$1].onset, $1) }
      .map { moved[$0] }
  }

  /// The step of the grid of each beat, whose places begin 2 units before it.
  private static func steps(_ onsets: [Int], end: Int) -> [Int: Int] {
    var beats: [Int: [Int]] = [:]
    for onset in onsets {
      let beat = (onset + 2) / beat
      beats[beat, default: []].append(onset - beat * Self.beat)
    }
    return beats.mapValues { places in
      var best = (cost: Double.infinity, step: 1)
      for (step, cost) in grids {
        let sum = places.reduce(cost) { sum, place in
          let distance = Double(nearest(place, step) - place)
          return sum + distance * distance
        }
        if sum < best.cost { best = (sum, step) }
      }
      return best.step
    }
  }

  private static func nearest(_ place: Int, _ step: Int) -> Int {
    (place + 2 * beat + step / 2) / step * step - 2 * beat
  }

  private static func rounded(_ unit: Int, _ steps: [Int: Int]) -> Int {
    let start = (unit + 2) / beat * beat
    return max(0, start + nearest(unit - start, steps[start / beat] ?? 1))
  }

  /// The notes with ends where they are written: legato where the gap is no rest.
  private static func released(
    _ notes: [Piece.Note], ends: [Int], _ steps: [Int: Int]
  ) -> [Piece.Note] {
    var moved = notes
    var onsets: [Int: [Int]] = [:]
    for note in notes where onsets[note.part]?.last != note.onset {
      onsets[note.part, default: []].append(note.onset)
    }
    var places: [Int: Int] = [:]
    for (index, note) in notes.enumerated() {
      let end = ends[index]
      let own = onsets[note.part] ?? []
      var place = places[note.part] ?? 0
      while place < own.count, own[place] <= note.onset { place += 1 }
      places[note.part] = place
      if place < own.count, abs(own[place] - end) * 3 <= own[place] - note.onset {
        let next = own[place]
        moved[index].duration = next - note.onset
      } else {
        let start = end / beat * beat
        let step = max(3, min(12, steps[start / beat] ?? 6))
        moved[index].duration = max(step, start + nearest(end - start, step) - note.onset)
      }
    }
    return moved
  }
}
