import FoundationEssentials
import RenderMIDI
import RenderMusic
import RenderTestMaterial
import RenderTestSupport
import Testing

@testable import RenderStudio

@Suite("The title of a take") struct TakeTitleTests {
  private func entry(key: String?, metre: String?, genre: String?, composer: String?) throws
    -> ManifestEntry
  {
    let line = #"""
      {"events":1,"midi":{"name":"seed-000001.mid","sha256":"","size":1},"notes":1,"seed":1,
      "settings":{"files":{},"options":{},"versions":{}}}
      """#
    var entry = try JSONDecoder.ofFacts.decode(ManifestEntry.self, from: Data(line.utf8))
    entry.key = key
    entry.metre = metre
    entry.genre = genre
    entry.composer = composer
    return entry
  }

  @Test("is key, metre, tempo, form and style, as far as they are known")
  func title() throws {
    let whole = try entry(
      key: "A minor", metre: "3/4", genre: "mazurka", composer: "Chopin")
    #expect(
      whole.words(tempo: 91.6, form: "A8 A′8 B12")
        == "A minor · 3/4 · 92 bpm · AA′B · mazurka, Chopin")
    #expect(
      whole.words(tempo: nil, form: "A8 A8") == "A minor · 3/4 · mazurka, Chopin")
    #expect(
      try entry(key: nil, metre: "3/4", genre: nil, composer: nil)
        .words(tempo: 60, form: "A1 B1 C1 D1 E1 F1 G1 H1 I1") == "3/4 · 60 bpm · ABCDEFGH…")
    #expect(
      try entry(key: nil, metre: nil, genre: nil, composer: nil).words(tempo: 60, form: nil) == nil)
  }

  @Test("has the tempo of most of the music, whatever a player makes of its ends")
  func tempo() throws {
    let piece = Piece(
      header: Piece.Header(tempos: [
        .init(quartersPerMinute: 60), .init(onset: 48, quartersPerMinute: 120),
        .init(onset: 480, quartersPerMinute: 40),
      ]), notes: [Piece.Note(onset: 0, duration: 528, key: 60)])
    #expect(try MIDIFile(Score(piece)).usualTempo == 120)
    #expect(
      MIDIFile(format: .singleTrack, division: .ticksPerQuarter(480), tracks: []).usualTempo == nil)
  }
}

extension ManifestEntry {
  /// The title with plain blanks.
  fileprivate func words(tempo: Double?, form: String?) -> String? {
    title(tempo: tempo, form: form)?.replacing("\u{A0}", with: " ")
  }
}
