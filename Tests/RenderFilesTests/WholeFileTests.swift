import Glibc
import RenderTestSupport
import Testing

@testable import RenderFiles

@Suite("A file that is read as a whole") struct WholeFileTests {
  private let folder = TemporaryFolder()
  private let limit = ReadingLimit("a song", bytes: 1 << 20)

  private func fault(_ path: String) -> String {
    let error = #expect(throws: FileError.self) { try readFile(path, atMost: limit) }
    #expect(error?.limit == limit)
    return error?.description ?? ""
  }

  @Test("may be as large as its kind may be, and no larger")
  func size() throws {
    let sentence =
      "cannot read \(folder.path("song")): it has more than 1 MiB, the most that is read of a song; "
      + "check that it is the right file"
    for count in [0, 15, 1 << 18, 1 << 20] {
      folder.write([UInt8](repeating: 7, count: count), to: "song")
      #expect(try readFile(folder.path("song"), atMost: limit).count == count)
    }
    folder.write([UInt8](repeating: 7, count: 1 << 20 + 1), to: "song")
    #expect(fault(folder.path("song")) == sentence)
    #expect(try readFile(folder.path("song"), first: 100).count == 100)
  }

  @Test("is refused above its limit where it never ends")
  func endless() throws {
    #expect(fault("/dev/zero").contains("more than 1 MiB"))
    #expect(try readFile("/dev/zero", first: 100_000).count == 100_000)
    // What cannot be of the kind is not read any further.
    #expect(try readFile("/dev/zero", atMost: limit) { $0[0] == 7 }.count < 1 << 20)
    #expect(throws: FileError.self) { try readFile("/dev/zero", atMost: limit) { $0[0] == 0 } }
  }

  @Test("is refused in a sentence where there is no memory for it")
  func memory() async {
    await #expect(processExitsWith: .success) {
      limitMemory(toPresentAnd: 32 << 20)
      let limit = ReadingLimit("a song", bytes: 1 << 30)
      do throws(FileError) { _ = try readFile("/dev/zero", atMost: limit) } catch {
        exit(error.code == ENOMEM ? 0 : 2)
      }
      exit(1)
    }
  }
}
