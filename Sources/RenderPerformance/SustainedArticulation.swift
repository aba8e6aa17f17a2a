/// The ends of sustained notes: bound to the next note, or let go before it.
///
/// Where the score has no rest between two notes of a part, the first one sounds until the next one is played,
/// however the players differ (*legato*: Bresin, Battel 2000, "Articulation strategies in expressive piano
/// performance", has the overlap of keys; a bow or a breath has none). At the end of a phrase the part pauses: for a
/// breath, or as long as a pianist does. A key that is struck again is let go before, by `EventQueue.strike`. What the
/// score detaches stays as it is.
struct SustainedArticulation {
  /// The ms by which a note goes on into the next one where nobody knows yet when that is played.
  private static let overlap = 20.0

  let time: ScoreTime
  let weights: RuleWeights

  /// Moves the ends of the tones of a passage.
  ///
  /// - Parameters:
  ///   - onsets: where the tones of each sonority of the phrase are played.
  ///   - milliseconds: the length of a tick at each of them, as it is played.
  func articulate(
    _ passage: Passage, pauses: [PartPhrasing.Pause?], onsets: [[Int]], milliseconds: [Double],
    ends: inout [[Int]]
  ) {
    let attacks = passage.attacks
    // What is nearer than a 128th note.
    let tolerance = time.ticksPerQuarter / 32
    for (number, attack) in attacks[..<passage.count].enumerated() {
      let tick = milliseconds[attack.sonority]
      /// Where the attack's notes end if the part pauses before a later one.
      func pausing(before index: Int, _ pause: PartPhrasing.Pause) -> Int {
        let distance = attacks[index].onset - attack.onset
        let gap = Int(gap(pause, passage.place.technique) / tick)
        return attacks[index].onset - min(gap, distance / Breath.largestShare)
      }
      for tone in attack.tones {
        let end = ends[attack.sonority][tone]
        let last = lastIndex(of: attacks, notAfter: end + tolerance, tick: \.onset)
        var played = end
        if last + 1 < attacks.count, let pause = pauses[last + 1] {
          played = min(played, pausing(before: last + 1, pause))
        }
        if last > number {
          let next = attacks[last].onset
          let distance = next - attack.onset
          if let pause = pauses[last], end - next <= min(distance, time.ticksPerQuarter) {
            played = min(played, pausing(before: last, pause))
          } else if pauses[last] == nil, end - next <= tolerance {
            played =
              last < passage.count
              ? onsets[attacks[last].sonority][attacks[last].tones[0]]
              : next + min(Int(Self.overlap / tick), distance / 4)
          }
        }
        ends[attack.sonority][tone] = played
      }
    }
  }

  private func gap(_ pause: PartPhrasing.Pause, _ technique: PlayingTechnique) -> Double {
    let k = weights.phraseArticulation
    return switch (pause, technique) {
    case (.breath, _): Breath.catching(weight: k)
    case (.phraseEnd, .breath): Breath.gap(weight: k)
    case (.phraseEnd, _): PhraseArticulation.gap(weight: k)
    }
  }
}
