import RenderTestSupport
import Testing

@testable import RenderDevices

/// Against a library that records its calls: `ALSASubstitute`.
@Suite(.enabled(if: ALSASubstitute.path != nil, "there is no C compiler"))
struct PCMOutputTests {
  private let folder = TemporaryFolder()
  private let library: ALSALibrary

  init() throws { library = try ALSALibrary(path: ALSASubstitute.path) }

  private var calls: [String] {
    ALSASubstitute.calls(folder.bytes("record")).map(\.text)
  }

  private let samples = (0..<3200).map { Int16($0) }
  private let opened = ["open 0 0", "params 2 3 2 48000 1 200000"]

  @Test(
    "All frames come in their order, in as many calls as the device wants, and are played to their end"
  )
  func frames() throws {
    let output = try PCMOutput(device: folder.path("record"), sampleRate: 48_000, library: library)
    try output.write(samples)
    try output.write([])
    try output.finish()
    #expect(calls == opened + ["write 1000 0 1", "write 600 2000 2001", "drain"])
    #expect(output.underruns == 0)
  }

  @Test("After an underrun the device goes on where it was, and underruns are counted")
  func underruns() throws {
    let output = try PCMOutput(
      device: "underrun:" + folder.path("record"), sampleRate: 48_000, library: library)
    try output.write(samples)
    try output.write(samples)
    #expect(
      calls == opened + [
        "write 1000 0 1", "recover -32 1", "write 600 2000 2001", "recover -32 1",
        "write 1000 0 1", "write 600 2000 2001",
      ])
    #expect(output.underruns == 2)
  }

  @Test("What is not finished is dropped, and the device is closed once")
  func dropped() throws {
    var output: PCMOutput? = try PCMOutput(
      device: folder.path("record"), sampleRate: 48_000, library: library)
    try output?.write([1, 2])
    output = nil
    #expect(calls == opened + ["write 1 1 2", "drop", "close"])
  }

  @Test("A device that does not exist is named with the reason")
  func missing() {
    #expect(throws: DeviceError.soundDevice(name: "none", reason: "No such file or directory")) {
      try PCMOutput(device: "none", sampleRate: 44_100, library: library)
    }
  }
}

struct ALSALibraryTests {
  @Test(
    "A library that cannot be loaded is an error with a reason, and one that lacks functions, too")
  func missing() {
    for path in ["/nowhere/libasound.so", "libc.so.6"] {
      do throws(DeviceError) {
        _ = try ALSALibrary(path: path)
        Issue.record("\(path) was taken for ALSA")
      } catch .missingLibrary(let reason) {
        #expect(!reason.isEmpty)
      } catch {
        Issue.record(error)
      }
    }
  }
}
