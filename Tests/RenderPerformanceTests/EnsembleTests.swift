import RenderMIDI
import RenderMusic
import RenderTestSupport
import Testing

@testable import RenderPerformance

@Suite("A performance of an ensemble") struct EnsembleTests {
  private static let pieces = 1...60 as ClosedRange<UInt64>

  @Test("plays every note once, ends it, and keeps all in order and in range", arguments: pieces)
  func notes(seed: UInt64) {
    let score = RandomEnsemble(seed: seed)
    for style in PerformanceStyle.allCases {
      let events = score.played(style, seed: seed)
      let order = events.map(\.order)
      #expect(events.allSatisfy { $0.tick >= 0 })
      #expect(zip(order, order.dropFirst()).allSatisfy { $0.0.tick <= $0.1.tick })
      #expect(score.played(style, seed: seed) == events)
      var sounding: [Int: Int] = [:]
      var strokes = 0
      for event in events {
        guard let part = event.part.map({ score.parts[$0] }) else { continue }
        switch event.action {
        case .noteOn(let key, let velocity):
          #expect(sounding.updateValue(event.tick, forKey: part.keyboard << 7 | Int(key)) == nil)
          #expect(1...127 ~= velocity)
          strokes += 1
        case .noteOff(let key):
          let onset = sounding.removeValue(forKey: part.keyboard << 7 | Int(key))
          #expect(onset != nil && onset! < event.tick)
        case .expression(let value):
          #expect(1...127 ~= value && part.technique.hasExpression && style == .expressive)
        case .pedal: #expect(part.technique == .piano && style == .expressive)
        case .tempo: Issue.record("a tempo belongs to nobody")
        }
      }
      #expect(sounding.isEmpty && strokes == score.strokes)
    }
  }

  @Test("has another one with another seed, and none of it in plain style")
  func seeds() {
    let score = RandomEnsemble(seed: 3, programs: [40, 73, 0])
    #expect(score.played(seed: 1) != score.played(seed: 2))
    #expect(score.played(.plain, seed: 1) == score.played(.plain, seed: 2))
    #expect(score.played(.plain).expression(0).isEmpty && score.played(.plain).pedals == 0)
  }

  @Test("moves no onset by more than the bound, and keeps their order", arguments: pieces)
  func onsetBound(seed: UInt64) {
    let score = RandomEnsemble(seed: seed, programs: [73, 40, 48, 24, 0])
    let events = score.played(seed: seed)
    let tempi = events.compactMap { event -> (tick: Int, microseconds: Double)? in
      guard case .tempo(let microseconds) = event.action else { return nil }
      return (event.tick, Double(microseconds))
    }
    for part in score.parts.indices {
      let written = score.notes.filter { $0.part == part }.map(\.note)
      var strokes = Dictionary(grouping: events.notes(part), by: \.key)
      var seen: Set<[Int]> = []
      for note in written where seen.insert([note.onset, Int(note.key)]).inserted {
        let onset = strokes[Int(note.key)]!.removeFirst().onset
        let tempo = tempi.last { $0.tick <= note.onset }!.microseconds
        let shift =
          Double(abs(onset - note.onset)) * tempo / Double(score.time.ticksPerQuarter)
        // Tempi are whole microseconds a quarter.
        #expect(shift <= PerformanceBounds.onsetMilliseconds * 1000 * 1.0001)
      }
    }
  }

  @Test("is not quite together, and the part with the melody leads")
  func asynchrony() {
    let (notes, parts) = lines([40, 41, 42]) { 76 - 12 * $0 + (7 * $1) % 5 }
    let events = performed(notes, parts)
    let onsets = parts.indices.map { events.notes($0).map { Double($0.onset) / 0.96 } }
    for (first, second, leads) in [(0, 1, true), (0, 2, true), (1, 2, false)] {
      let differences = zip(onsets[first], onsets[second]).map { $1 - $0 }
      let mean = differences.reduce(0, +) / Double(differences.count)
      let deviation =
        (differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(differences.count))
        .squareRoot()
      #expect(10...20 ~= deviation)
      #expect(leads ? 3...17 ~= mean : -7...7 ~= mean)
    }
    var weights = RuleWeights()
    weights.motorNoise = 0
    weights.melodyLead = 0
    let together = performed(notes, parts, weights: weights)
    #expect(together.notes(0).map(\.onset) == together.notes(2).map(\.onset))
    #expect(together.notes(0).map(\.onset) == (0..<256).map { 480 * $0 })
  }

