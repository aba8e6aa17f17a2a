import Glibc
import RenderFiles
import RenderTestSupport
import Testing

@testable import RenderProcesses

struct ChildProcessTests {
  private let folder = TemporaryFolder()

  private func shell(_ script: String) -> ChildProcess {
    var process = ChildProcess("/bin/sh", ["-c", script])
    process.limits = .init(seconds: 60, bytes: 1 << 30)
    process.environment["PATH"] = "/usr/bin:/bin"
    process.folder = folder.path
    return process
  }

  /// Whether a process is there, or only waits to be collected.
  private func isRunning(_ process: pid_t) -> Bool {
    let state =
      (try? readFile("/proc/\(process)/stat", first: .max)).map {
        String(decoding: $0, as: UTF8.self)
      } ?? ""
    return state.contains(")") && !state.contains(") Z")
  }

  /// The number that a script has written to `child`.
  private func child() -> pid_t? {
    pid_t(String(decoding: folder.bytes("child"), as: UTF8.self).filter(\.isNumber))
  }

  private func expectGone(_ sourceLocation: SourceLocation = #_sourceLocation) throws {
    let child = try #require(self.child(), sourceLocation: sourceLocation)
    for _ in 0..<60_000 where isRunning(child) { usleep(1000) }
    #expect(!isRunning(child), sourceLocation: sourceLocation)
  }

  @Test("A child answers while it listens, however much that is")
  func echo() throws {
    let input = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7919 >> 5) }
    let end = try ChildProcess("/bin/cat", []).run(input: input)
    #expect(end.status == .code(0) && end.output == input)
    #expect(try shell("cat").run(input: input).output == input)
  }

  @Test("A child that does not listen is no fault")
  func deaf() throws {
    let end = try shell("echo heard nothing; exit 3").run(
      input: .init(repeating: 1, count: 1 << 22))
    #expect(end.status == .code(3))
    #expect(end.output == Array("heard nothing\n".utf8))
  }

  @Test("Its errors are part of the answer only where they are asked for")
  func errors() throws {
    var process = shell("echo said; echo wrong >&2")
    #expect(try process.run(input: []).output == Array("said\n".utf8))
    process.answersWithErrors = true
    #expect(try process.run(input: []).output == Array("said\nwrong\n".utf8))
  }

  @Test(
    "What takes too long is ended, with what it has started", arguments: ["", "exec >&- 2>&-; "])
  func outOfTime(beginning: String) throws {
    var process = shell("\(beginning)sleep 100 & echo $! > child; wait")
    process.limits?.seconds = 1
    let start = ContinuousClock.now
    #expect(try process.run(input: []).status == .outOfTime)
    #expect(ContinuousClock.now - start < .seconds(50))
    try expectGone()
  }

  @Test("What nobody wants any more is ended, with what it has started")
  func cancelled() throws {
    let process = shell("sleep 100 & echo $! > child.part; mv child.part child; wait")
    let end = try process.run(input: []) { folder.names.contains("child") }
    #expect(end.status == .cancelled)
    try expectGone()
  }

  @Test("Limits hold for memory, files and the processor, and are never raised")
  func limits() throws {
    let script = "ulimit -v; ulimit -f; ulimit -t; ulimit -c; pwd"
    let answer = try shell(script).run(input: []).output
    let lines = String(decoding: answer, as: UTF8.self).split(separator: "\n")
    #expect(lines == ["1048576", "2097152", "60", "0", "\(folder.path)"])
    // A word of two gibibytes.
    let greedy = try shell("head -c 2000000000 /dev/zero | tr '\\0' a | sed s/a/b/ | wc -c")
      .run(input: [])
    #expect(greedy.output == Array("0\n".utf8))
  }

  @Test("Nothing of the environment is known to it but what it is given")
  func environment() throws {
    setenv("RENDER_TEST_SECRET", "1", 1)
    let answer = try ChildProcess("/usr/bin/env", []).run(input: [])
    #expect(!String(decoding: answer.output, as: UTF8.self).contains("SECRET"))
  }

  @Test("A program that is not there is a fault, or the shell's code for that")
  func missing() throws {
    #expect(throws: ChildProcess.Fault.self) { try ChildProcess("/none", []).run(input: []) }
    var process = ChildProcess("/none", [])
    process.limits = .init(seconds: 9, bytes: 1 << 30)
    #expect(try process.run(input: []).status == .code(127))
  }
}
