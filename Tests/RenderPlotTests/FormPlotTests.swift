import RenderMIDI
import RenderMusic
import Testing

@testable import RenderPlot

@Suite("The picture of a form") struct FormPlotTests {
  /// Two bars of 4/4 that come back, with two others between.
  private func plot(moved: UInt8 = 0) throws -> FormPlot {
    let phrase: [UInt8] = [60, 64, 67, 72, 71, 67, 62, 65, 69, 60, 59, 55, 57, 64, 60, 72]
    let other: [UInt8] = [50, 51, 58, 49, 70, 66, 63, 52, 56, 73, 75, 48, 53, 61, 68, 54]
    let keys = phrase + other + phrase.map { $0 + moved }
    let notes = keys.enumerated().map {
      Piece.Note(onset: 12 * $0.offset, duration: 12, key: $0.element)
    }
    return try FormPlot(title: "A song", MIDIFile(Score(Piece(header: .init(), notes: notes))))
  }

  @Test("shows in which way each bar returns, at pitch above the diagonal and moved under it")
  func halves() throws {
    let side = 1106.0
    let exact = try decoded(plot())
    // From the fifth bar to the first one, of six.
    let top = Double(exact.height) / 2 - 34 - side
    func color(_ picture: DecodedPicture, column: Double, row: Double) -> UInt32 {
      picture.color(x: 64 + side * column / 6, y: top + side * row / 6)
    }
    #expect(color(exact, column: 4.7, row: 0.4) == Color.shortTerm.code)
    #expect(color(exact, column: 0.4, row: 4.7) != Color.integrated.code)
    let moved = try decoded(plot(moved: 2))
    #expect(color(moved, column: 0.4, row: 4.7) == Color.integrated.code)
    #expect(color(moved, column: 4.7, row: 0.4) != Color.shortTerm.code)
  }

  @Test("of several parts has their colours, and the returns in a strip over the roll")
  func parts() throws {
    let alone = try plot()
    let keys = alone.score.notes
    let piece = Piece(
      header: .init(parts: [.init(name: "Flute", program: 73), .init(name: "Oboe", program: 68)]),
      notes: keys.enumerated().map {
        Piece.Note(
          onset: $0.element.onset, duration: $0.element.duration, key: $0.element.key,
          part: $0.offset % 2)
      })
    let plot = try FormPlot(title: "A duet", MIDIFile(Score(piece)))
    #expect(plot.ensemble?.header.parts.map(\.name) == ["Flute", "Oboe"])
    #expect(plot.score == alone.score && alone.ensemble == nil)
    let picture = try decoded(plot)
    for color in Color.parts([73, 68], on: .light) { #expect(picture.count(of: color) > 1000) }
    // What is drawn over the roll, less the row that a caption has anyway.
    #expect(picture.height == (try decoded(alone)).height + 2 * 16)
  }

  @Test("is of any piece, in every format and of bounded size", arguments: PlotFileFormat.allCases)
  func formats(format: PlotFileFormat) throws {
    let empty = try FormPlot(
      title: "", MIDIFile(format: .simultaneousTracks, division: .ticksPerQuarter(480), tracks: []))
    #expect(try !empty.encoded(as: format).isEmpty)
    let notes = (0..<3000).map {
      Piece.Note(onset: 24 * $0, duration: 24, key: UInt8(40 + $0 * $0 % 41))
    }
    let long = try FormPlot(title: "long", MIDIFile(Score(Piece(header: .init(), notes: notes))))
    #expect(try long.encoded(as: format).count < 8_000_000)
  }
}
