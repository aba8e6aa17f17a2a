/// What is played in a phrase on one keyboard in one technique, and what is known of how it goes on.
struct Passage {
  /// Notes of the passage that begin together.
  struct Attack {
    var onset: Int
    /// Where the last of them ends in the score.
    var end: Int
    /// The highest key.
    var key: Int
    /// The number of the sonority, counted on beyond the phrase.
    var sonority: Int
    /// The indices of the notes among the sonority's tones, from the lowest key up.
    var tones: [Int]
  }

  struct Place: Hashable {
    var keyboard: Int
    var technique: PlayingTechnique
  }

  let place: Place
  /// The attacks, first those of the phrase.
  private(set) var attacks: [Attack] = []
  /// The number of attacks in the phrase.
  private(set) var count = 0

  /// The passages of a phrase, in the order of their beginnings.
  static func all(in phrase: Phrase, _ techniques: [PlayingTechnique]) -> [Passage] {
    var passages: [Passage] = []
    var indices: [Place: Int] = [:]
    for (number, sonority) in phrase.sonorities.enumerated() {
      for (index, tone) in sonority.tones.enumerated() {
        let place = Place(keyboard: tone.keyboard, technique: techniques[tone.part])
        let passage = indices[place] ?? passages.count
        if passage == passages.count {
          indices[place] = passage
          passages.append(Passage(place: place))
        }
        passages[passage].append(tone, index, of: sonority, number)
      }
    }
    for index in passages.indices { passages[index].count = passages[index].attacks.count }
    for (number, sonority) in phrase.ahead.enumerated() {
      for (index, tone) in sonority.tones.enumerated() {
        let place = Place(keyboard: tone.keyboard, technique: techniques[tone.part])
        guard let passage = indices[place] else { continue }
        passages[passage].append(tone, index, of: sonority, phrase.sonorities.count + number)
      }
    }
    return passages
  }

  private mutating func append(
    _ tone: Sonority.Tone, _ index: Int, of sonority: Sonority, _ number: Int
  ) {
    if let last = attacks.indices.last, attacks[last].onset == sonority.onset {
      attacks[last].tones.append(index)
      attacks[last].end = max(attacks[last].end, tone.end)
      attacks[last].key = max(attacks[last].key, tone.key)
    } else {
      attacks.append(
        Attack(
          onset: sonority.onset, end: tone.end, key: tone.key, sonority: number, tones: [index]))
    }
  }

  /// The attacks as a melody: their highest keys.
  var melody: [LocalBoundaries.MelodyTone] {
    attacks.map { LocalBoundaries.MelodyTone(onset: $0.onset, end: $0.end, key: $0.key) }
  }
}
