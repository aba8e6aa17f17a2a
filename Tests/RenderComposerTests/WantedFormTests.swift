import Testing

@testable import RenderComposer

@Suite("Sections that are asked for")
struct WantedFormTests {
  @Test("Letters with bars are read, with spaces, in small letters and with any prime")
  func read() throws {
    for text in ["A8A8B16A'8", "a8 a8 b16 a′8", "A8\tA8\nB16\u{2003}A’8", "A8a8B16A′8"] {
      let form = try #require(WantedForm(text), "\(text)")
      #expect(form.sections.map(\.letter) == [0, 0, 1, 0])
      #expect(form.sections.map(\.start) == [0, 8, 16, 32])
      #expect(form.sections.map(\.count) == [8, 8, 16, 8] && form.bars == 40)
      #expect(form.sections.map(\.isVaried) == [false, false, false, true])
      #expect(form.sections.map(\.original) == [nil, 0..<8, nil, 0..<8])
    }
  }

  @Test("A letter without bars has those of the first section of its name, or else eight")
  func usualLengths() throws {
    #expect(try #require(WantedForm("AABA")).sections.map(\.count) == [8, 8, 8, 8])
    #expect(
      try #require(WantedForm("A12 A B4 A' B z")).sections.map(\.count) == [12, 12, 4, 12, 4, 8])
  }

  @Test("There are 1 to 1024 bars, in sections of one at least")
  func limits() {
    #expect(WantedForm("A1024")?.bars == 1024 && WantedForm("A1")?.bars == 1)
    #expect(WantedForm("A1025") == nil && WantedForm("A1000B25") == nil && WantedForm("A0") == nil)
    #expect(WantedForm(String(repeating: "A1", count: 1024))?.sections.count == 1024)
    #expect(WantedForm(String(repeating: "A1", count: 1025)) == nil)
    #expect(WantedForm(String(repeating: "A", count: 100_000)) == nil)
    #expect(WantedForm("A" + String(repeating: "9", count: 1000)) == nil)
    #expect(WantedForm("A\(Int.max)") == nil && WantedForm("A512B\(Int.max)") == nil)
    // Leading zeros are no harm.
    #expect(WantedForm("A008")?.bars == 8)
  }

  @Test(
    "What is no form is refused",
    arguments: [
      "", " ", "8", "8A", "'A", "A-8", "A8,B8", "Ä8", "А8", "A²", "A٣", "A8'", "A8.5", "A\u{301}8",
      "A″8",
      "🎹", "A8B8!", "\0", "A+8",
    ])
  func refused(text: String) {
    #expect(WantedForm(text) == nil)
  }

  @Test(
    "A form after other bars keeps its sections and what they return to; a pick-up is one bar more")
  func after() throws {
    let form = try #require(WantedForm("A4A4B2A'6"))
    let later = form.after(bars: 10, hasPickUp: false)
    #expect(later.sections.map(\.start) == [10, 14, 18, 20] && later.bars == 26)
    #expect(later.sections.map(\.original) == [nil, 10..<14, nil, 10..<14])
    let withPickUp = form.after(bars: 0, hasPickUp: true)
    #expect(withPickUp.sections.map(\.start) == [0, 5, 9, 11] && withPickUp.bars == 17)
    #expect(withPickUp.sections.map(\.count) == [5, 4, 2, 6])
    #expect(withPickUp.section(ofBar: 5)?.source(ofBar: 5) == 1)
    #expect(withPickUp.section(ofBar: 17) == nil)
    // A section that is longer than the first of its letter has new bars at its end.
    #expect(
      (11..<17).map { withPickUp.section(ofBar: $0)?.source(ofBar: $0) } == [1, 2, 3, 4, nil, nil])
  }
}
