import RenderMusic
import Testing

@testable import RenderPerformance

@Suite struct ScoreTimeTests {
  @Test("Without marks it is 4/4 at 120 quarters a minute")
  func defaults() {
    let time = ScoreTime(ticksPerQuarter: 480)
    #expect(time.microsecondsPerQuarter(at: 0) == 500_000)
    #expect(time.bar(at: 5000) == ScoreTime.Bar(start: 3840, length: 1920, beat: 480, half: 960))
    #expect([0, 960, 480, 240].map(time.metricalLevel) == [3, 2, 1, 0])
  }

  @Test("A time signature begins a bar where it stands, and 6/8 has two beats")
  func signatures() {
    let time = ScoreTime(
      ticksPerQuarter: 96,
      timeSignatures: [
        Score.TimeSignature(tick: 0, beats: 3, beatUnit: 4),
        Score.TimeSignature(tick: 600, beats: 6, beatUnit: 8),
      ])
    #expect(time.bar(at: 599).start == 576)
    #expect(time.bar(at: 900) == ScoreTime.Bar(start: 888, length: 288, beat: 144, half: 144))
    #expect([600, 744, 648].map(time.metricalLevel) == [3, 2, 0])
    #expect([288, 384, 300].map(time.metricalLevel) == [3, 1, 0])
  }

  @Test("The bars of phrases last two quarters or more and less than eight")
  func phraseBars() {
    for (beats, unit, quarters) in [(4, 4, 4.0), (3, 8, 3), (1, 128, 2), (4, 1, 4), (255, 1, 7.97)]
    {
      let time = ScoreTime(
        ticksPerQuarter: 480,
        timeSignatures: [Score.TimeSignature(tick: 0, beats: beats, beatUnit: unit)])
      #expect(abs(Double(time.phraseBar(at: 0)) / 480 - quarters) < 0.01)
    }
  }

  @Test("Of two tempi at a tick the last one holds, and none is out of range")
  func tempi() {
    let time = ScoreTime(
      ticksPerQuarter: 0,
      tempos: [
        Score.Tempo(tick: 10, quartersPerMinute: 60), Score.Tempo(tick: 10, quartersPerMinute: 30),
        Score.Tempo(tick: 20, quartersPerMinute: 0), Score.Tempo(tick: 30, quartersPerMinute: .nan),
        Score.Tempo(tick: -5, quartersPerMinute: 1),
      ])
    #expect(time.ticksPerQuarter == 1)
    #expect(
      [0, 10, 20, 30].map(time.microsecondsPerQuarter) == [500_000, 2_000_000, 16_777_215, 1])
  }
}
