import Glibc
import RenderTestSupport
import RenderWeights
import Testing

@testable import RenderKeras

/// The process that reads and writes files of weights, and what becomes of it.
struct WeightsProgramTests {
  private let folder = TemporaryFolder()

  /// A script in the place of the program.
  private func program(_ script: String) -> String {
    let path = folder.write(Array("#!/bin/sh\n\(script)\n".utf8), to: "program")
    chmod(path, 0o755)
    return path
  }

  /// What comes of reading more than a socket holds.
  private func refusal(_ script: String) -> KerasError? {
    #expect(throws: KerasError.self) {
      try KerasWeights.read(.init(repeating: 0, count: 1 << 20), program: program(script))
    }
  }

  @Test("Whatever becomes of the process that reads weights, what is wrong is told")
  func reading() {
    let crash = KerasError.badFile("reading it crashed the HDF5 library")
    #expect(refusal("kill -SEGV $$") == crash)
    #expect(refusal("cat >/dev/null; kill -SEGV $$") == crash)
    #expect(refusal("kill -ALRM $$") == .badFile("reading it takes too long"))
    #expect(
      refusal("cat >/dev/null; printf 'it is cursed'; exit 65") == .badFile("it is cursed"))
    #expect(
      refusal("cat >/dev/null; head -c 1000000 /dev/zero >&2; head -c 100000 /dev/zero; printf x")
        == .badFile("what was read of it is damaged"))
    #expect(
      refusal("cat >/dev/null; exit 3")
        == .failedProgram(path: folder.path("program"), fault: "it ended with exit code 3"))
  }

  @Test("Where nobody can know how the process ended, its answer is not taken")
  func unknownEnd() async {
    await #expect(processExitsWith: .success) {
      signal(SIGCHLD, SIG_IGN)
      let folder = TemporaryFolder()
      let program = folder.write(Array("#!/bin/sh\ncat\n".utf8), to: "program")
      chmod(program, 0o755)
      let error = #expect(throws: KerasError.self) {
        try KerasWeights.file(of: WeightStore(), program: program)
      }
      guard case .failedProgram = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }

  @Test("What cannot be written is not said to be a file that cannot be read")
  func writing() {
    let error = #expect(throws: KerasError.self) {
      try KerasWeights.file(
        of: WeightStore(), program: program("cat >/dev/null; printf 'a path is empty'; exit 65"))
    }
    #expect(error == .unwritable("a path is empty"))
  }

  @Test("A program that is not there is said to be missing, or cannot be started")
  func missing() throws {
    let error = #expect(throws: KerasError.self) {
      try KerasWeights.read([], program: folder.path("none"))
    }
    #expect(
      error
        == .failedProgram(
          path: folder.path("none"), fault: "it cannot be started: No such file or directory"))
    #expect(
      KerasError.missingProgram(lookedFor: ["/a/render-weights", "/b/render-weights"]).description
        == "render-weights, the program that reads and writes weights of Keras, is missing: there is no "
        + "/a/render-weights and no /b/render-weights")
  }

  @Test(
    "The program is the one that is named, or lies beside the running one or in a prefix's libexec")
  func places() {
    #expect(
      WeightsProgram.candidates(named: "/my/own", runningProgram: "/a/bin/app") == ["/my/own"])
    #expect(
      WeightsProgram.candidates(named: nil, runningProgram: "/opt/bin/app") == [
        "/opt/bin/render-weights", "/opt/libexec/render/render-weights",
        "/usr/local/libexec/render/render-weights", "/usr/libexec/render/render-weights",
      ])
    #expect(
      WeightsProgram.candidates(named: "", runningProgram: "/usr/local/bin/render") == [
        "/usr/local/bin/render-weights", "/usr/local/libexec/render/render-weights",
        "/usr/libexec/render/render-weights",
      ])
    #expect(
      WeightsProgram.candidates(named: nil, runningProgram: "/app").prefix(2) == [
        "/render-weights", "/libexec/render/render-weights",
      ])
  }

  @Test("A store is the same after its way from another process")
  func message() throws {
    let store = try KerasWeights.read(Fixtures.bytes("repository-2.h5"))
    #expect(store.arrays.count == 21 && store.kerasVersion?.hasPrefix("2.") == true)
    #expect(try WeightStore(message: store.message) == store)
  }

  @Test("A damaged message is refused, wherever it is damaged")
  func damagedMessage() throws {
    var store = WeightStore()
    store.groups = ["layers", "layers/ä"]
    store.attributes["@layer_names"] = ["one", ""]
    store.arrays["layers/0"] = .init(shape: [2, 3], values: [1, 2, 3, 4, 5, 6])
    store.arrays["scalar"] = .init(shape: [], values: [7])
    let message = store.message
    #expect(try WeightStore(message: message) == store)
    for length in message.indices {
      #expect(throws: WeightFault.self) { try WeightStore(message: Array(message[..<length])) }
    }
    #expect(throws: WeightFault.self) { try WeightStore(message: message + [0]) }
    for place in message.indices {
      for bit in 0..<8 {
        var copy = message
        copy[place] ^= 1 << UInt8(bit)
        _ = try? WeightStore(message: copy)
      }
    }
  }
}
