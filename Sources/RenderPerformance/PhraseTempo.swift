/// The tempo of a phrase, in steps: each lasts to the next, and multiplies the score's durations.
///
/// Phrase arch, duration contrast and the breath at the end are added, and scaled so that the
/// phrase lasts as long as in the score (`normalize-dr` of Director Musices); then comes the final
/// ritard.
struct PhraseTempo {
  struct Step: Hashable {
    var tick: Int
    var lengthening: Double
  }

  private(set) var steps: [Step] = []
  /// The tick from which on the score's own tempo holds again.
  let end: Int

  init(_ phrase: Phrase, time: ScoreTime, weights: RuleWeights) {
    let start = phrase.start
    let last = phrase.last
    let bar = time.phraseBar(at: start)
    // A long rest after the phrase does not belong to it.
    let resting = last + bar
    // Nor does the half tempo of a final ritard hold for all of a long last note.
    end = phrase.next.map { min($0, resting) } ?? last + time.ticksPerQuarter
    guard !time.isClockTime else {
      steps = [Step(tick: start, lengthening: 1)]
      return
    }

    let melody = phrase.sonorities.filter { $0.melody != nil }.map(\.onset)
    let ritardStart = max(start, last - bar)
    var ticks = Array(stride(from: start, to: last, by: max(1, time.ticksPerQuarter / 2)))
    ticks += melody
    ticks.append(last)
    if phrase.next == nil { ticks.append(ritardStart) }
    ticks.sort()

    var interval = start..<start
    var nextMelody = 0
    for tick in ticks where tick != steps.last?.tick {
      while nextMelody < melody.count, melody[nextMelody] <= tick {
        let begin = melody[nextMelody]
        nextMelody += 1
        interval = begin..<(nextMelody < melody.count ? melody[nextMelody] : max(begin, last))
      }
      let x = last > start ? Double(tick - start) / Double(last - start) : 0
      var lengthening = 1 + PhraseArch.lengthening(at: x, weight: weights.phraseArch)
      if interval.contains(tick) {
        let milliseconds = Double(interval.count) * time.milliseconds(ofTickAt: tick)
        lengthening +=
          DurationContrast.milliseconds(
            interval: milliseconds, weight: weights.durationContrast) / milliseconds
      }
      if tick == last, phrase.next != nil {
        let milliseconds = Double(end - last) * time.milliseconds(ofTickAt: last)
        lengthening +=
          PhraseArticulation.lengthening(weight: weights.phraseArticulation) / milliseconds
      }
      steps.append(Step(tick: tick, lengthening: lengthening))
    }
    normalize(until: phrase.next == nil ? resting : end, time: time)
    if phrase.next == nil {
      slowDown(
        from: ritardStart, to: last,
        finalTempo: FinalRitard.finalTempo(weight: weights.finalRitard))
    }
  }

  func lengthening(at tick: Int) -> Double {
    steps[lastIndex(of: steps, notAfter: tick, tick: \.tick)].lengthening
  }

  private mutating func normalize(until end: Int, time: ScoreTime) {
    var written = 0.0
    var played = 0.0
    for (index, step) in steps.enumerated() {
      let next = index + 1 < steps.count ? steps[index + 1].tick : end
      let duration = Double(next - step.tick) * time.milliseconds(ofTickAt: step.tick)
      written += duration
      played += duration * step.lengthening
    }
    let bounds = PerformanceBounds.tempo
    for index in steps.indices {
      let tempo = played / (written * steps[index].lengthening)
      steps[index].lengthening = 1 / min(max(tempo, bounds.lowerBound), bounds.upperBound)
    }
  }

  /// Slows the tempo down for the final ritard; where the phrase slows down too, the slower of the two tempi
  /// counts.
  private mutating func slowDown(from start: Int, to end: Int, finalTempo: Double) {
    guard start < end else { return }
    for index in steps.indices where steps[index].tick >= start {
      let ritard: Double
      if steps[index].tick < end {
        func place(_ tick: Int) -> Double { Double(tick - start) / Double(end - start) }
        ritard = FinalRitard.lengthening(
          from: place(steps[index].tick), to: place(steps[index + 1].tick),
          finalTempo: finalTempo)
      } else {
        ritard = 1 / finalTempo
      }
      steps[index].lengthening = max(steps[index].lengthening, ritard)
    }
  }
}
