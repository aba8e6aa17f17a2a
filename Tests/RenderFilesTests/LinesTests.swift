import Glibc
import RenderTestSupport
import Testing

@testable import RenderFiles

@Suite("A list of lines") struct LinesTests {
  private let folder = TemporaryFolder()
  private let files: Folder

  init() throws { files = try Folder(folder.path) }

  @Test("gets a line in one piece, or nothing of it")
  func append() throws {
    try files.appendLine("one".utf8, to: "list")
    try files.appendLine("two".utf8, to: "list")
    #expect(folder.bytes("list") == Array("one\ntwo\n".utf8))
    folder.makeFolder("inner")
    #expect(throws: FileError(.create, folder.path("inner"), code: EISDIR)) {
      try files.appendLine("x".utf8, to: "inner")
    }
  }

  /// Several blocks of the search, and lines that end at their edges.
  private static let lists: [(text: String, rest: String)] = {
    func line(_ letter: String, _ length: Int) -> String {
      String(repeating: letter, count: length - 1) + "\n"
    }
    let block = 1 << 16
    return [
      ("one\ntw", "one\n"), ("one\n", "one\n"), ("on", ""), ("", ""), ("\n", "\n"), ("\nx", "\n"),
      (line("x", 9000) + "half", line("x", 9000)),
    ]
      + [-1, 0, 1].map { (line("x", 100) + line("y", block + $0).dropLast(), line("x", 100)) }
      + [-1, 0, 1].map { (line("y", block + $0), line("y", block + $0)) }
      + [(String(repeating: "z", count: 3 * block), "")]
  }()

  @Test("loses half a line at its end, and nothing else", arguments: lists.indices)
  func halfLine(index: Int) throws {
    let (text, rest) = Self.lists[index]
    folder.write(Array(text.utf8), to: "list")
    try files.dropHalfLine(of: "list")
    #expect(folder.bytes("list") == Array(rest.utf8))
  }

  @Test("that is not there has no half line, and is not made for it")
  func missing() throws {
    try files.dropHalfLine(of: "none")
    #expect(folder.names.isEmpty)
  }

  @Test("loses half a line of a hundred megabytes")
  func longLine() throws {
    folder.write(Array("one\n".utf8), to: "list")
    #expect(truncate(folder.path("list"), 100_000_000) == 0)
    // A byte a call would take minutes.
    try files.dropHalfLine(of: "list")
    #expect(folder.bytes("list") == Array("one\n".utf8))
  }

  @Test("that has another name elsewhere is copied before it changes")
  func hardLink() throws {
    let elsewhere = TemporaryFolder()
    let outside = Array("mine\nhalf".utf8)
    for change in [
      { try $0.appendLine("x".utf8, to: "list") }, { try $0.dropHalfLine(of: "list") },
    ]
      as [(Folder) throws -> Void]
    {
      elsewhere.write(outside, to: "diary")
      #expect(link(elsewhere.path("diary"), folder.path("list")) == 0)
      try change(files)
      #expect(elsewhere.bytes("diary") == outside)
      #expect(
        folder.bytes("list") != outside && folder.bytes("list").starts(with: Array("mine\n".utf8)))
      #expect(folder.names == ["list"])
      unlink(folder.path("list"))
      unlink(elsewhere.path("diary"))
    }
  }
}
