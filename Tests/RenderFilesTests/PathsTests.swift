import RenderFiles
import RenderSystem
import Testing

struct PathsTests {
  @Test(
    "A path's parent is the folder that it lies in",
    arguments: [
      ("/a/b/c", "/a/b"), ("a/b", "a"), ("./a", "."), ("a", "."), ("/a", "/"), ("/", "/"),
    ])
  func parents(of path: String, is folder: String) {
    #expect(parent(of: path) == folder)
  }

  @Test(
    "A name in a folder follows one slash, and is a path of its own in the current folder",
    arguments: [
      ("/", "/n"), ("/a", "/a/n"), ("/a/", "/a/n"), ("a", "a/n"), (".", "./n"), ("", "n"),
    ])
  func names(in folder: String, are path: String) {
    #expect(RenderFiles.path("n", in: folder) == path)
  }

  @Test("The running program is a file with a path from the root")
  func program() throws {
    let program = try #require(RunningProgram.path)
    #expect(program.hasPrefix("/"))
    #expect(fileNames(in: parent(of: program)).contains { program.hasSuffix("/\($0)") })
  }
}
