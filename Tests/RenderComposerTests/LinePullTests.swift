import RenderMusic
import Testing

@testable import RenderComposer

@Suite("The pull of lines towards those that are planned")
struct LinePullTests {
  /// The most steps and the fewest repeated notes, or the reverse, in both lines.
  private func pull(steps: Bool) -> LinePull {
    LinePull(Traits(classes: steps ? [4, 0, 4, 0, 2, 2, 2] : [0, 4, 0, 4, 2, 2, 2]))
  }
  private func note(_ onset: Int, _ key: UInt8) -> Piece.Note {
    Piece.Note(onset: onset, duration: 12, key: key)
  }

  @Test("What the last events lack is made likelier, the more of them lack it")
  func lacks() {
    var pull = pull(steps: true)
    // Before the first event nothing goes on.
    #expect(pull.lack(at: 0).allSatisfy { $0 == 0 })
    // Nothing but repetitions, where steps are planned.
    var before = 0.0
    for event in 0..<12 {
      pull.append(note(12 * event, 72))
      let lack = pull.lack(at: 12 * event + 12)
      #expect(lack[73] == lack[70] && lack[75] == 0)
      if event > 0 { #expect(lack[74] > before && lack[72] < 0) }
      before = lack[74]
    }
    var repeats = self.pull(steps: false)
    for event in 0..<12 { repeats.append(note(12 * event, UInt8(60 + event))) }
    #expect(repeats.lack(at: 144)[71] > 0 && repeats.lack(at: 144)[72] < 0)
  }

  @Test("An event's first note goes on with the bass, and any with the melody")
  func lines() {
    var pull = pull(steps: true)
    for event in 0..<8 {
      for key in [40, 76] as [UInt8] { pull.append(note(12 * event, key)) }
    }
    let first = pull.lack(at: 96)
    #expect(first[41] > 0 && first[77] > 0)
    pull.append(note(96, 41))
    let second = pull.lack(at: 96)
    // The bass has gone on by now.
    #expect(second[42] == 0 && second[77] > 0)
  }
}
