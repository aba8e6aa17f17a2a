import RenderMusic

extension PieceFeatures.Material {
  private static let quarter = Piece.unitsPerQuarter

  /// Features of the times from event to event.
  var rhythm: [PieceFeatures.Feature] {
    let steps = zip(onsets, onsets.dropFirst()).map { $1 - $0 }
    return [
      ("entropy of steps in time", steps.entropy),
      ("steps like the one before", share(Array(zip(steps, steps.dropFirst()))) { $0 == $1 }),
      ("steps of a quarter and more", share(steps) { $0 >= Self.quarter }),
      ("steps shorter than a 16th", share(steps) { $0 < Self.quarter / 4 }),
    ]
  }

  /// Features of where in the bar events begin.
  var placesInTheBar: [PieceFeatures.Feature] {
    let starts = onsets.map { bars.starts[bars.bar(at: $0)] }
    let places = zip(onsets, starts).map { $0 - $1 }
    let inQuarter = bars.placesInQuarters(of: onsets)
    let begun = bars.starts.prefix { $0 <= onsets[onsets.count - 1] }
    let struck = Set(onsets)
    var patterns: [Int: [Int]] = [:]
    for onset in onsets { patterns[onset / Self.quarter, default: []].append(onset % Self.quarter) }
    return [
      ("onsets on quarters", share(inQuarter) { $0 == 0 }),
      ("onsets on eighths between", share(inQuarter) { $0 == Self.quarter / 2 }),
      ("onsets on 16ths between", share(inQuarter) { [6, 18].contains($0) }),
      ("onsets on triplets", share(inQuarter) { [8, 16].contains($0) }),
      ("syncopated onsets", Double(bars.syncopations(of: onsets)) / Double(onsets.count - 1)),
      ("onsets on barlines", share(places) { $0 == 0 }),
      ("bars begun by an onset", share(Array(begun), struck.contains)),
      ("entropy of places in the bar", places.entropy),
      ("entropy of the rhythms of quarters", patterns.values.entropy),
    ]
  }

  /// Features of how long notes are.
  var lengths: [PieceFeatures.Feature] {
    let notes = score.notes
    let melody = events.map { $0[$0.count - 1] }
    var (silent, sounded) = (0, notes[0].onset)
    for note in notes {
      silent += max(0, note.onset - sounded)
      sounded = max(sounded, note.end)
    }
    return [
      ("entropy of lengths", notes.map(\.duration).entropy),
      ("spread of lengths", notes.map { Double($0.duration) / Double(Self.quarter) }.deviation),
      ("dotted lengths", share(notes) { [9, 18, 36, 72].contains($0.duration) }),
      ("notes of two quarters and more", share(notes) { $0.duration >= 2 * Self.quarter }),
      (
        "notes held over barlines",
        share(notes) { note in
          bars.bar(at: note.end - 1) != bars.bar(at: note.onset)
        }
      ),
      (
        "melody notes held to the next",
        share(Array(zip(melody, melody.dropFirst()))) {
          $0.end >= $1.onset
        }
      ),
      ("silence", Double(silent) / Double(max(1, sounded - notes[0].onset))),
    ]
  }

  /// Features of speed.
  var pace: [PieceFeatures.Feature] {
    let seconds = secondsOfNotes
    var (fastest, first) = (0, 0)
    for (index, second) in seconds.enumerated() {
      while second - seconds[first] >= 1 { first += 1 }
      fastest = max(fastest, index - first + 1)
    }
    let lasting = seconds[seconds.count - 1] - seconds[0]
    return [
      ("tempo at the beginning", score.tempos[0].quartersPerMinute),
      ("notes a second", Double(seconds.count) / max(lasting, 0.001)),
      ("notes of the fastest second", Double(fastest)),
    ]
  }

  /// The time at which each note begins, in seconds.
  private var secondsOfNotes: [Double] {
    var (second, unit, next) = (0.0, 0, 0)
    var speed = 120.0
    return score.notes.map { note in
      func advance(to onset: Int) {
        second += Double(onset - unit) / Double(Self.quarter) * 60 / speed
        unit = onset
      }
      while next < score.tempos.count, score.tempos[next].onset <= note.onset {
        advance(to: score.tempos[next].onset)
        speed = score.tempos[next].quartersPerMinute
        next += 1
      }
      advance(to: note.onset)
      return second
    }
  }
}
