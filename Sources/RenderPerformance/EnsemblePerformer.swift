/// The performers of several parts, or of one that is sustained: each plays by the rules of its instrument, all in one
/// tempo.
///
/// The part that has most of the melody in a phrase leads: it is a little louder and earlier than the others. What is
/// struck is shaped in its velocities as a pianist's notes are; the velocities of sustained notes have the accents
/// of the metre alone, and the rest is in their expression (`ExpressionWriter`). Organs have no accents either.
struct EnsemblePerformer: Performer {
  private let ensemble: Performers
  private let time: ScoreTime
  private let weights: RuleWeights
  private let articulation: SustainedArticulation
  private var noise: MotorNoise
  private var timing: EnsembleTiming
  private var phrasings: [Passage.Place: PartPhrasing] = [:]
  private var expression: ExpressionWriter
  private(set) var tempo: TempoWriter
  private var previousOnset = 0

  init(_ ensemble: Performers, time: ScoreTime, weights: RuleWeights, seed: UInt64) {
    self.ensemble = ensemble
    self.time = time
    self.weights = weights
    articulation = SustainedArticulation(time: time, weights: weights)
    noise = MotorNoise(seed: seed)
    timing = EnsembleTiming(playerCount: ensemble.playerCount, weight: weights.motorNoise)
    expression = ExpressionWriter(time: time, weight: weights.phraseArchLevel)
    tempo = TempoWriter(time)
  }

  mutating func play(_ phrase: Phrase, into queue: inout EventQueue) {
    let phraseTempo = PhraseTempo(phrase, time: time, weights: weights)
    tempo.write(phraseTempo, of: phrase, into: &queue)
    let milliseconds = phrase.sonorities.map {
      time.milliseconds(ofTickAt: $0.onset) * phraseTempo.lengthening(at: $0.onset)
    }
    let passages = Passage.all(in: phrase, ensemble.techniques)
    let leader = leader(of: phrase)

    let onsets = onsets(of: phrase, leader: leader, milliseconds: milliseconds)
    var ends = phrase.sonorities.map { $0.tones.map(\.end) }
    letGo(of: phrase, milliseconds: milliseconds, ends: &ends, into: &queue)
    for passage in passages where passage.place.technique.isSustained {
      let pauses = phrasings[passage.place, default: PartPhrasing()]
        .pauses(in: passage, of: phrase, time: time)
      articulation.articulate(
        passage, pauses: pauses, onsets: onsets, milliseconds: milliseconds, ends: &ends)
    }
    // However late a note begins, half of it is heard.
    for (index, sonority) in phrase.sonorities.enumerated() {
      for tone in ends[index].indices {
        let half = (ends[index][tone] - sonority.onset + 1) / 2
        ends[index][tone] = max(ends[index][tone], onsets[index][tone] + half)
      }
    }
    let velocities = velocities(of: passages, phrase, leader: leader)
    strike(
      phrase, onsets: onsets, ends: ends, velocities: velocities, milliseconds: milliseconds,
      into: &queue)
    expression.write(
      sounds(of: passages, onsets: onsets, ends: ends), of: phrase, ensemble.expressions,
      into: &queue)
    // No note of the next phrase moves further ahead than a quarter of the way.
    queue.close(before: phrase.next.map { $0 - ($0 - phrase.last) / 4 } ?? .max)
  }

  /// The part that has the melody for the longest time.
  private func leader(of phrase: Phrase) -> Int? {
    var lengths: [Int: Int] = [:]
    for sonority in phrase.sonorities {
      guard let melody = sonority.melody else { continue }
      let tone = sonority.tones[melody]
      lengths[tone.part, default: 0] += tone.end - sonority.onset
    }
    return lengths.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
  }

  // MARK: Onsets

  private mutating func onsets(
    of phrase: Phrase, leader: Int?, milliseconds: [Double]
  ) -> [[Int]] {
    let bound = PerformanceBounds.onsetMilliseconds
    var onsets: [[Int]] = []
    onsets.reserveCapacity(phrase.sonorities.count)
    for (index, sonority) in phrase.sonorities.enumerated() {
      let following =
        index + 1 < phrase.sonorities.count ? phrase.sonorities[index + 1].onset : phrase.next
      let earliest = -((sonority.onset - previousOnset) / 4)
      let latest = following.map { ($0 - sonority.onset) / 4 } ?? .max
      let isTogether = sonority.tones.contains { $0.part != sonority.tones[0].part }
      var played: [Int] = []
      played.reserveCapacity(sonority.tones.count)
      for tone in sonority.tones {
        var shift = timing.shift(
          of: ensemble.players[tone.part], at: sonority.onset, noise: &noise)
        if isTogether, tone.part == leader {
          shift -= MelodyLead.milliseconds(weight: weights.melodyLead)
        }
        let ticks = Int(min(max(shift, -bound), bound) / milliseconds[index])
        played.append(sonority.onset + min(max(ticks, earliest), latest))
      }
      onsets.append(played)
      previousOnset = sonority.onset
    }
    return onsets
  }

