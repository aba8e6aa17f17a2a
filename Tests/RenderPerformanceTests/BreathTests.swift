import RenderMusic
import Testing

@testable import RenderPerformance

@Suite struct BreathTests {
  /// The ms between the end of each note of a part and the next one.
  private func gaps(_ events: [PerformedEvent], _ part: Int = 0) -> [Double] {
    let notes = events.notes(part)
    return zip(notes, notes.dropFirst()).map { Double($1.onset - $0.end) / 0.96 }
  }

  /// Bars of quarters, the fourth of each four with a half and a quarter that leads on; another part may do the same two
  /// bars later.
  private func phrases(_ program: UInt8, later: Int = 0, part: Int = 0) -> [PartNote] {
    (0..<24).flatMap { bar in
      let beats = bar % 4 == 3 ? [(0, 960 + 480), (3, 480)] : (0..<4).map { ($0, 480) }
      return beats.map { beat, duration in
        PartNote(
          Note(
            onset: 1920 * (bar + later) + 480 * beat, duration: duration,
            key: UInt8(72 - 12 * part + (beat * 2 + bar) % 5)), part: part)
      }
    }
  }

  @Test("Winds and voices breathe where their phrases end, and bind the notes within")
  func breath() {
    for program in [52, 56, 68, 73] as [UInt8] {
      let notes = phrases(program)
      let gaps = gaps(performed(notes, [PerformedPart(program: program)]))
      var breaths = 0
      for (index, gap) in gaps.enumerated() {
        // The note before is long.
        if notes[index].note.duration > 480 {
          #expect(gap > 150)
          breaths += 1
        } else {
          // Keys that are struck again are let go before.
          #expect(gap <= 40)
        }
      }
      #expect(breaths == 6)
    }
  }

  @Test("Each part breathes where its own phrases end")
  func ownPhrases() {
    let parts = [PerformedPart(program: 73), PerformedPart(program: 71, keyboard: 1)]
    let notes = (phrases(73) + phrases(71, later: 2, part: 1)).sortedByOnset()
    let events = performed(notes, parts)
    for part in 0...1 {
      let written = notes.filter { $0.part == part }
      let gaps = gaps(events, part)
      let atEnds = gaps.indices.filter { written[$0].note.duration > 480 }
      #expect(atEnds.count { gaps[$0] > 150 } == atEnds.count)
      // Hardly anywhere else.
      #expect(gaps.count { $0 > 100 } <= atEnds.count + 2)
    }
  }

  @Test("Nobody plays on a breath for more than nine seconds")
  func longest() {
    let (notes, parts) = lines([73, 40], count: 400) { 80 - 12 * $0 + [0, 2, 4, 5, 4, 2][$1 % 6] }
    let events = performed(notes, parts)
    var since = 0.0
    var longest = 0.0
    for (note, gap) in zip(events.notes(0), gaps(events)) where gap > 100 {
      longest = max(longest, Double(note.end) / 0.96 - since)
      since = Double(note.end) / 0.96
    }
    #expect(6000...9000 ~= longest)
  }

  @Test("Bows change without a breath, and repeated notes are separated in every technique")
  func bows() {
    let strings = gaps(performed(phrases(40), [PerformedPart(program: 40)]))
    #expect(strings.allSatisfy { $0 < 110 })
    #expect(strings.count { $0 > 40 } >= 5)
    for program in [0, 6, 19, 40, 73] as [UInt8] {
      let (notes, parts) = lines([program], count: 40) { _, _ in 60 }
      var played = performed(notes, parts)
      played.removeAll { if case .pedal = $0.action { true } else { false } }
      // In the last bar a millisecond has less ticks.
      #expect(gaps(played).dropLast(4).allSatisfy { $0 > 25 })
    }
  }

  @Test("What the score detaches stays as it is")
  func staccato() {
    let notes = (0..<64).map {
      PartNote(Note(onset: 480 * $0, duration: 200, key: UInt8(70 + $0 % 7)))
    }
    let played = performed(notes, [PerformedPart(program: 40)]).notes(0)
    for (note, written) in zip(played, notes) {
      #expect(note.end == written.note.onset + 200)
    }
  }

  @Test("A quick player breathes no longer than a third of a note")
  func quick() {
    let (notes, parts) = lines([73], 120, count: 1200) { _, index in 75 + (index * 5) % 7 }
    #expect(performed(notes, parts).notes(0).allSatisfy { $0.end - $0.onset >= 45 })
    #expect(gaps(performed(notes, parts)).contains { $0 > 25 })
  }
}
