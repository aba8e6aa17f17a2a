/// A performer at a keyboard, or of something else that is struck: it adds up what the rules ask for.
struct KeyboardPerformer: Performer {
  private let time: ScoreTime
  private let weights: RuleWeights
  private let parts: [PerformedPart]
  /// The first part of each keyboard without pedal of its own: it gets the added one.
  private let pedals: [Int]
  private var noise: MotorNoise
  private(set) var tempo: TempoWriter
  private var previousOnset = 0

  init(time: ScoreTime, parts: [PerformedPart], weights: RuleWeights, seed: UInt64) {
    self.time = time
    self.parts = parts
    var keyboards: Set<Int> = []
    pedals = parts.indices.filter {
      keyboards.insert(parts[$0].keyboard).inserted && parts[$0].isPedalled
    }
    self.weights = weights
    noise = MotorNoise(seed: seed)
    tempo = TempoWriter(time)
  }

  mutating func play(_ phrase: Phrase, into queue: inout EventQueue) {
    let phraseTempo = PhraseTempo(phrase, time: time, weights: weights)
    tempo.write(phraseTempo, of: phrase, into: &queue)

    let milliseconds = phrase.sonorities.map {
      time.milliseconds(ofTickAt: $0.onset) * phraseTempo.lengthening(at: $0.onset)
    }
    var ends = phrase.sonorities.map { $0.tones.map(\.end) }
    let release = phrase.letGo(
      gap: Int(
        PhraseArticulation.gap(weight: weights.phraseArticulation) / milliseconds.last!),
      longest: time.ticksPerQuarter, ends: &ends)
    pedal(phrase, release: release, milliseconds: milliseconds, ends: &ends, into: &queue)

    var nextMelody = [Int?](repeating: phrase.next, count: phrase.sonorities.count)
    var next = phrase.next
    for index in phrase.sonorities.indices.reversed() {
      nextMelody[index] = next
      if phrase.sonorities[index].melody != nil { next = phrase.sonorities[index].onset }
    }
    for index in phrase.sonorities.indices {
      let following =
        index + 1 < phrase.sonorities.count ? phrase.sonorities[index + 1].onset : phrase.next
      play(
        phrase.sonorities[index], of: phrase, ends: ends[index],
        millisecondsPerTick: milliseconds[index], following: following,
        nextMelody: nextMelody[index], into: &queue)
    }
    // No note of the next phrase moves further ahead than a quarter of the way.
    queue.close(before: phrase.next.map { $0 - ($0 - phrase.last) / 4 } ?? .max)
  }

  // MARK: Pedal

  private func pedal(
    _ phrase: Phrase, release: Int, milliseconds: [Double], ends: inout [[Int]],
    into queue: inout EventQueue
  ) {
    guard weights.pedal, !pedals.isEmpty else { return }
    let pedalling = Pedalling(
      phrase, time: time, release: release, milliseconds: milliseconds, ends: &ends,
      isPedalled: { [parts] in parts[$0.part].isPedalled })
    for change in pedalling.changes {
      for part in pedals {
        queue.append(change.tick, part: part, .pedal(isDown: change.isDown))
      }
    }
  }

  // MARK: Notes

  private mutating func play(
    _ sonority: Sonority, of phrase: Phrase, ends: [Int], millisecondsPerTick: Double,
    following: Int?, nextMelody: Int?, into queue: inout EventQueue
  ) {
    let level = time.metricalLevel(at: sonority.onset)
    let common = StrokeLevel.common(
      at: phrase.place(of: sonority.onset), metricalLevel: level, weights)
    let written = time.milliseconds(ofTickAt: sonority.onset)
    let accompanying = sonority.tones.count - (sonority.melody == nil ? 0 : 1)
    let lowest = sonority.tones.reduce(127) { min($0, $1.key) }
    let gap = Int(
      RepetitionArticulation.gap(weight: weights.repetitionArticulation) / millisecondsPerTick)
    let earliest = -((sonority.onset - previousOnset) / 4)
    let latest = following.map { ($0 - sonority.onset) / 4 } ?? .max

    for (index, tone) in sonority.tones.enumerated() {
      let isMelody = index == sonority.melody
      let voice: VoiceBalance.Voice =
        isMelody ? .melody : tone.key == lowest && level > 0 ? .bass : .inner
      var shift = noise.milliseconds(weight: weights.motorNoise)
      let next = isMelody ? nextMelody : following
      let decibels =
        StrokeLevel.of(
          key: tone.key, voice, accompanying: accompanying,
          interval: next.map { Double($0 - sonority.onset) * written }, common: common, weights)
        + noise.soundLevel(weight: weights.motorNoise)
      if isMelody, accompanying > 0 {
        shift -= MelodyLead.milliseconds(weight: weights.melodyLead)
      }
      let bound = PerformanceBounds.onsetMilliseconds
      let ticks = Int(min(max(shift, -bound), bound) / millisecondsPerTick)
      let onset = sonority.onset + min(max(ticks, earliest), latest)
      let duration = ends[index] - sonority.onset
      queue.strike(
        tone, from: onset, to: max(ends[index], onset + (duration + 1) / 2),
        velocity: SoundLevel.velocity(base: tone.velocity, louderBy: decibels), gap: gap)
    }
    previousOnset = sonority.onset
  }
}
