/// A performer that plays phrases: it adds up what the rules ask for.
struct Performer {
  /// The dB by which all is softer than the score, to leave room for what is brought forward.
  private static let headroom = 3.0

  private let time: ScoreTime
  private let weights: RuleWeights
  private let parts: [PianoPart]
  /// The first part of each keyboard without pedal of its own: it gets the added one.
  private let pedals: [Int]
  private var noise: MotorNoise
  private(set) var tempo: TempoWriter
  private var previousOnset = 0

  init(time: ScoreTime, parts: [PianoPart], weights: RuleWeights, seed: UInt64) {
    self.time = time
    self.parts = parts
    var keyboards: Set<Int> = []
    pedals = parts.indices.filter {
      keyboards.insert(parts[$0].keyboard).inserted && !parts[$0].hasOwnPedal
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
    let release = breathe(phrase, millisecondsPerTick: milliseconds.last!, ends: &ends)
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

  // MARK: Ends

  /// Lets go of the notes that would sound into the next phrase for no longer than a quarter, and no
  /// longer than they have sounded before it; what is held for longer is meant to join the phrases.
  /// - Returns: the tick at which the phrase is let go of.
  private func breathe(
    _ phrase: Phrase, millisecondsPerTick: Double, ends: inout [[Int]]
  ) -> Int {
    guard let next = phrase.next else {
      return ends.reduce(phrase.last + 1) { max($0, $1.max()!) }
    }
    let gap = Int(
      PhraseArticulation.gap(weight: weights.phraseArticulation) / millisecondsPerTick)
    for (index, sonority) in phrase.sonorities.enumerated() {
      let length = next - sonority.onset
      for tone in ends[index].indices
      where ends[index][tone] - next <= min(length, time.ticksPerQuarter) {
        ends[index][tone] = min(ends[index][tone], next - min(gap, length / 2))
      }
    }
    return next - min(gap, (next - phrase.last) / 2)
  }

  private func pedal(
    _ phrase: Phrase, release: Int, milliseconds: [Double], ends: inout [[Int]],
    into queue: inout EventQueue
  ) {
    guard weights.pedal, !pedals.isEmpty else { return }
    let pedalling = Pedalling(
      phrase, time: time, release: release, milliseconds: milliseconds, ends: &ends,
      isPedalled: { [parts] in !parts[$0.part].hasOwnPedal })
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
    let x =
      phrase.last > phrase.start
      ? Double(sonority.onset - phrase.start) / Double(phrase.last - phrase.start) : 0
    let level = time.metricalLevel(at: sonority.onset)
    let common =
      PhraseArch.soundLevel(at: x, weight: weights.phraseArchLevel)
      + MetricalAccent.soundLevel(level: level, weight: weights.metricalAccent) - Self.headroom
    let written = time.milliseconds(ofTickAt: sonority.onset)
    func contrast(until next: Int?) -> Double {
      guard let next else { return 0 }
      return DurationContrast.soundLevel(
        interval: Double(next - sonority.onset) * written, weight: weights.durationContrast)
    }
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
      let decibels =
        common + contrast(until: isMelody ? nextMelody : following)
        + HighLoud.soundLevel(key: tone.key, weight: weights.highLoud)
        + VoiceBalance.soundLevel(
          voice, accompanying: accompanying, weight: weights.voiceBalance)
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
