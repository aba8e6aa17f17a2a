import RenderMusic
import Testing

@testable import RenderComposer

@Suite("The annotations of a corpus") struct AnnotationsTests {
  private static let line = """
    {"file":"cc0/waltz.mid","bars":[[1,1],[2,3]],"nbars":3,"pickup":1,"length":7,"expanded":false,\
    "time_signatures":[[0,3,4]],"key_signatures":[[0,-1,null],[4,2,"major"]],"tempo_bpm":168.5,\
    "tempo_source":"words","dynamics":[[0,"p",2],[1.5,"sf",null],[4,"fp",1]],\
    "hairpins":[[1,4,"cresc",2,"sign"],[4,4,"dim",2,"sign"]],\
    "sections":[[4,"repeat_end",""],[1,"repeat_start",""],[7,"final",""]],\
    "composer":"Szymanowska, Maria","born":1789,"genre":"waltz","genres":["waltz","song"],\
    "source":"nifc","staves":2}
    """

  @Test("have bars, tempo, style and loudness of each file, in units of the grid")
  func read() throws {
    let annotations = try Annotations(jsonLines: Array("\(Self.line)\n".utf8))
    #expect(annotations.count == 1)
    let waltz = try #require(annotations.annotation(of: "/corpora/piano/cc0/waltz.mid"))
    #expect(annotations.annotation(of: "waltz.mid") == nil)
    let bars = try #require(waltz.bars(until: 200))
    #expect(bars.starts == [0, 24, 96, 168] && bars.pickUp == 24)
    #expect(bars.metre == Piece.Metre(beats: 3, beatUnit: 4, pickUp: 24))
    #expect(waltz.quartersPerMinute == 168.5 && waltz.composer == "Szymanowska, Maria")
    #expect(waltz.born == 1789 && waltz.genre == "waltz" && !waltz.isSong)
    #expect(
      waltz.dynamics.marks == [
        Dynamics.Mark(onset: 0, level: .p), Dynamics.Mark(onset: 96, level: .p),
      ])
    #expect(waltz.keyChanges == [96])
    #expect(waltz.dynamics.accents == [36, 96])
    #expect(waltz.dynamics.hairpins == [Dynamics.Hairpin(onset: 24, end: 96, isCrescendo: true)])
    #expect(waltz.boundaries == [24, 96])
  }

  @Test("leave unknown what a line does not say, or says as no music does")
  func lacking() throws {
    let lines = """
      {"file":"a.mid"}
      {"file":"b.mid","bars":[[-1,3],[2,0],[1e300,3],[2,3]],"tempo_bpm":1e9,"tempo_source":"midi",\
      "time_signatures":[[0,0,4],[0,3]],"dynamics":[[-1,"p",1],[1e300,"p",1],[0,"loud",1]]}
      {"file":"c.mid","tempo_bpm":90,"tempo_source":"none","source":"lieder"}
      {"file":"d.mid","bars":[[1000000,1000]]}
      """
    let annotations = try Annotations(jsonLines: Array(lines.utf8))
    let empty = try #require(annotations.annotation(of: "a.mid"))
    #expect(empty == Annotation() && empty.bars(until: 100) == nil)
    let odd = try #require(annotations.annotation(of: "b.mid"))
    #expect(odd.bars(until: 100)?.starts == [0, 72] && odd.quartersPerMinute == nil)
    #expect(odd.timeSignatures.isEmpty && odd.dynamics.marks.isEmpty)
    let song = try #require(annotations.annotation(of: "c.mid"))
    #expect(song.isSong && song.quartersPerMinute == nil)
    #expect(annotations.annotation(of: "d.mid")?.bars(until: 100)?.count == 1)
  }

  @Test(
    "are refused with the line that is none",
    arguments: [
      "[]", "{\"file\":1}", "{\"bars\":[]}", "{\"file\":\"a\",\"dynamics\":[[\"p\",0]]}", "\u{0}",
    ])
  func refused(line: String) {
    #expect(throws: ComposerError.badAnnotations(line: 2)) {
      try Annotations(jsonLines: Array("{\"file\":\"a.mid\"}\n\(line)\n".utf8))
    }
  }
}
