import Testing

@testable import RenderMusic

@Suite("The form of a piece") struct FormTests {
  private let a = Phrase(1)
  private let b = Phrase(2)

  @Test("has a section for each phrase that comes back, with the letter of its first time")
  func songForm() throws {
    let form = try Form(piece([a, a, b, a]))
    #expect(form.description == "A8 A8 B8 A8")
    #expect(form.returns == [.init(bars: 8..<16, lag: 8), .init(bars: 24..<32, lag: 16)])
    #expect(form.sections.map(\.source) == [nil, 0, nil, 1])
    #expect(form.sections.map(\.relation) == [nil, .exact, nil, .exact])
    let source = Form.Source(lag: 8, relation: .exact, likeness: 1)
    #expect(form.sources[8..<16].allSatisfy { $0 == source })
    #expect(
      form.sources[0..<8].allSatisfy { $0 == nil } && form.sources[16..<24].allSatisfy { $0 == nil }
    )
    #expect(form.shares.exact == 0.5 && form.shares.varied == 0)
  }

  @Test("gives what is varied a prime, and what returns to the variant the same one")
  func varied() throws {
    let form = try Form(piece([a, b, a, Phrase(3), a.varied, Phrase(4), a.varied]))
    #expect(form.description == "A8 B8 A8 C8 A′8 D8 A′8")
    #expect(form.sections.map(\.relation) == [nil, nil, .exact, nil, .varied, nil, .exact])
    #expect(form.sources[32..<40].allSatisfy { $0?.lag == 16 && $0?.relation == .varied })
    #expect(form.sources[48..<56].allSatisfy { $0?.lag == 16 && $0?.relation == .exact })
  }

  @Test("knows a return in another key, and by how much it is moved", arguments: [-12, -5, 2, 7])
  func moved(semitones: Int) throws {
    let form = try Form(piece([a, b, a.moved(by: semitones)]))
    #expect(form.description == "A8 B8 A′8")
    #expect(form.sections.last?.relation == .moved(semitones: semitones))
    #expect(
      form.sources[16..<24].allSatisfy {
        $0 == .init(lag: 16, relation: .moved(semitones: semitones), likeness: 1)
      })
  }

  @Test("knows a return of the rhythm alone, which is no return of the section")
  func rhythm() throws {
    let form = try Form(piece([a, a.withKeys(of: 9)]))
    #expect(form.sources[8..<16].allSatisfy { $0?.lag == 8 && $0?.relation == .rhythm })
    #expect(form.sections.allSatisfy { $0.source == nil })
  }

  @Test("finds nothing that returns where nothing does")
  func through() throws {
    let form = try Form(piece([Phrase(3, bars: 32)]))
    #expect(form.sources.allSatisfy { $0 == nil } && form.returns.isEmpty)
    #expect(form.shares == Form.Shares())
    #expect(form.sections.allSatisfy { $0.source == nil })
  }

  @Test("tells a figure of one bar or two from the return of a section", arguments: [1, 2])
  func ostinato(length: Int) throws {
    let figure = Phrase(4, bars: length)
    let form = try Form(
      piece([a] + [Phrase](repeating: figure, count: 8 / length) + [a]))
    #expect(
      form.sources[8 + length..<16].allSatisfy { $0?.lag == length && $0?.isOstinato == true })
    #expect(form.sources[16..<24].allSatisfy { $0?.lag == 16 && $0?.isOstinato == false })
    #expect(form.description == "A8 B8 A8")
    #expect(abs(form.shares.ostinato - Double(8 - length) / 24) < 1e-9)
  }

  @Test("bridges a bar within a return that is another one, and says so of that bar")
  func bridged() throws {
    var changed = a
    changed.notes.removeAll { $0.onset / Phrase.bar == 3 }
    changed.notes += Phrase(5, bars: 1).notes.map { units($0.onset + 3 * Phrase.bar, 6, $0.key) }
    let form = try Form(piece([a, changed]))
    #expect(form.returns == [.init(bars: 8..<16, lag: 8)])
    #expect(form.sources[11] == nil && form.sources[10]?.lag == 8 && form.sources[12]?.lag == 8)
  }

  @Test("is the same in every key", arguments: [-7, 5])
  func transposed(semitones: Int) throws {
    let phrases = [a, b, a.varied, b.moved(by: 3), Phrase(4, bars: 5), a]
    let form = try Form(piece(phrases))
    let moved = try Form(piece(phrases.map { $0.moved(by: semitones) }))
    #expect(moved.sources == form.sources && moved.returns == form.returns)
    #expect(moved.description == form.description)
    for (section, other) in zip(form.sections, moved.sections) {
      #expect(abs(other.texture.register - section.texture.register - Double(semitones)) < 1e-9)
      #expect(abs(other.texture.spread - section.texture.spread) < 1e-9)
      #expect(other.texture.density == section.texture.density)
    }
  }

  @Test("is the same after bars of silence, which are counted in no section")
  func translated() throws {
    let phrases = [a, b, a.varied, b]
    let form = try Form(piece(phrases))
    let later = try Form(piece(phrases, from: 3 * Phrase.bar))
    #expect(Array(later.sources.dropFirst(3)) == form.sources)
    #expect(later.description == form.description)
    #expect(
      later.sections.map(\.bars.upperBound) == form.sections.map { $0.bars.upperBound + 3 })
  }

  @Test("divides what returns as it was divided before")
  func shared() throws {
    let c = Phrase(3)
    let form = try Form(piece([a, b, a, c, a.varied, c, a.varied]))
    #expect(form.description == "A8 B8 A8 C8 A′8 C8 A′8")
  }

  @Test("counts a section without its pick-up")
  func pickUp() throws {
    let score = try TimedScore(
      notes: [units(0, 24, 60)]
        + piece([a, b, a], from: Piece.unitsPerQuarter).notes)
    let grid = BarGrid(
      Piece.Metre(beats: 4, beatUnit: 4, pickUp: Piece.unitsPerQuarter), end: score.end)
    let form = Form(of: score, bars: grid)
    #expect(form.description == "A8 B8 A8")
    #expect(form.sections.first?.bars == 0..<9)
  }

  @Test("begins sections where the metre or the key signature changes")
  func signatures() throws {
    let score = try piece([Phrase(3, bars: 20)])
    let changed = Form(
      of: score, bars: BarGrid([.common], end: score.end), keyChanges: [12 * Phrase.bar])
    #expect(changed.sections.contains { $0.bars.lowerBound == 12 })
    let metre = Piece.TimeSignature(onset: 4 * Phrase.bar, beats: 2, beatUnit: 4)
    let form = Form(of: score, bars: BarGrid([.common, metre], end: score.end))
    #expect(form.sections.contains { $0.bars.lowerBound == 4 })
  }

  @Test("of nothing has no sections, and of one bar one")
  func small() throws {
    let empty = try Form(TimedScore(notes: []))
    #expect(empty.sections.isEmpty && empty.sources == [nil] && empty.description.isEmpty)
    let one = try Form(TimedScore(notes: [units(0, 24, 60)]))
    #expect(one.description == "A1" && one.sources == [nil])
  }

  @Test("has letters beyond Z and numbers beyond three primes")
  func names() {
    #expect(Form.name(letter: 25) == "Z" && Form.name(letter: 26) == "AA")
    #expect(Form.name(letter: 0, primes: 2) == "A″" && Form.name(letter: 1, primes: 4) == "B(5)")
  }
}
