import Testing

@testable import RenderPerformance

@Suite struct RuleTests {
  private func close(_ x: Double, _ y: Double, within tolerance: Double = 1e-9) -> Bool {
    abs(x - y) <= tolerance
  }

  @Test("Phrase arch lengthens by a tenth at the beginning and a fifth at the end, on parabolas")
  func phraseArch() {
    #expect(close(PhraseArch.lengthening(at: 0, weight: 1), 0.1))
    // Half way to the turn a quarter is left.
    #expect(close(PhraseArch.lengthening(at: 0.15, weight: 1), 0.025))
    #expect(close(PhraseArch.lengthening(at: 0.3, weight: 1), 0))
    #expect(close(PhraseArch.lengthening(at: 0.65, weight: 1), 0.05))
    #expect(close(PhraseArch.lengthening(at: 1, weight: 1), 0.2))
    #expect(close(PhraseArch.lengthening(at: 1, weight: 1.5), 0.3))
    #expect(close(PhraseArch.soundLevel(at: 0, weight: 1), -1))
    #expect(close(PhraseArch.soundLevel(at: 0.3, weight: 1), 0))
    #expect(close(PhraseArch.soundLevel(at: 0.65, weight: 1), -0.5))
    #expect(close(PhraseArch.soundLevel(at: 1, weight: 1.5), -3))
  }

  @Test("Final ritard with q = 2: the square of the tempo falls evenly, and time is its integral")
  func finalRitard() {
    #expect(close(FinalRitard.finalTempo(weight: 1), 0.25))
    #expect(close(FinalRitard.finalTempo(weight: 1.0 / 3), 0.5))
    #expect(close(FinalRitard.tempo(at: 0, finalTempo: 0.5), 1))
    // sqrt(1 - 0.75 / 2)
    #expect(close(FinalRitard.tempo(at: 0.5, finalTempo: 0.5), 0.7905694150420949))
    #expect(close(FinalRitard.tempo(at: 1, finalTempo: 0.5), 0.5))
    // Of even deceleration the mean tempo is (1 + 0.5) / 2.
    #expect(close(FinalRitard.lengthening(from: 0, to: 1, finalTempo: 0.5), 4.0 / 3))
    let halves =
      0.5 * FinalRitard.lengthening(from: 0, to: 0.5, finalTempo: 0.5)
      + 0.5 * FinalRitard.lengthening(from: 0.5, to: 1, finalTempo: 0.5)
    #expect(close(halves, 4.0 / 3))
  }

  @Test("High loud gives 0.6 dB times the root of the distance from middle C")
  func highLoud() {
    #expect(HighLoud.soundLevel(key: 60, weight: 1) == 0)
    #expect(close(HighLoud.soundLevel(key: 64, weight: 1), 1.2))
    #expect(close(HighLoud.soundLevel(key: 96, weight: 1), 3.6))
    #expect(close(HighLoud.soundLevel(key: 35, weight: 2), -6))
  }

  @Test("Duration contrast shortens 200 ms by 16.5, and leaves 600 ms as they are")
  func durationContrast() {
    func shortening(_ interval: Double) -> Double {
      DurationContrast.milliseconds(interval: interval, weight: 1)
    }
    #expect(shortening(30) == 0)
    #expect(close(shortening(115), -8.25))
    #expect(close(shortening(200), -16.5))
    #expect(close(shortening(300), -13.5))
    #expect(close(shortening(500), -5.25))
    #expect(shortening(600) == 0)
    #expect(shortening(2000) == 0)
    #expect(close(DurationContrast.soundLevel(interval: 200, weight: 1), -0.825))
  }

  @Test("Metrical accent is half a decibel a level")
  func metricalAccent() {
    #expect(MetricalAccent.soundLevel(level: 3, weight: 1) == 1)
    #expect(MetricalAccent.soundLevel(level: 1, weight: 1) == 0)
    #expect(MetricalAccent.soundLevel(level: 0, weight: 2) == -1)
  }

