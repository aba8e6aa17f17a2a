import RenderMusic
import Testing

@testable import RenderPerformance

@Suite struct PhraseTests {
  private func phrases(_ notes: [PartNote], _ time: ScoreTime = ScoreTime(ticksPerQuarter: 4))
    -> [Phrase]
  {
    var reader = PhraseReader(notes.makeIterator(), parts: [PerformedPart()], time: time)
    var phrases: [Phrase] = []
    while let phrase = reader.read() { phrases.append(phrase) }
    return phrases
  }

  private func melody(_ notes: [(onset: Int, duration: Int, key: UInt8)]) -> [PartNote] {
    notes.map { PartNote(Note(onset: $0.onset, duration: $0.duration, key: $0.key)) }
  }

  @Test("A long note every four bars ends a phrase every four bars")
  func longNotes() {
    // 12 bars of 16 ticks: quarters, and every fourth bar a dotted half, then one more quarter.
    let notes = (0..<12).flatMap { bar in
      (bar % 4 == 3 ? [(0, 12), (12, 4)] : [(0, 4), (4, 4), (8, 4), (12, 4)]).map {
        (onset: 16 * bar + $0.0, duration: $0.1, key: UInt8(60 + $0.0 / 4))
      }
    }
    // The quarter after the long note leads into the next phrase.
    #expect(phrases(melody(notes)).map(\.start) == [0, 60, 124])
  }

  @Test("A rest of a bar ends a phrase, however short it is")
  func rests() {
    let notes = [0, 4, 8, 12, 32, 36, 40, 44, 48].map {
      (onset: $0, duration: 4, key: UInt8(64))
    }
    let phrases = phrases(melody(notes))
    #expect(phrases.map(\.start) == [0, 32])
    #expect(phrases.map(\.next) == [32, nil])
  }

  @Test("Phrases are the whole piece, in order", arguments: RandomScore.all.indices)
  func wholePiece(_ index: Int) {
    let score = RandomScore.all[index]
    let phrases = phrases(score.notes, score.time)
    var reader = SonorityReader(score.notes.makeIterator(), parts: score.parts)
    var onsets: [Int] = []
    while let sonority = reader.read() { onsets.append(sonority.onset) }
    #expect(phrases.flatMap { $0.sonorities.map(\.onset) } == onsets)
    #expect(zip(phrases, phrases.dropFirst()).allSatisfy { $0.next == $1.start })
    #expect(phrases.last?.next == nil)
    for phrase in phrases {
      #expect(phrase.last - phrase.start < 8 * score.time.phraseBar(at: phrase.start))
    }
  }

  @Test("A note under a long higher one accompanies, one that outlasts it is melody")
  func skyline() {
    var skyline = Skyline()
    func melody(_ onset: Int, _ tones: [(key: Int, end: Int)]) -> Int? {
      skyline.melody(
        of: Sonority(
          onset: onset,
          tones: tones.map {
            Sonority.Tone(part: 0, keyboard: 0, key: $0.key, velocity: 80, end: $0.end)
          }))
    }
    #expect(melody(0, [(48, 4), (72, 8)]) == 1)
    #expect(melody(4, [(64, 8)]) == nil)
    #expect(melody(6, [(64, 10)]) == 0)
    #expect(melody(7, [(40, 20)]) == nil)
    #expect(melody(20, [(40, 24)]) == 0)
  }

  @Test("A tempo of phrases lasts as long as the score does, up to the final ritard")
  func normalization() {
    let notes = melody((0..<96).map { (onset: 4 * $0, duration: 4, key: UInt8(60 + $0 % 7)) })
    let phrases = phrases(notes)
    #expect(phrases.count > 2)
    for phrase in phrases.dropLast() {
      let tempo = PhraseTempo(
        phrase, time: ScoreTime(ticksPerQuarter: 4), weights: RuleWeights())
      let ends = tempo.steps.dropFirst().map(\.tick) + [tempo.end]
      let played = zip(tempo.steps, ends).reduce(0) {
        $0 + Double($1.1 - $1.0.tick) * $1.0.lengthening
      }
      #expect(abs(played - Double(tempo.end - phrase.start)) < 1e-9)
      // Slower at the end than at the turn, and than at the beginning.
      let middle = tempo.lengthening(at: phrase.start + (phrase.last - phrase.start) * 3 / 10)
      #expect(tempo.steps.last!.lengthening > tempo.steps[0].lengthening)
      #expect(tempo.steps[0].lengthening > middle)
    }
    let last = PhraseTempo(
      phrases.last!, time: ScoreTime(ticksPerQuarter: 4), weights: RuleWeights())
    #expect(abs(last.steps.last!.lengthening - 2) < 1e-9)
  }
}
