import Testing

@testable import RenderComposer
@testable import RenderNetwork

@Suite("Lags of a piece")
struct MemoryLagTests {
  @Test("Lags tell how the last notes agree with earlier ones")
  func lags() {
    var lags = LagTable()
    for key in [60, 62, 64, 70, 62, 64, 66] as [Int32] {
      lags.append(HeardNote(shift: 12, key: key, duration: 12))
    }
    // The last three notes are those four notes earlier, two semitones higher.
    #expect(lags.count == 7)
    #expect(lags[3].interval == 2)
    #expect(lags[3].run == 3)
    #expect(lags.canBegin(.moved, atLagIndex: 3) && lags.canBegin(.exact, atLagIndex: 3))
    #expect(lags[3].agreement(.exact) == 0)
    #expect(lags[3].agreement(.moved) == 3)
    #expect(!lags.canBegin(.moved, atLagIndex: 1))
    #expect(lags.note(atLagIndex: 3).key == 70)
    // Another rhythm, and nothing agrees.
    lags.append(HeardNote(shift: 13, key: 72, duration: 12))
    #expect((0..<lags.count).allSatisfy { lags[$0].run == 0 })
  }

  /// Four chords, and then one note of the first chord's repetition: the copy of what comes next.
  private func next(after came: (shift: Int32, key: Int32), pointer lag: Int) -> (Int32, Int32)? {
    var lags = LagTable()
    let chords: [[Int32]] = [[48, 52, 55, 60], [50, 53, 57], [43, 59], [48, 52]]
    for chord in chords {
      for (index, key) in chord.enumerated() {
        lags.append(HeardNote(shift: index == 0 ? 12 : 0, key: key, duration: 12))
      }
    }
    lags.append(HeardNote(shift: came.shift, key: came.key, duration: 12))
    return lags.next(.exact, atLagIndex: lag - 1).map {
      let note = lags.note(atLagIndex: $0)
      return (note.shift, note.key)
    }
  }

  @Test("An exact copy goes on through a chord that has more notes or fewer, or others")
  func throughChords() {
    // A copy nine notes back would go on with the 55 of the first chord.
    #expect(next(after: (0, 55), pointer: 9)! == (0, 60))
    // One more within the chord, or above it, or none above.
    #expect(next(after: (0, 54), pointer: 9)! == (0, 55))
    #expect(next(after: (0, 59), pointer: 9)! == (0, 60))
    #expect(next(after: (0, 62), pointer: 9)! == (12, 50))
    // The next chord has come before its time: its first note is taken for that of the copied one.
    #expect(next(after: (12, 50), pointer: 9)! == (0, 53))
    #expect(next(after: (12, 40), pointer: 9)! == (0, 53))
    #expect(next(after: (12, 55), pointer: 9)! == (0, 57))
    #expect(next(after: (12, 70), pointer: 9)! == (12, 43))
    // The chord has one note more than the one that was copied to its end.
    #expect(next(after: (0, 64), pointer: 7)! == (12, 50))
    // Nothing is left to copy.
    #expect(next(after: (0, 60), pointer: 1) == nil)
    #expect(next(after: (12, 60), pointer: 1) == nil)
  }

  @Test("It reaches back so many notes and no further")
  func bounded() {
    var lags = LagTable()
    for index in 0..<3 * LagTable.longest + 5 {
      lags.append(HeardNote(shift: 12, key: Int32(30 + index % 61), duration: 12))
    }
    #expect(lags.count == LagTable.longest)
    #expect(lags[60].run > LagTable.longest)
    #expect(lags.note(atLagIndex: 60).key == Int32(30 + (3 * LagTable.longest + 5 - 61) % 61))
  }
}
