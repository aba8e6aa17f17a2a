import Glibc
import RenderFiles
import RenderTestSupport
import Testing

@testable import RenderPlot

@Suite("The file of a picture") struct PictureFileTests {
  private let plot = PiecePlot(title: "A scale", roll: scale)

  @Test("has the format of its extension, in any case")
  func formats() throws {
    #expect(try PlotFileFormat(path: "a.png") == .png)
    #expect(try PlotFileFormat(path: "folder.pdf/b.c.SVG") == .svg)
    #expect(try PlotFileFormat(path: "/x/.pdf") == .pdf)
    for path in ["a.jpg", "png", "", "folder.png/a", "a.png/"] {
      #expect(throws: PlotError.unknownFormat(path: path)) { try PlotFileFormat(path: path) }
    }
    #expect(PlotError.unknownFormat(path: "a.jpg").description.hasSuffix("use .png, .svg, .pdf"))
  }

  @Test("is what was drawn, and nothing lies beside it", arguments: PlotFileFormat.allCases)
  func written(format: PlotFileFormat) throws {
    let folder = TemporaryFolder()
    let name = "piece.\(format.rawValue)"
    try plot.write(to: folder.path(name))
    #expect(folder.names == [name])
    #expect(try folder.bytes(name) == plot.encoded(as: format))
  }

  @Test("that cannot be written is one sentence, and nothing is left")
  func failures() throws {
    let folder = TemporaryFolder()
    let nowhere = folder.path("none/piece.png")
    let missing = #expect(throws: PlotError.self) { try plot.write(to: nowhere) }
    #expect(missing == .file(FileError(.create, nowhere, code: ENOENT)))
    #expect(missing?.description.contains("make its folder first") == true)

    let full = folder.path("piece.pdf")
    symlink("/dev/full", full)
    #expect(throws: PlotError.file(FileError(.write, full, code: ENOSPC))) {
      try plot.write(to: full)
    }
    #expect(folder.names == ["piece.pdf"])

    let unknown = folder.path("piece.gif")
    #expect(throws: PlotError.unknownFormat(path: unknown)) { try plot.write(to: unknown) }
    #expect(folder.names == ["piece.pdf"])
  }
}