  // MARK: Ends

  /// Lets go of what is struck at the end of the phrase, and adds pedal.
  private func letGo(
    of phrase: Phrase, milliseconds: [Double], ends: inout [[Int]], into queue: inout EventQueue
  ) {
    let gap = Int(PhraseArticulation.gap(weight: weights.phraseArticulation) / milliseconds.last!)
    let techniques = ensemble.techniques
    _ = phrase.letGo(gap: gap, longest: time.ticksPerQuarter, ends: &ends) {
      !techniques[$0.part].isSustained
    }
    if weights.pedal {
      PianosInEnsemble(phrase, ensemble.parts)?
        .pedal(time: time, gap: gap, milliseconds: milliseconds, ends: &ends, into: &queue)
    }
  }

  // MARK: Levels

  private mutating func velocities(
    of passages: [Passage], _ phrase: Phrase, leader: Int?
  ) -> [[UInt8]] {
    var velocities = phrase.sonorities.map { [UInt8](repeating: 0, count: $0.tones.count) }
    for passage in passages {
      for (number, attack) in passage.attacks[..<passage.count].enumerated() {
        let next =
          number + 1 < passage.attacks.count ? passage.attacks[number + 1].onset : phrase.next
        let sonority = phrase.sonorities[attack.sonority]
        for (place, index) in attack.tones.enumerated() {
          let tone = sonority.tones[index]
          let decibels =
            passage.place.technique.isSustained
            ? sustainedLevel(
              passage.place.technique, at: attack.onset,
              leads: tone.part == leader && place == attack.tones.count - 1)
            : struckLevel(
              tone, of: attack, in: phrase, next: next,
              isMelody: tone.part == leader && index == sonority.melody, isLowest: place == 0)
          velocities[attack.sonority][index] = SoundLevel.velocity(
            base: tone.velocity, louderBy: decibels)
        }
      }
    }
    return velocities
  }

  private func sustainedLevel(
    _ technique: PlayingTechnique, at onset: Int, leads: Bool
  ) -> Double {
    let balance = EnsembleBalance.soundLevel(leads: leads, weight: weights.voiceBalance)
    guard technique.hasExpression else { return balance - StrokeLevel.headroom }
    let accent = MetricalAccent.soundLevel(
      level: time.metricalLevel(at: onset), weight: weights.metricalAccent)
    return accent + balance - SustainedHeadroom.velocity
  }

  private mutating func struckLevel(
    _ tone: Sonority.Tone, of attack: Passage.Attack, in phrase: Phrase, next: Int?,
    isMelody: Bool, isLowest: Bool
  ) -> Double {
    let level = time.metricalLevel(at: attack.onset)
    let voice: VoiceBalance.Voice = isMelody ? .melody : isLowest && level > 0 ? .bass : .inner
    let written = time.milliseconds(ofTickAt: attack.onset)
    return StrokeLevel.of(
      key: tone.key, voice, accompanying: attack.tones.count - (isMelody ? 1 : 0),
      interval: next.map { Double($0 - attack.onset) * written },
      common: StrokeLevel.common(
        at: phrase.place(of: attack.onset), metricalLevel: level, weights),
      weights) + noise.soundLevel(weight: weights.motorNoise)
  }

  // MARK: Notes

  private func strike(
    _ phrase: Phrase, onsets: [[Int]], ends: [[Int]], velocities: [[UInt8]],
    milliseconds: [Double], into queue: inout EventQueue
  ) {
    let separation = RepetitionArticulation.gap(weight: weights.repetitionArticulation)
    for (index, sonority) in phrase.sonorities.enumerated() {
      let gap = Int(separation / milliseconds[index])
      for (tone, values) in sonority.tones.enumerated() {
        queue.strike(
          values, from: onsets[index][tone], to: ends[index][tone],
          velocity: velocities[index][tone], gap: gap)
      }
    }
  }

  /// What sounds on the keyboards that have expression.
  private func sounds(
    of passages: [Passage], onsets: [[Int]], ends: [[Int]]
  ) -> [Int: [ExpressionWriter.Sound]] {
    var sounds: [Int: [ExpressionWriter.Sound]] = [:]
    for passage in passages where ensemble.expressions[passage.place.keyboard] != nil {
      let played = passage.attacks[..<passage.count].map { attack in
        ExpressionWriter.Sound(
          onset: attack.tones.reduce(.max) { min($0, onsets[attack.sonority][$1]) },
          end: attack.tones.reduce(.min) { max($0, ends[attack.sonority][$1]) },
          swells: NoteSwell.applies(
            toTicks: attack.end - attack.onset, ticksPerQuarter: time.ticksPerQuarter))
      }
      // Bows and breath may share a keyboard.
      sounds[passage.place.keyboard] =
        sounds[passage.place.keyboard].map {
          ($0 + played).sorted { ($0.onset, $0.end) < ($1.onset, $1.end) }
        } ?? played
    }
    return sounds
  }
}
