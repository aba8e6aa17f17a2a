import Testing

@testable import RenderMusic

@Suite("The likeness of bars") struct BarSimilarityTests {
  private func similarity(_ notes: [Piece.Note]) throws -> BarSimilarity {
    let score = try TimedScore(notes: notes)
    return BarSimilarity(of: score, bars: BarGrid([.common], end: score.end))
  }

  @Test("is that of sets of places and keys, at pitch, moved and in rhythm")
  func example() throws {
    let similarity = try similarity([
      units(0, 24, 60), units(0, 24, 64), units(24, 24, 67),
      units(96, 24, 60), units(96, 24, 65), units(120, 24, 69), units(144, 24, 72),
    ])
    // One of 3 and 4 notes is common; two of them are if the first bar is moved by 1, or 2.
    #expect(similarity.atPitch(1, 0) == Double(Float(2) / 7))
    #expect(similarity.moved(1, 0).likeness == Double(Float(2) / 7))
    #expect(similarity.moved(1, 0).semitones == 1)
    #expect(similarity.rhythm(1, 0) == Double(Float(4) / 5))
  }

  @Test("agrees with the sets themselves for any bars", arguments: 1...20)
  func property(seed: Int) throws {
    var draws = Draws(seed)
    let score = TimedScore.random(&draws)
    let grid = BarGrid([.common], end: score.end)
    let similarity = BarSimilarity(of: score, bars: grid)
    struct Element: Hashable {
      var place: Int
      var key: Int
    }
    let bars = grid.starts.indices.map { bar in
      Set(
        score.notes.filter { grid.bar(at: $0.onset) == bar }
          .map { Element(place: $0.onset - grid.starts[bar], key: Int($0.key)) })
    }
    func likeness<T>(_ one: Set<T>, _ other: Set<T>) -> Double {
      Double(
        Float(2 * one.intersection(other).count) / Float(max(1, one.count + other.count)))
    }
    for bar in bars.indices {
      for earlier in 0..<bar {
        #expect(similarity.atPitch(bar, earlier) == likeness(bars[bar], bars[earlier]))
        #expect(
          similarity.rhythm(bar, earlier)
            == likeness(Set(bars[bar].map(\.place)), Set(bars[earlier].map(\.place))))
        let moves = (-12...12).filter { $0 != 0 }.map { move in
          likeness(
            bars[bar], Set(bars[earlier].map { Element(place: $0.place, key: $0.key + move) }))
        }
        #expect(similarity.moved(bar, earlier).likeness == moves.max()!)
      }
    }
  }

  @Test("is found for no more bars and notes than its limits")
  func limits() throws {
    let score = try TimedScore(
      notes: (0..<500).flatMap { bar in (0..<90).map { units(96 * bar + $0, 1, UInt8($0)) } })
    let grid = BarGrid([.common], end: score.end)
    let similarity = BarSimilarity(of: score, bars: grid)
    #expect(similarity.count == BarSimilarity.limits.notes / 90)
    let form = Form(of: score, bars: grid, similarity)
    #expect(form.sources.count == 500)
    #expect(form.sources[similarity.count...].allSatisfy { $0 == nil })
    #expect(form.sections.last?.bars.upperBound == 500)
  }
}

@Suite("The texture of bars") struct TextureTests {
  @Test("has density, register, spread and polyphony of the notes that begin there")
  func example() throws {
    let score = try TimedScore(notes: [
      units(0, 48, 60), units(0, 48, 64), units(48, 24, 62), units(96, 96, 40),
    ])
    let grid = BarGrid([.common], end: score.end)
    let texture = Texture(of: score, grid, 0..<1)
    #expect(texture.density == 0.75 && texture.register == 62)
    #expect(abs(texture.spread - (8.0 / 3).squareRoot()) < 1e-12)
    // 120 units of notes in 72 units that sound.
    #expect(abs(texture.polyphony - 120.0 / 72) < 1e-12)
    #expect(texture.classes.all == [0, 2, 0, 0])
    let silence = Texture(of: score, grid, 5..<9)
    #expect(silence.density == 0 && silence.register == 60 && silence.polyphony == 0)
  }
}
