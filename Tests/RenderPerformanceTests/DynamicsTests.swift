import RenderMIDI
import RenderMusic
import Testing

@testable import RenderPerformance

@Suite("A performance of composed dynamics") struct DynamicsTests {
  private static let bar = 4 * Piece.unitsPerQuarter

  /// Chords and runs in 32 bars, the same in each four.
  private func piece(_ dynamics: Dynamics = Dynamics()) -> Piece {
    var notes: [Piece.Note] = []
    for bar in 0..<32 {
      for beat in 0..<8 {
        let onset = bar * Self.bar + beat * 12
        notes.append(.init(onset: onset, duration: 12, key: UInt8(67 + (bar % 4 + 3 * beat) % 11)))
        if beat % 4 == 0 {
          for key in [43, 50, 59] as [UInt8] {
            notes.append(.init(onset: onset, duration: 48, key: key))
          }
        }
      }
    }
    return Piece(
      header: Piece.Header(tempos: [.init(quartersPerMinute: 100)]), notes: notes,
      dynamics: dynamics)
  }

  /// The mean velocity of each four bars.
  private func means(_ piece: Piece, _ style: PerformanceStyle) -> [Double] {
    var sums = [(sum: Int, count: Int)](repeating: (0, 0), count: 8)
    let unit = Piece.ticksPerQuarter / Piece.unitsPerQuarter
    for event in Rendition(
      piece.notes, of: piece.header, dynamics: piece.dynamics, style: style, seed: 3)
    {
      guard case .noteOn(_, let velocity) = event.action else { continue }
      #expect((1...127).contains(velocity))
      // A note that the melody brings ahead of its bar belongs to it.
      let group = min(7, (max(0, event.tick) / unit + 6) / (4 * Self.bar))
      sums[group] = (sums[group].sum + Int(velocity), sums[group].count + 1)
    }
    return sums.map { Double($0.sum) / Double($0.count) }
  }

  @Test("keeps the order of the levels, and without marks is what it was at mezzo forte")
  func levels() throws {
    for style in PerformanceStyle.allCases {
      let levels = DynamicLevel.allCases.map { level in
        means(piece(Dynamics(marks: [.init(onset: 0, level: level)])), style)
      }
      for (softer, louder) in zip(levels, levels.dropFirst()) {
        #expect(zip(softer, louder).allSatisfy { $0 < $1 })
      }
      #expect(means(piece(), style) == levels[DynamicLevel.mf.rawValue])
      let marked = piece(Dynamics(marks: [.init(onset: 0, level: .mf)]))
      #expect(
        try MIDIFile(performing: marked, style: style, seed: 9).encoded()
          == MIDIFile(performing: piece(), style: style, seed: 9).encoded())
    }
  }

  @Test("rises through a crescendo and falls through a diminuendo")
  func hairpins() {
    let end = 32 * Self.bar
    for style in PerformanceStyle.allCases {
      let rising = means(
        piece(
          Dynamics(
            marks: [.init(onset: 0, level: .pp), .init(onset: end, level: .ff)],
            hairpins: [.init(onset: 0, end: end, isCrescendo: true)])), style)
      #expect(zip(rising, rising.dropFirst()).allSatisfy { $0 < $1 })
      #expect(rising[7] > 1.8 * rising[0])
      let falling = means(
        piece(
          Dynamics(
            marks: [.init(onset: 0, level: .ff), .init(onset: end, level: .pp)],
            hairpins: [.init(onset: 0, end: end, isCrescendo: false)])), style)
      #expect(zip(falling, falling.dropFirst()).allSatisfy { $0 > $1 })
    }
  }

  @Test("plays the velocities of the score in plain style, and a stream those of its file")
  func plain() throws {
    let marked = piece(
      Dynamics(
        marks: [.init(onset: 0, level: .p), .init(onset: 960, level: .ff)],
        hairpins: [.init(onset: 192, end: 480, isCrescendo: true)], accents: [48]))
    #expect(
      try MIDIFile(performing: marked, style: .plain, seed: 1)
        == MIDIFile(performing: Score(marked), style: .plain, seed: 1))
    #expect(
      try MIDIFile(performing: marked, style: .plain, seed: 1) == MIDIFile(Score(marked)))
    for style in PerformanceStyle.allCases {
      #expect(
        try MIDIFile(performing: marked, style: style, seed: 1)
          == MIDIFile(
            Rendition(
              marked.notes, of: marked.header, dynamics: marked.dynamics, style: style, seed: 1),
            of: marked.header))
    }
  }
}
