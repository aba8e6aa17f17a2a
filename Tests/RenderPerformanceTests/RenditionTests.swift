import RenderMIDI
import RenderMusic
import RenderTestSupport
import Testing

@testable import RenderPerformance

@Suite struct RenditionTests {
  @Test("Events come in ascending order of ticks", arguments: RandomScore.all.indices)
  func order(_ index: Int) {
    for style in PerformanceStyle.allCases {
      let ticks = RandomScore.all[index].played(style).map(\.tick)
      #expect(ticks.allSatisfy { $0 >= 0 } && ticks == ticks.sorted())
    }
  }

  @Test(
    "Every note of the score is played once, ends, and is over when its key is struck again",
    arguments: RandomScore.all.indices)
  func notes(_ index: Int) throws {
    let score = RandomScore.all[index]
    for style in PerformanceStyle.allCases {
      let notes = try #require(playedNotes(score.played(style)))
      #expect(notes.count == score.strokes.count)
      #expect(notes.map(\.key).sorted() == score.strokes.map(\.key).sorted())
      #expect(notes.allSatisfy { 1...127 ~= $0.velocity })
    }
  }

  @Test(
    "No onset leaves its place by more than the bound, and none its order",
    arguments: RandomScore.all.indices)
  func onsetBound(_ index: Int) throws {
    let score = RandomScore.all[index]
    let events = score.played()
    let notes = try #require(playedNotes(events))
    let tempi = events.compactMap { event -> (tick: Int, microseconds: Double)? in
      guard case .tempo(let microseconds) = event.action else { return nil }
      return (event.tick, Double(microseconds))
    }
    // By key, since there the order is sure.
    var played = Dictionary(grouping: notes, by: \.key)
    var places: [Int: ClosedRange<Int>] = [:]
    for stroke in score.strokes {
      let onset = played[stroke.key]!.removeFirst().onset
      let tempo = tempi.last { $0.tick <= stroke.onset }!.microseconds
      let shift = Double(abs(onset - stroke.onset)) * tempo / Double(score.time.ticksPerQuarter)
      // Tempi are whole microseconds a quarter.
      #expect(shift <= PerformanceBounds.onsetMilliseconds * 1000 * 1.0001)
      let place = places[stroke.onset] ?? onset...onset
      places[stroke.onset] = min(place.lowerBound, onset)...max(place.upperBound, onset)
    }
    let inOrder = places.sorted { $0.key < $1.key }.map(\.value)
    #expect(zip(inOrder, inOrder.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
  }

  @Test(
    "The tempo stays within its bounds, and slows down to a half at the end",
    arguments: RandomScore.all.indices)
  func tempoBound(_ index: Int) {
    let score = RandomScore.all[index]
    var phrases = PhraseReader(score.notes.makeIterator(), parts: score.parts, time: score.time)
    var last: Phrase?
    while let phrase = phrases.read() { last = phrase }
    let bar = score.time.phraseBar(at: last!.start)
    for event in score.played() {
      guard case .tempo(let microseconds) = event.action else { continue }
      let written = Double(score.time.microsecondsPerQuarter(at: event.tick))
      let tempo = written / Double(microseconds)
      if event.tick < last!.last - bar {
        #expect(tempo >= PerformanceBounds.tempo.lowerBound * 0.9999)
      }
      #expect(0.4999...PerformanceBounds.tempo.upperBound * 1.0001 ~= tempo)
      // A last note may be long: the half tempo holds for a quarter of it.
      if event.tick >= last!.last + score.time.ticksPerQuarter {
        #expect(abs(tempo - 1) < 0.001)
      }
    }
  }

  @Test("Many parts take no longer for every phrase", arguments: [0, 40] as [UInt8])
  func manyParts(program: UInt8) {
    let parts = (0..<20_000).map { PerformedPart(program: program, keyboard: $0 % 16) }
    let notes = parts.indices.map {
      PartNote(Note(onset: 1920 * $0, duration: 240, key: 60), part: $0)
    }
    let time = processorSeconds {
      let rendition = Rendition(
        notes, parts: parts, time: ScoreTime(ticksPerQuarter: 480), style: .expressive, seed: 1)
      #expect(rendition.reduce(0) { sum, _ in sum + 1 } > 40_000)
    }
    // It was 4 s when every phrase looked at all of them, and is some hundredths.
    #expect(time < 2)
  }

  @Test(
    "The same seed is the same performance, another one is not", arguments: RandomScore.all.indices)
  func seeds(_ index: Int) {
    let score = RandomScore.all[index]
    let events = score.played(seed: 1)
    #expect(score.played(seed: 1) == events)
    #expect(score.played(seed: 2) != events)
    #expect(score.played(.plain, seed: 1) == score.played(.plain, seed: 2))
  }

