import RenderMusic
import RenderNotation
import Testing

@testable import RenderEngraving

struct BarPlacesTests {
  /// Bars of 3/4 with a pick-up, for piano or violin and piano.
  private func score(bars: Int, parts: [Piece.Part] = []) -> NotatedScore {
    let header = Piece.Header(metre: Piece.Metre(beats: 3, beatUnit: 4, pickUp: 24), parts: parts)
    let notes = (0..<(1 + bars * 3)).flatMap { quarter in
      (0..<max(1, parts.count)).map { part in
        Piece.Note(onset: quarter * 24, duration: 24, key: UInt8(60 + quarter % 9), part: part)
      }
    }
    return NotatedScore(Piece(header: header, notes: notes))
  }

  @Test(
    "Each bar has its place, in the order in which bars are read",
    arguments: [[], [Piece.Part(name: "Violin", program: 40), .piano]])
  func places(parts: [Piece.Part]) throws {
    let score = score(bars: 40, parts: parts)
    let svg = try score.file(as: .svg, at: "score.svg")
    let places = try #require(BarPlaces(svg: svg)).places
    #expect(places.count == score.measures.count && places.count == 41)
    for place in places {
      #expect(0 < place.left && place.left < place.right && place.right < 1)
      #expect(0 < place.top && place.top < place.bottom && place.bottom < 1)
    }
    for (place, next) in zip(places, places.dropFirst()) {
      let isBeside = place.right == next.left && abs(place.top - next.top) < 0.001
      #expect(isBeside || next.left < place.left && next.top > place.top)
    }
    let rows = Set(places.map { Int($0.top * 1000) })
    #expect((2...20).contains(rows.count))
  }

  @Test("A drawing of anything else has none, whatever its numbers are")
  func strange() throws {
    #expect(BarPlaces(svg: []) == nil)
    #expect(BarPlaces(svg: Array("<svg viewBox=\"0 0 10 10\">\n<rect/>\n</svg>".utf8)) == nil)
    func drawing(_ box: String, bar: String, x: String) -> [UInt8] {
      Array(
        """
        <svg viewBox="\(box)">
        <g class="staff">
        <g transform="translate(1, 5)">
        <line x1="0" x2="9"/>
        </g>
        </g>
        <g class="bar" data-bar="\(bar)">
        <g transform="translate(\(x), 5)">
        <rect x="0" y="-2" width="1" height="4"/>
        </g>
        </g>
        """.utf8)
    }
    #expect(BarPlaces(svg: drawing("0 0 10 10", bar: "1", x: "4"))?.places.count == 1)
    for box in ["0 0 0 0", "0 0 nan 5", "0 0 1e999 5", "1", ""] {
      #expect(BarPlaces(svg: drawing(box, bar: "1", x: "4")) == nil)
    }
    #expect(BarPlaces(svg: drawing("0 0 10 10", bar: "1e30", x: "4")) == nil)
    #expect(BarPlaces(svg: drawing("0 0 10 10", bar: "x", x: "4")) == nil)
    let far = try #require(BarPlaces(svg: drawing("0 0 10 10", bar: "1", x: "1e8"))).places[0]
    #expect(far.right == 1)
    let endless = Array(
      String(repeating: "<g class=\"bar\" data-bar=\"1\">\n</g>\n</g>\n", count: 9999).utf8)
    #expect(BarPlaces(svg: endless) == nil)
  }
}
