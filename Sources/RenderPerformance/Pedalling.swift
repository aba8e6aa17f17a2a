/// Harmonic pedalling: the pedal takes up a harmony and is changed with it.
///
/// It is lifted at the onset that brings another harmony, or another bar, and pressed a little
/// later, when the fingers are off the keys of the old one (syncopated pedalling: 100 ms later, or
/// 30 ms where it was up; Director Musices, `piano-pedalling-simple`). Runs, where no harmony lasts
/// a quarter, are played without. At rests of a quarter, and at the end of the phrase, it is
/// lifted.
struct Pedalling {
  struct Change: Hashable {
    var tick: Int
    var isDown: Bool
  }

  private static let delayOfChange = 100.0
  private static let delayOfPress = 30.0
  /// The number of onsets in a quarter above which they are a run, whatever their notes.
  private static let densestQuarter = 16

  private(set) var changes: [Change] = []
  private let phrase: Phrase
  private let time: ScoreTime
  private let isPedalled: (Sonority.Tone) -> Bool
  private let harmonies: [Harmony]
  private let longest: Int
  /// The harmony that the pedal holds, while it is down.
  private var caught: Harmony?
  private var pressed = 0

  /// - Parameters:
  ///   - release: the tick at which the phrase is let go of.
  ///   - milliseconds: the length of a tick at each sonority, as it is played.
  ///   - ends: where the tones of each sonority end. Those that would be taken over into the next
  ///     harmony are shortened.
  init(
    _ phrase: Phrase, time: ScoreTime, release: Int, milliseconds: [Double], ends: inout [[Int]],
    isPedalled: @escaping (Sonority.Tone) -> Bool
  ) {
    self.phrase = phrase
    self.time = time
    self.isPedalled = isPedalled
    harmonies = phrase.sonorities.map { Harmony($0.tones.filter(isPedalled).map(\.key)) }
    longest = PerformanceBounds.pedalBars * time.phraseBar(at: phrase.start)
    var sounding: [Int: (sonority: Int, tone: Int)] = [:]
    var soundsUntil = 0
    var barStart = 0

    for (index, sonority) in phrase.sonorities.enumerated() {
      let onset = sonority.onset
      if onset - soundsUntil >= time.ticksPerQuarter { lift(at: soundsUntil) }
      if onset - pressed > longest { lift(at: pressed + longest) }
      let start = time.bar(at: onset).start
      if start == barStart, caught?.blends(with: harmonies[index]) == true {
        caught!.formUnion(harmonies[index])
      } else {
        barStart = start
        let wasDown = caught != nil
        lift(at: onset)
        let next =
          index + 1 < phrase.sonorities.count ? phrase.sonorities[index + 1].onset : release
        let delay = min(
          Int((wasDown ? Self.delayOfChange : Self.delayOfPress) / milliseconds[index]),
          (next - onset) / 2)
        if delay > 0, release - onset >= time.ticksPerQuarter {
          press(
            at: onset + delay, sonority: index, sounding: &sounding, ends: &ends)
        }
      }
      for (tone, values) in sonority.tones.enumerated() where isPedalled(values) {
        sounding[values.keyboard << 7 | values.key] = (index, tone)
        soundsUntil = max(soundsUntil, ends[index][tone])
      }
    }
    lift(at: release - soundsUntil >= time.ticksPerQuarter ? soundsUntil : release)
  }

  private mutating func lift(at tick: Int) {
    guard caught != nil else { return }
    caught = nil
    changes.append(
      Change(tick: min(max(tick, pressed + 1), pressed + longest), isDown: false))
  }

  /// Presses the pedal, if the harmony of a sonority lasts.
  private mutating func press(
    at tick: Int, sonority index: Int, sounding: inout [Int: (sonority: Int, tone: Int)],
    ends: inout [[Int]]
  ) {
    let onset = phrase.sonorities[index].onset
    // What ends within an eighth belongs to the harmony before, and is let go with it. What the
    // score holds for longer stays, and has to agree with what the pedal takes up.
    func isHeld(_ note: (sonority: Int, tone: Int)) -> Bool {
      ends[note.sonority][note.tone] - onset > time.ticksPerQuarter / 2
    }
    var harmony = harmonies[index]
    for note in sounding.values where isHeld(note) {
      harmony.insert(phrase.sonorities[note.sonority].tones[note.tone].key)
    }
    guard harmony == harmonies[index] || harmony.blends(with: harmony) else { return }
    let caught = harmony
    for (later, sonority) in phrase.sonorities[(index + 1)...].enumerated() {
      guard sonority.onset - onset < time.ticksPerQuarter else { break }
      let next = harmonies[index + 1 + later]
      guard later < Self.densestQuarter, harmony.blends(with: next) else { return }
      harmony.formUnion(next)
    }
    for note in sounding.values where !isHeld(note) && ends[note.sonority][note.tone] > onset {
      ends[note.sonority][note.tone] = onset + (tick - onset) / 2
    }
    sounding = sounding.filter { ends[$0.value.sonority][$0.value.tone] > onset }
    self.caught = caught
    pressed = tick
    changes.append(Change(tick: tick, isDown: true))
  }
}
