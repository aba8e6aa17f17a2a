import Glibc
import RenderFiles
import RenderMIDI
import RenderTestMaterial
import RenderTestSupport
import Testing

/// Against a library that records its calls: `ALSASubstitute`.
@Suite(.enabled(if: ALSASubstitute.path != nil, "there is no C compiler"))
struct PlayTests {
  private let folder = Material.folder()
  private let compose = ["--model", "model.safetensors", "--length", "12", "--seed", "7"]
  private let quick = ["--tempo", "400"]

  private func run(
    _ arguments: [String], library: String = ALSASubstitute.path!,
    whileRunning: (pid_t) -> Void = { _ in }
  ) -> Program.Result {
    Program.run(
      arguments, in: folder, environment: ["RENDER_ALSA": library], whileRunning: whileRunning)
  }

  private func calls(_ record: String) -> [[String]] {
    ALSASubstitute.calls(folder.bytes(record)).map(\.words)
  }

  /// The number of frames of a record, and the places with two of their samples.
  private func samples(_ record: String) -> (count: Int, some: [(place: Int, values: [Int])]) {
    var (count, some): (Int, [(place: Int, values: [Int])]) = (0, [])
    for words in calls(record) where words[0] == "write" {
      some.append((count, [Int(words[2])!, Int(words[3])!]))
      count += Int(words[1])!
    }
    return (count, some)
  }

  private func expectSame(_ record: String, as stream: [UInt8]) throws {
    let start = try #require(stream.firstRange(of: Array("data".utf8))).upperBound + 4
    let bytes = stream[start...]
    let played = samples(record)
    #expect(played.count > 0 && 4 * played.count == bytes.count)
    for (place, values) in played.some {
      let frame = bytes.dropFirst(4 * place).prefix(4).map { Int($0) }
      let expected = [frame[0] | frame[1] << 8, frame[2] | frame[3] << 8].map {
        Int(Int16(truncatingIfNeeded: $0))
      }
      #expect(values == expected)
    }
    #expect(calls(record).suffix(2) == [["drain"], ["close"]])
  }

