import RenderMIDI
import RenderMusic
import Testing

@testable import RenderPlot

@Suite("The bars of a picture") struct BarLinesTests {
  /// Eight bars of which no two are alike, those again, and eight others, with a note a half.
  private static let notes: [Piece.Note] = {
    let first = (0..<16).map { 60 + $0 * 7 % 12 }
    let second = (0..<16).map { 48 + $0 * 5 % 13 }
    return (first + first + second).enumerated().map {
      Piece.Note(onset: 48 * $0.offset, duration: 48, key: UInt8($0.element))
    }
  }()

  private func piece(_ metre: Piece.Metre?, _ tempos: [Piece.Tempo] = []) -> Piece {
    Piece(header: Piece.Header(tempos: tempos, metre: metre), notes: Self.notes)
  }

  @Test("begin when the tempo says, a pick-up being bar 0")
  func times() throws {
    let tempos = [
      Piece.Tempo(quartersPerMinute: 120), .init(onset: 24 + 72, quartersPerMinute: 60),
    ]
    let waltz = piece(.init(beats: 3, beatUnit: 4, pickUp: 24), tempos)
    let file = try MIDIFile(Score(waltz))
    let bars = try #require(BarLines(waltz, in: file))
    #expect(bars.times.prefix(4) == [0, 0.5, 2, 5] && bars.firstNumber == 0)
    #expect(bars.times.count == 34)
    #expect(BarLines(file, in: file) == bars)
    let common = piece(.init(beats: 4, beatUnit: 4))
    let whole = try #require(BarLines(common, in: MIDIFile(Score(common))))
    #expect(whole.firstNumber == 1 && whole.times == (0...24).map { 2 * Double($0) })
  }

  @Test(
    "are not known without a metre, of tracks that are pieces, and of ticks that are clock time")
  func unknown() throws {
    let none = piece(nil)
    let file = try MIDIFile(Score(none))
    #expect(BarLines(none, in: file) == nil)
    var bare = file
    bare.tracks[0].events.removeAll {
      if case .meta(.timeSignature) = $0.event { true } else { false }
    }
    #expect(BarLines(bare, in: bare) == nil)
    var independent = file
    independent.format = .independentTracks
    #expect(BarLines(independent, in: independent) == nil)
    var clock = file
    clock.division = .smpte(framesPerSecond: 25, ticksPerFrame: 40)
    #expect(BarLines(clock, in: clock) == nil)
    for metre in [
      Piece.Metre(beats: 0, beatUnit: 4), .init(beats: 3, beatUnit: 0),
      .init(beats: 3, beatUnit: 4, pickUp: .max), .init(beats: 3, beatUnit: 4, pickUp: -1),
    ] {
      #expect(BarLines(piece(metre), in: file) == nil)
    }
  }

  @Test(
    "are lines in the roll, stronger where a section begins, and move with a sound that begins later"
  )
  func lines() throws {
    let common = piece(.init(beats: 4, beatUnit: 4))
    let file = try MIDIFile(Score(common))
    let bars = try #require(BarLines(common, in: file))
    #expect(bars.form.sections.map(\.bars.lowerBound) == [0, 8, 16])
    var plot = PiecePlot(title: "", roll: PianoRoll(file))
    let without = try decoded(plot)
    plot.bars = bars
    let picture = try decoded(plot)
    // The row of the letters, and that of the numbers.
    #expect(picture.height == without.height + 2 * (28 + 18))
    let second = 1106.0 / 48
    func colors(_ seconds: Double, _ picture: DecodedPicture) -> Set<UInt32> {
      // A line lies on whole pixels, two a point.
      let x = ((64 + seconds * second) * 2).rounded() / 2 + 0.1
      return Set((112..<500).map { picture.color(x: x, y: Double($0)) })
    }
    for bar in 1..<24 where bar != 8 && bar != 16 {
      #expect(colors(2 * Double(bar), picture).contains(Color.gridLine.code))
      #expect(!colors(2 * Double(bar), picture).contains(Color.ink.code))
    }
    #expect(colors(16, picture).contains(Color.ink.code))
    plot.sound = SoundCurve(
      startsAt: 4, secondsPerBin: 1, minima: .init(repeating: 0, count: 44),
      maxima: .init(repeating: 0, count: 44), secondsPerValue: 1, momentaryLoudness: [])
    let late = try decoded(plot)
    let x = ((64 + 12 * 1106.0 / 44) * 2).rounded() / 2 + 0.1
    #expect((112..<500).contains { late.color(x: x, y: Double($0)) == Color.ink.code })
  }

  @Test(
    "are no more than can be told apart, however long a piece is",
    arguments: PlotFileFormat.allCases)
  func many(format: PlotFileFormat) throws {
    let notes = (0..<16_000).map { Piece.Note(onset: 96 * $0, duration: 24, key: 60) }
    let long = Piece(
      header: Piece.Header(metre: .init(beats: 1, beatUnit: 4)), notes: notes)
    let file = try MIDIFile(Score(long))
    let bars = try #require(BarLines(long, in: file))
    let plot = PiecePlot(title: "long", roll: PianoRoll(file), bars: bars)
    #expect(try plot.encoded(as: format).count < 2_000_000)
  }
}
