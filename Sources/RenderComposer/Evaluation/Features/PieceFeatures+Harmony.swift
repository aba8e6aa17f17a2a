import RenderMusic

extension PieceFeatures.Material {
  private static let degrees = [
    "tonic", "minor second", "second", "minor third", "third", "fourth", "tritone", "fifth",
    "minor sixth", "sixth", "minor seventh", "seventh",
  ]

  /// Features of the pitch classes, above the tonic of the key that the notes have.
  var harmony: [PieceFeatures.Feature] {
    // There are notes.
    let key = MusicalKey(of: score.notes)!
    var sounding = [Double](repeating: 0, count: 12)
    for note in score.notes {
      sounding[(Int(note.key) + 12 - key.tonic) % 12] += Double(note.duration)
    }
    let all = sounding.reduce(0, +)
    let bass = events.map { (Int($0[0].key) + 12 - key.tonic) % 12 }
    let classes = pitchClassesOfBars
    let changes = zip(classes, classes.dropFirst()).map { before, after in
      Double(before.intersection(after).count) / Double(before.union(after).count)
    }
    return zip(Self.degrees, sounding).map { ("time of the \($0)", $1 / all) } + [
      ("minor key", key.isMinor ? 1 : 0),
      ("bass on the tonic", share(bass) { $0 == 0 }),
      ("bass on the fifth", share(bass) { $0 == 7 }),
      ("pitch classes a bar", classes.map { Double($0.count) }.mean),
      ("pitch classes of the bar before", changes.mean),
    ]
  }

  /// The pitch classes of each bar that has notes.
  private var pitchClassesOfBars: [Set<UInt8>] {
    score.notes.chunked { bars.bar(at: $0.onset) }.map { Set($0.map { $0.key % 12 }) }
  }
}