  @Test("A piece that is played is the stream of its seed, and its seed is said")
  func piece() throws {
    let played = run(["play"] + compose + ["--device", "record"])
    #expect(played.code == 0 && played.errors.contains("playing seed 7\n"), "\(played.errors)")
    #expect(
      calls("record").prefix(2) == [
        ["open", "0", "0"], ["params", "2", "3", "2", "44100", "1", "200000"],
      ])
    try expectSame("record", as: run(compose + ["--out", "-"]).output)
    #expect(folder.names == ["model.safetensors", "record", "song.mid"])
  }

  @Test("A file that is played is its stream, and the device's underruns are said")
  func file() throws {
    let played = run(["play", "song.mid", "--device", "underrun:record"])
    #expect(played.code == 0, "\(played.errors)")
    #expect(played.errors.contains("song.mid: the sound broke off 2 times"), "\(played.errors)")
    try expectSame("record", as: run(["audio", "song.mid", "--out", "-"]).output)
  }

  /// The notes of a record, on and off: channel, key, velocity.
  private func notes(_ record: String) -> [[UInt8]] {
    calls(record).filter { $0[0] == "event" }.compactMap { words in
      let bytes = [0, 16, 17, 18].map { place in
        UInt8(words[1].dropFirst(2 * place).prefix(2), radix: 16)!
      }
      return bytes[0] == 6 || bytes[0] == 7 ? bytes : nil
    }
  }

  private func notes(of midi: [UInt8]) throws -> [[UInt8]] {
    try MIDIFile(parsing: midi).playedPieces.joined().compactMap { played in
      switch played.event {
      case .noteOn(let channel, let key, let velocity): [6, channel, key, velocity]
      case .noteOff(let channel, let key, let velocity): [7, channel, key, velocity]
      default: nil
      }
    }
  }

  private let silence = ["40", "7b"]

  /// The controllers of the last events.
  private func lastControllers(_ record: String) -> [String] {
    calls(record).filter { $0[0] == "event" }.suffix(2).map {
      String($0[1].dropFirst(40).prefix(2))
    }
  }

  @Test("A MIDI port gets the notes of the piece's file, and silence at the end")
  func port() throws {
    let sent = run(["play"] + compose + quick + ["--midi-out", "record"])
    #expect(sent.code == 0, "\(sent.errors)")
    #expect(calls("record").first == ["connect", "3", "20:1"])
    #expect(run(compose + quick + ["--out", "piece.mid"]).code == 0)
    let expected = try notes(of: folder.bytes("piece.mid"))
    #expect(!expected.isEmpty && notes("record") == expected)
    #expect(lastControllers("record") == silence)
    #expect(calls("record").last == ["close"])
  }

  @Test("A MIDI port gets the notes of a file as they stand there")
  func fileToPort() throws {
    let song = Material.piece(1, events: 6)
    folder.write(song, to: "short.mid")
    #expect(run(["play", "short.mid", "--midi-out", "record"]).code == 0)
    #expect(try notes("record") == notes(of: song))
    #expect(lastControllers("record") == silence)
  }

  @Test("An interrupt ends with 130 and nothing said, the notes off or the sound dropped")
  func interrupt() {
    func interrupted(_ arguments: [String], _ record: String = "record") -> Program.Result {
      var isSent = false
      return run(arguments) { process in
        guard !isSent, calls(record).count > 6 else { return }
        isSent = true
        kill(process, SIGINT)
      }
    }
    let port = interrupted(["play", "song.mid", "--quiet", "--midi-out", "record"])
    #expect(port.code == 130 && port.errors.isEmpty, "\(port.errors)")
    #expect(lastControllers("record") == silence)
    let on = notes("record").filter { $0[0] == 6 && $0[3] > 0 }
    let off = notes("record").filter { $0[0] == 7 || $0[3] == 0 }
    #expect(!on.isEmpty && on.count == off.count)

    let long = ["--model", "model.safetensors", "--length", "20000", "--seed", "7"]
    let device = interrupted(["play", "--quiet"] + long + ["--device", "sound"], "sound")
    #expect(device.code == 130 && device.errors.isEmpty, "\(device.errors)")
    #expect(calls("sound").suffix(2) == [["drop"], ["close"]])
  }

  @Test("What is not there ends with 69, in one sentence with a remedy")
  func unavailable() {
    for (arguments, words) in [
      (
        ["--device", "none"],
        "the sound device none cannot be opened: No such file or directory; name another"
      ),
      (
        ["--midi-out", "none"],
        "the MIDI port none cannot be connected: No such file or directory; `render play"
      ),
    ] {
      for piece in [compose, ["song.mid"]] {
        let result = run(["play", "--quiet"] + piece + arguments)
        #expect(result.code == 69)
        #expect(result.errors.contains("\(words)"), "\(result.errors)")
        #expect(result.errors.split(separator: "\n").count == 1)
      }
    }
    let missing = run(["play", "song.mid"], library: "/nowhere/libasound.so")
    #expect(missing.code == 69)
    #expect(missing.errors.contains("ALSA's library cannot be loaded"), "\(missing.errors)")
  }

  @Test(
    "Options that do not belong together end with 64",
    arguments: [
      ["--device", "a", "--midi-out", "b"], ["--best-of", "2"], ["song.mid", "--length", "20"],
      ["song.mid", "--seed", "1"], ["song.mid", "--performance", "plain"], ["--gain", "1000"],
      ["--loudness", "-20"],
    ])
  func usage(arguments: [String]) {
    #expect(run(["play"] + arguments).code == 64)
  }

  @Test("The ports are listed")
  func ports() {
    #expect(run(["play", "--list-ports"]).text == "20:1  Piano: Keys\n")
    #expect(run(["play", "--list-ports", "--json"]).text.contains("\"address\" : \"20:1\""))
  }
}
