/// The phrases of one sustained part, which need not be those of the piece, and its breaths.
///
/// A part's phrases are found in its own line as those of the piece are in the melody's (`PhrasePreference`); where
/// all end one together is half a point more. Whoever would run out of breath before the next rest or phrase
/// takes one where most speaks for it: a boundary, as after a long note, a strong place in the metre, and even
/// shares of the time.
struct PartPhrasing {
  /// Why a part pauses before an attack.
  enum Pause: Hashable { case phraseEnd, breath }

  /// The onset of the phrase that the part is in.
  private var start: Int?
  /// The onset since which the player has not breathed.
  private var inhaled: Int?
  /// The last notes of the line.
  private var earlier: [LocalBoundaries.MelodyTone] = []

  /// The pauses before the attacks of a passage; those beyond the phrase's next attack are still open.
  mutating func pauses(in passage: Passage, of phrase: Phrase, time: ScoreTime) -> [Pause?] {
    let melody = passage.melody
    let strengths = LocalBoundaries.strengths(earlier + melody)
    // Of the boundary before each attack but the first.
    let line = Line(
      melody: melody, strengths: [0] + strengths.suffix(melody.count - 1), count: passage.count,
      time: time)
    var pauses = [Pause?](repeating: nil, count: melody.count)
    endPhrases(&pauses, line, bar: time.phraseBar(at: phrase.start), next: phrase.next)
    if passage.place.technique == .breath { breathe(&pauses, line) }
    earlier = Array((earlier + melody[..<passage.count]).suffix(2))
    return pauses
  }

  private struct Line {
    let melody: [LocalBoundaries.MelodyTone]
    let strengths: [Double]
    /// The number of attacks in the phrase: what comes before the one after them is decided, too.
    let count: Int
    let time: ScoreTime

    func milliseconds(from start: Int, to end: Int) -> Double {
      Double(end - start) * time.milliseconds(ofTickAt: start)
    }
  }

  private mutating func endPhrases(
    _ pauses: inout [Pause?], _ line: Line, bar: Int, next: Int?
  ) {
    let melody = line.melody
    var start = self.start ?? melody[0].onset
    if let last = earlier.last, melody[0].onset - last.end >= bar { start = melody[0].onset }
    var first = 1
    while let end = phraseEnd(from: first, start: start, line, bar: bar, next: next),
      end <= line.count
    {
      pauses[end] = .phraseEnd
      start = melody[end].onset
      first = end + 1
    }
    self.start = start
  }

  /// The attack before which a phrase ends.
  private func phraseEnd(from first: Int, start: Int, _ line: Line, bar: Int, next: Int?) -> Int? {
    let melody = line.melody
    var best: (index: Int, score: Double)?
    for index in first..<max(first, melody.count) {
      let onset = melody[index].onset
      if onset - melody[index - 1].end >= bar { return best?.index ?? index }
      let length = onset - start
      guard length >= PhrasePreference.shortest * bar else { continue }
      let isTooLong = length > PhrasePreference.longest * bar
      if isTooLong, best != nil { break }
      var score = PhrasePreference.score(
        strength: line.strengths[index], metricalLevel: line.time.metricalLevel(at: onset),
        length: length, bar: bar)
      if let next, melody[index - 1].onset < next, onset >= next { score += 0.5 }
      if best == nil || score > best!.score { best = (index, score) }
      if isTooLong { break }
    }
    return best?.index
  }

  private mutating func breathe(_ pauses: inout [Pause?], _ line: Line) {
    let melody = line.melody
    func rests(before index: Int) -> Bool {
      pauses[index] != nil
        || line.milliseconds(from: melody[index - 1].end, to: melody[index].onset) >= Breath.rest
    }
    var inhaled = self.inhaled ?? melody[0].onset
    if let last = earlier.last,
      line.milliseconds(from: last.end, to: melody[0].onset) >= Breath.rest
    {
      inhaled = melody[0].onset
    }
    var index = 0
    while true {
      var rest = index + 1
      while rest < melody.count, !rests(before: rest) { rest += 1 }
      let end = rest < melody.count ? melody[rest].onset : melody[melody.count - 1].end
      while line.milliseconds(from: inhaled, to: end) > Breath.longest,
        let place = breath(in: index + 1..<rest, since: inhaled, before: end, line),
        place <= line.count
      {
        pauses[place] = .breath
        inhaled = melody[place].onset
        index = place
      }
      guard rest < melody.count, rest <= line.count else { break }
      inhaled = melody[rest].onset
      index = rest
    }
    self.inhaled = inhaled
  }

  /// The attack before which a player breathes best.
  private func breath(
    in range: Range<Int>, since inhaled: Int, before end: Int, _ line: Line
  ) -> Int? {
    let total = line.milliseconds(from: inhaled, to: end)
    let share = total / (total / Breath.window.upperBound).rounded(.up)
    var best: (index: Int, score: Double)?
    for index in range {
      let onset = line.melody[index].onset
      let elapsed = line.milliseconds(from: inhaled, to: onset)
      guard elapsed >= Breath.window.lowerBound else { continue }
      if line.milliseconds(from: onset, to: end) < Breath.patience { break }
      if elapsed > Breath.window.upperBound { return best?.index ?? index }
      let score =
        2 * line.strengths[index] + Double(line.time.metricalLevel(at: onset)) / 6
        + 0.5 * (1 - (elapsed - share).magnitude / share)
      if best == nil || score > best!.score { best = (index, score) }
    }
    return best?.index
  }
}
