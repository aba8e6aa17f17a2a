import Glibc
import RenderFiles
import RenderMIDI
import RenderTestMaterial
import RenderTestSupport
import Testing

/// Inputs that never end, or that stand for more than they are: each costs little and ends in a sentence.
struct InputLimitTests {
  private let folder = Material.folder()

  /// Runs the program with less memory than an endless input would take.
  private func run(_ arguments: [String], mebibytes: Int = 1500) -> Program.Result {
    Program.run(arguments, in: folder, shell: "ulimit -v \(mebibytes << 10); exec \"$@\"")
  }

  private func expect(
    _ arguments: [String], code: Int32 = 65, _ part: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let result = run(arguments)
    #expect(
      result.code == code && result.errors.contains(part), "\(arguments): \(result)",
      sourceLocation: sourceLocation)
  }

  private static let endless: [([String], String)] = [
    (
      ["audio", "/dev/zero", "--out", "a.wav"],
      "more than 16 MiB, the most that is read of a MIDI file"
    ),
    (["tokens", "/dev/zero"], "a MIDI file"),
    (["score", "/dev/zero", "--out", "a.mxl"], "a MIDI file"),
    (["play", "/dev/zero"], "a MIDI file"),
    (["info", "/dev/zero"], "of an unknown kind"),
    (["--primer", "/dev/zero", "--out", "a.mid"], "a MIDI file"),
    (["--continue", "/dev/zero", "--out", "a.mid"], "a MIDI file"),
    (["--vary", "/dev/zero", "--out", "a.mid"], "a MIDI file"),
    (
      ["--plan", "/dev/zero", "--out", "a.mid"], "more than 4 MiB, the most that is read of a plan"
    ),
    (["--model", "/dev/zero", "--out", "a.mid"], "/dev/zero: not a"),
    (["import", "song.mid", "--notes", "/dev/zero", "--out", "a.safetensors"], "a list of tokens"),
    (
      ["import", "/dev/zero", "--notes", "notes", "--out", "a.safetensors"],
      "not a file of Keras weights"
    ),
    (["export", "/dev/zero", "--out", "a.weights.h5"], "/dev/zero: not a"),
    (["batch", "--seeds-file", "/dev/zero", "--out", "takes"], "a list of seeds"),
    (
      ["train", "song.mid", "--split", "/dev/zero", "--out", "a.safetensors"], "a split of a corpus"
    ),
  ]

  @Test("Whatever reads a file reads no more than one of its kind can have", arguments: endless)
  func endlessInputs(arguments: [String], part: String) {
    folder.write(Array("C4\nE4\n".utf8), to: "notes")
    expect(arguments, part)
  }

  @Test("A pipe that never ends is as good as a device")
  func pipe() {
    let result = Program.run(
      ["audio", "/dev/stdin", "--out", "a.wav"], in: folder, shell: "yes | \"$@\"")
    #expect(result.code == 65 && result.errors.contains("more than 16 MiB"), "\(result)")
    let info = Program.run(["info", "/dev/stdin"], in: folder, shell: "cat song.mid | \"$@\"")
    #expect(info.code == 0 && info.text.contains("MIDI file"), "\(info)")
  }

  @Test("A few bytes do not become hours of sound, unless these are asked for")
  func duration() throws {
    func file(seconds: Int) throws -> [UInt8] {
      try MIDIFile(
        format: .singleTrack, division: .ticksPerQuarter(1),
        tracks: [
          MIDITrack(events: [
            TimedEvent(tick: 0, event: .noteOn(channel: 0, key: 60, velocity: 60)),
            TimedEvent(tick: 1, event: .noteOff(channel: 0, key: 60, velocity: 60)),
            TimedEvent(tick: 2 * seconds, event: .meta(.endOfTrack)),
          ])
        ]
      ).encoded()
    }
    folder.write(try file(seconds: 42_120), to: "long.mid")
    expect(
      ["audio", "long.mid", "--out", "a.wav"],
      "long.mid plays for 11 h 42 min, longer than 2 h 0 min; --max-duration 702min lets it")
    expect(["audio", "long.mid", "--out", "-"], "--max-duration")
    // As MIDI it takes no room.
    #expect(run(["audio", "long.mid", "--out", "b.mid"]).code == 0)
    folder.write(try file(seconds: 90_000), to: "longer.mid")
    expect(["audio", "longer.mid", "--out", "a.wav"], "no file may play for longer than a day")
    folder.write(try file(seconds: 3), to: "short.mid")
    expect(["audio", "short.mid", "--max-duration", "2s", "--out", "a.wav"], "--max-duration 1min")
    #expect(
      run(["audio", "short.mid", "--max-duration", "3s", "--out", "a.wav"]).code == 0)
    expect(
      ["audio", "short.mid", "--max-duration", "0", "--out", "a.wav"], code: 64, "max-duration")
  }

  @Test("A take's recipe cannot ask for more than the take is")
  func recipe() throws {
    #expect(run(["--seed", "7", "--length", "20", "--out", "take.mid"]).code == 0)
    var file = try MIDIFile.parse(folder.bytes("take.mid"), mode: .strict).file
    let pieces = [
      #"{"seed":7,"options":{"length":"900000"}}"#, #"{"seed":7,"options":{"duration":"80000 s"}}"#,
      #"{"seed":7,"options":{"length":"20"}},{"seed":7,"options":{"length":"900000"}}"#,
    ]
    for piece in pieces {
      file.tracks[0].events[1].event = .meta(
        .sequencerSpecific([0x7D] + Array("render {\"pieces\":[\(piece)]}".utf8)))
      folder.write(try file.encoded(), to: "hostile.mid")
      for option in ["--continue", "--vary"] {
        expect([option, "hostile.mid", "--out", "a.mid"], "damaged, or of a later version")
      }
    }
    // A form says its length only when it is composed.
    let form = Array(repeating: "A64", count: 40).joined()
    file.tracks[0].events[1].event = .meta(
      .sequencerSpecific(
        [0x7D] + Array("render {\"pieces\":[{\"seed\":7,\"options\":{\"form\":\"\(form)\"}}]}".utf8)
      ))
    folder.write(try file.encoded(), to: "hostile.mid")
    #expect([64, 65].contains(run(["--continue", "hostile.mid", "--out", "a.mid"]).code))
  }
}