  @Test(
    "begins the notes of a part at one onset together", arguments: [0, 6, 19, 48, 52] as [UInt8])
  func chords(program: UInt8) {
    var (notes, parts) = lines([program, 73], 960, count: 100) { $0 == 0 ? 48 : 80 + $1 % 3 }
    for index in 0..<100 {
      for key in [55, 60, 64] as [UInt8] {
        notes.append(PartNote(Note(onset: 960 * index, duration: 960, key: key), part: 0))
      }
    }
    parts[0].hasOwnPedal = true
    let chords = Dictionary(
      grouping: performed(notes.sortedByOnset(), parts).notes(0), by: { ($0.onset + 480) / 960 })
    #expect(chords.count == 100)
    #expect(chords.values.allSatisfy { Set($0.map(\.onset)).count == 1 && $0.count == 4 })
  }

  @Test("has one player for all staves of a keyboard and all parts of a channel")
  func players() {
    func players(_ parts: [(program: UInt8, keyboard: Int)]) -> [Int] {
      Performers(parts.map { PerformedPart(program: $0.program, keyboard: $0.keyboard) }).players
    }
    #expect(players([(40, 0), (0, 1), (0, 2), (42, 3)]) == [0, 1, 1, 2])
    #expect(players([(19, 0), (19, 1), (19, 2)]) == [0, 0, 0])
    #expect(players([(40, 0), (40, 1), (45, 0)]) == [0, 1, 0])
  }

  @Test("is a pianist's where there are pianos alone, or one who strikes or plucks")
  func pianists() {
    func isPianist(_ programs: [UInt8]) -> Bool {
      let parts = programs.enumerated().map { PerformedPart(program: $1, keyboard: $0) }
      return Performers(parts).performer(
        time: ScoreTime(ticksPerQuarter: 480), weights: RuleWeights(), seed: 1)
        is KeyboardPerformer
    }
    for programs: [UInt8] in [[0], [0, 0], [0, 3, 1, 0], [6], [6, 6], [46], [24]] {
      #expect(isPianist(programs))
    }
    for programs: [UInt8] in [[40], [0, 40], [24, 24], [19], [73], [52, 0, 0], [0, 24]] {
      #expect(!isPianist(programs))
    }
    let score = RandomScore(.free, seed: 3)
    #expect(score.parts.count > 1)
    var harpsichord = score
    for index in harpsichord.parts.indices { harpsichord.parts[index].program = 6 }
    let notes = harpsichord.played().filter { if case .tempo = $0.action { false } else { true } }
    #expect(notes.pedals == 0 && score.played().pedals > 0)
    #expect(playedNotes(notes)?.map(\.velocity) == playedNotes(score.played())?.map(\.velocity))
  }

  @Test("brings the leading part forward, and lets the others be heard")
  func balance() {
    let programs: [UInt8] = [68, 73, 60, 70, 40, 41, 42, 43, 0]
    let (notes, parts) = lines(programs, 240) { part, index in
      // The second part is the highest one.
      (part == 1 ? 88 : 80 - 4 * part) + (7 * index) % 4
    }
    let events = performed(notes, parts)
    let means = parts.indices.map { part in
      Double(events.notes(part).map(\.velocity).reduce(0, +)) / 256
    }
    for (part, mean) in means.enumerated() where part != 1 {
      #expect(means[1] > mean + 5)
      #expect(mean > 50)
    }
  }

