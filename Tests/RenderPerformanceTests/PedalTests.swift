import RenderMusic
import Testing

@testable import RenderPerformance

@Suite struct PedalTests {
  private func pedals(_ events: [PerformedEvent]) -> [(tick: Int, isDown: Bool)] {
    events.compactMap {
      if case .pedal(let isDown) = $0.action { ($0.tick, isDown) } else { nil }
    }
  }

  @Test(
    "The pedal goes down and up in turn, for two bars at most, and is up at the end",
    arguments: RandomScore.all.indices)
  func turns(_ index: Int) {
    let score = RandomScore.all[index]
    let pedals = pedals(score.played())
    #expect(pedals.map(\.isDown) == pedals.indices.map { $0.isMultiple(of: 2) })
    #expect(pedals.last?.isDown != true)
    for (down, up) in zip(pedals, pedals.dropFirst()) where down.isDown {
      #expect(down.tick < up.tick)
      // A signature may change meanwhile; the bars of phrases are less than eight quarters.
      #expect(up.tick - down.tick <= 2 * score.time.phraseBar(at: down.tick))
    }
  }

  @Test("A note that the score holds is not cut where the pedal changes or a phrase ends")
  func heldNotes() {
    let ticks = 480
    // A bass for two bars each, and quarters above it whose harmony changes.
    var notes: [PartNote] = []
    for bar in 0..<16 {
      if bar.isMultiple(of: 2) {
        notes.append(PartNote(Note(onset: bar * 4 * ticks, duration: 8 * ticks, key: 40)))
      }
      for beat in 0..<4 {
        let root = UInt8([64, 69, 66, 71][(bar + beat) % 4])
        for interval in [0, 4, 7] as [UInt8] {
          notes.append(
            PartNote(
              Note(
                onset: (bar * 4 + beat) * ticks, duration: ticks, key: root + interval)))
        }
      }
    }
    let events = Array(
      Rendition(notes, time: ScoreTime(ticksPerQuarter: ticks), style: .expressive, seed: 1))
    var strokes: [(on: Int, off: Int)] = []
    for event in events {
      switch event.action {
      case .noteOn(key: 40, _): strokes.append((event.tick, 0))
      case .noteOff(key: 40): strokes[strokes.count - 1].off = event.tick
      default: break
      }
    }
    #expect(strokes.count == 8)
    // But for the gap before it is struck again, or a breath, all of its length.
    #expect(strokes.allSatisfy { $0.off - $0.on > 8 * ticks - ticks / 2 })
  }

  /// A bar of broken chords in eighths for each root.
  private func brokenChords(_ roots: [Int], ticks: Int = 480) -> [PartNote] {
    roots.enumerated().flatMap { bar, root in
      [0, 4, 7, 12, 7, 4, 7, 12].enumerated().map { index, interval in
        PartNote(
          Note(
            onset: (8 * bar + index) * ticks / 2, duration: ticks / 2,
            key: UInt8(root + interval)))
      }
    }
  }

  @Test("The pedal is changed at the onset of the new harmony and pressed 100 ms after it")
  func change() {
    var weights = RuleWeights()
    weights.phraseArch = 0
    weights.durationContrast = 0
    weights.phraseArticulation = 0
    weights.finalRitard = 0
    let time = ScoreTime(ticksPerQuarter: 480)
    let events = Array(
      Rendition(
        brokenChords([60, 65, 67]), time: time, style: .expressive, seed: 1, weights: weights))
    // 100 ms are 96 ticks, 30 ms are 28.8. The bar after the last ends with its last note.
    #expect(pedals(events).map(\.tick) == [28, 1920, 2016, 3840, 3936, 5760])
  }

  @Test("Scales are played without pedal")
  func scales() {
    let notes = (0..<64).map { index in
      PartNote(
        Note(
          onset: 120 * index, duration: 120,
          key: UInt8(60 + [0, 2, 4, 5, 7, 9, 11, 12][index % 8])))
    }
    let events = Array(
      Rendition(notes, time: ScoreTime(ticksPerQuarter: 480), style: .expressive, seed: 1))
    #expect(pedals(events).isEmpty)
  }

  @Test("The pedal is up in rests and before the next phrase begins")
  func rests() {
    let first = brokenChords([60, 60])
    let second = brokenChords([60, 60]).map {
      var moved = $0
      moved.note.onset += 4 * 1920
      return moved
    }
    let events = Array(
      Rendition(first + second, time: ScoreTime(ticksPerQuarter: 480), style: .expressive, seed: 1))
    let pedals = pedals(events)
    let before = pedals.last { $0.tick < 4 * 1920 }
    #expect(before?.isDown == false)
    #expect(before!.tick <= 2 * 1920)
  }

  @Test("Notes that end soon after a change of harmony are let go before the pedal goes down")
  func release() throws {
    // Each chord lasts an eighth into the next one.
    let notes = [60, 65, 67, 60].enumerated().flatMap { bar, root in
      [0, 4, 7].map {
        PartNote(Note(onset: 1920 * bar, duration: 2160, key: UInt8(root + $0)))
      }
    }
    let events = Array(
      Rendition(notes, time: ScoreTime(ticksPerQuarter: 480), style: .expressive, seed: 1))
    let played = try #require(playedNotes(events))
    for (tick, isDown) in pedals(events) where isDown {
      #expect(
        played.allSatisfy { !($0.onset < tick - 960 && $0.end > tick) })
    }
  }

  @Test("A part with pedal of its own gets none, and a weight of none is none")
  func without() {
    let notes = brokenChords([60, 65])
    let time = ScoreTime(ticksPerQuarter: 480)
    #expect(
      pedals(
        Array(
          Rendition(
            notes, parts: [PerformedPart(hasOwnPedal: true)], time: time, style: .expressive,
            seed: 1))
      ).isEmpty)
    var weights = RuleWeights()
    weights.pedal = false
    #expect(
      pedals(
        Array(Rendition(notes, time: time, style: .expressive, seed: 1, weights: weights))
      ).isEmpty)
  }

  @Test("Parts that share a keyboard share a pedal, others have their own")
  func keyboards() {
    let notes = brokenChords([60, 65])
    let parts = [
      PerformedPart(keyboard: 0), PerformedPart(keyboard: 0), PerformedPart(keyboard: 3),
    ]
    let events = Array(
      Rendition(
        notes, parts: parts, time: ScoreTime(ticksPerQuarter: 480), style: .expressive, seed: 1))
    let parted = events.filter { if case .pedal = $0.action { true } else { false } }
    #expect(Set(parted.map(\.part)) == [0, 2])
  }
}
