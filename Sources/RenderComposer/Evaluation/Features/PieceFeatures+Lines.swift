import RenderMusic

extension PieceFeatures.Material {
  /// Features of where the keys lie.
  var register: [PieceFeatures.Feature] {
    let keys = score.notes.map { Double($0.key) }
    return [
      ("mean key", keys.mean), ("spread of keys", keys.deviation),
      ("lowest key", keys.min()), ("highest key", keys.max()),
      ("notes below C3", share(keys) { $0 < 48 }), ("notes above C6", share(keys) { $0 > 84 }),
    ]
  }

  /// Features of the melody, the highest notes of the events, and of the bass, the lowest ones.
  var lines: [PieceFeatures.Feature] {
    line("melody", events.map { Int($0[$0.count - 1].key) })
      + line("bass", events.map { Int($0[0].key) })
  }

  private func line(_ name: String, _ keys: [Int]) -> [PieceFeatures.Feature] {
    let intervals = zip(keys, keys.dropFirst()).map { $1 - $0 }
    let moves = intervals.filter { $0 != 0 }
    return [
      ("\(name) by repeated notes", share(intervals) { $0 == 0 }),
      ("\(name) by steps", share(intervals) { (1...2).contains(abs($0)) }),
      ("\(name) by thirds", share(intervals) { (3...4).contains(abs($0)) }),
      ("\(name) by leaps", share(intervals) { (5...11).contains(abs($0)) }),
      ("\(name) by octaves and more", share(intervals) { abs($0) >= 12 }),
      ("\(name) rising", share(moves) { $0 > 0 }),
      ("\(name) turning", share(Array(zip(moves, moves.dropFirst()))) { ($0 > 0) != ($1 > 0) }),
      ("\(name)'s mean interval", intervals.map { Double(abs($0)) }.mean),
      ("\(name)'s entropy of intervals", intervals.entropy),
      ("\(name)'s mean key", keys.map(Double.init).mean),
      ("\(name)'s spread of keys", keys.map(Double.init).deviation),
    ]
  }

  /// Features of what begins together.
  var chords: [PieceFeatures.Feature] {
    let chords = events.filter { $0.count > 1 }
    func neighbours(_ range: ClosedRange<Int>) -> Double? {
      share(chords.flatMap { zip($0, $0.dropFirst()).map { Int($1.key) - Int($0.key) } }) {
        range.contains($0)
      }
    }
    return [
      ("notes an event", events.map { Double($0.count) }.mean),
      ("single notes", share(events) { $0.count == 1 }),
      ("pairs of notes", share(events) { $0.count == 2 }),
      ("chords of four notes and more", share(events) { $0.count >= 4 }),
      ("span of chords", chords.map { Double($0[$0.count - 1].key - $0[0].key) }.mean),
      ("seconds in chords", neighbours(1...2)), ("thirds in chords", neighbours(3...4)),
      ("octaves in chords", neighbours(12...12)),
      (
        "chords of one length",
        share(chords) { notes in
          notes.allSatisfy { $0.duration == notes[0].duration }
        }
      ),
    ]
  }
}