  @Test("gives the pedal to its piano, for the piano's harmony")
  func pedal() {
    // Broken chords of a bar each, and over them a scale, which alone would not ring together.
    var notes: [PartNote] = []
    for bar in 0..<16 {
      for (index, interval) in [0, 4, 7, 12, 7, 4, 7, 12].enumerated() {
        notes.append(
          PartNote(
            Note(
              onset: 1920 * bar + 240 * index, duration: 240,
              key: UInt8([48, 53, 55, 48][bar % 4] + interval)), part: 1))
        notes.append(
          PartNote(
            Note(onset: 1920 * bar + 240 * index, duration: 240, key: UInt8(76 + index)), part: 0))
      }
    }
    let parts = [PerformedPart(program: 73, keyboard: 0), PerformedPart(keyboard: 1)]
    let events = performed(notes.sortedByOnset(), parts)
    let pedals = events.filter { if case .pedal = $0.action { true } else { false } }
    #expect(pedals.count >= 16 && pedals.allSatisfy { $0.part == 1 })
    #expect(pedals.last?.action == .pedal(isDown: false))
    var weights = RuleWeights()
    weights.pedal = false
    #expect(performed(notes.sortedByOnset(), parts, weights: weights).pedals == 0)
  }

  @Test("looks no further ahead than that of a piano")
  func lookAhead() {
    let (notes, parts) = lines([73, 48, 0], count: 2000) { 80 - 12 * $0 + $1 % 3 }
    var read = 0
    let source = notes.lazy.map { note in
      read += 1
      return note
    }
    let time = ScoreTime(ticksPerQuarter: 480)
    for event in Rendition(source, parts: parts, time: time, style: .expressive, seed: 1) {
      // What is played begins at most a quarter of the way before its place; a value of expression may
      // come before the end of its phrase, which is 6 bars long at most.
      let limit = event.tick + (PerformanceBounds.lookAheadBars + 7) * 1920
      #expect(read <= 3 * (limit / 480 + 2))
    }
    // What is further away changes nothing.
    let shorter = performed(Array(notes.prefix(3000)), parts)
    let longer = performed(notes, parts)
    let common = (1000 - 9 * 4) * 480
    #expect(
      shorter.prefix { $0.tick < common } == longer.prefix { $0.tick < common })
  }

  @Test("is quick")
  func speed() {
    let programs: [UInt8] = [73, 68, 71, 70, 60, 56, 57, 47, 40, 40, 41, 42, 43]
    let (notes, parts) = lines(programs, count: 310) { 84 - 4 * $0 + ($1 * 7) % 5 }
    let time = processorSeconds { #expect(performed(notes, parts).count > 8000) }
    // It takes a hundredth of a second.
    #expect(time < 1)
  }

  @Test("Values that no score can hold do no harm to it")
  func hostile() {
    let notes = [
      Note(onset: .min, duration: .max, key: 255, velocity: 0),
      Note(onset: 10, duration: -5, key: 60, velocity: 255),
      Note(onset: 5, duration: 0, key: 60), Note(onset: 700, duration: .max, key: 61),
      Note(onset: .max, duration: .max, key: 60), Note(onset: .max, duration: .min, key: 61),
    ]
    for program in [0, 6, 19, 40, 73] as [UInt8] {
      let parts = [
        PerformedPart(program: program, keyboard: .max >> 8, fullExpression: 0),
        PerformedPart(program: 255, keyboard: -3), PerformedPart(program: 52, fullExpression: 255),
      ]
      for ticks in [Int.min, 0, 1, .max] {
        for tempo in [-1, 1e-9, 60, .infinity] {
          let time = ScoreTime(
            ticksPerQuarter: ticks, tempos: [Score.Tempo(tick: 0, quartersPerMinute: tempo)],
            timeSignatures: [Score.TimeSignature(tick: 0, beats: 255, beatUnit: 1)])
          for weight in [1, .infinity, .nan] {
            var weights = RuleWeights()
            weights.motorNoise = weight
            weights.phraseArchLevel = weight
            weights.phraseArticulation = weight
            let events = Array(
              Rendition(
                notes.indices.map { PartNote(notes[$0], part: $0 % 3) }, parts: parts, time: time,
                style: .expressive, seed: 0, weights: weights))
            #expect(events.map(\.tick) == events.map(\.tick).sorted())
            #expect(
              events.count { if case .noteOn = $0.action { true } else { false } }
                == events.count { if case .noteOff = $0.action { true } else { false } })
          }
        }
      }
    }
  }
}
