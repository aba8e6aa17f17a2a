/// What the pianos of an ensemble play in a phrase, for their pedal: it goes with their harmony alone.
struct PianosInEnsemble {
  private let phrase: Phrase
  /// The sonorities of the whole phrase, and the tones in each, that are the pianos'.
  private let places: [(sonority: Int, tones: [Int])]
  /// The parts that get the pedal, the first one of each keyboard.
  private let pedals: [Int]

  /// Makes what is played with pedal; nil where nothing is.
  init?(_ phrase: Phrase, _ parts: [PerformedPart]) {
    var places: [(sonority: Int, tones: [Int])] = []
    var sonorities: [Sonority] = []
    var pedals: [Int: Int] = [:]
    for (index, sonority) in phrase.sonorities.enumerated() {
      let tones = sonority.tones.indices.filter { parts[sonority.tones[$0].part].isPedalled }
      guard !tones.isEmpty else { continue }
      places.append((index, tones))
      sonorities.append(
        Sonority(onset: sonority.onset, tones: tones.map { sonority.tones[$0] }))
      for tone in sonorities[sonorities.count - 1].tones {
        pedals[tone.keyboard] = min(pedals[tone.keyboard] ?? .max, tone.part)
      }
    }
    guard !places.isEmpty else { return nil }
    self.phrase = Phrase(sonorities: sonorities, next: phrase.next)
    self.places = places
    self.pedals = pedals.values.sorted()
  }

  /// Adds the pedal, and shortens the notes that would be taken over into another harmony.
  ///
  /// - Parameters:
  ///   - gap: the ticks between the end of the phrase and the next one.
  ///   - milliseconds: the length of a tick at each sonority of the whole phrase.
  ///   - ends: where the tones of each sonority of the whole phrase end.
  func pedal(
    time: ScoreTime, gap: Int, milliseconds: [Double], ends: inout [[Int]],
    into queue: inout EventQueue
  ) {
    var own = places.map { place in place.tones.map { ends[place.sonority][$0] } }
    let release =
      phrase.next.map { $0 - min(gap, ($0 - phrase.last) / 2) }
      ?? own.reduce(phrase.last + 1) { max($0, $1.max()!) }
    let pedalling = Pedalling(
      phrase, time: time, release: release,
      milliseconds: places.map { milliseconds[$0.sonority] }, ends: &own,
      isPedalled: { _ in true })
    for (place, moved) in zip(places, own) {
      for (tone, end) in zip(place.tones, moved) { ends[place.sonority][tone] = end }
    }
    for change in pedalling.changes {
      for part in pedals {
        queue.append(change.tick, part: part, .pedal(isDown: change.isDown))
      }
    }
  }
}