  @Test(
    "No more is read than the bars that are looked ahead and the onset after them",
    arguments: RandomScore.all.indices)
  func lookAhead(_ index: Int) {
    let score = RandomScore.all[index]
    var read = 0
    let source = sequence(state: score.notes.makeIterator()) { notes in
      read += 1
      return notes.next()
    }
    let onsets = score.notes.map(\.note.onset)
    for event in Rendition(
      source, parts: score.parts, time: score.time, style: .expressive, seed: 1)
    {
      guard case .noteOn = event.action, read <= onsets.count else { continue }
      // What is played begins at most a quarter of the way before its place.
      let phrase = event.tick + score.time.bar(at: event.tick).length
      let limit = phrase + PerformanceBounds.lookAheadBars * score.time.phraseBar(at: phrase)
      // Of the onset after the limit all notes are read, and one more, which shows that it is over.
      let beyond = onsets.first { $0 >= limit } ?? Int.max
      let allowed = onsets.count { $0 <= beyond } + 1
      #expect(read <= allowed)
    }
  }

  @Test("Notes that are further away than the bars looked ahead change nothing")
  func locality() {
    let score = RandomScore(.even, seed: 5, onsets: 400)
    var longer = score
    longer.notes += RandomScore(.even, seed: 6).notes.map {
      var moved = $0
      moved.note.onset += score.notes.last!.note.onset + score.time.ticksPerQuarter
      return moved
    }
    let length = 9 * score.time.phraseBar(at: 0)
    let common = score.notes.last!.note.onset - length
    #expect(common > 2 * length)
    #expect(
      score.played().prefix { $0.tick < common } == longer.played().prefix { $0.tick < common })
  }

  @Test(
    "A plain performance is what the score is as a MIDI file", arguments: RandomScore.all.indices)
  func plain(_ index: Int) throws {
    var score = RandomScore.all[index]
    // A part a track.
    for note in score.notes.indices { score.notes[note].part = 0 }
    let file = try MIDIFile(
      Score(
        ticksPerQuarter: score.time.ticksPerQuarter,
        parts: [Score.Part(notes: score.notes.map(\.note))])
    )
    let notes = score.played(.plain).compactMap { event in
      event.part.map { _ in TimedEvent(tick: event.tick, event: event.midiEvent(channel: 0)) }
    }
    #expect(file.tracks[1].events.dropFirst().dropLast() == notes[...])
  }

  @Test("Levels keep their spread at the ends of the range")
  func range() throws {
    for velocity: UInt8 in [8, 40, 80, 127] {
      var score = RandomScore(.even, seed: 9)
      for index in score.notes.indices { score.notes[index].note.velocity = velocity }
      let played = try #require(playedNotes(score.played())).map(\.velocity)
      #expect(Set(played).count > (velocity == 8 ? 4 : 20))
      #expect(played.count { $0 == 1 || $0 == 127 } == 0)
    }
  }

  @Test("The melody is louder than what is under it, and before it")
  func melody() throws {
    // Four voices in quarters.
    let notes = (0..<64).flatMap { beat in
      [48, 60, 64, 72].map {
        PartNote(Note(onset: 480 * beat, duration: 480, key: UInt8($0 + beat % 5)))
      }
    }
    let time = ScoreTime(ticksPerQuarter: 480)
    let played = try #require(
      playedNotes(Array(Rendition(notes, time: time, style: .expressive, seed: 1))))
    let melody = played.filter { $0.key >= 72 }
    let others = played.filter { $0.key < 72 }
    func mean(_ values: [Int]) -> Double { Double(values.reduce(0, +)) / Double(values.count) }
    #expect(mean(melody.map(\.velocity)) > mean(others.map(\.velocity)) + 15)
    // 10 ms are 9.6 ticks.
    let lead =
      mean(others.map { ($0.onset + 240) % 480 }) - mean(melody.map { ($0.onset + 240) % 480 })
    #expect(6...12 ~= lead)
  }

  @Test("Values that no score can hold do no harm")
  func hostile() throws {
    let notes = [
      Note(onset: .min, duration: .max, key: 255, velocity: 0),
      Note(onset: 10, duration: -5, key: 60, velocity: 255),
      Note(onset: 5, duration: 0, key: 60), Note(onset: .max, duration: .max, key: 60),
      Note(onset: .max, duration: .min, key: 61),
    ].map { PartNote($0, part: $0.onset) }
    for style in PerformanceStyle.allCases {
      for ticks in [Int.min, 0, 1, .max] {
        let time = ScoreTime(
          ticksPerQuarter: ticks, tempos: [Score.Tempo(tick: .max, quartersPerMinute: -1)],
          timeSignatures: [Score.TimeSignature(tick: .max, beats: 255, beatUnit: 1)])
        var weights = RuleWeights()
        weights.motorNoise = .infinity
        weights.finalRitard = -1 / 3
        weights.phraseArch = .nan
        let played = Array(
          Rendition(notes, parts: [], time: time, style: style, seed: 0, weights: weights))
        #expect(try #require(playedNotes(played)).count >= 4)
      }
    }
    #expect(
      Array(Rendition([], time: ScoreTime(ticksPerQuarter: 1), style: .expressive, seed: 0))
        .compactMap(\.part).isEmpty)
  }
}
