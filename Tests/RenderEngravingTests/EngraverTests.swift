import Glibc
import RenderFiles
import RenderTestSupport
import Testing

@testable import RenderEngraving

/// LilyPond, and scripts in its place that do what it does on a bad day.
struct EngraverTests {
  private let folder = TemporaryFolder()

  private static let score = Array(
    "\\version \"2.24.0\"\n\\header { tagline = ##f }\n{ \\repeat unfold 99 { c'1 } }\n".utf8)

  /// An engraver that is a script.
  private func engraver(_ script: String) -> Engraver {
    let path = folder.write(Array("#!/bin/sh\n\(script)\n".utf8), to: "lilypond")
    chmod(path, 0o755)
    return Engraver(program: path)
  }

  private func installed() throws -> Engraver {
    try #require(Engraver.installed, "these tests need LilyPond: apt install lilypond")
  }

  @Test("The same score is the same file", arguments: [Engraver.Output.pdf, .svg, .png])
  func reproducible(output: Engraver.Output) throws {
    let engraver = try installed()
    let first = try engraver.engrave(Self.score, as: output)
    #expect(try engraver.engrave(Self.score, as: output) == first)
    let beginning: [UInt8] =
      switch output {
      case .pdf: Array("%PDF-".utf8)
      case .svg: Array("<svg".utf8)
      case .png: [0x89, 0x50, 0x4E, 0x47]
      }
    #expect(first.starts(with: beginning))
  }

  @Test("Pages are as many as it needs, a picture is one")
  func pages() throws {
    let engraver = try installed()
    let score = Array("{ \\repeat unfold 500 { c'1 \\break } }".utf8)
    let pages = String(decoding: try engraver.engrave(score, as: .pdf), as: Unicode.ASCII.self)
    #expect(pages.firstMatch(of: /\/Count ([0-9]+)/)?.1.count == 2)
    let picture = try engraver.engrave(score, as: .png)
    // Width and height, of the header (PNG specification, 11.2.2).
    func number(at place: Int) -> Int { picture[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
    #expect(number(at: 16) == 1240 && number(at: 20) > 20_000)
  }

  @Test("Where LilyPond finds an error it is told")
  func fault() throws {
    #expect { try installed().engrave(Array("{ c'4 \\unheard }".utf8), as: .pdf) } throws: {
      guard case .failed(let reason) = $0 as? EngravingError else { return false }
      return reason.contains("unknown escaped string")
    }
  }

  @Test("The version is that of the program")
  func version() throws {
    #expect(try installed().version.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+/) != nil)
    #expect(throws: EngravingError.self) { try engraver("echo hello").version }
  }

  @Test("An engraver that does not come to its end is ended")
  func outOfTime() {
    var engraver = engraver("sleep 100 & wait")
    engraver.longestTime = 1
    #expect(throws: EngravingError.outOfTime(seconds: 1)) {
      try engraver.engrave(Self.score, as: .pdf)
    }
  }

  @Test("So is one whose result nobody wants any more")
  func cancelled() {
    let engraver = engraver("touch \(folder.path)/begun; sleep 100")
    #expect(throws: EngravingError.cancelled) {
      try engraver.engrave(Self.score, as: .pdf) { folder.names.contains("begun") }
    }
  }

  @Test("It has 2 GiB, five minutes, a folder of its own, and little of the environment")
  func surroundings() throws {
    setenv("RENDER_TEST_SECRET", "1", 1)
    let engraver = engraver("{ ulimit -v; ulimit -t; pwd; env; } > score.pdf")
    let lines = String(decoding: try engraver.engrave(Self.score, as: .pdf), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines[..<2] == ["2097152", "300"])
    #expect(!isFolder(String(lines[2])))
    #expect(lines.contains("TMPDIR=\(lines[2])"))
    #expect(!lines.contains { $0.contains("SECRET") })
  }

  @Test(
    "Whatever else goes wrong is said, and nothing is left lying about",
    arguments: [
      ("echo 'score:1:2: error: no good' >&2; exit 1", "score:1:2: error: no good"),
      ("exit 0", "it says nothing"), ("mkdir score.pdf; echo odd", ""),
      ("ln -s /etc/passwd score.pdf", ""), ("kill -9 $$", "it was ended by signal 9"),
    ])
  func failed(script: String, reason: String) {
    #expect { try engraver(script).engrave(Self.score, as: .pdf) } throws: { error in
      switch error as? EngravingError {
      case .failed(let said): said == reason
      case .file: reason.isEmpty
      default: false
      }
    }
  }

  @Test("A PDF's identifier is zeros, in its place")
  func identifier() {
    var bytes = Array("%PDF-1.4\n/ID [<AB12><CD34>]\nstartxref\n%%EOF\n".utf8)
    bytes.removeIdentifier()
    #expect(bytes == Array("%PDF-1.4\n/ID [<0000><0000>]\nstartxref\n%%EOF\n".utf8))
    var other = Array("no PDF, /ID [<".utf8)
    other.removeIdentifier()
    #expect(other == Array("no PDF, /ID [<".utf8))
  }
}
