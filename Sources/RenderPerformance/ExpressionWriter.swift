/// A writer of expression: the loudness of sustained notes while they sound.
///
/// The phrase arch of the piece, half as much again as in what is struck, whose players have accents besides, and
/// the swell of long notes are added. Values go on in small steps, no more than
/// `PerformanceBounds.expressionsPerSecond`; after a silence of that length the first one is where it should be.
struct ExpressionWriter {
  /// A note, or several that begin together, as they are played.
  struct Sound {
    var onset: Int
    var end: Int
    var swells: Bool
  }

  private struct State {
    /// The value that was written last, and where.
    var value: Int?
    var written = 0
    /// The last sound, and where it and those before it end.
    var sound: Sound
    var end: Int
  }

  /// The most by which a value differs from the one before while something sounds: a quarter of a dB
  /// where it is loudest.
  private static let largestStep = 2
  /// The share of the arch of struck notes.
  private static let arch = 1.5
  /// The level in dB below which nobody fades, whatever the rules ask for.
  private static let softest = -24.0

  private let time: ScoreTime
  private let weight: Double
  private var states: [Int: State] = [:]
  /// The keyboards that sound on into the next phrase.
  private var held: Set<Int> = []

  init(time: ScoreTime, weight: Double) {
    self.time = time
    self.weight = weight
  }

  /// Writes the expression of a phrase.
  ///
  /// - Parameters:
  ///   - sounds: those of each keyboard by their onsets.
  ///   - expressions: the parts of the keyboards.
  mutating func write(
    _ sounds: [Int: [Sound]], of phrase: Phrase, _ expressions: [Int: Performers.Expression],
    into queue: inout EventQueue
  ) {
    // However long the last note is.
    let ahead = PerformanceBounds.lookAheadBars * time.phraseBar(at: phrase.start)
    let limit = min(phrase.next ?? .max, phrase.last + ahead)
    for keyboard in Set(sounds.keys).union(held).sorted() {
      guard let expression = expressions[keyboard] else { continue }
      let sounds = sounds[keyboard] ?? []
      var state = states[keyboard]
      if state != nil {
        let end = min(state!.end, sounds.first?.onset ?? limit, limit)
        write(from: phrase.start, to: end, &state!, expression, of: phrase, into: &queue)
      }
      for (index, sound) in sounds.enumerated() {
        let next = index + 1 < sounds.count ? sounds[index + 1].onset : limit
        let silence = state.map { sound.onset - $0.end } ?? .max
        if state == nil { state = State(sound: sound, end: sound.end) }
        state!.sound = sound
        state!.end = max(state!.end, sound.end)
        if silence >= interval(at: sound.onset) {
          put(
            value(at: sound.onset, state!, expression, of: phrase), at: sound.onset, &state!,
            expression, into: &queue)
        }
        write(
          from: sound.onset, to: min(state!.end, next, limit), &state!, expression, of: phrase,
          into: &queue)
      }
      states[keyboard] = state
      if let state, state.end > limit { held.insert(keyboard) } else { held.remove(keyboard) }
    }
  }

  /// Writes values from a tick on until before another one, while something sounds.
  private func write(
    from start: Int, to end: Int, _ state: inout State, _ expression: Performers.Expression,
    of phrase: Phrase, into queue: inout EventQueue
  ) {
    let interval = interval(at: start)
    var tick = max(start, state.written + interval)
    while tick < end {
      if let before = state.value {
        let difference = value(at: tick, state, expression, of: phrase) - before
        put(
          before + min(max(difference, -Self.largestStep), Self.largestStep), at: tick, &state,
          expression, into: &queue)
      }
      tick += interval
    }
  }

  private func put(
    _ value: Int, at tick: Int, _ state: inout State, _ expression: Performers.Expression,
    into queue: inout EventQueue
  ) {
    guard value != state.value else { return }
    state.value = value
    state.written = tick
    queue.append(tick, part: expression.part, .expression(UInt8(value)))
  }

  private func value(
    at tick: Int, _ state: State, _ expression: Performers.Expression, of phrase: Phrase
  ) -> Int {
    var level =
      Self.arch * PhraseArch.soundLevel(at: phrase.place(of: tick), weight: weight)
      - SustainedHeadroom.expression
    let sound = state.sound
    if sound.swells, sound.end > sound.onset {
      let x = Double(tick - sound.onset) / Double(sound.end - sound.onset)
      level += NoteSwell.soundLevel(at: x, weight: weight)
    }
    let full = SoundLevel.decibels(Int(expression.full))
    return Int(SoundLevel.value(nearest: full + min(max(level, Self.softest), 0)))
  }

  /// The least ticks between two values, in the fastest tempo that is played there.
  private func interval(at tick: Int) -> Int {
    let milliseconds = 1000 / Double(PerformanceBounds.expressionsPerSecond)
    let played = time.milliseconds(ofTickAt: tick) / PerformanceBounds.tempo.upperBound
    return max(1, Int((milliseconds / played).rounded(.up)))
  }
}