  @Test("Ten notes at once have less than three times the power of the melody alone")
  func voiceBalance() {
    #expect(VoiceBalance.soundLevel(.melody, accompanying: 9, weight: 1) == 1.5)
    #expect(VoiceBalance.soundLevel(.inner, accompanying: 1, weight: 1) == -2)
    #expect(close(VoiceBalance.soundLevel(.inner, accompanying: 10, weight: 1), -7))
    #expect(close(VoiceBalance.soundLevel(.bass, accompanying: 4, weight: 1), -4.0103))
    // Against the melody's +1.5 dB eight inner voices are at -8.27 dB and the bass at -7.27 dB:
    // powers of 0.149 and 0.187.
    #expect(close(VoiceBalance.soundLevel(.inner, accompanying: 9, weight: 1), -6.771213))
    #expect(close(VoiceBalance.soundLevel(.bass, accompanying: 9, weight: 1), -5.771213))
    #expect(
      VoiceBalance.soundLevel(.inner, accompanying: 4000, weight: 1)
        <= VoiceBalance.soundLevel(.inner, accompanying: 12, weight: 1))
  }

  @Test("A breath lengthens by 40 ms and is 80 ms long, a repetition is detached by 35 ms")
  func articulation() {
    #expect(PhraseArticulation.lengthening(weight: 1) == 40)
    #expect(PhraseArticulation.gap(weight: 0.5) == 40)
    #expect(RepetitionArticulation.gap(weight: 1) == 35)
    #expect(MelodyLead.milliseconds(weight: 1) == 10)
  }

  @Test("A long note swells by k / 1.4 dB each way, and turns at 0.4")
  func noteSwell() {
    #expect(close(NoteSwell.soundLevel(at: 0, weight: 1.4), -1))
    // Half way to the turn a quarter is left.
    #expect(close(NoteSwell.soundLevel(at: 0.2, weight: 1.4), 0.5))
    #expect(close(NoteSwell.soundLevel(at: 0.4, weight: 1.4), 1))
    #expect(close(NoteSwell.soundLevel(at: 0.7, weight: 1.4), 0.5))
    #expect(close(NoteSwell.soundLevel(at: 1, weight: 2.8), -2))
    #expect(NoteSwell.applies(toTicks: 96, ticksPerQuarter: 48))
    #expect(!NoteSwell.applies(toTicks: 95, ticksPerQuarter: 48))
  }

  @Test("A player's offset has its standard deviation, and a quarter of it is lost at each onset")
  func ensembleTiming() {
    var noise = MotorNoise(seed: 3)
    var timing = EnsembleTiming(playerCount: 2, weight: 1)
    let shifts = (0..<20_000).map { timing.shift(of: 1, at: $0, noise: &noise) }
    let mean = shifts.reduce(0, +) / 20_000
    let variance = shifts.reduce(0) { $0 + $1 * $1 } / 20_000
    #expect(abs(mean) < 1.5)
    // Of 20.3 and 6.78 ms.
    #expect(close(variance.squareRoot(), 21.4, within: 0.6))
    let neighbours = zip(shifts, shifts.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } / 20_000
    #expect(close(neighbours / variance, 0.75 * 0.9, within: 0.03))
    // At one onset all notes of a player are together.
    let shift = timing.shift(of: 0, at: 7, noise: &noise)
    #expect(timing.shift(of: 0, at: 7, noise: &noise) == shift)
  }

  @Test("Motor noise has its standard deviation and no more than three of them")
  func motorNoise() {
    var noise = MotorNoise(seed: 3)
    let milliseconds = (0..<20_000).map { _ in noise.milliseconds(weight: 1) }
    let mean = milliseconds.reduce(0, +) / 20_000
    let variance = milliseconds.reduce(0) { $0 + $1 * $1 } / 20_000
    #expect(abs(mean) < 0.2)
    #expect(close(variance.squareRoot(), 6.78, within: 0.1))
    #expect(milliseconds.allSatisfy { abs($0) <= 3 * 6.78 })
  }

  @Test("A decibel of velocity is a fortieth of a decade")
  func soundLevel() {
    // 80 x 10^(3/40) = 95.1, but above 71 velocities are compressed: 8.03 dB below the greatest is
    // just at the knee, and 3 dB above it 8 x 2.97 / (2.97 + 8) = 2.17 dB are left.
    #expect(SoundLevel.velocity(base: 80, louderBy: 0) == 80)
    #expect(SoundLevel.velocity(base: 80, louderBy: 3) == 91)
    // 80 x 10^(-6/40) = 56.6, 40 x 10^(4/40) = 50.4
    #expect(SoundLevel.velocity(base: 80, louderBy: -6) == 57)
    #expect(SoundLevel.velocity(base: 40, louderBy: 4) == 50)
    #expect(SoundLevel.velocity(base: 1, louderBy: -30) == 1)
    #expect(SoundLevel.microdecibels.count == 127)
    #expect(SoundLevel.microdecibels == SoundLevel.microdecibels.sorted())
  }

  @Test("Loud notes are compressed, never made equal")
  func compression() {
    let velocities = stride(from: -10.0, through: 6, by: 2).map {
      SoundLevel.velocity(base: 127, louderBy: $0)
    }
    #expect(zip(velocities, velocities.dropFirst()).allSatisfy { $0 < $1 })
    #expect(velocities.last! < 127)
  }

  @Test("Local boundaries are heard where intervals change, as computed by hand")
  func localBoundaries() {
    // Onsets 0 1 2 6 7 8: intervals 1 1 4 1 1. Degrees of change 0, 3/5, 3/5, 0; strengths 0, 0.6,
    // 4 x 1.2, 0.6, 0, and so 0, 0.125, 1, 0.125, 0.
    let profile = LocalBoundaries.profile([1, 1, 4, 1, 1])
    #expect(zip(profile, [0, 0.125, 1, 0.125, 0]).allSatisfy { close($0, $1) })
    #expect(LocalBoundaries.profile([2, 2, 2]) == [0, 0, 0])
    #expect(LocalBoundaries.profile([]) == [])
    // The same in time alone (keys are equal, nothing rests): half of it.
    let tones = [0, 1, 2, 6, 7, 8].map {
      LocalBoundaries.MelodyTone(onset: $0, end: $0 == 2 ? 6 : $0 + 1, key: 60)
    }
    #expect(
      zip(LocalBoundaries.strengths(tones), [0, 0.0625, 0.5, 0.0625, 0])
        .allSatisfy { close($0, $1) })
  }

  @Test("Chords ring together under the pedal, seconds and clusters do not")
  func harmony() {
    func blend(_ first: [Int], _ second: [Int]) -> Bool {
      Harmony(first).blends(with: Harmony(second))
    }
    #expect(blend([48, 64], [67, 72]))
    #expect(blend([55, 71], [74, 77]))
    #expect(!blend([60, 64, 67], [65]))
    #expect(blend([60, 64, 67], [71]))
    #expect(!blend([60, 64, 67], [70, 71]))
    // B flat and C are of one seventh chord, and blur in the bass all the same.
    #expect(blend([72], [82]))
    #expect(!blend([36], [34]))
  }
}
